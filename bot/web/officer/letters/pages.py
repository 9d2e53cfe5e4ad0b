"""One letter that waits for an officer, with the finished letter beside the form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import LetterError
from bot.services.letters import rules
from bot.services.letters.model import Finished, Kind, Letter, State
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.home import Card, When
from bot.web.officer.letters import words
from bot.web.officer.letters.listing import LetterList
from bot.web.officer.letters.looks import look_of, picture, print_out, unless_busy
from bot.web.officer.letters.words import Field

_ONE = f"{paths.LETTERS}/{{number:[0-9]{{1,9}}}}"
PDF_NAMES = {
    "birth": "thu-chuc-mung",
    "marriage": "thu-chuc-mung",
    "condolence": "thu-chia-buon",
    "thanks": "thu-cam-on",
    "apology": "thu-xin-loi",
}


class LetterPages:
    """Serves ``/officer/letters``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._letters = console.desk.letters
        self._prints = console.desk.letter_prints
        self._list = LetterList(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            *self._list.routes(),
            web.get(_ONE, self.show),
            web.post(_ONE, self.approve),
            web.post(f"{_ONE}/decline", self.decline),
            web.post(f"{_ONE}/handed", self.hand_over),
            web.post(f"{_ONE}/back", self.take_back),
            web.get(f"{_ONE}.png", self.card),
            web.get(f"{_ONE}.pdf", self.pdf),
        ]

    async def to_do(self, _console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return how many letters wait to be approved, or to be handed over."""
        if not visitor.may(Right.LETTERS):
            return ()
        waiting = await self._letters.count_waiting()
        printed = await self._letters.aftercare.count_to_hand_over()
        text = "Thư xin lỗi và chia buồn chỉ gửi khi cán bộ đã đọc và duyệt."
        by_hand = "Không nhắn được cho người dân: in thư, trao tận tay hoặc gửi bưu điện."
        there = f"{paths.LETTERS}#trao-tay"
        cards = (
            Card("Thư chờ duyệt", text, "Đọc và duyệt", paths.LETTERS, waiting, When.TODAY),
            Card("Thư chờ trao tay", by_hand, "Xem thư", there, printed, When.TODAY),
        )
        return tuple(card for card in cards if card.count)

    @access(Right.LETTERS)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show one letter: the form with its preview, or what became of it."""
        return await self._page(request, await self._asked_for(request), Form())

    @access(Right.LETTERS)
    async def approve(self, request: web.Request) -> web.StreamResponse:
        """Show the letter again with what was typed, or approve it."""
        form, visitor = request[FORM], request[VISITOR]
        letter = await self._asked_for(request)
        given = _given(letter, form)
        seen = replace(letter, version=form.number("version"))
        try:
            if form["do"] != "approve":
                letter = await self._letters.fill_in(seen, given)
                return await self._page(request, letter, form)
            done = await self._letters.approve(
                visitor.actor, seen, given, leader=visitor.may(Right.LETTERS_LEAD)
            )
        except LetterError as error:
            form.errors.update(error.problems)
            letter = await self._asked_for(request)
            return await self._page(request, _with(letter, given), form)
        sent = "letter-approved" if done.state is State.QUEUED else "letter-by-hand"
        return go(f"{paths.LETTERS}/{done.id}", done=sent)

    @access(Right.LETTERS)
    async def decline(self, request: web.Request) -> web.StreamResponse:
        """Say that a letter is not to be sent."""
        form, visitor = request[FORM], request[VISITOR]
        letter = await self._asked_for(request)
        seen = replace(letter, version=form.number("version"))
        try:
            await self._letters.decline(visitor.actor, seen, form["khong_gui"])
        except LetterError as error:
            form.errors.update(error.problems)
            return await self._page(request, await self._asked_for(request), form)
        return go(paths.LETTERS, done="letter-declined")

    @access(Right.LETTERS)
    async def hand_over(self, request: web.Request) -> web.StreamResponse:
        """Note that a printed letter was handed over."""
        letter = await self._asked_for(request)
        await self._letters.aftercare.hand_over(request[VISITOR].actor, letter)
        return go(f"{paths.LETTERS}/{letter.id}", done="letter-handed")

    @access(Right.LETTERS)
    async def take_back(self, request: web.Request) -> web.StreamResponse:
        """Make a draft again of a letter that has not left yet."""
        form, letter = request[FORM], await self._asked_for(request)
        seen = replace(letter, version=form.number("version"))
        try:
            await self._letters.aftercare.take_back(request[VISITOR].actor, seen, form["thu_lai"])
        except LetterError as error:
            form.errors.update(error.problems)
            return await self._page(request, await self._asked_for(request), form)
        return go(f"{paths.LETTERS}/{letter.id}", done="letter-back")

    @access(Right.LETTERS)
    async def card(self, request: web.Request) -> web.StreamResponse:
        """Send the picture."""
        finished = await self._finished(request)
        return picture(await unless_busy(self._prints.card(finished)))

    @access(Right.LETTERS)
    async def pdf(self, request: web.Request) -> web.StreamResponse:
        """Send the letter for printing."""
        finished = await self._finished(request)
        body = await unless_busy(self._prints.pdf(finished))
        return print_out(body, f"{PDF_NAMES[finished.look]}.pdf")

    async def _finished(self, request: web.Request) -> Finished:
        letter = await self._asked_for(request)
        try:
            return await self._letters.finished(letter)
        except LetterError:
            raise web.HTTPNotFound from None

    async def _asked_for(self, request: web.Request) -> Letter:
        letter = await self._letters.get(int(request.match_info["number"]))
        if letter is None:
            raise web.HTTPNotFound
        return letter

    async def _page(self, request: web.Request, letter: Letter, form: Form) -> web.StreamResponse:
        visitor = request[VISITOR]
        again = self._letters.needs_leader(letter)

        async def finished() -> tuple[Finished, str]:
            return await self._letters.finished(letter), await self._letters.sms(letter)

        return self._console.page(
            request,
            "letter.html",
            status=422 if form.errors else 200,
            form=form,
            letter=letter,
            look=await look_of(finished, self._prints),
            given=await self._letters.suggested(letter),
            fields=_fields(letter, again=again),
            chosen=letter.values.get("vuong", "").split(),
            asked=[(each, words.CIRCUMSTANCES[each]) for each in rules.asked_about(letter.kind)],
            kinds=words.KINDS,
            states=words.STATES,
            doubts=words.DOUBTS,
            may_approve=not again or visitor.may(Right.LETTERS_LEAD),
            again=again,
            waiting=letter.state is State.DRAFTED,
        )


def _fields(letter: Letter, *, again: bool) -> list[Field]:
    fields = list(words.FIELDS[letter.kind])
    if again:
        fields.append(words.AGAIN)
    if letter.kind is Kind.CONDOLENCE:
        fields.append(words.WHY_SEND)
    return fields


def _given(letter: Letter, form: Form) -> dict[str, str]:
    """Return what the form says, only of the fields that the kind has."""
    names = [each.name for each in _fields(letter, again=True)]
    given = {name: form[name] for name in names if name in form.values}
    asked = rules.asked_about(letter.kind)
    given["vuong"] = " ".join(each.value for each in asked if form[f"vuong-{each.value}"])
    return given


def _with(letter: Letter, given: Mapping[str, str]) -> Letter:
    return replace(letter, values=given) if letter.state is State.DRAFTED else letter
