"""All tables; importing this package makes the metadata complete."""

from bot.db.models.api import ApiCall, ApiKeyRow, DossierImport
from bot.db.models.audit import AuditRecord
from bot.db.models.base import Base
from bot.db.models.conversations import (
    ConsentRecord,
    Conversation,
    InboundMessage,
    OutgoingMessage,
)
from bot.db.models.dossiers import (
    DossierChange,
    DossierEvent,
    DossierFollower,
    DossierRecord,
    LookupAttempt,
)
from bot.db.models.knowledge import KnowledgeChange, KnowledgeChangeSet
from bot.db.models.notes import NotedQuestion
from bot.db.models.officers import (
    OfficerAccount,
    OfficerRecoveryCode,
    OfficerSession,
    OfficerTries,
)

__all__ = [
    "ApiCall",
    "ApiKeyRow",
    "AuditRecord",
    "Base",
    "ConsentRecord",
    "Conversation",
    "DossierChange",
    "DossierEvent",
    "DossierFollower",
    "DossierImport",
    "DossierRecord",
    "InboundMessage",
    "KnowledgeChange",
    "KnowledgeChangeSet",
    "LookupAttempt",
    "NotedQuestion",
    "OfficerAccount",
    "OfficerRecoveryCode",
    "OfficerSession",
    "OfficerTries",
    "OutgoingMessage",
]
