"""Commands of officers in the chat. Pure functions."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.receipts import ReceiptCode, find_receipt_codes
from bot.kernel.vietnamese import clean, fold

_LONGEST = 120


class Command(StrEnum):
    """What an officer wants."""

    LINK = "link"
    LEAVE = "leave"
    DONE = "done"
    TODAY = "today"
    LATE = "late"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A command, with the link code or the receipt code that it names.

    Attributes:
        several: more than one code was named.
        ending: the last digits of a code of which no more was typed.
    """

    command: Command
    typed: str = ""
    code: ReceiptCode | None = None
    several: bool = False
    ending: str = ""


_LINK = re.compile(r"(?:noi|ket noi|lien ket) can bo(?: ma)?[ :]+([0-9a-z][0-9a-z \-]{6,14})")
_DONE = re.compile(
    r"(?:em |toi )?(?:bao )?(?:da )?(?:xong|lam xong|giai quyet xong|co (?:ket qua|kq|kqua))"
    r"(?: roi)?(?: ho so| hs)?[ :]"
)
_END = re.compile(r"[ :](?:so |ma |duoi |cuoi |\.\.+ ?)*(\d{3,8})(?: (?:ngay|hom|nop) .*)?$")
_ASKS = re.compile(r"\b(?:chua|khong|ko|k|hong|gi|nao|sao|dau)$")  # a question, not a report
_PAPERS = r"(?:ho so|hs|viec)"
_PLAIN = (
    (Command.LEAVE, re.compile(r"(?:thoi|bo|go|ngung|ngat|huy)(?: ket)? noi(?: can bo)?")),
    (
        Command.TODAY,
        re.compile(
            rf"(?:danh sach |xem |{_PAPERS} )*(?:nao )?(?:can lam |phai tra |den han |toi han )*"
            r"(?:hom nay|trong ngay)"
            rf"|hom nay (?:co |con |phai tra |can lam )*(?:nhung |may )?(?:{_PAPERS} )*"
            rf"(?:nao|gi)(?: den han| phai tra| can lam)*"
            rf"|(?:danh sach )?{_PAPERS} (?:nao )?(?:sap )?(?:den|toi) han"
        ),
    ),
    (
        Command.LATE,
        re.compile(
            rf"(?:danh sach |xem |con |co |nhung |{_PAPERS} )*(?:nao )?(?:dang )?(?:bi )?"
            r"(?:tre|qua han|tre hen|tre han|tre hoc)(?: han| hen)?(?: nao| khong)?"
        ),
    ),
    (Command.HELP, re.compile(r"(?:cac |danh sach |xem )?(?:lenh|cau lenh)(?: can bo)?")),
)


def _done(text: str, said: str) -> Ordered | None:
    """Return what is done: one dossier, too many at once, or one known by its end."""
    codes = find_receipt_codes(text)
    if len(codes) == 1:
        return Ordered(Command.DONE, code=codes[0])
    if codes:
        return Ordered(Command.DONE, several=True)
    end = _END.search(said)
    return Ordered(Command.DONE, ending=end[1]) if end else None


def read_order(text: str) -> Ordered | None:
    """Return the command that a message is; None for everything else people write."""
    if len(text) > _LONGEST:
        return None
    said = " ".join(fold(clean(text)).split()).strip(" .!?")
    link = _LINK.fullmatch(said)
    if link:
        return Ordered(Command.LINK, typed=link[1])
    if _DONE.match(said) and not _ASKS.search(said):
        return _done(text, said)
    for command, pattern in _PLAIN:
        if pattern.fullmatch(said):
            return Ordered(command)
    return None
