"""Numbers of pre-printed rolls: typed by an officer, or followed by a phone."""

from sqlalchemy import select

from bot.services.queue.counters.waiting import walk_in_moment
from bot.services.queue.model import Field, Person, Source, Ticket
from bot.services.queue.numbers.taking import (
    NOBODY,
    OPEN_TICKET,
    NewNumber,
    check_open,
    open_tickets,
    today_row,
    write_ticket,
)
from bot.services.queue.refusals import NoSuch, Overtaken, TooMany
from bot.services.queue.store.base import change_ticket
from bot.services.queue.store.rows import read_ticket, split_number
from bot.services.queue.store.seals import is_known, same_person
from bot.services.queue.store.tables import TICKETS
from bot.services.queue.store.transaction import Work


async def follow_paper(work: Work, label: str, person: Person) -> Ticket:
    """Let a phone follow a printed number.

    A number that no officer typed yet is believed if its roll may have come that far.

    Raises:
        NoSuch: no such number today.
        Overtaken: another phone follows it, or the machine gave it: then only the code on its
            slip says whose it is, a number that all can read on the board does not.
        TooMany: they follow enough numbers.
    """
    prefix, number = split_number(label) or ("", 0)
    hall = await work.hall()
    field = next((one for one in hall.fields if one.prefix == prefix and one.active), None)
    row = await today_row(work, prefix, number)
    if row is not None:
        known = read_ticket(row, work.seals)
        if is_known(known.person) and not same_person(known.person, person):
            raise Overtaken("followed", known.counter)
        if known.state not in OPEN_TICKET:
            raise NoSuch("ticket")
        if is_known(known.person):
            return known
        if known.source is not Source.PAPER:
            raise Overtaken("machine", known.counter)
        await _refuse_many(work, person)
        return await change_ticket(work, row.id, work.seals.columns(person, row.id))
    if field is None or number > await _reached(work, prefix) + work.rules.paper_ahead:
        raise NoSuch("ticket")
    await _refuse_many(work, person)
    return await add_paper(work, field, number, person)


async def _refuse_many(work: Work, person: Person) -> None:
    if len(await open_tickets(work, person)) >= work.rules.per_phone and not person.helper:
        raise TooMany(work.rules.per_phone)


async def add_paper(work: Work, field: Field, number: int, person: Person = NOBODY) -> Ticket:
    """Take a printed number into the queue; the machine will leave it out.

    Raises:
        Closed: no numbers now.
    """
    await check_open(work, field, Source.PAPER)
    moment = await walk_in_moment(work, field.code)
    wanted = NewNumber(field=field, source=Source.PAPER, person=person)
    return await write_ticket(work, wanted, field.prefix, number, moment)


async def _reached(work: Work, prefix: str) -> int:
    """Return the highest number of a prefix that was called today."""
    query = (
        select(TICKETS.c.number)
        .where(TICKETS.c.day == work.today, TICKETS.c.prefix == prefix, TICKETS.c.calls > 0)
        .order_by(TICKETS.c.number.desc())
        .limit(1)
    )
    return await work.connection.scalar(query) or 0
