"""What few people ask for stays behind what many do, until it is clearly meant."""

import pytest

from bot.knowledge.reading import Behavior


@pytest.mark.parametrize(
    ("typed", "common"),
    [
        ("thẻ căn cước hết hạn thì đổi ở đâu", {"1.116410", "1.014063"}),
        ("làm giám hộ cho cháu mồ côi", {"1.004837"}),
        ("đăng ký khai sinh", {"1.001193"}),
        ("hòa giải tranh chấp đất với hàng xóm", {"1.012812"}),
    ],
)
def test_the_common_procedure_comes_before_its_special_cases(says, typed, common):
    assert set(says(typed).answers) <= common


@pytest.mark.parametrize(
    ("typed", "special"),
    [
        ("đăng ký khai sinh ở khu vực biên giới", "1.000110"),
        ("đăng ký giám sát việc giám hộ", "3.000323"),
        ("đăng ký lại khai sinh cho việt kiều", "2.000522"),
    ],
)
def test_a_special_case_is_found_when_it_is_meant(says, typed, special):
    assert says(typed).answers == (special,)


def test_a_province_s_own_card_answers_when_the_province_is_named(says):
    assert says("hỗ trợ hỏa táng ở Quảng Ngãi").answers == ("1.012749",)


def test_without_a_province_named_it_is_asked_for(says):
    reading = says("hỗ trợ chuyển đổi nghề cho tàu cá")
    assert reading.behavior is Behavior.CLARIFY
    assert {"1.014604", "1.115156"} <= set(reading.codes)


def test_a_passport_is_the_province_s_matter_even_after_an_identity_card(says):
    assert says("làm thẻ căn cước", "còn hộ chiếu thì sao").outside == "ho-chieu"


def test_what_the_commune_does_by_now_is_nobody_else_s(says):
    assert says("mất sổ đỏ").answers == ("1.115621",)
    assert says("sang tên xe máy").answers == ("1.013076",)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("đăng ký xe", {"1.013067", "1.013076", "1.013082"}),
        ("giấy tờ đất", {"1.013978", "1.012796"}),
        ("hợp tác xã", {"1.005280", "1.004982"}),
        ("giải thể trường học", {"1.001639", "1.012968", "2.002893"}),
        ("thuế nhà đất", {"1.007695", "1.007674"}),
        ("nghĩa vụ quân sự", {"1.013133", "1.013134"}),
    ],
)
def test_a_broad_request_is_asked_back(says, typed, offered):
    reading = says(typed)
    assert reading.behavior is Behavior.CLARIFY
    assert offered <= set(reading.codes)
