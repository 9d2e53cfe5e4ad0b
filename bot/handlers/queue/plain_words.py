"""Short answers that mean something only beside what is open: "ok", "thôi không đi nữa", "14h".

A message is read so only when it holds nothing but such words; any other word makes it a message
about something else.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from bot.handlers.queue.words import spelled
from bot.kernel.hours import read_number
from bot.kernel.vietnamese import fold


class Reply(StrEnum):
    """What a short answer says to a place that is held or to a question."""

    YES = "yes"
    READY = "ready"  # yes, and the papers are complete
    NOT_READY = "not_ready"  # yes, and papers are missing
    NO = "no"


@dataclass(frozen=True, slots=True)
class LetGo:
    """Somebody gives up what they have.

    Attributes:
        number: that was named, "A023".
        sure: said outright; False for a mere "thôi".
    """

    number: str = ""
    sure: bool = True


def _words_of(row: str) -> frozenset[str]:
    return frozenset(row.split())


_COURTESY = _words_of(
    "a nhe nha nghe voi roi di luon cho gium giup dum ho toi tui em minh chau con bac co chu "
    "anh chi ong ba me ma ta tau oi ad ban da vang the thi vay do nay kia cai nua la nhi ha "
    "hen day please yes ok "
)
_NAMED = _words_of("so phieu lich cho stt thu tu gio slot ")
_YES_WORDS = _COURTESY | _words_of(
    "oke okie okay oki okla uh u uk um uhm dong y duoc dat chot xac nhan dung chuan nhat tri "
    "giu lay lich cho gio nay dang ky muon yeah yep book it mot vay su chac "
)
_AGREES = re.compile(
    r"\b(?:ok\w*|oki\w*|dong y|u|uh|uk|uhm?|um|da|vang|duoc|dat|chot|xac nhan|dung|chuan|nhat tri"
    r"|yes|yeah|yep|giu|lay|book)\b"
)
_PAPERS = re.compile(
    r"^(?:(?:da|vang|ok|oke|u|uh|toi|em|chau|con|minh|dat|luon|di) )*"
    r"(?:(?:giay to|giay|ho so)(?: cua)?(?: toi| em)? )?(?:thi )?"
    r"(?P<no>(?:con |van |van con |hinh nhu )?(?:chua|thieu|khong)(?: co)?(?: du| het| chuan bi)?)?"
    r"(?P<yes>(?:da |co )?(?:du|day du|chuan bi(?: du)?)(?: het| ca)?)?"
    r"(?: giay to| giay)?(?: (?:roi|a|nhe|nha|dau|nua|het|ca|dat|di|luon|thi|mot so|vai))*$"
)
_NO = re.compile(
    r"^(?:(?:da|vang|a) )*(?:khong|thoi|khoi|khong can|huy|bo)"
    r"(?: (?:khong|can|thoi|khoi|dat|nua|a|nhe|nha|roi|dau|di|luon|em|toi|muon|huy|bo|on|cam"
    r"|duoc|chiu|do|gio|nay|lich|cho))*$"
)
_KEEPS = re.compile(r"\bgiu\b|\bkhong huy\b|\bdung huy\b|\bvan (?:di|den|cho)\b")
_GIVING_UP = (
    _COURTESY
    | _NAMED
    | _words_of(
        "thoi khong huy bo tra lai ban viec duoc den toi dat ve nha can doi lau qua dau mai hom "
        "khoi muon xin lam cua nao ngay buoi chieu mot 1 chac kip ra len lay bua gap chut book "
        "cancel my booking appointment number so luot xoa cai nay gi het di phai de khi khac sau "
    )
)
_SURE = re.compile(
    r"\b(?:huy|cancel|xoa)\b|\bbo (?!qua|lai)|\bbo$"
    r"|\btra (?:(?:lai|cho|em|toi|tui|cai) )*(?:so|phieu|lich|stt)\b"
    r"|\bkhong (?:(?:co|the) )?(?:di|den|toi|ra|len)(?: (?:duoc|kip))?\b"
    r"|\bkhong (?:muon )?(?:cho|doi|dat)(?: lich)? nua\b|\bkhong (?:can|lay) (?:so|lich)\b"
)
_PERHAPS = re.compile(
    r"\b(?:thoi|khoi|khong can|khong lay|khong lam)\b|\bve (?:nha|luon|truoc|day)\b|\bphai ve\b"
)
_NOT_GIVING_UP = re.compile(
    r"\bbo qua\b|\bthoi (?:cung )?duoc\b|\bkhong lay duoc\b|\bdoi (?:lich|gio|ngay|sang|qua)\b"
    r"|\bkhong (?:bo|huy)\b|\b(?:co|duoc) \w+ (?:\w+ )?khong$"
)
_OTHERWISE = {"bố": "cha", "bộ": "bo_", "đất": "dat_", "đổi": "doi_", "dời": "doi_", "tớ": "toi"}
_NUMBER = re.compile(r"\b([a-h])\s?-?\s?(\d{2,3})\b")
_SHIFT = re.compile(
    r"(?<!thu )\b(?P<count>\d{1,3}|mot|hai|ba|bon|nua)\s*"
    r"(?P<unit>tieng|gio dong ho|phut|p|ngay|tuan)\b"
    r"(?P<half> ruoi)?"
)
_EARLIER = re.compile(r"\b(?:som|len|truoc)\b")
_LATER = re.compile(r"\b(?:lui|hoan|tre|muon|doi|roi|day|dich|chuyen|sau)\b")
_OTHER_TIMES = re.compile(
    r"^(?:(?:co|gio|con|cho|luc|nao|thi) )*(?:som|muon|tre|khac) ?(?:hon)?"
    r"(?: (?:duoc|khong|chut|xiu|ti|mot|nua|a|nhe|nha|nao|gio|co|di))*$"
    r"|^(?:dat|chot|book)(?: di| luon| nhe)*$"
)
_FOR_OTHER = re.compile(
    r"^(?:toi |em |chau |con |minh )?(?:dat_?|hen|lay) (?:cho|ho|giup|gium|dum) "
    r"(?:me|ma|ba|bo|cha|vo|chong|ong|ngoai|noi|con|anh|chi|em|co|chu|bac|nguoi)\b"
)
_ADDS = re.compile(r"^(?:(?:cho|muon|toi|em|minh|chau|con|va) )*(?:lam|them|kem)(?: them| ca) ")
_MOVES = re.compile(
    r"^(?:(?:cho|xin|muon|a|da|lich|thoi|toi|tui|em|minh|chau|con|bac|co|chu|anh|chi) )*"
    r"(?:doi|chuyen|roi|lui|hoan|day|dich|som|tre|muon hon|de) "
)
_MOVING = _words_of(
    "doi chuyen roi lui hoan day dich lich hen sang qua lai toi den gio ngay khac cung hom do"
    " thoi tui duoc khong nha ha giup gium som tre hon chut vao cuoc buoi la thanh cai minh chau"
)


def read_reply(text: str) -> Reply | None:
    """Return what a short answer says; None for anything longer."""
    plain = _plain(text)
    papers = _PAPERS.match(plain)
    if papers and papers["no"] and ("giay" in plain or "du" in plain or "thieu" in plain):
        return Reply.NOT_READY
    if papers and papers["yes"] and not papers["no"]:
        return Reply.READY
    if _NO.match(plain):
        return Reply.NO
    words = plain.split()
    if words and set(words) <= _YES_WORDS and _AGREES.search(plain):
        return Reply.YES
    return None


def keeps(text: str) -> bool:
    """Say whether somebody who was asked "sure?" rather keeps what they have."""
    plain = _plain(text)
    return bool(_KEEPS.search(plain)) or (read_reply(text) is Reply.NO and "huy" not in plain)


def read_letting_go(text: str) -> LetGo | None:
    """Return that somebody gives up a number or a booking; None when other words stand there."""
    plain = _plain(text)
    named = _NUMBER.search(plain)
    number = f"{named[1].upper()}{int(named[2]):03d}" if named else ""
    rest = _NUMBER.sub(" ", plain)
    if _NOT_GIVING_UP.search(rest) or not set(rest.split()) <= _GIVING_UP:
        return None
    if _SURE.search(rest):
        return LetGo(number)
    return LetGo(number, sure=False) if _PERHAPS.search(rest) else None


def read_shift(text: str) -> timedelta | None:
    """Return by how much a booking shall move: "lùi lại 1 tiếng", "sớm hơn 30 phút"."""
    plain = _plain(text).replace("doi_", "doi")
    match = _SHIFT.search(plain)
    if match is None or not (_EARLIER.search(plain) or _LATER.search(plain)):
        return None
    count = 0.5 if match["count"] == "nua" else read_number(match["count"])
    count += 0.5 if match["half"] else 0
    units = {"ngay": timedelta(days=1), "tuan": timedelta(weeks=1)}
    minutes = timedelta(minutes=1) if match["unit"] in ("phut", "p") else timedelta(hours=1)
    shift = units.get(match["unit"], minutes) * count
    return -shift if _EARLIER.search(plain) else shift


def other_times(text: str) -> bool:
    """Say whether somebody who chooses asks for other times: "sớm hơn được không", "đặt đi"."""
    return _OTHER_TIMES.match(_plain(text)) is not None


def for_somebody_else(text: str) -> bool:
    """Say whether the place is to be booked for another person: "đặt cho vợ em"."""
    return _FOR_OTHER.match(_plain(text)) is not None


def adds(text: str) -> bool:
    """Say whether a message adds a matter to the visit: "làm thêm kết hôn luôn"."""
    return _ADDS.match(_plain(text)) is not None


def moves(text: str) -> bool:
    """Say whether a message begins with moving something: "dời sang 10h", "lùi lại 1 tiếng"."""
    return _MOVES.match(_plain(text).replace("doi_", "doi")) is not None


def without_moving(plain: str) -> str:
    """Return folded words without those that only say that something moves."""
    return " ".join(word for word in plain.split() if word not in _MOVING)


def without_ordinal(text: str) -> str:
    """Return a message in which "số thứ tự" is no Wednesday."""
    return re.sub(r"(?i)(số thứ tự|so thu tu(?! (?:tuan|nay|sau)\b))", "số", text)


@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    words = (_OTHERWISE.get(word, word) for word in re.findall(r"[\w:]+", spelled(text)))
    return fold(" ".join(words))
