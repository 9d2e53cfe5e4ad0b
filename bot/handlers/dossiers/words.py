"""What people ask about a dossier that they were shown, or about dossiers at all. Pure functions.

Words are compared without accents and after the commonest short forms and words of the regions
were put right («hs», «kq», «răng», «nạp»).
"""

import re

from bot.handlers.dossiers.kinds import About, Ask
from bot.handlers.dossiers.patterns import ASKED, OF_ALL
from bot.handlers.dossiers.spelling import EMPTY, SPELLED_OUT
from bot.kernel.vietnamese import clean, fold

_LONGEST = 300
_EMPTY_TOGETHER = re.compile(r"\b(?:ket qua|(?:som|nhanh) hon|(?:toi|den) khau|can cuoc)\b")
_MATTERS = re.compile(r"\b(?:sao y|so (?:do|hong)|sinh con)\b")
_THIS_ONE = re.compile(
    r"\bho so (?:do|nay|ay|kia|tren|vua roi|luc nay|cua (?:toi|em|tui|minh|bac|chau|con))\b"
    r"|\bho so (?:\w+ ){1,3}(?:nay|ay|kia)\b|\bho so tre\b|\b(?:luc|khi|hoi) nay\b"
)
_PICKS = (
    (
        0,
        re.compile(
            r"\b(?:cai|ho so|ma|so) (?:dau|dau tien|thu nhat|thu 1|1|tren cung|tren)\b(?! roi)"
        ),
    ),
    (1, re.compile(r"\b(?:cai|ho so|ma) (?:thu (?:hai|2)|2|hai|o giua)\b")),
    (2, re.compile(r"\b(?:cai|ho so|ma) (?:thu (?:ba|3)|3)\b")),
    (-1, re.compile(r"\b(?:cai|ho so|ma|so) (?:cuoi|cuoi cung|sau cung|sau|duoi cung|duoi)\b")),
)
_LATE_ONE = re.compile(r"\b(?:ho so|cai) (?:bi |dang )?(?:tre|cham|qua han)(?: hen| han)?\b")


def spell_out(text: str) -> str:
    """Return a message in lower case, without accents, short forms written out."""
    words = re.findall(r"[^\W_]+|[^\w\s]", clean(text[:_LONGEST]).lower())
    return " ".join(fold(SPELLED_OUT.get(word, word)) for word in words)


def read_ask(said: str) -> Ask | None:
    """Return what is asked about the dossier that was shown."""
    return next((ask for ask, pattern in ASKED if pattern.search(said)), None)


def read_about(said: str) -> About | None:
    """Return what is asked about dossiers at all."""
    return next((about for about, pattern in OF_ALL if pattern.search(said)), None)


def read_pick(said: str) -> int | None:
    """Return which of several is meant: 0 for the first, -1 for the last."""
    return next((place for place, pattern in _PICKS if pattern.search(said)), None)


def means_late_one(said: str) -> bool:
    """Say whether the late one of several is meant."""
    return bool(_LATE_ONE.search(said))


def is_elsewhere(said: str) -> bool:
    """Say whether something else than a dossier is looked up: "tra mã số thuế bằng cccd"."""
    return "ho so" not in said and names_a_matter(said)


def names_a_matter(said: str) -> bool:
    """Say whether words stand in a message that could name a matter of their own."""
    if _THIS_ONE.search(said):
        return False
    rest = _EMPTY_TOGETHER.sub(" ", said).split()
    return bool(_MATTERS.search(said)) or any(word.isalnum() and word not in EMPTY for word in rest)
