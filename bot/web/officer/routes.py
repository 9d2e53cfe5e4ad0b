"""The whole console: its routes, and the guard before them."""

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web.officer.account.login import LoginPages
from bot.web.officer.account.pages import AccountPages
from bot.web.officer.account.second_factor import SecondFactorPages
from bot.web.officer.desk import Desk
from bot.web.officer.dossiers.entry import EntryPage
from bot.web.officer.dossiers.guesses import GuessesPage
from bot.web.officer.dossiers.imports import ImportPages
from bot.web.officer.dossiers.many import ManyPages
from bot.web.officer.dossiers.one import DossierPage
from bot.web.officer.dossiers.ready import ReadyPage
from bot.web.officer.dossiers.search import DossierList
from bot.web.officer.dossiers.tell import TellPages
from bot.web.officer.frame import Console
from bot.web.officer.guard import guard
from bot.web.officer.home import PROVIDERS, HomePage
from bot.web.officer.knowledge.cards import CardPages
from bot.web.officer.knowledge.changes import ChangePages
from bot.web.officer.knowledge.place import PlacePage
from bot.web.officer.knowledge.prints import PrintPages
from bot.web.officer.knowledge.questions import QuestionPages
from bot.web.officer.knowledge.trials import Trials
from bot.web.officer.letters.pages import LetterPages
from bot.web.officer.letters.templates import TemplatePages
from bot.web.officer.notices.calls import CallPages
from bot.web.officer.notices.pages import NoticePages
from bot.web.officer.queue.bookings import BookingPages
from bot.web.officer.queue.closures import ClosurePages
from bot.web.officer.queue.counter import CounterPages
from bot.web.officer.queue.hall import HallPages
from bot.web.officer.queue.ratings import RatingPages
from bot.web.officer.staff.audit_log import AuditPage
from bot.web.officer.staff.keys import KeyPages
from bot.web.officer.staff.officers import OfficersPages
from bot.web.officer.staff.parameters import ParameterPages
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
