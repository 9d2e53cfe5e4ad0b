"""Sends what is due: leased in small batches, written down before and after every call."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.channel import Channel, Outcome, Outgoing, Sent
from bot.kernel.clock import Clock
from bot.kernel.ids import IdMaker
from bot.kernel.messages import Choice
from bot.kernel.notices import Reason
from bot.services.notices.deciding import after_call, before_sending, honest, move_on
from bot.services.notices.health import Health
from bot.services.notices.model import SMS, Decision, Job, Person
from bot.services.notices.pace import Paces
from bot.services.notices.people import People
from bot.services.notices.routes import Routes
from bot.services.notices.rules import CALL_SECONDS, Rules
from bot.services.notices.store import SendStore
from bot.services.notices.texts import Texts
from bot.services.notices.ways import ABROAD, AFTER, HAND_WRITTEN, way_after, ways
from bot.services.notices.writing import Finish, Keep, Start

logger = logging.getLogger(__name__)

BATCH = 100
_AT_ONCE = 16  # calls of one channel at a time: so few can be left unclear when the power goes
_RANKS = (0, 1, 2)
_BULK = 2


class Counting(Protocol):
    """Where figures go."""

    def sent(self, way: str, outcome: str) -> None:
        """Count one call of a channel."""
        ...


class Sender:
    """Carries notices to their channels; several processes may do so at once."""

    def __init__(
        self,
        store: SendStore,
        people: People,
        routes: Routes,
        texts: Texts,
        clock: Clock,
        *,
        rules: Callable[[], Rules],
        calendar: Callable[[], WorkingCalendar],
        counting: Counting | None = None,
    ) -> None:
        self._store = store
        self._people = people
        self._routes = routes
        self._texts = texts
        self._clock = clock
        self._rules = rules
        self._calendar = calendar
        self._counting = counting
        self._ids = IdMaker(clock)
        self._paces = Paces(rules)
        self._gates = {way: asyncio.Semaphore(_AT_ONCE) for way in routes.names}
        self._lanes: dict[str, asyncio.Task[int]] = {}
        self._stopping = False
        self.health = Health()

    async def tick(self) -> int:
        """Let every way that is idle look for work; a slow one holds up no other.

        Returns:
            How many notices the ways that have finished since the last tick handled.

        Raises:
            Exception: what a way failed with.
        """
        done = 0
        for way in self._routes.names:
            lane = self._lanes.get(way)
            if lane is not None and not lane.done():
                continue
            self._lanes[way] = asyncio.create_task(self._run(way))
            done += lane.result() if lane is not None else 0
        await asyncio.sleep(0)
        return done

    async def send(self) -> int:
        """Send everything that is due now, and return how many notices were handled."""
        return sum(await asyncio.gather(*(self._run(way) for way in self._routes.names)))

    async def stop(self) -> None:
        """Finish what is in hand and begin nothing more."""
        self._stopping = True
        await asyncio.gather(*self._lanes.values(), return_exceptions=True)
        await self._store.drain()

    async def sweep(self) -> int:
        """Settle what a dead process left behind, and move on what waits for a channel that is off.

        Returns:
            How many notices were moved.
        """
        now = self._clock.now()
        broken = await self._store.broken_off(BATCH, now)
        people = await self._people.of(broken, now)
        for job in broken:
            sent = Sent(Outcome.UNKNOWN, reason="broken off")
            await self._settle(job, people[job.id], sent)
        stranded = await self._store.lease_elsewhere(self._routes.names, BATCH, now)
        people = await self._people.of(stranded, now)
        await asyncio.gather(*(self._handle(job, people[job.id]) for job in stranded))
        return len(broken) + len(stranded)

    async def _run(self, way: str) -> int:
        """Handle what is due on one way until nothing is left or its rate is used up."""
        done = 0
        while not self._stopping:
            jobs = await self._take(way)
            if not jobs:
                break
            people = await self._people.of(jobs, self._clock.now())
            await asyncio.gather(*(self._guarded(job, people[job.id]) for job in jobs))
            done += len(jobs)
        return done

    async def _take(self, way: str) -> list[Job]:
        now = self._clock.now()
        if self.health.resting(way, now):
            return []
        room = 1 if self.health.ailing(way) else BATCH
        jobs: list[Job] = []
        for rank in _RANKS:
            wanted = room - len(jobs)
            free = self._paces.free(way, now, bulk=rank == _BULK)
            if min(wanted, free) > 0:
                found = await self._store.lease(way, rank, min(wanted, free), now)
                self._paces.use(way, len(found), bulk=rank == _BULK)
                jobs += found
        return jobs

    async def _guarded(self, job: Job, person: Person) -> None:
        """Handle one notice; what goes wrong with it is no other's concern, its lease runs out."""
        try:
            async with self._gates[job.way]:
                await self._handle(job, person)
        except Exception:
            logger.exception("notice not handled", extra={"notice": job.id, "kind": job.kind})

    async def _handle(self, job: Job, person: Person) -> None:
        now = self._clock.now()
        rules, calendar = self._rules(), self._calendar()
        held = before_sending(job, now, allowed=person.allowed, rules=rules, calendar=calendar)
        if held is not None:
            await self._store.submit(Finish(job, honest(job, held), now))
            return
        if not job.readable:
            # Another process may have the right key: when the lease runs out it gets its turn.
            logger.critical("notice encrypted with another secret key", extra={"notice": job.id})
            return
        is_open = await self._routes.open_for(job, person, self._texts, now)
        order = ways(job, is_open)
        begins_elsewhere = is_open.history and not is_open.chat and not job.reason
        if begins_elsewhere and order and order[0] != job.way == job.chat:
            closed = honest(job, move_on(order[0], now, Reason.WINDOW_CLOSED))
            await self._store.submit(Finish(job, closed, now, skipped="closed"))
            return
        if job.way not in order:
            await self._onward(job, order, "closed", now)
            return
        message = self._compose(job, person)
        if message is None:
            logger.error("notice without words", extra={"notice": job.id, "kind": job.kind})
            await self._onward(job, order, "no text", now)
            return
        if job.way in self._routes.histories:
            if await self._store.submit(Keep(job, message, now)):
                self._count(job.way, Outcome.ACCEPTED)
            return
        if await self._store.submit(Start(job, now)):
            await self._settle(job, person, await self._call(job, message))

    async def _onward(self, job: Job, order: Sequence[str], why: str, now: datetime) -> None:
        onward = way_after(order, job.way)
        reason = Reason.NO_CHANNEL
        if why == "closed" and order and job.chat:
            reason = Reason.WINDOW_CLOSED
        if why == "no text":
            reason = Reason.TECHNICAL
        skipped = "" if job.way.startswith(AFTER) else why
        decision = honest(job, move_on(onward, now, reason))
        await self._store.submit(Finish(job, decision, now, skipped=skipped))

    async def _settle(self, job: Job, person: Person, sent: Sent) -> None:
        now = self._clock.now()
        order = ways(job, await self._routes.open_for(job, person, self._texts, now))
        decision: Decision = after_call(
            job,
            sent,
            now,
            way_after(order, job.way),
            idempotent=self._routes.is_idempotent(job.way),
            ailing=self.health.ailing(job.way),
        )
        await self._store.submit(Finish(job, honest(job, decision), now, sent=sent))

    async def _call(self, job: Job, message: Outgoing) -> Sent:
        try:
            async with asyncio.timeout(CALL_SECONDS):
                sent = await self._send(job, message)
        except TimeoutError:
            sent = Sent(Outcome.UNKNOWN, reason="no answer in time")
        except Exception as error:
            logger.exception("channel failed", extra={"channel": job.way, "notice": job.id})
            sent = Sent(Outcome.UNKNOWN, reason=type(error).__name__)
        self.health.note(job.way, sent.outcome, self._clock.now(), sent.wait)
        self._count(job.way, sent.outcome)
        return sent

    async def _send(self, job: Job, message: Outgoing) -> Sent:
        template = self._routes.template(job.way)
        if template is not None:
            return await template.send_template(message, job.kind, job.values, job.phone)
        channel: Channel = self._routes.channels[job.way]
        return await channel.send(message)

    def _compose(self, job: Job, person: Person) -> Outgoing | None:
        choices: tuple[Choice, ...] = ()
        values = job.values
        if job.way in ABROAD:
            values = {key: "" if key in HAND_WRITTEN else text for key, text in values.items()}
        if job.way == SMS:
            text, user = self._texts.sms(job.kind, job.values, person.voice), job.phone
        else:
            text = self._texts.chat(job.kind, values, person.voice)
            choices = self._texts.buttons(job.choices, person.voice)
            user = job.chat_user
        if text is None and self._routes.template(job.way) is None:
            return None
        kept = job.way in self._routes.histories
        return Outgoing(
            # A page asks for what is newer than what it saw: the id is of the moment of writing.
            id=self._ids.new() if kept else job.message_id,
            channel=job.way,
            channel_user=user,
            text=text or "",
            choices=choices,
        )

    def _count(self, way: str, outcome: Outcome) -> None:
        if self._counting is not None:
            self._counting.sent(way, outcome.value)
