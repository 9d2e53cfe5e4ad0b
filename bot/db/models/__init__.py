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
    DossierBatch,
    DossierBatchItem,
    DossierChange,
    DossierEvent,
    DossierFollower,
    DossierRecord,
    LookupAttempt,
)
from bot.db.models.knowledge import KnowledgeChange, KnowledgeChangeSet
from bot.db.models.letters import LetterRecord, LetterTemplate
from bot.db.models.notes import NotedQuestion
from bot.db.models.notices import NoticeAttempt, NoticeBatch, NoticeCall, NoticeRow
from bot.db.models.officer_chats import OfficerChat, OfficerLinkCode
from bot.db.models.officers import (
    OfficerAccount,
    OfficerRecoveryCode,
    OfficerSession,
    OfficerTries,
)
from bot.db.models.parameters import ParameterChange, ParameterValue
from bot.db.models.queue import (
    QueueBooking,
    QueueCall,
    QueueClosure,
    QueueCounter,
    QueueField,
    QueueNumber,
    QueueRequest,
    QueueService,
    QueueSlot,
    QueueState,
    QueueTicket,
    QueueWish,
)
from bot.db.models.ratings import RatingRecord

__all__ = [
    "ApiCall",
    "ApiKeyRow",
    "AuditRecord",
    "Base",
    "ConsentRecord",
    "Conversation",
    "DossierBatch",
    "DossierBatchItem",
    "DossierChange",
    "DossierEvent",
    "DossierFollower",
    "DossierImport",
    "DossierRecord",
    "InboundMessage",
    "KnowledgeChange",
    "KnowledgeChangeSet",
    "LetterRecord",
    "LetterTemplate",
    "LookupAttempt",
    "NotedQuestion",
    "NoticeAttempt",
    "NoticeBatch",
    "NoticeCall",
    "NoticeRow",
    "OfficerAccount",
    "OfficerChat",
    "OfficerLinkCode",
    "OfficerRecoveryCode",
    "OfficerSession",
    "OfficerTries",
    "OutgoingMessage",
    "ParameterChange",
    "ParameterValue",
    "QueueBooking",
    "QueueCall",
    "QueueClosure",
    "QueueCounter",
    "QueueField",
    "QueueNumber",
    "QueueRequest",
    "QueueService",
    "QueueSlot",
    "QueueState",
    "QueueTicket",
    "QueueWish",
    "RatingRecord",
]
