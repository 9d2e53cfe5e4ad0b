"""Phone numbers as people and spreadsheets write them. Pure functions.

Source: the national numbering plan (mobile: nine digits beginning with 3, 5, 7, 8 or 9; fixed
lines: ten digits beginning with 2, both after the leading zero).
"""

import hmac
import re
import unicodedata

_PARTS = re.compile(r"[;,/|\n]|\s-\s")
_NATIONAL = re.compile(r"(?:[35789]\d{8}|2\d{8,9})")
# A fixed line as neighbours write it, without the area: its end can still prove a dossier.
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_EXTENSION = re.compile(r"(?i)(?:ext|may le|máy lẻ|nhánh|#).*$")
_FOREIGN = re.compile(r"\+(?!84)\d{8,15}")
LAST = 4


def normal_phone(written: str) -> str | None:
    """Return the first phone number in a field as ``+84…``; None when there is none."""
    for digits in _numbers(written):
        if _FOREIGN.fullmatch(digits):
            return digits
        # Spreadsheets drop the leading zero: nine or ten digits alone are a number as well.
        bare = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))?0?", "", digits)
        if _NATIONAL.fullmatch(bare):
            return f"+84{bare}"
    return None


def kept_phone(written: str) -> str | None:
    """Return the number that a dossier keeps; None when there is none.

    A fixed line without its area stays as it is: good for a proof, never for a message.
    """
    local = (digits for digits in _numbers(written) if _LOCAL.fullmatch(digits))
    return normal_phone(written) or next(local, None)


def _numbers(written: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", written)
    parts = [*_PARTS.split(plain), plain]  # "0237 - 3850123" is one number, not two
    return [re.sub(r"[^\d+]", "", _EXTENSION.sub("", part)) for part in parts]


def read_last_digits(typed: str) -> str | None:
    """Return the four digits that somebody gave; of a whole number its last four.

    None when the message is not an answer to "the last four digits".
    """
    plain = unicodedata.normalize("NFKC", typed)
    runs = re.findall(r"\d(?:[ .\-]?\d)*", plain)
    digits = [re.sub(r"\D", "", run) for run in runs]
    digits = [each for each in digits if len(each) > 1]  # "4 số cuối là 5678"
    if len(digits) != 1 or not (len(digits[0]) == LAST or 9 <= len(digits[0]) <= 12):
        return None
    return digits[0][-LAST:]


def ends_with(phone: str, digits: str) -> bool:
    """Say whether a number ends with four digits, in the same time whatever they are."""
    return hmac.compare_digest(phone[-LAST:].rjust(LAST, "x").encode(), digits.encode())
