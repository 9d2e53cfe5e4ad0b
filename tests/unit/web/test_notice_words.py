"""One line of an officer's page explains each notice."""

import re
from datetime import datetime

from bot.kernel.calendar_vn import HANOI
from bot.kernel.notices import NoticeStatus, Reason
from bot.locale.catalogue import Catalogue
from bot.services.notices.model import Attempt, Told
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


def test_every_standing_reason_and_kind_has_words_of_its_own(catalogue: Catalogue):
    assert len({STANDINGS[status] for status in NoticeStatus}) == len(NoticeStatus)
    for reason in (*Reason, "closed", "no text", "broken off"):
        assert say_reason(reason) != reason
    written = {
        match[1]
        for key in catalogue.keys("vi")
        if (
            match := re.fullmatch(
                r"notice\.((?:dossier|reminder|office|booking|turn|waiting)\.\w+)", key
            )
        )
    } - {"dossier.private", "reminder.private", "office.private"}
    said = [say_kind(kind) for kind in sorted(written)]
    assert len(said) > 25
    assert len(set(said)) == len(said)
    assert not any("." in words for words in said)
