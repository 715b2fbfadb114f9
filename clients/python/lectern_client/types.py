"""The structures of the API.

Generated from the OpenAPI document by `make clients`; change that instead.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class AbortRequest(TypedDict):
    """The upload to give up."""

    upload_id: str
    tenant_id: NotRequired[str | None]


class AcceptedResult(TypedDict):
    """What the other system took last."""

    completion_status: str
    success_status: str
    score: ResultScore
    progress: float | None
    attempt: int
    version: int
    at: str | None


class ActivateVersion(TypedDict):
    """Whether sessions come along; else they stay on the revision they have."""

    migrate_sessions: NotRequired[bool]
    tenant_id: NotRequired[str | None]


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


class ActivityState(TypedDict):
    """What one activity has recorded."""

    cmi_data: NotRequired[dict[str, Any]]


class AdminApiKeyCreate(TypedDict):
    """A key to be made for a tenant."""

    name: str
    scopes: list[ScopeGiven]
    tenant_id: NotRequired[str | None]
    expires_in_days: NotRequired[int | None]


class AdminTenant(TypedDict):
    """A customer's workspace."""

    id: str
    tenant_id: str
    name: str
    status: TenantStatus
    plan: str
    created_at: str


class AnswerRow(TypedDict):
    """One answer of one learner."""

    session_id: str
    user_id: str
    learner_name: str
    package_id: str
    package_title: str
    attempt: int
    activity_id: str
    activity_title: str
    interaction_id: str
    type: str
    description: str
    objectives: list[str]
    learner_response: str
    correct_responses: list[str]
    result: str
    weighting: float | None
    latency_seconds: float | None
    timestamp: str
    recorded_at: str


class ApiKey(TypedDict):
    """A key, by what may be told of it."""

    id: str
    key_prefix: str
    tenant_id: str
    name: str
    scopes: list[Scope]
    status: Literal["active", "expired", "revoked"]
    replaced_by: str | None
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None
    created_at: str


class ApiKeyCreate(TypedDict):
    """A key to be made."""

    name: str
    scopes: list[ScopeGiven]
    expires_in_days: NotRequired[int | None]


class ApiKeyCreated(TypedDict):
    """A new key, shown this once."""

    id: str
    key: str
    key_prefix: str
    tenant_id: str
    name: str
    scopes: list[Scope]
    expires_at: str | None
    created_at: str


class ApiKeyList(TypedDict):
    """Keys, newest first."""

    api_keys: list[ApiKey]
    count: int
    pagination: Pagination


class ApiKeyRevoked(TypedDict):
    """The key is refused from now on."""

    api_key_id: str
    revoked_at: str
    success: bool


class ApiKeyRotated(TypedDict):
    """A new key, shown this once, and until when the old one works."""

    id: str
    key: str
    key_prefix: str
    tenant_id: str
    name: str
    scopes: list[Scope]
    expires_at: str | None
    created_at: str
    replaces: str
    old_key_ends_at: str


class ApiKeyRotation(TypedDict):
    """How long the old key goes on."""

    overlap_hours: NotRequired[int]


class ApiKeyUpdate(TypedDict):
    """What to change; what is left out stays as it is."""

    name: NotRequired[str]
    scopes: NotRequired[list[ScopeGiven]]


class AttemptDetail(TypedDict):
    """An attempt with the data that the course stored in it."""

    number: int
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    time_spent_seconds: int
    started_at: str | None
    ended_at: str | None
    current: bool
    package_revision: int
    runs: list[AttemptResult]
    activities: list[ActivityResult]
    cmi_data: dict[str, str]
    activity_data: dict[str, dict[str, str]]
    objectives: list[ObjectiveResult]
    interactions: list[InteractionResult]


class AttemptList(TypedDict):
    """Attempts, the present one first."""

    attempts: list[AttemptSummary]
    pagination: Pagination


class AttemptResult(TypedDict):
    """What came of an attempt, or of one run through the course within it."""

    number: int
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    time_spent_seconds: int
    started_at: str | None
    ended_at: str | None


class AttemptSummary(TypedDict):
    """An attempt; of those that are over, as they were when the next one began."""

    number: int
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    success_status: Literal["failed", "passed", "unknown"]
    score: Score
    progress_measure: float | None
    time_spent_seconds: int
    started_at: str | None
    ended_at: str | None
    current: bool
    package_revision: int
    runs: list[AttemptResult]
    activities: list[ActivityResult]


class AuditActor(TypedDict):
    """Who did it."""

    kind: Literal["key", "operator", "system", "user"]
    id: str
    name: str


class AuditEntry(TypedDict):
    """One thing that was done."""

    seq: int
    at: str
    action: str
    target: str
    facts: dict[str, Any]
    actor: AuditActor
    address: str
    request_id: str
    previous_hash: str
    hash: str


class AuditList(TypedDict):
    """Entries, newest first."""

    entries: list[AuditEntry]
    count: int
    pagination: Pagination


class AuditVerification(TypedDict):
    """Whether the record is whole."""

    holds: bool
    entries: int
    head: str
    broken_at: int | None
    problem: str | None


class Availability(TypedDict):
    """Whether something can be asked for now, and if not, why."""

    allowed: bool
    reason: str | None
    code: str | None
    activity: str | None
    ends: bool


class CallersTenant(TypedDict):
    """The tenant that the caller works for."""

    id: str
    name: str
    status: TenantStatus


class CallingKey(TypedDict):
    """The key that asks."""

    id: str
    name: str


CapMode = Literal["hard", "soft"]

CapModeGiven = Literal["hard", "soft"]


class CompleteRequest(TypedDict):
    """All parts, in any order."""

    upload_id: str
    parts: list[CompletedPart]
    tenant_id: NotRequired[str | None]


class CompletedPart(TypedDict):
    """A part, and the ETag that its PUT answered."""

    part_number: int
    etag: str


class ControlModes(TypedDict):
    """How one may move inside a block."""

    choice: bool
    choice_exit: bool
    flow: bool
    forward_only: bool


class CountedUsage(TypedDict):
    """What is counted one by one."""

    used: int
    limit: int | None
    mode: CapMode | None
    percent: int | None


class CreateDispatchRequest(TypedDict):
    """A dispatch, and the package that it hands out."""

    dispatch_name: NotRequired[str | None]
    label: NotRequired[str | None]
    client_name: NotRequired[str | None]
    destination: NotRequired[str | None]
    registration_limit: NotRequired[int | None]
    license_limit: NotRequired[int | None]
    track_licenses: NotRequired[bool]
    expires_in_hours: NotRequired[int | None]
    expires_at: NotRequired[str | None]
    allowed_domains: NotRequired[list[str]]
    password: NotRequired[str | None]
    package_revision: NotRequired[int | None]
    scorm_version: NotRequired[Literal["1.2", "2004", "2004 3rd Edition", "2004 4th Edition"]]
    window: NotRequired[Literal["frame", "popup"]]
    identity: NotRequired[Literal["asserted", "bound"]]
    retake: NotRequired[Literal["new_attempt", "review"]]
    hides_learners: NotRequired[bool]
    accepts_new_learners: NotRequired[bool]
    tenant_id: NotRequired[str | None]
    package_id: str


