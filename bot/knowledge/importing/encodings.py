"""Text in old Vietnamese encodings: found out by how many words come out as Vietnamese."""

import re
import unicodedata

from bot.kernel.vietnamese import fold, is_syllable

# TCVN 5712:1993 (TCVN3, fonts ".Vn…"), small letters; capitals use the same bytes in ".VnH" fonts.
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_FROM_TCVN3 = {start + at: letter for start, row in _TCVN3.items() for at, letter in enumerate(row)}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.75  # of the words; names of laws and codes are no words of the language
_SAMPLE = 20_000
_OLD_LETTER = re.compile(r"[µ¸¶·¹¨»¾¼½©®ª«¬\u00ad§]")


def decode_text(data: bytes) -> tuple[str, str] | None:
    """Return the text of a file and the name of its encoding; None when nothing fits."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(data, "utf-16")
    if data[:400].count(0) > len(data[:400]) // 4:
        return _try(data, "utf-16-le") or _try(data, "utf-16-be")
    plain = _try(data, "utf-8-sig")
    if plain is not None:
        return plain
    choices = [found for found in (_try(data, "cp1258"), _tcvn3(data)) if found is not None]
    best = max(choices, key=lambda found: vietnamese_share(found[0]), default=None)
    return best if best is not None and vietnamese_share(best[0]) >= _ENOUGH else None


def modern_text(text: str) -> str:
    """Return text typed with an old ".Vn…" font as Unicode; other text as it is."""
    if not _OLD_LETTER.search(text):
        return text
    turned = text.translate(_FROM_TCVN3)
    better = vietnamese_share(turned) > vietnamese_share(text)
    return turned if better else text


def vietnamese_share(text: str) -> float:
    """Return which share of the words could be Vietnamese syllables."""
    words = _WORD.findall(text[:_SAMPLE])
    if not words:
        return 0.0
    return sum(is_syllable(fold(word)) for word in words) / len(words)


def _try(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return unicodedata.normalize("NFC", text), encoding


def _tcvn3(data: bytes) -> tuple[str, str]:
    return data.decode("latin-1").translate(_FROM_TCVN3), "TCVN3"
