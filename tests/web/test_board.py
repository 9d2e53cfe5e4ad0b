"""The board in the hall: numbers never names, its address, its hours, its stream."""

import json
from datetime import datetime, timedelta

import pytest

from bot.kernel.calendar_vn import HANOI
from bot.kernel.clock import StillClock
from bot.services.dossiers.model import Status
from bot.services.officers.model import Role
from tests.dossiers import a_dossier
from tests.web.clerk import Clerk, at_work, browsing
from tests.web.house import House
from tests.web.test_live_hub import events, next_state
from tests.web.waiting_room import OFFICER, called, number


async def board(house: House, query: str = "") -> str:
    async with browsing(house) as citizen:
        page = await citizen.get(f"/board{query}")
        assert page.status == 200
        return page.words


async def test_a_called_number_stands_on_the_board(house: House):
    await number(house)
    await number(house)
    await number(house)
    assert "Chưa gọi số nào" in await board(house)
    await called(house, 1)
    words = await board(house)
    assert "Mời số A001 Quầy 1" in words
    assert "Hộ tịch – chứng thực 2 người chờ A002 A003" in words


async def test_a_board_for_some_counters_shows_those(house: House):
    await number(house)
    await number(house, "land")
    await called(house, 1)
    await called(house, 3)
    words = await board(house, "?counters=3")
    assert "B001" in words
    assert "A001" not in words
    assert "Hộ tịch" not in words
    async with browsing(house) as citizen:
        assert (await citizen.get("/board?hall=nowhere")).status == 404


async def test_a_paused_counter_says_so_and_a_closed_one_is_gone(house: House):
    await house.desk.hall.queue.open_counter(1, OFFICER)
    await house.desk.hall.queue.pause_counter(1, OFFICER)
    words = await board(house)
    assert "Quầy 1 tạm nghỉ" in words
    assert "Quầy 2" not in words


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ((2026, 11, 25, 6, 0), "Các quầy mở cửa lúc 07:30."),
        ((2026, 11, 25, 19, 0), "Mở cửa lại lúc 07:30, thứ Năm ngày 26/11."),
        ((2026, 11, 22, 9, 0), "Hôm nay Trung tâm nghỉ. Mở cửa lại lúc 07:30"),
    ],
)
async def test_outside_the_hours_the_board_says_when_it_goes_on(
    house: House, clock: StillClock, moment, said
):
    clock.move(datetime(*moment, tzinfo=HANOI) - clock.now())
    assert said in await board(house)


async def test_results_of_the_day_are_masked(house: House, clock: StillClock):
    await house.desk.dossiers().put(a_dossier(status=Status.DONE, as_of=clock.now()))
    words = await board(house)
    assert "Hôm nay đã có kết quả:" in words
    code = (await house.desk.hall.ready(clock.now() - timedelta(days=1)))[0]
    assert code not in words
    assert f"…{code.split('-')[-2][-4:]}-{code.split('-')[-1]}" in words
    assert a_dossier().applicant_name not in words


async def test_notices_and_parts_follow_the_settings_at_once(house: House, clock: StillClock):
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        await setting(clerk, house, "board.notices", "Họp lúc 16 giờ. | Mai nghỉ.")
        await setting(clerk, house, "board.hours", "0")
    words = await board(house)
    assert "Họp lúc 16 giờ. Mai nghỉ." in words
    assert "Giờ làm việc" not in words


async def setting(_clerk: Clerk, house: House, key: str, value: str) -> None:
    await house.desk.parameters.change(OFFICER, key, value, "thử")


async def test_a_closure_of_today_is_announced(house: House, clock: StillClock):
    start = datetime(2026, 11, 25, 15, 0, tzinfo=HANOI)
    await house.desk.hall.queue.close_centre(start, start + timedelta(hours=2), "họp dân", OFFICER)
    assert "Hôm nay các quầy nghỉ từ 15:00 đến 17:00: họp dân" in await board(house)


async def test_the_stream_brings_each_call_with_its_words(house: House):
    await number(house)
    async with (
        browsing(house) as citizen,
        citizen.session.get(f"{house.url}/board/stream") as response,
    ):
        stream = events(response)
        first = json.loads((await next_state(stream)).data)
        assert first["calls"] == []
        await called(house, 2)
        state = json.loads((await next_state(stream)).data)
        if not state["calls"]:  # the counter opened first
            state = json.loads((await next_state(stream)).data)
        assert state["calls"][0]["spoken"] == "Mời số A không không một đến quầy số hai"
        assert "A001" in state["html"]


async def test_the_board_is_in_english_too(house: House):
    assert "No number has been called yet" in await board(house, "?lang=en")


async def test_hostile_addresses_get_a_board_or_a_kind_no(house: House):
    async with browsing(house) as citizen:
        for query in ("counters=" + "9" * 500, "hall=%00%ff", "show=<script>", "counters=a,b,-1"):
            page = await citizen.get(f"/board?{query}")
            assert page.status in (200, 404)
            assert "<script>alert" not in page.text
