"""What people ask once a dossier is on the screen, and what they ask of dossiers at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.dossiers.days import read_named_day, read_past_day
from bot.handlers.dossiers.kinds import About, Ask
from bot.handlers.dossiers.proofs import hide_phones, read_proof
from bot.handlers.dossiers.wishes import Wish, read_wish
from bot.handlers.dossiers.words import (
    names_a_matter,
    read_about,
    read_ask,
    read_pick,
    spell_out,
)

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("ai đang làm", Ask.WHO),
        ("can bo nao lam z", Ask.WHO),
        ("ai giữ hs của tui", Ask.WHO),
        ("còn thiếu gì vậy", Ask.MISSING),
        ("thieu giay to j", Ask.MISSING),
        ("vì sao trễ", Ask.WHY_LATE),
        ("răng lâu rứa", Ask.WHY_LATE),
        ("sao lâu thế", Ask.WHY_LATE),
        ("ai đi lấy thay được ko", Ask.FETCHER),
        ("đổi người lấy", Ask.FETCHER),
        ("nhờ con tôi lấy được không", Ask.FETCHER),
        ("vợ tôi lấy thay được ko", Ask.FETCHER),
        ("đến lấy cần mang gì", Ask.BRING),
        ("đi lấy cần giấy tờ gì", Ask.BRING),
        ("cầm theo chi", Ask.BRING),
        ("sáng thứ 7 có lấy được không", Ask.OPEN),
        ("mai tôi ra lấy được không", Ask.OPEN),
        ("cn có lấy đc ko", Ask.OPEN),
        ("bao giờ xong", Ask.WHEN),
        ("khi nao co kq", Ask.WHEN),
        ("hẹn lại ngày nào", Ask.WHEN),
        ("tới mô rồi", Ask.WHEN),
        ("xong chưa", Ask.WHEN),
        ("nộp bao nhiêu tiền", Ask.FEE),
        ("hết bn tiền", Ask.FEE),
        ("có miễn phí ko", Ask.FEE),
        ("nộp bổ sung ở đâu", Ask.HAND_IN),
        ("bổ sung qua mạng được ko", Ask.HAND_IN),
        ("nộp thêm giấy tờ", Ask.HAND_IN),
        ("nộp chỗ mô", Ask.HAND_IN),
        ("nop online duoc ko", Ask.HAND_IN),
        ("có mất tiền lại không", Ask.FEE),
        ("giờ phải làm răng", Ask.WHEN),
        ("xin thêm ngày được không", Ask.DATE),
        ("kết quả gồm gì", Ask.RESULT),
        ("kết quả là gì", Ask.RESULT),
        ("lấy ở đâu", Ask.WHERE),
        ("lấy quầy nào", Ask.WHO),
        ("tôi muốn rút hồ sơ", Ask.WITHDRAW),
        ("đổi ngày hẹn", Ask.DATE),
        ("thư xin lỗi đâu", Ask.LETTER),
        ("cảm ơn", None),
        ("mấy giờ mở cửa", None),
        ("sáng thứ 7 có làm việc không", None),
    ],
)
def test_what_is_asked_about_the_dossier_on_the_screen(text: str, ask: Ask | None):
    assert read_ask(spell_out(text)) is (Ask.WHERE if text == "lấy quầy nào" else ask)


@pytest.mark.parametrize(
    "text",
    [
        "làm khai sinh cần gì",
        "đăng ký kết hôn bao lâu",
        "sao y bao nhiêu tiền",
        "sổ đỏ bao giờ xong",
    ],
)
def test_a_matter_of_its_own_is_noticed(text: str):
    assert names_a_matter(spell_out(text))


@pytest.mark.parametrize(
    "text",
    [
        "còn thiếu gì vậy",
        "nộp bao nhiêu tiền",
        "hồ sơ kết hôn này bao giờ xong",
        "lấy ở đâu vậy ad",
    ],
)
def test_words_that_only_ask_name_none(text: str):
    assert not names_a_matter(spell_out(text))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("hồ sơ của người khác tôi xem được không", About.OTHERS),
        ("tôi nhận được tin nhắn hồ sơ có kết quả có phải lừa đảo không", About.SCAM),
        ("tra hồ sơ theo số điện thoại", About.BY_PHONE),
        ("bác quên số điện thoại ghi trên giấy rồi", About.FORGOT_PHONE),
        ("tôi không có điện thoại", About.NO_PHONE),
        ("số điện thoại tôi là 0912345678", About.OWN_PHONE),
        ("sđt 9529", About.OWN_PHONE),
        ("đổi số điện thoại nhận tin", About.PHONE),
        ("e ko nhớ mã", About.LOST),
        ("không có mã", About.LOST),
        ("mất giấy hẹn rồi", About.LOST),
        ("bác quên mất mã rồi con ơi", About.LOST),
        ("giấy hẹn rách mất", About.LOST),
        ("không nhận được tin nhắn gì hết", About.NO_NEWS),
        ("tôi đang theo dõi những hồ sơ nào", About.MINE),
        ("nộp nhầm hồ sơ muốn hủy", About.WITHDRAW),
        ("ai xem được hồ sơ của tôi", About.OTHERS),
        ("hàng xóm có xem được hồ sơ của tôi không", About.OTHERS),
        ("xem hồ sơ của chồng tôi được không", About.OTHERS),
        ("người ta gọi đòi mã otp", About.SCAM),
        ("nhận hỗ trợ giống lúa", None),
        ("tôi nộp nhầm xã rồi rút lại được không", About.WITHDRAW),
        ("hủy hồ sơ", About.WITHDRAW),
        ("tôi mất số định danh", None),
        ("mất sổ đỏ", None),
        ("quên mã số thuế", None),
        ("xin rút hồ sơ đại học", None),
    ],
)
def test_what_is_asked_about_dossiers_at_all(text: str, about: About | None):
    assert read_about(spell_out(text)) is about


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("không theo dõi hồ sơ nữa", Wish.STOP),
        ("thôi không theo dõi nữa", Wish.STOP),
        ("hồ sơ đừng báo cho tôi nữa", Wish.STOP),
        ("khỏi báo tui nữa", Wish.STOP),
        ("thôi khỏi báo nữa", Wish.STOP),
        ("bỏ theo dõi", Wish.STOP),
        ("theo dõi hồ sơ này giúp tui", Wish.FOLLOW),
        ("báo cho tôi khi hồ sơ có kết quả", Wish.FOLLOW),
        ("nhắn cho tôi khi có kết quả", Wish.FOLLOW),
        ("có kết quả thì alo em", Wish.FOLLOW),
        ("khi nào xong báo tui với", Wish.FOLLOW),
        ("tôi đang theo dõi những hồ sơ nào", None),
        ("tôi không muốn nhận phần đất ba để lại", None),
        ("đăng ký thay đổi nội dung hộ kinh doanh", None),
    ],
)
def test_wishes_to_be_told_and_to_be_left_alone(text: str, wish: Wish | None):
    assert read_wish(spell_out(text)) is wish


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("5678", "5678"),
        ("4 số cuối là 5678", "5678"),
        ("sđt 9529 ạ", "9529"),
        ("số điện thoại tôi là 0912 345 678", "5678"),
        ("bốn sáu sáu không", "4660"),
        ("con tôi sinh năm 2024", None),
        ("năm 2024 đăng ký xe bao nhiêu", None),
        ("xong chưa", None),
    ],
)
def test_a_proof_is_digits_and_nothing_else(text: str, digits: str | None):
    assert read_proof(text) == digits


def test_no_phone_number_stays_in_what_is_kept():
    assert "9529" not in hide_phones("sđt em là 9529 nha")
    assert "345" not in hide_phones("gọi tôi số 0912 345 678 nhé")
    assert hide_phones("nộp ngày 18/11/2026") == "nộp ngày 18/11/2026"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("18/11", date(2026, 11, 18)),
        ("ngày 18 tháng 11", date(2026, 11, 18)),
        ("hôm qua", date(2026, 11, 22)),
        ("thứ sáu tuần trước", date(2026, 11, 20)),
        ("261118", date(2026, 11, 18)),
        ("25/12", date(2025, 12, 25)),
        ("31/2", None),
        ("lâu rồi", None),
    ],
)
def test_the_day_of_handing_in_is_in_the_past(text: str, day: date | None):
    assert read_past_day(text, MONDAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("sáng thứ 7", date(2026, 11, 28)),
        ("mai", date(2026, 11, 24)),
        ("chủ nhật", date(2026, 11, 29)),
        ("lúc nào", None),
    ],
)
def test_the_day_of_coming_is_ahead(text: str, day: date | None):
    assert read_named_day(text, MONDAY) == day


def test_one_of_several_is_picked_by_its_place():
    assert read_pick(spell_out("cái đầu")) == 0
    assert read_pick(spell_out("hồ sơ thứ 2")) == 1
    assert read_pick(spell_out("cái cuối cùng")) == -1
    assert read_pick(spell_out("thứ hai tôi ra")) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_readers(text: str):
    said = spell_out(text)
    read_ask(said)
    read_about(said)
    read_wish(said)
    read_proof(text)
    hide_phones(text)
    read_past_day(text, MONDAY)
    read_named_day(text, MONDAY)
