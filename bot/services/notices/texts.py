"""Notices as words: for a chat in the person's own voice, for an SMS without accents."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.calendar_vn import HANOI
from bot.kernel.errors import CatalogueError
from bot.kernel.messages import Choice
from bot.locale.catalogue import Voice

SMS_LENGTH = 160
_GROUP = "notice."
_PRIVATE = ".private"  # a text for matters that nobody else should learn of
_SMS = ".sms"
_MOMENT, _DAY = "_at", "_on"  # values with these endings hold ISO times
_WEEKDAYS = ("thu Hai", "thu Ba", "thu Tu", "thu Nam", "thu Sau", "thu Bay", "Chu nhat")
_NOT_GSM = str.maketrans({"đ": "d", "Đ": "D", "…": "...", "–": "-", "«": '"', "»": '"'})
_SHORT_CODE = 6
_GUARDED = frozenset({"dossier.9"})  # results draw people who pretend to be officers


@dataclass(frozen=True, slots=True)
class Place:
    """The centre as notices name it.

    Attributes:
        unit: its name.
        unit_sms: its name without accents, at most 18 letters.
        phone: where one can ask.
        hours: when its counters are open on an ordinary day; "" when not known.
        saturday: the same of a Saturday; "" when they are closed then.
    """

    unit: str
    unit_sms: str
    phone: str
    hours: str = ""
    saturday: str = ""


class Texts:
    """Turns kinds of notices into words."""

    def __init__(self, place: Callable[[], Place]) -> None:
        self._place = place

    def chat(self, kind: str, values: Mapping[str, str], voice: Voice) -> str | None:
        """Return the message for a chat; None when there is no text, or a value is missing."""
        key = _key(kind, values, voice)
        if key is None:
            return None
        place = self._place()
        hours = place.hours
        if hours and place.saturday:
            hours = voice("notice.hours", hours=hours, saturday=place.saturday)
        told = {"unit": place.unit, "phone": place.phone, "hours": hours} | {
            name: _in_words(name, value, voice) for name, value in values.items()
        }
        try:
            return voice.lines(key, **told)
        except CatalogueError:
            return None  # nothing is sent with a hole in it

    def buttons(self, choices: tuple[tuple[str, str], ...], voice: Voice) -> tuple[Choice, ...]:
        """Return the buttons whose labels exist."""
        return tuple(Choice(value, voice(label)) for value, label in choices if voice.has(label))

    def has_sms(self, kind: str, voice: Voice) -> bool:
        """Say whether a kind of notice may go as an SMS."""
        return _found(kind + _SMS, voice) is not None

    def sms(self, kind: str, values: Mapping[str, str], voice: Voice) -> str | None:
        """Return one SMS without accents; None when there is no text or it will not fit.

        Where it is too long the name goes first, then the warning, then the code but its end.
        """
        key = _found(kind + _SMS, voice)
        if key is None:
            return None
        place = self._place()
        told = {"unit": place.unit_sms, "phone": place.phone, "who_sms": ""} | {
            name: _short(name, value) for name, value in values.items()
        }
        brief = {"who_sms": "ong/ba"}
        warning = voice("notice.scam_sms") if kind in _GUARDED else ""
        shorter: tuple[tuple[dict[str, str], str], ...] = (
            ({}, warning),
            (brief, warning),
            ({}, ""),
            (brief, ""),
            ({**brief, "code": _tail(told)}, ""),
        )
        for change, added in shorter:
            try:
                text = plain(
                    voice.catalogue.lines(voice.language, key, voice.address, **told | change)
                )
            except CatalogueError:
                return None
            text = " ".join(f"{text} {plain(added)}".split())
            if len(text) <= SMS_LENGTH:
                return text
        return None


def plain(text: str) -> str:
    """Return a text in letters that every phone shows: no accents, no long dashes."""
    split = unicodedata.normalize("NFD", text.translate(_NOT_GSM))
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return "".join(char if char.isascii() and char not in "{}[]~^\\|`" else " " for char in bare)


def short_name(name: str) -> str:
    """Return a name as an SMS may show it: "Nguyễn Văn An" is "N.V.An"."""
    parts = plain(name).split()
    if not parts:
        return ""
    return ".".join([*(part[0].upper() for part in parts[:-1]), parts[-1].capitalize()])


def _key(kind: str, values: Mapping[str, str], voice: Voice) -> str | None:
    if values.get("private"):
        # What has no discreet wording of its own gets the one of its group, never the open one.
        group = kind.partition(".")[0]
        return _found(kind + _PRIVATE, voice) or _found(group + _PRIVATE, voice)
    return _found(kind, voice)


def _found(key: str, voice: Voice) -> str | None:
    return next((name for name in (_GROUP + key, key) if voice.has(name)), None)


def _in_words(name: str, value: str, voice: Voice) -> str:
    moment = _moment(name, value)
    if moment is None:
        return value
    day = voice(
        "notice.day", weekday=voice(f"weekday.{moment.weekday()}"), date=f"{moment:%d/%m/%Y}"
    )
    if name.endswith(_DAY):
        return day
    hour = f"{moment:%H:%M}" if voice.language != "vi" else _hour(moment)
    return voice("notice.moment", hour=hour, day=day)


def _hour(moment: datetime) -> str:
    return f"{moment.hour} giờ" + (f" {moment:%M}" if moment.minute else "")


def _short(name: str, value: str) -> str:
    moment = _moment(name, value)
    if moment is None:
        return value
    if name.endswith(_DAY):
        return f"{moment:%d/%m/%Y}"
    minutes = f"{moment:%M}" if moment.minute else ""
    return f"{moment.hour}h{minutes} {_WEEKDAYS[moment.weekday()]} {moment:%d/%m}"


def _moment(name: str, value: str) -> datetime | None:
    """Return the local time that a value holds; None for a value that is no time."""
    if not value or not name.endswith((_MOMENT, _DAY)):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(HANOI) if moment.tzinfo else moment.replace(tzinfo=HANOI)


def _tail(told: Mapping[str, str]) -> str:
    code = told.get("code", "")
    return "..." + code[-_SHORT_CODE:] if len(code) > _SHORT_CODE else code
