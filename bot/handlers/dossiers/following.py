"""Following dossiers: whose it is, consent, and an end."""

from collections.abc import Sequence

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.looking_up import DossierHandlers
from bot.handlers.dossiers.shown import note_left, note_shown, shown_now, take_left
from bot.handlers.dossiers.turns import (
    ASKS_CODE,
    begin,
    code_in,
    has_proved,
    person_of,
    refused_here,
)
from bot.handlers.paging import page_of
from bot.kernel.messages import Choice
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.rules import OVER
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Role

CONSENT_VERSION = "2026-11"
_ROLES = {role.value: role for role in Role}
_ALL = "all"


class FollowHandlers:
    """Lets people follow dossiers and stop."""

    def __init__(self, dossiers: DossierHandlers) -> None:
        self._dossiers = dossiers

    async def follow(self, turn: Turn, arguments: list[str]) -> None:
        """Ask for what is not known yet – code, proof, whose, consent – then follow."""
        service, code = self._dossiers.ready(turn), code_in(arguments)
        if service is None or refused_here(turn):
            return
        shown = shown_now(turn)
        if code is None and len(shown) == 1:
            code = shown[0]
        if code is None and len(shown) > 1:
            self._ask_which_to_follow(turn, shown)
            return
        if code is None:
            begin(turn)
            turn.dialogue.step = ASKS_CODE
            turn.dialogue.slots = {"then": values.FOLLOW}
            turn.say("dossier.follow_which", [turn.choice(values.MENU, "common.to_menu")])
            return
        follows = await service.follows(code, turn.inbound.conversation_id)
        if not (follows or has_proved(turn, code)):
            self._dossiers.ask_digits(turn, code, then=values.FOLLOW)
            return
        await self.with_proof(turn, service, code, arguments[1:])

    async def with_proof(
        self, turn: Turn, service: Dossiers, code: ReceiptCode, said: list[str]
    ) -> None:
        """Go on with somebody who proved that the dossier is theirs to see."""
        begin(turn)
        dossier = await service.full(code)
        if dossier is None or dossier.status in OVER:
            ways = [turn.choice(values.DOSSIERS, "dossier.mine")]
            turn.say("dossier.over", ways, code=code.display)
            return
        role = _ROLES.get(said[0]) if said else None
        if role is None:
            self._ask_whose(turn, code)
        elif said[1:2] == ["yes"]:
            await service.follow(code, person_of(turn), role, CONSENT_VERSION)
            note_shown(turn, code)
            turn.say("dossier.follows", self._ways(turn, code), code=code.display)
        elif said[1:2] == ["no"]:
            turn.say("dossier.declined", self._ways(turn, code))
        else:
            self._ask_consent(turn, code, role)

    async def unfollow(self, turn: Turn, arguments: list[str]) -> None:
        """Stop following one dossier or all; ask which one when there are several."""
        service, code = self._dossiers.ready(turn), code_in(arguments)
        if service is None:
            return
        begin(turn)
        here = turn.inbound.conversation_id
        if arguments[:1] == [_ALL]:
            count = await service.unfollow_all(here)
            self._tell_end(turn, "dossier.ended_all" if count else "dossier.not_followed", count)
            return
        followed = [one.dossier.code for one in await service.followed(here)]
        if code is None and len(followed) == 1:
            code = followed[0]
        if code is not None:
            ended = await service.unfollow(code, here)
            key = "dossier.ended" if ended else "dossier.not_followed"
            turn.say(key, [turn.choice(values.DOSSIERS, "dossier.mine")], code=code.display)
        elif not followed:
            self._tell_end(turn, "dossier.not_followed", 0)
        else:
            self._ask_which(turn, followed)

    async def stop_all(self, turn: Turn) -> int:
        """Stop following everything, for somebody who wants to hear nothing more; say how many."""
        service, here = self._dossiers.service, turn.inbound.conversation_id
        if service is None:
            return 0
        note_left(turn, [one.dossier.code for one in await service.followed(here)])
        return await service.unfollow_all(here)

    def offer_left(self, turn: Turn) -> None:
        """Name what was followed before all of it was ended: each must be followed anew."""
        left = take_left(turn)
        if left:
            self._ask_which_to_follow(turn, left, "dossier.follow_anew")

    def _ask_whose(self, turn: Turn, code: ReceiptCode) -> None:
        roles = [
            turn.choice(values.join(values.FOLLOW, code.display, role), f"dossier.role.{role}")
            for role in Role
        ]
        turn.say("dossier.whose", roles, code=code.display)

    def _ask_which_to_follow(
        self, turn: Turn, codes: Sequence[ReceiptCode], key: str = "dossier.follow_one"
    ) -> None:
        buttons = [Choice(values.join(values.FOLLOW, code.display), code.display) for code in codes]
        turn.say(key, [*buttons, turn.choice(values.MENU, "common.to_menu")])

    def _ask_consent(self, turn: Turn, code: ReceiptCode, role: Role) -> None:
        text = turn.voice("dossier.consent", code=code.display)
        if role is not Role.SELF:
            text += "\n" + turn.voice("dossier.consent_other")
        place = values.join(values.FOLLOW, code.display, role)
        turn.tell(
            text,
            [
                turn.choice(values.join(place, "yes"), "dossier.yes"),
                turn.choice(values.join(place, "no"), "dossier.no"),
            ],
        )

    def _ask_which(self, turn: Turn, followed: list[ReceiptCode]) -> None:
        buttons = [
            Choice(values.join(values.UNFOLLOW, code.display), code.display) for code in followed
        ]
        everything = turn.choice(values.join(values.UNFOLLOW, _ALL), "dossier.unfollow_all")
        turn.say("dossier.end_which", [*page_of(turn, buttons, 0, values.DOSSIERS), everything])

    def _tell_end(self, turn: Turn, key: str, count: int) -> None:
        turn.say(key, [turn.choice(values.MENU, "common.to_menu")], count=count)

    def _ways(self, turn: Turn, code: ReceiptCode) -> list[Choice]:
        return [
            turn.choice(values.join(values.DOSSIER, code.display), "dossier.see_again"),
            turn.choice(values.DOSSIERS, "dossier.mine"),
            turn.choice(values.MENU, "common.to_menu"),
        ]
