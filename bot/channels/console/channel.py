"""The terminal as a channel: numbered lines instead of buttons, bold on a screen."""

import re

from bot.kernel.channel import Abilities

ABILITIES = Abilities(buttons=0, text_limit=100_000)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def plain(text: str) -> str:
    """Return a text without markup."""
    return _BOLD.sub(r"\1", text)


def for_screen(text: str) -> str:
    """Return a text with bold as ANSI codes."""
    return _BOLD.sub("\033[1m\\1\033[0m", text)
