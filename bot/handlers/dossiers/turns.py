"""What turns about dossiers share: who asks, what was proved, where one may speak openly."""

from datetime import datetime, timedelta

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.dossiers.kinds import Ask
from bot.handlers.queue.fields import READY
from bot.kernel.messages import Choice
from bot.kernel.receipts import ReceiptCode, read_receipt_code
from bot.knowledge.reading import Behavior
from bot.services.dossiers.model import Status
from bot.services.dossiers.rules import OVER
from bot.services.dossiers.sights import Person

PROOF_LASTS = timedelta(minutes=30)
ASKED_LASTS = timedelta(minutes=10)
ASKS_CODE = "dossier:code"
ASKS_DIGITS = "dossier:digits"
ASKS_DAY = "dossier:day"
# Channels that keep messages outside the country: no full names, no private matters there.
_KEPT_ABROAD = ("telegram",)
_MOST_PROOFS = 20


def begin(turn: Turn) -> None:
    """End whatever was asked before; this turn is about dossiers."""
    turn.verdict = Verdict(Behavior.OTHER)
    turn.dialogue.misses = 0
    turn.dialogue.end_step()


def person_of(turn: Turn) -> Person:
    """Return who asks, in which message."""
    return Person(turn.inbound.conversation_id, turn.inbound.message_id)


def code_in(arguments: list[str]) -> ReceiptCode | None:
    """Return the code in a button's value; anything strange is none."""
    return read_receipt_code(arguments[0]) if arguments else None


def kept_abroad(turn: Turn) -> bool:
    """Say whether what is written here is kept outside the country."""
    return turn.inbound.channel in _KEPT_ABROAD


def in_a_group(turn: Turn) -> bool:
    """Say whether several people read this conversation (numbers of Telegram groups are < 0)."""
    return turn.inbound.channel == "telegram" and turn.inbound.channel_user.startswith("-")


def refused_here(turn: Turn) -> bool:
    """Refuse details where several people read; return whether it was refused."""
    if not in_a_group(turn):
        return False
    turn.say("dossier.in_a_group", [turn.choice(values.PERSON, "common.person")])
    return True


def remember_proof(turn: Turn, code: ReceiptCode) -> None:
    """Let somebody who proved it look again for a while."""
    now = turn.now
    still = {key: end for key, end in turn.dialogue.proved.items() if _holds(end, now)}
    still[code.key] = (now + PROOF_LASTS).isoformat()
    turn.dialogue.proved = dict(list(still.items())[-_MOST_PROOFS:])


def has_proved(turn: Turn, code: ReceiptCode) -> bool:
    """Say whether somebody proved a moment ago that a dossier is theirs."""
    return _holds(turn.dialogue.proved.get(code.key, ""), turn.now)


def is_asked_for_digits(turn: Turn) -> bool:
    """Say whether four digits now mean those of a phone number."""
    if turn.dialogue.step != ASKS_DIGITS:
        return False
    asked_at = _moment(str(turn.dialogue.slots.get("at", "")))
    return asked_at is not None and turn.now - asked_at <= ASKED_LASTS


def say_wait(turn: Turn, wait: timedelta) -> str:
    """Return a time to wait in words, rounded up."""
    seconds = max(1, int(wait.total_seconds()) + 1)
    if seconds < 60:
        return turn.voice("dossier.seconds", count=seconds)
    if seconds < 2 * 3600:
        return turn.voice("dossier.minutes", count=-(-seconds // 60))
    return turn.voice("dossier.hours", count=-(-seconds // 3600))


def _holds(end: str, now: datetime) -> bool:
    until = _moment(end)
    return until is not None and until > now


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def to_fetch(turn: Turn, status: Status | None) -> list[Choice]:
    """Return the button that leads to a number or a time, where a result is there to be fetched."""
    value = values.join(values.BOOK, "", READY)
    return [turn.choice(value, "queue.button")] if status is Status.DONE else []


def fetched_by_another(turn: Turn, code: ReceiptCode) -> Choice:
    """Return the button that tells how somebody else fetches a result."""
    value = values.join(values.DOSSIER_ASK, code.display, Ask.FETCHER)
    return turn.choice(value, "dossier.fetched_by_another")


def after_public(
    turn: Turn, code: ReceiptCode, status: Status | None, *, queue: bool
) -> list[Choice]:
    """Return what can be done after a look at level 1."""
    follow = turn.choice(values.join(values.FOLLOW, code.display), "dossier.follow")
    return [
        turn.choice(values.join(values.DOSSIER_FULL, code.display), "dossier.full"),
        *(to_fetch(turn, status) if queue else ()),
        *((fetched_by_another(turn, code),) if status is Status.DONE else ()),
        *(() if status in OVER else (follow,)),
        turn.choice(values.DOSSIERS, "dossier.mine"),
        turn.choice(values.PERSON, "common.person"),
    ]
