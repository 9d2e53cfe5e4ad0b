"""Receipt codes in any file: a list pasted together, a sheet, a text."""

import re

from bot.kernel.receipts import ReceiptCode, find_receipt_codes
from bot.knowledge.importing.encodings import decode_text
from bot.knowledge.importing.excel import read_workbook
from bot.knowledge.importing.limits import check_size

_ZIP = b"PK\x03\x04"
_MOST_ROWS = 20_000
_NUMBERING = re.compile(r"^\s*\d{1,5}\s*[.):]\s+")  # "1. H26…": its dot would join the code


def codes_in_file(name: str, data: bytes) -> tuple[ReceiptCode, ...]:
    """Return the receipt codes in a file, each once.

    Raises:
        DataError: one clear line; nothing of the file is used then.
    """
    check_size(name, data)
    if not data.startswith(_ZIP):
        decoded = decode_text(data)
        return codes_in_text(decoded[0] if decoded else data.decode("ascii", "replace"))
    sheets, _ = read_workbook(name, data, _MOST_ROWS)
    cells = (str(cell) for sheet in sheets for _, row in sheet.rows for cell in row if cell)
    return codes_in_text("\n".join(cells))


def codes_in_text(text: str) -> tuple[ReceiptCode, ...]:
    """Return the receipt codes in a text; lines are looked at one by one."""
    lines = (_NUMBERING.sub("", line) for line in text.splitlines())
    found = (code for line in lines for code in find_receipt_codes(line))
    return tuple(dict.fromkeys(found))
