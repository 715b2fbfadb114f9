"""The tables, gathered for Tortoise's discovery alone; import them from their own modules."""

from models.account import Membership, User, UserSession
from models.attempt import Attempt
from models.audit import AuditEntry, AuditHead
from models.commit import CallLog, Commit, OrphanCommit
from models.dispatch import Dispatch, DispatchEntry, DispatchRegistration, DispatchSeat
from models.erasure import Erasure
from models.event import Event
from models.launch import Launch, LaunchTicket
from models.listing import SessionListing
from models.moving import PackageMigration
from models.package import Package, Revision, RevisionIndex, Upload
from models.quota import ActiveLearner, UsageCounter
from models.sequencing import ActivityTreeState, GlobalObjective, SharedStore
from models.session import ScoState, Session
from models.spent_token import SpentToken
from models.tenant import ApiKey, Tenant
from models.webhook import Webhook

__all__ = [
    "ActiveLearner",
    "ActivityTreeState",
    "ApiKey",
    "Attempt",
    "AuditEntry",
    "AuditHead",
    "CallLog",
    "Commit",
    "Dispatch",
    "DispatchEntry",
    "DispatchRegistration",
    "DispatchSeat",
    "Erasure",
    "Event",
    "GlobalObjective",
    "Launch",
    "LaunchTicket",
    "Membership",
    "OrphanCommit",
    "Package",
    "PackageMigration",
    "Revision",
    "RevisionIndex",
    "ScoState",
    "Session",
    "SessionListing",
    "SharedStore",
    "SpentToken",
    "Tenant",
    "Upload",
    "UsageCounter",
    "User",
    "UserSession",
    "Webhook",
]
