"""What holds only here: the list of procedures that are free when handed in online."""

from collections.abc import Mapping

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.paging import page_of, read_page
from bot.kernel.messages import Choice
from bot.knowledge.model import Procedure
from bot.knowledge.overlays import LocalTruth
from bot.knowledge.reading import Behavior
from bot.services.procedures.wording import say_date


class LocalHandlers:
    """Tells what the province or the commune decided for itself."""

    def __init__(self, procedures: Mapping[str, Procedure], local: LocalTruth) -> None:
        self._procedures = procedures
        self._free = local.free_online

    async def free(self, turn: Turn, arguments: list[str]) -> None:
        """List what costs nothing when handed in online; say so when nobody has told us."""
        turn.dialogue.misses = 0
        turn.verdict = Verdict(Behavior.OTHER)
        free = self._free
        if free is None:
            turn.say(
                "local.free_unknown",
                [
                    turn.choice(values.MENU, "common.to_menu"),
                    turn.choice(values.PERSON, "common.person"),
                ],
            )
            return
        choices = [
            Choice(values.join(values.PROCEDURE, code), self._procedures[code].short)
            for code in free.codes
        ]
        page = read_page(arguments[0]) if arguments else 0
        turn.dialogue.visit(values.join(values.FREE, page))
        text = turn.voice(
            "local.free_list",
            place=free.place[:1].upper() + free.place[1:],
            count=len(free.codes),
            basis=free.basis,
            checked=say_date(free.checked),
        )
        if free.valid_to:
            text += " " + turn.voice("local.free_until", day=say_date(free.valid_to))
        turn.tell(text, page_of(turn, choices, page, values.FREE))
