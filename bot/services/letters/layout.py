"""A finished letter as the data that the print templates show. Pure functions."""

import re
from typing import Any

from bot.services.letters.model import Finished

PRINT, CARD = "letter_print", "letter_card"
CARD_PIXELS_PER_INCH = 144  # the card is 540 × 675 points: 1080 × 1350 pixels
_BOLD = re.compile(r"\*\*(.+?)\*\*")
# The commune stands on a line of its own.
_PLACE = re.compile(r" (?=(?:xã|phường|đặc khu) )")
# Phone numbers and dates stay on one line.
_TOGETHER = re.compile(r"(?<=\d) (?=\d)|(?<=ngày) (?=\d)|(?<=\d) (?=giờ)|(?<=giờ) (?=\d)")
Runs = list[dict[str, object]]


def layout_data(letter: Finished) -> dict[str, Any]:  # JSON of several types
    """Return what the templates need."""
    return {
        "look": letter.look,
        "title": letter.title,
        "greeting": letter.greeting,
        "paragraphs": [runs(part.replace("\n", " ")) for part in letter.paragraphs],
        "closing": letter.closing,
        "card": [
            [runs(line) for line in block.splitlines()]
            for block in letter.card.split("\n\n")
            if block.strip()
        ],
        "issuer": letter.issuer,
        "issuer_lines": [part for part in _PLACE.split(letter.issuer, maxsplit=1) if part],
        "signer_title": letter.signer_title,
        "signer": letter.signer,
        "day": letter.day,
    }


def runs(text: str) -> Runs:
    """Return a text as runs, bold or not."""
    parts: Runs = []
    for place, piece in enumerate(_BOLD.split(_TOGETHER.sub("\u00a0", text))):
        if piece:
            parts.append({"text": piece, "bold": place % 2 == 1})
    return parts


def plain(text: str) -> str:
    """Return a text without the marks for bold."""
    return _BOLD.sub(r"\1", text)
