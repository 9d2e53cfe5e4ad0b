"""Everything that is not a question about a procedure, met with grace."""

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.person import PersonHandlers
from bot.handlers.queue.words import Wish, read_queue_words
from bot.knowledge.reading import Act, Behavior, Reading

MISSES_UNTIL_PERSON = 2
_WAYS_TO_SAY = 5
_NOT_OF_CITIZENS = frozenset({Wish.CALL_NEXT, Wish.PAPER, Wish.ABOUT})
_ABOUT_NUMBERS = frozenset({Wish.NUMBER, Wish.PLACE, Wish.LOAD, Wish.LATE})


class SocialHandlers:
    """Thanks, insults, nonsense, other languages; and misses, which lead to a person."""

    def __init__(self, person: PersonHandlers) -> None:
        self._person = person

    async def simple(self, turn: Turn, reading: Reading) -> None:
        """Answer an act by its own text."""
        turn.verdict = Verdict(Behavior.OTHER, explanation=reading.explanation)
        act = reading.act or Act.NONSENSE
        turn.dialogue.misses = 0
        turn.say(f"social.{act}", [turn.choice(values.MENU, "common.to_menu")])

    async def not_yet(self, turn: Turn, reading: Reading) -> None:
        """Name a service that this centre does by phone or at the counter."""
        turn.verdict = Verdict(Behavior.OTHER, explanation=reading.explanation)
        act = reading.act or Act.QUEUE
        turn.tell(
            f"{turn.voice(f'social.{act}')}\n{self._person.how_to_reach(turn.voice, turn.now)}",
            [turn.choice(values.MENU, "common.to_menu")],
        )

    async def no_queue(self, turn: Turn, _arguments: list[str]) -> None:
        """Answer a button of the queue where this centre has none."""
        await self.not_yet(turn, Reading(Behavior.OTHER, act=Act.QUEUE))

    async def without_queue(self, turn: Turn) -> bool:
        """Answer wishes of the queue where this centre has none; False for all else."""
        heard = read_queue_words(turn.inbound.text)
        if heard is None or heard.wish in _NOT_OF_CITIZENS:
            return False
        act = Act.QUEUE if heard.wish in _ABOUT_NUMBERS else Act.BOOKING
        await self.not_yet(turn, Reading(Behavior.OTHER, act=act))
        return True

    async def missed(self, turn: Turn, reading: Reading) -> None:
        """Not understood: ask differently, and after two misses offer a person."""
        turn.verdict = Verdict(reading.behavior, reading.codes, reading.topics, reading.explanation)
        state = turn.dialogue
        state.misses += 1
        ways = [
            turn.choice(values.FIELDS, "common.choose_from_list"),
            turn.choice(values.PERSON, "common.person"),
        ]
        if state.misses >= MISSES_UNTIL_PERSON:
            way = (state.misses - MISSES_UNTIL_PERSON) % _WAYS_TO_SAY + 1
            key = f"miss.again_{way}"
            turn.tell(f"{turn.voice(key)}\n{self._person.how_to_reach(turn.voice, turn.now)}", ways)
            return
        act = reading.act.value if reading.act else "unknown"
        turn.say(f"miss.{act}" if turn.voice.has(f"miss.{act}") else "miss.unknown", ways)

    async def lost_button(self, turn: Turn, _arguments: list[str]) -> None:
        """A button that nothing answers any more."""
        turn.verdict = Verdict(Behavior.OTHER)
        turn.say("miss.old_button", [turn.choice(values.MENU, "common.to_menu")])

    async def unsupported(self, turn: Turn, arguments: list[str]) -> None:
        """A photo, a voice message, a place: say kindly what can be read."""
        turn.verdict = Verdict(Behavior.OTHER)
        kind = arguments[0] if arguments else "other"
        key = f"unsupported.{kind}"
        turn.say(
            key if turn.voice.has(key) else "unsupported.other",
            [
                turn.choice(values.MENU, "common.to_menu"),
                turn.choice(values.PERSON, "common.person"),
            ],
        )
