"""Read untrusted JSON: a value of the expected type, or nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime

Json = Mapping[str, object]
_NOTHING: Json = {}
_LATEST = 253402300799  # the last second of the year 9999


def part(source: Json, key: str) -> Json:
    """Return an object, empty when missing or of another type."""
    value = source.get(key)
    return value if isinstance(value, dict) else _NOTHING


def parts(source: Json, key: str) -> list[Json]:
    """Return the objects of a list."""
    value = source.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(source: Json, key: str) -> str:
    """Return a text that every database can hold, "" when missing or of another type."""
    value = source.get(key)
    if not isinstance(value, str):
        return ""
    if "\0" in value:
        value = value.replace("\0", "")
    # JSON may spell half of a surrogate pair, which is no letter and cannot be written down.
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def number(source: Json, key: str) -> int | None:
    """Return a whole number within 64 bits."""
    value = source.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return value
    return None


def moment(source: Json, key: str) -> datetime | None:
    """Return a time given in seconds since 1970; 0 means none."""
    seconds = number(source, key)
    if seconds is None or not 0 < seconds <= _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)
