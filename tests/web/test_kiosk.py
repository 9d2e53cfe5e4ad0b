"""The machine in the hall, as plain pages: three touches to a number, arriving, reading, rating."""

import re
from datetime import datetime, timedelta

import pytest

from bot.kernel.calendar_vn import HANOI
from bot.kernel.clock import StillClock
from bot.services.queue.model import Person, Source, TicketState
from tests.web.clerk import Clerk, Page, browsing
from tests.web.house import House
from tests.web.waiting_room import OFFICER, called, number


@pytest.fixture
async def kiosk(house: House):
    async with browsing(house) as machine:
        yield machine


def request_id(page: Page) -> str:
    return re.search(r'name="request_id" value="([^"]+)"', page.text)[1]  # type: ignore[index]


async def touch(kiosk: Clerk, field: str = "civil", wish: str = "") -> Page:
    """Touch a field, then the class; return where that leads."""
    shown = await kiosk.get(f"/kiosk/number/{field}")
    return await kiosk.post(
        "/kiosk/number", {"field": field, "class": wish, "request_id": request_id(shown)}
    )


async def test_three_touches_give_a_number(kiosk: Clerk, house: House):
    first = await kiosk.get("/kiosk")
    assert "Hộ tịch – chứng thực Chưa có ai chờ" in first.words
    await number(house)
    sent = await touch(kiosk)
    assert sent.status == 303
    slip = (await kiosk.get(sent.location)).words
    assert "A002" in slip
    assert "Trước ông/bà còn 1 người" in slip
    assert "Chờ khoảng" not in slip  # five people must have been served before a range is honest


async def test_a_second_touch_or_a_lost_answer_gives_the_same_number(kiosk: Clerk, house: House):
    shown = await kiosk.get("/kiosk/number/civil")
    fields = {"field": "civil", "class": "", "request_id": request_id(shown)}
    first = await kiosk.post("/kiosk/number", fields)
    again = await kiosk.post("/kiosk/number", fields)
    assert first.location == again.location
    assert (await house.desk.hall.queue.load_today()).waiting == 1


async def test_two_people_after_one_another_get_two_numbers(kiosk: Clerk):
    assert (await touch(kiosk)).location != (await touch(kiosk)).location


async def test_priority_is_kept_with_the_ticket_and_shown_nowhere(kiosk: Clerk, house: House):
    sent = await touch(kiosk, wish="elderly")
    assert "cao tuổi" not in (await kiosk.get(sent.location)).words
    ticket = await house.desk.hall.queue.ticket_by_number("A001")
    assert ticket is not None
    assert ticket.priority == "elderly"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ((2026, 11, 25, 11, 20), "Chưa phát số lúc này"),
        ((2026, 11, 25, 20, 0), "Chưa phát số lúc này"),
        ((2026, 11, 22, 9, 0), "Chưa phát số lúc này"),
    ],
)
async def test_outside_the_hours_no_numbers_are_given(
    kiosk: Clerk, clock: StillClock, moment, said
):
    shown = await kiosk.get("/kiosk/number/civil")
    clock.move(datetime(*moment, tzinfo=HANOI) - clock.now())
    assert said in (await kiosk.get("/kiosk")).words
    fields = {"field": "civil", "class": "", "request_id": request_id(shown)}
    refused = await kiosk.post("/kiosk/number", fields)
    assert refused.status == 200
    assert "chưa phát số" in refused.words


async def test_somebody_with_a_booking_arrives_by_number_phone_or_code(
    kiosk: Clerk, house: House, clock: StillClock
):
    queue = house.desk.hall.queue
    bookings = []
    for phone in ("+84912345678", "+84987654321", "+84355555555"):
        person = Person(conversation_id=f"web:{phone}", phone=phone)
        slot = (await queue.next_free("civil", clock.now() + timedelta(hours=1)))[0]
        hold = await queue.hold("civil", slot.start, person)
        bookings.append(await queue.book(hold.id, person, papers_ready=True))
    clock.move(bookings[0].start - clock.now() - timedelta(minutes=5))
    by_number, by_phone, by_code = bookings
    for typed, booking in (
        (by_number.number.lower(), by_number),
        ("098 765 43 21", by_phone),
        (f"https://motcua.vn/t/{by_code.token}?x=1", by_code),
    ):
        clock.move(booking.start - clock.now() - timedelta(minutes=5))
        shown = await kiosk.get("/kiosk/arrival")
        sent = await kiosk.post("/kiosk/arrival", {"typed": typed, "request_id": request_id(shown)})
        assert sent.status == 303, sent.words
        assert booking.number in (await kiosk.get(sent.location)).words