class CreatePackageDispatchRequest(TypedDict):
    """A dispatch of the package that the address names."""

    dispatch_name: NotRequired[str | None]
    label: NotRequired[str | None]
    client_name: NotRequired[str | None]
    destination: NotRequired[str | None]
    registration_limit: NotRequired[int | None]
    license_limit: NotRequired[int | None]
    track_licenses: NotRequired[bool]
    expires_in_hours: NotRequired[int | None]
    expires_at: NotRequired[str | None]
    allowed_domains: NotRequired[list[str]]
    password: NotRequired[str | None]
    package_revision: NotRequired[int | None]
    scorm_version: NotRequired[Literal["1.2", "2004", "2004 3rd Edition", "2004 4th Edition"]]
    window: NotRequired[Literal["frame", "popup"]]
    identity: NotRequired[Literal["asserted", "bound"]]
    retake: NotRequired[Literal["new_attempt", "review"]]
    hides_learners: NotRequired[bool]
    accepts_new_learners: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class CreateSessionRequest(TypedDict):
    """Whose record of which package shall be there."""

    package_id: str
    user_id: NotRequired[str | None]
    session_id: NotRequired[str | None]
    learner: NotRequired[GivenLearner | None]
    learner_name: NotRequired[str | None]
    learner_email: NotRequired[str | None]
    registration: NotRequired[str | None]
    revision: NotRequired[int | None]
    initial_state: NotRequired[InitialState | None]
    tenant_id: NotRequired[str | None]


class DayRow(TypedDict):
    """Sessions of the report that began, were opened and were completed on one day (UTC)."""

    date: str
    sessions: int
    launches: int
    completed: int


class Dispatch(TypedDict):
    """A package handed to another system: as a link, or as a shell package for an LMS."""

    id: str
    dispatch_id: str
    tenant_id: str
    package_id: str
    packageId: str
    package_revision: int | None
    dispatch_name: str
    label: str
    client_name: str | None
    destination: str | None
    registration_limit: int | None
    registration_count: int
    license_limit: int | None
    license_count: int
    track_licenses: bool
    allowed_domains: list[str]
    has_password: bool
    expires_at: str | None
    status: Literal["active", "exhausted", "expired", "paused", "revoked"]
    accepts_new_learners: bool
    scorm_version: Literal["1.2", "2004"]
    edition: Literal["1.2", "2004 3rd Edition", "2004 4th Edition"]
    window: Literal["frame", "popup"]
    identity: Literal["asserted", "bound"]
    retake: Literal["new_attempt", "review"]
    hides_learners: bool
    token: str
    launch_url: str
    launchUrl: str
    zip_status: Literal["failed", "none", "queued", "ready"]
    zip_url: str
    revoked_at: str | None
    created_at: str
    updated_at: str


class DispatchDay(TypedDict):
    """What was opened and completed on one day (UTC)."""

    date: str
    launches: int
    completions: int


class DispatchEmbed(TypedDict):
    """What to put into a page, and a link that tries it out."""

    dispatch_id: str
    launch_url: str
    embed_html: str
    test_url: str


class DispatchList(TypedDict):
    """Dispatches, newest first unless sorted otherwise."""

    dispatches: list[ListedDispatch]
    count: int
    pagination: Pagination


class DispatchQueued(TypedDict):
    """The shell package is built in the background."""

    dispatch_id: str
    success: bool
    message: str


class DispatchRenewed(TypedDict):
    """Registrations begin at 0 again."""

    dispatch_id: str
    registration_count: int
    license_count: int


class DispatchResponse(TypedDict):
    """The dispatch."""

    dispatch: Dispatch


class DispatchResults(TypedDict):
    """How many sessions' results have come how far; see the registrations of the dispatch."""

    accepted: int
    pending: int
    refused: int
    none: int


class DispatchRevoked(TypedDict):
    """The dispatch opens nothing any more."""

    dispatch_id: str
    status: Literal["revoked"]


class DispatchRow(TypedDict):
    """What came of the sessions of one dispatch."""

    dispatch_id: str
    dispatch_name: str
    client_name: str | None
    destination: str | None
    package_id: str
    package_title: str
    sessions: int
    learners: int
    completed: int
    passed: int
    failed: int
    completion_rate: float | None
    pass_rate: float | None
    avg_score_scaled: float | None
    total_time_seconds: int
    results_accepted: int
    results_pending: int
    results_refused: int
    results_none: int
    first_activity_at: str | None
    last_activity_at: str | None


class DispatchStats(TypedDict):
    """What has come of the sessions of a dispatch that began in the period."""

    dispatch_id: str
    sessions: int
    learners: int
    launches: int
    registrations: int
    licenses_used: int
    completions: int
    passed: int
    failed: int
    completion_rate: float | None
    pass_rate: float | None
    avg_score_scaled: float | None
    total_time_seconds: int
    last_activity_at: str | None
    results: DispatchResults
    by_day: list[DispatchDay]


class DispatchUpdate(TypedDict):
    """What to change; null clears a field, and what is left out stays as it is."""

    dispatch_name: NotRequired[str | None]
    label: NotRequired[str | None]
    client_name: NotRequired[str | None]
    destination: NotRequired[str | None]
    registration_limit: NotRequired[int | None]
    license_limit: NotRequired[int | None]
    track_licenses: NotRequired[bool]
    expires_in_hours: NotRequired[int | None]
    expires_at: NotRequired[str | None]
    allowed_domains: NotRequired[list[str]]
    password: NotRequired[str | None]
    package_revision: NotRequired[int | None]
    scorm_version: NotRequired[Literal["1.2", "2004", "2004 3rd Edition", "2004 4th Edition"]]
    window: NotRequired[Literal["frame", "popup"]]
    identity: NotRequired[Literal["asserted", "bound"]]
    retake: NotRequired[Literal["new_attempt", "review"]]
    hides_learners: NotRequired[bool]
    accepts_new_learners: NotRequired[bool]
    tenant_id: NotRequired[str | None]
    status: NotRequired[Literal["active", "paused"]]


class DispatchesReport(TypedDict):
    """By dispatch; the totals are over all sessions, dispatched or not."""

    report: Literal["dispatches"]
    period: ReportPeriod
    rows: list[DispatchRow]
    totals: ReportTotals
    pagination: Pagination


