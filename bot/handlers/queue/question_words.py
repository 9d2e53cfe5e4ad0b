"""Questions about the queue that must not take a number or book: who comes first, how, which day.

Source of the classes of priority: the usual practice of one-stop centres.
"""

import re
from enum import StrEnum

from bot.handlers.queue.words import spelled
from bot.kernel import when
from bot.kernel.vietnamese import fold
from bot.services.queue.model import Priority


class Question(StrEnum):
    """What is asked about the queue; the name is the key of the answer's text."""

    PRIORITY = "priority"
    PROXY = "proxy"  # may somebody else come and take the number
    HOW_NUMBER = "how_number"
    HOW_BOOK = "how_book"
    MUST_BOOK = "about"
    NO_SHOW = "no_show"
    ORDER = "order"  # why was a later number called first
    FREE = "free"  # does a number, a booking, a cancellation cost anything
    MAY_CANCEL = "may_cancel"
    FOR_OTHERS = "for_others"  # several numbers at once
    MAY_GO = "may_go"  # out of the hall, with a number


_ME = r"(?:toi|tui|em|minh|chau|con|bac|co|chu|anh|chi|ong|ba|me|ma|bo|cha|vo|cu|noi|ngoai|nha)"
_CLASSES: tuple[tuple[Priority, re.Pattern[str]], ...] = (
    (
        Priority.ELDERLY,
        re.compile(
            r"\b(?:[6-9]\d|1[01]\d) tuoi\b|\bcao tuoi\b|\blon tuoi\b|\bnguoi gia\b"
            rf"|\b{_ME} (?:da |cung )?gia(?: roi| yeu| ca|$)|\bgia yeu\b"
        ),
    ),
    (
        Priority.PREGNANT,
        re.compile(
            r"\bmang (?:thai|bau)\b|\b(?:dang|co|ba) (?:co )?(?:bau|thai)\b|\bbau bi\b"
            r"|\b(?:bong|be|dat theo|mang theo|dem theo|co) (?:con nho|em be|con mon)\b"
        ),
    ),
    (
        Priority.MERIT,
        re.compile(
            r"\b(?:thuong|benh) binh\b|\bnguoi co cong\b|\bliet si\b|\bme viet nam anh hung\b"
        ),
    ),
    (
        Priority.DISABLED,
        re.compile(r"\b(?:khuyet|tan) tat\b|\bxe lan\b|\bkhong di lai duoc\b|\bkhiem thi\b"),
    ),
    (Priority.ILLNESS, re.compile(r"\b(?:benh|om|dau) nang\b|\bdang om\b|\bmoi mo\b")),
)
_LINE = re.compile(
    r"\b(?:lay|boc|bam|xep) (?:so|hang|lot|stt)\b|\b(?:phai|dung|ngoi) (?:cho|doi)\b"
)
_FIRST = re.compile(
    r"^so uu tien$|\b(?:so|hang|quay|lam|vao|goi) (?:duoc )?uu tien\b|\bai (?:thi )?duoc uu tien\b"
    r"|\b(?:dat lich|dat hen|hen truoc|lay so|xep hang)\b.*\buu tien\b"
    r"|\buu tien\b.*\b(?:lay so|xep hang|dat lich)\b"
    rf"|^(?:{_ME} )*(?:co )?(?:duoc )?uu tien (?:gi )?(?:khong|ai|the nao|ra sao)(?: a| nhi)?$"
)
_OTHER_FIRST = re.compile(
    r"\b(?:thue nha|nha o|mua nha|tuyen sinh|nhap hoc|diem|vay|dau thau|giao dat|viec lam)\b"
)
_ONLY_STATES = re.compile(rf"^(?:{_ME} |dang |la |bi |co |nguoi |da |nay |thi )*$")
_HOW = r"(?:kieu gi|the nao|lam sao|ra sao|nhu nao|nhu the nao|cach nao|sao|lam the nao|o dau)"
_NUMBER = r"(?:lay|boc|bam|nhan) (?:cai |mot )?(?:so(?: thu tu)?|stt|phieu so)"
_BOOK = r"(?:dat|book|dang ky|hen) (?:cai )?(?:lich(?: hen)?|hen|gio)"
_DOES = r"(?:lay|boc|bam|dat|doi|huy|tra|hen|book)"
_SAID: tuple[tuple[Question, re.Pattern[str]], ...] = (
    (
        Question.FREE,
        re.compile(
            rf"^(?:\w+ ){{0,4}}{_DOES} (?:cai )?(?:so|lich|hen|stt|phieu|gio|cho)(?: hen)?\b"
            r"(?: \w+){0,2}?"
            r" (?:mat|ton|thu|dong|tra|phat) (?:tien|phi|le phi)\b"
        ),
    ),
    (
        Question.MAY_CANCEL,
        re.compile(
            r"\b(?:neu|lo|da|roi)\b.{0,14}\b(?:huy|tra) (?:so|lich|hen)?\b.{0,10}"
            r"\b(?:thi sao|co sao|duoc khong|bi gi)\b"
            r"|\b(?:huy|tra) (?:so|lich|hen)(?: hen)? (?:thi sao|co sao khong|co bi gi)\b"
        ),
    ),
    (
        Question.MAY_GO,
        re.compile(
            r"\blay so (?:roi|xong)\b.*\b(?:ra ngoai|di (?:ra|dau|an)|ve nha)\b.*\b(?:duoc|sao)\b"
        ),
    ),
    (
        Question.FOR_OTHERS,
        re.compile(
            r"\blay (?:them )?(?:\d|hai|ba|bon|may|nhieu) so\b"
            r"|\blay them (?:mot |1 )?so (?:nua )?cho\b"
        ),
    ),
    (
        Question.NO_SHOW,
        re.compile(
            r"\b(?:dat|hen|lich|book)\b.*\bkhong (?:den|toi|di|len|ra)\b.*"
            r"\b(?:phat|bi gi|co sao|bi sao|the nao|bi khoa|cam)\b"
        ),
    ),
    (
        Question.MUST_BOOK,
        re.compile(
            rf"\b(?:khong|chua) {_BOOK}\b.*\b(?:duoc|vao|lam|den|tiep)\b.*\b(?:khong|chu)\b"
        ),
    ),
    (
        Question.ORDER,
        re.compile(
            r"\b(?:sao|tai sao|vi sao|ly do)\b.*\b(?:so|nguoi|den) sau\b.*\b(?:truoc|duoc goi)\b"
            r"|\b(?:so|nguoi|den) sau\b.*\b(?:goi|lam|vao) truoc\b|\bsao goi lon xon\b"
        ),
    ),
    (
        Question.PROXY,
        re.compile(
            rf"\b(?:di thay|lay thay|lay ho|di ho|lay giup|thay mat)\b.*\b{_NUMBER}\b.*\bkhong\b"
            rf"|\b{_NUMBER} (?:thay|ho|giup|gium|dum) .*\bduoc khong\b"
        ),
    ),
    (
        Question.HOW_NUMBER,
        re.compile(
            rf"\b{_NUMBER}(?: \w+)? {_HOW}(?: a| vay| the| nhi)*$"
            rf"|\b{_NUMBER}(?: truoc)? (?:o nha|tu nha|qua mang|online|tren mang|tren dien thoai"
            r"|bang dien thoai|tu xa)\b.*\b(?:khong|chua)\b"
            r"|\b(?:lam sao|sao|lam the nao|cach)"
            rf"(?: de| thi| ma)*(?: duoc)? {_NUMBER}\b|\bman rang (?:de )?{_NUMBER}\b"
        ),
    ),
    (
        Question.HOW_BOOK,
        re.compile(
            rf"\b(?:lam sao|lam the nao|cach|man rang)(?: de| thi| ma)*(?: duoc)? {_BOOK}"
            rf"(?: duoc)?(?: a| vay| nhi)*$"
            rf"|^(?:{_ME} |muon |thi |phai )*{_BOOK} {_HOW}(?: a| vay| the| nhi)*$"
        ),
    ),
)
_OPEN_ROW = (
    "co lam viec khong nghi mo cua dong le a ha nhi vay the trung tam phuong xa uy ban ubnd "
    "minh den duoc toi len ra con nhan gio het chua roi may do o cho em chau hoi ad da hay "
    "la van tiep dan truc hanh chinh mot bao lu mua ngap lut bo phan quay hoat dong nay kia "
    "ca ngay buoi thi sao ho so nop giai quyet thuong ban dich xong sap hom nguoi "
)
_OPEN_WORDS = frozenset(_OPEN_ROW.split())
_OPEN = re.compile(
    r"\b(?:lam viec|lam|mo cua|mo|dong cua|nghi|den duoc|len duoc|ra duoc|toi duoc|truc|con nhan"
    r"|tiep dan|hoat dong|het gio)\b"
)
_ASKS = re.compile(
    r"\b(?:khong|chua|a|ha|nhi|may gio|sao)$|\b(?:may gio|co .* khong)\b|\b(?:het gio|con nhan)\b"
)
_TODAY_MEANT = re.compile(r"\b(?:het gio|bao|lu|mua|ngap|lut|con nhan|sap dong)\b")


