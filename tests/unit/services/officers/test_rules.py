"""Who may do what, how long somebody who guesses has to wait, when a session ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.officers import rules
from bot.services.officers.model import Officer, Right, Role, Session, Step, Tries
from bot.services.officers.rules import FOR_A_LOGIN, FOR_AN_ADDRESS

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
gaps = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3))
ages = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2))


def officer(role: Role = Role.OFFICER, **more) -> Officer:
    facts = {
        "id": 1,
        "login": "an.nv",
        "name": "Nguyễn Văn An",
        "role": role,
        "first_password_until": None,
        "second_factor": False,
        "recovery_left": 0,
        "created_at": NOON,
        "signed_in_at": None,
        "disabled_at": None,
        "version": 1,
    }
    return Officer(**{**facts, **more})


def session(who: Officer, *, age=timedelta(0), idle=timedelta(0), proved=False) -> Session:
    return Session(
        id="s",
        officer=who,
        created_at=NOON - age,
        seen_at=NOON - idle,
        proved=proved,
        device="",
    )


@given(st.lists(gaps, min_size=1, max_size=40), st.sampled_from([FOR_A_LOGIN, FOR_AN_ADDRESS]))
def test_pauses_never_shrink_while_somebody_goes_on_guessing(waits, patience):
    now, tries, last = NOON, None, timedelta(0)
    for wait in waits:
        fresh = tries is None or wait > patience.forget_after
        now += wait
        tries = rules.one_more_failure(tries, now, patience)
        pause = rules.wait_of(tries, now)
        assert tries.failures == 1 or not fresh
        assert pause == rules.pause_after(tries.failures, patience)
        assert fresh or pause >= last
        assert pause <= patience.pauses[-1]
        last = pause


@given(st.integers(min_value=0, max_value=10_000))
def test_a_few_slips_cost_nothing_and_many_cost_time(failures):
    pause = rules.pause_after(failures, FOR_A_LOGIN)
    assert (pause > timedelta(0)) == (failures >= 5)


def test_guessing_through_a_night_is_hopeless():
    now, tries, guesses = NOON, None, 0
    while now < NOON + timedelta(hours=12):
        now += rules.wait_of(tries, now)
        tries = rules.one_more_failure(tries, now, FOR_A_LOGIN)
        guesses += 1
    assert guesses < 25


@given(gaps)
def test_a_pause_ends(gap):
    tries = Tries(5, NOON, NOON + timedelta(minutes=1))
    left = rules.wait_of(tries, NOON + gap)
    assert left == max(timedelta(0), timedelta(minutes=1) - gap)


@given(ages, ages, st.booleans(), st.booleans())
def test_a_session_ends_unused_or_old_or_unfinished(age, idle, factor, proved):
    idle = min(idle, age)
    over = rules.session_is_over(
        session(officer(second_factor=factor), age=age, idle=idle, proved=proved), NOON
    )
    halfway = factor and not proved
    assert over == (
        idle >= timedelta(minutes=30)
        or age >= timedelta(hours=12)
        or (halfway and age >= timedelta(minutes=10))
    )


@given(st.sampled_from(Role))
def test_a_closed_account_has_no_session_and_no_right(role):
    closed = officer(role, disabled_at=NOON)
    assert rules.session_is_over(session(closed), NOON)
    assert not any(rules.may(closed, right) for right in Right)


def test_rights_are_the_least_that_a_role_needs():
    assert rules.rights_of(Role.OFFICER) == {
        Right.CONSOLE,
        Right.KNOWLEDGE_READ,
        Right.KNOWLEDGE_DRAFT,
        Right.DOSSIERS,
        Right.DOSSIERS_TAKE_IN,
        Right.LETTERS,
        Right.QUEUE_WORK,
    }
    extra = rules.rights_of(Role.SUPERVISOR) - rules.rights_of(Role.OFFICER)
    assert extra == {
        Right.KNOWLEDGE_PUBLISH,
        Right.LETTERS_LEAD,
        Right.QUEUE_ARRANGE,
        Right.PARAMETERS,
        Right.AUDIT,
    }
    assert rules.rights_of(Role.ADMINISTRATOR) - rules.rights_of(Role.SUPERVISOR) == {
        Right.OFFICERS,
        Right.API_KEYS,
    }
    assert rules.rights_of(Role.ADMINISTRATOR) == set(Right)


@pytest.mark.parametrize(
    ("who", "proved", "step"),
    [
        (officer(), False, Step.DONE),
        (officer(second_factor=True), False, Step.CODE),
        (officer(second_factor=True), True, Step.DONE),
        (officer(first_password_until=NOON), False, Step.NEW_PASSWORD),
        (officer(Role.SUPERVISOR), False, Step.ENROL),
        (officer(Role.ADMINISTRATOR), False, Step.ENROL),
        (officer(Role.SUPERVISOR, second_factor=True, first_password_until=NOON), False, Step.CODE),
        (officer(Role.ADMINISTRATOR, first_password_until=NOON), False, Step.NEW_PASSWORD),
    ],
)
def test_steps_after_the_password_come_in_order(who: Officer, proved: bool, step: Step):
    assert rules.next_step(session(who, proved=proved)) is step


def test_a_first_password_is_good_for_a_week():
    new = officer(first_password_until=NOON + rules.FIRST_PASSWORD_DAYS)
    assert not rules.first_password_is_over(new, NOON + timedelta(days=6, hours=23))
    assert rules.first_password_is_over(new, NOON + timedelta(days=7))
    assert not rules.first_password_is_over(officer(), NOON + timedelta(days=900))


@pytest.mark.parametrize("login", ["an.nv", "can-bo", "quay_3", "a1b", "x" * 40])
def test_names_to_log_in_with(login: str):
    assert rules.is_login(login)


@pytest.mark.parametrize(
    "login", ["", "an", "An.nv", "ần", "an nv", ".an", "an.", "x" * 41, "a\nb"]
)
def test_names_that_will_not_do(login: str):
    assert not rules.is_login(login)


@given(st.text(max_size=60))
def test_a_tidy_name_stands_on_one_line(text: str):
    name = rules.tidy_name(text)
    assert name == " ".join(name.split())
    assert name.isprintable()
