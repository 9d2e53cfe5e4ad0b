"""Notices put together: for the timetable, the console, the API."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.dossiers import dossiers_of
from bot.app.live import LiveBrain
from bot.app.notice_facts import CatalogueVoices, DossierFacts, place_of
from bot.app.officer_chat import MorningList
from bot.app.web_notices import WebNotices
from bot.channels.web.channel import NAME as WEB
from bot.channels.web.channel import WebChannel
from bot.channels.web.chat import WebChat
from bot.kernel.channel import Channel
from bot.kernel.clock import Clock
from bot.kernel.notices import TemplateChannel
from bot.services.dossiers.store import DossierStore
from bot.services.notices.batches import Batches
from bot.services.notices.calls import Calls
from bot.services.notices.model import Dossiers, OfficerLists, Voices
from bot.services.notices.parameters import rules_from
from bot.services.notices.people import People
from bot.services.notices.planner import Planner
from bot.services.notices.planning_store import PlanningStore
from bot.services.notices.receipts import FollowUp, NoticeReceipts
from bot.services.notices.reminders import Reminders
from bot.services.notices.requests import NoticeRequests
from bot.services.notices.retention import Retention
from bot.services.notices.routes import Routes
from bot.services.notices.rules import ALARM_AFTER, Rules
from bot.services.notices.sender import Sender
from bot.services.notices.service import Notices
from bot.services.notices.store import SendStore
from bot.services.notices.texts import Texts
from bot.services.parameters.service import Parameters
from scheduler.jobs.notices import NoticeJobs
from scheduler.plan import Job


@dataclass(frozen=True, slots=True)
class NoticeHouse:
    """Everything about notices.

    Attributes:
        receipts: for channels that hear later what became of a message.
        show: brings new notices to pages that are open in this process.
    """

    sender: Sender
    jobs: NoticeJobs
    receipts: NoticeReceipts
    requests: NoticeRequests
    batches: Batches
    calls: Calls
    notices: Notices
    show: WebNotices | None = None

    async def remark(self) -> str | None:
        """Return what an operator should know; None when all is well."""
        wait = await self.notices.oldest_wait()
        if wait > ALARM_AFTER:
            return f"a notice has been waiting for {int(wait.total_seconds() // 60)} minutes"
        return None

    @property
    def timed(self) -> dict[str, Job]:
        """Return the timed work by its name in the timetable."""
        jobs = self.jobs
        work: dict[str, Job] = {
            "plan_notices": jobs.plan,
            "send_notices": jobs.send,
            "remind": jobs.remind,
            "sweep_notices": jobs.sweep,
            "forget_notices": jobs.forget,
        }
        return work | ({"show_notices": self.show.show} if self.show is not None else {})


class Figures:
    """Counts calls of channels for ``/metrics``."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._calls = Counter(
            "motcua_notices", "Notices by channel and outcome", ["channel", "outcome"],
            registry=registry,
        )  # fmt: skip
        self.waiting = Gauge(
            "motcua_notices_oldest_seconds", "Since when the oldest due notice waits",
            registry=registry,
        )  # fmt: skip

    def sent(self, way: str, outcome: str) -> None:
        """Count one call of a channel."""
        self._calls.labels(way, outcome).inc()


def open_notices(
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    *,
    brain: Callable[[], Brain],
    channels: Mapping[str, Channel],
    rules: Callable[[], Rules],
    registry: CollectorRegistry,
    templates: Sequence[TemplateChannel] = (),
    officers: OfficerLists | None = None,
    pages: WebChannel | None = None,
) -> NoticeHouse:
    """Return the notices.

    Args:
        database: migrated.
        clock: the time.
        key: from which the keys for values and phone numbers are derived.
        brain: returns the brain of the moment.
        channels: that are on, by name; the web chat is reached through its history.
        rules: what officers set.
        registry: where figures are published.
        templates: channels of approved messages, the preferred first.
        officers: who wants the list of the morning.
        pages: the web chat, where this process serves it.
    """
    figures = Figures(registry)
    receipts = NoticeReceipts(database, clock)
    called = {name: channel for name, channel in channels.items() if name != WEB}
    routes = Routes(called, (WEB,), tuple(templates))
    papers, plans = DossierStore(database, key), PlanningStore(database, key)

    def dossiers() -> Dossiers:
        return DossierFacts(papers, brain().knowledge.procedures)

    def voices() -> Voices:
        return CatalogueVoices(brain().catalogue)

    sender = Sender(
        SendStore(database, key, clock),
        People(database, voices, rules),
        routes,
        Texts(lambda: place_of(brain())),
        clock,
        rules=rules,
        calendar=lambda: brain().centre.calendar,
        counting=figures,
    )
    notices = Notices(database, clock)
    jobs = NoticeJobs(
        planner=Planner(plans, dossiers, clock, rules),
        sender=sender,
        reminders=Reminders(
            plans,
            dossiers,
            clock,
            rules=rules,
            calendar=lambda: brain().centre.calendar,
            officers=officers,
        ),
        follow_up=FollowUp(database, clock, lambda: routes),
        retention=Retention(database, clock),
        watch=_watch(notices, figures),
    )
    return NoticeHouse(
        sender=sender,
        jobs=jobs,
        receipts=receipts,
        requests=open_requests(database, clock, key, brain, rules),
        batches=Batches(database, key, clock),
        calls=Calls(database, key, clock),
        notices=notices,
        show=WebNotices(database, pages, receipts, clock) if pages is not None else None,
    )


def open_requests(
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    brain: Callable[[], Brain],
    rules: Callable[[], Rules],
) -> NoticeRequests:
    """Return what takes wishes of officers and of other systems."""
    papers = DossierStore(database, key)

    def dossiers() -> Dossiers:
        return DossierFacts(papers, brain().knowledge.procedures)

    return NoticeRequests(PlanningStore(database, key), dossiers, clock, rules)


def notices_of(
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    live: LiveBrain,
    channels: Mapping[str, Channel],
    parameters: Parameters,
    chat: WebChat,
    registry: CollectorRegistry,
) -> NoticeHouse:
    """Return the notices of the whole service."""
    return open_notices(
        database,
        clock,
        key,
        brain=lambda: live.brain,
        channels=channels,
        rules=lambda: rules_from(parameters.values()),
        registry=registry,
        officers=MorningList(database, dossiers_of(database, clock, key, lambda: live.brain)),
        pages=chat.channel,
    )


def _watch(notices: Notices, figures: Figures) -> Callable[[], Awaitable[float]]:
    async def watch() -> float:
        seconds = (await notices.oldest_wait()).total_seconds()
        figures.waiting.set(seconds)
        return seconds

    return watch
