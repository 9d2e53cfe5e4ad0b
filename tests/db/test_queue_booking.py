"""Booking a place: never one too many, never twice, and always an honest way on."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import QueueBooking, QueueSlot
from bot.kernel.calendar_vn import DayKind, SpecialDay, WorkingCalendar
from bot.kernel.clock import StillClock
from bot.kernel.errors import QueueError
from bot.services.queue.model import Booking, BookingState, Half, Hold, Person, Source
from bot.services.queue.refusals import (
    Closed,
    HoldOver,
    NoSuch,
    NotASlot,
    Paused,
    SlotTaken,
    TooFar,
    TooLate,
    TooMany,
)
from bot.services.queue.rules import QueueRules
from bot.services.queue.service import Queue
from tests.queues import (
    MINUTE,
    OFFICER,
    THURSDAY,
    WEDNESDAY,
    moment,
    notices_of,
    queue_of,
    somebody,
    with_places,
)

NINE = moment(THURSDAY, 9)
ALL = QueueRules(bookable_percent=100)


@pytest.fixture
def queue(database: AsyncEngine, clock: StillClock) -> Queue:
    return queue_of(database, clock)


async def booked(queue: Queue, who: int, start=NINE, field: str = "civil") -> Booking:
    hold = await queue.hold(field, start, somebody(who))
    return await queue.book(hold.id, somebody(who), papers_ready=True)


async def test_somebody_books_and_is_reminded_twice(queue: Queue, database: AsyncEngine):
    booking = await booked(queue, 1)
    assert (booking.state, booking.number, booking.start) == (BookingState.BOOKED, "H001", NINE)
    assert booking.papers_ready is True
    assert booking.person == somebody(1)
    assert await queue.bookings_of(somebody(1)) == (booking,)
    assert await queue.booking_by_token(booking.token) == booking
    assert await notices_of(database, f"booking:{booking.id}") == [
        ("booking.day_before", "queued"),
        ("booking.two_hours", "queued"),
    ]


async def test_who_is_known_by_phone_alone_is_told_that_it_is_booked(
    queue: Queue, database: AsyncEngine
):
    booking = await queue.book_at_once("civil", NINE, Person(phone="+84912345678"))
    kinds = [kind for kind, _ in await notices_of(database, f"booking:{booking.id}")]
    assert kinds == ["booking.made", "booking.day_before", "booking.two_hours"]


async def test_nothing_personal_stands_in_the_database_in_clear(
    queue: Queue, database: AsyncEngine
):
    person = Person(conversation_id="web:1", phone="+84912345678", name="Trần Thị Bưởi")
    hold = await queue.hold("civil", NINE, person, for_whom="Lò Văn Pản")
    booking = await queue.book(hold.id, person)
    assert (booking.for_whom, booking.person.name) == ("Lò Văn Pản", "Trần Thị Bưởi")
    async with database.connect() as connection:
        row = (await connection.execute(select(QueueBooking.__table__))).one()
    kept = " ".join(str(value) for value in row)
    assert not any(word in kept for word in ("912345678", "Bưởi", "Pản"))


async def test_fifty_places_and_two_hundred_people_at_once(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock, ALL)
    await with_places(queue, 50)
    tries = [queue.book_at_once("civil", NINE, somebody(number)) for number in range(200)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    winners = [one for one in results if isinstance(one, Booking)]
    losers = [one for one in results if isinstance(one, SlotTaken)]
    assert (len(winners), len(losers)) == (50, 150)
    assert len({one.number for one in winners}) == 50
    assert all(loser.offers for loser in losers)


async def test_half_of_the_places_stay_for_people_who_walk_in(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock)
    await with_places(queue, 4)
    free = await queue.free_slots("civil", THURSDAY)
    assert {slot.free for slot in free} == {2}
    assert len(free) == 16 + 14


async def test_a_place_that_is_held_is_not_free_and_comes_back_after_ten_minutes(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock, ALL)
    await with_places(queue, 1)
    hold = await queue.hold("civil", NINE, somebody(1))
    with pytest.raises(SlotTaken):
        await queue.hold("civil", NINE, somebody(2))
    clock.move(10 * MINUTE)
    with pytest.raises(HoldOver) as over:
        await queue.book(hold.id, somebody(1))
    assert over.value.offers
    assert await queue.end_holds() == 1
    assert await queue.end_holds() == 0
    await queue.hold("civil", NINE, somebody(2))


async def test_choosing_another_time_gives_the_first_hold_back(queue: Queue):
    first = await queue.hold("civil", NINE, somebody(1))
    second = await queue.hold("civil", NINE + 30 * MINUTE, somebody(1))
    with pytest.raises(HoldOver):
        await queue.book(first.id, somebody(1))
    assert (await queue.book(second.id, somebody(1))).start == NINE + 30 * MINUTE


async def test_booking_in_two_tabs_books_once(queue: Queue):
    hold = await queue.hold("civil", NINE, somebody(1))
    first, second = await asyncio.gather(
        queue.book(hold.id, somebody(1)), queue.book(hold.id, somebody(1))
    )
    assert first == second


async def test_a_repeated_request_holds_once(queue: Queue):
    first = await queue.hold("civil", NINE, somebody(1), request_id="m1")
    again = await queue.hold("civil", NINE, somebody(1), request_id="m1")
    assert (again.id, again.start, again.minutes) == (first.id, first.start, first.minutes)


@pytest.mark.parametrize(
    ("start", "refusal"),
    [
        (moment(WEDNESDAY, 8), TooLate),
        (moment(WEDNESDAY, 9, 45), TooLate),
        (moment(THURSDAY, 9, 7), NotASlot),
        (moment(THURSDAY, 12), NotASlot),
        (moment(THURSDAY, 23), NotASlot),
        (moment(WEDNESDAY + timedelta(days=4), 9), NotASlot),
        (moment(WEDNESDAY + timedelta(days=40), 9), TooFar),
    ],
)
async def test_times_that_are_no_places_are_refused(queue: Queue, start, refusal: type[QueueError]):
    with pytest.raises(refusal):
        await queue.hold("civil", start, somebody(1))
    with pytest.raises(refusal):
        await queue.move((await booked(queue, 1)).id, somebody(1), start)


async def test_a_holiday_has_no_places(database: AsyncEngine, clock: StillClock):
    off = {THURSDAY: SpecialDay(THURSDAY, DayKind.CLOSED, "mất điện")}
    queue = queue_of(database, clock, calendar=WorkingCalendar(special=off))
    assert await queue.free_slots("civil", THURSDAY) == ()
    with pytest.raises(NotASlot):
        await queue.hold("civil", NINE, somebody(1))


async def test_a_field_that_nobody_serves_or_that_does_not_exist_is_refused(queue: Queue):
    with pytest.raises(NoSuch):
        await queue.hold("xxx", NINE, somebody(1))
    with pytest.raises(NoSuch):
        await queue.free_slots("'; DROP TABLE", THURSDAY)


async def test_one_booking_a_field_and_two_a_phone(queue: Queue):
    await booked(queue, 1)
    with pytest.raises(TooMany) as same:
        await booked(queue, 1, NINE + 60 * MINUTE)
    assert same.value.same_field
    await booked(queue, 1, field="land")
    with pytest.raises(TooMany) as other:
        await booked(queue, 1, field="business")
    assert (other.value.limit, other.value.same_field) == (2, False)


async def test_a_hundred_bookings_from_one_phone_leave_one(queue: Queue):
    def attempt(number: int):
        who = Person(conversation_id=f"web:tab{number}", phone="+84912345678")
        return queue.book_at_once("civil", NINE + number % 4 * 15 * MINUTE, who)

    results = await asyncio.gather(*map(attempt, range(100)), return_exceptions=True)
    assert sum(isinstance(one, Booking) for one in results) == 1
    assert sum(isinstance(one, TooMany) for one in results) == 99


async def test_a_phone_given_after_the_hold_counts_too(queue: Queue):
    await queue.book_at_once("civil", NINE, Person(phone="+84912345678"))
    chat = Person(conversation_id="web:9")
    hold = await queue.hold("civil", NINE + 60 * MINUTE, chat)
    with pytest.raises(TooMany):
        await queue.book(hold.id, replace(chat, phone="+84912345678"))


async def test_a_helper_may_book_for_five(database: AsyncEngine, clock: StillClock):
    queue = queue_of(database, clock)
    helper = Person(conversation_id="web:h", helper=True)
    for number in range(5):
        start = NINE + number * 30 * MINUTE
        await queue.book_at_once("civil", start, helper, for_whom=f"bà {number}")
    with pytest.raises(TooMany):
        await queue.hold("civil", moment(THURSDAY, 14), helper)


async def test_nobody_touches_what_others_booked(queue: Queue):
    booking = await booked(queue, 1)
    for attempt in (
        queue.cancel(booking.id, somebody(2)),
        queue.move(booking.id, somebody(2), NINE + 60 * MINUTE),
        queue.book(booking.id, somebody(2)),
        queue.confirm(booking.id, Person()),
    ):
        with pytest.raises(NoSuch):
            await attempt


async def test_moving_books_the_new_time_first_and_takes_the_reminders_along(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock, ALL)
    await with_places(queue, 1)
    await booked(queue, 2, NINE + 15 * MINUTE)
    mine = await booked(queue, 1)
    with pytest.raises(SlotTaken):
        await queue.move(mine.id, somebody(1), NINE + 15 * MINUTE)
    assert (await queue.booking(mine.id)) == mine
    friday = moment(THURSDAY + timedelta(days=1), 14)
    moved = await queue.move(mine.id, somebody(1), friday)
    assert (moved.id, moved.start, moved.number) == (mine.id, friday, "H001")
    statuses = [status for _, status in await notices_of(database, f"booking:{mine.id}")]
    assert statuses == ["cancelled", "cancelled", "queued", "queued"]
    assert (await queue.hold("civil", NINE, somebody(3))).start == NINE


async def test_two_people_change_places_at_the_same_moment(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock, ALL)
    await with_places(queue, 2)
    one, two = await booked(queue, 1), await booked(queue, 2, NINE + 15 * MINUTE)
    await asyncio.gather(
        queue.move(one.id, somebody(1), NINE + 15 * MINUTE),
        queue.move(two.id, somebody(2), NINE),
    )
    assert (await queue.booking(one.id)).start == NINE + 15 * MINUTE
    assert (await queue.booking(two.id)).start == NINE


async def test_cancelling_frees_the_place_and_ends_the_reminders(
    queue: Queue, database: AsyncEngine
):
    booking = await booked(queue, 1)
    assert (await queue.cancel(booking.id, somebody(1))).state is BookingState.CANCELLED
    assert (await queue.cancel(booking.id, somebody(1))).state is BookingState.CANCELLED
    assert {status for _, status in await notices_of(database, f"booking:{booking.id}")} == {
        "cancelled"
    }
    async with database.connect() as connection:
        assert await connection.scalar(select(func.sum(QueueSlot.taken))) == 0


async def test_too_near_the_time_nothing_is_changed(queue: Queue, clock: StillClock):
    booking = await booked(queue, 1)
    clock.move(NINE - clock.now() - timedelta(minutes=119))
    with pytest.raises(TooLate):
        await queue.cancel(booking.id, somebody(1))
    with pytest.raises(TooLate):
        await queue.move(booking.id, somebody(1), NINE + 180 * MINUTE)


async def test_two_places_left_unused_pause_booking_but_not_walking_in(
    queue: Queue, clock: StillClock
):
    first = await booked(queue, 1)
    await booked(queue, 1, NINE, field="land")
    clock.move(NINE - clock.now() + timedelta(minutes=11))
    assert await queue.watch_turns() == 2
    until = await queue.paused_until(somebody(1))
    assert until == NINE + timedelta(days=7)
    with pytest.raises(Paused):
        await booked(queue, 1, NINE + timedelta(days=1))
    assert await queue.take_number("civil", Source.CHAT, somebody(1))
    await queue.forgive(first.id, OFFICER, "mưa lũ")
    assert await queue.paused_until(somebody(1)) is None


async def test_one_visit_for_several_procedures_takes_the_places_it_needs(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock, ALL)
    await with_places(queue, 1)
    hold = await queue.hold("civil", NINE, somebody(1), ["1.001193", "1.000894"])
    assert (hold.minutes, hold.end) == (30, NINE + 30 * MINUTE)
    with pytest.raises(SlotTaken):
        await queue.hold("civil", NINE + 15 * MINUTE, somebody(2))
    await queue.hold("civil", NINE + 30 * MINUTE, somebody(2))


class TestWaitingList:
    @pytest.fixture
    async def full(self, database: AsyncEngine, clock: StillClock) -> Queue:
        queue = queue_of(database, clock, ALL)
        await with_places(queue, 1)
        return queue

    async def test_the_first_who_waits_is_offered_what_becomes_free(
        self, full: Queue, database: AsyncEngine
    ):
        booking = await booked(full, 1)
        for who in (2, 3):
            await full.join_waiting_list("civil", THURSDAY, somebody(who), Half.MORNING)
        await full.cancel(booking.id, somebody(1))
        offer = await self.offer(database, 2)
        with pytest.raises(SlotTaken):
            await full.hold("civil", NINE, somebody(4))
        taken = await full.take_offer(offer, somebody(2))
        assert (taken.state, taken.start) == (BookingState.BOOKED, NINE)
        assert await full.wishes_of(somebody(2)) == ()
        assert len(await full.wishes_of(somebody(3))) == 1

    async def test_an_offer_not_taken_goes_to_the_next(
        self, full: Queue, database: AsyncEngine, clock: StillClock
    ):
        booking = await booked(full, 1)
        for who in (2, 3):
            await full.join_waiting_list("civil", THURSDAY, somebody(who))
        await full.cancel(booking.id, somebody(1))
        late = await self.offer(database, 2)
        clock.move(16 * MINUTE)
        assert await full.end_holds() == 1
        with pytest.raises(HoldOver):
            await full.take_offer(late, somebody(2))
        await full.take_offer(await self.offer(database, 3), somebody(3))

    async def test_a_refused_offer_ends_the_waiting(self, full: Queue, database: AsyncEngine):
        booking = await booked(full, 1)
        await full.join_waiting_list("civil", THURSDAY, somebody(2))
        await full.cancel(booking.id, somebody(1))
        await full.refuse_offer(await self.offer(database, 2), somebody(2))
        assert await full.wishes_of(somebody(2)) == ()
        assert await full.free_slots("civil", THURSDAY)

    async def test_nobody_is_offered_an_afternoon_who_wants_a_morning(
        self, full: Queue, database: AsyncEngine
    ):
        booking = await booked(full, 1, moment(THURSDAY, 14))
        await full.join_waiting_list("civil", THURSDAY, somebody(2), Half.MORNING)
        await full.cancel(booking.id, somebody(1))
        assert await full.hold("civil", moment(THURSDAY, 14), somebody(3))

    async def test_standing_there_twice_counts_once(self, full: Queue):
        one = await full.join_waiting_list("civil", THURSDAY, somebody(2))
        two = await full.join_waiting_list("civil", THURSDAY, somebody(2))
        assert one.id == two.id
        await full.leave_waiting_list(one.id, somebody(2))
        with pytest.raises(NoSuch):
            await full.leave_waiting_list(one.id, somebody(2))

    async def offer(self, database: AsyncEngine, who: int) -> str:
        query = select(QueueBooking.id).where(
            QueueBooking.conversation_id == f"web:{who}", QueueBooking.wish_id != ""
        )
        async with database.connect() as connection:
            found = (await connection.scalars(query)).all()
        return str(found[-1])


class TestClosing:
    async def test_everybody_is_moved_to_the_nearest_free_place_and_told(
        self, database: AsyncEngine, clock: StillClock
    ):
        queue = queue_of(database, clock, ALL)
        await with_places(queue, 1)
        one, two = await booked(queue, 1), await booked(queue, 2, NINE + 15 * MINUTE)
        elsewhere = await booked(queue, 3, moment(THURSDAY, 13, 30))
        morning = moment(THURSDAY, 7, 30), moment(THURSDAY, 11, 30)
        plan = await queue.plan_closure(*morning)
        expected = [moment(THURSDAY, 13, 45), moment(THURSDAY, 14)]
        assert [move.to for move in plan.moves] == expected
        assert (await queue.booking(one.id)).start == NINE
        done = await queue.close_centre(*morning, "Mất điện", OFFICER)
        assert [move.to for move in done.moves] == expected
        now = await queue.booking(two.id)
        assert (now.start, now.moved_from) == (expected[1], NINE + 15 * MINUTE)
        assert (await queue.booking(elsewhere.id)).moved_from is None
        told = dict(await notices_of(database, f"booking:{one.id}"))
        assert told["booking.closure"] == "queued"
        with pytest.raises(Closed) as closed:
            await queue.hold("civil", NINE, somebody(5))
        assert closed.value.reason == "Mất điện"

    async def test_who_was_moved_by_the_centre_may_choose_again_at_any_time(
        self, database: AsyncEngine, clock: StillClock
    ):
        queue = queue_of(database, clock, ALL)
        await with_places(queue, 1)
        mine = await booked(queue, 1)
        clock.move(moment(THURSDAY, 7, 30) - clock.now())
        await queue.close_centre(moment(THURSDAY, 8), moment(THURSDAY, 11), "Họp khẩn", OFFICER)
        moved = await queue.booking(mine.id)
        assert moved.start == moment(THURSDAY, 11)
        clock.move(moment(THURSDAY, 10, 30) - clock.now())
        assert (await queue.cancel(mine.id, somebody(1))).state is BookingState.CANCELLED

    async def test_one_counter_less_moves_only_whom_the_others_cannot_serve(
        self, database: AsyncEngine, clock: StillClock
    ):
        queue = queue_of(database, clock, ALL)
        await with_places(queue, 2)
        first, second = await booked(queue, 1), await booked(queue, 2)
        plan = await queue.close_centre(
            moment(THURSDAY, 8), moment(THURSDAY, 10), "Cán bộ nghỉ ốm", OFFICER, counter=1
        )
        assert [move.booking.id for move in plan.moves] == [second.id]
        assert (await queue.booking(first.id)).start == NINE

    async def test_opening_again_brings_the_places_back(
        self, database: AsyncEngine, clock: StillClock
    ):
        queue = queue_of(database, clock)
        plan = await queue.close_centre(
            moment(THURSDAY, 7), moment(THURSDAY, 18), "Bão", OFFICER, request_id="one"
        )
        again = await queue.close_centre(
            moment(THURSDAY, 7), moment(THURSDAY, 18), "Bão", OFFICER, request_id="one"
        )
        assert again.closure_id == plan.closure_id
        assert await queue.free_slots("civil", THURSDAY) == ()
        await queue.reopen(plan.closure_id, OFFICER, "Bão đổi hướng")
        assert await queue.free_slots("civil", THURSDAY)


async def test_a_hold_is_a_promise_with_an_end(queue: Queue, clock: StillClock):
    hold = await queue.hold("civil", NINE, somebody(1))
    assert isinstance(hold, Hold)
    assert hold.until == clock.now() + 10 * MINUTE
    await queue.drop_hold(hold.id, somebody(1))
    await queue.drop_hold(hold.id, somebody(1))
    with pytest.raises(HoldOver):
        await queue.book(hold.id, somebody(1))


@pytest.mark.parametrize("field", ["civil", "land", "business", "police"])
@pytest.mark.parametrize("procedures", [1, 2, 3])
async def test_whatever_time_is_shown_for_a_visit_can_be_held(
    database: AsyncEngine, clock: StillClock, field: str, procedures: int
):
    """In the hall as it comes, where a counter is shared and a place fills two or three slots."""
    queue = queue_of(database, clock)
    codes = [f"1.00000{number}" for number in range(procedures)]
    shown = await queue.free_slots(field, THURSDAY, procedures)
    assert shown
    for number, slot in enumerate(shown):
        hold = await queue.hold(field, slot.start, somebody(number), codes)
        await queue.drop_hold(hold.id, somebody(number))
    assert await queue.free_slots(field, THURSDAY, procedures) == shown


async def test_long_visits_fill_the_day_and_no_more(database: AsyncEngine, clock: StillClock):
    queue = queue_of(database, clock)
    places = sum(slot.free for slot in await queue.free_slots("land", THURSDAY))
    held = 0
    while shown := await queue.free_slots("land", THURSDAY, 3):
        await queue.hold("land", shown[0].start, somebody(held), ("1", "2", "3"))
        held += 1
    left = sum(slot.free for slot in await queue.free_slots("land", THURSDAY))
    assert held > 0
    assert places - left == 3 * held
    with pytest.raises(SlotTaken) as refused:
        await queue.hold("land", NINE, somebody(99), ("1", "2", "3"))
    for other in refused.value.offers:
        hold = await queue.hold("land", other.start, somebody(99), ("1", "2", "3"))
        assert hold.start == other.start


async def test_a_long_visit_is_moved_with_all_its_places(database: AsyncEngine, clock: StillClock):
    queue = queue_of(database, clock)
    before = {slot.start: slot.free for slot in await queue.free_slots("land", THURSDAY)}
    first, second = (await queue.free_slots("land", THURSDAY, 2))[:2]
    hold = await queue.hold("land", first.start, somebody(1), ("1", "2"))
    booking = await queue.book(hold.id, somebody(1))
    moved = await queue.move(booking.id, somebody(1), second.start)
    assert moved.start == second.start
    await queue.cancel(moved.id, somebody(1))
    assert {slot.start: slot.free for slot in await queue.free_slots("land", THURSDAY)} == before