class Erasure(TypedDict):
    """How far an erasure has come."""

    id: str
    erasure_id: str
    status: Literal["completed", "failed", "queued", "running"]
    counts: dict[str, int]
    problem: str | None
    requested_at: str
    started_at: str | None
    completed_at: str | None


class ErasureActor(TypedDict):
    """Who asked for it."""

    kind: str
    id: str
    name: str


class ErasureCertificate(TypedDict):
    """That a learner's record was removed, without saying whose."""

    erasure_id: str
    tenant_id: str
    subject: ErasureSubject
    removed: dict[str, int]
    made_nameless: dict[str, int]
    requested_by: ErasureActor
    requested_at: str
    started_at: str
    completed_at: str
    signature: ErasureSignature


class ErasureKey(TypedDict):
    """The key that verifies the signature, as a JSON Web Key."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    alg: Literal["EdDSA"]
    x: str


class ErasureList(TypedDict):
    """Erasures, newest first."""

    erasures: list[Erasure]
    pagination: Pagination


class ErasureQueued(TypedDict):
    """The erasure will be done in the background."""

    erasure_id: str
    status: Literal["completed", "failed", "queued", "running"]


class ErasureSignature(TypedDict):
    """The certificate once more, signed: its payload is all the other fields."""

    jws: str
    public_key: ErasureKey


class ErasureSubject(TypedDict):
    """Whose record it was: compute the HMAC of a learner's id in UTF-8, and compare."""

    algorithm: Literal["HMAC-SHA256"]
    key: str
    digest: str


ErrorFormat = Literal["flat", "nested"]

ErrorFormatGiven = Literal["flat", "nested"]


class EventType(TypedDict):
    """A kind of event, with the shape of its body."""

    name: str
    description: str
    aliases: list[str]
    schema: dict[str, Any]
    example: dict[str, Any]


class EventTypes(TypedDict):
    """Everything that a webhook can ask for."""

    event_types: list[EventType]
    count: int


class ExternalJwtSettings(TypedDict):
    """How tokens of your own are checked."""

    issuer: str
    audience: str
    has_secret: bool
    jwks_url: str | None
    jwks: dict[str, Any] | None


class ExternalJwtUpdate(TypedDict):
    """How tokens of your own are checked: by exactly one of secret, jwks_url and jwks."""

    issuer: str
    audience: str
    secret: NotRequired[str | None]
    jwks_url: NotRequired[str | None]
    jwks: NotRequired[dict[str, Any] | None]


class ExternalLaunchRequest(TypedDict):
    """A token of your own sign-in, and what its owner shall open."""

    token: str
    package_id: str
    session_id: NotRequired[str | None]
    launch_token_ttl_seconds: NotRequired[int | None]
    return_url: NotRequired[str | None]
    allowed_domains: NotRequired[list[str]]
    window: NotRequired[Literal["frame", "popup"]]
    tenant_id: NotRequired[str | None]


class Finding(TypedDict):
    """Something worth knowing about an uploaded course."""

    severity: Literal["error", "info", "repair", "warning"]
    rule: str
    message: str
    advice: str
    file: str | None
    line: int | None


class ForecastCounts(TypedDict):
    """How many sessions would fare how."""

    keeps: int
    loses: int
    starts_over: int


class ForecastSession(TypedDict):
    """What would become of one session."""

    session_id: str
    revision: int
    fate: Literal["keeps", "loses", "starts_over"]
    loses: list[str]
    completion_status: Literal["completed", "incomplete", "not_attempted"]
    running: bool


class GivenLearner(TypedDict):
    """A learner; ``name`` counts more than its parts."""

    id: NotRequired[str | None]
    name: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    email: NotRequired[str | None]


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
    """What works; isolation tells whether every learner's course has an origin of its own.

    Without rate_limits nothing is limited for now: the store that several processes count in
    does not answer.
    """

    database: bool
    storage: bool
    queue: bool
    isolation: bool
    rate_limits: bool


class HistoryChange(TypedDict):
    """An element that the course set."""

    element: str
    value: str | None
    length: int
    error: int | None


class HistoryEntry(TypedDict):
    """What the course stored at one moment."""

    at: str
    launch_id: str
    seq: int
    attempt: int | None
    mode: str
    activity_id: str
    late: bool
    version: int
    changes: list[HistoryChange]
    calls: list[Any] | None


class Identity(TypedDict):
    """Who asks: a user or a key, for which tenant, and what that one may do."""

    user: SignedInUser | None
    api_key: CallingKey | None
    tenant: CallersTenant
    scopes: list[Scope]
    csrf_token: str | None


class IdentityToken(TypedDict):
    """What the OpenID provider says of you."""

    token: str
    tenant_id: NotRequired[str | None]


class ImportProblem(TypedDict):
    """Why a session was refused."""

    code: str
    message: str
    details: dict[str, Any]


class ImportRequest(TypedDict):
    """A ZIP to fetch, and what to make of it."""

    url: str
    package_id: NotRequired[str | None]
    uploaded_by: NotRequired[str | None]
    original_filename: NotRequired[str | None]
    strict: NotRequired[bool]
    force_sessions_to_latest: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class ImportSessionsRequest(TypedDict):
    """Up to a hundred sessions, each as one would be created by itself."""

    sessions: list[dict[str, Any]]
    tenant_id: NotRequired[str | None]


class ImportSessionsResponse(TypedDict):
    """What became of each."""

    results: list[ImportedSession]
    created: int
    existing: int
    refused: int


class ImportedSession(TypedDict):
    """What became of one of them; index is its place in the request, from 0."""

    index: int
    status: Literal["created", "existing", "refused"]
    session_id: str | None
    version: int | None
    error: ImportProblem | None


class InitialState(TypedDict):
    """What the learner has done in another system; the next launch goes on exactly there."""

    cmi_data: NotRequired[dict[str, Any] | None]
    activities: NotRequired[dict[str, ActivityState] | None]
    current: NotRequired[str | None]
    completion_status: NotRequired[
        Literal["completed", "incomplete", "not attempted", "not_attempted"] | None
    ]
    success_status: NotRequired[Literal["failed", "passed", "unknown"] | None]
    score: NotRequired[ScoreGiven | None]
    progress_measure: NotRequired[float | None]
    time_spent_seconds: NotRequired[float | None]
    attempts: NotRequired[int]
    suspend_data: NotRequired[str | None]
    location: NotRequired[str | None]
    launched_at: NotRequired[str | None]
    completed_at: NotRequired[str | None]
    created_at: NotRequired[str | None]


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


class InteractionTotals(TypedDict):
    """The figures over all answers of the report."""

    questions: int
    answered: int
    correct: int
    incorrect: int
    unanticipated: int
    neutral: int
    percent_correct: float | None


