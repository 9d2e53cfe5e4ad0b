"""Fit a reply into what a channel can show: numbered lines, split texts."""

import re

from bot.kernel.channel import Abilities
from bot.kernel.messages import Choice, Reply

Part = tuple[str, tuple[Choice, ...]]
_SENTENCE_END = re.compile(r"(?<=[.!?;…]) +")


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, as the platforms count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def render(reply: Reply, abilities: Abilities, first: int = 1) -> list[Part]:
    """Return the messages to send for one reply; the buttons go with the last of them.

    A channel with too few buttons gets every choice as a numbered line. ``first`` is the number of
    the first one: numbers go on from reply to reply, so that each means one thing only.
    """
    text, choices = reply.text, reply.choices
    if len(choices) > abilities.buttons:
        lines = [_numbered(place, choice) for place, choice in enumerate(choices, start=first)]
        text = f"{text}\n" + "\n".join(lines)
        choices = ()
    pieces = split_text(text, abilities.text_limit)
    return [(piece, ()) for piece in pieces[:-1]] + [(pieces[-1], choices)]


def split_text(text: str, limit: int) -> list[str]:
    """Split a text into pieces within a limit: between lines, sentences, or else words."""
    if utf16_length(text) <= limit:
        return [text]
    pieces: list[str] = []
    current = ""
    for unit, separator in _units(text, limit):
        joined = f"{current}{separator}{unit}" if current else unit
        if utf16_length(joined) <= limit:
            current = joined
            continue
        pieces.append(current)
        current = unit
    if current.strip() or not pieces:
        pieces.append(current)
    return [piece.strip("\n") for piece in pieces if piece.strip()] or [""]


def _units(text: str, limit: int) -> list[tuple[str, str]]:
    """Return pieces that fit, each with what joins it to the one before."""
    units: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if utf16_length(line) <= limit:
            units.append((line, "\n"))
            continue
        separator = "\n"
        for sentence in _SENTENCE_END.split(line):
            for piece in _by_words(sentence, limit):
                units.append((piece, separator))
                separator = " "
    return units


def _by_words(text: str, limit: int) -> list[str]:
    if utf16_length(text) <= limit:
        return [text]
    pieces: list[str] = []
    current = ""
    for word in text.split(" "):
        for chunk in _chunks(word, limit):
            joined = f"{current} {chunk}" if current else chunk
            if utf16_length(joined) <= limit:
                current = joined
            else:
                pieces.append(current)
                current = chunk
    pieces.append(current)
    return pieces


def _chunks(word: str, limit: int) -> list[str]:
    if utf16_length(word) <= limit:
        return [word]
    step = max(1, limit // 2)  # a letter outside the basic plane takes two units
    return [word[start : start + step] for start in range(0, len(word), step)]


def _numbered(place: int, choice: Choice) -> str:
    return f"{place}. {choice.label}" + (f": {choice.url}" if choice.url else "")
