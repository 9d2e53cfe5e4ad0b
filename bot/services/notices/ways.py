"""The ways to a person, the best first. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.kernel.notices import Urgency
from bot.services.notices.model import CALL, SMS, Job

AFTER = "after:"  # a way with this beginning is done with; the next one is looked for
CALL_ONLY = frozenset({"reminder.result_call"})
# Nothing needs doing, or the words are not ours to shorten: no SMS is spent on these.
CHAT_ONLY = frozenset({"dossier.4", "dossier.10", "dossier.again", "office.note"})
# Where a person loses time, money or a right when they do not hear of it.
IMPORTANT = frozenset(
    {
        "dossier.3",
        "dossier.5",
        "dossier.6",
        "dossier.8",
        "dossier.9",
        "reminder.papers_last",
        "reminder.result_second",
        "reminder.result_call",
        "booking.moved",
        "booking.closure",
        "letter.apology",
        "office.come",
        "office.call_us",
    }
)
# Messages are kept outside the country there: what an officer noted by hand is left out.
ABROAD = frozenset({"telegram"})
HAND_WRITTEN = frozenset({"reason"})


@dataclass(frozen=True, slots=True)
class Open:
    """Which ways there are for one notice now.

    Attributes:
        chat: the conversation's channel is on and a message would reach the person.
        history: the chat is the web chat: it keeps what is said until the page comes back.
        template: name of a channel with an approved template for it; "" when there is none.
        sms: SMS is on and there is a text for it.
    """

    chat: bool
    history: bool = False
    template: str = ""
    sms: bool = False


def is_important(kind: str, urgency: Urgency) -> bool:
    """Say whether a notice is worth a second channel and a phone call."""
    return urgency is not Urgency.BULK and kind in IMPORTANT


def ways(job: Job, is_open: Open) -> tuple[str, ...]:
    """Return the ways to a person, the best first."""
    if job.kind in CALL_ONLY:
        return (CALL,) if job.phone else ()
    found: list[str] = []
    if is_open.chat:
        found.append(job.chat)
    if is_open.template:
        found.append(is_open.template)
    if is_open.sms and job.phone and not job.chat_only:
        found.append(SMS)
    if is_open.history and job.chat not in found:
        found.append(job.chat)  # better there than nowhere: it is read when the page comes back
    if job.phone and not job.chat_only and is_important(job.kind, job.urgency):
        found.append(CALL)
    return tuple(found)


def way_after(order: Sequence[str], here: str) -> str:
    """Return the way after one; the first one when that is not open; "" when there is none.

    A chat that is only kept for later comes after SMS, yet nobody goes back to where they were.
    """
    was = here.removeprefix(AFTER)
    if was in order:
        return next(iter(order[order.index(was) + 1 :]), "")
    rest = order if was == here else [way for way in order if way in (SMS, CALL)]
    return next((way for way in rest if way != was), "")
