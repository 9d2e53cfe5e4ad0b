"""The port to reading codes in pictures: in memory, nothing of a picture is kept."""

from collections.abc import Iterable
from typing import Protocol

from bot.kernel.receipts import ReceiptCode, read_receipt_code

LARGEST_PICTURE = 12 * 1024 * 1024
NO_CODE = "unsupported:photo"  # what channels make of a photo that says nothing
_MOST = 3


class CodeReader(Protocol):
    """Reads bar codes and QR codes."""

    async def read(self, picture: bytes) -> tuple[str, ...]:
        """Return what the codes in a picture say; () when it is no picture or holds none."""
        ...


def receipt_codes_in(texts: Iterable[str]) -> tuple[ReceiptCode, ...]:
    """Return the receipt codes that a picture's codes hold, each once; a few at most."""
    found = (read_receipt_code(text) for text in texts)
    return tuple(dict.fromkeys(code for code in found if code))[:_MOST]


def said_by(texts: Iterable[str]) -> tuple[str, str | None]:
    """Return a picture as a message: the text it stands for, or the tap that says it held none."""
    codes = receipt_codes_in(texts)
    if codes:
        return " ".join(code.display for code in codes), None
    return "", NO_CODE
