"""Rules of the centre as people meet them: values by officers, classes, clocks, somebody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.parameters import build_parameters
from bot.kernel.calendar_vn import DayKind, SpecialDay, WorkingCalendar
from bot.kernel.clock import StillClock
from bot.services.queue.model import BookingState, Half, Person, Priority, Source, TicketState
from bot.services.queue.parameters import rules_from
from bot.services.queue.refusals import Closed, NoSuch, SlotTaken, TooFar, TooMany
from bot.services.queue.rules import QueueRules
from bot.services.queue.service import Queue
from tests.queues import (
    MINUTE,
    OFFICER,
    THURSDAY,
    WEDNESDAY,
    moment,
    queue_of,
    somebody,
    take,
    with_places,
)

NINE = moment(THURSDAY, 9)
DAY = timedelta(days=1)


@pytest.fixture
def queue(database: AsyncEngine, clock: StillClock) -> Queue:
    return queue_of(database, clock)


async def test_an_officer_changes_the_grid_and_whoever_has_booked_keeps_the_time(
    database: AsyncEngine, clock: StillClock
):
    parameters = build_parameters(database, clock)
    queue = queue_of(database, clock, lambda: rules_from(parameters.values()))
    await with_places(queue, 2)
    mine = await queue.book_at_once("civil", NINE + 15 * MINUTE, somebody(1))
    await parameters.change(OFFICER, "queue.slot_minutes", "30", "Hồ sơ đất đai làm lâu")
    slots = await queue.free_slots("civil", THURSDAY)
    assert {(slot.start.minute, (slot.end - slot.start) // MINUTE) for slot in slots} == {
        (0, 30),
        (30, 30),
    }
    free = {slot.start: slot.free for slot in slots}
    assert free[NINE] == free[NINE + 30 * MINUTE] - 1
    assert (await queue.booking(mine.id)) == mine
    told = (await parameters.history("queue.slot_minutes"))[0]
    assert (told.officer, told.former, told.value) == ("lan", "15", "30")
    assert told.reason == "Hồ sơ đất đai làm lâu"


async def test_more_may_be_booked_when_an_officer_says_so(database: AsyncEngine, clock: StillClock):
    parameters = build_parameters(database, clock)
    queue = queue_of(database, clock, lambda: rules_from(parameters.values()))
    await queue.book_at_once("civil", NINE, somebody(1))
    with pytest.raises(TooMany):
        await queue.book_at_once("civil", NINE + 30 * MINUTE, somebody(1))
    await parameters.change(OFFICER, "queue.per_field", "2", "Mùa nhập học")
    await queue.book_at_once("civil", NINE + 30 * MINUTE, somebody(1))


async def test_half_a_day_off_leaves_the_other_half(database: AsyncEngine, clock: StillClock):
    half = {THURSDAY: SpecialDay(THURSDAY, DayKind.MORNING_ONLY, "họp dân")}
    queue = queue_of(database, clock, calendar=WorkingCalendar(special=half))
    slots = await queue.free_slots("civil", THURSDAY)
    assert slots
    assert all(slot.end <= moment(THURSDAY, 11, 30) for slot in slots)


async def test_power_fails_in_one_field_and_the_others_go_on(queue: Queue):
    await queue.close_centre(
        moment(WEDNESDAY, 8), moment(WEDNESDAY, 11), "Mất mạng đất đai", OFFICER, field="land"
    )
    with pytest.raises(Closed) as closed:
        await take(queue, field="land")
    assert closed.value.again_at == moment(WEDNESDAY, 11)
    assert (await take(queue)).number == "A001"


@pytest.mark.parametrize("why", list(Priority))
async def test_each_class_of_priority_comes_before_ordinary_people(queue: Queue, why: Priority):
    for _ in range(4):
        await take(queue)
    await take(queue, priority=why)
    assert (await queue.waiting(1))[0].ticket.number == "A005"


async def test_booking_for_ones_mother_counts_as_ones_own(queue: Queue):
    booking = await queue.book_at_once("civil", NINE, somebody(1), for_whom="mẹ, bà Lò Thị Mai")
    assert booking.for_whom == "mẹ, bà Lò Thị Mai"
    with pytest.raises(TooMany):
        await queue.book_at_once("civil", NINE + 30 * MINUTE, somebody(1), for_whom="bố")


@pytest.mark.parametrize("ready", [True, False, None])
async def test_whether_the_papers_are_complete_is_kept(queue: Queue, ready: bool | None):
    hold = await queue.hold("civil", NINE, somebody(1))
    assert (await queue.book(hold.id, somebody(1), ready)).papers_ready is ready


async def test_one_counter_serves_several_fields_in_one_order(queue: Queue, clock: StillClock):
    for field in ("results", "civil", "results"):
        await take(queue, field=field)
        clock.move(MINUTE)
    assert [one.ticket.number for one in await queue.waiting(2)] == ["F001", "A001", "F002"]
    assert [one.ticket.number for one in await queue.waiting(1)] == ["A001"]


async def test_nobody_is_ahead_who_waits_for_another_matter(queue: Queue, clock: StillClock):
    for _ in range(5):
        await take(queue)
    mine = await take(queue, field="results")
    assert (await queue.place_of(mine.id)).ahead == 0


async def test_who_is_sent_to_a_counter_stands_before_its_line(queue: Queue):
    await take(queue)
    sent = await take(queue)
    await queue.transfer(sent.id, OFFICER, counter=1)
    assert (await queue.place_of(sent.id)).ahead == 0
    called = await queue.call_next(1, OFFICER)
    assert called.id == sent.id


async def test_a_clock_that_goes_back_takes_nothing_away(queue: Queue, clock: StillClock):
    hold = await queue.hold("civil", NINE, somebody(1))
    first = await take(queue, 2)
    clock.move(-90 * MINUTE)
    assert await queue.end_holds() == 0
    await queue.watch_turns()
    assert await queue.end_day() == 0
    booking = await queue.book(hold.id, somebody(1))
    assert booking.state is BookingState.BOOKED
    second = await take(queue, 3)
    assert (first.number, second.number) == ("A001", "A002")
    assert [one.ticket.number for one in await queue.waiting(1)] == ["A001", "A002"]
    called = await queue.call_next(1, OFFICER)
    await queue.start(called.id, OFFICER)
    clock.move(-5 * MINUTE)
    assert (await queue.finish(called.id, OFFICER)).state is TicketState.DONE


async def test_three_offers_not_taken_end_the_waiting(database: AsyncEngine, clock: StillClock):
    queue = queue_of(database, clock, QueueRules(bookable_percent=100))
    await with_places(queue, 1)
    await queue.join_waiting_list("civil", THURSDAY, somebody(9), Half.MORNING)
    for number in range(3):
        booking = await queue.book_at_once("civil", NINE + number * 15 * MINUTE, somebody(number))
        await queue.cancel(booking.id, somebody(number))
        assert await queue.wishes_of(somebody(9))
        clock.move(16 * MINUTE)
        await queue.end_holds()
    assert await queue.wishes_of(somebody(9)) == ()


async def test_nobody_waits_for_a_day_that_cannot_be_booked(queue: Queue):
    for day in (WEDNESDAY - DAY, THURSDAY + 3 * DAY, THURSDAY + 90 * DAY):
        with pytest.raises(TooFar):
            await queue.join_waiting_list("civil", day, somebody(1))


async def test_a_freed_place_is_not_offered_when_it_is_nearly_time(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock, QueueRules(bookable_percent=100, change_until_minutes=0))
    await with_places(queue, 1)
    booking = await queue.book_at_once("civil", NINE, somebody(1))
    await queue.join_waiting_list("civil", THURSDAY, somebody(2))
    clock.move(NINE - clock.now() - 29 * MINUTE)
    await queue.cancel(booking.id, somebody(1))
    assert (await queue.wishes_of(somebody(2)))[0].offers == 0


async def test_buttons_of_last_month_change_nothing(queue: Queue, clock: StillClock):
    old = await queue.book_at_once("civil", NINE, somebody(1))
    ticket = await take(queue, 1)
    clock.move(31 * DAY)
    await queue.watch_turns()
    await queue.end_day()
    for attempt in (
        queue.cancel(old.id, somebody(1)),
        queue.move(old.id, somebody(1), NINE + 32 * DAY),
        queue.confirm(old.id, somebody(1)),
    ):
        with pytest.raises(NoSuch):
            await attempt
    left = await queue.leave(ticket.id, somebody(1))
    assert left.state is TicketState.NO_SHOW
    again = await queue.come_back(ticket.id, somebody(1))
    assert again.state is TicketState.NO_SHOW


async def test_a_visit_too_long_for_the_morning_is_offered_another_time(
    database: AsyncEngine, clock: StillClock
):
    queue = queue_of(database, clock, QueueRules(bookable_percent=100))
    await with_places(queue, 1)
    matters = ("1.001193",) * 3
    with pytest.raises(SlotTaken) as late:
        await queue.hold("civil", moment(THURSDAY, 11, 15), somebody(1), matters)
    assert late.value.offers


async def test_a_person_with_two_bookings_today_checks_in_for_the_first(
    queue: Queue, clock: StillClock
):
    who = replace(somebody(1), conversation_id="web:1")
    later = (await queue.next_free("land", NINE + 60 * MINUTE, most=1))[0]
    await queue.book_at_once("land", later.start, who)
    first = await queue.book_at_once("civil", NINE, who)
    clock.move(NINE - clock.now() - 5 * MINUTE)
    ticket = await queue.check_in("", Source.CHAT, Person(conversation_id="web:1"))
    assert ticket.number == first.number
