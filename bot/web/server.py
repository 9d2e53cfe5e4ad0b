"""The web server: one aiohttp application out of explicit parts."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.kernel.clock import Clock
from bot.locale.catalogue import Catalogue
from bot.web.api.desk import ApiDesk
from bot.web.api.routes import build_api
from bot.web.board.pages import BoardPages
from bot.web.errors import error_middleware
from bot.web.health import Check, Health
from bot.web.kiosk.entrance import Entrance
from bot.web.kiosk.hall import HallKiosk
from bot.web.kiosk.pages import KioskPages
from bot.web.limits import AddressLimiter
from bot.web.live.hub import LiveHub
from bot.web.officer.desk import Desk
from bot.web.officer.guard import presence
from bot.web.officer.routes import build_console
from bot.web.public.api import ProcedureApi
from bot.web.public.chat_page import ChatDesk, ChatPage
from bot.web.public.letters import LetterPages
from bot.web.public.pages import PublicPages
from bot.web.public.search import ProcedureSearch
from bot.web.public.tickets import TicketPages
from bot.web.security import add_security_headers
from bot.web.site import Pages, Site, Source

MAX_BODY = 256 * 1024


class Chat(ChatDesk, Protocol):
    """The web chat as the server needs it."""

    @property
    def open_pages(self) -> int:
        """Return how many pages are open."""
        ...

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes of the channel."""
        ...

    async def close(self) -> None:
        """Tell every page that the server goes away."""
        ...


def create_web_app(
    *,
    source: Source,
    catalogue: Catalogue,
    clock: Clock,
    chat: Chat,
    desk: Desk,
    api: ApiDesk | None = None,
    public_url: str = "",
    channel_routes: Iterable[web.AbstractRouteDef] = (),
    checks: Mapping[str, Check] | None = None,
    remarks: Mapping[str, Check] | None = None,
    registry: CollectorRegistry | None = None,
    max_body: int = MAX_BODY,
) -> web.Application:
    """Return the application; nothing is started.

    Args:
        source: what is known and when the doors are open; asked anew for every request.
        catalogue: all texts.
        clock: the time.
        chat: the web chat, attached to its reception before the first request.
        desk: the services behind the officers' console.
        api: the services behind the API; without them it has its public part only.
        public_url: address of the site as citizens know it; "" takes each request's own.
        channel_routes: routes of other channels (webhooks) and pages.
        checks: what ``/readyz`` asks, by name.
        remarks: what it mentions beside, without being less ready.
        registry: where ``/metrics`` reads; a new one when absent.
        max_body: longest request body in bytes.
    """
    site = Site(source, catalogue, clock, public_url)
    pages = Pages(site)
    health = Health(checks or {}, registry or CollectorRegistry(), remarks)
    health.gauge("motcua_chat_pages", "Open pages of the web chat", lambda: chat.open_pages)
    hub = desk.hall.hub
    health.gauge("motcua_live_pages", "Open boards and counters", lambda: hub.open_pages)
    console_routes, guard = build_console(pages, desk)
    app = web.Application(
        middlewares=[health.middleware(), error_middleware(pages), guard],
        client_max_size=max_body,
    )
    app.on_response_prepare.append(add_security_headers)
    app.on_shutdown.append(_closing(chat, hub))
    search = ProcedureSearch(source)
    public = PublicPages(pages, search)
    chat_page = ChatPage(pages, chat, AddressLimiter(clock), desk.pictures)
    letters = LetterPages(
        pages, desk.letters, desk.letter_prints, AddressLimiter(clock, burst=40, per_second=1.0)
    )
    tickets = TicketPages(pages, desk.hall.queue, AddressLimiter(clock))
    procedures = ProcedureApi(site, search, AddressLimiter(clock))
    app.add_routes(
        [
            web.get("/", public.start),
            web.get("/thu-tuc", public.listing),
            web.get("/p/{code}", public.procedure),
            web.get("/chat", chat_page.show),
            web.post("/chat", chat_page.say),
            web.post("/chat/photo", chat_page.say_photo),
            web.post("/chat/new", chat_page.start_over),
            web.get("/static/{digest}/{name}", pages.assets.serve),
            web.get("/healthz", health.alive),
            web.get("/readyz", health.ready),
            web.get("/metrics", health.metrics),
            *(operation.route() for operation in build_api(site, procedures, api)),
            *letters.routes(),
            *BoardPages(pages, desk.hall).routes(),
            *_kiosk_routes(pages, desk, search),
            *tickets.routes(),
            *console_routes,
            *chat.routes(),
            *channel_routes,
        ]
    )
    return app


def _kiosk_routes(pages: Pages, desk: Desk, search: ProcedureSearch) -> list[web.AbstractRouteDef]:
    site = pages.site
    kiosk = HallKiosk(
        desk.hall.queue,
        desk.hall.ratings,
        lambda: site.knowledge,
        lambda: site.centre.calendar,
        site.clock,
    )
    entrance = Entrance(desk.hall.kiosk, presence(desk, site.public_url))
    limiter = AddressLimiter(site.clock)
    return KioskPages(pages, kiosk, search, limiter, desk.hall.kiosk, entrance).routes()


def _closing(chat: Chat, hub: LiveHub) -> Callable[[web.Application], Awaitable[None]]:
    async def close(_app: web.Application) -> None:
        await hub.close()
        await chat.close()

    return close
