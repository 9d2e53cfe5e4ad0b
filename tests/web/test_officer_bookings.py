"""Officers see who is expected, check people in, and forgive an empty place with a reason."""

from datetime import timedelta

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from bot.services.queue.model import Booking, BookingState, Person
from bot.web.officer import paths
from tests.queues import THURSDAY, moment
from tests.web.clerk import at_work
from tests.web.house import House

NINE = moment(THURSDAY, 9)
PAGE = f"{paths.BOOKINGS}?day={THURSDAY}"
MAI = Person(phone="+84912345678", name="Lò Thị Mai")


async def booked(house: House, person: Person = MAI) -> Booking:
    queue = house.desk.hall.queue
    hold = await queue.hold("civil", NINE, person, for_whom="bà Pản")
    return await queue.book(hold.id, person, papers_ready=False)


async def test_a_day_shows_who_is_expected_and_no_names(house: House, clock: StillClock):
    await booked(house)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await clerk.get(PAGE)
        for words in ("1 lịch hẹn", "9:00 · H001", "giấy tờ chưa đủ", "đặt cho người khác"):
            assert words in page.words
        assert not any(word in page.text for word in ("Mai", "912345678", "Pản"))
        assert "Đã đến" not in page.words  # not today
        for odd in ("?day=x", "?day=2019-01-01", ""):
            assert "Chưa có ai đặt lịch" in (await clerk.get(paths.BOOKINGS + odd)).words


async def test_somebody_at_the_desk_is_checked_in(house: House, clock: StillClock):
    booking = await booked(house)
    clock.move(NINE - clock.now() - timedelta(minutes=20))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        arrive = f"{paths.BOOKINGS}/{booking.id}/arrive"
        early = await clerk.send(PAGE, arrive)
        assert "điểm danh được từ 08:45" in early.words
        clock.move(timedelta(minutes=10))
        done = await clerk.send(PAGE, arrive)
        assert "Người này đã vào hàng" in (await clerk.get(done.location)).words
        assert "1 đã đến" in (await clerk.get(PAGE)).words
        assert (await clerk.send(PAGE, f"{paths.BOOKINGS}/nobody/arrive")).status == 404
    assert [one.ticket.number for one in await house.desk.hall.queue.waiting(1)] == ["H001"]


async def test_an_empty_place_is_forgiven_with_a_reason(house: House, clock: StillClock):
    booking = await booked(house)
    queue = house.desk.hall.queue
    clock.move(NINE - clock.now() + timedelta(minutes=11))
    await queue.watch_turns()
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert "không đến" in (await clerk.get(PAGE)).words
        forgive = f"{paths.BOOKINGS}/{booking.id}/forgive"
        assert (await clerk.send(PAGE, forgive, reason=" ")).status == 422
        done = await clerk.send(PAGE, forgive, reason="Mưa lũ")
        assert "không tính" in (await clerk.get(done.location)).words
        assert "Bỏ qua lần vắng" not in (await clerk.get(PAGE)).words
    kept = await queue.booking(booking.id)
    assert kept is not None
    assert (kept.state, kept.forgiven) == (BookingState.NO_SHOW, True)
