"""All tables; importing this package makes the metadata complete."""

from bot.db.models.base import Base
from bot.db.models.conversations import (
    ConsentRecord,
    Conversation,
    InboundMessage,
    OutgoingMessage,
)

__all__ = ["Base", "ConsentRecord", "Conversation", "InboundMessage", "OutgoingMessage"]
