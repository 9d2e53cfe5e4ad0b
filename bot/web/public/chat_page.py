"""The chat's page, and the plain form for browsers without scripts."""

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from aiohttp import web

from bot.http.access import access
from bot.kernel.channel import Outgoing
from bot.kernel.ids import IdMaker
from bot.kernel.pictures import CodeReader, said_by
from bot.services.procedures.links import Subject, SubjectKind, button_value
from bot.web.limits import AddressLimiter
from bot.web.public.chat_photo import read_photo
from bot.web.public.hours import say_hours
from bot.web.site import Pages

# Texts that the page's script shows.
_SCRIPT_TEXTS = (
    "offline",
    "back_online",
    "read",
    "read_stop",
    "dictate",
    "dictating",
    "dictate_failed",
    "you_said",
    "it_said",
    "opens_page",
    "start_over_sure",
    "photo_sent",
    "photo_failed",
)
# A village may share an address; photos cost more than words.
_PHOTOS_AT_ONCE, _PHOTOS_PER_SECOND = 30, 0.5


class ChatDesk(Protocol):
    """Takes what a page says; see ``bot.channels.web.chat.WebChat``."""

    def session_token(self, request: web.BaseRequest) -> str:
        """Return the browser's cookie value, or a new one to be given to it."""
        ...

    def session_name(self, token: str) -> str:
        """Return a short name of the session that tells nothing."""
        ...

    def keep_session(
        self, request: web.BaseRequest, response: web.StreamResponse, token: str
    ) -> None:
        """Give the browser its cookie."""
        ...

    def new_session(self, request: web.BaseRequest, response: web.StreamResponse) -> None:
        """Begin a conversation that knows nothing of the one before."""
        ...

    def is_ours(self, request: web.BaseRequest) -> bool:
        """Say whether the request comes from a page of ours."""
        ...

    async def say(
        self, token: str, *, text: str = "", tap: str = "", message_id: str = ""
    ) -> Sequence[Outgoing] | str:
        """Answer a message and return the answers, or the sentence why it was not taken."""
        ...


_LINKS = ("p", "field", "life")  # what a link may lead to
_LONGEST_NAMED = 40


class ChatPage:
    """Serves ``/chat``."""

    def __init__(
        self, pages: Pages, desk: ChatDesk, limiter: AddressLimiter, pictures: CodeReader
    ) -> None:
        self._pages = pages
        self._desk = desk
        self._limiter = limiter
        self._pictures = pictures
        self._photos = AddressLimiter(
            pages.site.clock, burst=_PHOTOS_AT_ONCE, per_second=_PHOTOS_PER_SECOND
        )
        self._ids = IdMaker(pages.site.clock)

    @access("public")
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show the chat."""
        return self._page(request, self._desk.session_token(request))

    @access("public")
    async def say(self, request: web.Request) -> web.StreamResponse:
        """Answer the plain form with a page; sending it twice answers once."""
        if not self._desk.is_ours(request):
            raise web.HTTPForbidden
        self._limiter.check(request)
        form = await _read_form(request)
        said = {name: str(form.get(name, "")) for name in ("text", "tap", "id")}
        token = self._desk.session_token(request)
        said["id"] = said["id"] or self._ids.new()
        answers = await self._desk.say(
            token, text=said["text"], tap=said["tap"], message_id=said["id"]
        )
        return self._page(request, token, said, answers)

    @access("public")
    async def say_photo(self, request: web.Request) -> web.StreamResponse:
        """Answer a photo of a slip; only the code in it is read, the photo is kept nowhere.

        A page with scripts gets its answer by its socket, like any other.
        """
        if not self._desk.is_ours(request):
            raise web.HTTPForbidden
        self._photos.check(request)
        photo = await read_photo(request)
        text, tap = said_by(await self._pictures.read(photo.data))
        token = self._desk.session_token(request)
        said = {"text": text, "tap": tap or "", "id": photo.message_id or self._ids.new()}
        answers = await self._desk.say(token, text=text, tap=tap or "", message_id=said["id"])
        if photo.by_script:
            return web.json_response({"text": text}, headers={"Cache-Control": "no-store"})
        return self._page(request, token, said, answers)

    @access("public")
    async def start_over(self, request: web.Request) -> web.StreamResponse:
        """Begin a new conversation."""
        if not self._desk.is_ours(request):
            raise web.HTTPForbidden
        response = web.Response(status=303, headers={"Location": "/chat"})
        self._desk.new_session(request, response)
        return response

    def _asked(self, request: web.Request) -> tuple[str, str]:
        """Return the button that a link leads to and its name; two empty words for none."""
        site, query = self._pages.site, request.query
        card = site.knowledge.procedures.get(query.get("p", ""))
        if card is not None:
            return button_value(Subject(SubjectKind.PROCEDURE, card.code)), card.short
        slug = query.get("field", "")
        if slug in site.knowledge.fields:
            return button_value(Subject(SubjectKind.FIELD, slug)), site.menu.field_label(slug)
        event = site.menu.life_event(query.get("life", ""))
        if event is not None:
            return button_value(Subject(SubjectKind.LIFE, event.id)), event.label
        return "", ""

    def _page(
        self,
        request: web.Request,
        token: str,
        said: dict[str, str] | None = None,
        answers: Sequence[Outgoing] | str = (),
    ) -> web.Response:
        site = self._pages.site
        language = site.language(request)
        voice = site.voice(language)
        asked, asked_name = self._asked(request)
        refusal = answers if isinstance(answers, str) else ""
        named = " ".join(request.query.get(key, "") for key in _LINKS).strip()
        lost = bool(named) and not asked and said is None
        taken = said is not None and not refusal
        context = {
            "session": self._desk.session_name(token),
            "texts": json.dumps({key: voice(f"web.chat.{key}") for key in _SCRIPT_TEXTS}),
            "asked": asked,
            "asked_words": voice("web.chat.asked", name=asked_name) if asked else "",
            "said": said,
            "said_json": json.dumps(said) if taken else "",
            "answers": () if refusal else answers,
            "refusal": refusal,
            "lost": voice("web.chat.unknown_link", named=named[:_LONGEST_NAMED]) if lost else "",
            "next_id": self._ids.new(),
            "hours": say_hours(site.centre.calendar.week, voice),
        }
        html = self._pages.render("chat.html", language, context)
        response = web.Response(text=html, content_type="text/html")
        response.headers["Cache-Control"] = "no-store"
        self._desk.keep_session(request, response, token)
        response.enable_compression()
        return response


async def _read_form(request: web.Request) -> Mapping[str, object]:
    """Return the fields of a form.

    Raises:
        HTTPBadRequest: it cannot be read as one.
    """
    try:
        return await request.post()
    except (ValueError, LookupError, web.RequestPayloadError):
        # A broken multipart body, an unknown or wrong character set, a body cut short.
        raise web.HTTPBadRequest from None
