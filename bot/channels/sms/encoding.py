"""What an SMS can carry: the plain alphabet, and how many parts a text takes. Pure functions.

Source: 3GPP TS 23.038 (GSM 7-bit default alphabet and its extension), TS 23.040 (joined parts).
"""

import unicodedata

SINGLE, JOINED = 160, 153
SINGLE_UNICODE, JOINED_UNICODE = 70, 67

# Without the escape character; letters that only some handsets show are there as well.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€\f")
_ALIKE = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "`": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
        "•": "-",
        "·": "-",
        "→": "->",
        "₫": "d",
        "×": "x",
        "\t": " ",
    }
)


def plain(text: str) -> str:
    """Return a text in plain ASCII on single-spaced lines, as every route lets it pass.

    Bold marks go, Vietnamese letters lose their marks, what has no likeness is left out.
    """
    text = unicodedata.normalize("NFKC", text.replace("**", "").translate(_ALIKE))
    bare = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    text = "".join(bare).translate(_ALIKE)
    text = "".join(char for char in text if char == "\n" or " " <= char <= "~")
    lines = (" ".join(line.split()) for line in text.replace("`", "'").split("\n"))
    return "\n".join(line for line in lines if line)


def is_gsm(text: str) -> bool:
    """Say whether the 7-bit alphabet holds every letter of a text."""
    return all(char in _BASIC or char in _TWICE for char in text)


def parts_of(text: str) -> int:
    """Return how many parts a text takes; one letter outside the alphabet makes all of it dear."""
    if is_gsm(text):
        return _parts([2 if char in _TWICE else 1 for char in text], SINGLE, JOINED)
    units = [2 if ord(char) > 0xFFFF else 1 for char in text]
    return _parts(units, SINGLE_UNICODE, JOINED_UNICODE)


def _parts(units: list[int], single: int, joined: int) -> int:
    if sum(units) <= single:
        return 1
    parts, left = 1, joined
    for unit in units:  # a letter of two units never lies across two parts
        if unit > left:
            parts, left = parts + 1, joined
        left -= unit
    return parts
