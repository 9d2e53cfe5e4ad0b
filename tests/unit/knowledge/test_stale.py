"""The alarm about cards that may be out of date, and what the base covers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.coverage import measure, measure_posted
from bot.knowledge.stale import StaleKind, find_stale, load_laws, months_before
from tests.cards import BIRTH, COPY, DEATH, NAMES, ROOT, TODAY, a_base, a_card, a_full_card, a_row

LAWS = load_laws(ROOT)


def kinds(**facts) -> list[StaleKind]:
    return [reason.kind for reason in find_stale([a_full_card(**facts)], LAWS, TODAY)]


def test_a_fresh_card_raises_no_alarm():
    assert kinds() == []


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"checked": "2026-05-01", "second_reader": "2026-05-02",
          "source": {"origin": "x", "snapshot": "2026-05-01"}}, StaleKind.OLD_CHECK),
        ({"valid_to": "2026-11-24"}, StaleKind.ENDED),
        ({"valid_to": "2026-12-20"}, StaleKind.ENDS_SOON),
        ({"fee": [{"kind": "amount", "amount": 8000, "valid_to": "2025-12-31"}]},
         StaleKind.FEE_ENDED),
        ({"legal": [{"number": "45/2013/QH13", "title": "Luật Đất đai"}]}, StaleKind.REPLACED_LAW),
        ({"legal": [{"number": "61/2018/nđ-cp ", "title": "Một cửa"}]}, StaleKind.REPLACED_LAW),
    ],
)  # fmt: skip
def test_every_reason_raises_the_alarm(facts: dict, kind: StaleKind):
    assert kinds(**facts) == [kind]


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_to": "2027-06-30"},
        {"fee": [{"kind": "amount", "amount": 1, "valid_to": "2025-12-31"},
                 {"kind": "amount", "amount": 2}]},
        {"legal": [{"number": "31/2024/QH15", "title": "Luật Đất đai"}]},
    ],
)  # fmt: skip
def test_what_still_applies_raises_none(facts: dict):
    assert kinds(**facts) == []


def test_an_ended_procedure_is_left_alone():
    ended = a_card(status="ended", valid_to="2020-01-01")
    assert find_stale([ended], LAWS, TODAY) == ()


def test_months_end_with_the_month():
    assert months_before(dt.date(2026, 8, 31), 6) == dt.date(2026, 2, 28)
    assert months_before(dt.date(2026, 3, 1), 3) == dt.date(2025, 12, 1)


@given(st.dates(dt.date(1980, 1, 1)), st.integers(0, 240))
def test_so_many_months_ago_is_so_many_months_ago(day: dt.date, months: int):
    before = months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day <= day.day


def test_coverage_counts_what_cards_know():
    cards = [a_full_card(BIRTH), a_card(DEATH), a_card("1.000001", status="ended", notes=["cũ"])]
    coverage = measure(cards, TODAY)
    assert coverage.statuses == {"full": 1, "name-only": 1, "ended": 1}
    assert coverage.filled["giấy tờ"] == (1, 1)
    assert (coverage.fees, coverage.limits) == ({"amount": 1}, {"working_days": 1})
    assert coverage.phrases == 12
    assert sum(coverage.ages.values()) == 2


def test_a_posted_list_is_answered_by_name_however_its_codes_slipped():
    base = a_base(*(a_card(code) for code in NAMES), a_card("1.000001", "Cũ", status="ended"))
    rows = [
        a_row(NAMES[BIRTH], DEATH),
        a_row(NAMES[DEATH]),
        a_row("Cũ"),
        a_row("Chưa ai biết", "x"),
        a_row(f"{NAMES[COPY]} và giấy chứng nhận kết hôn"),
    ]
    share = measure_posted(rows, base.procedures)
    assert (share.rows, share.answered) == (5, 2)
    assert [code for _, code in share.near] == [COPY]
    assert [row.name for row in share.ended] == ["Cũ"]
    assert [row.name for row in share.unanswered] == ["Chưa ai biết"]
