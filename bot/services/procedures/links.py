"""Ways into the chat that a QR code can carry: web, Telegram, Zalo. Pure functions."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote


class SubjectKind(StrEnum):
    """What a print is about."""

    PROCEDURE = "procedure"
    FIELD = "field"
    LIFE = "life"


@dataclass(frozen=True, slots=True)
class Subject:
    """A procedure by its code, a field by its slug, or a life event by its id."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where the centre can be reached by chat.

    Attributes:
        web: address of the site without a final slash; always there.
        telegram_bot: user name of the bot without "@"; "" when there is none.
        zalo_oa: id of the Official Account; "" when there is none.
    """

    web: str
    telegram_bot: str = ""
    zalo_oa: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: what it is called, its address, and the words to send where an address cannot
    carry the subject (Zalo has no start parameter)."""

    name: str
    address: str
    send: str = ""


def read_subject(text: str) -> Subject:
    """Return the subject that "1.001193", "field:ho-tich" or "life:em-be" names."""
    kind, colon, name = text.partition(":")
    if colon and kind in (SubjectKind.FIELD, SubjectKind.LIFE):
        return Subject(SubjectKind(kind), name)
    return Subject(SubjectKind.PROCEDURE, text)


def write_subject(subject: Subject) -> str:
    """Return the name that ``read_subject`` reads."""
    if subject.kind is SubjectKind.PROCEDURE:
        return subject.id
    return f"{subject.kind.value}:{subject.id}"


def ways_in(subject: Subject, doors: Doors) -> tuple[Door, ...]:
    """Return the ways to a chat that opens on the subject, the web first."""
    ways = [Door("web", web_address(subject, doors.web))]
    if doors.zalo_oa:
        ways.append(Door("zalo", f"https://zalo.me/{quote(doors.zalo_oa)}", words_to_send(subject)))
    if doors.telegram_bot:
        start = f"https://t.me/{quote(doors.telegram_bot)}?start={start_parameter(subject)}"
        ways.append(Door("telegram", start))
    return tuple(ways)


def web_address(subject: Subject, base: str) -> str:
    """Return the address of the web chat that opens on the subject."""
    name = "p" if subject.kind is SubjectKind.PROCEDURE else subject.kind.value
    return f"{base}/chat?{name}={quote(subject.id)}"


def start_parameter(subject: Subject) -> str:
    """Return Telegram's start parameter; its alphabet is A–Z a–z 0–9 _ and - (at most 64)."""
    return f"{subject.kind.value[0]}_{subject.id.replace('.', '_')}"


def words_to_send(subject: Subject) -> str:
    """Return the short message that leads to the subject on every channel."""
    return f"XEM {subject.id.replace('-', ' ')}"


def button_value(subject: Subject) -> str:
    """Return the button that leads to the subject."""
    verb = "proc" if subject.kind is SubjectKind.PROCEDURE else subject.kind.value
    return f"{verb}:{subject.id}"
