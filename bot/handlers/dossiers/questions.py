"""Questions about dossiers that need no code: other people's, lost slips, phones, fraud."""

from dataclasses import replace

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.kinds import About
from bot.handlers.dossiers.looking_up import DossierHandlers
from bot.handlers.dossiers.proofs import hide_phones
from bot.handlers.dossiers.turns import ASKS_CODE, begin
from bot.handlers.person import PersonHandlers
from bot.kernel.messages import Choice
from bot.services.dossiers.service import Dossiers

_THEN_CODE = (About.OTHERS, About.BY_PHONE, About.OWN_PHONE)  # the code is what helps next


class QuestionHandlers:
    """Answers questions about dossiers at all."""

    def __init__(self, dossiers: DossierHandlers, person: PersonHandlers) -> None:
        self._dossiers = dossiers
        self._person = person

    async def answer(self, turn: Turn, service: Dossiers, about: About) -> None:
        """Answer one of them."""
        if about is About.LOST:
            await self._dossiers.lost(turn, [])
        elif about is About.MINE:
            await self._dossiers.mine(turn, [])
        elif about is About.NO_NEWS:
            await self._no_news(turn, service)
        else:
            self._explain(turn, about)

    async def _no_news(self, turn: Turn, service: Dossiers) -> None:
        """Say when messages come; whoever follows something sees how far that is."""
        begin(turn)
        if await service.followed(turn.inbound.conversation_id):
            turn.say("dossier.about.no_news_yet")
            await self._dossiers.mine(turn, [])
            return
        turn.dialogue.step = ASKS_CODE
        turn.say("dossier.about.no_news", self._ways(turn))

    def _explain(self, turn: Turn, about: About) -> None:
        begin(turn)
        turn.inbound = replace(turn.inbound, text=hide_phones(turn.inbound.text))
        text = turn.voice(f"dossier.about.{about}")
        if about in _THEN_CODE:
            turn.dialogue.step = ASKS_CODE
        else:
            text += "\n" + self._person.how_to_reach(turn.voice, turn.now)
        turn.tell(text, self._ways(turn))

    def _ways(self, turn: Turn) -> list[Choice]:
        return [
            turn.choice(values.DOSSIER, "dossier.look"),
            turn.choice(values.PERSON, "common.person"),
            turn.choice(values.MENU, "common.to_menu"),
        ]
