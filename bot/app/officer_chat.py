"""Officers' phone chats put together."""

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.handlers.officer_chat import OfficerParts
from bot.kernel.clock import Clock
from bot.services.audit.service import Audit
from bot.services.audit.store import AuditStore
from bot.services.officers.chat_store import ChatStore
from bot.services.officers.linking import Linking
from bot.services.officers.session_store import TriesStore


def build_linking(database: AsyncEngine, clock: Clock, key: bytes) -> Linking:
    """Return what links conversations to accounts."""
    return Linking(ChatStore(database), TriesStore(database), clock, key)


def build_officer_parts(database: AsyncEngine, clock: Clock, key: bytes) -> OfficerParts:
    """Return what officers' chats need; without a secret key there are none."""
    return OfficerParts(build_linking(database, clock, key), Audit(AuditStore(database), clock))
