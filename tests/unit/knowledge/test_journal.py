"""The shipped files with the published changes laid over them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kernel.errors import DataError
from bot.knowledge.changes import Change, ChangeKind, a_card, a_list, a_phrase, an_end
from bot.knowledge.describing import describe
from bot.knowledge.journal import replay
from bot.knowledge.model import Procedure, Status
from tests.cards import BIRTH, DEATH, MARRIAGE, a_base, a_full_card
from tests.cards import a_card as card

NEW = "1.009447"


def test_without_changes_the_files_are_what_is_known():
    base = a_base()
    assert replay(base, ()).knowledge is base


def test_a_new_card_is_found_under_its_code_and_its_field():
    base = replay(a_base(), [a_card("khac", card(NEW))]).knowledge
    assert NEW in base.procedures
    assert base.field_of[NEW] == "khac"
    assert base.fields["khac"].codes == (NEW,)


def test_cards_of_provinces_and_ministries_are_known_but_fill_no_menu():
    base = replay(a_base(), [a_card("khac", card(NEW, level=["tinh"]))]).knowledge
    assert NEW in base.procedures
    assert "khac" not in base.fields


def test_hand_made_phrases_survive_new_facts():
    old = a_full_card(
        BIRTH, known_as=["khai sinh"], tells_apart="Lần đầu",
        siblings=[{"code": DEATH, "difference": "người mất"}],
        cases=[{"id": "muon", "label": "Muộn", "asks": ["khai sinh muộn"]}],
    )  # fmt: skip
    facts = old.model_dump(mode="json", exclude={"asks", "known_as", "tells_apart", "siblings"})
    facts |= {"result": "Giấy khai sinh bản điện tử", "cases": [{"id": "muon", "label": "Trễ"}]}
    new = Procedure.model_validate(facts | {"asks": old.asks})
    change = a_card("ho-tich", new.model_copy(update={"asks": ()}))
    after = replay(a_base(old, card(DEATH)), [change]).knowledge.procedures[BIRTH]
    assert after.result == "Giấy khai sinh bản điện tử"
    assert (after.asks, after.known_as, after.tells_apart) == (
        old.asks, old.known_as, old.tells_apart)  # fmt: skip
    assert after.siblings == old.siblings
    assert after.cases[0].label == "Trễ"
    assert after.cases[0].asks == ("khai sinh muộn",)


def test_a_name_takes_nothing_from_a_fuller_card():
    base = a_base(a_full_card())
    after = replay(base, [a_card("khac", card(BIRTH, name="Tên khác"))]).knowledge
    assert after.procedures[BIRTH] == base.procedures[BIRTH]


def test_a_case_never_removes_papers_that_are_gone():
    old = a_full_card(cases=[{"id": "muon", "label": "Muộn", "removes": ["to-khai"]}])
    facts = a_full_card(documents=[{"id": "don", "name": "Đơn", "kind": "form"}])
    after = replay(a_base(old), [a_card("ho-tich", facts)]).knowledge.procedures[BIRTH]
    assert after.cases[0].removes == ()


def test_a_phrase_belongs_to_one_card_only():
    base = a_base()
    first, second = a_phrase(BIRTH, "làm giấy cho bé"), a_phrase(DEATH, "Làm giấy cho bé!")
    result = replay(base, [first, second])
    assert result.knowledge.procedures[BIRTH].asks == ("làm giấy cho bé",)
    assert result.knowledge.procedures[DEATH].asks == ()
    assert result.left_out == (f"«Làm giấy cho bé!» đã là cách hỏi của {BIRTH}",)


def test_a_change_that_lost_its_card_is_left_out_and_stops_nothing():
    changes = [a_phrase(NEW, "đóng bến"), an_end(NEW, note="hết"), a_phrase(BIRTH, "khai cho con")]
    result = replay(a_base(), changes)
    assert len(result.left_out) == 2
    assert result.knowledge.procedures[BIRTH].asks == ("khai cho con",)


def test_references_to_cards_that_were_taken_back_are_dropped():
    changes = [
        a_card("khac", card(NEW)),
        a_card(
            "khac", card("1.009454", related=[NEW], siblings=[{"code": NEW, "difference": "x"}])
        ),
        an_end(BIRTH, replaced_by=(NEW,), valid_to=dt.date(2026, 12, 31)),
    ]
    whole = replay(a_base(), changes).knowledge.procedures
    assert whole["1.009454"].related == whole[BIRTH].replaced_by == (NEW,)
    without = replay(a_base(), changes[1:]).knowledge.procedures
    assert without["1.009454"].related == without["1.009454"].siblings == ()
    assert without[BIRTH].replaced_by == ()
    assert without[BIRTH].status is Status.ENDED


def test_the_latest_posted_list_counts():
    base = replay(a_base(), [a_list((BIRTH,)), a_list((DEATH, MARRIAGE))]).knowledge
    assert base.posted == {DEATH, MARRIAGE}


@pytest.mark.parametrize("payload", ["", "{}", "[]", '{"field": "X Y"}', '{"ask": ""}'])
def test_a_payload_of_another_time_is_left_out(payload: str):
    for kind in (ChangeKind.CARD, ChangeKind.PHRASE):
        result = replay(a_base(), [Change(kind, BIRTH, payload)])
        assert len(result.left_out) == 1
        assert result.knowledge.procedures.keys() == a_base().procedures.keys()


def test_a_phrase_is_neither_empty_nor_a_story():
    for ask in ("", "  ", "a" * 201):
        with pytest.raises(DataError):
            a_phrase(BIRTH, ask)


CHANGES = st.lists(
    st.one_of(
        st.sampled_from([BIRTH, DEATH, NEW]).map(lambda code: a_card("khac", card(code))),
        st.tuples(st.sampled_from([BIRTH, NEW]), st.sampled_from(["a b", "c d"])).map(
            lambda pair: a_phrase(*pair)
        ),
        st.sampled_from([BIRTH, NEW]).map(lambda code: an_end(code, note="hết")),
        st.just(a_list((BIRTH,))),
    ),
    max_size=8,
)


@given(CHANGES)
@settings(max_examples=60, deadline=None)
def test_the_same_changes_always_give_the_same_base_and_never_lose_a_shipped_card(changes):
    base = a_base()
    first, second = replay(base, changes), replay(base, changes)
    assert first == second
    assert base.procedures.keys() <= first.knowledge.procedures.keys()
    phrases = [ask for c in first.knowledge.procedures.values() for ask in c.asks]
    assert len(phrases) == len(set(phrases)) or any(
        c.status is Status.ENDED for c in first.knowledge.procedures.values()
    )


def test_every_change_is_told_in_words():
    base = a_base(card(BIRTH), posted=frozenset({DEATH}))
    lines = describe(
        base,
        [
            a_card("khac", card(NEW)),
            a_card("khac", card(BIRTH, name="Đăng ký khai sinh mới")),
            a_phrase(BIRTH, "khai cho con"),
            an_end(BIRTH, replaced_by=(NEW,), valid_to=dt.date(2026, 12, 31), note="Đã thay."),
            a_list((BIRTH,)),
        ],
    )
    assert [line.mark for line in lines[:2]] == ["+", "~"]
    text = "\n".join(line.says for line in lines)
    assert "tên: «Đăng ký khai sinh» → «Đăng ký khai sinh mới»" in text
    assert "cách hỏi «khai cho con» – Đăng ký khai sinh" in text
    assert "từ sau ngày 31/12/2026, thay bằng 1.009447" in text
    assert "1 thủ tục (thêm 1, bỏ 1)" in text
