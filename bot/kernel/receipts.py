"""Receipt codes (mã số hồ sơ) in what people type: "ho so H24 12 5-261122-0012".

A code is ``<agency>-<YYMMDD>-<number>``. The agency part has an old form (``000.00.12.H62``, QCVN
102:2016) and a new one (``H26.15.3``, Decision 20/2020/QĐ-TTg; ``G22.99.08`` for the national
portal). Provinces that were merged still stand in older codes, so the agency is never checked
against a list; the date must exist.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_DASHES = re.compile("[‐‑‒–—―−－_]")  # the dashes people's keyboards and slips make
_DOTS = re.compile("[·•。，,．]")
_SPACED = re.compile(r"\s*([.\-])\s*")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DIGIT = "[0-9OIL]"
_OLD = rf"{_DIGIT}{{3}}(?:[. ]{_DIGIT}{{2,3}}){{2}}[. ][A-Z]{_DIGIT}{{2}}"
_NEW = rf"[A-Z]{_DIGIT}{{2}}(?:[. ]{_DIGIT}{{1,4}}){{0,4}}"
_CODE = re.compile(
    rf"(?<![A-Z0-9.])({_OLD}|{_NEW})(?: *- *| +)({_DIGIT}{{6}})(?: *- *| +)({_DIGIT}{{3,8}})"
    r"(?![0-9A-Z])"
)
_HOME_MADE = re.compile(
    rf"(?<![A-Z0-9.\-])(HS)[ .-]?(20{_DIGIT}{{2}})[ .-]({_DIGIT}{{3,6}})(?![0-9A-Z])"
)
_AS_DIGITS = str.maketrans("OIL", "011")
_LETTERS = re.compile(r"[A-Z]")
_END_OF_ONE = re.compile(r"(?:\.\.+|…|DUOI(?: LA)?|CUOI(?: LA)?) ?(\d{3,8})(?![0-9A-Z])")


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """A receipt code as it is shown; ``key`` finds it however it was typed."""

    display: str

    @property
    def key(self) -> str:
        """Return the code without its dots and dashes."""
        return self.display.replace(".", "").replace("-", "")


def find_receipt_codes(text: str) -> tuple[ReceiptCode, ...]:
    """Return the receipt codes in a text, in order, each once."""
    plain = _normal(text)
    found: list[tuple[int, ReceiptCode]] = []
    for match in _CODE.finditer(plain):
        day = match[2].translate(_AS_DIGITS)
        if _is_day(day):
            agency, number = _agency(match[1]), match[3].translate(_AS_DIGITS)
            found.append((match.start(), ReceiptCode(f"{agency}-{day}-{number}")))
    for match in _HOME_MADE.finditer(plain):
        year, number = match[2].translate(_AS_DIGITS), match[3].translate(_AS_DIGITS)
        found.append((match.start(), ReceiptCode(f"{match[1]}-{year}-{number}")))
    return tuple(dict.fromkeys(code for _, code in sorted(found, key=lambda item: item[0])))


def read_receipt_code(text: str) -> ReceiptCode | None:
    """Return the one code that a field or a scanned slip holds; an address may stand around it."""
    codes = find_receipt_codes(_around_codes(text))
    return codes[0] if len(codes) == 1 else None


def find_last_digits(text: str) -> str | None:
    """Return the last digits of a code of which no more is known: "…0012", "đuôi 0012"."""
    if find_receipt_codes(text):
        return None
    match = _END_OF_ONE.search(_without_accents(_normal(text)))
    return match[1] if match else None


def _normal(text: str) -> str:
    text = _HIDDEN.sub("", unicodedata.normalize("NFKC", text.replace("…", "..")))
    text = _DOTS.sub(".", _DASHES.sub("-", text)).upper()
    return " ".join(_SPACED.sub(r"\1", text).split())


def _around_codes(text: str) -> str:
    """Part an address from the code in it: the slash and the equals sign end a word."""
    return re.sub(r"[/?&=#:;]", " ", text)


def _agency(written: str) -> str:
    """Return the agency part with dots, and with digits where only digits can stand."""
    parts = re.split(r"[. ]", written)
    return ".".join(_digits_of(part) for part in parts)


def _digits_of(part: str) -> str:
    first = _LETTERS.match(part) if not part[:3].translate(_AS_DIGITS).isdigit() else None
    if first is None:
        return part.translate(_AS_DIGITS)
    return part[0] + part[1:].translate(_AS_DIGITS)


def _is_day(digits: str) -> bool:
    try:
        date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
