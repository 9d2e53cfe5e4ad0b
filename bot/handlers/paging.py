"""Long lists in pages: no message shows more choices than a person can hold."""

from collections.abc import Sequence

from bot.core.turn import EASY_CHOICES, Turn
from bot.handlers import values
from bot.kernel.messages import Choice

PAGE_SIZE = 8


def page_of(turn: Turn, choices: Sequence[Choice], page: int, more: str) -> list[Choice]:
    """Return one page of choices, with "xem tiếp" (``more:<page>``) when there is another.

    In easy mode a page has at most three choices, that button included.
    """
    size = EASY_CHOICES if turn.dialogue.easy else PAGE_SIZE
    if len(choices) <= size and page == 0:
        return list(choices)
    size -= 1
    start = page * size
    shown = list(choices[start : start + size])
    if start + size < len(choices):
        shown.append(turn.choice(values.join(more, page + 1), "common.next_page"))
    return shown


def read_page(argument: str) -> int:
    """Return a page number from a button value; anything strange is the first page."""
    return int(argument) if argument.isascii() and argument.isdigit() and len(argument) < 4 else 0
