"""Statuses, their order whatever the order of telling, and what is odd about them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers import guessing
from bot.services.dossiers.model import (
    Change,
    Clock,
    Event,
    EventInput,
    Facts,
    Remark,
    Stage,
    Status,
)
from bot.services.dossiers.rules import (
    finished_at,
    is_usual,
    merge,
    pauses,
    remarks_on,
    stage_of,
)
from bot.services.dossiers.taking import take_again, take_event, take_new
from bot.services.dossiers.views import masked_name
from tests.dossiers import CODE, a_dossier, at

MORNING = at("18/11")
NOW = at("25/11")


def an(status: int, hours: float = 0) -> Event:
    """Return an event some hours after receipt."""
    return Event(status=Status(status), at=MORNING + timedelta(hours=hours))


events = st.lists(
    st.builds(an, st.integers(1, 10), st.integers(0, 5).map(float)), min_size=1, max_size=8
)


def test_the_clock_stands_still_while_the_citizen_is_asked():
    paused = {status for status in Status if status.clock is Clock.PAUSED}
    assert paused == {5, 6, 8}
    assert {status for status in Status if status.clock is Clock.ENDED} == {7, 9, 10}
    assert {status for status in Status if status.clock is Clock.RUNNING} == {2, 4}


@pytest.mark.parametrize(
    ("status", "stage"),
    [(1, 1), (2, 2), (4, 3), (5, 3), (9, 4), (10, 5)],
)
def test_ten_statuses_are_five_stages(status: int, stage: int):
    assert stage_of(Status(status)) is Stage(stage)


@pytest.mark.parametrize(
    ("before", "after", "usual"),
    [
        (1, 2, True),
        (2, 9, True),
        (5, 4, True),
        (8, 4, True),
        (9, 10, True),
        (4, 4, True),
        (10, 4, False),
        (3, 2, False),
        (1, 9, False),
        (7, 9, False),
    ],
)
def test_some_steps_are_odd(before: int, after: int, usual: bool):
    assert is_usual(Status(before), Status(after)) is usual


@given(events, st.randoms())
def test_the_order_of_telling_does_not_matter(told: list[Event], chance):
    def after_all(order: list[Event]) -> tuple[Event, ...]:
        known: tuple[Event, ...] = ()
        for event in order:
            _, known = merge(known, event)
        return known

    shuffled = [*told, *told]  # some come twice
    chance.shuffle(shuffled)
    assert after_all(shuffled) == after_all(told)
    assert len(after_all(told)) == len({event.identity for event in told})


def test_new_again_and_late_are_told_apart():
    change, known = merge((an(2),), an(9, 8))
    assert change is Change.CHANGED
    assert merge(known, an(9, 8))[0] is Change.SAME
    change, known = merge(known, an(4, 1))
    assert change is Change.LATE
    assert [event.status for event in known] == [2, 4, 9]


def test_asking_for_papers_twice_in_one_phase_is_remarked_on():
    assert remarks_on((an(2), an(5, 1), an(4, 2)), an(5, 3)) == (Remark.SECOND_SUPPLEMENT,)
    assert remarks_on((an(1), an(5, 1), an(2, 2)), an(5, 3)) == ()


def test_pauses_last_from_the_question_to_the_work_going_on():
    assert pauses([an(2), an(5, 1), an(8, 2), an(4, 5), an(6, 6)]) == [
        (MORNING + timedelta(hours=1), MORNING + timedelta(hours=5)),
        (MORNING + timedelta(hours=6), None),
    ]


def test_the_end_is_the_result_and_not_the_handing_over():
    assert finished_at([an(2), an(9, 8), an(10, 30)]) == MORNING + timedelta(hours=8)
    assert finished_at([an(2), an(9, 8), an(4, 30)]) is None


@given(
    st.lists(
        st.tuples(st.integers(1, 10), st.integers(-50, 100), st.booleans(), st.booleans()),
        max_size=8,
    )
)
def test_no_sequence_of_reports_breaks_a_dossier(steps: list):
    taken = take_new(ReceiptCode(CODE), a_dossier(), NOW, Facts())
    dossier = taken.dossier
    for status, hours, with_due, as_event in steps:
        moment = MORNING + timedelta(hours=hours)
        due = moment + timedelta(days=3) if with_due else None
        if as_event:
            told = EventInput(status=Status(status), at=moment, due_at=due)
            taken = take_event(dossier, told, NOW, Facts())
        else:
            again = a_dossier(status=Status(status), as_of=moment, due_at=due)
            taken = take_again(dossier, again, NOW, Facts())
        dossier = taken.dossier
        assert dossier.status is dossier.events[-1].status
        assert len({event.identity for event in dossier.events}) == len(dossier.events)
        assert taken.moved is None or taken.moved is dossier.events[-1]


def test_what_a_report_leaves_empty_stays():
    dossier = take_new(ReceiptCode(CODE), a_dossier(), NOW, Facts()).dossier
    again = take_again(dossier, a_dossier(phone="", counter=""), NOW, Facts())
    assert again.change is Change.SAME
    assert again.dossier.phone == "+84912345678"


def test_a_dossier_that_came_finished_without_a_day_has_no_known_end():
    dossier = take_new(ReceiptCode(CODE), a_dossier(status=Status.DONE), NOW, Facts()).dossier
    assert dossier.finished_at is None


def test_names_are_cut_to_their_letters():
    assert masked_name("Nguyễn Thị Hoa") == "N. T. H."
    assert masked_name("đỗ mười") == "Đ. M."
    assert masked_name("") == ""


def test_ten_codes_in_ten_minutes_are_enough():
    times = [NOW - timedelta(seconds=30 * n) for n in range(10)]
    assert guessing.slowed_until(times[:9], NOW) is None
    assert guessing.slowed_until(times, NOW) == times[-1] + timedelta(minutes=10)


def test_wrong_proofs_lock_for_a_quarter_of_an_hour_then_for_a_day():
    few = [NOW - timedelta(minutes=n) for n in range(5)]
    assert guessing.locked_until(few[:4], NOW) is None
    assert guessing.locked_until(few, NOW) == few[-1] + timedelta(minutes=15)
    many = [NOW - timedelta(hours=n) for n in range(20)]
    assert guessing.locked_until(many, NOW) == many[-1] + timedelta(days=1)


def test_after_three_wrong_ones_a_breath_is_taken():
    wrong = [NOW - timedelta(seconds=n) for n in range(1, 4)]
    assert guessing.breath_until(wrong[:2], NOW) is None
    assert guessing.breath_until(wrong, NOW) == NOW + timedelta(seconds=4)
