"""Officers in the chat of their own phone: report a result, see what is due.

Nobody else learns that these commands exist: their words are understood like any others. Every
message and every tap asks anew who the conversation acts for and what that person may do.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.core.router import FirstReader, TapHandler
from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.days import read_past_day
from bot.handlers.dossiers.turns import begin, code_in, in_a_group
from bot.handlers.officers.showing import MOST_LISTED, list_lines, origin, shown, who_hears
from bot.handlers.officers.words import Command, Ordered, read_order
from bot.kernel.audit import Actor
from bot.kernel.calendar_vn import HANOI
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.lists import Told, View, Wanted
from bot.services.dossiers.model import EventInput, Status
from bot.services.dossiers.service import Dossiers
from bot.services.officers.linking import actor_of
from bot.services.officers.model import Officer, Right
from bot.services.officers.rules import may

# From these an officer may report a result; the console offers the same.
_BEFORE_RESULT = frozenset(
    {Status.RECEIVED, Status.PROCESSING, Status.SUPPLEMENT, Status.PAYMENT, Status.HALTED}
)


class Links(Protocol):
    """Whose phone it is."""

    async def link(self, typed: str, conversation_id: str, reference: str) -> Officer | None:
        """Use up a one-time code."""
        ...

    async def officer_of(self, conversation_id: str) -> Officer | None:
        """Return whom a conversation acts for, as the account is now."""
        ...

    async def leave(self, officer: Officer, conversation_id: str, reference: str) -> bool:
        """End the link."""
        ...


class Witness(Protocol):
    """The audit log."""

    async def record(
        self,
        actor: Actor,
        action: str,
        object_kind: str,
        object_id: str,
        *,
        detail: str = "",
        reason: str = "",
    ) -> None:
        """Write down a deed."""
        ...


@dataclass(frozen=True, slots=True)
class OfficerParts:
    """What officers' chats need of the rest."""

    links: Links
    audit: Witness


