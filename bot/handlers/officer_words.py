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
    """A command, with the link code or the receipt code that it names."""

    command: Command
    typed: str = ""
    code: ReceiptCode | None = None


_LINK = re.compile(r"noi can bo(?: ma)?[ :]+([0-9a-z][0-9a-z \-]{6,14})")
_DONE = re.compile(r"(?:bao )?(?:da )?(?:xong|co (?:ket qua|kq))(?: ho so| hs)?[ :]")
_PLAIN = (
    (Command.LEAVE, re.compile(r"(?:thoi|bo|go|ngung) noi(?: can bo)?")),
    (Command.TODAY, re.compile(r"(?:viec |ho so )?(?:den han )?hom nay")),
    (Command.LATE, re.compile(r"(?:ho so |viec )?(?:bi )?(?:tre|qua han)(?: han)?")),
    (Command.HELP, re.compile(r"lenh(?: can bo)?")),
)


def read_order(text: str) -> Ordered | None:
    """Return the command that a message is; None for everything else people write."""
    if len(text) > _LONGEST:
        return None
    said = " ".join(fold(clean(text)).split()).strip(" .!?")
    link = _LINK.fullmatch(said)
    if link:
        return Ordered(Command.LINK, typed=link[1])
    if _DONE.match(said):
        codes = find_receipt_codes(text)
        return Ordered(Command.DONE, code=codes[0]) if len(codes) == 1 else None
    for command, pattern in _PLAIN:
        if pattern.fullmatch(said):
            return Ordered(command)
    return None
