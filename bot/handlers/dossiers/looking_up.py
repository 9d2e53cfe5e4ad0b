"""How far a dossier is: by its code alone, or in full with the digits of the slip."""

from dataclasses import replace

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.dossiers.kinds import Ask
from bot.handlers.dossiers.listing import line_of, own_lines, see
from bot.handlers.dossiers.shown import note_shown
from bot.handlers.dossiers.turns import (
    ASKS_CODE,
    ASKS_DIGITS,
    after_public,
    begin,
    code_in,
    fetched_by_another,
    has_proved,
    in_a_group,
    kept_abroad,
    person_of,
    refused_here,
    remember_proof,
    say_wait,
    to_fetch,
)
from bot.handlers.paging import page_of, read_page
from bot.handlers.person import PersonHandlers
from bot.kernel.messages import Choice
from bot.kernel.privacy import MASK
from bot.kernel.receipts import ReceiptCode, find_receipt_codes
from bot.kernel.vietnamese import fold
from bot.knowledge.reading import Behavior, Reading
from bot.services.dossiers import card
from bot.services.dossiers.lines import is_late
from bot.services.dossiers.model import Dossier, Status
from bot.services.dossiers.rules import OVER
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import LookedUp, Sight

MOST_CODES = 5
_MOST_LINES = 20


