"""A counter: who is there, who is next and why, and one big button."""

import json
import secrets
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import QueueError
from bot.services.officers.model import Right
from bot.services.queue.model import Counter, Hall
from bot.services.queue.refusals import NoSuch
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.home import Card, When
from bot.web.officer.queue.counter_acts import CounterActs, say_refusal
from bot.web.officer.queue.counter_view import STATES, CounterView, Sight, say_minutes, view_of

_ONE = f"{paths.COUNTER}/{{number:[0-9]{{1,3}}}}"
_LIVE = "X-Live"
_ASKED_AGAIN = 60.0  # seconds; then a page is asked anew whose it is and what they may
_LONG = 30  # minutes; who waits longer makes it an alarm


class CounterPages:
    """Serves ``/officer/counter`` and each counter below it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk.hall
        self._queue = self._desk.queue
        self._acts = CounterActs(self._queue)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.COUNTER, self.choose),
            web.get(_ONE, self.show),
            web.post(_ONE, self.act),
            web.get(f"{_ONE}/stream", self.stream),
        ]

    async def to_do(self, _console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return how many people wait in the hall, for the first page."""
        if not visitor.may(Right.QUEUE_WORK):
            return ()
        own = _sits_at(await self._queue.layout(), visitor.officer.login)
        at_one = len(own) == 1
        load = [
            each
            for each in (await self._queue.load_today()).fields
            if each.waiting and (not at_one or each.field in own[0].fields)
        ]
        if not load:
            return ()
        longest = max(each.longest_wait for each in load)
        title = f"{own[0].name}: người đang chờ" if at_one else "Người đang chờ"
        action = "Gọi người tiếp theo" if at_one else "Đến quầy"
        text = f"Lâu nhất đã chờ {say_minutes(longest)}."
        many = sum(each.waiting for each in load)
        return (Card(title, text, action, paths.COUNTER, many, When.NOW, longest >= _LONG),)

    @access(Right.QUEUE_WORK)
    async def choose(self, request: web.Request) -> web.StreamResponse:
        """Show the counters; whoever sits at one goes straight to it."""
        hall, login = await self._queue.layout(), request[VISITOR].officer.login
        own = _sits_at(hall, login)
        if len(own) == 1 and "all" not in request.query:
            return go(f"{paths.COUNTER}/{own[0].number}")
        load = {each.field: each.waiting for each in (await self._queue.load_today()).fields}
        counters = [
            {
                "number": each.number,
                "name": each.name,
                "words": STATES[each.state],
                "state": each.state.value,
                "officer": each.officer,
                "fields": [hall.field(code).name for code in each.fields],
                "waiting": sum(load.get(code, 0) for code in each.fields),
            }
            for each in hall.counters
            if each.in_use
        ]
        return self._console.page(request, "counters.html", counters=counters)

    @access(Right.QUEUE_WORK)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show a counter."""
        return await self._page(request)

    @access(Right.QUEUE_WORK)
    async def act(self, request: web.Request) -> web.StreamResponse:
        """Do what was pressed; a script gets the new state, a browser the page again."""
        form, number = request[FORM], _number_of(request)
        trouble = False
        try:
            said = await self._acts.carry_out(number, request[VISITOR].actor, form)
        except QueueError as error:
            said, trouble = say_refusal(error), True
        self._desk.hub.wake()
        if request.headers.get(_LIVE):
            html = await self._part(request, said=said, trouble=trouble, form=form)
            return web.Response(
                text=html,
                content_type="text/html",
                headers={"Cache-Control": "no-store", _LIVE: "1"},
            )
        if said:
            return await self._page(request, said=said, trouble=trouble, form=form)
        return go(_path(number))

    @access(Right.QUEUE_WORK)
    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send the counter's states as they change."""
        number, login = _number_of(request), request[VISITOR].officer.login
        await self._view(number, login)

        async def render() -> str:
            state = {"build": self._build, "html": await self._part(request)}
            return json.dumps(state, ensure_ascii=False)

        key = f"counter {number} {login}"
        return await self._desk.hub.serve(request, key, render, public=False, life=_ASKED_AGAIN)

    @property
    def _build(self) -> str:
        files = ("counter.css", "counter.js", "live.js")
        return "".join(self._console.pages.assets.url(name).split("/")[2] for name in files)

    async def _page(
        self,
        request: web.Request,
        *,
        said: str = "",
        trouble: bool = False,
        form: Form | None = None,
    ) -> web.Response:
        context = await self._context(request, said, trouble=trouble, form=form)
        stream = f"{_path(_number_of(request))}/stream"
        return self._console.page(
            request, "counter.html", **context | {"stream": stream, "build": self._build}
        )

    async def _part(
        self,
        request: web.Request,
        *,
        said: str = "",
        trouble: bool = False,
        form: Form | None = None,
    ) -> str:
        """Return what changes of the page; its script puts token and request ids in."""
        context = await self._context(request, said, trouble=trouble, form=form)
        context |= {"form_token": "", "request_id": "", "paths": paths}
        return self._console.pages.render("officer/_counter.html", "vi", context)

    async def _context(
        self, request: web.Request, said: str, *, trouble: bool, form: Form | None
    ) -> dict[str, Any]:  # whatever the template shows
        number = _number_of(request)
        return {
            "view": await self._view(number, request[VISITOR].officer.login),
            "action": _path(number),
            "request_id": secrets.token_urlsafe(9),
            "said": said,
            "trouble": trouble,
            "form": (form if trouble else None) or Form(),
        }

    async def _view(self, number: int, login: str) -> CounterView:
        hall = await self._queue.layout()
        sight = Sight(
            login=login,
            hall=hall,
            counter=_counter_of(hall, number),
            here=await self._queue.at_counter(number),
            skipped=await self._queue.skipped_today(number),
            waiting=await self._queue.waiting(number),
            load=await self._queue.load_today(),
        )
        return view_of(sight, self._console.pages.site.clock.now())


def _sits_at(hall: Hall, login: str) -> list[Counter]:
    return [each for each in hall.counters if each.in_use and each.officer == login]


def _counter_of(hall: Hall, number: int) -> Counter:
    try:
        return hall.counter(number)
    except NoSuch:
        raise web.HTTPNotFound from None


def _number_of(request: web.Request) -> int:
    return int(request.match_info["number"])


def _path(number: int) -> str:
    return f"{paths.COUNTER}/{number}"
