"""One line of an officer's page explains each notice."""

import re
from datetime import UTC, datetime

from bot.kernel.calendar_vn import HANOI
from bot.kernel.channel import LOG_ONLY
from bot.kernel.notices import NoticeStatus, Reason
from bot.locale.catalogue import Catalogue
from bot.services.notices.model import Attempt, Spent, Told
from bot.web.officer.notices.spending import month_of, two_months
from bot.web.officer.notices.words import STANDINGS, say_attempts, say_kind, say_outcome, say_reason

AT = datetime(2026, 11, 25, 9, 0, tzinfo=HANOI)


def test_officers_read_the_whole_case_in_one_line():
    told = Told(
        id=1, kind="dossier.9", subject="dossier:1", channel="sms",
        status=NoticeStatus.DELIVERED, reason="", created_at=AT, due_at=AT, settled_at=AT,
        attempts=(
            Attempt("telegram", AT, "never", "blocked", None, None),
            Attempt("sms", AT.replace(minute=1), "accepted", "", AT.replace(minute=2), None),
        ),
        batch_id=None,
    )  # fmt: skip
    assert say_attempts(told) == (
        "Telegram 09:00: không tới được người này (người nhận đã chặn)"
        " → tin SMS 09:01: gửi được, đến máy 09:02"
    )
    assert say_outcome(told) == "đã đến máy"


def test_a_gateway_that_only_logs_is_named_and_costs_nothing():
    told = a_told(Attempt("sms", AT, "refused", LOG_ONLY, None, None))
    assert say_attempts(told) == "tin SMS 09:00: chỉ ghi nhật ký, chưa gửi thật"


def test_an_sms_says_what_it_cost():
    told = a_told(Attempt("sms", AT, "accepted", "", None, None, parts=2, cost=1700))
    assert say_attempts(told) == "tin SMS 09:00: gửi được (2 phần, 1.700 đ)"


def test_two_months_are_this_one_and_the_last_over_the_end_of_a_year():
    now = datetime(2027, 1, 31, 18, tzinfo=UTC)  # already February in Hanoi
    names = [name for name, _, _ in two_months(now)]
    assert names == ["Tháng này (02/2027)", "Tháng trước (01/2027)"]
    (_, first, end), (_, before, until) = two_months(datetime(2027, 1, 1, 3, tzinfo=UTC))
    assert [f"{each:%d/%m/%Y}" for each in (before, until, first, end)] == [
        "01/12/2026", "01/01/2027", "01/01/2027", "01/02/2027"
    ]  # fmt: skip


def test_a_month_is_summed_by_what_was_told():
    month = month_of(
        "Tháng này",
        [Spent("booking.made", 2, 2, 700), Spent("dossier.9", 3, 4, 1400),
         Spent("booking.unknown", 1, 1, 0), Spent("booking.other", 1, 1, 350)],
    )  # fmt: skip
    assert month.lines == (
        ("Báo hồ sơ có kết quả, chờ trả", 3, 4, "1.400 đ"),
        ("Xác nhận lịch hẹn", 2, 2, "700 đ"),
        ("Tin lịch hẹn", 2, 2, "350 đ"),
    )
    assert month.total == ("Cộng", 7, 8, "2.450 đ")
    assert month_of("Tháng trước", []).total == ("Cộng", 0, 0, "0 đ")


def a_told(*attempts: Attempt) -> Told:
    return Told(
        id=1, kind="dossier.9", subject="dossier:1", channel="sms",
        status=NoticeStatus.UNDELIVERABLE, reason="", created_at=AT, due_at=AT, settled_at=AT,
        attempts=attempts, batch_id=None,
    )  # fmt: skip


def test_every_standing_reason_and_kind_has_words_of_its_own(catalogue: Catalogue):
    assert len({STANDINGS[status] for status in NoticeStatus}) == len(NoticeStatus)
    for reason in (*Reason, "closed", "no text", "broken off"):
        assert say_reason(reason) != reason
    written = {
        match[1]
        for key in catalogue.keys("vi")
        if (
            match := re.fullmatch(
                r"notice\.((?:dossier|reminder|office|booking|turn|waiting|letter)\.\w+)", key
            )
        )
    } - {"dossier.private", "reminder.private", "office.private"}
    said = [say_kind(kind) for kind in sorted(written)]
    assert len(said) > 25
    assert len(set(said)) == len(said)
    assert not any("." in words for words in said)
