"""One event as a calendar file (RFC 5545), for the calendar of any telephone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LINE = 75  # octets, without the line end
_BEFORE = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What stands in a calendar.

    Attributes:
        uid: the same for every version of one event, unique in the world.
        version: grows with every change; a calendar keeps the highest.
        starts: aware.
        made_at: when this version was made, aware.
        cancelled: the calendar takes it out.
    """

    uid: str
    version: int
    starts: datetime
    ends: datetime
    made_at: datetime
    title: str
    place: str = ""
    text: str = ""
    address: str = ""
    cancelled: bool = False


def calendar_file(event: Event, alarm: str) -> bytes:
    """Return a calendar with one event that reminds two hours before.

    Args:
        event: what to write.
        alarm: what the reminder says.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//motcua//one-stop centre//VI",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if event.cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.version}",
        f"DTSTAMP:{_moment(event.made_at)}",
        f"DTSTART:{_moment(event.starts)}",
        f"DTEND:{_moment(event.ends)}",
        f"SUMMARY:{_text(event.title)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
    ]
    for name, value in (("LOCATION", event.place), ("DESCRIPTION", event.text)):
        if value:
            lines.append(f"{name}:{_text(value)}")
    if event.address:
        lines.append(f"URL:{event.address}")
    if not event.cancelled:
        minutes = int(_BEFORE.total_seconds() // 60)
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{minutes}M"]
        lines += [f"DESCRIPTION:{_text(alarm)}", "END:VALARM"]
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    return b"\r\n".join(b"\r\n ".join(_folded(line)) for line in lines)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    for sign, escaped in (("\\", "\\\\"), (";", r"\;"), (",", r"\,"), ("\r", ""), ("\n", r"\n")):
        value = value.replace(sign, escaped)
    return value


def _folded(line: str) -> list[bytes]:
    """Split a line into parts of at most 75 octets, never within a letter."""
    parts = [b""]
    room = _LINE
    for letter in line:
        octets = letter.encode()
        if len(parts[-1]) + len(octets) > room:
            parts.append(b"")
            room = _LINE - 1  # the space that begins a continued line
        parts[-1] += octets
    return parts