class OfficerChatHandlers:
    """Answers officers; everything of everybody else goes on."""

    def __init__(
        self, parts: OfficerParts | None, dossiers: Dossiers | None, lost: TapHandler
    ) -> None:
        self._parts = parts
        self._dossiers = dossiers
        self._lost = lost

    def before(self, others: FirstReader) -> FirstReader:
        """Return a reader that asks here first."""

        async def read(turn: Turn) -> bool:
            return await self.read(turn) or await others(turn)

        return read

    async def read(self, turn: Turn) -> bool:
        """Answer a command; False when it is none, or not an officer's."""
        if self._parts is None or in_a_group(turn):
            return False
        order = read_order(turn.inbound.text)
        if order is None:
            return False
        if order.command is Command.LINK:
            return await self._link(turn, self._parts, order.typed)
        if turn.dialogue.step and order.command in (Command.TODAY, Command.LATE):
            return False  # an answer to what was asked, e.g. "Ngày nào?" – "Hôm nay"
        officer = await self._parts.links.officer_of(turn.inbound.conversation_id)
        if officer is None:
            return False
        begin(turn)
        await self._obey(turn, self._parts, officer, order)
        return True

    async def report(self, turn: Turn, arguments: list[str]) -> None:
        """Record that there is a result: the second tap."""
        parts, code = self._parts, code_in(arguments)
        here = turn.inbound.conversation_id
        officer = await parts.links.officer_of(here) if parts else None
        if officer is None or code is None or in_a_group(turn):
            await self._lost(turn, arguments)
            return
        begin(turn)
        if self._dossiers is None or not may(officer, Right.DOSSIERS):
            turn.say("officer.no_right")
            return
        seen = arguments[1] if len(arguments) > 1 else ""
        await self._report(turn, self._dossiers, officer, code, seen)

    async def drop(self, turn: Turn, arguments: list[str]) -> None:
        """Leave a report that was offered: for good, or to put it right."""
        parts, code = self._parts, code_in(arguments)
        here = turn.inbound.conversation_id
        officer = await parts.links.officer_of(here) if parts else None
        if officer is None or code is None or in_a_group(turn):
            await self._lost(turn, arguments)
            return
        begin(turn)
        edits = arguments[1:2] == ["edit"]
        turn.say("officer.edit" if edits else "officer.cancelled", code=code.display)

    async def _link(self, turn: Turn, parts: OfficerParts, typed: str) -> bool:
        here = turn.inbound.conversation_id
        officer = await parts.links.link(typed, here, turn.inbound.message_id)
        if officer is None:
            return False
        begin(turn)
        turn.say("officer.linked", name=officer.name)
        turn.say("officer.help")
        return True

    async def _obey(
        self, turn: Turn, parts: OfficerParts, officer: Officer, order: Ordered
    ) -> None:
        if order.command is Command.LEAVE:
            await parts.links.leave(officer, turn.inbound.conversation_id, turn.inbound.message_id)
            turn.say("officer.left")
        elif order.command is Command.HELP:
            turn.say("officer.help")
        elif self._dossiers is None or not may(officer, Right.DOSSIERS):
            turn.say("officer.no_right")
        elif order.command is Command.DONE and order.several:
            turn.say("officer.one_at_a_time")
        elif order.command is Command.DONE:
            code = order.code or await self._ending(turn, self._dossiers, order.ending)
            if code is not None:
                await self._offer(turn, parts, self._dossiers, officer, code)
        elif order.command is Command.LATE:
            await self._list(turn, self._dossiers, View.LATE)
        else:
            await self._today(turn, self._dossiers)

    async def _offer(
        self,
        turn: Turn,
        parts: OfficerParts,
        dossiers: Dossiers,
        officer: Officer,
        code: ReceiptCode,
    ) -> None:
        """Show which dossier it is, and the one button: the first tap."""
        dossier = await dossiers.get(code.display)
        if dossier is None:
            turn.say("officer.unknown", code=code.display)
            return
        actor = actor_of(officer, turn.inbound.message_id)
        await parts.audit.record(
            actor, "dossiers.seen", "dossier", code.display, detail=origin(turn)
        )
        if dossier.status not in _BEFORE_RESULT:
            said = turn.voice(f"officer.status.{dossier.status.value}")
            turn.say("officer.not_now", code=code.display, status=said)
            return
        told = (await dossiers.desk.told([code])).get(code.key, Told())
        value = values.join(values.OFFICER_DONE, code.display, len(dossier.events))
        drop = values.join(values.OFFICER_DROP, code.display)
        turn.tell(
            f"{shown(turn, dossiers, dossier)}\n{who_hears(turn, told)}",
            [
                turn.choice(value, "officer.done_button"),
                turn.choice(values.join(drop, "edit"), "officer.edit_button"),
                turn.choice(values.join(drop, "cancel"), "officer.cancel_button"),
            ],
        )

    async def _ending(self, turn: Turn, dossiers: Dossiers, ending: str) -> ReceiptCode | None:
        """Return the one dossier in work whose code ends so; else ask for the day or the code."""
        day = read_past_day(turn.inbound.text, turn.now.astimezone(HANOI).date())
        part = f"{day:%y%m%d}{ending}" if day else ending
        rows = (await dossiers.desk.page(Wanted(part=part))).rows
        found = [row for row in rows if row.code.key.endswith(part)]
        open_ones = [row for row in found if row.status in _BEFORE_RESULT] or found
        if len(open_ones) == 1:
            return open_ones[0].code
        if not open_ones:
            turn.say("officer.unknown_end", ending=ending)
            return None
        codes = [f"• {row.code.display}" for row in open_ones[:MOST_LISTED]]
        turn.tell("\n".join([turn.voice("officer.which_end", ending=ending), *codes]))
        return None

    async def _report(
        self, turn: Turn, dossiers: Dossiers, officer: Officer, code: ReceiptCode, seen: str
    ) -> None:
        event = EventInput(status=Status.DONE, at=turn.now, source=f"console:{officer.login}")
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0
        step = await dossiers.desk.step(
            actor_of(officer, turn.inbound.message_id), code.display, event, number, origin(turn)
        )
        if step.now is None:
            turn.say("officer.unknown", code=code.display)
        elif step.overtaken:
            said = turn.voice(f"officer.status.{step.now.status.value}")
            turn.say("officer.overtaken", code=code.display, status=said)
        else:
            told = (await dossiers.desk.told([code])).get(code.key)
            turn.say("officer.done", code=code.display, followers=told.followers if told else 0)

    async def _today(self, turn: Turn, dossiers: Dossiers) -> None:
        counts = await dossiers.desk.counts()
        late, today, tomorrow = (
            counts.get(view, 0) for view in (View.LATE, View.TODAY, View.TOMORROW)
        )
        lines = [turn.voice("officer.today", late=late, today=today, tomorrow=tomorrow)]
        for view, title in (
            (View.LATE, "officer.late_list"),
            (View.TODAY, "officer.today_list"),
            (View.TOMORROW, "officer.tomorrow_list"),
        ):
            if counts.get(view, 0):
                rows = (await dossiers.desk.page(Wanted(view=view))).rows
                lines += [turn.voice(title), *list_lines(turn, rows, counts[view])]
        turn.tell("\n".join(lines))

    async def _list(self, turn: Turn, dossiers: Dossiers, view: View) -> None:
        count = (await dossiers.desk.counts()).get(view, 0)
        if not count:
            turn.say("officer.none_late")
            return
        rows = (await dossiers.desk.page(Wanted(view=view))).rows
        lines = list_lines(turn, rows, count)
        turn.tell("\n".join([turn.voice("officer.late", count=count), *lines]))
