"""One tap says how it was: once for each visit, without a name, never after a death."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.kernel.clock import StillClock
from bot.services.ratings.model import Answer, Level, Occasion, Source
from bot.services.ratings.service import KEEP, Ratings
from bot.services.ratings.store import RatingStore


@pytest.fixture
def ratings(database: AsyncEngine, clock: StillClock) -> Ratings:
    return Ratings(RatingStore(database), clock)


def visit(clock: StillClock, number: int = 1, name: str = "") -> Occasion:
    served = clock.now() - timedelta(minutes=5)
    return Occasion(key=f"ticket:{number}", served_at=served, field="A", procedure_name=name)


async def test_the_first_of_many_taps_counts(ratings: Ratings, clock: StillClock):
    taps = [ratings.rate(visit(clock), level, Source.CHAT) for level in Level]
    answers = await asyncio.gather(*taps)
    assert sorted(answers) == [Answer.GIVEN_BEFORE] * 4 + [Answer.TAKEN]
    share = await ratings.share(clock.now() - timedelta(days=1), clock.now() + timedelta(days=1))
    assert share.answers == 1


async def test_what_was_rated_is_not_asked_again(ratings: Ratings, clock: StillClock):
    assert await ratings.may_rate(visit(clock))
    await ratings.rate(visit(clock), Level.HAPPY, Source.CHAT)
    assert not await ratings.may_rate(visit(clock))
    assert not await ratings.may_rate(visit(clock, 2, "Đăng ký khai tử"))


async def test_after_a_week_it_is_too_late(ratings: Ratings, clock: StillClock):
    old = visit(clock)
    clock.move(timedelta(days=8))
    assert await ratings.rate(old, Level.HAPPY, Source.KIOSK) is Answer.CLOSED


async def test_nobody_rates_the_registration_of_a_death(ratings: Ratings, clock: StillClock):
    grief = visit(clock, name="Đăng ký khai tử")
    assert await ratings.rate(grief, Level.HAPPY, Source.KIOSK) is Answer.CLOSED


async def test_taps_in_a_row_at_the_kiosk_are_marked_not_lost(ratings: Ratings, clock: StillClock):
    for number in range(6):
        given = await ratings.rate(visit(clock, number), Level.VERY_HAPPY, Source.KIOSK)
        assert given is Answer.TAKEN
    day = timedelta(days=1)
    all_of_them = await ratings.share(clock.now() - day, clock.now() + day)
    sure = await ratings.share(clock.now() - day, clock.now() + day, with_flagged=False)
    assert (all_of_them.answers, sure.answers) == (6, 4)


async def test_an_answer_faster_than_reading_is_marked(ratings: Ratings, clock: StillClock):
    shown = clock.now() - timedelta(seconds=1)
    await ratings.rate(visit(clock), Level.HAPPY, Source.CHAT, shown)
    day = timedelta(days=1)
    assert (
        await ratings.share(clock.now() - day, clock.now() + day, with_flagged=False)
    ).answers == 0


async def test_after_two_years_ratings_are_gone(ratings: Ratings, clock: StillClock):
    await ratings.rate(visit(clock), Level.HAPPY, Source.CHAT)
    clock.move(KEEP + timedelta(days=1))
    assert await ratings.forget() == 1
