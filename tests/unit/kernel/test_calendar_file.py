"""A booking in somebody's calendar."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.calendar_file import Event, calendar_file

STARTS = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
MADE = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def an_event(**more: object) -> Event:
    facts = {
        "uid": "booking-1@motcua",
        "version": 2,
        "starts": STARTS,
        "ends": STARTS + timedelta(minutes=15),
        "made_at": MADE,
        "title": "Khai sinh, số H015",
    }
    return Event(**(facts | more))  # type: ignore[arg-type]


def read_back(file: bytes) -> dict[str, str]:
    """Read the event as a calendar does: unfold, split, unescape."""
    text = file.decode().replace("\r\n ", "")
    lines = text.split("\r\n")
    start, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    if "BEGIN:VALARM" in lines:
        end = lines.index("BEGIN:VALARM")
    pairs = (line.split(":", 1) for line in lines[start + 1 : end])
    return {name: re.sub(r"\\(.)", _unescaped, value) for name, value in pairs}


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] == "n" else match[1]


def test_a_calendar_shows_when_where_and_what():
    event = read_back(calendar_file(an_event(place="Quầy 2; Trung tâm"), "Hai tiếng nữa"))
    assert event["DTSTART"] == "20261126T013000Z"
    assert event["DTEND"] == "20261126T014500Z"
    assert event["SUMMARY"] == "Khai sinh, số H015"
    assert event["LOCATION"] == "Quầy 2; Trung tâm"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        "booking-1@motcua",
        "2",
        "CONFIRMED",
    )


def test_a_cancelled_one_is_taken_out_and_reminds_nobody():
    file = calendar_file(an_event(cancelled=True), "Hai tiếng nữa").decode()
    assert "METHOD:CANCEL" in file
    assert "STATUS:CANCELLED" in file
    assert "VALARM" not in file


@given(st.text(max_size=300))
def test_any_text_survives_and_no_line_is_too_long(title: str):
    title = "".join(letter for letter in title if letter.isprintable())
    file = calendar_file(an_event(title=title, text=f"{title}\n{title}"), title)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    event = read_back(file)
    assert event["SUMMARY"] == title
    assert event["DESCRIPTION"] == f"{title}\n{title}" or not title
