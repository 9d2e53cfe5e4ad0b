"""The whole service in one process: database, channels, web server, timed work."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.api import build_api_desk
from bot.app.brain import Brain
from bot.app.checks import database_check, scheduler_check
from bot.app.demo_queue import add_demo_queue
from bot.app.dossiers import add_samples, open_dossiers, report_results
from bot.app.hall import build_queue
from bot.app.letters import drafting_job
from bot.app.listening import listening
from bot.app.live import LiveBrain
from bot.app.notices import NoticeHouse, notices_of
from bot.app.officer_chat import build_officer_parts
from bot.app.officers import open_desk
from bot.app.parameters import open_parameters
from bot.app.queue import queue_jobs
from bot.app.ratings import asking_job, ratings_of
from bot.app.secret_key import secret_key
from bot.app.sms import open_sms, sms_line
from bot.app.telegram import open_telegram, telegram_line
from bot.app.timetable import build_jobs
from bot.app.upkeep import open_live_brain
from bot.channels.sms.service import Sms
from bot.channels.web.chat import WebChat
from bot.config import Settings, TelegramSettingsFromEnvironment
from bot.core.delivery import Delivery, Reception
from bot.core.engine import Engine
from bot.db.conversations import DatabaseConversations
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.handlers.queue.taps import QueueParts
from bot.kernel.channel import Abilities, Channel
from bot.kernel.clock import Clock, SystemClock
from bot.kernel.errors import ConfigError
from bot.knowledge.base import load_knowledge
from bot.knowledge.stale import StaleKind, load_laws
from bot.locale.catalogue import Voice
from bot.services.parameters.service import Parameters
from bot.services.queue.service import Queue
from bot.services.upkeep.service import Upkeep
from bot.web.officer.desk import Desk
from bot.web.server import create_web_app
from scheduler.jobs.conversations import ConversationJobs
from scheduler.jobs.knowledge import KnowledgeJobs
from scheduler.plan import plan
from scheduler.runner import Runner

if TYPE_CHECKING:
    from bot.channels.telegram.service import Telegram

logger = logging.getLogger(__name__)


@dataclass
class Service:
    """Everything that runs, for those who start it and for tests."""

    live: LiveBrain
    database: AsyncEngine
    store: DatabaseConversations
    engine: Engine
    reception: Reception
    delivery: Delivery
    runner: Runner
    upkeep: Upkeep
    figures: CollectorRegistry
    notices: NoticeHouse
    web_app: web.Application | None = None
    lines: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @property
    def brain(self) -> Brain:
        """Return the brain of this moment."""
        return self.live.brain


@asynccontextmanager
async def running_service(
    settings: Settings,
    telegram: TelegramSettingsFromEnvironment,
    *,
    clock: Clock | None = None,
    serve: bool = True,
    demo: bool = False,
    telegram_limits: bool = True,
) -> AsyncIterator[Service]:
    """Start everything, and stop it in the opposite order on leaving.

    Args:
        settings: of the program.
        telegram: of the Telegram channel.
        clock: the time.
        serve: False for a worker: timed work and sending only, no web server and no receiving.
        demo: add sample officers and dossiers to an empty database.
        telegram_limits: False lets benchmarks send without a pace.

    Raises:
        ConfigError: a setting is wrong or the port is taken.
        DataError: a file of the knowledge base is wrong.
    """
    clock = clock or SystemClock()
    shipped = load_knowledge(Path(settings.procedures))
    async with AsyncExitStack() as stack:
        database = open_database(settings.database_url)
        stack.push_async_callback(database.dispose)
        await _migrate(database)
        key, key_line = secret_key(settings)  # a worker opens what is sealed as well
        papers = open_dossiers(database, clock, key) if serve else None
        phones = build_officer_parts(database, clock, key) if serve else None
        parameters = await open_parameters(database, clock)
        queue = build_queue(database, clock, key, lambda: live.brain, parameters)
        said = ratings_of(settings, database, clock, lambda: live.brain, parameters)
        places = QueueParts(queue, settings.public_url, said) if serve else None
        live = await open_live_brain(
            settings, database, shipped, clock, papers, places, officers=phones
        )
        brain = live.brain
        store = DatabaseConversations(database)
        stack.push_async_callback(store.drain)
        chat = WebChat(clock=clock, voice=Voice(brain.catalogue), public_url=settings.public_url)
        bot = open_telegram(settings, telegram, clock, limited=telegram_limits)
        if bot is not None:
            stack.push_async_callback(bot.stop)
        sms = await stack.enter_async_context(open_sms(settings, clock))
        service = _compose(
            settings, live, database, store, clock, chat, bot, parameters, sms, queue
        )
        chat.attach(service.reception, store)
        if bot is not None:
            bot.attach(service.reception)
        if sms is not None:
            sms.attach(service.notices.receipts)
        if serve:
            samples = await add_samples(live.brain, database, clock) if demo else []
            if samples:
                samples += await add_demo_queue(database, clock, key, live.brain.centre.calendar)
            desk, lines = await open_desk(
                settings, database, clock, live, parameters, queue, key=key, demo=demo
            )
            service.lines = [key_line, *lines, *samples] if key_line else [*lines, *samples]
            await _open_doors(stack, service, settings, desk, chat, bot, sms, clock, key)
        stack.push_async_callback(service.notices.sender.stop)
        service.runner.start()
        stack.push_async_callback(service.runner.stop)
        service.lines += [telegram_line(telegram, bot), sms_line(sms)]
        yield service


def _compose(
    settings: Settings,
    live: LiveBrain,
    database: AsyncEngine,
    store: DatabaseConversations,
    clock: Clock,
    chat: WebChat,
    bot: "Telegram | None",
    parameters: Parameters,
    sms: Sms | None,
    queue: Queue,
) -> Service:
    channels: dict[str, Channel] = {chat.channel.name: chat.channel}
    if bot is not None:
        channels[bot.channel.name] = bot.channel
    if sms is not None:
        channels[sms.channel.name] = sms.channel
    abilities: dict[str, Abilities] = {name: c.abilities for name, c in channels.items()}
    engine = Engine(
        store=store,
        handler=live,
        catalogue=live.brain.catalogue,
        abilities=abilities,
        clock=clock,
    )
    delivery = Delivery(channels, store, clock)
    jobs = ConversationJobs(store, delivery, clock)
    cards = KnowledgeJobs(live, load_laws(Path(settings.procedures)))
    cards.look()
    timed = build_jobs(database, clock, jobs, cards, parameters)
    timed["draft_letters"] = drafting_job(settings, database, clock, lambda: live.brain, parameters)
    timed |= queue_jobs(queue)
    timed["ask_ratings"] = asking_job(settings, database, clock, lambda: live.brain, parameters)
    timed["report_results"] = report_results(lambda: live.brain)
    figures = _figures(cards)
    notices = notices_of(settings, database, clock, live, channels, parameters, chat, figures)
    runner = Runner(plan(timed | notices.timed), clock)
    return Service(
        live,
        database,
        store,
        engine,
        Reception(engine, delivery),
        delivery,
        runner,
        live.upkeep,
        figures,
        notices,
    )


def _figures(cards: KnowledgeJobs) -> CollectorRegistry:
    """Return what ``/metrics`` shows beside the web server's own figures."""
    registry = CollectorRegistry()
    gauge = Gauge(
        "motcua_stale_cards", "Cards to look at again, by reason", ["reason"], registry=registry
    )
    for kind in StaleKind:
        gauge.labels(kind.value).set_function(partial(cards.count, kind))
    return registry


async def _open_doors(
    stack: AsyncExitStack,
    service: Service,
    settings: Settings,
    desk: Desk,
    chat: WebChat,
    bot: "Telegram | None",
    sms: Sms | None,
    clock: Clock,
    key: bytes,
) -> None:
    brain = service.brain
    app = create_web_app(
        source=service.live,
        catalogue=brain.catalogue,
        clock=clock,
        chat=chat,
        desk=desk,
        api=build_api_desk(
            service.database,
            clock,
            key,
            lambda: service.brain,
            service.notices.requests,
            desk.hall.queue,
        ),
        public_url=settings.public_url,
        channel_routes=[
            route for each in (bot, sms) if each is not None for route in each.routes()
        ],
        checks={
            "database": database_check(service.database),
            "scheduler": scheduler_check(service.runner),
        },
        remarks={"knowledge": service.live.remark, "notices": service.notices.remark},
        registry=service.figures,
    )
    service.web_app = app
    service.addresses = await stack.enter_async_context(listening(app, settings))
    if bot is not None:
        await bot.start()


async def _migrate(database: AsyncEngine) -> None:
    try:
        await migrate(database)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise ConfigError(f"MOTCUA_DATABASE_URL: the database cannot be used: {reason}") from error
