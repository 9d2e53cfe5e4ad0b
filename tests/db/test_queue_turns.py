"""Numbers and counters: one fair order, each number once, and nobody lost."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import QueueService, QueueState, QueueTicket
from bot.kernel.clock import StillClock
from bot.services.queue.hall.arranging import BadLayout
from bot.services.queue.model import (
    BookingState,
    CounterState,
    Field,
    Person,
    Priority,
    Source,
    Ticket,
    TicketState,
)
from bot.services.queue.refusals import Closed, NoSuch, Overtaken, TooEarly, TooMany
from bot.services.queue.rules import QueueRules
from bot.services.queue.service import Queue
from bot.services.queue.store.transaction import Work
from bot.services.queue.views import Why
from tests.queues import (
    MINUTE,
    OFFICER,
    OTHER_OFFICER,
    WEDNESDAY,
    moment,
    notices_of,
    queue_of,
    somebody,
    take,
    with_places,
)


@pytest.fixture
def queue(database: AsyncEngine, clock: StillClock) -> Queue:
    return queue_of(database, clock)


async def call(queue: Queue, counter: int = 1) -> str:
    """Call the next one and be done with them; return the number."""
    ticket = await queue.call_next(counter, OFFICER)
    if ticket is None:
        return ""
    await queue.start(ticket.id, OFFICER)
    await queue.finish(ticket.id, OFFICER)
    return ticket.number


async def test_numbers_count_up_by_field_and_begin_again_each_day(queue: Queue, clock: StillClock):
    assert [(await take(queue)).number for _ in range(3)] == ["A001", "A002", "A003"]
    assert (await take(queue, field="land")).number == "B001"
    clock.move(timedelta(days=1))
    assert (await take(queue)).number == "A001"


async def test_a_hundred_numbers_at_once_are_a_hundred_numbers(queue: Queue):
    tickets = await asyncio.gather(*(take(queue) for _ in range(100)))
    assert sorted(one.number for one in tickets) == [f"A{n:03}" for n in range(1, 101)]


async def test_numbers_go_on_when_the_clock_goes_back(queue: Queue, clock: StillClock):
    await take(queue)
    clock.move(timedelta(minutes=-30))
    assert (await take(queue)).number == "A002"


async def test_a_second_touch_and_a_second_tab_give_the_same_number(queue: Queue):
    first, again = await asyncio.gather(
        take(queue, request_id="touch"), take(queue, request_id="touch")
    )
    assert first.id == again.id
    assert (await take(queue, 7)).id == (await take(queue, 7)).id


async def test_one_phone_takes_two_numbers_at_most(queue: Queue):
    await take(queue, 1)
    await take(queue, 1, field="land")
    with pytest.raises(TooMany):
        await take(queue, 1, field="business")


async def test_no_numbers_outside_the_hours(queue: Queue, clock: StillClock):
    clock.move(moment(WEDNESDAY, 11, 10) - clock.now())
    with pytest.raises(Closed) as closed:
        await take(queue)
    assert closed.value.again_at == moment(WEDNESDAY, 11, 30)
    clock.move(25 * MINUTE)
    assert await take(queue)
    clock.move(moment(WEDNESDAY, 20) - clock.now())
    with pytest.raises(Closed) as closed:
        await take(queue)
    assert closed.value.again_at == moment(WEDNESDAY + timedelta(days=1), 6, 30)


async def test_no_numbers_while_the_centre_is_closed_at_short_notice(queue: Queue):
    until = moment(WEDNESDAY, 10)
    await queue.close_centre(moment(WEDNESDAY, 8), until, "Mất điện", OFFICER)
    with pytest.raises(Closed) as closed:
        await take(queue)
    assert (closed.value.again_at, closed.value.reason) == (until, "Mất điện")


async def test_who_came_first_is_called_first(queue: Queue, clock: StillClock):
    for _ in range(3):
        await take(queue)
        clock.move(MINUTE)
    assert [await call(queue) for _ in range(4)] == ["A001", "A002", "A003", ""]


async def test_one_priority_ticket_for_two_ordinary_ones(queue: Queue, clock: StillClock):
    await with_places(queue, 1)
    for _ in range(5):
        await take(queue)
        clock.move(MINUTE)
    for _ in range(2):
        await take(queue, priority=Priority.ELDERLY)
        clock.move(MINUTE)
    waiting = await queue.waiting(1)
    order = ["A006", "A001", "A002", "A007", "A003", "A004", "A005"]
    assert [one.ticket.number for one in waiting] == order
    assert waiting[0].why is Why.PRIORITY
    assert waiting[0].reason == "ưu tiên, lấy số 9:05"
    assert waiting[1].reason == "lấy số 9:00"
    assert [await call(queue) for _ in range(7)] == order


async def test_a_priority_that_nobody_sees_does_not_jump(queue: Queue):
    await take(queue)
    jumper = await take(queue, priority=Priority.ELDERLY)
    await queue.confirm_priority(jumper.id, False, OFFICER)
    assert await call(queue) == "A001"


class TestArriving:
    @pytest.fixture
    async def ten(self, queue: Queue, clock: StillClock) -> str:
        """A booking at half past ten of somebody whose phone is known."""
        await with_places(queue, 2)
        booking = await queue.book_at_once("civil", moment(WEDNESDAY, 10, 30), somebody(1))
        return booking.id

    async def test_a_booked_person_comes_at_the_booked_time(
        self, queue: Queue, ten: str, clock: StillClock
    ):
        with pytest.raises(TooEarly) as early:
            await queue.check_in("H001")
        assert early.value.opens_at == moment(WEDNESDAY, 10, 15)
        clock.move(moment(WEDNESDAY, 10, 10) - clock.now())
        await take(queue)
        clock.move(10 * MINUTE)
        ticket = await queue.check_in("h001")
        assert (ticket.number, ticket.booking_id) == ("H001", ten)
        assert (await queue.check_in("0900000001")).id == ticket.id
        clock.move(5 * MINUTE)
        await take(queue)
        clock.move(10 * MINUTE)
        await take(queue)
        reasons = [(one.ticket.number, one.reason) for one in await queue.waiting(1)]
        assert reasons == [
            ("A001", "lấy số 10:10"),
            ("H001", "đặt 10:30"),
            ("A002", "lấy số 10:25"),
            ("A003", "lấy số 10:35"),
        ]
        await call(queue)
        assert await call(queue) == "H001"
        assert (await queue.booking(ten)).state is BookingState.DONE

    async def test_who_comes_late_is_served_like_somebody_who_walks_in(
        self, queue: Queue, ten: str, clock: StillClock
    ):
        clock.move(moment(WEDNESDAY, 10, 35) - clock.now())
        await take(queue)
        clock.move(10 * MINUTE)
        await queue.watch_turns()
        assert (await queue.booking(ten)).state is BookingState.NO_SHOW
        await queue.check_in("H001")
        lines = await queue.waiting(1)
        assert [one.ticket.number for one in lines] == ["A001", "H001"]
        assert lines[1].reason == "đặt 10:30, đến muộn 10:45"
        assert (await queue.booking(ten)).state is BookingState.CHECKED_IN

    async def test_after_hours_without_power_nobody_is_blamed(
        self, queue: Queue, ten: str, clock: StillClock
    ):
        clock.move(moment(WEDNESDAY, 14, 0) - clock.now())
        await queue.watch_turns()
        missed = await queue.booking(ten)
        assert (missed.state, missed.forgiven) == (BookingState.NO_SHOW, True)

    async def test_forged_and_foreign_codes_find_nothing(self, queue: Queue, ten: str):
        for code in ("H999", "", "0987654321", "H001 OR 1=1", "ÀÁ123", "H-0"):
            with pytest.raises(NoSuch):
                await queue.check_in(code)

    async def test_nobody_who_books_now_overtakes_whom_waits_already(
        self, queue: Queue, clock: StillClock
    ):
        await with_places(queue, 1)
        for _ in range(20):
            await take(queue)
        booking = await queue.book_at_once("civil", moment(WEDNESDAY, 10, 15), somebody(1))
        clock.move(70 * MINUTE)
        await queue.check_in(booking.number)
        assert (await queue.waiting(1))[-1].ticket.number == booking.number


class TestAtTheCounter:
    async def test_two_counters_never_call_the_same_number(self, queue: Queue):
        for _ in range(6):
            await take(queue)
        calls = [
            queue.call_next(counter, actor)
            for counter in (1, 2)
            for actor in (OFFICER, OTHER_OFFICER)
        ]
        called = await asyncio.gather(*calls)
        assert len({one.number for one in called}) == 4

    async def test_a_double_click_calls_one(self, queue: Queue):
        await take(queue)
        await take(queue)
        one, two = await asyncio.gather(
            queue.call_next(1, OFFICER, "click"), queue.call_next(1, OFFICER, "click")
        )
        assert one.id == two.id
        assert (await queue.call_next(1, OFFICER)).id == one.id

    async def test_the_next_call_finishes_whom_the_officer_served(self, queue: Queue):
        first = await take(queue)
        await take(queue)
        await queue.call_next(1, OFFICER)
        await queue.start(first.id, OFFICER)
        assert (await queue.call_next(1, OFFICER)).number == "A002"
        assert (await queue.ticket(first.id)).state is TicketState.DONE

    async def test_a_click_on_an_old_page_is_told_that_another_was_faster(self, queue: Queue):
        ticket = await take(queue)
        await queue.call(ticket.id, 2, OTHER_OFFICER)
        with pytest.raises(Overtaken) as late:
            await queue.call(ticket.id, 1, OFFICER)
        assert (late.value.state, late.value.counter) == ("called", 2)
        await queue.finish(ticket.id, OTHER_OFFICER)
        assert (await queue.finish(ticket.id, OTHER_OFFICER)).state is TicketState.DONE
        for wrong in (queue.recall, queue.start, queue.skip, queue.park, queue.bring_back):
            with pytest.raises(Overtaken):
                await wrong(ticket.id, OFFICER)

    async def test_who_was_away_comes_back_behind_three(self, queue: Queue, clock: StillClock):
        await with_places(queue, 1)
        for _ in range(6):
            await take(queue)
        away = await queue.call_next(1, OFFICER)
        for _ in range(2):
            clock.move(timedelta(seconds=46))
            await queue.recall(away.id, OFFICER)
        assert await queue.watch_turns() == 0
        clock.move(timedelta(seconds=46))
        assert await queue.watch_turns() == 1
        assert (await queue.ticket(away.id)).state is TicketState.SKIPPED
        assert [one.id for one in await queue.skipped_today(1)] == [away.id]
        back = await queue.come_back(away.id)
        assert back.state is TicketState.WAITING
        order = [one.ticket.number for one in await queue.waiting(1)]
        assert order == ["A002", "A003", "A004", "A001", "A005", "A006"]

    async def test_hold_and_resume(self, queue: Queue):
        ticket = await take(queue)
        await queue.call_next(1, OFFICER)
        await queue.park(ticket.id, OFFICER)
        assert [one.state for one in await queue.at_counter(1)] == [TicketState.ON_HOLD]
        assert await queue.call_next(1, OFFICER) is None
        assert (await queue.resume(ticket.id, 1, OFFICER)).state is TicketState.SERVING

    async def test_sent_to_another_counter_the_number_stays(
        self, queue: Queue, database: AsyncEngine
    ):
        ticket = await take(queue, 1)
        await queue.call_next(1, OFFICER)
        sent = await queue.transfer(ticket.id, OFFICER, field="land", request_id="x")
        assert (sent.number, sent.field, sent.state) == ("A001", "land", TicketState.WAITING)
        assert ("turn.counter_changed", "queued") in await notices_of(
            database, f"ticket:{ticket.id}"
        )
        to = await queue.transfer(ticket.id, OFFICER, counter=5)
        assert to.wanted_counter == 5
        assert await queue.call_next(3, OFFICER) is None
        assert (await queue.waiting(5))[0].why is Why.SENT
        assert (await queue.call_next(5, OTHER_OFFICER)).id == ticket.id

    async def test_one_visit_goes_on_to_the_next_field(self, queue: Queue):
        ticket = await take(queue)
        await queue.call_next(2, OFFICER)
        await queue.start(ticket.id, OFFICER)
        await queue.add_service(ticket.id, "results", OFFICER)
        await queue.add_service(ticket.id, "land", OFFICER)
        here = await queue.finish(ticket.id, OFFICER, "one")
        assert (here.state, here.field, here.counter) == (TicketState.SERVING, "results", 2)
        there = await queue.finish(ticket.id, OFFICER, "two")
        assert (there.state, there.field, there.counter) == (TicketState.WAITING, "land", None)
        assert (await queue.call_next(3, OTHER_OFFICER)).id == ticket.id
        assert (await queue.finish(ticket.id, OTHER_OFFICER)).state is TicketState.DONE

    async def test_the_same_press_sent_again_does_not_end_the_next_matter(self, queue: Queue):
        ticket = await take(queue)
        await queue.call_next(2, OFFICER)
        await queue.start(ticket.id, OFFICER)
        await queue.add_service(ticket.id, "results", OFFICER)
        for _ in range(2):
            here = await queue.call_next(2, OFFICER, "press")
            assert (here.id, here.field, here.state) == (ticket.id, "results", TicketState.SERVING)

    async def test_what_a_visit_holds_already_is_not_added_again(self, queue: Queue):
        ticket = await take(queue)
        await queue.call_next(2, OFFICER)
        await queue.start(ticket.id, OFFICER)
        for _ in range(2):  # the same press sent again is no second wish
            await queue.add_service(ticket.id, "land", OFFICER, "press")
        with pytest.raises(TooMany) as refused:
            await queue.add_service(ticket.id, "land", OFFICER, "another press")
        assert refused.value.same_field

    @pytest.mark.parametrize("to", [{"field": "moon"}, {"counter": 99}])
    async def test_a_transfer_to_nowhere_writes_nothing(
        self, queue: Queue, database: AsyncEngine, clock: StillClock, to: dict[str, Any]
    ):
        ticket = await take(queue)
        await queue.call_next(1, OFFICER)
        await queue.start(ticket.id, OFFICER)
        clock.move(timedelta(minutes=3))
        done = await asyncio.gather(
            queue.transfer(ticket.id, OFFICER, **to), take(queue), return_exceptions=True
        )
        assert isinstance(done[0], NoSuch)
        assert (await queue.ticket(done[1].id)) is not None
        assert (await queue.ticket(ticket.id)).state is TicketState.SERVING
        async with database.connect() as connection:
            assert (await connection.scalars(select(QueueService.id))).all() == []

    async def test_a_change_that_breaks_off_takes_back_only_itself(
        self, queue: Queue, database: AsyncEngine
    ):
        """Two changes of one batch: the one that was refused halfway left nothing behind."""

        async def writes_and_refuses(work: Work) -> None:
            await work.connection.execute(update(QueueState).values(seeded=False))
            raise NoSuch("half")

        done = await asyncio.gather(
            take(queue), queue._line.change(writes_and_refuses), return_exceptions=True
        )
        assert isinstance(done[1], NoSuch)
        async with database.connect() as connection:
            assert await connection.scalar(select(QueueState.seeded)) is True
        assert (await queue.ticket(done[0].id)) is not None

    async def test_a_counter_that_closes_gives_back_whom_it_called(self, queue: Queue):
        ticket = await take(queue)
        await queue.call_next(1, OFFICER)
        closed = await queue.close_counter(1, OFFICER)
        assert (closed.state, closed.officer) == (CounterState.CLOSED, "")
        assert (await queue.call_next(2, OTHER_OFFICER)).id == ticket.id

    async def test_counters_open_and_pause(self, queue: Queue):
        assert (await queue.open_counter(1, OFFICER)).officer == "lan"
        assert (await queue.pause_counter(1, OFFICER)).state is CounterState.PAUSED
        assert (await queue.layout()).counter(1).state is CounterState.PAUSED
        with pytest.raises(NoSuch):
            await queue.open_counter(99, OFFICER)


class TestPlaces:
    async def served(self, queue: Queue, clock: StillClock, many: int) -> None:
        for _ in range(many):
            await take(queue)
            ticket = await queue.call_next(1, OFFICER)
            await queue.start(ticket.id, OFFICER)
            clock.move(8 * MINUTE)
            await queue.finish(ticket.id, OFFICER)

    async def test_the_wait_is_said_only_after_five(self, queue: Queue, clock: StillClock):
        await with_places(queue, 1)
        await self.served(queue, clock, 4)
        tickets = [await take(queue) for _ in range(4)]
        place = await queue.place_of(tickets[3].id)
        assert (place.ahead, place.low, place.high) == (3, None, None)
        assert await call(queue)
        place = await queue.place_of(tickets[3].id)
        assert (place.ahead, place.low, place.high) == (2, 15, 30)

    async def test_near_the_turn_a_phone_is_told_once(self, queue: Queue, database: AsyncEngine):
        await with_places(queue, 1)
        for _ in range(5):
            await take(queue)
        mine = await take(queue, 1)
        expected = [
            [],
            ["turn.three_ahead"],
            ["turn.three_ahead"],
            ["turn.three_ahead", "turn.next"],
            ["turn.three_ahead", "turn.next"],
            ["turn.three_ahead", "turn.next", "turn.called"],
        ]
        for kinds in expected:
            ticket = await queue.call_next(1, OFFICER)
            told = [kind for kind, _ in await notices_of(database, f"ticket:{mine.id}")]
            assert told == kinds
            await queue.start(ticket.id, OFFICER)

    async def test_leaving_gives_the_place_to_the_next(self, queue: Queue):
        mine = await take(queue, 1)
        after = await take(queue, 2)
        with pytest.raises(NoSuch):
            await queue.leave(mine.id, somebody(2))
        assert (await queue.leave(mine.id, somebody(1))).state is TicketState.LEFT
        assert (await queue.place_of(after.id)).ahead == 0
        assert await queue.tickets_of(somebody(1)) == ()

    async def test_the_link_of_a_ticket_finds_its_place(self, queue: Queue):
        ticket = await take(queue)
        assert (await queue.place_by_token(ticket.token)).ticket.id == ticket.id
        assert await queue.place_by_token("") is None
        assert await queue.place_by_token("no") is None

    async def test_late_counters_say_sorry_to_who_has_booked(
        self, queue: Queue, database: AsyncEngine, clock: StillClock
    ):
        booking = await queue.book_at_once("civil", moment(WEDNESDAY, 10), somebody(1))
        clock.move(60 * MINUTE)
        ticket = await queue.check_in(booking.number)
        clock.move(16 * MINUTE)
        for _ in range(2):
            await queue.watch_turns()
        told = [kind for kind, _ in await notices_of(database, f"ticket:{ticket.id}")]
        assert told.count("turn.late") == 1


class TestPaperRolls:
    async def test_a_phone_follows_a_printed_number(self, queue: Queue):
        typed = await queue.type_paper_number("23", "civil", OFFICER)
        mine = await queue.adopt_paper_number("a 023", somebody(1))
        assert (mine.id, mine.number, mine.source) == (typed.id, "A023", Source.PAPER)
        assert (await queue.adopt_paper_number("A23", somebody(1))).id == typed.id
        with pytest.raises(Overtaken):
            await queue.adopt_paper_number("A023", somebody(2))

    async def test_nobody_takes_over_a_number_that_they_read_on_the_board(self, queue: Queue):
        given = await queue.take_number("civil", Source.KIOSK)
        with pytest.raises(Overtaken):
            await queue.adopt_paper_number(given.number, somebody(1))
        assert (await queue.ticket_by_number(given.number)).person == Person()

    async def test_one_phone_follows_only_so_many_printed_numbers(self, queue: Queue):
        followed = [await queue.adopt_paper_number(f"A00{n}", somebody(1)) for n in (1, 2)]
        with pytest.raises(TooMany):
            await queue.adopt_paper_number("A003", somebody(1))
        assert (await queue.adopt_paper_number("A001", somebody(1))).id == followed[0].id

    async def test_the_machine_leaves_out_numbers_of_the_roll(self, queue: Queue):
        await queue.type_paper_number("A002", "civil", OFFICER)
        assert [(await take(queue)).number for _ in range(2)] == ["A001", "A003"]

    async def test_a_number_far_beyond_the_roll_is_not_believed(self, queue: Queue):
        assert await queue.adopt_paper_number("A060", somebody(1))
        for number in ("A061", "Z001", "023", "", "A0", "A99999"):
            with pytest.raises(NoSuch):
                await queue.adopt_paper_number(number, somebody(2))
        with pytest.raises(NoSuch):
            await queue.adopt_paper_number("A001", Person())

    async def test_the_machine_may_begin_behind_the_roll(
        self, database: AsyncEngine, clock: StillClock
    ):
        queue = queue_of(database, clock, QueueRules(machine_from=501))
        assert [(await take(queue)).number for _ in range(2)] == ["A501", "A502"]


class TestDays:
    async def test_the_day_ends_for_numbers_and_counters(self, queue: Queue, clock: StillClock):
        waiting = await take(queue, field="land")
        served = await take(queue)
        await queue.call_next(1, OFFICER)
        await queue.start(served.id, OFFICER)
        clock.move(timedelta(days=1))
        assert await queue.end_day() == 2
        assert await queue.end_day() == 0
        assert (await queue.ticket(waiting.id)).state is TicketState.NO_SHOW
        assert (await queue.ticket(served.id)).state is TicketState.DONE
        assert (await queue.layout()).counter(1).state is CounterState.CLOSED

    async def test_after_thirty_days_nobody_knows_whose_number_it_was(
        self, queue: Queue, database: AsyncEngine, clock: StillClock
    ):
        await take(queue, 1)
        clock.move(timedelta(days=31))
        await queue.forget()
        async with database.connect() as connection:
            row = (await connection.execute(select(QueueTicket.__table__))).one()
        assert (row.conversation_id, row.phone, row.phone_key, row.token) == ("", "", "", "")
        clock.move(timedelta(days=340))
        await queue.forget()
        async with database.connect() as connection:
            assert (await connection.execute(select(QueueTicket.id))).all() == []

    async def test_serving_times_are_learnt_from_who_was_served(
        self, queue: Queue, clock: StillClock
    ):
        for number in range(20):
            ticket = await take(queue, field="social")
            await queue.call_next(4, OFFICER)
            await queue.start(ticket.id, OFFICER)
            clock.move(timedelta(minutes=3, seconds=number))
            await queue.finish(ticket.id, OFFICER)
        assert await queue.learn() == 1
        assert (await queue.layout()).field("social").minutes == 3
        version = await queue.version()
        assert await queue.learn() == 0
        assert await queue.version() == version

    async def test_time_on_hold_is_no_serving_time(
        self, queue: Queue, database: AsyncEngine, clock: StillClock
    ):
        ticket = await take(queue)
        await queue.call_next(1, OFFICER)
        await queue.start(ticket.id, OFFICER)
        clock.move(timedelta(minutes=5))
        await queue.park(ticket.id, OFFICER)
        clock.move(timedelta(minutes=30))
        await queue.resume(ticket.id, 1, OFFICER)
        clock.move(timedelta(minutes=2))
        await queue.park(ticket.id, OFFICER)
        clock.move(timedelta(minutes=10))
        await queue.finish(ticket.id, OFFICER)
        async with database.connect() as connection:
            seconds = (await connection.scalars(select(QueueService.seconds))).all()
        assert seconds == [7 * 60]

    async def test_nothing_is_written_while_nothing_is_due(self, queue: Queue, clock: StillClock):
        await take(queue, 1)
        await queue.call_next(1, OFFICER)
        version = await queue.version()
        for _ in range(5):
            clock.move(timedelta(seconds=5))
            assert await queue.watch_turns() == 0
        assert await queue.version() == version


class TestPages:
    async def test_the_version_grows_with_every_change_and_only_then(self, queue: Queue):
        before = await queue.version()
        ticket = await take(queue)
        after = await queue.version()
        assert after == before + 1
        await queue.board()
        with pytest.raises(NoSuch):
            await queue.start("nothing", OFFICER)
        assert await queue.version() == after
        await queue.call(ticket.id, 1, OFFICER)
        assert await queue.version() == after + 1

    async def test_the_board_shows_numbers_and_never_names(self, queue: Queue):
        named = Person(conversation_id="web:1", name="Lò Thị Mai")
        await queue.take_number("civil", Source.CHAT, named)
        await take(queue)
        await take(queue, field="land")
        await queue.call_next(1, OFFICER)
        board = await queue.board()
        assert [(one.number, one.counter, one.calls) for one in board.now] == [("A001", 1, 1)]
        assert board.next == {"civil": ("A002",), "land": ("B001",)}
        assert board.waiting == {"civil": 1, "land": 1}
        assert "Mai" not in repr(board)

    async def test_todays_load(self, queue: Queue, clock: StillClock):
        await take(queue)
        await take(queue)
        await call(queue)
        clock.move(7 * MINUTE)
        load = await queue.load_today()
        civil = next(one for one in load.fields if one.field == "civil")
        assert (civil.waiting, civil.done, load.waiting, load.longest_wait) == (1, 1, 1, 7)


@pytest.mark.parametrize(
    ("prefix", "minutes", "problem"),
    [
        ("B", 8, "prefix"),
        ("H", 8, "prefix"),
        ("a", 8, "prefix"),
        ("Đ", 8, "prefix"),
        ("Z", 0, "minutes"),
    ],
)
async def test_a_layout_that_cannot_be_is_refused(
    queue: Queue, prefix: str, minutes: int, problem: str
):
    field = Field(code="new", name="Mới", prefix=prefix, minutes=minutes)
    with pytest.raises(BadLayout) as bad:
        await queue.save_field(field, OFFICER, "thử")
    assert bad.value.problem == problem


async def test_a_ticket_can_be_followed_by_the_phone_that_scans_it(queue: Queue):
    ticket: Ticket = await take(queue)
    assert (await queue.follow(ticket.id, somebody(1))).person == somebody(1)
    with pytest.raises(NoSuch):
        await queue.follow(ticket.id, somebody(2))
