"""Learners and their erasure as they look on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from api.paging import Pagination, Paging
from api.sorting import GivenOrder, either_way
from services.reports.learners import ORDERS

Status = Literal["queued", "running", "completed", "failed"]
Name = Annotated[str, Meta(max_length=255)]
Email = Annotated[str, Meta(max_length=320)]


class LearnerQuery(Paging, kw_only=True):
    """Which learners, and in which order."""

    search: Annotated[
        Name | None,
        Meta(
            description="A part of the id or the name, with an @ also of the e-mail; case does not "
            "matter."
        ),
    ] = None
    sort: Annotated[
        Annotated[str, either_way(ORDERS)] | None,
        Meta(
            description="user_id, last_activity or sessions; with a minus in front for descending "
            "order. Without it, who was active last comes first."
        ),
    ] = None
    order: Annotated[GivenOrder | None, Meta(description="Counts more than a minus in sort.")] = (
        None
    )


class LearnerSummary(Struct, kw_only=True):
    """A person as you name them, over all their sessions."""

    user_id: str
    name: Annotated[str, Meta(description="As you told it last; empty if never.")]
    email: Annotated[str, Meta(description="As you told it last; empty if never.")]
    sessions: int
    completed: Annotated[int, Meta(description="Of the sessions; likewise passed and failed.")]
    passed: int
    failed: int
    avg_score_scaled: float | None
    total_time_seconds: int
    first_activity_at: str
    last_activity_at: str


class LearnerPackage(Struct, kw_only=True):
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


class LearnerDetail(LearnerSummary, kw_only=True):
    """A person as you name them, with what they did in each package."""

    packages: list[LearnerPackage]


class LearnerList(Struct):
    """Learners."""

    learners: list[LearnerSummary]
    pagination: Pagination


class LearnerUpdate(Struct, kw_only=True):
    """What a learner is called from now on; what is absent stays, an empty text removes."""

    name: Name | None = None
    email: Email | None = None
    tenant_id: Annotated[str | None, Meta(description="Your own tenant; any other is refused.")] = (
        None
    )


class ErasureQueued(Struct):
    """The erasure will be done in the background."""

    erasure_id: str
    status: Status


class ErasureQuery(Paging, kw_only=True):
    """Which erasures."""

    status: Status | None = None


class Erasure(Struct, kw_only=True):
    """How far an erasure has come."""

    id: str
    erasure_id: Annotated[str, Meta(description="The same as id.")]
    status: Status
    counts: Annotated[
        dict[str, int],
        Meta(
            description="Rows removed so far, by their kind. Of active_learners and dispatch_seats "
            "the person is removed, while the month and the seat stay counted."
        ),
    ]
    problem: Annotated[str | None, Meta(description="Why it failed, if it did.")]
    requested_at: str
    started_at: str | None
    completed_at: str | None


class ErasureList(Struct):
    """Erasures, newest first."""

    erasures: list[Erasure]
    pagination: Pagination


class ErasureSubject(Struct):
    """Whose record it was: compute the HMAC of a learner's id in UTF-8, and compare."""

    algorithm: Literal["HMAC-SHA256"]
    key: Annotated[str, Meta(description="The key of the HMAC, base64url.")]
    digest: Annotated[str, Meta(description="The HMAC, hexadecimal.")]


class ErasureActor(Struct):
    """Who asked for it."""

    kind: str
    id: str
    name: str


class ErasureKey(Struct):
    """The key that verifies the signature, as a JSON Web Key."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    alg: Literal["EdDSA"]
    x: str


class ErasureSignature(Struct):
    """The certificate once more, signed: its payload is all the other fields."""

    jws: Annotated[str, Meta(description="JSON Web Signature, compact.")]
    public_key: ErasureKey


class ErasureCertificate(Struct, kw_only=True):
    """That a learner's record was removed, without saying whose."""

    erasure_id: str
    tenant_id: str
    subject: ErasureSubject
    removed: Annotated[dict[str, int], Meta(description="Rows by their kind.")]
    made_nameless: Annotated[
        dict[str, int], Meta(description="Rows that stay, without the person.")
    ]
    requested_by: ErasureActor
    requested_at: str
    started_at: str
    completed_at: str
    signature: ErasureSignature
