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
# Vietnamese words of two syllables and more that read badly when a line ends inside them.
_WORDS = (
    "chia sẻ", "mất mát", "đau thương", "giữ gìn", "sức khỏe", "khỏe mạnh", "ngoan ngoãn",
    "chóng lớn", "đầm ấm", "quê hương", "công dân", "yêu thương", "tôn trọng", "hạnh phúc",
    "vun đắp", "từ trần", "khó khăn", "y tế", "bảo hiểm", "xin lỗi", "chữ ký", "văn bản",
    "kết quả", "hẹn lại", "đúng hẹn", "hẹn mới", "lý do", "sai sót", "trách nhiệm", "chậm trễ",
    "phản ánh", "phục vụ", "hành chính công", "trung tâm", "cảm ơn", "hướng dẫn", "giấy tờ",
    "góp ý", "tin tưởng", "nhắc nhở",
)  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
Runs = list[dict[str, object]]


def layout_data(letter: Finished) -> dict[str, Any]:  # JSON of several types
    """Return what the templates need."""
    return {
        "look": letter.look,
        "title": _together(letter.title),
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
    for place, piece in enumerate(_BOLD.split(_together(text))):
        if piece:
            parts.append({"text": piece, "bold": place % 2 == 1})
    return parts


def _together(text: str) -> str:
    """Return a text whose words, numbers and dates do not part at the end of a line."""
    kept = _WORD.sub(lambda word: word[0].replace(" ", "\u00a0"), text)
    return _TOGETHER.sub("\u00a0", kept)


def plain(text: str) -> str:
    """Return a text without the marks for bold."""
    return _BOLD.sub(r"\1", text)
