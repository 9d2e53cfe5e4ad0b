"""What people read: short, whole, in their own voice; an SMS is one part."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from bot.app.notice_facts import short_unit
from bot.channels.sms.encoding import parts_of
from bot.kernel.calendar_vn import HANOI
from bot.locale.catalogue import Address, Catalogue, Voice, placeholders
from bot.services.notices.texts import Place, Texts, plain, short_name
from bot.services.notices.ways import CHAT_ONLY

GSM = re.compile(r"[A-Za-z0-9 @£$¥\n_!\"#%&'()*+,\-./:;<=>?]*")
UNTIL = datetime(2026, 12, 9, 17, 0, tzinfo=HANOI).isoformat()
LONGEST = {
    "code": "H56.124.15-261118-00012",
    "short": "00012",
    "what": "Đăng ký khai sinh có yếu tố nước ngoài",
    "who": "N. T. P. T.",
    "who_sms": short_name("Nguyễn Hoàng Phương Nghiêng")[:16],
    "where": "quầy số 12",
    "due_at": UNTIL,
    "until_at": UNTIL,
    "missing": "Giấy chứng sinh, Giấy tờ chứng minh quan hệ",
    "reason": "Hồ sơ cần xác minh thêm",
    "text": "Mời mang theo sổ hộ khẩu cũ.",
    "private": "",
    "today": "12",
    "tomorrow": "7",
    "late": "3",
    "codes": "H56.12.5-261118-0012",
}
PLACE = Place(
    "Trung tâm Phục vụ hành chính công xã Luận Thành",
    "UBND xa Luan Thanh",
    "02371234567",
    "7:30–11:30, 13:30–17:00",
)


def kinds(catalogue: Catalogue, *, sms: bool) -> list[str]:
    keys = [
        key for key in catalogue.keys("vi") if re.match(r"notice\.(dossier|reminder|office)\.", key)
    ]
    return sorted(key.removeprefix("notice.").removesuffix(".sms") for key in keys
                  if key.endswith(".sms") is sms)  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sms_is_one_part_with_the_longest_values(catalogue: Catalogue, language: str):
    texts, voice = Texts(lambda: PLACE), Voice(catalogue, language)
    assert len(kinds(catalogue, sms=True)) >= 12
    for kind in kinds(catalogue, sms=True):
        text = texts.sms(kind, LONGEST, voice)
        assert text is not None, kind
        assert len(text) <= 160, (kind, len(text), text)
        assert GSM.fullmatch(text), text
        assert text.startswith("UBND xa Luan Thanh"), text
        assert "http" not in text
        assert "02371234567" in text


def test_a_result_warns_of_people_who_ask_for_codes(catalogue: Catalogue):
    texts, voice = Texts(lambda: PLACE), Voice(catalogue)
    usual = {**LONGEST, "code": "H56.12.5-261118-0012", "who_sms": "N.T.Lan"}
    text = texts.sms("dossier.9", usual, voice)
    assert text is not None
    assert text.endswith("Can bo khong hoi mat khau, OTP.")
    assert "H56.12.5-261118-0012" in text
    assert parts_of(text) == 1
    assert "không hỏi mật khẩu, mã OTP" in (texts.chat("dossier.9", usual, voice) or "")


def test_the_hours_name_the_saturday(catalogue: Catalogue):
    open_on_saturday = replace(PLACE, saturday="7:30–11:30")
    text = Texts(lambda: open_on_saturday).chat("dossier.9", LONGEST, Voice(catalogue))
    assert "Giờ làm việc: 7:30–11:30, 13:30–17:00; thứ Bảy 7:30–11:30" in (text or "")


def test_an_sms_that_is_too_long_loses_the_name_first_then_most_of_the_code(catalogue: Catalogue):
    voice = Voice(catalogue)
    usual = Texts(lambda: PLACE).sms("dossier.9", LONGEST, voice)
    assert usual is not None
    far = Texts(
        lambda: Place("x", "UBND xa Luan Thanh", "0237 123 4567 hoac 0912 345 678 trong gio")
    )
    shorter = far.sms("dossier.9", LONGEST, voice)
    assert shorter is not None
    assert "N.H.P" not in shorter
    assert "...-00012" in shorter or "00012" in shorter
    endless = Texts(lambda: Place("x", "x", "1" * 150))
    assert endless.sms("dossier.9", LONGEST, voice) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_chat_text_has_at_most_five_lines_and_no_hole(catalogue: Catalogue, language: str):
    texts = Texts(lambda: PLACE)
    for kind in kinds(catalogue, sms=False):
        text = texts.chat(kind, LONGEST, Voice(catalogue, language))
        assert text is not None, kind
        assert len(text.split("\n")) <= 5, text
        assert "{" not in text
        assert "Nghiêng" not in text


def test_a_line_without_its_value_is_left_out(catalogue: Catalogue):
    texts = Texts(lambda: Place("Trung tâm", "UBND xa Mau", ""))
    text = texts.chat("dossier.5", LONGEST | {"until_at": "", "what": ""}, Voice(catalogue))
    assert text is not None
    assert "Hạn" not in text
    assert "Hỏi thêm" not in text
    assert "Việc" not in text


def test_everybody_is_spoken_to_as_they_wish(catalogue: Catalogue):
    voice = Voice(catalogue, address=Address(you="bác", me="cháu"))
    text = Texts(lambda: PLACE).chat("dossier.9", LONGEST, voice)
    assert text is not None
    assert "Mời bác đến quầy số 12" in text
    assert "ông/bà" not in text


def test_times_are_said_as_people_say_them(catalogue: Catalogue):
    text = Texts(lambda: PLACE).chat("dossier.2", LONGEST, Voice(catalogue))
    assert text is not None
    assert "17 giờ, thứ Tư ngày 09/12/2026" in text
    sms = Texts(lambda: PLACE).sms("dossier.2", LONGEST, Voice(catalogue))
    assert sms is not None
    assert "17h thu Tu 09/12" in sms


def test_what_is_private_never_falls_back_to_the_open_text(catalogue: Catalogue):
    texts, voice = Texts(lambda: PLACE), Voice(catalogue)
    values = LONGEST | {"private": "1", "what": "Nhận cha, mẹ, con"}
    for kind in kinds(catalogue, sms=False):
        text = texts.chat(kind, values, voice)
        assert text is not None
        assert "Nhận cha" not in text
        assert "kết quả" not in text
    assert texts.chat("booking.made", values, voice) is None


def test_no_open_text_lacks_a_discreet_one(catalogue: Catalogue):
    for group in ("dossier", "reminder", "office"):
        key = f"notice.{group}.private"
        assert catalogue.has("vi", key)
        assert not placeholders(catalogue.raw("vi", key)) & {"what", "who", "missing", "reason"}


def test_no_text_invites_a_rating_or_carries_a_link(catalogue: Catalogue):
    for key in catalogue.keys("vi"):
        if re.match(r"notice\.(dossier|reminder|office)\.", key):
            text = catalogue.raw("vi", key)
            assert "hài lòng" not in text
            assert "://" not in text


@pytest.mark.parametrize(
    ("name", "short"),
    [("Nguyễn Văn An", "N.V.An"), ("Lò Thị Mai", "L.T.Mai"), ("Đỗ Ánh", "D.Anh"), ("", "")],
)
def test_names_are_short_in_an_sms(name: str, short: str):
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("commune", "short"),
    [
        ("xã Luận Thành", "UBND xa Luan Thanh"),
        ("phường Quảng Phú", "phuong Quang Phu"),
        ("xã Thượng Ninh Tây Sơn Hạ", "Ninh Tay Son Ha"),
    ],
)
def test_the_name_of_the_centre_fits(commune: str, short: str):
    assert short_unit(commune) == short
    assert len(short_unit(commune)) <= 18


def test_plain_letters_only():
    assert plain("Đường – «Ngõ» … ~{}[]") == 'Duong - "Ngo" ...      '


def test_no_phone_number_gets_what_there_is_no_sms_for(catalogue: Catalogue):
    told = {kind for kind in kinds(catalogue, sms=False) if re.fullmatch(r"\w+\.\w+", kind)}
    without = told - set(kinds(catalogue, sms=True)) - {"reminder.result_call"}
    assert {kind for kind in without if not kind.endswith(".private")} == CHAT_ONLY
