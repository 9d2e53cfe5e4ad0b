"""Days and times as people write them, on a Wednesday morning."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.kernel.calendar_vn import HANOI
from bot.kernel.hours import Half
from bot.kernel.vietnamese import fold
from bot.kernel.when import Doubt, Wish, read_when, without_when

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=HANOI)  # a Wednesday
THURSDAY = date(2026, 11, 26)
FRIDAY = date(2026, 11, 27)
TUESDAY = date(2026, 12, 1)
EIGHT, NINE, HALF_PAST_TWO = time(8), time(9), time(14, 30)


def read(text: str, now: datetime = NOW) -> Wish:
    wish = read_when(text, now)
    assert wish is not None
    return wish


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("mai 9h", THURSDAY, NINE),
        ("sáng mai lúc chín giờ", THURSDAY, NINE),
        ("9g sáng mai nha em", THURSDAY, NINE),
        ("mai 9h dc k ad", THURSDAY, NINE),
        ("26/11 8:30", THURSDAY, time(8, 30)),
        ("26-11 8h30", THURSDAY, time(8, 30)),
        ("26.11.2026 8.30", THURSDAY, time(8, 30)),
        ("ngày 26 tháng 11 năm 2026 hồi 8 giờ rưỡi", THURSDAY, time(8, 30)),
        ("tuần sau thứ 3 lúc 2 rưỡi chiều", TUESDAY, HALF_PAST_TWO),
        ("tuan sau t3 2h30 chieu", TUESDAY, HALF_PAST_TWO),
        ("thứ ba tuần tới hai giờ rưỡi", TUESDAY, HALF_PAST_TWO),
        ("2:30 pm Tuesday", TUESDAY, HALF_PAST_TWO),
        ("mùng 1 tháng 12 lúc 8", TUESDAY, EIGHT),
        ("bảy giờ sáng mai", THURSDAY, time(7)),
        ("mười giờ kém mười lăm sáng mai", THURSDAY, time(9, 45)),
        ("mốt 8g15", FRIDAY, time(8, 15)),
        ("ngày kia 10h kém 15", FRIDAY, time(9, 45)),
        ("0912 345 678 thứ 6 8h", FRIDAY, EIGHT),
        ("đổi lịch sang thứ 5 9h", THURSDAY, NINE),
        ("mai 2h", THURSDAY, time(14)),
        ("khai sinh cho con thứ 2 mai 8h", THURSDAY, EIGHT),
        ("mã H56.12.5-261118-0012 mai 8h", THURSDAY, EIGHT),
        ("thứ tư 8h sáng", date(2026, 12, 2), EIGHT),  # eight o'clock of today is over
        ("next Wednesday at 9", date(2026, 12, 2), NINE),
    ],
)
def test_a_day_and_a_time_are_read_however_they_are_written(typed: str, day: date, at: time):
    wish = read(typed)
    assert (wish.day, wish.at, wish.doubt) == (day, at, None)


@pytest.mark.parametrize(
    ("typed", "day", "half"),
    [
        ("sáng thứ 5", THURSDAY, Half.MORNING),
        ("sang thu nam", THURSDAY, Half.MORNING),
        ("chiều mai", THURSDAY, Half.AFTERNOON),
        ("chieu nay", NOW.date(), Half.AFTERNOON),
        ("dat lich sang mai", THURSDAY, Half.MORNING),
        ("doi lich sang mai", THURSDAY, None),
        ("tối mai", THURSDAY, Half.EVENING),
        ("toi mai", THURSDAY, Half.EVENING),
        ("Friday afternoon", FRIDAY, Half.AFTERNOON),
        ("đầu tuần sau", date(2026, 11, 30), None),
        ("thứ sáu", FRIDAY, None),
        ("thu sau", FRIDAY, None),
        ("cn", date(2026, 11, 29), None),
        ("3 ngày nữa", date(2026, 11, 28), None),
        ("2 tuần nữa thứ 3", date(2026, 12, 8), None),
        ("ngày 20", date(2026, 12, 20), None),
        ("5/1", date(2027, 1, 5), None),
        ("tôi muốn thứ 2", date(2026, 11, 30), None),
    ],
)
def test_a_day_without_a_time_is_enough(typed: str, day: date, half: Half | None):
    assert read(typed) == Wish(day=day, half=half)


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("thứ tư", Doubt.WHICH_DAY),  # it is Wednesday now
        ("thứ 3 hoặc thứ 5", Doubt.WHICH_DAY),
        ("thứ 6 26/11", Doubt.WHICH_DAY),  # the 26th is a Thursday
        ("mai 8h hoặc 9h30", Doubt.WHICH_TIME),
        ("ngày 31/2", Doubt.NO_SUCH_DAY),
        ("32/11", Doubt.NO_SUCH_DAY),
        ("25h mai", Doubt.NO_SUCH_TIME),
        ("9h chiều mai", Doubt.NO_SUCH_TIME),
        ("rằm tháng giêng", Doubt.LUNAR),
        ("20/11", Doubt.PAST),
        ("hôm qua", Doubt.PAST),
        ("8h hôm nay", Doubt.PAST),
    ],
)
def test_what_cannot_be_meant_for_sure_is_asked_back(typed: str, doubt: Doubt):
    assert read(typed).doubt == doubt


def test_the_days_that_may_be_meant_are_named():
    assert read("thứ tư").days == (date(2026, 11, 25), date(2026, 12, 2))
    assert read("thứ 6 26/11").days == (THURSDAY, FRIDAY)
    assert read("mai 8h hoặc 9h30").times == (EIGHT, time(9, 30))


@pytest.mark.parametrize(
    ("typed", "at", "until"),
    [
        ("8-10h sáng mai", EIGHT, time(10)),
        ("từ 8h đến 10h thứ 6", EIGHT, time(10)),
        ("trước 10h thứ 6", None, time(10)),
        ("mai tầm 8h", EIGHT, None),
    ],
)
def test_a_span_has_two_ends(typed: str, at: time | None, until: time | None):
    wish = read(typed)
    assert (wish.at, wish.until, wish.doubt) == (at, until, None)


def test_only_a_week_leaves_the_day_open():
    assert read("tuần sau") == Wish(week=date(2026, 11, 30))
    assert read("tuần sau nữa") == Wish(week=date(2026, 12, 7))


def test_a_weekend_means_its_saturday():
    assert read("cuối tuần").day == date(2026, 11, 28)
    assert read("cuoi tuan nay 9h").at == time(9)
    assert read("cuối tuần sau").day == date(2026, 12, 5)
    assert without_when("làm khai sinh cuối tuần") == "lam khai sinh"
    assert read_when("đám cưới tuần", NOW) is None


@pytest.mark.parametrize(
    "typed",
    [
        "làm khai sinh cần gì",
        "sang tên sổ đỏ",
        "con thứ 2",
        "mai mốt",
        "đám cưới tuần",
        "0912345678",
        "1.001193",
        "H56.12.5-261118-0012",
        "24/7",
        "chờ 2 giờ nữa",
        "ở số 12",
        "",
    ],
)
def test_other_numbers_and_words_say_nothing_about_when(typed: str):
    assert read_when(typed, NOW) is None


MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=HANOI) + timedelta(minutes=minutes)
)
NOISE = st.sampled_from(["", "cho em", "đặt lịch", "dat lich giup voi", "ad oi", "nhé ạ", "dc k"])


@given(st.text(max_size=80), MOMENTS)
@example("0/0 99:99 32/13/99999 thứ 8", NOW)
@example("ngày 29/2", NOW)
def test_any_text_is_read_without_failing(text: str, now: datetime):
    wish = read_when(text, now)
    if wish is not None and wish.doubt is None and wish.day is not None:
        assert wish.day >= now.date()


@given(MOMENTS, st.integers(1, 150), st.integers(7, 16), st.sampled_from([0, 15, 30, 45]))
@example(datetime(2026, 7, 10, tzinfo=HANOI), 14, 9, 45)  # 24/7 is a day, too
def test_what_we_write_is_read_back_with_and_without_accents(
    now: datetime, ahead: int, hour: int, minute: int
):
    day = now.date() + timedelta(days=ahead)
    for text in (
        f"{day:%d/%m/%Y} lúc {hour}:{minute:02d}",
        f"ngày {day.day} tháng {day.month} năm {day.year}, {hour} giờ {minute:02d}",
        f"{hour}h{minute:02d} ngày {day.day}/{day.month}",
    ):
        for typed in (text, fold(text), text.upper()):
            assert read(typed, now) == Wish(
                day=day, at=time(hour, minute), half=_half(hour), doubt=None
            )


@given(MOMENTS, st.integers(0, 6), NOISE, NOISE)
def test_a_weekday_is_the_next_one_whatever_stands_around_it(
    now: datetime, weekday: int, before: str, after: str
):
    name = "chủ nhật" if weekday == 6 else f"thứ {weekday + 2}"
    wish = read(f"{before} {name} tuần sau {after}", now)
    monday = now.date() - timedelta(days=now.weekday())
    assert wish.day == monday + timedelta(days=7 + weekday)
    if weekday != now.weekday():
        wish = read(f"{before} {name} {after}", now)
        assert wish.day is not None
        assert 0 < (wish.day - now.date()).days < 7
        assert wish.day.weekday() == weekday


def _half(hour: int) -> Half:
    return Half.MORNING if hour < 12 else Half.AFTERNOON
