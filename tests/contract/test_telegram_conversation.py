"""Conversations on Telegram, whole road: update, engine, database, answer on the screen."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.brain import Brain
from bot.kernel.channel import Outcome
from tests.simulators.telegram_house import House, open_house


@pytest.fixture(params=["webhook", "polling"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, mode=request.param) as house:
        yield house


async def test_a_question_is_answered(house: House) -> None:
    person = house.person()
    person.writes("làm khai sinh")
    await house.until(lambda: person.screen)
    assert person.screen == ["Nghe: làm khai sinh"]
    assert person.last.raw == "<b>Nghe:</b> làm khai sinh"
    assert person.last.labels == [["Sửa", "Mới"]]


async def test_signs_with_a_meaning_in_html_are_shown_as_typed(house: House) -> None:
    person = house.person()
    person.writes("a < b && c > d <script> &lt; **đậm**")
    await house.until(lambda: person.screen)
    assert person.screen == ["Nghe: a < b && c > d <script> &lt; đậm"]


async def test_a_tap_changes_the_message_in_its_place(house: House) -> None:
    person = house.person()
    person.writes("xin chào")
    await house.until(lambda: person.screen)
    person.taps("Sửa")
    await house.until(lambda: person.screen == ["Bấm edit:1"])
    await house.until(lambda: house.simulator.called("answerCallbackQuery"))


async def test_a_tap_that_asks_for_more_gets_a_new_message(house: House) -> None:
    person = house.person()
    person.writes("xin chào")
    await house.until(lambda: person.screen)
    person.taps("Mới")
    await house.until(lambda: len(person.screen) == 2)
    assert person.screen == ["Nghe: xin chào", "Bấm new:1"]


async def test_a_tap_on_a_vanished_message_gets_a_new_one(house: House) -> None:
    person = house.person()
    person.taps_on_vanished("edit:1")
    await house.until(lambda: person.screen)
    assert person.screen == ["Bấm edit:1"]


async def test_a_tap_whose_time_is_over_is_answered_all_the_same(house: House) -> None:
    person = house.person()
    person.writes("xin chào")
    await house.until(lambda: person.screen)
    person.taps("Mới", age=200)
    await house.until(lambda: len(person.screen) == 2)


async def test_an_edited_question_is_a_new_question_once(house: House) -> None:
    person = house.person()
    sent = person.writes("làm khai sin")
    await house.until(lambda: len(person.screen) == 1)
    person.edits(sent, "làm khai sinh")
    person.edits(sent, "làm khai sinh")
    await house.until(lambda: len(person.screen) == 2)
    person.writes("hết")
    await house.until(lambda: "Nghe: hết" in person.screen)
    assert person.screen == ["Nghe: làm khai sin", "Nghe: làm khai sinh", "Nghe: hết"]


async def test_answers_come_in_the_order_of_the_questions(house: House) -> None:
    people = [house.person(chat) for chat in range(50, 60)]
    for number in range(5):
        for person in people:
            person.writes(f"câu {number}")
    await house.until(lambda: all(len(person.screen) == 5 for person in people))
    for person in people:
        assert person.screen == [f"Nghe: câu {number}" for number in range(5)]


async def test_a_person_who_blocked_the_bot_is_noted_and_can_come_back(house: House) -> None:
    person = house.person()
    person.blocks()
    person.writes("đã chặn rồi")
    await house.until(lambda: house.simulator.called("sendMessage"))
    person.lets_in_again()
    await house.until(lambda: len(house.reachability) == 2)
    assert house.reachability == [("42", False), ("42", True)]
    person.writes("quay lại rồi")
    await house.until(lambda: person.screen)
    assert person.screen == ["Nghe: quay lại rồi"]


async def test_an_album_gets_one_answer(house: House) -> None:
    person = house.person()
    for _ in range(4):
        person.sends(photo=[{"file_id": "x"}], media_group_id="777")
    person.writes("xong")
    await house.until(lambda: "Nghe: xong" in person.screen)
    assert person.screen == ["Bấm unsupported:photo", "Nghe: xong"]


async def test_nothing_is_lost_when_the_database_is_out_of_order(house: House) -> None:
    person = house.person()
    house.store.broken = True
    person.writes("lúc mất điện")
    await house.until(lambda: house.echo.heard)
    assert person.screen == []
    house.store.broken = False
    await house.until(lambda: person.screen)
    assert person.screen == ["Nghe: lúc mất điện"]


async def test_how_each_answer_went_is_written_down(house: House) -> None:
    person = house.person()
    house.simulator.cut_after_commit("sendMessage")
    person.writes("mạng chập chờn")
    await house.until(lambda: person.screen)
    await asyncio.sleep(0.05)
    await house.settles()
    # Telegram has the message, we were not told: it must not be sent again blindly.
    assert person.screen == ["Nghe: mạng chập chờn"]
    assert await _statuses(house) == [Outcome.UNKNOWN]


async def _statuses(house: House) -> list[str]:
    async with house.store._engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT status FROM outgoing_messages ORDER BY id")
        return [row[0] for row in rows]


async def test_what_was_too_fast_arrives_later_once_and_in_order(house: House) -> None:
    person = house.person()
    flood = "Too Many Requests: retry after 3"
    house.simulator.fail("sendMessage", 429, flood, retry_after=3)
    person.writes("một")
    await house.until(lambda: house.simulator.called("sendMessage"))
    person.writes("hai")
    await house.until(lambda: len(house.echo.heard) == 2)
    await house.settles()
    assert person.screen == []

    async def sweep() -> None:
        later = datetime.now(UTC)
        while len(person.screen) < 2:
            later += timedelta(minutes=10)  # beyond every lease
            await house.delivery.deliver(await house.store.due(later))
            await asyncio.sleep(0.1)

    await asyncio.wait_for(sweep(), 20)
    assert person.screen == ["Nghe: một", "Nghe: hai"]
    assert len(house.simulator.called("sendMessage")) == 3


async def test_the_real_conversation_answers_a_deep_link(tmp_path: Path, brain: Brain) -> None:
    async with open_house(tmp_path, handler=brain.router, catalogue=brain.catalogue) as house:
        person = house.person()
        person.writes("/start p_1_001193")
        await house.until(lambda: person.screen)
        await house.settles()
        assert any("khai sinh" in text.lower() for text in person.screen)


async def test_the_real_conversation_can_be_walked_by_taps_alone(
    tmp_path: Path, brain: Brain
) -> None:
    async with open_house(tmp_path, handler=brain.router, catalogue=brain.catalogue) as house:
        person = house.person()
        person.writes("/start")
        await house.until(lambda: person.screen)
        await house.settles()
        for _ in range(12):
            labels = [label for row in person.last.labels for label in row]
            if not labels:
                break
            seen = len(house.simulator.called("answerCallbackQuery"))
            person.taps(labels[0])
            await house.until(
                lambda seen=seen: len(house.simulator.called("answerCallbackQuery")) > seen
            )
            await house.settles()
        assert all(text.strip() for text in person.screen)
