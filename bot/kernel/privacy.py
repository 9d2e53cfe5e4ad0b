"""Hide personal numbers that people type by mistake, before anything is stored or logged.

Source of the rule: Law 91/2025/QH15 on personal data (keep the minimum); identity numbers and
one-time passwords are never needed in a chat.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

MASK = "▪▪▪"
_LETTER = re.compile(r"\w")


class SecretKind(StrEnum):
    """What kind of number was hidden."""

    IDENTITY = "identity"
    ONE_TIME_PASSWORD = "one_time_password"  # noqa: S105  # a name, not a secret
    BANK_CARD = "bank_card"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that is safe to keep."""

    text: str
    found: frozenset[SecretKind]

    @property
    def only(self) -> bool:
        """Say whether nothing but secrets was in the text."""
        return bool(self.found) and not _LETTER.search(self.text)


# A run of digits with the separators people put into them. What stands before it decides whether it
# is part of a receipt code (G22.99.08-260921-896048), a procedure code or a payment number.
_RUN = re.compile(r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][.\-_/])\d(?:[ .\-]?\d){3,22}(?![0-9A-Za-z])")
# An identity number that sticks to the words around it: "cccd036095001234", "036095001234nha".
_GLUED = re.compile(
    r"(?<![\d.\-_/])0\d{11}(?![\d]|[.\-_/]\d)|(?<=cmnd)\d{9}(?!\d)|(?<=cmt)\d{9}(?!\d)",
    re.IGNORECASE,
)
_OTP_WORDS = (
    r"(?:\botp\b|mã\s*xác\s*(?:thực|nhận|minh)|ma\s*xac\s*(?:thuc|nhan|minh)|mật\s*khẩu"
    r"|mat\s*khau|\bpass(?:word|code)?\b|\bpin\b)"
)
_OTP = re.compile(_OTP_WORDS + r"[^0-9]{0,24}(\d(?:[ ]?\d){3,7})(?!\d)", re.IGNORECASE)
_THEN_OTP = re.compile(
    r"(?<!\d)(\d(?: ?\d){3,7})\s+(?:là|la)\s+(?:cái\s+|cai\s+)?(?:mã\s+|ma\s+)?" + _OTP_WORDS,
    re.IGNORECASE,
)
_MONEY = re.compile(r"\s*(?:đ\b|đồng|dong|vnđ|vnd|m2|m²)", re.IGNORECASE)
_DATE_LIKE = re.compile(r"\d{1,2}[.\-/ ]\d{1,2}[.\-/ ]\d{4}$")
_IDENTITY_LENGTHS = (9, 12)
_CARD_LENGTHS = (16, 19)


def mask(text: str) -> Masked:
    """Return the text with identity, card and one-time numbers hidden, and what was found."""
    found: set[SecretKind] = set()

    def hide_otp(match: re.Match[str]) -> str:
        found.add(SecretKind.ONE_TIME_PASSWORD)
        return match.group(0)[: match.start(1) - match.start(0)] + MASK

    def hide_otp_before(match: re.Match[str]) -> str:
        found.add(SecretKind.ONE_TIME_PASSWORD)
        return MASK + match.group(0)[match.end(1) - match.start(0) :]

    def hide_glued(_match: re.Match[str]) -> str:
        found.add(SecretKind.IDENTITY)
        return MASK

    def hide_run(match: re.Match[str]) -> str:
        run, date = match.group(0), ""
        if match.string[match.end() :].startswith("/") and " " in run:
            run, day = run.rsplit(" ", 1)  # "036095001234 15/03/1985": a date begins in the run
            date = f" {day}"
        if _MONEY.match(match.string, match.end()) and not run.startswith("0"):
            return run + date
        kind = _kind_of(run)
        if kind is not None:
            found.add(kind)
            return MASK + date
        return _hide_within(run, found) + date

    text = _OTP.sub(hide_otp, text)
    text = _THEN_OTP.sub(hide_otp_before, text)
    text = _GLUED.sub(hide_glued, text)
    text = _RUN.sub(hide_run, text)
    return Masked(text, frozenset(found))


def _hide_within(run: str, found: set[SecretKind]) -> str:
    """Hide the identity numbers in a run of several: "036095001234 0912345678"."""
    words = run.split(" ")
    shown: list[str] = []
    start = 0
    while start < len(words):
        end, kind = _longest_secret(words, start)
        if kind is None:
            shown.append(words[start])
        else:
            found.add(kind)
            shown.append(MASK)
        start = end
    return " ".join(shown)


def _longest_secret(words: list[str], start: int) -> tuple[int, SecretKind | None]:
    """Return where the number that begins at a word ends, and what it is.

    Nine digits in several words are more often a part of a telephone number.
    """
    for end in range(len(words), start, -1):
        joined = " ".join(words[start:end])
        kind = _kind_of(joined)
        if kind is not None and (end == start + 1 or len(_digits(joined)) != 9):
            return end, kind
    return start + 1, None


def _kind_of(run: str) -> SecretKind | None:
    if _DATE_LIKE.fullmatch(run):
        return None
    digits = _digits(run)
    if len(digits) in _CARD_LENGTHS and _passes_luhn(digits):
        return SecretKind.BANK_CARD
    if len(digits) not in _IDENTITY_LENGTHS or "-" in run:
        return None
    if len(digits) == 12 and not digits.startswith("0"):
        return None  # identity numbers begin with a province code, all of which begin with 0
    return SecretKind.IDENTITY


def _digits(run: str) -> str:
    """Return the digits of a run as ASCII: some keyboards write them wide."""
    return "".join(str(int(letter)) for letter in run if letter.isdecimal())


def _passes_luhn(digits: str) -> bool:
    total = 0
    for index, letter in enumerate(reversed(digits)):
        digit = int(letter)
        if index % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
