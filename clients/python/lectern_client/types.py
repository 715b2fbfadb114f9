"""The structures of the API.

Generated from the OpenAPI document by `make clients`; change that instead.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class ActivityObjective(TypedDict):
    """An objective of an activity; what is not known is null."""

    id: str
    primary: bool
    satisfied: bool | None
    measure: float | None
    completed: bool | None
    progress: float | None
    globals: list[ObjectiveLink]


class ActivityResult(TypedDict):
    """What came of one part of the course; of a block, by roll-up."""

    id: str
    title: str
    level: int
    parent: str | None
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    attempts: int
    time_spent_seconds: int
    current: bool


class Availability(TypedDict):
    """Whether something can be asked for now, and if not, why."""

    allowed: bool
    reason: str | None
    code: str | None
    activity: str | None
    ends: bool


class ControlModes(TypedDict):
    """How one may move inside a block."""

    choice: bool
    choice_exit: bool
    flow: bool
    forward_only: bool


class Finding(TypedDict):
    """Something worth knowing about an uploaded course."""

    severity: Literal["error", "info", "repair", "warning"]
    rule: str
    message: str
    advice: str
    file: str | None
    line: int | None


class GlobalObjective(TypedDict):
    """What activities share through their maps; what is not known is null."""

    id: str
    satisfied: bool | None
    measure: float | None
    raw: float | None
    min: float | None
    max: float | None
    completed: bool | None
    progress: float | None


class Health(TypedDict):
    """The state of the service."""

    status: Literal["healthy", "unhealthy"]
    service: Literal["scorm-api"]
    version: str
    timestamp: str
    checks: HealthChecks
    auth: NotRequired[HealthAuth]


class HealthAuth(TypedDict):
    """What became of the key that came with the request."""

    provided: bool
    valid: bool


class HealthChecks(TypedDict):
    """What works; isolation tells whether every learner's course has an origin of its own."""

    database: bool
    storage: bool
    queue: bool
    isolation: bool


class InteractionResult(TypedDict):
    """A question as it was answered; SCORM 1.2 reads in the words of SCORM 2004."""

    activity_id: str
    id: str
    type: str
    objectives: list[str]
    timestamp: str
    correct_responses: list[str]
    weighting: float | None
    learner_response: str
    result: str
    latency: str
    description: str


class LaunchPackageRequest(TypedDict):
    """Who shall open the course, and how."""

    user_id: str
    session_id: NotRequired[str | None]
    learner_name: NotRequired[str | None]
    learner_email: NotRequired[str | None]
    launch_token_ttl_seconds: NotRequired[int | None]
    return_url: NotRequired[str | None]
    allowed_domains: NotRequired[list[str]]
    mode: NotRequired[Literal["browse", "normal", "review"]]
    window: NotRequired[Literal["frame", "popup"]]
    registration: NotRequired[str | None]
    new_attempt: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class ManifestSummary(TypedDict):
    """What the manifest says, in short."""

    title: str
    version: Literal["1.2", "2004"]
    launch_url: str
    sco_count: int
    description: str | None
    duration: str | None


class ObjectiveLink(TypedDict):
    """A global objective that an objective is mapped to."""

    id: str
    reads: list[str]
    writes: list[str]


class ObjectiveResult(TypedDict):
    """An objective that an activity keeps a result of."""

    activity_id: str
    id: str
    description: str
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None


class Package(TypedDict):
    """A course with its current revision."""

    id: str
    package_id: str
    tenant_id: str
    title: str
    version: Literal["1.2", "2004"]
    scorm_version: Literal["1.2", "2004"]
    edition: str
    current_revision: int
    strict: bool
    launch_url: str
    manifest_url: str
    storage_path: str
    file_size_bytes: int
    original_filename: str
    uploaded_by: str
    content_type: Literal["scorm"]
    status: Literal["ready"]
    integrity: Literal["corrupt", "pending", "verified"]
    corrupt_paths: list[str]
    metadata: PackageMetadata
    description: str | None
    duration: str | None
    tags: list[str]
    custom_metadata: dict[str, Any]
    created_at: str
    updated_at: str


class PackageDeleted(TypedDict):
    """The package and all its sessions are gone."""

    package_id: str
    success: bool