class InteractionsReport(TypedDict):
    """By question; with `detail` answer by answer instead."""

    report: Literal["interactions"]
    period: ReportPeriod
    rows: list[QuestionRow]
    answers: list[AnswerRow]
    totals: InteractionTotals
    pagination: Pagination


class LaunchPackageRequest(TypedDict):
    """Who shall open the course, and how."""

    user_id: NotRequired[str | None]
    session_id: NotRequired[str | None]
    learner: NotRequired[GivenLearner | None]
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


class LearnerDetail(TypedDict):
    """A person as you name them, with what they did in each package."""

    user_id: str
    name: str
    email: str
    sessions: int
    completed: int
    passed: int
    failed: int
    avg_score_scaled: float | None
    total_time_seconds: int
    first_activity_at: str
    last_activity_at: str
    packages: list[LearnerPackage]


class LearnerList(TypedDict):
    """Learners."""

    learners: list[LearnerSummary]
    pagination: Pagination


class LearnerPackage(TypedDict):
    """What came of a learner's sessions of one package."""

    package_id: str
    package_title: str
    sessions: int
    completed: int
    passed: int
    failed: int
    avg_score_scaled: float | None
    total_time_seconds: int
    last_activity_at: str


class LearnerRow(TypedDict):
    """What came of the sessions of one learner."""

    user_id: str
    learner_name: str
    learner_email: str
    sessions: int
    completed: int
    passed: int
    failed: int
    completion_rate: float | None
    pass_rate: float | None
    avg_score_scaled: float | None
    total_time_seconds: int
    first_activity_at: str | None
    last_activity_at: str | None


class LearnerSummary(TypedDict):
    """A person as you name them, over all their sessions."""

    user_id: str
    name: str
    email: str
    sessions: int
    completed: int
    passed: int
    failed: int
    avg_score_scaled: float | None
    total_time_seconds: int
    first_activity_at: str
    last_activity_at: str


class LearnerUpdate(TypedDict):
    """What a learner is called from now on; what is absent stays, an empty text removes."""

    name: NotRequired[str | None]
    email: NotRequired[str | None]
    tenant_id: NotRequired[str | None]


class LearnersReport(TypedDict):
    """By learner, in the order of their ids."""

    report: Literal["learners"]
    period: ReportPeriod
    rows: list[LearnerRow]
    totals: ReportTotals
    pagination: Pagination


class Ledger(TypedDict):
    """Every change of the counts, newest first."""

    entries: list[LedgerLine]
    pagination: Pagination


class LedgerActor(TypedDict):
    """Who asked for it."""

    kind: str
    id: str
    name: str


class LedgerLine(TypedDict):
    """One change of the counts, or a launch that the other system did not remember."""

    id: int
    at: str
    kind: Literal["licensed", "registered", "released", "renewed", "unbound"]
    user_id: str | None
    session_id: str | None
    actor: LedgerActor | None
    registrations: int
    licenses: int
    registration_count: int
    license_count: int


class Limit(TypedDict):
    """How much of something, and what happens beyond it."""

    limit: int
    mode: NotRequired[CapModeGiven]


class ListedDispatch(TypedDict):
    """A dispatch, without what opens it."""

    id: str
    dispatch_id: str
    tenant_id: str
    package_id: str
    packageId: str
    package_revision: int | None
    dispatch_name: str
    label: str
    client_name: str | None
    destination: str | None
    registration_limit: int | None
    registration_count: int
    license_limit: int | None
    license_count: int
    track_licenses: bool
    allowed_domains: list[str]
    has_password: bool
    expires_at: str | None
    status: Literal["active", "exhausted", "expired", "paused", "revoked"]
    accepts_new_learners: bool
    scorm_version: Literal["1.2", "2004"]
    edition: Literal["1.2", "2004 3rd Edition", "2004 4th Edition"]
    window: Literal["frame", "popup"]
    identity: Literal["asserted", "bound"]
    retake: Literal["new_attempt", "review"]
    hides_learners: bool
    zip_status: Literal["failed", "none", "queued", "ready"]
    zip_url: str
    revoked_at: str | None
    created_at: str
    updated_at: str


class LostPart(TypedDict):
    """A part that has no place in the other revision."""

    identifier: str
    sessions: int


class ManifestSummary(TypedDict):
    """What the manifest says, in short."""

    title: str
    version: Literal["1.2", "2004"]
    launch_url: str
    sco_count: int
    description: str | None
    duration: str | None


class MigrateSessions(TypedDict):
    """Which sessions shall move."""

    session_ids: NotRequired[list[str] | None]
    only: NotRequired[Literal["keeps"] | None]
    tenant_id: NotRequired[str | None]


class MultipartAborted(TypedDict):
    """The upload and its parts are gone."""

    success: bool
    upload_id: str


class MultipartCompleted(TypedDict):
    """The file is whole; process its storage_path next."""

    success: bool
    upload_id: str
    storage_path: str
    file_size_bytes: int
    etag: str
    parts: int


class MultipartRequest(TypedDict):
    """The file that is about to come in parts."""

    filename: str
    file_size: NotRequired[int | None]
    part_size: NotRequired[int | None]
    uploaded_by: NotRequired[str | None]
    tenant_id: NotRequired[str | None]


class MultipartUpload(TypedDict):
    """An upload that takes parts."""

    upload_id: str
    storage_path: str
    part_size: int
    total_parts: int | None


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
    """A course with its current revision.

    While it is processed for the first time, and when that failed, there is no revision: what
    it would tell is null.
    """

    id: str
    package_id: str
    tenant_id: str
    title: str
    version: Literal["1.2", "2004"] | None
    scorm_version: Literal["1.2", "2004"] | None
    edition: str | None
    current_revision: int
    strict: bool | None
    launch_url: str | None
    manifest_url: str | None
    storage_path: str | None
    file_size_bytes: int | None
    original_filename: str | None
    uploaded_by: str | None
    content_type: Literal["scorm"]
    status: Literal["failed", "processing", "ready"]
    error: PackageProblem | None
    integrity: Literal["corrupt", "pending", "verified"] | None
    corrupt_paths: list[str]
    metadata: PackageMetadata | None
    description: str | None
    duration: str | None
    duration_seconds: int | None
    tags: list[str]
    custom_metadata: dict[str, Any]
    session_count: int | None
    revision_count: int | None
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
    version: NotRequired[Literal["1.2", "2004"] | None]
    scorm_version: NotRequired[Literal["1.2", "2004"] | None]
    edition: NotRequired[str | None]
    current_revision: NotRequired[int]
    strict: NotRequired[bool | None]
    launch_url: NotRequired[str | None]
    manifest_url: NotRequired[str | None]
    storage_path: NotRequired[str | None]
    file_size_bytes: NotRequired[int | None]
    original_filename: NotRequired[str | None]
    uploaded_by: NotRequired[str | None]
    content_type: NotRequired[Literal["scorm"]]
    status: NotRequired[Literal["failed", "processing", "ready"]]
    error: NotRequired[PackageProblem | None]
    integrity: NotRequired[Literal["corrupt", "pending", "verified"] | None]
    corrupt_paths: NotRequired[list[str]]
    metadata: NotRequired[PackageMetadata | None]
    description: NotRequired[str | None]
    duration: NotRequired[str | None]
    duration_seconds: NotRequired[int | None]
    tags: NotRequired[list[str]]
    custom_metadata: NotRequired[dict[str, Any]]
    session_count: NotRequired[int | None]
    revision_count: NotRequired[int | None]
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
    """Packages, newest first unless sorted otherwise."""

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


