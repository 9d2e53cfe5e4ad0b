"""Asking for a rating in the chat: whom, when, and at most once in a while.

Source: common practice of one-stop centres – half an hour after the service, one question, closed
after a week, never after a death. Whoever declines is not asked again.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.kernel.clock import Clock
from bot.kernel.notices import Notice, Urgency
from bot.services.ratings.asking_store import AskingStore
from bot.services.ratings.model import Level, Occasion, Served
from bot.services.ratings.parameters import AskingRules
from bot.services.ratings.rules import CLOSES_AFTER, is_about_grief

KIND = "rating.ask"
CONSENT = "rating"
# A machine that was off does not ask about what people have forgotten.
_LOOK_BACK = timedelta(hours=24)
_POINTLESS_AFTER = timedelta(days=3)
_MOURNING = timedelta(days=100)  # as long as families keep it
# Values of buttons as ``bot.handlers.values`` reads them, with the keys of their labels.
_CHOICES = tuple((f"rate:{{key}}:{level}", f"rating.level_{level}") for level in reversed(Level))
_NO_MORE = ("rate:no", "rating.no_more")


@dataclass(frozen=True, slots=True)
class Tact:
    """What is known of matters and people, from the rest of the program.

    Attributes:
        names: official names of procedures, by code.
        is_quiet: says whether nobody may be asked after a procedure.
        declines: says whether somebody, by their kept dialogue, wants to be asked no more.
    """

    names: Callable[[Collection[str]], dict[str, str]]
    is_quiet: Callable[[str], bool]
    declines: Callable[[str], bool]

    def hurts(self, procedures: Collection[str], told_name: str = "") -> bool:
        """Say whether any of the matters is about a death, or not known at all."""
        names = self.names(procedures)
        known = [*names.values(), *([told_name] if told_name else [])]
        return (
            not known
            or any(is_about_grief(name) for name in known)
            or any(self.is_quiet(code) for code in procedures)
        )


class Asking:
    """Writes invitations to rate, and knows to whom they were written."""

    def __init__(
        self, store: AskingStore, clock: Clock, tact: Tact, rules: Callable[[], AskingRules]
    ) -> None:
        self._store = store
        self._clock = clock
        self._tact = tact
        self._rules = rules

    async def ask(self) -> int:
        """Ask whoever was served a while ago; return how many were asked."""
        rules, now = self._rules(), self._clock.now()
        if not rules.asks:
            return 0
        served = await self._store.served(now - rules.after - _LOOK_BACK, now - rules.after)
        people = {one.conversation_id for one in served}
        if not people:
            return 0
        spared = await self._store.asked_since(people, now - rules.again)
        spared |= await self._store.wishing(people, self._tact.declines)
        spared |= {
            one.conversation_id
            for one in await self._store.matters(people, now - _MOURNING)
            if one.is_known and self._tact.hurts(one.procedures, one.procedure_name)
        }
        chosen = _one_each(one for one in served if self._may_ask(one, spared))
        rated = await self._store.rated([one.key for one in chosen])
        notices = [_invitation(one) for one in chosen if one.key not in rated]
        return await self._store.write(notices, now)

    async def occasion(self, conversation_id: str, key: str) -> Occasion | None:
        """Return what somebody was asked to rate; None when they were not asked, or too late."""
        served = await self._store.invited(conversation_id, key)
        if served is None or served.served_at + CLOSES_AFTER < self._clock.now():
            return None
        names = self._tact.names(served.procedures)
        return Occasion(
            key=served.key,
            served_at=served.served_at,
            field=served.field,
            counter=served.counter,
            procedure=served.procedures[0] if served.procedures else "",
            procedure_name="; ".join(names.values()) or served.procedure_name,
        )

    async def open_invitation(self, conversation_id: str, *, last_said: bool) -> str:
        """Return the key of what somebody was asked to rate and has not; "" when there is none.

        Args:
            conversation_id: whose.
            last_said: only when nothing was said in the conversation since.
        """
        since = self._clock.now() - CLOSES_AFTER
        return await self._store.open_invitation(conversation_id, since, last_said=last_said)

    def _may_ask(self, one: Served, spared: Collection[str]) -> bool:
        return one.conversation_id not in spared and not self._tact.hurts(
            one.procedures, one.procedure_name
        )


def _one_each(served: Iterable[Served]) -> list[Served]:
    """Return what each person is asked about: the latest of what was done for them."""
    latest = {one.conversation_id: one for one in sorted(served, key=_when)}
    return list(latest.values())


def _when(one: Served) -> datetime:
    return one.served_at


def invitation_key(occasion: str, conversation_id: str) -> str:
    """Return the key of the notice that invites."""
    return f"rating:{occasion}:{conversation_id}"


def _invitation(one: Served) -> Notice:
    choices = tuple((value.format(key=one.key), label) for value, label in _CHOICES)
    return Notice(
        key=invitation_key(one.key, one.conversation_id),
        kind=KIND,
        subject=one.key,
        conversation_id=one.conversation_id,
        values={"number": one.number, "short": one.short},
        choices=(*choices, _NO_MORE),
        urgency=Urgency.BULK,  # never before anything that somebody waits for
        not_after=one.served_at + _POINTLESS_AFTER,
        consent=CONSENT,
        chat_only=True,
    )
