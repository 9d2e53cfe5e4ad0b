"""All tables; importing this package makes the metadata complete."""

from bot.db.models.audit import AuditRecord
from bot.db.models.base import Base
from bot.db.models.conversations import (
    ConsentRecord,
    Conversation,
    InboundMessage,
    OutgoingMessage,
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
    "AuditRecord",
    "Base",
    "ConsentRecord",
    "Conversation",
    "InboundMessage",
    "KnowledgeChange",
    "KnowledgeChangeSet",
    "NotedQuestion",
    "OfficerAccount",
    "OfficerRecoveryCode",
    "OfficerSession",
    "OfficerTries",
    "OutgoingMessage",
]
