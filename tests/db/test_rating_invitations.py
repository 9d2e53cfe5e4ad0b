"""Who is invited to rate, on both databases; several processes invite once."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import NoticeRow
from bot.db.notices import NoticeWriter
from bot.kernel.clock import StillClock
from bot.kernel.notices import NoticeStatus
from bot.services.queue.model import Person, Source
from bot.services.ratings.asking import Asking, Tact
from bot.services.ratings.asking_store import AskingStore
from bot.services.ratings.model import Answer, Level
from bot.services.ratings.model import Source as RatedAt
from bot.services.ratings.parameters import AskingRules
from bot.services.ratings.service import Ratings
from bot.services.ratings.store import RatingStore
from tests.queues import KEY, OFFICER, queue_of

NAMES = {"1.001193": "Đăng ký khai sinh", "1.000656": "Đăng ký khai tử"}


def asking_of(database: AsyncEngine, clock: StillClock, declines: str = "") -> Asking:
    tact = Tact(
        names=lambda codes: {code: NAMES[code] for code in codes},
        is_quiet=lambda code: code == "1.000656",
        declines=lambda dialogue: dialogue == declines != "",
    )
    return Asking(AskingStore(database, NoticeWriter(KEY)), clock, tact, AskingRules)


async def served(database: AsyncEngine, clock: StillClock, user: str, procedure: str) -> str:
    queue = queue_of(database, clock)
    person = Person(conversation_id=user)
    await queue.take_number("civil", Source.CHAT, person, procedures=[procedure])
    ticket = await queue.call_next(1, OFFICER)
    assert ticket is not None
    await queue.start(ticket.id, OFFICER)
    clock.move(timedelta(minutes=4))
    await queue.finish(ticket.id, OFFICER)
    return f"ticket:{ticket.id}"


async def test_each_person_is_invited_once_by_however_many_processes(
    database: AsyncEngine, clock: StillClock
):
    key = await served(database, clock, "web:lan", "1.001193")
    await served(database, clock, "web:tang", "1.000656")
    clock.move(timedelta(minutes=31))
    processes = [asking_of(database, clock) for _ in range(3)]
    asked = await asyncio.gather(*(one.ask() for one in processes))
    assert sum(asked) == 1
    assert await processes[0].ask() == 0
    async with database.begin() as connection:
        rows = (
            await connection.execute(select(NoticeRow).where(NoticeRow.kind == "rating.ask"))
        ).all()
        assert [row.subject for row in rows] == [key]
        sent = NoticeRow.__table__.update().where(NoticeRow.id == rows[0].id)
        await connection.execute(
            sent.values(status=NoticeStatus.ACCEPTED.value, settled_at=clock.now())
        )
    assert await processes[0].open_invitation("web:lan", last_said=True) == key
    assert await processes[0].open_invitation("web:tang", last_said=False) == ""
    assert await processes[0].occasion("web:tang", key) is None
    occasion = await processes[0].occasion("web:lan", key)
    assert occasion is not None
    assert occasion.procedure_name == "Đăng ký khai sinh"
    ratings = Ratings(RatingStore(database), clock)
    assert await ratings.rate(occasion, Level.HAPPY, RatedAt.CHAT) is Answer.TAKEN
    assert await processes[0].open_invitation("web:lan", last_said=False) == ""
    assert await ratings.add_word(key, "cán bộ nhiệt tình")
    assert not await ratings.add_word(key, "viết lần nữa")
    clock.move(timedelta(days=181))
    await ratings.forget()
    assert await ratings.words() == []
