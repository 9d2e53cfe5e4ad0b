"""Procedure codes as spreadsheets hold them: with a province's suffix, as numbers, with words."""

import re

_CODE = re.compile(
    r"(?<![\d.])([1-9])\s?[.,\-_]\s?(\d{6})"
    r"(?:\.(?:[A-Za-z]{1,2}\d{1,3}|\d{1,3}))*(?![\d])"  # .H13, .000.00.00.H13
)
_DECIMALS = 6


def national_code(cell: object) -> str | None:
    """Return the national code that a cell holds; None when there is none, or more than one.

    A spreadsheet turns "1.013210" into the number 1.01321: the lost zeros come back.
    """
    codes = national_codes(cell)
    return codes[0] if len(codes) == 1 else None


def national_codes(cell: object) -> tuple[str, ...]:
    """Return the different national codes in a cell, in order."""
    text = as_text(cell)
    return tuple(dict.fromkeys(f"{match[1]}.{match[2]}" for match in _CODE.finditer(text)))


def as_text(cell: object) -> str:
    """Return a cell as text; a number that may be a code gets its six decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        whole = cell.is_integer()
        return str(int(cell)) if whole else f"{cell:.{_DECIMALS}f}"
    return str(cell)
