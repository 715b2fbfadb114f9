"""Everything the product may refuse, as one tree.

Refusal                      400 unless an ancestor below says otherwise
├── Invalid                  400 VALIDATION_ERROR, with details.fieldErrors
├── BadPackage               400 the upload is not a usable package: services/packages/refusals.py
├── MissingFile              400 the request brought no file
├── FetchFailed              400 an address that others gave us did not answer as it should
├── Unauthorized             401
│   ├── TokenExpired
│   └── InvalidToken
│       └── TokenNotAccepted
├── Forbidden                403
│   ├── TenantMismatch, DomainNotAllowed, BadUploadLink
│   ├── DispatchNotActive, PasswordRequired
│   └── QuotaExceeded
│       └── SeatsExceeded
├── NotFound                 404
│   ├── PackageNotFound, SessionNotFound, UploadNotFound, ApiKeyNotFound, ObjectNotFound
│   ├── LearnerNotFound, ErasureNotFound, TenantNotFound, UserNotFound, WebhookNotFound
│   ├── DispatchNotFound
├── Conflict                 409
│   ├── VersionConflict, DuplicateEntry, SessionExpired, Superseded, Resync
│   ├── ObjectExists, NotReady
├── Gone                     410
├── FileTooLarge             413
├── SequenceReused           422
├── RateLimited              429
└── Unavailable              503
    └── StorageUnavailable, EntryDamaged

The docstring of a class is its default message; ``code`` is what programs branch on;
``details`` are the facts that help to mend the request.
"""


class Refusal(Exception):
    """The request was refused."""

    code = "BAD_REQUEST"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or self.__doc__)
        self.details = details


class Invalid(Refusal):
    """Validation failed."""

    code = "VALIDATION_ERROR"

    @classmethod
    def field(cls, name: str, problem: str) -> "Invalid":
        return cls(f"{name}: {problem}", fieldErrors={name: [problem]}, formErrors=[])


class MissingFile(Refusal):
    """No file provided: send the ZIP as the form part "file"."""

    code = "MISSING_FILE"


class FetchFailed(Refusal):
    """The address could not be fetched."""

    code = "FETCH_FAILED"


class Unauthorized(Refusal):
    """The API key is missing or not valid."""

    code = "UNAUTHORIZED"


class InvalidToken(Unauthorized):
    """This link or token is not valid."""

    code = "INVALID_TOKEN"


class TokenNotAccepted(InvalidToken):
    """This token of your sign-in is not accepted."""


class TokenExpired(Unauthorized):
    """This link has expired; ask for a new one."""

    code = "TOKEN_EXPIRED"


class Forbidden(Refusal):
    """The API key does not permit this."""

    code = "FORBIDDEN"


class TenantMismatch(Forbidden):
    """Tenant mismatch: the API key belongs to another tenant."""

    code = "TENANT_MISMATCH"


class DomainNotAllowed(Forbidden):
    """This course may not be opened from this site."""

    code = "DOMAIN_NOT_ALLOWED"


class BadUploadLink(Forbidden):
    """This upload link is not valid; ask for a new one."""

    code = "FORBIDDEN"


class QuotaExceeded(Forbidden):
    """Quota exceeded: the plan does not allow more."""

    code = "QUOTA_EXCEEDED"


class SeatsExceeded(QuotaExceeded):
    """All places of this dispatch are taken."""


class DispatchNotActive(Forbidden):
    """This dispatch is not active."""

    code = "DISPATCH_NOT_ACTIVE"


class PasswordRequired(Forbidden):
    """This course asks for a password."""

    code = "PASSWORD_REQUIRED"


class NotFound(Refusal):
    """Not found."""

    code = "NOT_FOUND"


class PackageNotFound(NotFound):
    """Package not found."""

    code = "PACKAGE_NOT_FOUND"


class SessionNotFound(NotFound):
    """Session not found."""

    code = "SESSION_NOT_FOUND"


class UploadNotFound(NotFound):
    """No upload is known under this storage_path."""

    code = "NOT_FOUND"


class ApiKeyNotFound(NotFound):
    """API key not found."""

    code = "API_KEY_NOT_FOUND"


class ObjectNotFound(NotFound):
    """The stored file is not there."""

    code = "NOT_FOUND"


class LearnerNotFound(NotFound):
    """Learner not found."""

    code = "LEARNER_NOT_FOUND"


class ErasureNotFound(NotFound):
    """Erasure not found."""

    code = "ERASURE_NOT_FOUND"


class TenantNotFound(NotFound):
    """Tenant not found."""

    code = "TENANT_NOT_FOUND"


class UserNotFound(NotFound):
    """User not found."""

    code = "USER_NOT_FOUND"


class WebhookNotFound(NotFound):
    """Webhook not found."""

    code = "WEBHOOK_NOT_FOUND"


class DispatchNotFound(NotFound):
    """Dispatch not found."""

    code = "DISPATCH_NOT_FOUND"


class Conflict(Refusal):
    """The request conflicts with the present state."""

    code = "CONFLICT"


class VersionConflict(Conflict):
    """Version conflict"""

    code = "VERSION_CONFLICT"


class DuplicateEntry(Conflict):
    """Session already exists"""

    code = "DUPLICATE_ENTRY"


class SessionExpired(Conflict):
    """The session expired after a day without activity; launch it again to go on."""

    code = "CONFLICT"


class Superseded(Conflict):
    """The course was opened again elsewhere; that window keeps the record now."""

    code = "SUPERSEDED"


class Resync(Conflict):
    """A commit is missing in between; send everything again."""

    code = "RESYNC"


class ObjectExists(Conflict):
    """A file was already stored under this link."""

    code = "PRECONDITION_FAILED"


class NotReady(Conflict):
    """The package is still being processed, or its processing failed."""

    code = "CONFLICT"


class Gone(Refusal):
    """This record no longer takes data."""

    code = "GONE"


class FileTooLarge(Refusal):
    """File too large"""

    code = "FILE_TOO_LARGE"


class SequenceReused(Refusal):
    """Another commit was already sent under this number."""

    code = "SEQ_REUSED"


class RateLimited(Refusal):
    """Rate limit exceeded"""

    code = "RATE_LIMIT_EXCEEDED"


class Unavailable(Refusal):
    """The service cannot answer right now; try again shortly."""

    code = "SERVICE_UNAVAILABLE"


class StorageUnavailable(Unavailable):
    """The file storage cannot be reached right now; try again shortly."""

    code = "STORAGE_UNAVAILABLE"


class EntryDamaged(Unavailable):
    """This file of the course package is damaged."""

    code = "ENTRY_DAMAGED"
