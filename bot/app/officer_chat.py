"""Officers' phone chats put together."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.handlers.officers.reporting import OfficerParts
from bot.kernel.clock import Clock
from bot.services.audit.service import Audit
from bot.services.audit.store import AuditStore
from bot.services.dossiers.lists import View, Wanted
from bot.services.dossiers.service import Dossiers
from bot.services.officers.chat_store import ChatStore
from bot.services.officers.linking import Linking
from bot.services.officers.model import Right
from bot.services.officers.rules import may
from bot.services.officers.session_store import TriesStore

_MOST_CODES = 10


class MorningList:
    """Implements ``OfficerLists``: what officers who linked their phone are told in the morning."""

    def __init__(self, database: AsyncEngine, dossiers: Callable[[], Dossiers]) -> None:
        self._chats = ChatStore(database)
        self._dossiers = dossiers

    async def conversations(self) -> Sequence[str]:
        """Return the linked conversations of officers who may see dossiers."""
        linked = await self._chats.linked()
        return [chat for chat, officer in linked if may(officer, Right.DOSSIERS)]

    async def counts(self) -> Mapping[str, str]:
        """Return how many dossiers are due and late, and the codes to look at first."""
        desk = self._dossiers().desk
        counts = await desk.counts()
        codes: list[str] = []
        for view in (View.LATE, View.TODAY, View.TOMORROW):
            if counts.get(view, 0) and len(codes) < _MOST_CODES:
                rows = (await desk.page(Wanted(view=view))).rows
                codes += [row.code.display for row in rows]
        names = {"late": View.LATE, "today": View.TODAY, "tomorrow": View.TOMORROW}
        said = {name: str(counts.get(view, 0)) for name, view in names.items()}
        return said | {"codes": ", ".join(codes[:_MOST_CODES])}


def build_linking(database: AsyncEngine, clock: Clock, key: bytes) -> Linking:
    """Return what links conversations to accounts."""
    return Linking(ChatStore(database), TriesStore(database), clock, key)


def build_officer_parts(database: AsyncEngine, clock: Clock, key: bytes) -> OfficerParts:
    """Return what officers' chats need; without a secret key there are none."""
    return OfficerParts(build_linking(database, clock, key), Audit(AuditStore(database), clock))
