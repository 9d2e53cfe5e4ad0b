"""The whole console: its routes, and the guard before them."""

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web.officer.account import AccountPages
from bot.web.officer.audit_log import AuditPage
from bot.web.officer.cards import CardPages
from bot.web.officer.changes import ChangePages
from bot.web.officer.desk import Desk
from bot.web.officer.frame import Console
from bot.web.officer.guard import guard
from bot.web.officer.home import PROVIDERS, HomePage
from bot.web.officer.login import LoginPages
from bot.web.officer.officers import OfficersPages
from bot.web.officer.second_factor import SecondFactorPages
from bot.web.site import Pages


def build_console(pages: Pages, desk: Desk) -> tuple[list[web.RouteDef], Middleware]:
    """Return the routes of all pages, and the middleware that guards them."""
    console = Console(pages, desk)
    factor = SecondFactorPages(console)
    cards, changes = CardPages(console), ChangePages(console)
    # What waits on the first page; a new service adds its provider here.
    providers = (changes.to_do, cards.to_do, *PROVIDERS)
    parts = (
        LoginPages(console),
        factor,
        HomePage(console, providers),
        cards,
        changes,
        AccountPages(console, factor),
        OfficersPages(console),
        AuditPage(console),
    )
    return [route for part in parts for route in part.routes()], guard(console)
