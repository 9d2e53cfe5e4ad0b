"""An officer at a counter, with a browser that knows forms and nothing else."""

import asyncio
import re
from datetime import timedelta

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from bot.services.queue.model import Priority, TicketState
from tests.web.clerk import Clerk, Page, at_work
from tests.web.house import House
from tests.web.waiting_room import called, number

COUNTER = "/officer/counter/1"
_HIDDEN = re.compile(r'name="(seen|request_id)" value="([^"]*)"')


async def press(clerk: Clerk, do: str, shown: Page | None = None, **more: str) -> Page:
    """Press a button of the page as it is shown; follow the way back to it."""
    page = shown or await clerk.get(COUNTER)
    hidden = dict(_HIDDEN.findall(page.text))
    fields = {"form_token": page.token, **hidden, "do": do, **more}
    answer = await clerk.post(COUNTER, fields)
    return await clerk.get(answer.location) if answer.status == 303 else answer


async def test_a_number_goes_from_call_to_done(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await number(house, procedure="1.001193")
        await number(house)
        assert "Quầy đang đóng" in (await clerk.get(COUNTER)).words
        assert "Gọi tiếp: A001" in (await press(clerk, "open")).words
        page = await press(clerk, "next")
        assert "A001 đã gọi 1 lần" in page.words
        assert "Đã đến, bắt đầu" in page.words
        assert "1.001193" in page.words
        assert "đã gọi 2 lần" in (await press(clerk, "recall")).words
        assert "A001 đang làm" in (await press(clerk, "start")).words
        clock.move(timedelta(minutes=7))
        page = await press(clerk, "finish_next")
        assert "A002 đã gọi 1 lần" in page.words
        assert (await house.desk.hall.queue.ticket_by_number("A001")).state is TicketState.DONE
        assert "A002 đã xong." in (await press(clerk, "finish")).words
        assert "Chưa có ai chờ" in (await clerk.get(COUNTER)).words


async def test_one_press_sent_twice_calls_one(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for _ in range(3):
            await number(house)
        await press(clerk, "open")
        shown = await clerk.get(COUNTER)
        await asyncio.gather(*(press(clerk, "next", shown) for _ in range(4)))
        await press(clerk, "next", shown)
        waiting = await house.desk.hall.queue.waiting(1)
        assert [each.ticket.number for each in waiting] == ["A002", "A003"]


async def test_an_old_sight_changes_nothing(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await number(house)
        await press(clerk, "open")
        old = await press(clerk, "next")
        await press(clerk, "start", old)
        page = await press(clerk, "skip", old)
        assert "Quầy vừa có thay đổi" in page.words
        assert "đang làm" in page.words


async def test_two_officers_at_one_counter_call_two(house: House, clock: StillClock):
    await number(house)
    await number(house)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await called(house, 1)
        page = await press(clerk, "next")
        assert "A002 đã gọi" in page.words
        assert "A001 dong.nghiep đã gọi" in page.words


async def test_absent_and_held_numbers_come_back(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        for _ in range(5):
            await number(house)
        await press(clerk, "open")
        await press(clerk, "next")
        page = await press(clerk, "skip")
        assert "Đã ghi A001 vắng mặt." in page.words
        first = await house.desk.hall.queue.ticket_by_number("A001")
        page = await press(clerk, "bring_back", ticket=first.id)
        assert "A001 đã vào hàng lại" in page.words
        order = [each.ticket.number for each in await house.desk.hall.queue.waiting(1)]
        assert order == ["A002", "A003", "A004", "A001", "A005"]
        await press(clerk, "next")
        await press(clerk, "start")
        await press(clerk, "park")
        held = await house.desk.hall.queue.ticket_by_number("A002")
        page = await press(clerk, "resume", ticket=held.id)
        assert "A002 đang làm" in page.words


async def test_transfer_to_a_counter_and_to_a_field(house: House, clock: StillClock):
    queue = house.desk.hall.queue
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await number(house)
        await number(house)
        await press(clerk, "open")
        await press(clerk, "next")
        page = await press(clerk, "transfer", to="counter:2")
        assert "Đã chuyển A001 sang quầy 2." in page.words
        assert [each.ticket.number for each in await queue.waiting(2)][:1] == ["A001"]
        await press(clerk, "next")
        page = await press(clerk, "transfer", to="field:land")
        assert "Đã chuyển A002 sang Đất đai" in page.words
        assert [each.ticket.number for each in await queue.waiting(3)] == ["A002"]
        page = await press(clerk, "transfer", to="field:nowhere")
        assert "Quầy vừa có thay đổi" in page.words or "Không thấy" in page.words


async def test_a_visit_goes_on_to_a_further_field(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await number(house)
        await press(clerk, "open")
        await press(clerk, "next")
        await press(clerk, "start")
        page = await press(clerk, "add", field="land")
        assert "Làm tiếp sau đó: Đất đai" in page.words
        await press(clerk, "finish")
        assert [e.ticket.number for e in await house.desk.hall.queue.waiting(3)] == ["A001"]


async def test_a_declared_priority_is_confirmed_by_eye(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await number(house, priority=Priority.ELDERLY)
        await press(clerk, "open")
        page = await press(clerk, "next")
        assert "Khai ưu tiên: người cao tuổi" in page.words
        page = await press(clerk, "confirm")
        assert "Ưu tiên: người cao tuổi, đã xác nhận" in page.words


async def test_a_paper_number_joins_the_line(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await press(clerk, "open")
        page = await press(clerk, "paper", paper="a 045")
        assert "Đã cho A045 vào hàng." in page.words
        assert "Gọi tiếp: A045" in (await clerk.get(COUNTER)).words
        page = await press(clerk, "paper", paper="Z001")
        assert "Không lĩnh vực nào dùng chữ Z" in page.words
        page = await press(clerk, "paper", paper="A<script>")
        assert page.status == 200
        assert "<script>alert" not in page.text


async def test_the_way_back_leads_to_ones_own_counter(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "Chọn quầy" in (await clerk.get("/officer/counter")).words
        await press(clerk, "open")
        assert (await clerk.get("/officer/counter")).location == COUNTER
        assert (await clerk.get("/officer/counter?all=1")).status == 200
        assert (await clerk.get("/officer/counter/77")).status == 404
        assert "tạm nghỉ" in (await press(clerk, "pause")).words
        assert "đang đóng" in (await press(clerk, "close")).words


async def test_the_first_page_tells_who_waits(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await number(house)
        await number(house, "land")
        clock.move(timedelta(minutes=29))
        page = await clerk.get("/officer")
        assert "2 Người đang chờ Lâu nhất đã chờ 29 phút." in page.words


async def test_a_script_gets_the_new_state_alone(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        await number(house)
        await press(clerk, "open")
        shown = await clerk.get(COUNTER)
        fields = {"form_token": shown.token, "do": "next", "seen": "nobody", "request_id": "r1"}
        for _ in range(2):  # its answer was lost, it comes again
            answer = await clerk.post(COUNTER, fields, **{"X-Live": "1"})
            assert answer.status == 200
            assert answer.headers["X-Live"] == "1"
            assert "<html" not in answer.text
            assert "A001" in answer.words
        assert (await house.desk.hall.queue.ticket_by_number("A001")).calls == 1
