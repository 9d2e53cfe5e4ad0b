"""Wishes to be told, and to be left alone, in words. Pure functions over spelled-out messages."""

import re
from enum import StrEnum

_ME = r"(?:toi|tui|em|minh|bac|chau|con|co|chu|anh|chi|ong|ba)"
_NOT = (
    r"(?:bo|ngung|thoi|dung|huy|tat|stop|khoi|het|khong(?: can| muon)?|thoi khong(?: can| muon)?)"
)
_TELL = r"(?:bao|nhan|thong bao|nhan tin|bao tin|gui tin|alo|goi)"
_TOLD = rf"{_TELL}(?: tin| lai| giup| gium)*"
_NO_MORE = (
    r"(?:dung|khoi|thoi|ngung|tat|khong (?:can|muon)|thoi (?:dung|khong|khoi))(?: co| can| muon)?"
)
_WHEN = r"(?:khi|luc|neu|ngay khi|bao gio|chung nao|khi nao|luc nao|hom nao)"
_STOPS = (
    re.compile(rf"\b{_NOT} (?:can |muon |duoc |phai )*(?:theo doi|following|follow)\b"),
    re.compile(rf"\b{_NO_MORE} {_TOLD} (?:cho |voi )?{_ME}\b(?! (?:luc|khi) nao)"),
    re.compile(rf"\b{_NO_MORE} (?:nhan tin|gui tin|thong bao|bao)(?: nua| gi nua| tin nua)+\b"),
    re.compile(rf"\bkhong (?:bao|nhan tin|thong bao)(?: cho)?(?: {_ME})? nua\b"),
)
_FOLLOWS = (
    re.compile(r"\b(?:theo doi|follow)\b"),
    re.compile(
        rf"\b{_TOLD} (?:cho |voi )?{_ME}(?: biet| hay)?(?: voi| nhe| nha)? {_WHEN}\b"
        r".*\b(?:ket qua|xong|duoc|co|lay|nhan)\b"
    ),
    re.compile(
        r"\b(?:co ket qua|xong|ra ket qua)(?: roi)? (?:thi |nho |nha |nhe |hay )*"
        rf"{_TOLD} (?:cho )?{_ME}\b"
    ),
    re.compile(r"\b(?:co ket qua|xong) (?:thi |nho )(?:bao|nhan|nhan tin|thong bao|alo|goi)\b"),
    re.compile(rf"\b{_TOLD} (?:cho )?{_ME} (?:biet )?(?:ket qua|tin ho so)\b"),
)
_ASKS_WHICH = re.compile(
    r"\btheo doi (?:nhung |may |cac |bao nhieu )?(?:ho so )?(?:nao|gi|bao nhieu)\b"
)
_OF_MESSAGES = re.compile(r"\b(?:nhan tin|gui tin|tin nhan)\b")


class Wish(StrEnum):
    """What somebody wants of messages about a dossier."""

    FOLLOW = "follow"
    STOP = "stop"


def read_wish(said: str) -> Wish | None:
    """Return whether somebody wants to be told of a dossier, or no longer."""
    if _ASKS_WHICH.search(said):
        return None
    if any(pattern.search(said) for pattern in _STOPS):
        return Wish.STOP
    if any(pattern.search(said) for pattern in _FOLLOWS):
        return Wish.FOLLOW
    return None


def means_all_messages(said: str) -> bool:
    """Say whether somebody who wants to be left alone speaks of all messages, of no dossier."""
    return bool(_OF_MESSAGES.search(said)) and "ho so" not in said
