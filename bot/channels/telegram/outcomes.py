"""What a Bot API answer means for a message: pure rules, from the published error texts."""

import random
import re
from datetime import timedelta

from bot.channels.telegram.api import ApiAnswer
from bot.kernel.channel import Outcome, Sent

DENIED_WAIT = timedelta(minutes=10)
_FLOOD_WAIT = 5
_NOT_MODIFIED = "message is not modified"
_NOT_EDITABLE = (
    "message can't be edited",
    "message to edit not found",
    "message identifier is not specified",
    "message_id_invalid",
)
# Our mistake in form, not in address: the words alone will do.
_BAD_FORM = (
    "can't parse entities",
    "message is too long",
    "message_too_long",
    "button_",  # BUTTON_DATA_INVALID, BUTTON_URL_INVALID, BUTTON_TYPE_INVALID
    "reply markup is too long",
    "reply_markup_",
    "inline keyboard button",
    "can't parse inline keyboard",
)
_GONE = ("chat not found", "peer_id_invalid", "user is deactivated", "user not found")
_RETRY_AFTER = re.compile(r"retry after (\d+)")


def not_modified(answer: ApiAnswer) -> bool:
    """Say whether an edit was refused because it is what the message shows already."""
    return answer.status == 400 and _NOT_MODIFIED in answer.description


def not_editable(answer: ApiAnswer) -> bool:
    """Say whether the message to edit is gone or too old, so that a new one is needed."""
    return answer.status == 400 and _holds(answer, _NOT_EDITABLE)


def bad_form(answer: ApiAnswer) -> bool:
    """Say whether markup, length or buttons were refused."""
    return answer.status == 400 and _holds(answer, _BAD_FORM)


def flood_wait(answer: ApiAnswer) -> int | None:
    """Return the seconds that a "too many requests" asks for; None for any other answer."""
    if answer.status != 429:
        return None
    if answer.retry_after is not None:
        return max(1, answer.retry_after)
    match = _RETRY_AFTER.search(answer.description)
    return max(1, int(match.group(1))) if match else _FLOOD_WAIT


def judge(answer: ApiAnswer) -> Sent:
    """Return what to record for a message that ended with this answer."""
    if answer.ok:
        return Sent(Outcome.ACCEPTED, _message_id(answer))
    reason = reason_of(answer)
    if not answer.sent:
        return Sent(Outcome.TRY_LATER, reason=reason)
    if answer.unclear:
        return Sent(Outcome.UNKNOWN, reason=reason)
    wait = flood_wait(answer)
    if wait is not None:
        return Sent(Outcome.TRY_LATER, wait=_with_jitter(wait), reason=reason)
    if answer.denied:
        return Sent(Outcome.TRY_LATER, wait=DENIED_WAIT, reason=reason)
    if answer.status == 403 or (answer.status == 400 and _holds(answer, _GONE)):
        return Sent(Outcome.NEVER, reason=reason)
    return Sent(Outcome.REFUSED, reason=reason)


def reason_of(answer: ApiAnswer) -> str:
    """Return a refusal in few words; a parser's complaint is cut before it quotes the message."""
    description = answer.description
    place = description.find("can't parse entities")
    if place >= 0:
        description = description[: place + len("can't parse entities")]
    return f"{answer.status} {description[:120]}".strip()


def _holds(answer: ApiAnswer, fragments: tuple[str, ...]) -> bool:
    description = answer.description.lower()
    return any(fragment in description for fragment in fragments)


def _message_id(answer: ApiAnswer) -> str | None:
    if isinstance(answer.result, dict):
        number = answer.result.get("message_id")
        return None if number is None else str(number)
    return None


def _with_jitter(seconds: int) -> timedelta:
    # A little later than asked, and not everybody at once.
    return timedelta(seconds=seconds + random.random())  # noqa: S311  # spreads load, guards nothing
