"""Several dossiers at once: a line each, and the buttons that open them."""

from collections.abc import Sequence

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.dossiers.turns import kept_abroad, say_wait
from bot.kernel.messages import Choice
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.lines import public_line, short_line
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Followed, LookedUp, Sight


def own_lines(turn: Turn, service: Dossiers, followed: Sequence[Followed]) -> list[str]:
    """Return a line for each dossier that somebody follows."""
    names = not kept_abroad(turn)
    return [
        short_line(
            one.dossier,
            turn.voice,
            turn.now,
            service.calendar,
            service.procedures,
            names=names or not service.is_sensitive(one.dossier),
        )
        for one in followed
    ]


def line_of(turn: Turn, service: Dossiers, code: ReceiptCode, seen: LookedUp) -> str:
    """Return a line for one of several codes that somebody typed."""
    voice, calendar = turn.voice, service.calendar
    if seen.public is not None:
        return public_line(seen.public, voice, turn.now, calendar)
    if seen.dossier is not None:
        return short_line(seen.dossier, voice, turn.now, calendar, {}, names=False)
    if seen.sight is Sight.UNKNOWN:
        return voice("dossier.unknown_line", code=code.display)
    left = (seen.wait_until or turn.now) - turn.now
    return voice("dossier.slowed", wait=say_wait(turn, left))


def see(turn: Turn, code: ReceiptCode) -> Choice:
    """Return the button that opens a dossier."""
    value = values.join(values.DOSSIER, code.display)
    return turn.choice(value, "dossier.see", code=code.display)
