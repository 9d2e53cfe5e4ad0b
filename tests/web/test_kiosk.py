"""The machine in the hall, as plain pages: three touches to a number, arriving, reading, rating."""

import asyncio
import re
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest

from bot.kernel.calendar_vn import HANOI
from bot.kernel.clock import StillClock
from bot.services.queue.model import Person, Source, TicketState
from tests.web.clerk import Clerk, Page, browsing, hire
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


async def test_two_kiosks_at_once_give_every_number_once(house: House):
    async with browsing(house) as left, browsing(house) as right:
        sent = await asyncio.gather(
            *(touch(machine) for _ in range(8) for machine in (left, right))
        )
        slips = [(await left.get(page.location)).text for page in sent]
    numbers = sorted(re.search(r'class="number"[^>]*>(A\d+)<', slip)[1] for slip in slips)  # type: ignore[index]
    assert numbers == [f"A{place:03d}" for place in range(1, 17)]


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


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ((2026, 11, 25, 20, 0), "Xin ông/bà quay lại từ 06:30 26/11"),  # at night
        ((2026, 11, 22, 9, 0), "Xin ông/bà quay lại từ 06:30 23/11"),  # on a Sunday
        ((2027, 1, 1, 9, 0), "Xin ông/bà quay lại từ 06:30"),  # on New Year's Day
    ],
)
async def test_a_closed_centre_says_on_the_first_screen_when_it_opens(
    kiosk: Clerk, clock: StillClock, moment, said
):
    clock.move(datetime(*moment, tzinfo=HANOI) - clock.now())
    first = await kiosk.get("/kiosk")
    assert said in first.words
    assert "Xin chạm vào một ô" not in first.words
    assert "/kiosk/number/" not in first.text


async def test_a_closure_at_short_notice_is_said_with_its_end(
    kiosk: Clerk, house: House, clock: StillClock
):
    now = clock.now()
    await house.desk.hall.queue.close_centre(now, now + timedelta(hours=1), "mất điện", OFFICER)
    assert "Xin ông/bà quay lại từ 10:00" in (await kiosk.get("/kiosk")).words


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


async def test_a_scanned_slip_leads_to_its_number_and_to_its_rating(
    kiosk: Clerk, house: House, clock: StillClock
):
    sent = await touch(kiosk)
    link = f"http://motcua.vn/t/{sent.location.rpartition('/')[2]}"
    again = await kiosk.post("/kiosk/arrival", {"typed": link})
    assert again.location == sent.location
    assert (await house.desk.hall.queue.load_today()).waiting == 1
    await serve(house)
    assert "Rất hài lòng" in (await kiosk.get(f"/kiosk/rating?number={quote(link)}")).words
    assert "Số này đã xong" in (await kiosk.get(sent.location)).words
    clock.move(timedelta(days=1))
    assert "Không thấy số này trong hôm nay" in (await kiosk.get(sent.location)).words


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
    two = await kiosk.get("/kiosk?fields=land,civil")
    assert two.text.count('class="field"') == 2
    assert 'class="field"' in (await kiosk.get("/kiosk?fields=nothing")).text  # better than none


@pytest.fixture
async def outside(house: House):
    """Somebody at home; the proxy on this machine names the address."""
    async with browsing(house, **{"X-Forwarded-For": "113.160.10.4"}) as person:
        yield person


async def test_the_kiosk_belongs_to_the_hall(kiosk: Clerk, outside: Clerk, house: House):
    shown = await kiosk.get("/kiosk/number/civil")
    refused = await outside.get("/kiosk")
    assert refused.status == 403
    assert "chỉ dùng trong phòng chờ" in refused.words
    assert 'href="/chat"' in refused.text
    assert "113.160.10.4" in refused.words
    fields = {"field": "civil", "class": "", "request_id": request_id(shown)}
    assert (await outside.post("/kiosk/number", fields)).status == 403
    assert (await house.desk.hall.queue.load_today()).waiting == 0


async def test_a_network_that_the_office_names_may_use_the_kiosk(
    kiosk: Clerk, outside: Clerk, house: House
):
    await house.desk.parameters.change(OFFICER, "kiosk.networks", "113.160.10.0/24", "phòng chờ")
    assert (await outside.get("/kiosk")).status == 200
    assert (await kiosk.get("/kiosk")).status == 403


async def test_an_officer_who_is_logged_in_may_look_from_anywhere(outside: Clerk, house: House):
    await hire(house, "an.nv")
    await outside.enter("an.nv")
    assert (await outside.get("/kiosk")).status == 200


async def test_the_office_sets_paper_and_printing_for_all_machines(kiosk: Clerk, house: House):
    await house.desk.parameters.change(OFFICER, "kiosk.paper", "58", "giấy mới")
    await house.desk.parameters.change(OFFICER, "kiosk.printing", "auto", "máy in mới")
    page = await kiosk.get("/kiosk")
    assert 'class="paper-58"' in page.text
    assert 'data-printing="auto"' in page.text
    assert 'data-printing="no"' in (await kiosk.get("/kiosk?print=no")).text


@pytest.mark.parametrize("token", ["unknown-token-of-nobody", "x", "%00", "a" * 300])
async def test_a_forged_slip_is_none(kiosk: Clerk, token: str):
    page = await kiosk.get(f"/kiosk/ticket/{token}")
    assert "Không thấy số này" in page.words