def read_question(text: str) -> Question | None:
    """Return what a message asks about the queue; None when it asks nothing of this."""
    plain = _plain(text)
    found = next((one for one, pattern in _SAID if pattern.search(plain)), None)
    if found is not None or _OTHER_FIRST.search(plain):
        return found
    named = class_of(text)
    if _FIRST.search(plain):
        return Question.PRIORITY
    if named is None:
        return None
    match = next(m for one, p in _CLASSES if one is named and (m := p.search(plain)))
    line = _LINE.search(plain)
    alone = _ONLY_STATES.match(plain[: match.start()]) and not plain[match.end() :].strip(" a")
    first = line is not None and match.start() < line.start()
    elderly = named is Priority.ELDERLY and not first  # an age alone is said in many matters
    return Question.PRIORITY if first or "uu tien" in plain or (alone and not elderly) else None


def class_of(text: str) -> Priority | None:
    """Return the class of priority that a message declares."""
    plain = _plain(text)
    return next((one for one, pattern in _CLASSES if pattern.search(plain)), None)


def asks_whether_open(text: str, wish: when.Wish | None) -> bool:
    """Say whether a message asks if the centre works on a day: "mai có làm không"."""
    plain = _plain(text)
    rest = when.without_when(spelled(text))
    if not _OPEN.search(rest) or not set(rest.strip(" ?").split()) <= _OPEN_WORDS:
        return False
    if not _ASKS.search(plain):
        return False
    named = wish is not None and (wish.day is not None or bool(wish.days))
    return named or _TODAY_MEANT.search(plain) is not None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w/]+", fold(spelled(text))))
