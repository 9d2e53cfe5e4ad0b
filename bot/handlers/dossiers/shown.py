"""Which dossiers are on somebody's screen: the words that follow may mean them.

They are remembered for a while and over one message about something else; a question about a
procedure ends it, because «nộp bao nhiêu tiền» means the procedure then.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.turn import Turn
from bot.handlers.dossiers.turns import ASKS_CODE, ASKS_DAY, ASKS_DIGITS
from bot.kernel.receipts import ReceiptCode, read_receipt_code

REMEMBERED = timedelta(minutes=30)
OUR_STEPS = ("", ASKS_CODE, ASKS_DAY, ASKS_DIGITS)
_STRAYS = 1
_MOST = 5


def note_shown(turn: Turn, *codes: ReceiptCode) -> None:
    """Remember what is on the screen now, and what was before."""
    names = [code.display for code in codes][:_MOST]
    before = [name for name in _names(turn, "lately") if name not in names]
    turn.dialogue.dossiers |= {
        "shown": names,
        "lately": [*names, *before][:_MOST],
        "at": turn.now.isoformat(),
        "talk": _talk(turn),
        "strays": 0,
    }


def shown_now(turn: Turn) -> tuple[ReceiptCode, ...]:
    """Return the dossiers on the screen; none when something else was begun since."""
    return _read(_names(turn, "shown"))


def shown_lately(turn: Turn) -> tuple[ReceiptCode, ...]:
    """Return those on the screen and those shown shortly before them."""
    return _read(_names(turn, "lately"))


def note_stray(turn: Turn) -> None:
    """Count a message about something else; one is forgiven."""
    kept = turn.dialogue.dossiers
    if kept.get("shown"):
        kept["strays"] = int(kept.get("strays", 0)) + 1
        if kept["strays"] > _STRAYS:
            forget_shown(turn)


def forget_shown(turn: Turn) -> None:
    """Forget what was on the screen."""
    turn.dialogue.dossiers |= {"shown": [], "lately": []}


def note_left(turn: Turn, codes: Sequence[ReceiptCode]) -> None:
    """Remember what somebody followed who wants to hear nothing more, in case that changes."""
    if codes:
        turn.dialogue.dossiers["left"] = [code.display for code in codes]


def take_left(turn: Turn) -> tuple[ReceiptCode, ...]:
    """Return what somebody followed before, once."""
    return _read(turn.dialogue.dossiers.pop("left", []))


def _names(turn: Turn, which: str) -> list[str]:
    kept = turn.dialogue.dossiers
    try:
        at = datetime.fromisoformat(str(kept.get("at", "")))
    except ValueError:
        return []
    old = turn.now - at > REMEMBERED
    if old or turn.dialogue.step not in OUR_STEPS or kept.get("talk") != _talk(turn):
        return []
    return list(kept.get(which, ()))


def _talk(turn: Turn) -> str:
    """Return what tells whether a procedure was talked about since."""
    context = turn.dialogue.context
    options = (option.code for option in context.options)
    return "|".join([*context.topics, *options, *context.topics_asked])


def _read(names: Sequence[str]) -> tuple[ReceiptCode, ...]:
    codes = (read_receipt_code(name) for name in names)
    return tuple(code for code in codes if code is not None)