class PackageMigration(TypedDict):
    """An order to move sessions to a revision, and how far it has come.

    Nothing that a session has stored is lost: what has no place in the revision is set aside,
    and comes back with a revision that has the part again. Status, score, time and attempts
    stay.
    """

    id: str
    migration_id: str
    package_id: str
    revision: int
    status: Literal["completed", "queued", "running"]
    total: int
    moved: int
    waiting: int
    skipped: int
    started_over: int
    lost: list[LostPart]
    created_at: str
    updated_at: str
    finished_at: str | None


class PackageProblem(TypedDict):
    """Why processing failed."""

    code: str
    message: str
    details: dict[str, Any]


class PackageReport(TypedDict):
    """What the validation of the current revision found."""

    package_id: str
    revision: int
    findings: list[Finding]


class PackageRow(TypedDict):
    """What came of the sessions of one package."""

    package_id: str
    package_title: str
    sessions: int
    learners: int
    completed: int
    passed: int
    failed: int
    completion_rate: float | None
    pass_rate: float | None
    avg_score_scaled: float | None
    total_time_seconds: int
    median_time_seconds: int | None
    last_activity_at: str | None
    storage_bytes: int


class PackageUpdate(TypedDict):
    """What to change; null clears a field, and what is left out stays as it is."""

    title: NotRequired[str]
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


class PackagesReport(TypedDict):
    """By package, in the order of their titles; packages without sessions are in it."""

    report: Literal["packages"]
    period: ReportPeriod
    rows: list[PackageRow]
    totals: ReportTotals
    pagination: Pagination


class Pagination(TypedDict):
    """Where this page stands in the whole list."""

    page: int
    limit: int
    total: int
    total_pages: int


class PartUrl(TypedDict):
    """Where to PUT the part, with any Content-Type. The last PUT of a part counts."""

    part_number: int
    url: str
    expires_in: int


class PartUrlRequest(TypedDict):
    """Which part is about to come."""

    upload_id: str
    part_number: int
    tenant_id: NotRequired[str | None]


class PasswordChange(TypedDict):
    """The present password, and the next."""

    current_password: str
    new_password: str


class Plan(TypedDict):
    """What a plan allows; what is not among its limits is unlimited."""

    name: str
    label: str
    limits: dict[str, PlanLimit]
    rate_limits: dict[str, int]


class PlanAssignment(TypedDict):
    """Which plan, and what the tenant has other than the plan says."""

    plan: str
    limits: NotRequired[Terms | None]


class PlanLimit(TypedDict):
    """How much, and whether more is refused (hard) or only told of (soft)."""

    limit: int
    mode: CapMode


class PlanList(TypedDict):
    """The plans there are."""

    plans: list[Plan]
    count: int


class PreviewPackageRequest(TypedDict):
    """What to look at, and how."""

    revision: NotRequired[int | None]
    launch_token_ttl_seconds: NotRequired[int | None]
    return_url: NotRequired[str | None]
    allowed_domains: NotRequired[list[str]]
    window: NotRequired[Literal["frame", "popup"]]
    tenant_id: NotRequired[str | None]


ProcessPackageRequest = TypedDict(
    "ProcessPackageRequest",
    {
        "storage_path": str,
        "original_filename": NotRequired[str | None],
        "uploaded_by": NotRequired[str | None],
        "package_id": NotRequired[str | None],
        "validate_only": NotRequired[bool],
        "async": NotRequired[bool],
        "strict": NotRequired[bool],
        "force_sessions_to_latest": NotRequired[bool],
        "tenant_id": NotRequired[str | None],
    },
)


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


class ProcessingPackage(TypedDict):
    """The package that an upload is for."""

    id: str
    package_id: str
    status: Literal["failed", "processing", "ready"]
    title: str
    current_revision: int


class ProcessingStarted(TypedDict):
    """Work that goes on in the background: ask after it where Location says."""

    upload_id: str
    status: Literal[
        "aborted", "completed", "failed", "issued", "processing", "received", "receiving"
    ]
    storage_path: str
    file_size_bytes: int | None
    package_id: str
    package: ProcessingPackage


class QuestionRow(TypedDict):
    """What learners answered to one question, in all attempts."""

    package_id: str
    package_title: str
    activity_id: str
    activity_title: str
    interaction_id: str
    type: str
    description: str
    objectives: list[str]
    answered: int
    correct: int
    incorrect: int
    unanticipated: int
    neutral: int
    percent_correct: float | None
    avg_latency_seconds: float | None
    correct_responses: list[str]
    top_responses: list[ResponseCount]


class RateLimit(TypedDict):
    """How many requests of a kind a window takes."""

    limit: int | None
    window_seconds: int


class RateTerms(TypedDict):
    """Requests a minute; 0 for no limit."""

    read: NotRequired[int]
    write: NotRequired[int]
    upload: NotRequired[int]
    part: NotRequired[int]


class ReachedThreshold(TypedDict):
    """A part of a limit that is in use."""

    resource: Resource
    threshold: int


class ReceivedPart(TypedDict):
    """A part that has arrived."""

    part_number: int
    size: int
    etag: str


class RecordedResult(TypedDict):
    """What is recorded here."""

    completion_status: str
    success_status: str
    score: ResultScore
    progress: float | None
    time_spent_seconds: int
    attempt: int
    version: int
    at: str


class RefusedResult(TypedDict):
    """That the other system did not take a result."""

    code: str
    at: str | None


class Registration(TypedDict):
    """A record that a dispatch has led to, and what the other system has taken of it."""

    id: str
    session_id: str
    user_id: str
    learner_name: str
    state: Literal["accepted", "none", "pending", "refused"]
    arrival: Literal["new", "unbound"]
    host: str | None
    lms: str | None
    recorded: RecordedResult
    accepted: AcceptedResult | None
    refused: RefusedResult | None
    diagnosis_code: str | None
    diagnosis: dict[str, Any] | None
    created_at: str
    opened_at: str


class RegistrationList(TypedDict):
    """Registrations, newest first."""

    registrations: list[Registration]
    pagination: Pagination


