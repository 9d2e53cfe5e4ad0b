"""Thousands of procedures known by name only, beside the cards that citizens ask for."""

import datetime as dt
from dataclasses import replace

import pytest

from benchmarks.national import padded, records
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.model import Procedure
from bot.knowledge.reading import Behavior, Context
from bot.knowledge.register import Register
from bot.knowledge.wording import plain_words

DAY = dt.date(2026, 11, 1)
SOURCE = {"origin": "Danh mục", "snapshot": DAY}


def named(code, name, *level):
    return Procedure.model_validate(
        {
            "code": code,
            "name": name,
            "short": name[:60],
            "status": "name-only",
            "level": level,
            "source": SOURCE,
            "checked": DAY,
        }
    )


@pytest.fixture(scope="module")
def nation(knowledge):
    """The shipped cards, a thousand generated ones, and a few of which the tests speak."""
    more = padded(knowledge, len(knowledge.procedures) + 1_000)
    extra = [
        named("8.000001", "Cấp giấy phép tiến hành công việc bức xạ hạt nhân", "bo"),
        named("8.000002", "Cấp lại giấy phép tiến hành công việc bức xạ hạt nhân", "bo"),
        named("8.000003", "Công nhận hạng cơ sở lưu trú du lịch bốn sao", "tinh"),
        named("8.000004", "Xếp hạng di tích lịch sử làng nghề nặn tò he", "tinh"),
        named("8.000005", "Xếp hạng di tích lịch sử làng nghề nặn tò he", "xa"),
    ]
    procedures = {**more.procedures, **{card.code: card for card in extra}}
    return replace(
        more,
        procedures=procedures,
        field_of={**more.field_of, **{card.code: "khac" for card in extra}},
    )


@pytest.fixture(scope="module")
def national(nation):
    return Interpreter(nation)


def reads(interpreter, text):
    return interpreter.understand(text, Context())


@pytest.mark.parametrize(
    "typed",
    [
        "công nhận hạng cơ sở lưu trú du lịch bốn sao",
        "cong nhan hang co so luu tru du lich bon sao",
        "cho hỏi thủ tục công nhận hạng cơ sở lưu trú du lịch bốn sao cần giấy tờ gì",
    ],
)
def test_a_name_typed_is_found_among_thousands(national, typed):
    assert reads(national, typed).answers == ("8.000003",)


def test_a_name_that_several_share_is_asked_about(national):
    reading = reads(national, "giấy phép tiến hành công việc bức xạ hạt nhân")
    assert reading.behavior is Behavior.CLARIFY
    assert {"8.000001", "8.000002"} <= set(reading.codes)


def test_one_name_under_two_codes_is_one_answer_the_commune_s_first(national):
    reading = reads(national, "xếp hạng di tích lịch sử làng nghề nặn tò he")
    assert reading.answers == ("8.000005",)
    assert "8.000004" not in reading.codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("lam giay khai sinh cho con", "1.001193"),
        ("xin giấy phép xây nhà mới", "1.013225"),
        ("sao y bản chính", "2.000815"),
        ("đăng ký kết hôn ở đâu", "1.000894"),
    ],
)
def test_an_everyday_request_never_leads_to_a_mere_name(national, typed, code):
    assert reads(national, typed).answers == (code,)


def test_what_others_do_stays_with_them(national):
    assert reads(national, "muốn mở công ty cổ phần").outside == "cong-ty"


def test_a_name_nobody_bears_is_not_guessed(national):
    reading = reads(national, "công nhận hạng phi thuyền du hành sao Hỏa")
    assert reading.behavior is Behavior.OUT_OF_SCOPE


def test_the_register_compares_accents():
    cards = [named("8.000001", "Bán trụ sở dôi dư"), named("8.000002", "Bàn trụ sở dôi dư")]
    register = Register(cards, plain_words)
    found = register.find(plain_words("bàn trụ sở dôi dư"))
    assert [hit.codes for hit in found] == [("8.000002",), ("8.000001",)]


def test_an_empty_register_finds_nothing():
    assert Register((), plain_words).find(plain_words("khai sinh")) == []


def test_the_catalogue_is_the_same_every_time():
    first, second = list(records(300)), list(records(300))
    assert first == second
    assert len({record["code"] for record in first}) == 300
