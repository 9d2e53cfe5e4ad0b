"""What people write about places, numbers and turns: "đặt lịch", "lấy số", "còn mấy người nữa".

Recognised before the knowledge base is asked, because such a message often names a procedure too:
"đặt lịch làm khai sinh sáng mai". Where a folded word means several things ("số" and "sổ"), the
accents decide, and without accents the words around it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.vietnamese import clean, fold


class Wish(StrEnum):
    """What somebody wants of the queue."""

    BOOK = "book"
    NUMBER = "number"
    PLACE = "place"
    LOAD = "load"  # "có đông không"
    MINE = "mine"
    CANCEL = "cancel"
    MOVE = "move"
    CONFIRM = "confirm"
    LATE = "late"
    ABOUT = "about"  # "có phải đặt lịch trước không"
    PAPER = "paper"  # the number on a paper slip
    CALL_NEXT = "call_next"  # an officer's word


@dataclass(frozen=True, slots=True)
class Heard:
    """A wish, the number that was named, and what else the message says."""

    wish: Wish
    rest: str = ""
    number: str = ""


_ME = r"(?:toi|tui|em|minh|chau|con|bac|chu|co|anh|chi|ong|ba|my)"
_LINE = r"(?:lich hen|lich|cuoc hen|giay hen truoc|hen|appointment|booking)"
_FIGURE = r"(?:so thu tu|phieu so|so|stt)"
# Unaccented "so" is also "sổ" (land book, family book); these words show which.
_NOT_A_TURN = (
    r"(?!\s*(?:do|hong|ho khau|ho ngheo|bao hiem|bhxh|bhyt|bao tro|tiet kiem|dinh danh|tai khoan"
    r"|cccd|can cuoc|cmnd|cmt|dien thoai|dt|sdt|nha|tam tru|lieu|hieu|giay|biet|quoc|chung minh"
    r"|luong|kham|suc khoe|tu vung|mo|may)\b)"
)
_SAID: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    (Wish.CALL_NEXT, re.compile(r"^(?:goi tiep|goi so tiep(?: theo)?|moi so tiep(?: theo)?)$")),
    (
        Wish.ABOUT,
        re.compile(
            rf"\b(?:co phai|phai|co can|can phai|bat buoc)\b.{{0,12}}"
            rf"(?:dat {_LINE}|dat hen|hen truoc|lay {_FIGURE})\b.*\b(?:khong|ko|k|hong|hok|khum)\b"
            r"|\bdo i (?:have to|need to) (?:book|make)"
        ),
    ),
    (
        Wish.CANCEL,
        re.compile(
            r"\b(?:huy|huy bo|bo|xoa|cancel)\s+(?:cai |cho |giup |dat |luon |the |my )*"
            rf"{_LINE}\b"
            rf"|\b(?:huy|bo|tra)\s+(?:so thu tu|phieu so)\b|^(?:huy|bo|tra) so$"
            r"|\bkhong (?:den|toi|di) lich hen\b"
        ),
    ),
    (
        Wish.MOVE,
        re.compile(
            rf"\b(?:doi|chuyen|hoan|lui|roi|dich|xe dich)\s+(?:lai |cai |giup |sang |cho )*"
            rf"(?:{_LINE}|gio hen|ngay hen|gio khac|gio(?=$)|ngay (?:khac|lam|len))\b"
            rf"|\b(?:reschedule|(?:change|move) (?:my |the )?{_LINE})\b"
        ),
    ),
    (
        Wish.CONFIRM,
        re.compile(rf"\b(?:xac nhan|confirm)\s+(?:my |the )?{_LINE}\b|^chac chan (?:den|toi)$"),
    ),
    (
        Wish.MINE,
        re.compile(
            rf"\b(?:lich hen|lich|cuoc hen|so thu tu|phieu)\s+(?:da dat )?(?:cua\s+)?{_ME}\b"
            rf"|\bxem (?:lai )?(?:{_LINE}|so thu tu)\b"
            r"|^(?:so (?:cua )?(?:toi|em|minh|chau)|lich hen)$"
            r"|\bmy (?:bookings?|appointments?|tickets?|number)\b"
            rf"|\b{_ME} (?:co|da co|dat) lich\b.*\b(?:nao|chua|khong|may gio)\b"
        ),
    ),
    (
        Wish.PLACE,
        re.compile(
            r"\bcon (?:may|bao nhieu|nhieu) (?:nguoi|so|luot)\b"
            r"|\btruoc (?:toi|em|minh|chau) (?:con )?(?:may|bao nhieu)\b"
            r"|\b(?:toi|den|sap|gan|qua) (?:luot|phien)\b"
            r"|\b(?:toi|den) so (?:may|bao nhieu|toi|em)\b"
            r"|\b(?:goi|dang|chay) (?:den |toi )?so (?:may|bao nhieu)\b|^so may roi$"
            r"|\b(?:cho|doi) (?:bao lau|lau khong|may phut) (?:nua|moi (?:toi|den))\b"
            r"|\bhow (?:many|long).*(?:ahead|before me|wait)\b|\bmy turn\b"
        ),
    ),
    (
        Wish.LOAD,
        re.compile(r"\b(?:dong|vang) (?:khong|ko|k|hong|hem|nguoi khong)\b|\bis it busy\b"),
    ),
    (
        Wish.LATE,
        re.compile(
            r"\b(?:den|toi|len|ra) (?:tre|muon(?! dat| lay| hen| doi| huy))\b"
            r"|\btre (?:chut|mot chut|ti|gio|hen lich)\b"
            r"|\bkhong kip (?:gio|hen)\b|\brunning late\b"
        ),
    ),
    (
        Wish.NUMBER,
        re.compile(
            rf"\b(?:lay|boc|bam|rut|nhan|xin|dat|cap)\s+(?:cho \w+ |giup \w+ |truoc |mot |1 )*"
            rf"{_FIGURE}\b{_NOT_A_TURN}|\bxep (?:hang|lot)\b|\blay lot\b"
            r"|\b(?:take|get) a (?:number|ticket)\b|\bqueue\b"
        ),
    ),
    (
        Wish.BOOK,
        re.compile(
            r"\b(?:dat|book|hen|dang ky|dk|len|xin|dang ki)\s+(?:truoc |cho \w+ |giup \w+ )*"
            r"(?:lich hen|lich|hen|gio)\b|\bhen (?:truoc|ngay lam|ngay len|ngay den)\b"
            r"|\bdat truoc\b|\bbooking\b|\bappointment\b|^book$"
        ),
    ),
)
_WORD_FOR_NUMBER = r"(?:so|phieu|stt|so thu tu|number|ticket)"
_SLIP = re.compile(
    rf"^(?:.{{0,30}}\b{_WORD_FOR_NUMBER}\s*(?:la\s*)?)?(?P<prefix>[a-h])\s?-?\s?(?P<number>\d{{3}})"
    r"(?:\s*(?:con|toi|den|bao|cho|nha|nhe|a|roi|chua)\b.{0,40})?$"
)
_SHORT_SLIP = re.compile(rf"^(?:{_WORD_FOR_NUMBER}\s*)?(?P<prefix>[a-h])\s?(?P<number>\d{{1,2}})$")
_BOOK_OF_LAND = re.compile(r"\b(?:lấy|nhận|xin|cấp|rút|đặt|bỏ|trả|h[uủ][yỷ]) sổ\b|^sổ\b")
_WANTS = re.compile(r"\bmuốn\b")
_ABOUT_DOSSIERS = re.compile(r"\b(?:ho so|giay hen|bien nhan|ket qua)\b")
_FILLERS = re.compile(
    r"\b(?:cho|giup|dum|em|toi|minh|chau|con|bac|muon|can|xin|voi|nhe|nha|a|ad|oi|di|lam|de|duoc"
    r"|khong|ko|k|dc|thu tuc|truoc|online|qua mang|den|len|ra|i|want|to|an|a|please|for|hom nay)\b"
)


def read_queue_words(text: str) -> Heard | None:
    """Return what a message wants of the queue; None when it is about something else."""
    plain = " ".join(fold(clean(text)).replace("\n", " ").strip(" .!?,").split())
    slip = _SLIP.match(plain) or _SHORT_SLIP.match(plain)
    if slip:
        return Heard(Wish.PAPER, number=f"{slip['prefix'].upper()}{int(slip['number']):03d}")
    for wish, pattern in _SAID:
        match = pattern.search(plain)
        if match and _is_meant(wish, text, plain):
            rest = f"{plain[: match.start()]} {plain[match.end() :]}"
            return Heard(wish, rest=" ".join(rest.split()))
    return None


def says_more(rest: str) -> bool:
    """Say whether what is left of a message holds more than courtesy."""
    return bool(_FILLERS.sub(" ", rest).split())


def _is_meant(wish: Wish, text: str, plain: str) -> bool:
    typed = text.lower()
    if wish in (Wish.NUMBER, Wish.CANCEL, Wish.MINE) and _BOOK_OF_LAND.search(typed):
        return False
    if wish is Wish.LATE and (_WANTS.search(typed) or (typed.isascii() and "toi muon" in plain)):
        return False
    waits = wish in (Wish.PLACE, Wish.LATE, Wish.MINE)
    return not (waits and _ABOUT_DOSSIERS.search(plain) and "lich hen" not in plain)