class DossierHandlers:
    """Shows dossiers."""

    def __init__(
        self, dossiers: Dossiers | None, person: PersonHandlers, *, queue: bool = False
    ) -> None:
        self._dossiers = dossiers
        self._person = person
        self._queue = queue  # whether one can take a number to fetch a result

    @property
    def service(self) -> Dossiers | None:
        """Return the service, if there is one."""
        return self._dossiers

    async def status(self, turn: Turn, _reading: Reading) -> None:
        """Answer "how far is my dossier": with those that are followed, or ask for the code."""
        if fold("mất") in fold(turn.inbound.text).split():
            await self.lost(turn, [])
            return
        service = self.ready(turn)
        if service is None:
            return
        if await service.followed(turn.inbound.conversation_id):
            await self.mine(turn, [])
        else:
            self.ask_code(turn)

    async def dossier(self, turn: Turn, arguments: list[str]) -> None:
        """Show a dossier, or ask for its code."""
        service, code = self.ready(turn), code_in(arguments)
        if service is None:
            return
        if code is None:
            self.ask_code(turn)
        else:
            await self.show(turn, service, code)

    async def full(self, turn: Turn, arguments: list[str]) -> None:
        """Show everything, or ask for the digits that prove whose it is."""
        service, code = self.ready(turn), code_in(arguments)
        if service is None:
            return
        if code is None:
            self.ask_code(turn)
        elif not refused_here(turn):
            dossier = await self.proved(turn, service, code)
            if dossier is None:
                self.ask_digits(turn, code)
            else:
                await self.tell_full(turn, service, dossier)

    async def mine(self, turn: Turn, arguments: list[str]) -> None:
        """List what somebody follows."""
        service = self.ready(turn)
        if service is None:
            return
        followed = await service.followed(turn.inbound.conversation_id)
        if not followed:
            turn.say("dossier.list_empty", self._ways(turn))
            turn.dialogue.step = ASKS_CODE
            return
        page = read_page(arguments[0]) if arguments else 0
        lines = own_lines(turn, service, followed)
        buttons = [see(turn, one.dossier.code) for one in followed]
        lead = turn.voice("dossier.list", count=len(followed))
        more = [
            turn.choice(values.DOSSIER, "dossier.look_up"),
            turn.choice(values.UNFOLLOW, "dossier.unfollow"),
        ]
        choices = [*page_of(turn, buttons, page, values.DOSSIERS), *more]
        turn.tell("\n".join([lead, *lines[:_MOST_LINES]]), choices)

    async def lost(self, turn: Turn, _arguments: list[str]) -> None:
        """Say what to do without the slip."""
        begin(turn)
        reach = self._person.how_to_reach(turn.voice, turn.now)
        turn.tell(
            f"{turn.voice('dossier.lost')}\n{reach}",
            [
                turn.choice(values.PERSON, "common.person"),
                turn.choice(values.MENU, "common.to_menu"),
            ],
        )

    async def several(self, turn: Turn, service: Dossiers, codes: tuple[ReceiptCode, ...]) -> None:
        """Show several dossiers, a line each."""
        begin(turn)
        shown = codes[:MOST_CODES]
        lines = [turn.voice("dossier.several", count=len(codes))]
        buttons: list[Choice] = []
        for code in shown:
            seen = await service.look_up(code, person_of(turn))
            line = line_of(turn, service, code, seen)
            lines.append(line)
            if seen.sight in (Sight.PUBLIC, Sight.FULL):
                buttons.append(see(turn, code))
        if len(codes) > MOST_CODES:
            left = ", ".join(code.display for code in codes[MOST_CODES:][:_MOST_LINES])
            lines.append(turn.voice("dossier.only_some", most=MOST_CODES, left=left))
        note_shown(turn, *shown)
        turn.tell("\n".join(lines), [*buttons, turn.choice(values.PERSON, "common.person")])

    async def show(self, turn: Turn, service: Dossiers, code: ReceiptCode) -> None:
        """Show what somebody may see of one dossier."""
        begin(turn)
        dossier = await self.proved(turn, service, code)
        if dossier is not None and not in_a_group(turn):
            await self.tell_full(turn, service, dossier)
            return
        seen = await service.look_up(code, person_of(turn))
        if seen.sight is Sight.FULL and seen.dossier is not None and not in_a_group(turn):
            await self.tell_full(turn, service, seen.dossier)
        elif seen.public is not None:
            text = card.public_card(seen.public, turn.voice, turn.now, service.calendar)
            if not turn.dialogue.easy and not seen.public.sensitive:
                text += "\n" + turn.voice("dossier.more_by_digits")
            note_shown(turn, code)
            turn.tell(text, after_public(turn, code, seen.public.status, queue=self._queue))
        elif seen.sight is Sight.UNKNOWN:
            turn.dialogue.step = ASKS_CODE
            turn.say("dossier.unknown", self._ways(turn), code=code.display)
        else:
            self.refuse(turn, seen)

    async def tell_full(self, turn: Turn, service: Dossiers, dossier: Dossier) -> None:
        """Show level 2 to somebody who proved it."""
        begin(turn)
        sensitive = service.is_sensitive(dossier)
        if sensitive and kept_abroad(turn):
            turn.say("dossier.not_here", [turn.choice(values.PERSON, "common.person")])
            return
        follows = await service.follows(dossier.code, turn.inbound.conversation_id)
        late = is_late(dossier, turn.now)
        apology = await service.apology(dossier.code) if late else None
        text = card.full_card(
            dossier,
            turn.voice,
            turn.now,
            service.calendar,
            service.procedures,
            names=not kept_abroad(turn),
            apology=apology,
        )
        code = dossier.code.display
        choices = [turn.choice(values.DOSSIERS, "dossier.mine")]
        if self._queue:
            choices = [*to_fetch(turn, dossier.status), *choices]
        if follows:
            value = values.join(values.UNFOLLOW, code)
            choices.append(turn.choice(value, "dossier.unfollow"))
        elif dossier.status not in OVER:
            choices.insert(0, turn.choice(values.join(values.FOLLOW, code), "dossier.follow"))
        if apology is not None and not kept_abroad(turn):
            letter = values.join(values.DOSSIER_ASK, code, Ask.LETTER)
            choices.insert(0, turn.choice(letter, "dossier.see_letter"))
        if dossier.status is Status.DONE:
            choices.insert(1, fetched_by_another(turn, dossier.code))
        note_shown(turn, dossier.code)
        turn.tell(text, [*choices, turn.choice(values.PERSON, "common.person")])

    async def digits(
        self, turn: Turn, service: Dossiers, code: ReceiptCode, digits: str, then: str = ""
    ) -> bool:
        """Compare the digits; return whether they are right and something else comes next."""
        # A proof is not kept, the code that stood beside it is.
        named = code.display if find_receipt_codes(turn.inbound.text) else ""
        turn.inbound = replace(turn.inbound, text=f"{named} {MASK}".strip())
        seen = await service.prove(code, digits, person_of(turn))
        if seen.sight is Sight.WRONG:
            if turn.dialogue.step != ASKS_DIGITS:
                self._await_digits(turn, code, then)
            turn.dialogue.misses = 0
            turn.say("dossier.wrong", [turn.choice(values.PERSON, "common.person")])
        elif seen.dossier is not None:
            begin(turn)
            remember_proof(turn, code)
            if then:
                return True
            await self.tell_full(turn, service, seen.dossier)
        else:
            self.refuse(turn, seen)
        return False

    async def proved(self, turn: Turn, service: Dossiers, code: ReceiptCode) -> Dossier | None:
        """Return a dossier that somebody proved a moment ago or follows."""
        if has_proved(turn, code) or await service.follows(code, turn.inbound.conversation_id):
            return await service.full(code)
        return None

    def is_late(self, turn: Turn, dossier: Dossier) -> bool:
        """Say whether a dossier that somebody was shown is late; a sensitive one tells nothing."""
        sensitive = self._dossiers is None or self._dossiers.is_sensitive(dossier)
        return not sensitive and is_late(dossier, turn.now)

    def ready(self, turn: Turn) -> Dossiers | None:
        """Return the service; where there is none, say so kindly."""
        turn.verdict = Verdict(Behavior.OTHER)
        turn.dialogue.misses = 0
        if self._dossiers is None:
            reach = self._person.how_to_reach(turn.voice, turn.now)
            turn.tell(
                f"{turn.voice('social.dossier_status')}\n{reach}",
                [turn.choice(values.MENU, "common.to_menu")],
            )
        return self._dossiers

    def ask_code(self, turn: Turn) -> None:
        """Ask for the code and say where it stands."""
        begin(turn)
        turn.dialogue.step = ASKS_CODE
        turn.say("dossier.ask_code", self._ways(turn))

    def ask_digits(self, turn: Turn, code: ReceiptCode, then: str = "") -> None:
        """Ask for the last four digits and say what for."""
        self._await_digits(turn, code, then)
        turn.say(
            "dossier.ask_digits",
            [
                turn.choice(values.DOSSIER_LOST, "dossier.lost_button"),
                turn.choice(values.PERSON, "common.person"),
            ],
            code=code.display,
        )

    def _await_digits(self, turn: Turn, code: ReceiptCode, then: str) -> None:
        begin(turn)
        turn.dialogue.step = ASKS_DIGITS
        turn.dialogue.slots = {"code": code.display, "then": then, "at": turn.now.isoformat()}

    def refuse(self, turn: Turn, seen: LookedUp) -> None:
        """Tell somebody to wait."""
        key = "dossier.locked" if seen.sight is Sight.LOCKED else "dossier.slowed"
        left = (seen.wait_until or turn.now) - turn.now
        turn.say(
            key,
            [
                turn.choice(values.PERSON, "common.person"),
                turn.choice(values.MENU, "common.to_menu"),
            ],
            wait=say_wait(turn, left),
        )

    def _ways(self, turn: Turn) -> list[Choice]:
        return [
            turn.choice(values.DOSSIER_LOST, "dossier.lost_button"),
            turn.choice(values.PERSON, "common.person"),
            turn.choice(values.MENU, "common.to_menu"),
        ]
