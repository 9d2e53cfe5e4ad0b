"""Sentences with a gap in them that always do one thing: "hồ sơ … xong chưa", "gặp … cán bộ".

A shape is written as people write: words, ``(one|another)`` for a choice, ``(…)?`` for what may be
missing, ``…`` for up to four words, ``^`` and ``$`` for the ends. Particles and pronouns ("của",
"tôi", "ạ") are left out on both sides. Accents must agree where somebody typed them.
"""

import re
from collections.abc import Iterable, Sequence

from bot.kernel.vietnamese import blend_tones, fold
from bot.knowledge.reading import Act
from bot.knowledge.trie import Word
from bot.knowledge.wordlists import ActWords

GAP = r"(?:\S+ ){0,4}?"
LONGEST = 40  # words of a message that is looked at
# Who wants to denounce somebody, or to see the chairman, asks for a procedure.
FORMAL = (
    "tố (cáo|ông|bà|cán bộ|công an)",
    "(muốn|đi|đơn) (tố|thưa|kiện)",
    "khiếu nại",
    "(chủ tịch|bí thư|lãnh đạo|đứng đầu)",
    "hành vi",
)
_PIECE = re.compile(r"[\^$…]|[()|]|\?|[^\s()|?^$…]+")


class Shapes:
    """Finds shapes in the words of a message."""

    def __init__(self, acts: Iterable[ActWords]) -> None:
        self._formal = re.compile("|".join(map(pattern_of, FORMAL)))
        self._acts = [
            (entry.act, re.compile("|".join(map(pattern_of, entry.shapes))))
            for entry in acts
            if entry.shapes
        ]

    def act_of(self, spelled: Sequence[Word], typed: Sequence[str]) -> Act | None:
        """Return what a message does by its shape, as spelled or as typed, if it has one."""
        rows = (
            [word.accented or word.folded for word in spelled[:LONGEST]],
            [blend_tones(word) for word in typed[:LONGEST]],
        )
        for said in (f"{' '.join(row)} " for row in rows):
            act = next((act for act, shape in self._acts if shape.search(said)), None)
            if act is not None:
                return None if self._formal.search(said) else act
        return None


def pattern_of(shape: str) -> str:
    """Return the expression that finds a shape among words with a blank behind each."""
    pattern = "".join(map(_piece, _PIECE.findall(blend_tones(shape.lower()))))
    return pattern if pattern.startswith("^") else rf"(?:^|(?<= )){pattern}"


def words_of(shape: str) -> str:
    """Return the bare words of a shape."""
    return " ".join(piece for piece in _PIECE.findall(shape) if piece[0].isalnum())


def _piece(piece: str) -> str:
    if piece == "…":
        return GAP
    if piece == "(":
        return "(?:"
    if piece in "^$)|?":
        return piece
    bare = fold(piece)
    spellings = piece if bare == piece else f"(?:{re.escape(piece)}|{re.escape(bare)})"
    return f"{spellings} "