ReportPeriod = TypedDict("ReportPeriod", {"from": str | None, "to": str | None})


class ReportTotals(TypedDict):
    """The figures over all sessions of the report."""

    sessions: int
    learners: int
    completed: int
    passed: int
    failed: int
    completion_rate: float | None
    pass_rate: float | None
    avg_score_scaled: float | None
    total_time_seconds: int
    last_activity_at: str | None


class RequestUsage(TypedDict):
    """Answered requests; other processes tell of theirs some seconds later."""

    used: int


class ResetSessionRequest(TypedDict):
    """What shall be forgotten besides the record itself."""

    objectives: NotRequired[bool]
    version: NotRequired[int | None]
    tenant_id: NotRequired[str | None]


Resource = Literal["active_learners", "launches", "packages", "storage_bytes"]


class ResponseCount(TypedDict):
    """How often something was answered."""

    response: str
    count: int


class ResultScore(TypedDict):
    """A score; null for what is not known."""

    scaled: float | None
    raw: float | None
    min: float | None
    max: float | None


Role = Literal["admin", "editor", "owner", "viewer"]

RoleGiven = Literal["admin", "editor", "owner", "viewer"]

Scope = Literal["admin", "delete", "internal_product", "platform", "public_api", "read", "write"]

ScopeGiven = Literal[
    "admin", "delete", "internal_product", "platform", "public_api", "read", "write"
]


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


class Seat(TypedDict):
    """A learner of a dispatch, who counts once however often they come back."""

    user_id: str
    learner_name: str
    registered: bool
    licensed: bool
    since: str
    sessions: int
    last_activity_at: str | None


class SeatList(TypedDict):
    """The learners of a dispatch, newest first."""

    seats: list[Seat]
    pagination: Pagination


class SecretRotation(TypedDict):
    """The next secret, and how long the old one still counts."""

    secret: NotRequired[str | None]
    overlap_seconds: NotRequired[int]
    tenant_id: NotRequired[str | None]


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
    learner: SessionLearner
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
    launch_count: int
    last_launched_at: str | None
    preview: bool
    imported: bool
    cmi_data: dict[str, str]
    suspend_data: str
    location: str
    activities: list[ActivityResult]
    objectives: list[ObjectiveResult]
    interactions: list[InteractionResult]
    session: SessionDetail


class SessionBatch(TypedDict):
    """Those that exist, in the order they were asked for."""

    sessions: list[SessionFields]
    missing: list[str]


class SessionBatchRequest(TypedDict):
    """Which sessions."""

    session_ids: list[str]
    tenant_id: NotRequired[str | None]


class SessionDeleted(TypedDict):
    """The session is gone."""

    session_id: str
    success: bool


class SessionDetail(TypedDict):
    """A learner's record of one package, with the data the course stored."""

    id: str
    session_id: str
    package_id: str
    tenant_id: str
    user_id: str
    learner_name: str
    learner: SessionLearner
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
    launch_count: int
    last_launched_at: str | None
    preview: bool
    imported: bool
    cmi_data: dict[str, str]
    suspend_data: str
    location: str
    activities: list[ActivityResult]
    objectives: list[ObjectiveResult]
    interactions: list[InteractionResult]


class SessionFields(TypedDict):
    """A session, or those of its fields that were asked for."""

    id: NotRequired[str]
    session_id: NotRequired[str]
    package_id: NotRequired[str]
    tenant_id: NotRequired[str]
    user_id: NotRequired[str]
    learner_name: NotRequired[str]
    learner: NotRequired[SessionLearner]
    completion_status: NotRequired[Literal["completed", "incomplete", "not_attempted"]]
    success_status: NotRequired[Literal["failed", "passed", "unknown"]]
    score: NotRequired[Score]
    progress_measure: NotRequired[float | None]
    attempts: NotRequired[int]
    time_spent_seconds: NotRequired[int]
    session_time: NotRequired[str]
    status: NotRequired[Literal["active", "expired", "terminated"]]
    version: NotRequired[int]
    package: NotRequired[SessionPackage]
    package_revision: NotRequired[int]
    dispatch_id: NotRequired[str | None]
    created_at: NotRequired[str]
    updated_at: NotRequired[str]
    launched_at: NotRequired[str | None]
    completed_at: NotRequired[str | None]
    expires_at: NotRequired[str]
    launch_count: NotRequired[int]
    last_launched_at: NotRequired[str | None]
    preview: NotRequired[bool]
    imported: NotRequired[bool]


class SessionHistory(TypedDict):
    """What the course stored, newest first."""

    history: list[HistoryEntry]
    pagination: Pagination


class SessionLaunch(TypedDict):
    """One opening of the player."""

    id: str
    opened_at: str
    last_contact_at: str
    ended_at: str | None
    end_reason: str | None
    superseded_at: str | None
    mode: str
    window: str
    attempt: int | None
    seconds: int
    commits: int


class SessionLaunchList(TypedDict):
    """Launches, newest first."""

    launches: list[SessionLaunch]
    pagination: Pagination


class SessionLearner(TypedDict):
    """The learner of a session."""

    id: str
    name: str
    email: str


class SessionList(TypedDict):
    """Sessions, newest first unless sorted otherwise."""

    sessions: list[SessionFields]
    pagination: Pagination


class SessionPackage(TypedDict):
    """The course of a session."""

    id: str
    title: str
    version: Literal["1.2", "2004"]


class SessionRow(TypedDict):
    """One session."""

    session_id: str
    package_id: str
    package_title: str
    dispatch_id: str | None
    user_id: str
    learner_name: str
    learner_email: str
    status: str
    completion_status: str
    success_status: str
    score_scaled: float | None
    score_raw: float | None
    score_min: float | None
    score_max: float | None
    progress_measure: float | None
    attempts: int
    time_spent_seconds: int
    created_at: str | None
    launched_at: str | None
    completed_at: str | None
    updated_at: str | None


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


class SessionStepRequest(TypedDict):
    """Nothing is needed."""

    version: NotRequired[int | None]
    tenant_id: NotRequired[str | None]


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


class SessionsReport(TypedDict):
    """Session by session, newest first."""

    report: Literal["sessions"]
    period: ReportPeriod
    rows: list[SessionRow]
    totals: ReportTotals
    pagination: Pagination


class SignIn(TypedDict):
    """Who you are, and the proof of it."""

    email: str
    password: str
    tenant_id: NotRequired[str | None]


class SignedInUser(TypedDict):
    """Who is signed in."""

    id: str
    email: str
    name: str
    role: Role


class SignedOut(TypedDict):
    """The session is over."""

    success: bool


class StartAttemptRequest(TypedDict):
    """How to begin anew."""

    force: NotRequired[bool]
    version: NotRequired[int | None]
    tenant_id: NotRequired[str | None]


