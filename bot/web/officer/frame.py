"""What every page of the console shares: who is there, navigation, rendering, going on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.kernel.audit import Actor
from bot.services.officers.model import Officer, Right, Session
from bot.services.officers.rules import may
from bot.web.limits import AddressLimiter
from bot.web.officer import paths, words
from bot.web.officer.account.cookies import Cookies
from bot.web.officer.colleagues import Colleagues
from bot.web.officer.desk import Desk
from bot.web.officer.forms import Form
from bot.web.officer.sections import menu_of
from bot.web.site import Pages

_LANGUAGE = "vi"  # the console speaks Vietnamese only


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is there.

    Attributes:
        form_token: what the forms of this session carry.
        reference: of this request, in logs, errors and the audit log.
    """

    session: Session
    form_token: str
    reference: str

    @property
    def officer(self) -> Officer:
        """Return the account."""
        return self.session.officer

    @property
    def actor(self) -> Actor:
        """Return who acts, for the audit log."""
        return Actor(officer_id=self.officer.id, login=self.officer.login, reference=self.reference)

    def may(self, right: Right) -> bool:
        """Say whether this officer has a right."""
        return may(self.officer, right)


VISITOR = web.RequestKey("visitor", Visitor)
FORM = web.RequestKey("form", Form)


class Console:
    """The console's workshop: pages take from it what they need."""

    def __init__(self, pages: Pages, desk: Desk) -> None:
        self.pages = pages
        self.desk = desk
        self.colleagues = Colleagues(desk.officers, pages.site.clock)
        self.cookies = Cookies(pages.site.public_url)
        # A whole office may log in at half past seven behind one address.
        self.log_ins = AddressLimiter(pages.site.clock, burst=100, per_second=0.5)

    @property
    def commune(self) -> str:
        """Return whom the centre serves."""
        return self.pages.site.centre.commune

    def page(
        self, request: web.Request, name: str, *, status: int = 200, **context: Any
    ) -> web.Response:
        """Return a page for whoever is logged in.

        Args:
            request: being answered.
            name: of the template.
            status: of the response.
            context: whatever that template shows.
        """
        visitor = request.get(VISITOR)
        common = {
            "visitor": visitor,
            "officer": visitor.officer if visitor else None,
            "role_name": words.ROLES[visitor.officer.role.value] if visitor else "",
            "form_token": visitor.form_token if visitor else "",
            "menu": menu_of(request.path, visitor.may) if visitor else None,
            "done": words.DONE.get(request.query.get("done", ""), ""),
            "form": Form(),
            "blank": Form(),
            "paths": paths,
        }
        return self.bare_page(name, {**common, **context}, status=status)

    def bare_page(self, name: str, context: Mapping[str, Any], *, status: int) -> web.Response:
        """Return a page with nothing of anybody's in it but the context.

        It is never compressed: next to what a stranger can put into an address, the length of a
        compressed page would tell about the form's token (BREACH).
        """
        now = self.pages.site.clock.now()
        ready = {
            "when": lambda moment: words.say_moment(moment, now),
            "who": self.colleagues.name,
            **context,
        }
        html = self.pages.render(f"officer/{name}", _LANGUAGE, ready)
        return web.Response(
            status=status,
            text=html,
            content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )


def go(path: str, **query: str) -> web.Response:
    """Send the browser to another page after a change (post, redirect, get).

    Args:
        path: of ours.
        query: values that need no escaping.
    """
    pairs = "&".join(f"{key}={value}" for key, value in query.items())
    location = path
    if pairs:
        location += ("&" if "?" in path else "?") + pairs
    return web.Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})
