"""What notices are about, as officers may see it: a code, a number, a person's first letters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.kernel.calendar_vn import HANOI
from bot.services.dossiers.views import masked_name
from bot.services.notices.model import Told
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.frame import Console, Visitor
from bot.web.officer.notices import words as notice_words


@dataclass(frozen=True, slots=True)
class Subject:
    """What one notice is about; empty where it is forgotten.

    Attributes:
        code: of the dossier.
        person: the applicant's first letters.
        label: of anything that is no dossier: a booking, a number.
        path: where the label leads.
        letter: address of the letter that it carries.
    """

    code: str = ""
    person: str = ""
    label: str = ""
    path: str = ""
    letter: str = ""


class Subjects:
    """Finds what notices are about."""

    def __init__(self, console: Console) -> None:
        self._desk = console.desk

    async def of(self, visitor: Visitor, names: Collection[str]) -> Mapping[str, Subject]:
        """Return what each of some subjects is, with no more than the visitor may see."""
        dossiers = {name: notice_words.number_in(name) for name in names}
        letters = {name: notice_words.number_in(name, "letter") for name in names}
        of_letters = await self._desk.letters.dossiers_of(set(letters.values()) - {0})
        numbers = {*dossiers.values(), *of_letters.values()} - {0}
        people = await self._desk.dossiers().desk.people_of(numbers)
        found: dict[str, Subject] = {}
        for name in names:
            code, person = people.get(dossiers[name] or of_letters.get(letters[name], 0), ("", ""))
            shown = letters[name] in of_letters and visitor.may(Right.LETTERS)
            letter = f"{paths.LETTERS}/{letters[name]}" if shown else ""
            place = await self._in_the_hall(name, visitor)
            found[name] = place or Subject(code, masked_name(person), letter=letter)
        return found

    async def _in_the_hall(self, name: str, visitor: Visitor) -> Subject | None:
        """Return a booking or a number; neither name nor telephone number stands with them."""
        area, _, key = name.partition(":")
        queue = self._desk.hall.queue
        if area == "booking":
            booking = await queue.booking(key)
            if booking is None:
                return None
            start = booking.start.astimezone(HANOI)
            path = f"{paths.BOOKINGS}?day={start:%Y-%m-%d}" if visitor.may(Right.QUEUE_WORK) else ""
            label = f"{booking.number} lúc {start:%H:%M %d/%m}".strip()
            return Subject(label=label, path=path)
        if area == "ticket":
            ticket = await queue.ticket(key)
            return Subject(label=f"số {ticket.number}") if ticket is not None else None
        return None


async def lines_of(
    subjects: Subjects, visitor: Visitor, notices: Collection[Told]
) -> list[dict[str, object]]:
    """Return notices as lines, with what they are about."""
    about = await subjects.of(visitor, {each.subject for each in notices})
    return [notice_words.line(each) | {"about": about[each.subject]} for each in notices]
