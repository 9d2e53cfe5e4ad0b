"""Receipt codes (mã số hồ sơ) in what people type: "ho so H24 12 5-261122-0012".

A code is ``<agency>-<YYMMDD>-<number>``. The agency part has an old form (``000.00.12.H62``, QCVN
102:2016) and a new one (``H26.15.3``, Decision 20/2020/QĐ-TTg; ``G22.99.08`` for the national
portal). Provinces that were merged still stand in older codes, so the agency is never checked
against a list; the date must exist.

Signs between the parts are read as people set them: dots, dashes, blanks, commas, or none at all.
The fewer signs, the more the rest must look like a code: number plates and group names with a
date behind them are none.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DASHES = re.compile("[‐‑‒–—―−－_]")  # the dashes people's keyboards and slips make
_DOTS = re.compile("[·•。．]")
_COMMAS = re.compile("[，、]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DIGIT = "[0-9OIL]"
_SIGN = r"(?: ?[.,\-] ?| )"  # between two parts of a code
_OLD = rf"{_DIGIT}{{3}}(?:{_SIGN}{_DIGIT}{{2,3}}){{2}}{_SIGN}[A-Z]{_DIGIT}{{2}}"
_NEW = rf"[A-Z] ?{_DIGIT}{{2}}(?:{_SIGN}{_DIGIT}{{1,4}}){{0,4}}"
_RUN_TOGETHER = rf"[A-Z]{_DIGIT}{{3,9}}"  # "H99125" for H99.12.5
# What follows a number may stick to it («…-0009và»), but then only plain digits belong to it.
_NUMBER = rf"(?:{_DIGIT}{{3,8}}(?!\w)|\d{{3,8}}(?!\d))"
_CODE = re.compile(
    rf"(?<![A-Z0-9])(?P<agency>{_OLD}|{_NEW}|{_RUN_TOGETHER})"
    rf"(?P<first>{_SIGN})(?P<day>{_DIGIT}{{6}})(?P<second>{_SIGN})(?P<number>{_NUMBER})"
)
_NO_SIGNS = re.compile(rf"(?<![A-Z0-9])([A-Z])({_DIGIT}{{11,24}}(?!\w)|\d{{11,24}}(?!\d))")
_HOME_MADE = re.compile(
    rf"(?<![\w.\-])(HS)[.\-]?(20{_DIGIT}{{2}})[.\-]({_DIGIT}{{3,6}})(?![0-9A-Z])"
)
_AS_DIGITS = str.maketrans("OIL", "011")
_LETTERS = re.compile(r"[A-Z]")
_NUMBERED = re.compile(r"(?:^|[\s,;(])\d{1,4}\.$")  # "1." before the code of a list
_SPELLED_OUT = frozenset("HGK")  # agencies whose codes people write with blanks only
_YEARS = range(15, 50)  # of a code without any sign: it could be anything else
_END_OF_ONE = re.compile(
    r"(?:\.\.+|…|DUOI(?: SO)?(?: LA)?|CUOI(?: LA)?"
    r"|\bMA(?: HO SO| HS| SO)?(?: CUA (?:TOI|EM|BAC|CHAU|CON|TUI|MINH))?(?: LA)?"
    r"|\b(?:HO SO|HS) SO(?: LA)?|\bSO (?:HO SO|HS|BIEN NHAN|PHIEU HEN|GIAY HEN)(?: LA)?"
    r"|\b(?:HO SO|HS)(?= ?0)) ?:? ?(\d{3,8})(?![0-9A-Z.\-/]\w)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """A receipt code as it is shown; ``key`` finds it however it was typed."""

    display: str

    @property
    def key(self) -> str:
        """Return the code without its dots and dashes."""
        return self.display.replace(".", "").replace("-", "")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    code: ReceiptCode


def find_receipt_codes(text: str) -> tuple[ReceiptCode, ...]:
    """Return the receipt codes in a text, in order, each once."""
    found: dict[str, ReceiptCode] = {}
    for each in _found(_normal(text)):
        found.setdefault(each.code.key, each.code)
    return tuple(found.values())


def read_receipt_code(text: str) -> ReceiptCode | None:
    """Return the one code that a field or a scanned slip holds; an address may stand around it."""
    codes = find_receipt_codes(_around_codes(text))
    return codes[0] if len(codes) == 1 else None


def without_codes(text: str) -> str:
    """Return what else a text says, in capitals, each code replaced by a comma."""
    plain, rest, end = _normal(text), [], 0
    for each in _found(plain):
        rest.append(plain[end : each.start])
        end = each.end
    return " , ".join([*rest, plain[end:]]).strip(" ,")


def find_last_digits(text: str) -> str | None:
    """Return the last digits of a code of which no more is known: "…0012", "mã là 0012"."""
    if find_receipt_codes(text):
        return None
    match = _END_OF_ONE.search(_without_accents(_normal(text)))
    return match[1] if match else None


def find_misdated(text: str) -> str | None:
    """Return what would be a code if its six digits were a day, e.g. ``H29.123-261332-0001``."""
    for match in _CODE.finditer(_normal(text)):
        if "-" in match["first"] and "-" in match["second"] and _code_of(match) is None:
            return " ".join(match[0].split())
    return None


def _found(plain: str) -> list[_Found]:
    """Return the codes in a normal text by place; none overlaps another."""
    taken: list[_Found] = []
    for each in sorted(_all_ways(plain), key=lambda found: (found.start, -found.end)):
        if not taken or each.start >= taken[-1].end:
            taken.append(each)
    return taken


def _all_ways(plain: str) -> Iterator[_Found]:
    end = 0
    for match in _CODE.finditer(plain):
        code = _code_of(match)
        if code is not None and not _is_cut_off(plain, match.start(), end):
            end = match.end()
            yield _Found(match.start(), end, code)
    for match in _NO_SIGNS.finditer(plain):
        code = _parted(match[1], match[2].translate(_AS_DIGITS))
        if code is not None and not _is_cut_off(plain, match.start(), 0):
            yield _Found(match.start(), match.end(), code)
    for match in _HOME_MADE.finditer(plain):
        year, number = match[2].translate(_AS_DIGITS), match[3].translate(_AS_DIGITS)
        if number != str(int(year) + 1):  # "HS 2025-2026" is a school year
            yield _Found(match.start(), match.end(), ReceiptCode(f"{match[1]}-{year}-{number}"))


def _code_of(match: re.Match[str]) -> ReceiptCode | None:
    """Return the code that was matched; None where the signs are too few or the day is none."""
    day, agency = match["day"].translate(_AS_DIGITS), match["agency"]
    parts = [part for part in re.split(r"[.,\- ]+", agency) if part]
    if len(parts) > 1 and len(parts[0]) == 1:  # "H 99.12.5"
        if "-" not in match["first"]:
            return None
        parts = [parts[0] + parts[1], *parts[2:]]
    parted = "-" in match["first"] and match["second"].strip() in ("-", ".", ",")
    if len(parts) == 1 and not parted and len(parts[0]) < 5:
        return None  # "xe B29 251120 12345"
    signs = agency + match["first"] + match["second"]
    if not re.search(r"[.,\-]", signs) and agency[0] not in _SPELLED_OUT:
        return None
    if not _is_day(day):
        return None
    number = match["number"].translate(_AS_DIGITS)
    return ReceiptCode(f"{'.'.join(map(_digits_of, parts))}-{day}-{number}")


def _parted(letter: str, digits: str) -> ReceiptCode | None:
    """Return a code that was typed without any sign; wherever it is parted, its key is the same."""
    if letter not in _SPELLED_OUT:
        return None
    for length in (4, 6, 5, 7, 8, 3):  # of the number; four digits are the rule
        agency, day = digits[: -length - 6], digits[-length - 6 : -length]
        if 2 <= len(agency) <= 10 and _is_day(day) and int(day[:2]) in _YEARS:
            return ReceiptCode(f"{letter}{agency}-{day}-{digits[-length:]}")
    return None


def _is_cut_off(plain: str, start: int, last_end: int) -> bool:
    """Say whether more of the agency stands before what was found ("1.000948.H38-…")."""
    before = plain[:start]
    if not re.search(r"\d\.$", before) or start == last_end + 1:
        return False
    return not _NUMBERED.search(before)


def _normal(text: str) -> str:
    text = _HIDDEN.sub("", unicodedata.normalize("NFKC", text.replace("…", "..")))
    text = _COMMAS.sub(",", _DOTS.sub(".", _DASHES.sub("-", text))).upper()
    return " ".join(text.split())


def _around_codes(text: str) -> str:
    """Part an address from the code in it: the slash and the equals sign end a word."""
    return re.sub(r"[/?&=#:;]", " ", text)


def _digits_of(part: str) -> str:
    """Return a part of the agency with digits where only digits can stand."""
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
