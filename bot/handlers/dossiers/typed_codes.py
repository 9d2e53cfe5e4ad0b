"""Receipt codes and digits that people type, before anything else is understood."""

import re

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.following import FollowHandlers
from bot.handlers.dossiers.looking_up import DossierHandlers
from bot.handlers.dossiers.turns import (
    ASKS_CODE,
    begin,
    has_proved,
    in_a_group,
    is_asked_for_digits,
    shown_before,
)
from bot.kernel.privacy import MASK
from bot.kernel.receipts import ReceiptCode, find_last_digits, find_receipt_codes
from bot.kernel.vietnamese import fold
from bot.services.dossiers.phones import read_last_digits
from bot.services.dossiers.service import Dossiers

_STOPS = re.compile(r"\b(?:bo|ngung|thoi|dung|huy|stop)\s+(?:theo doi|following)\b")
_FOLLOWS = re.compile(r"\b(?:theo doi|follow)\b")
_ABOUT_DOSSIERS = re.compile(r"\b(?:ho so|hs|ma|giay hen|bien nhan)\b|^(?:\.\.|…)")
# Proof given before it was asked for; a longer sentence with a number in it is none.
_ONLY_DIGITS = re.compile(r"(?:(?:bon|4)? ?(?:so|chu so) cuoi (?:la )?|duoi (?:la )?)?\d{4}")
_TRIED = re.compile(r"(?:\d\D{0,3}){5}")  # somebody typed most of a code ...
_FEW_LETTERS = 12  # ... and little else: a story with a date in it is a question
_WRONG_KIND = re.compile(r"\d\.\d{6}")  # a procedure's code: that is a question about it


class TypedCodes:
    """Answers messages that hold a receipt code, its end, or the digits that were asked for."""

    def __init__(self, dossiers: DossierHandlers, following: FollowHandlers) -> None:
        self._dossiers = dossiers
        self._following = following

    async def read(self, turn: Turn) -> bool:
        """Answer a turn about dossiers; False when it is about something else."""
        text = turn.inbound.text
        codes = find_receipt_codes(text)
        if codes:
            service = self._dossiers.ready(turn)
            if service is not None:
                await self._codes(turn, service, codes)
            return True
        service = self._dossiers.service
        if service is None:
            return False
        if is_asked_for_digits(turn):
            return await self._digits(turn, service)
        shown = shown_before(turn)
        if shown is not None and await self._about(turn, service, shown):
            return True
        ending = find_last_digits(text)
        if ending is not None and _ABOUT_DOSSIERS.search(fold(text)):
            await self._ending(turn, service, ending)
            return True
        if turn.dialogue.step == ASKS_CODE and _is_attempt(text):
            begin(turn)
            turn.dialogue.step = ASKS_CODE
            turn.say("dossier.not_a_code", [turn.choice(values.PERSON, "common.person")])
            return True
        return False

    async def _codes(self, turn: Turn, service: Dossiers, codes: tuple[ReceiptCode, ...]) -> None:
        said = fold(turn.inbound.text)
        wants_to_follow = turn.dialogue.slots.get("then") == values.FOLLOW
        if len(codes) > 1:
            await self._dossiers.several(turn, service, codes)
        elif _STOPS.search(said):
            await self._following.unfollow(turn, [codes[0].display])
        elif _FOLLOWS.search(said) or (wants_to_follow and turn.dialogue.step == ASKS_CODE):
            await self._following.follow(turn, [codes[0].display])
        else:
            await self._dossiers.show(turn, service, codes[0])

    async def _about(self, turn: Turn, service: Dossiers, shown: ReceiptCode) -> bool:
        """Understand words that mean the dossier which was shown a moment ago."""
        said = fold(turn.inbound.text)
        if _STOPS.search(said):
            if not await service.follows(shown, turn.inbound.conversation_id):
                return False
            await self._following.unfollow(turn, [shown.display])
        elif _FOLLOWS.search(said):
            await self._following.follow(turn, [shown.display])
        elif _ONLY_DIGITS.fullmatch(said) and not has_proved(turn, shown):
            return await self._digits(turn, service)
        else:
            return False
        return True

    async def _digits(self, turn: Turn, service: Dossiers) -> bool:
        text = turn.inbound.text
        digits = read_last_digits(text)
        if digits is None:
            if MASK not in text:
                return False
            turn.say("dossier.only_four", [turn.choice(values.PERSON, "common.person")])
            return True
        if in_a_group(turn):
            return False
        code = await self._dossiers.digits(turn, service, digits)
        if code is not None:
            await self._following.with_proof(turn, service, code, [])
        return True

    async def _ending(self, turn: Turn, service: Dossiers, ending: str) -> None:
        """Look for the end of a code among the person's own dossiers, never among others'."""
        followed = await service.followed(turn.inbound.conversation_id)
        own = [one.dossier.code for one in followed if one.dossier.code.display.endswith(ending)]
        if len(own) == 1:
            await self._dossiers.show(turn, service, own[0])
        elif own:
            await self._dossiers.several(turn, service, tuple(own))
        else:
            begin(turn)
            turn.dialogue.step = ASKS_CODE
            turn.say(
                "dossier.ending_only",
                [
                    turn.choice(values.DOSSIER_LOST, "dossier.lost_button"),
                    turn.choice(values.PERSON, "common.person"),
                ],
            )


def _is_attempt(text: str) -> bool:
    """Say whether somebody who was asked for a code meant to give one."""
    few = sum(letter.isalpha() for letter in text) <= _FEW_LETTERS
    return few and bool(_TRIED.search(text)) and not _WRONG_KIND.search(text)
