"""Telling people that their turn is near: once at three before them, once at one."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, select

from bot.db.models import NoticeRow
from bot.kernel.notices import Notice
from bot.services.queue.counters.waiting import line_of, waiting_rows
from bot.services.queue.model import TicketState
from bot.services.queue.store.rows import read_ticket
from bot.services.queue.store.tables import TICKETS
from bot.services.queue.store.transaction import Work
from bot.services.queue.telling import ticket_subject, turn_notice

_THREE, _ONE = 3, 1


async def tell_near(work: Work, fields: Collection[str]) -> None:
    """Write what people near their turn are to know; what was written once is left alone."""
    if work.notices is None:
        return
    found: list[Notice] = []
    for field in fields:
        rows = {row.id: row for row in await waiting_rows(work, (field,))}
        if any(row.conversation_id or row.phone for row in rows.values()):
            found += await _near(work, field, rows)
    await work.tell(found)


async def _near(work: Work, field: str, rows: Mapping[str, Row[Any]]) -> list[Notice]:
    line = await line_of(work, list(rows.values()), (field,))
    found: list[Notice] = []
    for ahead, entry in enumerate(line[: _THREE + 1]):
        kind = "next" if ahead <= _ONE else "three_ahead"
        ticket = read_ticket(rows[entry.id], work.seals)
        notice = await turn_notice(work, ticket, kind, more={"ahead": str(ahead)})
        if notice is not None:
            found.append(notice)
    return found


def _late(work: Work) -> Select[Any]:
    limit = work.now - timedelta(minutes=work.rules.late_minutes)
    return select(TICKETS).where(
        TICKETS.c.day == work.today,
        TICKETS.c.state == TicketState.WAITING.value,
        TICKETS.c.booked_for < limit,
        TICKETS.c.fair_at == TICKETS.c.booked_for,  # not for those who came late themselves
    )


async def is_late_untold(work: Work) -> bool:
    """Say whether somebody waits late who was not told yet."""
    if work.notices is None:
        return False
    late = (await work.connection.execute(_late(work))).all()
    subjects = [ticket_subject(row.id) for row in late if row.conversation_id or row.phone]
    if not subjects:
        return False
    known = select(NoticeRow.subject).where(
        NoticeRow.subject.in_(subjects), NoticeRow.kind == "turn.late"
    )
    return set(subjects) != set((await work.connection.scalars(known)).all())


async def tell_late(work: Work) -> int:
    """Tell booked people who are there that their turn comes late; return how many."""
    found: list[Notice] = []
    for row in (await work.connection.execute(_late(work))).all():
        late = round((work.now - row.booked_for).total_seconds() / 60)
        notice = await turn_notice(
            work, read_ticket(row, work.seals), "late", more={"minutes": str(late)}
        )
        if notice is not None:
            found.append(notice)
    await work.tell(found)
    return len(found)
