"""Receipt codes, digits and questions about dossiers, before anything else is understood."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.answering import THEN, AnswerHandlers
from bot.handlers.dossiers.endings import EndingHandlers
from bot.handlers.dossiers.following import FollowHandlers
from bot.handlers.dossiers.kinds import About, Alone, Ask
from bot.handlers.dossiers.looking_up import DossierHandlers
from bot.handlers.dossiers.proofs import find_proof, hide_phones, read_proof
from bot.handlers.dossiers.questions import QuestionHandlers
from bot.handlers.dossiers.shown import OUR_STEPS, forget_shown, note_stray, shown_lately, shown_now
from bot.handlers.dossiers.turns import (
    ASKS_CODE,
    ASKS_DIGITS,
    begin,
    has_proved,
    in_a_group,
    is_asked_for_digits,
)
from bot.handlers.dossiers.wishes import Wish, means_all_messages, read_wish
from bot.handlers.dossiers.words import (
    is_elsewhere,
    means_late_one,
    names_a_matter,
    read_about,
    read_ask,
    read_pick,
    spell_out,
)
from bot.kernel.privacy import MASK
from bot.kernel.receipts import (
    ReceiptCode,
    find_misdated,
    find_receipt_codes,
    read_receipt_code,
    without_codes,
)
from bot.services.dossiers.phones import read_last_digits
from bot.services.dossiers.service import Dossiers

_TRIED = re.compile(r"(?:\d\D{0,3}){5}")  # somebody typed most of a code ...
_FEW_LETTERS = 12  # ... and little else: a story with a date in it is a question
_WRONG_KIND = re.compile(r"\d\.\d{6}")  # a procedure's code: that is a question about it
_ASKS = {ask.value: ask for ask in Ask}


class TypedCodes:
    """Answers messages that hold a receipt code, or mean a dossier in other ways."""

    def __init__(
        self,
        dossiers: DossierHandlers,
        following: FollowHandlers,
        answers: AnswerHandlers,
        questions: QuestionHandlers,
        alone: Callable[[str], Alone],
    ) -> None:
        self._dossiers = dossiers
        self._following = following
        self._answers = answers
        self._questions = questions
        self._endings = EndingHandlers(dossiers, following)
        self._alone = alone  # what a message means by itself

    async def read(self, turn: Turn) -> bool:
        """Answer a turn about dossiers; False when it is about something else."""
        codes = find_receipt_codes(turn.inbound.text)
        if codes:
            service = self._dossiers.ready(turn)
            if service is not None:
                await self._codes(turn, service, codes)
            return True
        service = self._dossiers.service
        if service is None:
            return False
        for reader in (self._asked, self._endings.read, self._shown, self._wished, self._question):
            if await reader(turn, service):
                return True
        if self._attempt(turn):
            return True
        if shown_now(turn) or turn.dialogue.step == ASKS_DIGITS:
            turn.inbound = replace(turn.inbound, text=hide_phones(turn.inbound.text))
        note_stray(turn)
        return False

    async def _codes(self, turn: Turn, service: Dossiers, codes: tuple[ReceiptCode, ...]) -> None:
        if len(codes) > 1:
            await self._dossiers.several(turn, service, codes)
            return
        code, rest = codes[0], without_codes(turn.inbound.text)
        said = spell_out(rest)
        wish, ask = read_wish(said), read_ask(said)
        follows = wish is Wish.FOLLOW or self._asked_to_follow(turn)
        digits = None if in_a_group(turn) else find_proof(rest)
        if digits is not None and not has_proved(turn, code):
            await self._prove(turn, service, code, digits, values.FOLLOW if follows else "")
        elif wish is Wish.STOP:
            await self._following.unfollow(turn, [code.display])
        elif follows:
            await self._following.follow(turn, [code.display])
        else:
            await self._show(turn, service, code, ask)
        kept = turn.inbound.text if digits is None else f"{code.display} {MASK}"
        turn.inbound = replace(turn.inbound, text=_without_phones(kept, code))

    async def _show(
        self, turn: Turn, service: Dossiers, code: ReceiptCode, ask: Ask | None
    ) -> None:
        await self._dossiers.show(turn, service, code)
        shown = shown_now(turn)
        beside = self._answers.beside(turn, ask) if ask and code in shown and turn.replies else ""
        if beside:
            last = turn.replies[-1]
            turn.replies[-1] = replace(last, text=f"{last.text}\n\n{beside}")

    async def _asked(self, turn: Turn, service: Dossiers) -> bool:
        """Read the digits that were asked for."""
        if not is_asked_for_digits(turn):
            return False
        text, slots = turn.inbound.text, turn.dialogue.slots
        code = read_receipt_code(str(slots.get("code", "")))
        digits = read_last_digits(text) or read_proof(text)
        if digits is None or code is None:
            if MASK not in text:
                return False
            turn.say("dossier.only_four", [turn.choice(values.PERSON, "common.person")])
            return True
        if in_a_group(turn):
            return False
        await self._prove(turn, service, code, digits, str(slots.get("then", "")))
        return True

    async def _prove(
        self, turn: Turn, service: Dossiers, code: ReceiptCode, digits: str, then: str
    ) -> None:
        """Compare digits, then go on with what was wanted before they were asked for."""
        if not await self._dossiers.digits(turn, service, code, digits, then):
            return
        ask = _ASKS.get(then.removeprefix(THEN))
        if then == values.FOLLOW:
            await self._following.with_proof(turn, service, code, [])
        elif ask is not None:
            await self._answers.answer(turn, service, code, ask)

    async def _shown(self, turn: Turn, service: Dossiers) -> bool:
        """Understand words that mean a dossier which was shown a moment ago."""
        shown = shown_now(turn)
        if not shown:
            return False
        text = turn.inbound.text
        said = spell_out(text)
        code, picked = await self._meant(turn, service, said)
        digits = read_proof(text)
        if digits is not None and code is not None and not in_a_group(turn):
            await self._prove(turn, service, code, digits, "")
            return True
        wish, ask = read_wish(said), read_ask(said)
        names = names_a_matter(said)
        if (wish or ask) and names and self._alone(text) is Alone.MATTER:
            forget_shown(turn)
            return False
        if wish is not None:
            return await self._wish(turn, service, wish, code, said)
        if read_about(said) is not None:
            return False
        asks = ask or picked or (not names and self._alone(text) is Alone.VAGUE)
        if not asks:
            return False
        await self._answer(turn, service, code, ask)
        return True

    async def _meant(
        self, turn: Turn, service: Dossiers, said: str
    ) -> tuple[ReceiptCode | None, bool]:
        """Return which dossier is meant, None when that is open, and whether it was picked."""
        shown, lately = shown_now(turn), shown_lately(turn)
        place = read_pick(said)
        among = shown if len(shown) > 1 else lately
        if place is not None and -len(among) <= place < len(among):
            return among[place], True
        if means_late_one(said):
            for code in lately:
                dossier = await service.full(code)
                if dossier is not None and self._dossiers.is_late(turn, dossier):
                    return code, True
        return (shown[0] if len(shown) == 1 else None), False

    async def _answer(
        self, turn: Turn, service: Dossiers, code: ReceiptCode | None, ask: Ask | None
    ) -> None:
        if code is None:
            buttons = [
                turn.choice(
                    values.join(values.DOSSIER_ASK, one.display, ask or ""),
                    "dossier.see",
                    code=one.display,
                )
                for one in shown_now(turn)
            ]
            turn.say("dossier.which_one", buttons)
        elif ask is None:
            await self._dossiers.show(turn, service, code)
        else:
            await self._answers.answer(turn, service, code, ask)

    async def _wish(
        self, turn: Turn, service: Dossiers, wish: Wish, code: ReceiptCode | None, said: str
    ) -> bool:
        """Follow or leave the dossier that is meant; False when all messages are."""
        if wish is Wish.STOP and means_all_messages(said):
            return False
        arguments = [code.display] if code else []
        if wish is Wish.FOLLOW:
            await self._following.follow(turn, arguments)
            return True
        if code is not None and not await service.follows(code, turn.inbound.conversation_id):
            arguments = []
        await self._following.unfollow(turn, arguments)
        return True

    async def _wished(self, turn: Turn, service: Dossiers) -> bool:
        """Follow or leave when no dossier is on the screen."""
        said = spell_out(turn.inbound.text)
        wish = read_wish(said)
        text = turn.inbound.text
        if wish is None or (names_a_matter(said) and self._alone(text) is Alone.MATTER):
            return False
        if wish is Wish.FOLLOW and turn.dialogue.step not in ("", ASKS_CODE):
            return False
        return await self._wish(turn, service, wish, None, said)

    async def _question(self, turn: Turn, service: Dossiers) -> bool:
        if turn.dialogue.step not in OUR_STEPS:
            return False  # an answer to what something else asked: a phone number, a name
        said = spell_out(turn.inbound.text)
        about = read_about(said)
        if about is None or (about is About.BY_PHONE and is_elsewhere(said)):
            return False
        await self._questions.answer(turn, service, about)
        return True

    def _attempt(self, turn: Turn) -> bool:
        """Say what is wrong with something that was meant to be a code."""
        text = turn.inbound.text
        misdated = find_misdated(text)
        asked = turn.dialogue.step == ASKS_CODE
        if misdated is None and not (asked and _is_attempt(text)):
            return False
        begin(turn)
        turn.dialogue.step = ASKS_CODE
        person = [turn.choice(values.PERSON, "common.person")]
        if misdated is not None:
            turn.say("dossier.misdated", person, code=misdated)
        else:
            turn.say("dossier.not_a_code", person)
        return True

    def _asked_to_follow(self, turn: Turn) -> bool:
        slots, step = turn.dialogue.slots, turn.dialogue.step
        return slots.get("then") == values.FOLLOW and step == ASKS_CODE


def _without_phones(text: str, code: ReceiptCode) -> str:
    """Return what is kept of a message with a code: no phone number stands beside it."""
    hidden = hide_phones(text)
    same = [each.key for each in find_receipt_codes(hidden)] == [code.key]
    return hidden if same else f"{code.display} {MASK}"


def _is_attempt(text: str) -> bool:
    """Say whether somebody who was asked for a code meant to give one."""
    few = sum(letter.isalpha() for letter in text) <= _FEW_LETTERS
    return few and bool(_TRIED.search(text)) and not _WRONG_KIND.search(text)
