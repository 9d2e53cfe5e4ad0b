"""How it was: the answer to an invitation to rate, and a word if somebody wants to add one.

Nothing that is kept leads to the person: the rating stands alone, and the word does not stay in
the conversation.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.router import TapHandler
from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.queue.words import read_queue_words
from bot.kernel.privacy import MASK
from bot.kernel.vietnamese import fold
from bot.knowledge.reading import Behavior
from bot.services.ratings.asking import Asking
from bot.services.ratings.model import Answer, Level, Source
from bot.services.ratings.service import Ratings

ASKS_WORD = "rating:word"
_WORD = "word"
_STAR = "⭐"
_FIGURES = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_STARS = re.compile(
    r"(?:(?:cho|danh gia|cham|cham diem|toi|em|chau|con|minh|rate|give) )*"
    r"([1-5]|mot|hai|ba|bon|nam) ?(?:sao|\*|diem|stars?)(?: nhe| nha| a)?"
)
_FIGURE = re.compile(r"(?:muc |so )?([1-5])")
_LEVELS = (
    (1, re.compile(r"rat (?:khong|chua) hai long|(?:rat|qua) (?:te|kem)|very unhappy")),
    (2, re.compile(r"(?:khong|chua|ko|k|hong) (?:duoc )?hai long(?: lam)?|te|kem|unhappy")),
    (3, re.compile(r"(?:cung )?(?:binh thuong|tam duoc|tam|duoc|neutral|ok)")),
    (5, re.compile(r"(?:rat|qua) (?:hai long|tot|tuyet)(?: luon)?|tuyet voi|very happy")),
    (4, re.compile(r"hai long|tot|kha hai long|happy|good")),
)
_DECLINES = re.compile(
    r"(?:thoi |da )*(?:khong|ko|k|hong|hok|thoi|no)"
    r"(?: (?:can|muon|danh gia|cham|a|dau|nha|cam on))*"
    r"|dung (?:hoi|moi)(?: danh gia)?(?: nua)?"
)


@dataclass(frozen=True, slots=True)
class RatingParts:
    """What the chat needs to take ratings."""

    asking: Asking
    ratings: Ratings


class RatingHandlers:
    """Takes ratings of people who were asked."""

    def __init__(
        self, parts: RatingParts, lost: TapHandler, without_names: Callable[[str], str]
    ) -> None:
        self._asking = parts.asking
        self._ratings = parts.ratings
        self._lost = lost
        self._without_names = without_names

    async def tapped(self, turn: Turn, arguments: list[str]) -> None:
        """Answer a button below an invitation, or below the thanks for a rating."""
        match arguments:
            case ["no"]:
                self._no_more(turn)
            case ["noword"]:
                self._without_word(turn)
            case ["word", kind, number]:
                await self._ask_word(turn, f"{kind}:{number}")
            case [kind, number, figure] if figure in {str(int(level)) for level in Level}:
                await self._rate(turn, f"{kind}:{number}", Level(int(figure)))
            case _:
                await self._lost(turn, arguments)

    async def read(self, turn: Turn) -> bool:
        """Take typed stars, a typed refusal, or the word that was asked for."""
        text = turn.inbound.text
        if turn.dialogue.step == ASKS_WORD and read_queue_words(text) is None:
            return await self._take_word(turn)
        said = " ".join(fold(text).strip(" .!,").split())
        level, sure = _level_of(text, said)
        declines = _DECLINES.fullmatch(said) is not None
        if (level is None and not declines) or turn.dialogue.step:
            return False
        # "5" or "không" alone mean an invitation only while it is the last thing that was said.
        conversation = turn.inbound.conversation_id
        key = await self._asking.open_invitation(conversation, last_said=not sure)
        if not key:
            return False
        if level is None:
            self._no_more(turn)
        else:
            await self._rate(turn, key, level)
        return True

    async def _rate(self, turn: Turn, key: str, level: Level) -> None:
        _begin(turn)
        occasion = await self._asking.occasion(turn.inbound.conversation_id, key)
        answer = (
            await self._ratings.rate(occasion, level, Source.CHAT) if occasion else Answer.CLOSED
        )
        menu = turn.choice(values.MENU, "common.to_menu")
        if answer is not Answer.TAKEN:
            turn.say(f"rating.{answer.value}", [menu])
            return
        choices = [turn.choice(values.join(values.RATE, _WORD, key), "rating.add_word")]
        if level <= Level.UNHAPPY:
            choices.append(turn.choice(values.PERSON, "common.person"))
        turn.say(f"rating.thanks_{int(level)}", [*choices, menu])

    async def _ask_word(self, turn: Turn, key: str) -> None:
        _begin(turn)
        if await self._asking.occasion(turn.inbound.conversation_id, key) is None:
            turn.say("rating.closed", [turn.choice(values.MENU, "common.to_menu")])
            return
        turn.dialogue.step = ASKS_WORD
        turn.dialogue.slots = {"occasion": key}
        turn.say(
            "rating.which_word", [turn.choice(values.join(values.RATE, "noword"), "rating.no_word")]
        )

    async def _take_word(self, turn: Turn) -> bool:
        said = " ".join(fold(turn.inbound.text).strip(" .!,").split())
        key = str(turn.dialogue.slots.get("occasion", ""))
        word = self._without_names(turn.inbound.text)
        if not any(letter.isalpha() for letter in word):
            return False
        if _DECLINES.fullmatch(said):
            self._without_word(turn)
            return True
        _begin(turn)
        menu = turn.choice(values.MENU, "common.to_menu")
        turn.inbound = replace(turn.inbound, text=MASK)  # it stands with the rating, not here
        kept = await self._ratings.add_word(key, word)
        turn.say("rating.word_kept" if kept else "rating.given_before", [menu])
        return True

    def _without_word(self, turn: Turn) -> None:
        _begin(turn)
        turn.say("rating.without_word", [turn.choice(values.MENU, "common.to_menu")])

    def _no_more(self, turn: Turn) -> None:
        """Ask this person never again."""
        _begin(turn)
        turn.dialogue.no_ratings = True
        turn.say("rating.not_again", [turn.choice(values.MENU, "common.to_menu")])


def _level_of(text: str, said: str) -> tuple[Level | None, bool]:
    """Return the level that words mean, and whether they can mean nothing else."""
    bare = text.replace("\ufe0f", "").strip()
    if bare and set(bare) == {_STAR} and len(bare) <= len(Level):
        return Level(len(bare)), True
    stars = _STARS.fullmatch(said)
    if stars:
        return Level(_FIGURES.get(stars[1]) or int(stars[1])), True
    figure = _FIGURE.fullmatch(said)
    if figure:
        return Level(int(figure[1])), False
    found = next((level for level, pattern in _LEVELS if pattern.fullmatch(said)), None)
    return (Level(found), False) if found else (None, False)


def _begin(turn: Turn) -> None:
    turn.verdict = Verdict(Behavior.OTHER)
    turn.dialogue.misses = 0
    turn.dialogue.end_step()
