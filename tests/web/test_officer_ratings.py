"""The head reads how citizens found the service; nothing leads to who said it, or to few people."""

from datetime import timedelta

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from bot.services.ratings.model import Level, Occasion, Source
from tests.web.clerk import at_work
from tests.web.house import House


async def rated(house: House, clock: StillClock, levels: list[Level], field: str) -> None:
    """Let people rate what was done in a field, each with a word."""
    for level in levels:
        number = f"{field}-{clock.now().timestamp()}"
        occasion = Occasion(key=f"ticket:{number}", served_at=clock.now(), field=field)
        clock.move(timedelta(minutes=2))
        await house.desk.hall.ratings.rate(occasion, level, Source.CHAT)
        await house.desk.hall.ratings.add_word(occasion.key, f"lời của {field}")


async def test_shares_are_told_from_five_answers_on_and_words_without_a_day(
    house: House, clock: StillClock
):
    await rated(house, clock, [Level.HAPPY] * 4 + [Level.UNHAPPY], "civil")
    await rated(house, clock, [Level.VERY_UNHAPPY] * 2, "land")
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        first = (await clerk.get("/officer")).text
        page = (await clerk.get("/officer/ratings")).text
    assert "Lời chưa hài lòng" in first
    assert "80 % (ít lượt)" in page
    assert "chưa đủ 5 lượt" in page
    assert "«lời của civil»" in page
    assert "Rất chưa hài lòng · lĩnh vực ít lượt chấm · tuần 23/11" in page
    assert "25/11" not in page


async def test_officers_at_counters_do_not_read_it(house: House, clock: StillClock):
    await rated(house, clock, [Level.UNHAPPY], "civil")
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "Lời chưa hài lòng" not in (await clerk.get("/officer")).text
        assert (await clerk.get("/officer/ratings")).status == 403
