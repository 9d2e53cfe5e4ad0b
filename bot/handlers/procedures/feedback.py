"""What was not answered well goes on the to-do list of those who keep the knowledge base."""

from collections.abc import Callable, Mapping

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.social import SocialHandlers
from bot.kernel.conversations import NoteKind, QuestionNote
from bot.kernel.messages import Choice
from bot.knowledge.model import Procedure
from bot.knowledge.reading import Behavior, Reading

_MOST_OTHERS = 4
_MOST_CODES = 5


class FeedbackHandlers:
    """Hears "không đúng" after an answer, and keeps what nobody could answer."""

    def __init__(
        self,
        procedures: Mapping[str, Procedure],
        social: SocialHandlers,
        without_names: Callable[[str], str],
    ) -> None:
        self._procedures = procedures
        self._social = social
        self._without_names = without_names

    async def answered(self, turn: Turn) -> None:
        """Remember the question of an answer, in case it was the wrong one."""
        if turn.inbound.text:
            turn.dialogue.asked = self._without_names(turn.inbound.text)

    async def missed(self, turn: Turn, reading: Reading) -> None:
        """Say that it was not understood, and note the question."""
        text = self._without_names(turn.inbound.text)
        if any(letter.isalpha() for letter in text):
            turn.notes.append(QuestionNote(NoteKind.UNANSWERED, text, reading.codes[:_MOST_CODES]))
        await self._social.missed(turn, reading)

    async def declined(self, turn: Turn, reading: Reading) -> None:
        """Take "không phải" after an answer as "you answered something else"."""
        state = turn.dialogue
        verb, _, code = (state.trail[-1] if state.trail else "").partition(":")
        if state.asked and verb == values.PROCEDURE:  # the answer is the last thing shown
            await self.wrong(turn, [code])
            return
        await self._social.simple(turn, reading)

    async def wrong(self, turn: Turn, arguments: list[str]) -> None:
        """Apologise, note the question, and offer what is often confused with the answer."""
        card = self._procedures.get(arguments[0]) if arguments else None
        if card is None:
            await self._social.lost_button(turn, arguments)
            return
        state = turn.dialogue
        if state.asked:
            turn.notes.append(QuestionNote(NoteKind.DISLIKED, state.asked, (card.code,)))
            state.asked = ""
        others = dict.fromkeys((*(s.code for s in card.siblings), *card.related))
        choices = [
            Choice(values.join(values.PROCEDURE, code), self._procedures[code].short)
            for code in others
            if code in self._procedures
        ]
        turn.verdict = Verdict(Behavior.OTHER)
        turn.say(
            "feedback.wrong",
            [
                *choices[:_MOST_OTHERS],
                turn.choice(values.FIELDS, "common.choose_from_list"),
                turn.choice(values.PERSON, "common.person"),
            ],
        )