class StorageUsage(TypedDict):
    """What the archives of all revisions take."""

    used_bytes: int
    limit_bytes: int | None
    mode: CapMode | None
    percent: int | None
    announced_bytes: int


class SummaryReport(TypedDict):
    """A few figures over all sessions, by day and by package."""

    report: Literal["summary"]
    period: ReportPeriod
    totals: SummaryTotals
    by_day: list[DayRow]
    top_packages: list[TopPackage]


class SummaryTotals(TypedDict):
    """The figures over all sessions of the report, and how often they were opened."""

    sessions: int
    learners: int
    completed: int
    passed: int
    failed: int
    completion_rate: float | None
    pass_rate: float | None
    avg_score_scaled: float | None
    total_time_seconds: int
    last_activity_at: str | None
    launches: int


class TenantCreate(TypedDict):
    """A tenant to be made."""

    name: str


class TenantList(TypedDict):
    """Tenants, newest first."""

    tenants: list[AdminTenant]
    count: int
    pagination: Pagination


class TenantPlan(TypedDict):
    """What a tenant may use in the end."""

    tenant_id: str
    plan: str
    label: str
    limits: dict[str, PlanLimit]
    rate_limits: dict[str, int]


class TenantSettings(TypedDict):
    """What the tenant has settled."""

    tenant_id: str
    error_format: ErrorFormat
    allowed_domains: list[str]
    return_url: str | None
    require_version: bool
    external_jwt: ExternalJwtSettings | None


class TenantSettingsUpdate(TypedDict):
    """What to change; null clears a field, and what is left out stays as it is."""

    error_format: NotRequired[ErrorFormatGiven]
    allowed_domains: NotRequired[list[str]]
    return_url: NotRequired[str | None]
    require_version: NotRequired[bool]
    external_jwt: NotRequired[ExternalJwtUpdate | None]


TenantStatus = Literal["active", "suspended"]

TenantStatusGiven = Literal["active", "suspended"]


class TenantUpdate(TypedDict):
    """What to change; what is left out stays as it is."""

    name: NotRequired[str]
    status: NotRequired[TenantStatusGiven]


class TenantUser(TypedDict):
    """Somebody who may sign in to this tenant."""

    id: str
    email: str
    name: str
    role: Role
    has_password: bool
    created_at: str


class TenantUserList(TypedDict):
    """People, in the order in which they came."""

    users: list[TenantUser]
    count: int
    pagination: Pagination


class Terms(TypedDict):
    """What may be used; null is unlimited, and what is not named is as elsewhere."""

    storage_bytes: NotRequired[Limit | None]
    packages: NotRequired[Limit | None]
    active_learners: NotRequired[Limit | None]
    launches: NotRequired[Limit | None]
    rate_limits: NotRequired[RateTerms]


class TopPackage(TypedDict):
    """One of the ten packages with most sessions."""

    package_id: str
    package_title: str
    sessions: int
    completed: int
    passed: int
    failed: int
    completion_rate: float | None
    pass_rate: float | None
    avg_score_scaled: float | None
    total_time_seconds: int


class UploadForm(TypedDict):
    """A form with the ZIP itself."""

    file: str
    uploaded_by: NotRequired[str]
    package_id: NotRequired[str]
    strict: NotRequired[bool]
    tenant_id: NotRequired[str]


class UploadList(TypedDict):
    """Uploads, newest first."""

    uploads: list[UploadState]
    pagination: Pagination


class UploadProblem(TypedDict):
    """Why no package came of an upload."""

    code: str
    message: str
    details: dict[str, Any]


class UploadState(TypedDict):
    """How far an upload is, and what came of it."""

    upload_id: str
    status: Literal[
        "aborted", "completed", "failed", "issued", "processing", "received", "receiving"
    ]
    stage: Literal["checking", "done", "fetching", "reading", "registering", "verifying", "waiting"]
    percent: int
    filename: str
    uploaded_by: str
    storage_path: str
    file_size_bytes: int | None
    bytes_received: int
    part_size: int | None
    total_parts: int | None
    parts: NotRequired[list[ReceivedPart]]
    package_id: str | None
    revision: int | None
    error: UploadProblem | None
    expires_at: str
    created_at: str
    updated_at: str


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


class Usage(TypedDict):
    """What the tenant uses, and what its plan allows."""

    plan: str
    plan_label: str
    period: UsagePeriod
    storage: StorageUsage
    packages: CountedUsage
    active_learners: CountedUsage
    launches: CountedUsage
    api_requests: RequestUsage
    session_storage_bytes: int
    rate_limits: dict[str, RateLimit]
    thresholds: list[ReachedThreshold]


class UsagePeriod(TypedDict):
    """The month that is counted, in UTC; end is the first moment that does not belong to it."""

    start: str
    end: str


class UserCreate(TypedDict):
    """Somebody who shall be able to sign in."""

    email: str
    name: str
    role: RoleGiven
    password: NotRequired[str | None]


class UserRemoved(TypedDict):
    """This person is signed out, and may not sign in to this tenant any more."""

    user_id: str
    success: bool


class UserUpdate(TypedDict):
    """What to change; what is left out stays as it is. A new password ends all sessions."""

    name: NotRequired[str]
    role: NotRequired[RoleGiven]
    password: NotRequired[str]


class VersionActivated(TypedDict):
    """The package with its new current revision."""

    package: Package
    current_revision: int
    migration: PackageMigration | None
    success: bool


class VersionForecast(TypedDict):
    """What moving the sessions of a package to a revision would mean; nothing is changed."""

    package_id: str
    revision: int
    total: int
    running: int
    fates: ForecastCounts
    by_completion_status: dict[str, int]
    lost: list[LostPart]
    sessions: list[ForecastSession]


class Webhook(TypedDict):
    """An address and what it wants to be told of."""

    id: str
    webhook_id: str
    tenant_id: str
    url: str
    event_type: str | None
    event_types: list[str]
    events: list[str]
    description: str | None
    active: bool
    has_secret: bool
    previous_secret_valid_until: str | None
    failure_count: int
    last_delivery_at: str | None
    created_at: str
    updated_at: str


