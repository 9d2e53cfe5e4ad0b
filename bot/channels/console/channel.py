"""The terminal as a channel: numbered lines instead of buttons, bold on a screen."""

import re

from bot.kernel.channel import Abilities, Outcome, Outgoing, Sent

ABILITIES = Abilities(buttons=0, text_limit=100_000)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def plain(text: str) -> str:
    """Return a text without markup."""
    return _BOLD.sub(r"\1", text)


def for_screen(text: str) -> str:
    """Return a text with bold as ANSI codes."""
    return _BOLD.sub("\033[1m\\1\033[0m", text)


class ConsoleChannel:
    """Collects what would be printed; the command prints it."""

    name = "console"
    abilities = ABILITIES

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def send(self, message: Outgoing) -> Sent:
        """Keep a message for the screen."""
        self.shown.append(message.text)
        return Sent(Outcome.ACCEPTED)
