"""Answers to what is asked about a dossier that was shown: who, when, where, what is missing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.days import read_named_day
from bot.handlers.dossiers.kinds import GENERAL, PRIVATE, Ask
from bot.handlers.dossiers.looking_up import DossierHandlers
from bot.handlers.dossiers.shown import note_shown
from bot.handlers.dossiers.turns import begin, code_in, in_a_group, kept_abroad, person_of
from bot.handlers.person import PersonHandlers, open_line, week_lines
from bot.kernel.messages import Choice
from bot.kernel.receipts import ReceiptCode
from bot.services.centre.model import Centre
from bot.services.dossiers import card
from bot.services.dossiers.lines import public_line, say_shifts, who_line
from bot.services.dossiers.model import Clock, Dossier, Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import PublicView, Sight
from bot.services.dossiers.views import public_view
from bot.services.procedures.wording import say_fees

THEN = "ask:"  # what comes after the digits: "ask:missing"
_ASKS = {ask.value: ask for ask in Ask}
_WISHES = (Ask.WITHDRAW, Ask.DATE, Ask.PHONE)  # what no machine can do: whom to ask
# Beside a code these are answered below the card.
BESIDE = (*_WISHES, Ask.FETCHER, Ask.BRING, Ask.OPEN, Ask.HAND_IN)


_STOPPED = (Status.REFUSED, Status.HALTED)  # there is a reason, late or not


@dataclass(frozen=True, slots=True)
class _Case:
    """One dossier in one turn; ``full`` only for somebody who proved it."""

    turn: Turn
    service: Dossiers
    view: PublicView
    full: Dossier | None


class AnswerHandlers:
    """Answers questions about one dossier."""

    def __init__(self, dossiers: DossierHandlers, person: PersonHandlers, centre: Centre) -> None:
        self._dossiers = dossiers
        self._person = person
        self._centre = centre
        self._own: dict[Ask, Callable[[_Case], Awaitable[str]]] = {
            Ask.LETTER: self._letter,
            Ask.WHY_LATE: self._why_late,
            Ask.WHO: self._who,
            Ask.MISSING: self._missing,
            Ask.FEE: self._fee,
            Ask.RESULT: self._result,
        }

    async def tapped(self, turn: Turn, arguments: list[str]) -> None:
        """Answer a button that asks."""
        service, code = self._dossiers.ready(turn), code_in(arguments)
        ask = _ASKS.get(arguments[1]) if len(arguments) > 1 else None
        if service is None:
            return
        if code is None or ask is None:
            self._dossiers.ask_code(turn)
        else:
            await self.answer(turn, service, code, ask)

    async def answer(self, turn: Turn, service: Dossiers, code: ReceiptCode, ask: Ask) -> None:
        """Answer from what somebody may see; ask for proof where that needs it."""
        begin(turn)
        full = None if in_a_group(turn) else await self._dossiers.proved(turn, service, code)
        if full is None:
            seen = await service.look_up(code, person_of(turn))
            view = seen.public
            if seen.sight is Sight.UNKNOWN or view is None:
                await self._dossiers.show(turn, service, code)
                return
            if self._needs_proof(view, ask):
                if in_a_group(turn):
                    turn.say("dossier.in_a_group", [turn.choice(values.PERSON, "common.person")])
                else:
                    self._dossiers.ask_digits(turn, code, then=f"{THEN}{ask}")
                return
        elif service.is_sensitive(full) and kept_abroad(turn):
            turn.say("dossier.not_here", [turn.choice(values.PERSON, "common.person")])
            return
        else:
            view = public_view(full, sensitive=False, now=turn.now)
        case = _Case(turn, service, view, full)
        own = self._own.get(ask)
        text = await own(case) if own and (full or ask in PRIVATE) else self._open(case, ask)
        note_shown(turn, code)
        turn.tell(text, self._ways(case, ask))

    def _needs_proof(self, view: PublicView, ask: Ask) -> bool:
        """Say whether an answer tells more than the code alone may."""
        if view.sensitive:
            return ask not in GENERAL
        if ask is Ask.MISSING:
            return view.status is Status.SUPPLEMENT
        if ask is Ask.WHY_LATE:
            return view.broken is not None or view.status in _STOPPED
        return ask in PRIVATE

    def beside(self, turn: Turn, ask: Ask) -> str:
        """Return what is said below a card that was just shown, "" when the card says it."""
        if ask is Ask.HAND_IN:
            return turn.voice("dossier.say.hand_in_more")
        return self._wish(turn, ask) if ask in BESIDE else ""

    def _open(self, case: _Case, ask: Ask) -> str:
        """Return what level 1 may tell."""
        turn, view = case.turn, case.view
        if ask is Ask.WHERE:
            place = view.counter or turn.voice("dossier.any_counter")
            reach = self._person.how_to_reach(turn.voice, turn.now)
            return f"{turn.voice('dossier.say.where', where=place)}\n{reach}"
        if ask is Ask.WHEN and view.status is Status.SUPPLEMENT and case.full is not None:
            return self._hand_in(case)  # the time that counts now is the citizen's own
        lines = []
        fetches = ask in (Ask.BRING, Ask.OPEN, Ask.FETCHER)
        if fetches and view.status not in (None, Status.DONE):
            lines.append(self._stands(case))
        if ask is Ask.HAND_IN:
            return self._hand_in(case)
        if ask in (Ask.BRING, Ask.OPEN, Ask.FETCHER, *_WISHES):
            return "\n".join([*lines, self._wish(turn, ask)])
        return card.promise_lines(view, turn.voice, turn.now, case.service.calendar)

    def _stands(self, case: _Case) -> str:
        turn = case.turn
        line = public_line(case.view, turn.voice, turn.now, case.service.calendar)
        return line.removeprefix("• ") + "."

    def _wish(self, turn: Turn, ask: Ask) -> str:
        """Return an honest sentence about what a machine cannot do, or what holds for all."""
        if ask is Ask.OPEN:
            return self._hours(turn)
        text = turn.voice(f"dossier.say.{ask}")
        if ask in _WISHES and self._centre.phone:
            text += " " + turn.voice("dossier.say.call", phone=self._centre.phone)
        return text

    def _hours(self, turn: Turn) -> str:
        """Return when the counters are open on the day that was named, or in the week."""
        calendar = self._centre.calendar
        day = read_named_day(turn.inbound.text, turn.now.astimezone(calendar.zone).date())
        if day is None:
            lines = week_lines(self._centre, turn.voice)
            return "\n".join([*lines, open_line(self._centre, turn.voice, turn.now)])
        shifts = calendar.shifts(day)
        name = f"{turn.voice(f'weekday.{day.weekday()}')} {day:%d/%m}"
        if not shifts:
            return turn.voice("dossier.say.shut", day=name[:1].upper() + name[1:])
        return turn.voice("dossier.say.open", day=name, hours=say_shifts(shifts))

    def _hand_in(self, case: _Case) -> str:
        turn, view = case.turn, case.view
        if view.status is Status.SUPPLEMENT:
            if case.full is not None:
                calendar = case.service.calendar
                return card.missing_lines(case.full, turn.voice, turn.now, calendar)
            where = view.counter or turn.voice("dossier.any_counter")
            return turn.voice("dossier.say.hand_in", where=where)
        return turn.voice("dossier.say.hand_in_more")

    async def _letter(self, case: _Case) -> str:
        turn = case.turn
        if kept_abroad(turn):
            return turn.voice("dossier.not_here")
        apology = await case.service.apology(case.view.code)
        if apology is None:
            return turn.voice("dossier.say.no_letter", code=case.view.code.display)
        return apology.text

    async def _why_late(self, case: _Case) -> str:
        turn, voice, calendar = case.turn, case.turn.voice, case.service.calendar
        status = case.view.status
        if status is Status.SUPPLEMENT:
            return voice("dossier.say.waits_for_you")
        if case.full is None or (case.view.broken is None and status not in _STOPPED):
            lines = card.promise_lines(case.view, voice, turn.now, calendar)
            runs = status is not None and status.clock is Clock.RUNNING
            return f"{voice('dossier.say.not_late')}\n{lines}" if runs else lines
        late = case.view.broken is not None
        apology = await case.service.apology(case.full.code) if late else None
        lines = card.promise_lines(case.view, voice, turn.now, calendar, apology)
        if apology is not None and apology.reason:
            return lines  # they begin with it
        note = case.full.note.rstrip(".")
        key = "dossier.say.because" if note else "dossier.say.no_reason"
        return f"{voice(key, reason=note)}\n{lines}"

    async def _who(self, case: _Case) -> str:
        turn = case.turn
        if case.full is None:
            return self._open(case, Ask.WHEN)
        names = not kept_abroad(turn)
        who = who_line(case.full, turn.voice, names=names)
        return f"{who}\n{self._person.how_to_reach(turn.voice, turn.now)}"

    async def _missing(self, case: _Case) -> str:
        turn = case.turn
        if case.full is None:
            return turn.voice("dossier.say.nothing_missing", code=case.view.code.display)
        return card.missing_lines(case.full, turn.voice, turn.now, case.service.calendar)

    async def _fee(self, case: _Case) -> str:
        turn, voice = case.turn, case.turn.voice
        procedure = case.service.procedures.get(case.full.procedure_code) if case.full else None
        lines = []
        if case.view.status is Status.PAYMENT:
            lines.append(voice("dossier.say.pay"))
        if procedure is not None:
            today = turn.now.astimezone(case.service.calendar.zone).date()
            fees = [f"• {fee}" for fee in say_fees(procedure.fee, today, voice)]
            lines += [voice("dossier.say.fee", what=procedure.short), *fees]
        return "\n".join(lines) or voice("dossier.say.no_fee")

    async def _result(self, case: _Case) -> str:
        voice, full = case.turn.voice, case.full
        procedure = case.service.procedures.get(full.procedure_code) if full else None
        result = procedure.result if procedure else ""
        stands = self._stands(case)
        said = voice("dossier.result", result=result or voice("dossier.result_unknown"))
        return f"{said}\n{stands}"

    def _ways(self, case: _Case, ask: Ask) -> list[Choice]:
        turn, code = case.turn, case.view.code.display
        return [
            turn.choice(values.join(values.DOSSIER, code), "dossier.see_again"),
            turn.choice(values.PERSON, "common.person"),
            turn.choice(values.MENU, "common.to_menu"),
        ]
