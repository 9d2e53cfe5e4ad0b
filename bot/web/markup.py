"""A message's plain text as parts of a bubble: title, labelled lines, list rows, source.

The page's own script (``static/bubble.js``) does the same; this one serves pages without scripts.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "label", "item", "source", "line"]
_LABELLED = re.compile(r"\*\*(.+?)\*\*:?\s*(.*)")
_ITEM = re.compile(r"([☐☑●◉○•]|-(?=\s)|\d{1,2}\.(?=\s))\s*(.+)")
_SOURCE = re.compile(r"(?:Nguồn|Source):")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a bubble: what it is, its label or list sign, its words."""

    kind: Kind
    label: str
    spans: tuple[Span, ...]


def parts_of(text: str) -> list[Part]:
    """Return the parts of a message."""
    return [_part(line, first=place == 0) for place, line in enumerate(text.split("\n"))]


def _part(line: str, *, first: bool) -> Part:
    if match := _LABELLED.fullmatch(line):
        return Part("title" if first else "label", match[1], _spans(match[2]))
    if _SOURCE.match(line):
        return Part("source", "", _spans(line))
    if match := _ITEM.fullmatch(line):
        return Part("item", match[1], _spans(match[2]))
    return Part("line", "", _spans(line))


def _spans(line: str) -> tuple[Span, ...]:
    pieces = _BOLD.split(line)
    return tuple(Span(piece, bold=bool(place % 2)) for place, piece in enumerate(pieces) if piece)
