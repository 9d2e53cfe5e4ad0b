"""The digits that prove whose a dossier is, as people type or dictate them. Pure functions."""

import re

from bot.kernel.privacy import MASK
from bot.kernel.vietnamese import fold

_SPOKEN = {
    "khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5",
    "lam": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_WORD = rf"(?:{'|'.join(_SPOKEN)})"
_FOUR_WORDS = rf"{_WORD}(?:[ ,]+{_WORD}){{3}}"
_PHONE = r"(?:\+?84[ .\-]?|0)\d(?:[ .\-]?\d){7,9}"
_FOUR = r"\d(?:[ .\-]?\d){3}"
_ME = r"toi|tui|em|e|minh|m|bac|chau|con|anh|chi|ong|co|chu|ba|me"
_LEAD = (
    r"(?:(?:[4b]on? (?:chu )?so|4 (?:chu )?so|so|dien|thoai|sdt|dt|phone|cuoi|chu|duoi|la|cua|day"
    rf"|thi|da|vang|ghi|tren|giay|hen|{_ME})[\s:.,=]+)*"
)
_TAIL = rf"(?:[\s,]+(?:a|ah|nhe|nha|day|ne|do|nhi|ad|oi|roi|{_ME}))*[\s.!,?]*"
_ONLY_PROOF = re.compile(rf"[\s,.:;\-]*{_LEAD}({_PHONE}|{_FOUR}|{_FOUR_WORDS}){_TAIL}")
_ANY_PHONE = re.compile(rf"(?<![\w.\-]){_PHONE}(?!\d)")
_NAMED = re.compile(
    r"((?:s[ốo] (?:đi[ệe]n|dien) tho[ạa]i|s[đd]t|s[ốo] [đd]t|[đd]u[ôo]i|s[ốo] cu[ốo]i)"
    r"(?:\s+\w+){0,3}?[\s:=]+)\d(?:[ .\-]?\d){3,10}(?!\d)",
    re.IGNORECASE,
)


def read_proof(text: str) -> str | None:
    """Return the last four digits that a message gives and nothing else; None for all others."""
    match = _ONLY_PROOF.fullmatch(fold(text))
    if match is None:
        return None
    said = match[1]
    if said[0].isalpha():
        return "".join(_SPOKEN[word] for word in re.findall(r"\w+", said))
    return re.sub(r"\D", "", said)[-4:]


def find_proof(text: str) -> str | None:
    """Return the last four digits of a phone number that stands among other words."""
    match = _ANY_PHONE.search(text) or _NAMED.search(text)
    return read_proof(text) or (re.sub(r"\D", "", match[0])[-4:] if match else None)


def hide_phones(text: str) -> str:
    """Return a text without phone numbers and their ends: a proof is not kept."""
    return _NAMED.sub(lambda match: match[1] + MASK, _ANY_PHONE.sub(MASK, text))
