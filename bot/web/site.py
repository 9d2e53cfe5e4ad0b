"""What every page of the site needs: texts, templates, the centre, addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.kernel.clock import Clock
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.overlay_files import Overlay
from bot.knowledge.reading import Context, Reading
from bot.locale.catalogue import DEFAULT_LANGUAGE, LANGUAGES, Catalogue, Voice
from bot.services.centre.model import Centre
from bot.services.procedures.menu import Menu
from bot.web.assets import Assets
from bot.web.markup import parts_of
from bot.web.security import is_host, is_https

_HERE = Path(__file__).parent


class Interpreter(Protocol):
    """Understands what a person types."""

    def understand(self, text: str, context: Context) -> Reading:
        """Return what a message means."""
        ...


class Source(Protocol):
    """What is known at this moment; it may be another thing at the next request."""

    @property
    def knowledge(self) -> KnowledgeBase:
        """Return the procedures to show."""
        ...

    @property
    def interpreter(self) -> Interpreter:
        """Return what understands search queries."""
        ...

    @property
    def menu(self) -> Menu:
        """Return the names of fields and life events."""
        ...

    @property
    def centre(self) -> Centre:
        """Return who speaks, and when the doors are open."""
        ...

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """Return what the province and the commune set for themselves, the widest first."""
        ...


@dataclass(frozen=True)
class Site:
    """The facts behind the pages.

    Attributes:
        source: the knowledge base, replaced as a whole when a change is published.
        public_url: address of the site as citizens know it; "" takes each request's own.
    """

    source: Source
    catalogue: Catalogue
    clock: Clock
    public_url: str = ""

    @property
    def knowledge(self) -> KnowledgeBase:
        """Return the procedures to show."""
        return self.source.knowledge

    @property
    def menu(self) -> Menu:
        """Return the names of fields and life events."""
        return self.source.menu

    @property
    def centre(self) -> Centre:
        """Return who speaks, and when the doors are open."""
        return self.source.centre

    def today(self) -> date:
        """Return the centre's day."""
        return self.clock.now().astimezone(self.centre.calendar.zone).date()

    def language(self, request: web.BaseRequest) -> str:
        """Return the language asked for in the address."""
        wanted = request.query.get("lang", DEFAULT_LANGUAGE)
        return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE

    def voice(self, language: str) -> Voice:
        """Return the texts in a language, to somebody we do not know."""
        return Voice(self.catalogue, language)

    def base(self, request: web.BaseRequest) -> str:
        """Return the address of the site without a final slash."""
        if self.public_url:
            return self.public_url
        host = request.host if is_host(request.host) else "localhost"
        return f"{'https' if is_https(request) else 'http'}://{host}"


class Pages:
    """Renders templates."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.assets = Assets(_HERE / "static")
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["parts"] = parts_of
        self._environment.filters["quote"] = lambda text: quote(text, safe="")

    def render(self, name: str, language: str, context: Mapping[str, Any]) -> str:
        """Return a page as HTML."""

        def link(path: str, **query: str) -> str:
            """Return an address of ours that keeps the language."""
            if language != DEFAULT_LANGUAGE:
                query["lang"] = language
            pairs = "&".join(f"{key}={quote(value, safe='')}" for key, value in query.items())
            return f"{path}?{pairs}" if pairs else path

        return self._environment.get_template(name).render(
            t=self.site.voice(language),
            language=language,
            centre=self.site.centre,
            asset=self.assets.url,
            link=link,
            **context,
        )