class WebhookCreate(TypedDict):
    """An address, and what it wants to be told of: everything, unless event types are named."""

    url: str
    event_type: NotRequired[
        Literal[
            "package.processing.completed",
            "package.processing.failed",
            "package.updated",
            "package.deleted",
            "session.created",
            "session.launched",
            "session.updated",
            "session.completed",
            "session.failed",
            "session.scored",
            "session.attempt_started",
            "session.expired",
            "session.reset",
            "session.terminated",
            "session.reactivated",
            "session.deleted",
            "usage.threshold",
            "dispatch.created",
            "dispatch.revoked",
            "dispatch.launched",
            "dispatch.limit_reached",
            "xapi.statement.stored",
            "webhook.test",
            "session.progress.updated",
            "*",
        ]
        | None
    ]
    event_types: NotRequired[
        list[
            Literal[
                "package.processing.completed",
                "package.processing.failed",
                "package.updated",
                "package.deleted",
                "session.created",
                "session.launched",
                "session.updated",
                "session.completed",
                "session.failed",
                "session.scored",
                "session.attempt_started",
                "session.expired",
                "session.reset",
                "session.terminated",
                "session.reactivated",
                "session.deleted",
                "usage.threshold",
                "dispatch.created",
                "dispatch.revoked",
                "dispatch.launched",
                "dispatch.limit_reached",
                "xapi.statement.stored",
                "webhook.test",
                "session.progress.updated",
                "*",
            ]
        ]
        | None
    ]
    events: NotRequired[
        list[
            Literal[
                "package.processing.completed",
                "package.processing.failed",
                "package.updated",
                "package.deleted",
                "session.created",
                "session.launched",
                "session.updated",
                "session.completed",
                "session.failed",
                "session.scored",
                "session.attempt_started",
                "session.expired",
                "session.reset",
                "session.terminated",
                "session.reactivated",
                "session.deleted",
                "usage.threshold",
                "dispatch.created",
                "dispatch.revoked",
                "dispatch.launched",
                "dispatch.limit_reached",
                "xapi.statement.stored",
                "webhook.test",
                "session.progress.updated",
                "*",
            ]
        ]
        | None
    ]
    secret: NotRequired[str | None]
    description: NotRequired[str | None]
    active: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class WebhookDeleted(TypedDict):
    """The webhook is gone."""

    webhook_id: str
    success: bool


class WebhookList(TypedDict):
    """Webhooks, newest first."""

    webhooks: list[Webhook]
    count: int
    pagination: Pagination


class WebhookReplace(TypedDict):
    """All of a webhook; the secret stays unless a new one is sent."""

    url: str
    event_type: NotRequired[
        Literal[
            "package.processing.completed",
            "package.processing.failed",
            "package.updated",
            "package.deleted",
            "session.created",
            "session.launched",
            "session.updated",
            "session.completed",
            "session.failed",
            "session.scored",
            "session.attempt_started",
            "session.expired",
            "session.reset",
            "session.terminated",
            "session.reactivated",
            "session.deleted",
            "usage.threshold",
            "dispatch.created",
            "dispatch.revoked",
            "dispatch.launched",
            "dispatch.limit_reached",
            "xapi.statement.stored",
            "webhook.test",
            "session.progress.updated",
            "*",
        ]
        | None
    ]
    event_types: NotRequired[
        list[
            Literal[
                "package.processing.completed",
                "package.processing.failed",
                "package.updated",
                "package.deleted",
                "session.created",
                "session.launched",
                "session.updated",
                "session.completed",
                "session.failed",
                "session.scored",
                "session.attempt_started",
                "session.expired",
                "session.reset",
                "session.terminated",
                "session.reactivated",
                "session.deleted",
                "usage.threshold",
                "dispatch.created",
                "dispatch.revoked",
                "dispatch.launched",
                "dispatch.limit_reached",
                "xapi.statement.stored",
                "webhook.test",
                "session.progress.updated",
                "*",
            ]
        ]
        | None
    ]
    events: NotRequired[
        list[
            Literal[
                "package.processing.completed",
                "package.processing.failed",
                "package.updated",
                "package.deleted",
                "session.created",
                "session.launched",
                "session.updated",
                "session.completed",
                "session.failed",
                "session.scored",
                "session.attempt_started",
                "session.expired",
                "session.reset",
                "session.terminated",
                "session.reactivated",
                "session.deleted",
                "usage.threshold",
                "dispatch.created",
                "dispatch.revoked",
                "dispatch.launched",
                "dispatch.limit_reached",
                "xapi.statement.stored",
                "webhook.test",
                "session.progress.updated",
                "*",
            ]
        ]
        | None
    ]
    secret: NotRequired[str | None]
    description: NotRequired[str | None]
    active: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class WebhookUpdate(TypedDict):
    """What to change; what is left out stays as it is."""

    url: NotRequired[str]
    event_type: NotRequired[
        Literal[
            "package.processing.completed",
            "package.processing.failed",
            "package.updated",
            "package.deleted",
            "session.created",
            "session.launched",
            "session.updated",
            "session.completed",
            "session.failed",
            "session.scored",
            "session.attempt_started",
            "session.expired",
            "session.reset",
            "session.terminated",
            "session.reactivated",
            "session.deleted",
            "usage.threshold",
            "dispatch.created",
            "dispatch.revoked",
            "dispatch.launched",
            "dispatch.limit_reached",
            "xapi.statement.stored",
            "webhook.test",
            "session.progress.updated",
            "*",
        ]
        | None
    ]
    event_types: NotRequired[
        list[
            Literal[
                "package.processing.completed",
                "package.processing.failed",
                "package.updated",
                "package.deleted",
                "session.created",
                "session.launched",
                "session.updated",
                "session.completed",
                "session.failed",
                "session.scored",
                "session.attempt_started",
                "session.expired",
                "session.reset",
                "session.terminated",
                "session.reactivated",
                "session.deleted",
                "usage.threshold",
                "dispatch.created",
                "dispatch.revoked",
                "dispatch.launched",
                "dispatch.limit_reached",
                "xapi.statement.stored",
                "webhook.test",
                "session.progress.updated",
                "*",
            ]
        ]
        | None
    ]
    events: NotRequired[
        list[
            Literal[
                "package.processing.completed",
                "package.processing.failed",
                "package.updated",
                "package.deleted",
                "session.created",
                "session.launched",
                "session.updated",
                "session.completed",
                "session.failed",
                "session.scored",
                "session.attempt_started",
                "session.expired",
                "session.reset",
                "session.terminated",
                "session.reactivated",
                "session.deleted",
                "usage.threshold",
                "dispatch.created",
                "dispatch.revoked",
                "dispatch.launched",
                "dispatch.limit_reached",
                "xapi.statement.stored",
                "webhook.test",
                "session.progress.updated",
                "*",
            ]
        ]
        | None
    ]
    secret: NotRequired[str | None]
    description: NotRequired[str | None]
    active: NotRequired[bool]
    tenant_id: NotRequired[str | None]


class WebhookWithSecret(TypedDict):
    """A webhook, and the secret if it was made here: it is not shown again."""

    id: str
    webhook_id: str
    tenant_id: str
    url: str
    event_type: str | None
    event_types: list[str]
    events: list[str]
    description: str | None
    active: bool
    has_secret: bool
    previous_secret_valid_until: str | None
    failure_count: int
    last_delivery_at: str | None
    created_at: str
    updated_at: str
    secret: NotRequired[str]
