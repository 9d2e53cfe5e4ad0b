"""Procedure codes inside a message: "1.001193", "2-000815", "1.001193.000.00.00.H26"."""

import re
from collections.abc import Container

_CODE = re.compile(r"(?<![\d.\-])([123])(\s?[.\-_,/]\s?|\s?)(\d{6})(?![\d\-]|\.\d{4,})")
_TAIL = re.compile(r"(?:\.\d{2,3})*(?:\.[A-Za-z]\d{2})?")


def find_codes(text: str, known: Container[str]) -> tuple[tuple[str, ...], str]:
    """Return the codes in a text in order, and the text without them.

    Seven digits without a separator count only when they are a known code.
    """
    codes: dict[str, None] = {}
    rest: list[str] = []
    at = 0
    for match in _CODE.finditer(text):
        code = f"{match[1]}.{match[3]}"
        if match.start() < at or (not match[2].strip() and code not in known):
            continue
        codes[code] = None
        rest.append(text[at : match.start()])
        tail = _TAIL.match(text, match.end())
        at = tail.end() if tail else match.end()
    rest.append(text[at:])
    return tuple(codes), " ".join(rest)
