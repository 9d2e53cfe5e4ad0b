"""Decide who answers: a button, a typed number, a button's words, a code, or the text's meaning."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache

from bot.core.turn import Turn
from bot.kernel.messages import Choice
from bot.kernel.vietnamese import fold
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.reading import Act, Behavior, Reading

TapHandler = Callable[[Turn, list[str]], Awaitable[None]]
FirstReader = Callable[[Turn], Awaitable[bool]]
ReadingHandler = Callable[[Turn, Reading], Awaitable[None]]

_LONGEST_COMMAND = 40
_NUMBER = re.compile(r"(?:so|phim|chon|muc|cau|y)?\s*(\d{1,2})\s*[.)]?")


class Router:
    """Sends a turn to its handler; everything is listed at start, nothing registers itself."""

    def __init__(
        self,
        *,
        interpreter: Interpreter,
        taps: Mapping[str, TapHandler],
        behaviors: Mapping[Behavior, ReadingHandler],
        acts: Mapping[Act, ReadingHandler],
        commands: Mapping[str, str],
        lost: TapHandler,
        first: FirstReader | None = None,
    ) -> None:
        self._interpreter = interpreter
        self._taps = taps
        self._behaviors = behaviors
        self._acts = acts
        self._commands = commands
        self._lost = lost
        self._first = first  # answers what has a form of its own, such as a receipt code

    @property
    def verbs(self) -> frozenset[str]:
        """The button verbs that are answered."""
        return frozenset(self._taps)

    async def handle(self, turn: Turn) -> None:
        """Answer a turn."""
        if turn.inbound.tapped is not None:
            await self._tap(turn, turn.inbound.tapped)
            return
        chosen = chosen_by_words(turn.inbound.text, turn.dialogue.choices)
        command = self._commands.get(_plain(turn.inbound.text[:_LONGEST_COMMAND]))
        value = chosen.value if chosen is not None else command
        if value is not None:
            await self._tap(turn, value)
            return
        if self._first is not None and await self._first(turn):
            return
        reading = self._interpreter.understand(turn.inbound.text, turn.dialogue.context)
        if reading.behavior is Behavior.OTHER:
            await self._acts[reading.act or Act.NONSENSE](turn, reading)
        else:
            await self._behaviors[reading.behavior](turn, reading)

    async def _tap(self, turn: Turn, value: str) -> None:
        verb, *arguments = value.split(":")
        handler = self._taps.get(verb, self._lost)
        await handler(turn, arguments)


def chosen_by_words(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """Return the choice that a typed number or a button's own words mean, if any."""
    folded = " ".join(fold(text).strip(" .!?)").split())
    if not folded:
        return None
    match = _NUMBER.fullmatch(folded)
    if match:
        place = int(match.group(1))
        return choices[place - 1] if 1 <= place <= len(choices) else None
    same = [choice for choice in choices if _plain(choice.label) == folded]
    return same[0] if len(same) == 1 else None


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    """Return a label as it is compared; the same few hundred labels come again and again."""
    return " ".join(fold(label).strip(" .!?)☐☑✓").split())
