"""From a file that somebody brings to a draft; reading it never writes anything."""

import asyncio
import datetime as dt
import hashlib
from dataclasses import dataclass

from bot.kernel.calendar_vn import HANOI
from bot.kernel.clock import Clock
from bot.kernel.vietnamese import clean
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.importing.field_names import FieldNames
from bot.knowledge.importing.proposal import Proposal
from bot.knowledge.importing.proposing import Proposer
from bot.knowledge.importing.reading import read_file
from bot.services.upkeep.model import Draft, Origin
from bot.services.upkeep.service import Upkeep


@dataclass(frozen=True, slots=True)
class Examined:
    """A file compared with what is in force.

    Attributes:
        base: what it was compared with; ``describe(base, draft.changes)`` puts it in words.
        draft: without changes when the file brings nothing.
    """

    base: KnowledgeBase
    proposal: Proposal
    draft: Draft


class Intake:
    """Examines files for the pages of officers."""

    def __init__(self, upkeep: Upkeep, fields: FieldNames, clock: Clock) -> None:
        self._upkeep = upkeep
        self._fields = fields
        self._clock = clock

    async def examine(self, name: str, data: bytes, *, list_only: bool = False) -> Examined:
        """Compare a file with what is in force, in a thread of its own.

        Raises:
            DataError: one clear line; the file cannot be used.
        """
        base = await self._upkeep.knowledge()
        today = self._clock.now().astimezone(HANOI).date()

        def work() -> Examined:
            return examine(base, self._fields, today, name, data, list_only=list_only)

        return await asyncio.to_thread(work)


def _shown(name: str) -> str:
    """Return a file's name as it can be kept and shown; strange bytes stop nothing."""
    plain = name.encode("utf-8", errors="replace").decode("utf-8")
    return " ".join(clean(plain).split()) or "?"


def examine(
    base: KnowledgeBase,
    fields: FieldNames,
    today: dt.date,
    name: str,
    data: bytes,
    *,
    list_only: bool = False,
) -> Examined:
    """Compare a file with a knowledge base.

    Args:
        base: what is in force.
        fields: official names of fields.
        today: the centre's day.
        name: of the file, without its folder.
        data: its content.
        list_only: take only which procedures are posted, no cards.

    Raises:
        DataError: one clear line; the file cannot be used.
    """
    name = _shown(name)
    content = read_file(name, data)
    proposal = Proposer(base, fields, today).propose(name, content, list_only=list_only)
    draft = Draft(
        title=f"Nhập {name}",
        changes=proposal.changes,
        origin=Origin(name, hashlib.sha256(data).hexdigest()),
        report=proposal.report(),
    )
    return Examined(base, proposal, draft)
