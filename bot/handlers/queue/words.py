"""What people write about places, numbers and turns: "đặt lịch", "lấy số", "còn mấy người nữa".

Recognised before the knowledge base is asked, because such a message often names a procedure too:
"đặt lịch làm khai sinh sáng mai". Where a folded word means several things ("số" and "sổ"), the
accents decide, and without accents the words around it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

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
    COMES = "comes"  # "em sẽ đến": the answer to a reminder
    CANNOT = "cannot"  # "bận rồi không đi được"
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


_ME = r"(?:toi|tui|em|minh|chau|con|bac|chu|co|anh|chi|ong|ba|me|ma|my)"
_KIN = r"(?:ngoai|noi|bo|cha|vo|chong|anh trai|em gai|hang xom|nguoi nha)"
_LINE = (
    r"(?:lich hen|(?<!ly )(?<!du )lich(?! su)|cuoc hen|giay hen truoc|(?:gio|ngay|buoi|cai) hen|hen"
    r"|appointment|booking)"
)
_EVENING = r"(?!toi (?:mai|nay|thu|t\d|chu nhat)\b)"  # "lịch tối mai" is no "lịch tôi"
_FIGURE = r"(?:so thu tu|phieu so|so|stt)"
_SOFT = (
    rf"(?:(?:cai|cho|giup|gium|dum|ho|dat|luon|the|my|het|di|lai|mot|1|truoc|them|{_ME}|{_KIN}) )*"
)
_DAY = r"(?:hom|ngay|bua|buoi|tuan|chieu|sang|trua|khung gio|gio|thu|t\d|mai|\d+h)"
_WHICH_TIME = r"(?:may gio|(?:luc|gio|hom|bua|ngay|khi|buoi) nao)"
_NOT = r"(?:khong|nhi|the)"
# Unaccented "so" is also "sổ" (land book, family book); these words show which.
_NOT_A_TURN = (
    r"(?!\s*(?:do|hong|ho khau|ho ngheo|bao hiem|bhxh|bhyt|bao tro|tiet kiem|dinh danh|tai khoan"
    r"|cccd|can cuoc|cmnd|cmt|dien thoai|dt|sdt|nha|tam tru|lieu|hieu|giay|biet|quoc|chung minh"
    r"|xe|luong|kham|suc khoe|tu vung|mo|may|yeu|can bo|cua|zalo|lo|do luong)\b)"
)
_SAID: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    (
        Wish.CALL_NEXT,
        re.compile(
            r"^(?:(?:goi|moi|keu) (?:so |nguoi |khach |luot )?tiep(?: theo)?"
            r"|(?:(?:so|nguoi|khach) )?tiep theo|next)(?: di| nhe| nha)?$"
        ),
    ),
    (
        Wish.ABOUT,
        re.compile(
            rf"\b(?:co phai|phai|co can|can phai|bat buoc)\b.{{0,12}}"
            rf"(?:dat {_LINE}|dat hen|hen truoc|lay {_FIGURE})\b.*\bkhong\b"
            r"|\bdo i (?:have to|need to) (?:book|make)"
        ),
    ),
    (
        Wish.CANCEL,
        re.compile(
            rf"\b(?:huy|huy bo|bo|xoa|cancel) {_SOFT}{_LINE}\b(?! ho\b)"
            r"|\b(?:huy|bo|tra) (?:so thu tu|phieu so)\b"
            r"|^(?:huy|bo|tra) (?:so|cho|cho da dat|phieu)$|\bhuy cho da dat\b"
            r"|\bkhong (?:den|toi|di) lich hen\b|\bkhong (?:can|lay) so nua\b"
            r"|\bkhong (?:toi|den|di|len|ra) (?:duoc|nua)\b.{0,20}"
            r"\b(?:huy|bo) ?(?:giup|gium|dum|ho)?$"
        ),
    ),
    (
        Wish.MOVE,
        re.compile(
            r"\b(?:doi|chuyen|hoan|lui|roi|dich|xe dich|day) "
            rf"{_SOFT}(?:sang )?(?:{_LINE}|gio khac|gio(?=$)|ngay(?: khac| lam| len|$)|khung gio)\b"
            rf"|\bdat lai {_LINE}\b|\bhen lai {_DAY}\b"
            rf"|^(?:(?:cho|xin|muon|{_ME}) )*(?:doi|chuyen|hoan|lui|day) "
            r"(?:(?:lai|qua|sang|toi|den) )+"
            rf"{_DAY}(?: khac| sau| toi| mai| nay| \w+)?"
            r"(?: (?:duoc|khong|nhe|nha|giup|gium|dum|di|em|toi))*$"
            rf"|\b(?:reschedule|(?:change|move) (?:my |the )?{_LINE})\b"
        ),
    ),
    (
        Wish.CONFIRM,
        re.compile(rf"\b(?:xac nhan|confirm) (?:my |the )?{_LINE}\b|^chac chan (?:den|toi)$"),
    ),
    (
        Wish.COMES,
        re.compile(
            rf"^(?:(?:da|vang|ok|oke|u|{_ME}) )*(?:se|chac chan|van) (?:den|toi|di|len|ra|co mat)"
            r"(?: dung gio| dung hen| nhe| nha| a)*$"
            rf"|^(?:da |vang |ok |oke )+{_ME} (?:den|toi|len)(?: nhe| nha| a)*$"
        ),
    ),
    (
        Wish.CANNOT,
        re.compile(
            r"^(?:bua|hom|ngay|luc) (?:do|ay|day) (?:\w+ )?(?:ban|ket)(?: viec)?(?: roi| mat)*$"
            rf"|^(?:(?:chac|mai|hom do|bua do|ban|ban roi|ban viec|nen|{_ME}) )*"
            r"khong (?:den|toi|di|len|ra) (?:duoc|kip)(?: roi| dau| nua| a| nhe| nha)*$"
        ),
    ),
    (
        Wish.MINE,
        re.compile(
            rf"\b(?:(?!hen ){_LINE}|so thu tu|phieu) (?:da dat )?"
            rf"(?:cua {_ME}|(?!co\b){_EVENING}{_ME})\b(?! muon)"
            rf"|^{_LINE}\b.{{0,20}} cua {_ME}\b|^{_LINE} (?:da dat|sap toi)$"
            rf"|\b(?:xem|coi|kiem tra|tra|check|nhac|quen) {_SOFT}(?:{_LINE}|so thu tu|phieu so)\b"
            rf"|^(?:so (?:thu tu )?(?:cua )?{_ME}(?: la (?:so )?(?:may|bao nhieu)| dau(?: roi)?)?"
            r"|lich hen"
            rf"|(?:phieu|ve) cua {_ME}|xem (?:so|phieu))$"
            r"|\bmy (?:bookings?|appointments?|tickets?|number)\b"
            rf"|\b(?!co dat){_ME} (?:co|da co|dat) lich\b.*\b(?:nao|chua|khong nho|may gio)\b"
            rf"|\b{_ME} (?:co )?(?:hen|dat lich)\b.{{0,12}}\b{_WHICH_TIME}\b"
            rf"|\b{_WHICH_TIME} (?:thi )?{_ME} (?:co )?hen\b|\bhen cua {_ME}\b"
            r"|\bdat (?:lich|hen) (?:roi|chua)\b"
        ),
    ),
    (
        Wish.LATE,
        re.compile(
            r"\b(?:den|toi|len|ra) (?:tre|muon(?! dat| lay| hen| doi| huy))\b"
            r"|\btre (?:chut|mot chut|xiu|ti|gio|hen lich)\b"
            r"|\bkhong kip (?:gio|hen)\b|\brunning late\b"
            r"|\b(?:lo|qua|het) luot\b|\blo so(?: roi)?$|\bgoi qua so\b"
        ),
    ),
    (
        Wish.PLACE,
        re.compile(
            r"\bcon (?:may|bao nhieu|nhieu) (?:nguoi|so|luot)\b"
            r"|\b(?:may|bao nhieu) (?:nguoi|so|luot) nua\b"
            r"|\btruoc (?:toi|tui|em|minh|chau|mat) (?:con )?(?:may|bao nhieu)\b"
            r"|\b(?:may|bao nhieu) nguoi (?:\w+ )?truoc (?:toi|tui|em|minh|chau|bac)\b"
            r"|\b(?:toi|den|sap|gan|qua) (?:luot|phien)\b|\bluot (?:cua )?(?:toi|tui|em|minh)\b"
            r"|\b(?:toi|den) so (?:may|bao nhieu|nao|toi|em)\b|\bdang (?:toi|den) ai\b"
            r"|\b(?:goi|dang|chay|keu) (?:den |toi )?so (?:may|bao nhieu|nao)\b|^so may roi$"
            r"|\b(?:goi|keu) (?:den|toi) (?:dau|ai)\b|\b(?:goi|keu) so (?:toi|em|minh)\b"
            r"|\bso (?:cua )?(?:toi|tui|em|minh|bac) (?:da )?(?:toi|den|goi|keu)\b"
            r"|^(?:gan |sap )?(?:toi|den) (?:(?:toi|tui|em|minh|chau|con|bac) )?chua"
            r"(?: vay| nhi| ta| ha| a)?$"
            r"|\b(?:cho|doi) (?:bao lau|lau khong|may phut) (?:nua|moi (?:toi|den))\b"
            r"|\bcon (?:phai )?(?:cho|doi) (?:bao lau|lau|may)\b|\bbao lau nua (?:toi|den)\b"
            r"|^con lau khong(?: nua)?$|\bhang con dai\b"
            r"|\bhow (?:many|long).*(?:ahead|before me|wait)\b|\bmy turn\b"
        ),
    ),
    (
        Wish.LOAD,
        re.compile(
            r"(?:^|\b(?:co|nay|dang|gio|mai|sang|chieu|trua|do|minh|trung tam|phuong|xa) )"
            r"(?:dong|vang)(?: (?:nguoi|khach|dan|lam|qua))* khong\b"
            r"|\b(?:dong|it|vang) nguoi khong\b|\b(?:nguoi )cho nhieu khong\b"
            rf"|\b{_WHICH_TIME} (?:thi )?(?:it nguoi|vang|do dong|dong nhat)\b(?! mat| nha)"
            r"|\bbao nhieu nguoi (?:dang )?(?:cho|doi)\b"
            r"|\b(?:len|toi|den|ra) (?:do )?co phai (?:cho|doi)(?: lau)? khong\b|\bis it busy\b"
        ),
    ),
    (
        Wish.BOOK,
        re.compile(
            rf"\b(?:dat|book|hen|dang ky|dk|len|xin|dang ki) {_SOFT}"
            r"(?:lich hen|(?<!ly )(?<!du )lich(?! su)|hen"
            r"|gio(?=$| hen| den| len| lam viec| giao dich| toi| sang| chieu| \d))\b"
            rf"|\b(?:cho|xin) {_SOFT}(?:lich )?hen\b(?! gap| ho)|^hen (?:toi|tui|em|minh)\b"
            r"|\bhen (?:truoc|gio|ngay lam|ngay len|ngay den)\b|\bgiu cho\b"
            rf"|(?:^|\b(?:muon|can|cho|xin|duoc|phai|{_ME}) )dat truoc\b"
            r"|^(?:cho (?:em|minh|toi) )?dat cho(?=$| (?:truoc|ngoi|sang|chieu|mai|tuan)\b)"
            r"|\bbooking\b|\bappointment\b|^book$|\bbook (?:a )?(?:slot|for|on|at)\b|\bdat slot\b"
            rf"|^(?:{_ME} )?hen (?:vao |luc )?(?:t\d|thu \w+|mai|chieu|sang|ngay) .*\blam\b"
            r"|\bhen (?:len|den|toi|ra) (?:xa |phuong |do )?(?:lam|nop)\b"
            r"|\bcon cho(?: trong)?(?: \w+){0,3} khong$|\bmay gio con (?:cho|lich|trong)\b"
            r"|\b(?:co|con) slot\b|\bslot (?:nao )?(?:con )?trong\b"
            r"|\bcon trong (?:gio|lich|cho) nao\b"
            r"|\bcon (?:gio|lich|cho) (?:nao )?(?:trong|khong)\b(?! nha| o)"
        ),
    ),
    (
        Wish.NUMBER,
        re.compile(
            r"\b(?:lay|boc|(?<!xa )bam) "
            r"(?:cho \w+ |giup \w+ |truoc |mot |1 |cai |dum |gium |them )*"
            rf"{_FIGURE}\b(?: nua\b)?{_NOT_A_TURN}"
            r"|^(?:cho \w+ )?(?:lay|boc) so (?:lam )?(?=(?:the )?(?:can cuoc|cccd)$)"
            rf"|^(?:(?:cho|xin) )(?:(?:cai|mot|1|{_ME}) )*so (?=(?:de |di )?lam )"
            r"|\b(?:rut|nhan|xin|dat|cap) (?:cho \w+ |mot |1 |cai )*(?:so thu tu|phieu so|stt)\b"
            rf"|^(?:(?:cho|muon|{_ME}) )*(?:rut|nhan|dat) so$"
            r"|\b(?:dang ky|dk) (?:so thu tu|stt)\b|^stt$"
            r"|\bxep (?:hang(?! khach san| di)|lot)\b|\blay lot\b"
            rf"|^(?:cho|xin|phat|cap) (?:(?:cho|xin|mot|1|cai|{_ME}) )*so(?: cho(?: {_ME})?)?$"
            r"|\blay (?:phieu|tic ke|ve)(?= cho$| cho doi|$| (?:de |di )?lam )"
            r"|\b(?:take|get) a (?:number|ticket)\b|\bqueue\b"
        ),
    ),
)
_WORD_FOR_NUMBER = r"(?:so|phieu|stt|so thu tu|number|ticket)"
_SLIP = re.compile(
    rf"^(?:.{{0,30}}\b{_WORD_FOR_NUMBER}\s*(?:la\s*)?)?(?P<prefix>[a-h])\s?-?\s?(?P<number>\d{{3}})"
    r"(?:\s*(?:con|toi|den|bao|cho|nha|nhe|a|roi|chua)\b.{0,40})?$"
)
_SHORT_SLIP = re.compile(rf"^(?:{_WORD_FOR_NUMBER}\s*)?(?P<prefix>[a-h])\s?(?P<number>\d{{1,2}})$")
# How words are written that mean something else with other accents: "lao động", "sơ yếu", "sổ đỏ".
_WRITTEN = {
    "dong": "đông",
    "vang": "vắng",
    "so": "số",
    "lich": "lịch",
    "hen": "hẹn",
    "luot": "lượt",
    "phien": "phiên",
    "dat": "đặt",
    "tre": "trễ",
    "ve": "vé",
    "nguoi": "người",
    "len": "lên",
    "goi": "gọi",
    "hang": "hàng",
    "ho": "hộ",
}
# What people type for a word, where the patterns read one spelling.
_TYPED = {
    **dict.fromkeys(("k", "ko", "kg", "hok", "hong", "hem", "khum", "kh", "khg"), "khong"),
    **dict.fromkeys(("lik", "lix"), "lich"),
    "ng": "nguoi",
    "lm": "lam",
    "e": "em",
    "mk": "minh",
    "r": "roi",
    "dc": "duoc",
    "bn": "bao nhieu",
}
_WANTS = re.compile(r"\bmuốn\b")
# Appointments that others make: doctors, testing stations, the chairman's days for citizens.
_WITH_OTHERS = re.compile(
    r"\b(?:kham|dang kiem|chu tich|tiep dan|tiep cong dan|tiem|bac si|luat su|toa an|bien so)\b"
)
_BY_PHONE = re.compile(
    r"\b(?:khieu nai|phan anh|to cao|to giac|kien nghi|duong day|hotline|tong dai|lien he"
    r"|dien thoai|canh sat|cap cuu|cuu hoa|cong an)\b"
)
_ABOUT_DOSSIERS = re.compile(r"\b(?:ho so|giay hen|bien nhan|ket qua)\b")
_FILLERS = re.compile(
    r"\b(?:me|ba|bo|vo|chong|ong|ngoai|noi|nua|them|cho|giup|dum|em|toi|minh|chau|con|bac|muon|can|xin|voi|nhe|nha|a|ad|oi|di|lam|de|duoc"
    r"|khong|ko|k|dc|thu tuc|truoc|online|qua mang|den|len|ra|i|want|to|an|a|please|for|hom nay)\b"
)


def read_queue_words(text: str) -> Heard | None:
    """Return what a message wants of the queue; None when it is about something else."""
    typed = spelled(text)
    plain = fold(typed)
    slip = _SLIP.match(plain) or _SHORT_SLIP.match(plain)
    if slip:
        return Heard(Wish.PAPER, number=f"{slip['prefix'].upper()}{int(slip['number']):03d}")
    for wish, pattern in _SAID:
        match = pattern.search(plain)
        if match and _is_meant(wish, typed, plain, match):
            rest = f"{plain[: match.start()]} {plain[match.end() :]}"
            return Heard(wish, rest=" ".join(rest.split()))
    return None


@lru_cache(maxsize=8)  # every reader of one message asks for the same
def spelled(text: str) -> str:
    """Return a message in small letters, with whole words for what chats shorten."""
    row = clean(text).lower().strip(" .!?,").split()
    return " ".join(_TYPED.get(fold(word), word) for word in row)


def says_more(rest: str) -> bool:
    """Say whether what is left of a message holds more than courtesy."""
    return bool(_FILLERS.sub(" ", rest).split())


def _is_meant(wish: Wish, typed: str, plain: str, match: re.Match[str]) -> bool:
    if not _is_written_so(typed, plain, match):
        return False
    if wish is Wish.LATE and (_WANTS.search(typed) or (typed.isascii() and "toi muon" in plain)):
        return False
    if wish in (Wish.BOOK, Wish.MINE) and _WITH_OTHERS.search(plain):
        return False
    if wish is Wish.PLACE and _BY_PHONE.search(plain):
        return False
    waits = wish in (Wish.PLACE, Wish.LATE, Wish.MINE)
    return not (waits and _ABOUT_DOSSIERS.search(plain) and "lich hen" not in plain)


def _is_written_so(typed: str, plain: str, match: re.Match[str]) -> bool:
    """Tell whether the accents of the words that matched, where there are any, agree."""
    if len(typed) != len(plain):
        return True
    row = typed[match.start() : match.end()].split()
    return all(word.isascii() or _WRITTEN.get(fold(word), word) == word for word in row)
