"""Letters that wait for an officer, page by page, and those decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import LetterError
from bot.services.letters.model import Kind, Letter
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.letters import words

_PAGE = 50
_CHOSEN = "chon-"  # a field for each letter: its version as the officer saw it


class LetterList:
    """Serves the lists below ``/officer/letters``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._letters = console.desk.letters

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.LETTERS, self.waiting),
            web.post(paths.LETTERS, self.start),
            web.post(f"{paths.LETTERS}/decline", self.decline_many),
            web.get(f"{paths.LETTERS}/decided", self.decided),
        ]

    @access(Right.LETTERS)
    async def waiting(self, request: web.Request) -> web.StreamResponse:
        """Show what waits."""
        return await self._list(request, Form({"ma": request.query.get("ma", "")[:60]}))

    @access(Right.LETTERS)
    async def decided(self, request: web.Request) -> web.StreamResponse:
        """Show what was decided, the latest first."""
        start = _start(request)
        found = await self._letters.decided(start, _PAGE + 1)
        return self._console.page(
            request,
            "letters_decided.html",
            letters=found[:_PAGE],
            kinds=words.KINDS,
            states=words.STATES,
            start=start,
            newer=f"{paths.LETTERS}/decided?from={max(0, start - _PAGE)}" if start else "",
            older=f"{paths.LETTERS}/decided?from={start + _PAGE}" if len(found) > _PAGE else "",
        )

    @access(Right.LETTERS)
    async def start(self, request: web.Request) -> web.StreamResponse:
        """Begin a letter that an officer wants."""
        form, visitor = request[FORM], request[VISITOR]
        try:
            kind = Kind(form["loai"])
            letter = await self._letters.start(visitor.actor, form["ma"], kind)
        except ValueError:
            form.errors["loai"] = "Chọn loại thư."
        except LetterError as error:
            form.errors.update(error.problems)
        else:
            return go(f"{paths.LETTERS}/{letter.id}")
        return await self._list(request, form)

    @access(Right.LETTERS)
    async def decline_many(self, request: web.Request) -> web.StreamResponse:
        """Say of many letters at once that they are not to be sent, with one reason."""
        form, visitor = request[FORM], request[VISITOR]
        chosen = _chosen(form)
        if not form["khong_gui"]:
            form.errors["khong_gui"] = "Ghi vì sao không gửi."
        if not chosen:
            form.errors["khong_gui"] = "Đánh dấu những thư không gửi."
        if form.errors:
            return await self._list(request, form)
        left = 0
        for number, version in chosen.items():
            letter = await self._letters.get(number)
            try:
                if letter is not None:
                    seen = replace(letter, version=version)
                    await self._letters.decline(visitor.actor, seen, form["khong_gui"])
            except LetterError:
                left += 1  # a colleague was faster: that letter stays as it is now
        if left:
            form.values = {}
            form.errors[""] = f"{left} thư vừa có người khác xử lý, giữ nguyên."
            return await self._list(request, form)
        return go(paths.LETTERS, done="letters-declined")

    async def _list(self, request: web.Request, form: Form) -> web.StreamResponse:
        start = _start(request)
        found = await self._letters.waiting(start, _PAGE + 1)
        return self._console.page(
            request,
            "letters.html",
            status=422 if form.errors else 200,
            form=form,
            groups=_groups(found[:_PAGE]),
            chosen=_chosen(form),
            total=await self._letters.count_waiting(),
            start=start,
            shown=len(found[:_PAGE]),
            newer=f"{paths.LETTERS}?from={max(0, start - _PAGE)}" if start else "",
            older=f"{paths.LETTERS}?from={start + _PAGE}" if len(found) > _PAGE else "",
            to_hand=await self._letters.aftercare.to_hand_over(),
            kinds=words.KINDS,
            doubts=words.DOUBTS,
            by_hand=words.BY_HAND,
        )


def _start(request: web.Request) -> int:
    text = request.query.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _chosen(form: Form) -> dict[int, int]:
    """Return the letters that were ticked, all of the page or one by one, with their versions."""
    fields = [name for name in form.values if name.startswith(_CHOSEN)]
    ticked = {name: form.number(name) for name in fields}
    if form["tat-ca"]:
        pairs = (pair.partition(":") for pair in form["trang"].split())
        ticked |= {f"{_CHOSEN}{one}": _whole(seen) for one, _, seen in pairs}
    return {
        _whole(name.removeprefix(_CHOSEN)): version
        for name, version in list(ticked.items())[: 2 * _PAGE]
        if _whole(name.removeprefix(_CHOSEN)) > 0
    }


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1


def _groups(letters: Sequence[Letter]) -> list[tuple[str, str, list[Letter]]]:
    """Return drafts by what they are for, with a heading and a hint; the promise decides within."""
    far = datetime.max.replace(tzinfo=UTC)
    by_due = sorted(letters, key=lambda letter: letter.about.due or far)
    groups = [
        (heading, hint, [letter for letter in by_due if letter.kind in kinds])
        for heading, hint, kinds in words.GROUPS
    ]
    return [group for group in groups if group[2]]
