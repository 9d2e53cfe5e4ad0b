"""The whole console: its routes, and the guard before them."""

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web.officer.account import AccountPages
from bot.web.officer.audit_log import AuditPage
from bot.web.officer.cards import CardPages
from bot.web.officer.changes import ChangePages
from bot.web.officer.desk import Desk
from bot.web.officer.entry import EntryPage
from bot.web.officer.frame import Console
from bot.web.officer.guard import guard
from bot.web.officer.guesses import GuessesPage
from bot.web.officer.home import PROVIDERS, HomePage
from bot.web.officer.imports import ImportPages
from bot.web.officer.keys import KeyPages
from bot.web.officer.login import LoginPages
from bot.web.officer.officers import OfficersPages
from bot.web.officer.place import PlacePage
from bot.web.officer.prints import PrintPages
from bot.web.officer.questions import QuestionPages
from bot.web.officer.second_factor import SecondFactorPages
from bot.web.officer.trials import Trials
from bot.web.public.search import ProcedureSearch
from bot.web.site import Pages


def build_console(pages: Pages, desk: Desk) -> tuple[list[web.RouteDef], Middleware]:
    """Return the routes of all pages, and the middleware that guards them."""
    console = Console(pages, desk)
    factor = SecondFactorPages(console)
    search, trials = ProcedureSearch(pages.site.source), Trials(pages.site.source)
    cards, changes = CardPages(console, trials), ChangePages(console)
    questions = QuestionPages(console, search, trials)
    guesses = GuessesPage(console)
    # What waits on the first page; a new service adds its provider here.
    providers = (guesses.to_do, changes.to_do, questions.to_do, cards.to_do, *PROVIDERS)
    parts = (
        LoginPages(console),
        factor,
        HomePage(console, providers),
        cards,
        changes,
        questions,
        PrintPages(console, search),
        PlacePage(console),
        AccountPages(console, factor),
        OfficersPages(console),
        KeyPages(console),
        ImportPages(console),
        EntryPage(console),
        guesses,
        AuditPage(console),
    )
    return [route for part in parts for route in part.routes()], guard(console)