class PackageFields(TypedDict):
    """A package, or those of its fields that were asked for."""

    id: NotRequired[str]
    package_id: NotRequired[str]
    tenant_id: NotRequired[str]
    title: NotRequired[str]
    version: NotRequired[Literal["1.2", "2004"]]
    scorm_version: NotRequired[Literal["1.2", "2004"]]
    edition: NotRequired[str]
    current_revision: NotRequired[int]
    strict: NotRequired[bool]
    launch_url: NotRequired[str]
    manifest_url: NotRequired[str]
    storage_path: NotRequired[str]
    file_size_bytes: NotRequired[int]
    original_filename: NotRequired[str]
    uploaded_by: NotRequired[str]
    content_type: NotRequired[Literal["scorm"]]
    status: NotRequired[Literal["ready"]]
    integrity: NotRequired[Literal["corrupt", "pending", "verified"]]
    corrupt_paths: NotRequired[list[str]]
    metadata: NotRequired[PackageMetadata]
    description: NotRequired[str | None]
    duration: NotRequired[str | None]
    tags: NotRequired[list[str]]
    custom_metadata: NotRequired[dict[str, Any]]
    created_at: NotRequired[str]
    updated_at: NotRequired[str]


class PackageLaunchResponse(TypedDict):
    """A link that opens the course for this learner; use it as it is."""

    launch_url: str
    player_url: str
    launch_token: str
    package_id: str
    session_id: str
    user_id: str
    learner_id: str
    content_type: Literal["scorm"]
    storage_backend: Literal["local", "s3"]
    expires_in_seconds: int
    expires_at: str
    resumed: bool
    attempts: int
    version: int


class PackageList(TypedDict):
    """Packages, newest first."""

    packages: list[PackageFields]
    count: int
    pagination: Pagination


class PackageMetadata(TypedDict):
    """What the manifest says."""

    description: str | None
    sco_count: int
    identifier: str
    schema: str
    schemaversion: str


class PackageReport(TypedDict):
    """What the validation of the current revision found."""

    package_id: str
    revision: int
    findings: list[Finding]


class PackageUpdate(TypedDict):
    """What to change; null clears a field, and what is left out stays as it is."""

    description: NotRequired[str | None]
    duration: NotRequired[str | None]
    tags: NotRequired[list[str]]
    custom_metadata: NotRequired[dict[str, Any]]
    tenant_id: NotRequired[str | None]


class PackageVersion(TypedDict):
    """One revision of a package."""

    revision: int
    version: Literal["1.2", "2004"]
    title: str
    file_size_bytes: int
    original_filename: str
    uploaded_by: str
    storage_path: str
    launch_url: str
    created_at: str
    is_current: bool


class PackageVersions(TypedDict):
    """All revisions of a package, newest first."""

    package_id: str
    current_revision: int
    versions: list[PackageVersion]
    count: int


class Pagination(TypedDict):
    """Where this page stands in the whole list."""

    page: int
    limit: int
    total: int
    total_pages: int


class ProcessPackageRequest(TypedDict):
    """The stored upload that is to become a package, or a new revision of one."""

    storage_path: str
    original_filename: NotRequired[str | None]
    uploaded_by: NotRequired[str | None]
    package_id: NotRequired[str | None]
    validate_only: NotRequired[bool]
    strict: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class ProcessPackageResponse(TypedDict):
    """What processing found and made; without package when it only validated."""

    upload_id: str
    manifest: ManifestSummary
    file_size_bytes: int
    storage_path: str
    validation_only: bool
    report: list[Finding]
    package_id: NotRequired[str]
    package: NotRequired[ProcessedPackage]


class ProcessedPackage(TypedDict):
    """The package that came of an upload."""

    id: str
    package_id: str
    title: str
    version: Literal["1.2", "2004"]
    launch_url: str
    current_revision: int


class Score(TypedDict):
    """A score; what the course did not tell is null."""

    scaled: float | None
    raw: float | None
    min: float | None
    max: float | None


class ScoreGiven(TypedDict):
    """A score; what the course did not tell is null."""

    scaled: NotRequired[float | None]
    raw: NotRequired[float | None]
    min: NotRequired[float | None]
    max: NotRequired[float | None]


class SequencedActivity(TypedDict):
    """An activity: its tracking data, and whether it can be reached now."""

    id: str
    title: str
    level: int
    parent: str | None
    visible: bool
    selected: bool
    deliverable: bool
    current: bool
    active: bool
    suspended: bool
    attempts: int
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    choice: Availability
    jump: Availability
    control_modes: ControlModes | None
    rules: list[SequencingRule]
    objectives: list[ActivityObjective]


SequencingControls = TypedDict(
    "SequencingControls",
    {
        "continue": Availability,
        "previous": Availability,
        "suspendAll": Availability,
        "exitAll": Availability,
        "abandonAll": Availability,
    },
)


class SequencingDecision(TypedDict):
    """One step of the sequencing processes."""

    process: str
    activity: str
    title: str
    said: str


class SequencingRequest(TypedDict):
    """A request of the learner or of the course, and what came of it."""

    at: str
    request: str
    target: str | None
    answer: str
    decisions: list[SequencingDecision]


