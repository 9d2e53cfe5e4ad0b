from datetime import date

import pytest

from bot.knowledge.parts import Fee, FeeKind, Paper, PaperKind, TimeLimit, TimeUnit
from bot.locale.catalogue import Catalogue, Voice
from bot.services.procedures.wording import (
    current_fees,
    say_date,
    say_fees,
    say_money,
    say_paper,
    say_times,
)

TODAY = date(2026, 11, 25)


@pytest.fixture
def voice(catalogue: Catalogue) -> Voice:
    return Voice(catalogue)


def test_money_and_dates_are_written_as_people_write_them():
    assert say_money(8000) == "8.000 đồng"
    assert say_money(1_500_000) == "1.500.000 đồng"
    assert say_date(date(2026, 1, 6)) == "06/01/2026"


def test_a_same_day_limit_names_three_o_clock(voice: Voice):
    limit = TimeLimit(unit=TimeUnit.SAME_DAY, after_15h=True)
    assert say_times([limit], voice) == [
        "Trong ngày làm việc; nộp sau 15 giờ thì ngày làm việc tiếp theo"
    ]


def test_the_ordinary_limit_comes_before_the_special_one(voice: Voice):
    limits = [
        TimeLimit(unit=TimeUnit.WORKING_DAYS, amount=5, when="phải xác minh"),
        TimeLimit(unit=TimeUnit.WORKING_DAYS, amount=2),
    ]
    assert say_times(limits, voice) == ["2 ngày làm việc", "Phải xác minh: 5 ngày làm việc"]


def test_general_knowledge_is_said_to_be_asked_again(voice: Voice):
    limit = TimeLimit(unit=TimeUnit.WORKING_DAYS, amount=2, sure=False)
    assert say_times([limit], voice) == ["2 ngày làm việc – hỏi lại quầy"]
    paper = Paper(id="x", name="Giấy chứng tử", kind=PaperKind.COPY, sure=False)
    assert say_paper(paper, voice) == "Giấy chứng tử (bản sao) – hỏi lại quầy"


def test_nothing_published_is_unknown_and_never_free(voice: Voice):
    assert say_fees([], TODAY, voice) == ["chưa có trong dữ liệu, hỏi quầy"]
    assert say_times([], voice) == ["chưa có trong dữ liệu, hỏi quầy"]
    unknown = Fee(kind=FeeKind.UNKNOWN)
    assert "miễn phí" not in say_fees([unknown], TODAY, voice)[0]


def test_free_names_the_text_that_says_so(voice: Voice):
    fee = Fee(kind=FeeKind.FREE, basis="Điều 11 Luật Hộ tịch", when="đúng hạn")
    assert say_fees([fee], TODAY, voice) == ["Đúng hạn: miễn phí (theo Điều 11 Luật Hộ tịch)"]


def test_a_fee_that_ends_is_shown_with_its_last_day_and_not_after_it(voice: Voice):
    old = Fee(kind=FeeKind.AMOUNT, amount=35000, per="thẻ", valid_to=date(2026, 12, 31))
    new = Fee(kind=FeeKind.AMOUNT, amount=70000, per="thẻ", valid_from=date(2027, 1, 1))
    assert say_fees([old, new], TODAY, voice) == ["35.000 đồng/thẻ (đến hết 31/12/2026)"]
    assert say_fees([old, new], date(2027, 1, 1), voice) == ["70.000 đồng/thẻ"]
    assert current_fees([old], date(2027, 1, 1)) == []


def test_a_channels_fee_names_the_channel(voice: Voice):
    fee = Fee(kind=FeeKind.AMOUNT, amount=10000, channel="online")
    assert say_fees([fee], TODAY, voice) == ["Nộp trực tuyến: 10.000 đồng"]


def test_a_paper_says_form_number_and_note(voice: Voice):
    paper = Paper(
        id="ct01", name="Tờ khai thay đổi thông tin cư trú", kind=PaperKind.FORM, form_code="CT01",
        count=2, note="Quầy có sẵn.",
    )  # fmt: skip
    assert say_paper(paper, voice) == (
        "Tờ khai thay đổi thông tin cư trú (2 bản, mẫu CT01). Quầy có sẵn"
    )
