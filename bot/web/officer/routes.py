"""The whole console: its routes, and the guard before them."""

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web.officer.account import AccountPages
from bot.web.officer.audit_log import AuditPage
from bot.web.officer.bookings import BookingPages
from bot.web.officer.calls import CallPages
from bot.web.officer.cards import CardPages
from bot.web.officer.changes import ChangePages
from bot.web.officer.closures import ClosurePages
from bot.web.officer.counter import CounterPages
from bot.web.officer.desk import Desk
from bot.web.officer.dossier import DossierPage
from bot.web.officer.dossiers import DossierList
from bot.web.officer.entry import EntryPage
from bot.web.officer.frame import Console
from bot.web.officer.guard import guard
from bot.web.officer.guesses import GuessesPage
from bot.web.officer.hall import HallPages
from bot.web.officer.home import PROVIDERS, HomePage
from bot.web.officer.imports import ImportPages
from bot.web.officer.keys import KeyPages
from bot.web.officer.letters import LetterPages
from bot.web.officer.login import LoginPages
from bot.web.officer.many import ManyPages
from bot.web.officer.notices import NoticePages
from bot.web.officer.officers import OfficersPages
from bot.web.officer.parameters import ParameterPages
from bot.web.officer.place import PlacePage
from bot.web.officer.prints import PrintPages
from bot.web.officer.questions import QuestionPages
from bot.web.officer.ratings import RatingPages
from bot.web.officer.ready import ReadyPage
from bot.web.officer.second_factor import SecondFactorPages
from bot.web.officer.tell import TellPages
from bot.web.officer.templates import TemplatePages
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
    guesses, dossiers = GuessesPage(console), DossierList(console)
    calls, counters = CallPages(console), CounterPages(console)
    letters, ratings = LetterPages(console), RatingPages(console)
    # What waits on the first page; a new service adds its provider here.
    providers = (
        counters.to_do,
        dossiers.to_do,
        calls.to_do,
        letters.to_do,
        guesses.to_do,
        ratings.to_do,
        changes.to_do,
        questions.to_do,
        cards.to_do,
        *PROVIDERS,
    )
    parts = (
        LoginPages(console),
        factor,
        HomePage(console, providers),
        counters,
        BookingPages(console),
        HallPages(console),
        ClosurePages(console),
        ratings,
        dossiers,
        DossierPage(console),
        ReadyPage(console),
        ManyPages(console),
        calls,
        NoticePages(console),
        TellPages(console),
        cards,
        changes,
        questions,
        TemplatePages(console),
        letters,
        PrintPages(console, search),
        PlacePage(console),
        AccountPages(console, factor),
        OfficersPages(console),
        KeyPages(console),
        ImportPages(console),
        EntryPage(console),
        guesses,
        ParameterPages(console),
        AuditPage(console),
    )
    return [route for part in parts for route in part.routes()], guard(console)
