"""The last digits of a code: searched among one's own dossiers, or with the day they were born."""

import re

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.days import read_past_day
from bot.handlers.dossiers.following import FollowHandlers
from bot.handlers.dossiers.looking_up import DossierHandlers
from bot.handlers.dossiers.shown import shown_lately, shown_now
from bot.handlers.dossiers.turns import ASKS_DAY, begin, person_of
from bot.handlers.dossiers.wishes import Wish, read_wish
from bot.handlers.dossiers.words import spell_out
from bot.kernel.receipts import ReceiptCode, find_last_digits
from bot.kernel.vietnamese import fold
from bot.services.dossiers.lists import Wanted
from bot.services.dossiers.service import Dossiers

_ABOUT_DOSSIERS = re.compile(r"\b(?:ho so|hs|ma|giay hen|bien nhan)\b|^(?:\.\.|…)")

_END = re.compile(r"\b(?:duoi|so cuoi)\b")
_OTHER_NUMBERS = re.compile(r"\b(?:bien so|xe|sdt|dien thoai|can cuoc|cccd|the|tai khoan|so do)\b")
_FEW_WORDS = 6


class EndingHandlers:
    """Finds a dossier by the end of its code."""

    def __init__(self, dossiers: DossierHandlers, following: FollowHandlers) -> None:
        self._dossiers = dossiers
        self._following = following

    async def read(self, turn: Turn, service: Dossiers) -> bool:
        """Answer a message that names the end of a code, or the day that was asked for."""
        text = turn.inbound.text
        ending = find_last_digits(text)
        said = fold(text)
        named = _ABOUT_DOSSIERS.search(said) or (
            _END.search(said) and not shown_now(turn) and len(said.split()) <= _FEW_WORDS
        )
        if ending is not None and named and not _OTHER_NUMBERS.search(said):
            await self._ending(turn, service, ending)
            return True
        if turn.dialogue.step == ASKS_DAY:
            return await self._day(turn, service)
        return False

    async def _ending(self, turn: Turn, service: Dossiers, ending: str) -> None:
        """Look among those seen lately and one's own first; others need the day as well."""
        followed = await service.followed(turn.inbound.conversation_id)
        known = [*shown_lately(turn), *(one.dossier.code for one in followed)]
        own = list(dict.fromkeys(code for code in known if code.display.endswith(ending)))
        wish = read_wish(spell_out(turn.inbound.text))
        if len(own) == 1 and wish is Wish.STOP:
            await self._following.unfollow(turn, [own[0].display])
        elif wish is Wish.STOP:
            await self._following.unfollow(turn, [])
        elif len(own) == 1:
            await self._dossiers.show(turn, service, own[0])
        elif own:
            await self._dossiers.several(turn, service, tuple(own))
        else:
            self._ask_day(turn, ending)

    def _ask_day(self, turn: Turn, ending: str) -> None:
        begin(turn)
        turn.dialogue.step = ASKS_DAY
        turn.dialogue.slots = {"ending": ending}
        turn.say(
            "dossier.ending_only",
            [
                turn.choice(values.DOSSIER_LOST, "dossier.lost_button"),
                turn.choice(values.PERSON, "common.person"),
            ],
            ending=ending,
        )

    async def _day(self, turn: Turn, service: Dossiers) -> bool:
        """Show the one dossier of a day whose code ends so; the code alone shows no more."""
        ending = str(turn.dialogue.slots.get("ending", ""))
        day = read_past_day(turn.inbound.text, turn.now.astimezone(service.calendar.zone).date())
        if day is None or not ending.isdigit():
            return False
        part = f"{day:%y%m%d}{ending}"
        rows = (await service.desk.page(Wanted(part=part))).rows
        codes = [row.code for row in rows if row.code.key.endswith(part)]
        # Whoever guesses days is slowed down like whoever guesses codes.
        code = codes[0] if len(codes) == 1 else ReceiptCode(f"H00-{day:%y%m%d}-{ending}")
        if len(codes) == 1:
            await self._dossiers.show(turn, service, code)
            return True
        await service.look_up(code, person_of(turn))
        begin(turn)
        turn.say(
            "dossier.ending_unknown",
            [
                turn.choice(values.DOSSIER, "dossier.look"),
                turn.choice(values.PERSON, "common.person"),
            ],
            ending=ending,
            day=f"{day:%d/%m/%Y}",
        )
        return True