class SequencingRule(TypedDict):
    """A rule or a limit of an activity, in words."""

    kind: Literal["exit", "limit", "postcondition", "precondition", "rollup"]
    says: str
    applies: bool | None


class Session(TypedDict):
    """The record at the top level, and once more under session."""

    id: str
    session_id: str
    package_id: str
    tenant_id: str
    user_id: str
    learner_name: str
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    attempts: int
    time_spent_seconds: int
    session_time: str
    status: Literal["active", "expired", "terminated"]
    version: int
    package: SessionPackage
    package_revision: int
    dispatch_id: str | None
    created_at: str
    updated_at: str
    launched_at: str | None
    completed_at: str | None
    expires_at: str
    cmi_data: dict[str, str]
    suspend_data: str
    location: str
    activities: list[ActivityResult]
    objectives: list[ObjectiveResult]
    interactions: list[InteractionResult]
    session: SessionDetail


class SessionDetail(TypedDict):
    """A learner's record of one package, with the data the course stored."""

    id: str
    session_id: str
    package_id: str
    tenant_id: str
    user_id: str
    learner_name: str
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    attempts: int
    time_spent_seconds: int
    session_time: str
    status: Literal["active", "expired", "terminated"]
    version: int
    package: SessionPackage
    package_revision: int
    dispatch_id: str | None
    created_at: str
    updated_at: str
    launched_at: str | None
    completed_at: str | None
    expires_at: str
    cmi_data: dict[str, str]
    suspend_data: str
    location: str
    activities: list[ActivityResult]
    objectives: list[ObjectiveResult]
    interactions: list[InteractionResult]


class SessionList(TypedDict):
    """Sessions, newest first."""

    sessions: list[SessionSummary]
    pagination: Pagination


class SessionPackage(TypedDict):
    """The course of a session."""

    id: str
    title: str
    version: Literal["1.2", "2004"]


class SessionSequencing(TypedDict):
    """Where a learner stands in the course, and why each way is open or closed."""

    session_id: str
    edition: Literal["1.2", "2004 2nd Edition", "2004 3rd Edition", "2004 4th Edition"]
    attempt: int
    player: Literal["current", "ended", "expired", "never"]
    mode: Literal["browse", "normal", "review"] | None
    current: str | None
    suspended: str | None
    controls: SequencingControls
    activities: list[SequencedActivity]
    objectives_global_to_system: bool
    global_objectives: list[GlobalObjective]
    requests: list[SequencingRequest]


class SessionSummary(TypedDict):
    """A learner's record of one package."""

    id: str
    session_id: str
    package_id: str
    tenant_id: str
    user_id: str
    learner_name: str
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    attempts: int
    time_spent_seconds: int
    session_time: str
    status: Literal["active", "expired", "terminated"]
    version: int
    package: SessionPackage
    package_revision: int
    dispatch_id: str | None
    created_at: str
    updated_at: str
    launched_at: str | None
    completed_at: str | None
    expires_at: str


class SessionUpdate(TypedDict):
    """What to change; everything left out stays as it is."""

    cmi_data: NotRequired[dict[str, Any] | None]
    completion_status: NotRequired[
        Literal["completed", "incomplete", "not attempted", "not_attempted"] | None
    ]
    success_status: NotRequired[Literal["failed", "passed", "unknown"] | None]
    score: NotRequired[ScoreGiven | None]
    session_time: NotRequired[str | None]
    suspend_data: NotRequired[str | None]
    version: NotRequired[int | None]
    tenant_id: NotRequired[str | None]


class SessionUpdated(TypedDict):
    """The record after the change."""

    session_id: str
    updated_at: str
    version: int
    session: SessionDetail
    success: bool


class UploadForm(TypedDict):
    """A form with the ZIP itself."""

    file: str
    uploaded_by: NotRequired[str | None]
    package_id: NotRequired[str | None]
    strict: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class UploadUrl(TypedDict):
    """Where to PUT the file, once, within the hour."""

    upload_id: str
    presigned_url: str
    required_put_headers: dict[str, str]
    storage_path: str
    method: Literal["PUT"]
    expires_in: int
    expires_at: str
    max_bytes: int


class UploadUrlRequest(TypedDict):
    """The file that is about to be uploaded."""

    filename: str
    file_size: int
    uploaded_by: NotRequired[str | None]
    tenant_id: NotRequired[str | None]


class UploadedPackage(TypedDict):
    """The package that came of a directly uploaded file."""

    id: str
    package_id: str
    title: str
    version: Literal["1.2", "2004"]
    launch_url: str
    manifest_url: str
    current_revision: int
    upload_id: str
    manifest: ManifestSummary
    file_size_bytes: int
    storage_path: str
    validation_only: bool
    report: list[Finding]
    package: ProcessedPackage
