"""What people say about what they have: a number in hand, an appointment, a place they wait for.

Read only of those who have one. Without it the same words mean something else, or nothing.
"""

import re
from enum import StrEnum
from functools import lru_cache

from bot.handlers.queue.words import spelled
from bot.kernel.vietnamese import fold


class Beside(StrEnum):
    """What is meant beside what somebody has."""

    KEEP = "keep"  # "đừng hủy số"
    WAIT = "wait"  # "bao lâu nữa"
    SHOW = "show"  # "quầy nào", "phiếu đâu", "gửi lại mã QR"
    MISSED = "missed"  # "bị gọi lố rồi"
    GO_OUT = "may_go"  # "đi ra ngoài tí được không"
    BRING = "bring"  # "cần mang gì"
    WRONG = "wrong"  # "lấy nhầm số rồi", "đổi qua quầy đất đai"


_ME = r"(?:toi|tui|em|minh|chau|con|bac|co|chu|anh|chi|ong|ba|me)"
_OPEN = rf"^(?:(?:the|vay|a|da|cho hoi|hoi|{_ME}|ben|con) )*"
_END = r"(?: (?:a|vay|nhi|ha|ta|the|nhe|nha|roi|em|co|chu|anh|chi|di|voi|gium|giup|nua|oi|day))*$"
_HOW_LONG = r"(?:den )?(?:bao lau|lau khong|may phut|bao gio|khi nao|chung nao)"
_TURN = rf"(?:nua|toi|den|luot|{_ME})"
_SAID: tuple[tuple[Beside, re.Pattern[str]], ...] = (
    (
        Beside.KEEP,
        re.compile(
            r"\b(?:khong|dung|khoi|cho) (?:co |phai |can |muon )?(?:huy|bo|tra)"
            r"(?: (?:so|lich|hen|phieu))?(?: nua| dau| nhe| nha| a| voi)*$"
        ),
    ),
    (
        Beside.WAIT,
        re.compile(
            # "Bao lâu" alone may ask how long a matter takes.
            rf"{_OPEN}(?:phai |con phai )?(?:cho|doi) {_HOW_LONG}(?: {_TURN})*{_END}"
            rf"|{_OPEN}{_HOW_LONG}(?: (?:thi|moi))* {_TURN}(?: {_TURN})*{_END}"
            rf"|{_OPEN}(?:ua |sao |cho |doi )*lau (?:qua|the|vay|ghe|du|du vay){_END}"
        ),
    ),
    (
        Beside.SHOW,
        re.compile(
            rf"{_OPEN}(?:o |den |vao |ra |tai )?(?:quay|cua|ban) (?:so )?"
            rf"(?:nao|may|bao nhieu){_END}"
            rf"|{_OPEN}(?:may gio|ngay nao|hom nao|luc nao|so may|so bao nhieu)"
            rf"(?: (?:den|toi|hen))*{_END}"
            rf"|{_OPEN}(?:cai )?(?:lich|lich hen|hen)(?: luc)? (?:may gio|hom nao|ngay nao){_END}"
            rf"|{_OPEN}(?:phieu|ve|ma(?: qr)?|qr|so)(?: cua)?(?: {_ME})? dau{_END}"
            rf"|{_OPEN}(?:xin |cho )*(?:{_ME} )*(?:gui|cho|xem|lay|in)(?: {_ME})* lai(?: {_ME})*"
            rf" (?:cai )?(?:ma qr|ma|qr|phieu|so|ve)(?: hen)?{_END}"
            rf"|{_OPEN}(?:quen|mat|lac)(?: mat)? (?:so|phieu|ve|ma)(?: hen)?{_END}"
        ),
    ),
    (
        Beside.MISSED,
        re.compile(r"\b(?:goi lo|lo goi|goi qua|lo mat luot|goi mat roi|goi roi ma)\b"),
    ),
    (
        Beside.GO_OUT,
        re.compile(
            r"\b(?:ra ngoai|ve nha|di (?:ra|dau|an|uong|vong|cho|mua|vao))\b.{0,25}"
            r"\b(?:duoc khong|co sao|kip khong|duoc chu|co duoc khong|khong sao chu)\b"
        ),
    ),
    (
        Beside.BRING,
        re.compile(
            rf"{_OPEN}(?:can |phai |nho )*(?:mang|dem|cam|chuan bi)(?: theo)?"
            rf"(?: nhung)?(?: giay to| giay)? gi(?: theo| khong| den| di)*{_END}"
            rf"|{_OPEN}can (?:nhung )?(?:giay to |giay )?gi{_END}"
        ),
    ),
    (
        Beside.WRONG,
        re.compile(
            r"\b(?:nham|sai|lon) (?:so|quay|phieu|viec|linh vuc)\b|\blay nham\b|\bbam nham\b"
        ),
    ),
)
_OTHER_FIELD = re.compile(r"\b(?:doi|chuyen) (?:qua|sang|lai)(?: quay| ben| viec)?\b")
_LEAVES_LIST = re.compile(
    rf"{_OPEN}(?:thoi |khoi )*(?:khong (?:can |muon )?)?cho(?: cho)?(?: trong)?(?: nua){_END}"
    rf"|{_OPEN}(?:thoi|khoi) (?:khong )?cho(?: cho)?(?: trong)?{_END}"
    r"|\b(?:bo|ra khoi|xoa|huy|rut)\b.{0,16}\bdanh sach cho\b"
)
_JOINS_LIST = re.compile(
    rf"\b(?:bao|nhan|goi|nhac)(?: tin)?(?: cho)?(?: {_ME})? (?:khi|neu|luc)(?: nao)?"
    r" (?:co|con) cho\b"
    rf"|\b(?:khi|neu|luc) (?:nao )?(?:co|con) cho(?: trong)? (?:thi )?(?:bao|nhan|goi)\b"
    rf"|^(?:co|con) cho(?: trong)? thi (?:bao|nhan|goi)\b"
    r"|\b(?:vao|xin|ghi|dang ky)\b.{0,14}\bdanh sach cho\b|^danh sach cho$|^cho cho trong$"
)
_LONGEST = 12  # words; more is a story


def read_beside(text: str) -> Beside | None:
    """Return what is said about what somebody has; None when it is something else."""
    plain = _plain(text)
    if len(plain.split()) > _LONGEST:
        return None
    return next((one for one, pattern in _SAID if pattern.search(plain)), None)


def wants_other_field(text: str) -> bool:
    """Say whether somebody wants to go from one field to another: "đổi qua đất đai"."""
    return _OTHER_FIELD.search(_plain(text)) is not None


def leaves_list(text: str) -> bool:
    """Say whether somebody waits no longer for a place."""
    return _LEAVES_LIST.search(_plain(text)) is not None


def joins_list(text: str) -> bool:
    """Say whether somebody wishes to be told of a free place."""
    return _JOINS_LIST.search(_plain(text)) is not None


@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    return fold(" ".join(re.findall(r"[\w:]+", spelled(text))))
