"""A process that does nothing but give numbers and book places; made to be killed."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from itertools import count
from multiprocessing.connection import Connection

from bot.db.engine import open_database
from bot.kernel.clock import StillClock
from bot.kernel.errors import QueueError
from bot.services.queue.model import Person, Source
from tests.queues import THURSDAY, WEDNESDAY, moment, queue_of

NOW = moment(WEDNESDAY, 9)
MOMENT = moment(THURSDAY, 9)


def serve(database_url: str, name: str, told: Connection) -> None:
    """Tell each number after it was given, until somebody pulls the plug."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(database_url, name, told))


async def _serve(database_url: str, name: str, told: Connection) -> None:
    queue = queue_of(open_database(database_url), StillClock(NOW))

    async def give(lane: int) -> None:
        for number in count():
            person = Person(conversation_id=f"web:{name}.{lane}.{number}")
            ticket = await queue.take_number("civil", Source.CHAT, person)
            told.send(ticket.number)
            start = MOMENT + timedelta(minutes=15 * (number % 8))
            with suppress(QueueError):
                told.send((await queue.book_at_once("civil", start, person)).number)

    await asyncio.gather(*map(give, range(4)))
