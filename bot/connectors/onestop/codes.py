"""Receipt codes in any file: a list pasted together, a sheet, a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.kernel.receipts import ReceiptCode, find_receipt_codes
from bot.knowledge.importing.encodings import decode_text
from bot.knowledge.importing.excel import read_workbook
from bot.knowledge.importing.limits import check_size

_ZIP = b"PK\x03\x04"
_MOST_ROWS = 20_000
_SAYS_NOTHING = re.compile(r"[\W_]*(?:\d{1,5}[\W_]*)?")  # blank, a rule, a bare number of a row


@dataclass(frozen=True, slots=True)
class CodeList:
    """What a list of codes holds.

    Attributes:
        codes: each once, in order.
        without: lines that say something but name no code.
    """

    codes: tuple[ReceiptCode, ...]
    without: tuple[str, ...]


def list_in_file(name: str, data: bytes) -> CodeList:
    """Return the codes in a file and its lines without one; what stands above the first is a head.

    Raises:
        DataError: one clear line; nothing of the file is used then.
    """
    check_size(name, data)
    if not data.startswith(_ZIP):
        decoded = decode_text(data)
        text = decoded[0] if decoded else data.decode("ascii", "replace")
        return _listed(text.splitlines(), headed=True)
    sheets, _ = read_workbook(name, data, _MOST_ROWS)
    rows = (
        "; ".join(str(cell) for cell in row if cell) for sheet in sheets for _, row in sheet.rows
    )
    return _listed(rows, headed=True)


def list_in_text(text: str) -> CodeList:
    """Return the codes in a text and the lines without one."""
    return _listed(text.splitlines(), headed=False)


def _listed(lines: Iterable[str], *, headed: bool) -> CodeList:
    codes: list[ReceiptCode] = []
    without: list[str] = []
    for line in lines:
        found = find_receipt_codes(line)
        codes += found
        if not found and not _SAYS_NOTHING.fullmatch(line) and (codes or not headed):
            without.append(" ".join(line.split()))
    return CodeList(tuple(dict.fromkeys(codes)), tuple(without))
