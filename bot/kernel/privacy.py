"""Hide personal numbers that people type by mistake, before anything is stored or logged.

Source of the rule: Law 91/2025/QH15 on personal data (keep the minimum); identity numbers and
one-time passwords are never needed in a chat.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

MASK = "▪▪▪"


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


# A run of digits with the separators people put into them. What stands before it decides whether it
# is part of a receipt code (G22.99.08-260921-896048), a procedure code or a payment number.
_RUN = re.compile(r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][.\-_/])\d(?:[ .\-]?\d){3,22}(?![0-9A-Za-z])")
_OTP_WORDS = (
    r"(?:\botp\b|mã\s*xác\s*(?:thực|nhận|minh)|ma\s*xac\s*(?:thuc|nhan|minh)|mật\s*khẩu"
    r"|mat\s*khau|\bpass(?:word|code)?\b|\bpin\b)"
)
_OTP = re.compile(_OTP_WORDS + r"[^0-9]{0,24}(\d(?:[ ]?\d){3,7})(?!\d)", re.IGNORECASE)
_DATE_LIKE = re.compile(r"\d{1,2}[.\-/ ]\d{1,2}[.\-/ ]\d{4}$")
_IDENTITY_LENGTHS = (9, 12)
_CARD_LENGTHS = (16, 19)


def mask(text: str) -> Masked:
    """Return the text with identity, card and one-time numbers hidden, and what was found."""
    found: set[SecretKind] = set()

    def hide_otp(match: re.Match[str]) -> str:
        found.add(SecretKind.ONE_TIME_PASSWORD)
        return match.group(0)[: match.start(1) - match.start(0)] + MASK

    def hide_run(match: re.Match[str]) -> str:
        run = match.group(0)
        kind = _kind_of(run)
        if kind is None:
            return run
        found.add(kind)
        return MASK

    text = _OTP.sub(hide_otp, text)
    text = _RUN.sub(hide_run, text)
    return Masked(text, frozenset(found))


def _kind_of(run: str) -> SecretKind | None:
    if _DATE_LIKE.fullmatch(run):
        return None
    digits = re.sub(r"\D", "", run)
    if len(digits) in _CARD_LENGTHS and _passes_luhn(digits):
        return SecretKind.BANK_CARD
    if len(digits) not in _IDENTITY_LENGTHS or "-" in run:
        return None
    if len(digits) == 12 and not digits.startswith("0"):
        return None  # identity numbers begin with a province code, all of which begin with 0
    return SecretKind.IDENTITY


def _passes_luhn(digits: str) -> bool:
    total = 0
    for index, letter in enumerate(reversed(digits)):
        digit = int(letter)
        if index % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