@pytest.mark.parametrize("typed", ["H999", "0912345678", "", "'; --", "x" * 5000, "/t/"])
async def test_an_unknown_booking_is_said_kindly(kiosk: Clerk, typed: str):
    page = await kiosk.post("/kiosk/arrival", {"typed": typed})
    assert page.status == 200
    assert "Chưa thấy lịch hẹn này" in page.words
    assert "0912345678" not in page.text  # nothing that was typed stays on the screen


async def test_who_is_early_is_told_from_when_on(kiosk: Clerk, house: House, clock: StillClock):
    queue, person = house.desk.hall.queue, Person(phone="+84912345678")
    slot = (await queue.next_free("civil", clock.now() + timedelta(hours=1)))[0]
    hold = await queue.hold("civil", slot.start, person)
    booking = await queue.book(hold.id, person, papers_ready=None)
    page = await kiosk.post("/kiosk/arrival", {"typed": booking.number})
    opens = (booking.start - timedelta(minutes=15)).astimezone(HANOI)
    assert f"Máy nhận số hẹn từ {opens:%H:%M}" in page.words


async def test_a_procedure_is_found_read_and_leads_to_its_number(kiosk: Clerk):
    found = await kiosk.get("/kiosk/procedures?q=lam+giay+khai+sinh")
    assert "Đăng ký khai sinh" in found.words
    card = await kiosk.get("/kiosk/procedures/1.001193")
    assert "Mang theo" in card.words
    assert "Nguồn" in card.words
    assert "/kiosk/number/civil" in card.text
    assert "Chưa thấy" in (await kiosk.get("/kiosk/procedures?q=zzzzqqq")).words
    assert "Chưa thấy thủ tục này" in (await kiosk.get("/kiosk/procedures/9.999999")).words


async def serve(house: House, counter: int = 1) -> str:
    """Have somebody take a number and be served to the end."""
    ticket = await called(house, counter)
    queue = house.desk.hall.queue
    await queue.start(ticket.id, OFFICER)
    await queue.finish(ticket.id, OFFICER)
    done = await queue.ticket(ticket.id)
    assert done is not None
    assert done.state is TicketState.DONE
    return ticket.number


async def test_who_was_served_rates_once(kiosk: Clerk, house: House):
    await number(house)
    waiting = await kiosk.get("/kiosk/rating?number=A001")
    assert "chưa được phục vụ" in waiting.words
    served = await serve(house)
    faces = await kiosk.get("/kiosk/rating?number=a1")
    assert "Rất hài lòng" in faces.words
    thanks = await kiosk.post("/kiosk/rating", {"number": served, "level": "5"})
    assert "Cảm ơn ông/bà đã góp ý" in thanks.words
    again = await kiosk.post("/kiosk/rating", {"number": served, "level": "1"})
    assert "đã được đánh giá rồi" in again.words
    assert "làm lại" in (await kiosk.post("/kiosk/rating", {"number": served, "level": "9"})).words


async def test_after_a_death_nobody_is_asked_to_rate(kiosk: Clerk, house: House):
    await number(house, procedure="1.000656")
    served = await serve(house)
    assert "Rất hài lòng" not in (await kiosk.get(f"/kiosk/rating?number={served}")).words
    refused = await kiosk.post("/kiosk/rating", {"number": served, "level": "1"})
    assert "không mời đánh giá" in refused.words


async def test_nothing_of_one_person_is_kept_by_the_browser(kiosk: Clerk, house: House):
    ticket = await house.desk.hall.queue.take_number("civil", Source.KIOSK)
    for path in ("/kiosk", "/kiosk/arrival", f"/kiosk/ticket/{ticket.token}", "/kiosk/rating"):
        page = await kiosk.get(path)
        assert page.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
        assert 'autocomplete="off"' in page.text or "<input" not in page.text


async def test_how_the_machine_is_set_up_stays_in_its_addresses(kiosk: Clerk):
    page = await kiosk.get("/kiosk?paper=58&print=auto&size=2&evil=%3Cscript%3E")
    assert 'href="/kiosk/arrival?paper=58&amp;print=auto&amp;size=2"' in page.text
    assert "evil" not in page.text
    assert 'class="paper-58"' in page.text
    assert "Take a number" in (await kiosk.get("/kiosk?lang=en")).text


@pytest.mark.parametrize("token", ["unknown-token-of-nobody", "x", "%00", "a" * 300])
async def test_a_forged_slip_is_none(kiosk: Clerk, token: str):
    page = await kiosk.get(f"/kiosk/ticket/{token}")
    assert "Không thấy số này" in page.words
