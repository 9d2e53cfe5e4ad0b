"""Posters, leaflets and wall sheets of this centre: what the command and the console both make."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import segno

from bot.app.brain import Brain
from bot.kernel.errors import NotFoundError
from bot.knowledge.model import Procedure, Status
from bot.locale.catalogue import Voice
from bot.services.procedures import posters
from bot.services.procedures.links import Doors, Subject, SubjectKind, ways_in, web_address
from bot.services.procedures.posters import Issuer, PrintForm, Sheet
from bot.typesetting.typesetter import Typesetter
from bot.web.public.hours import say_hours

_KINDS = {
    SubjectKind.PROCEDURE: "thủ tục",
    SubjectKind.FIELD: "lĩnh vực",
    SubjectKind.LIFE: "sự kiện",
}


class Prints:
    """Makes the centre's prints; blocking, so call it in a thread."""

    def __init__(self, brain: Brain, doors: Doors) -> None:
        self._brain = brain
        self._doors = doors
        self._typesetter = Typesetter()

    def pdf(self, subject: Subject, form: PrintForm, now: datetime, language: str = "vi") -> bytes:
        """Return a print about a procedure, a field or a life event.

        Raises:
            NotFoundError: there is no such subject.
        """
        template, data = self.data(subject, form, now, language)
        return self._typesetter.pdf(template, data, now)

    def pictures(
        self, subject: Subject, form: PrintForm, now: datetime, language: str = "vi"
    ) -> list[bytes]:
        """Return the pages as pictures, for a look before printing.

        Raises:
            NotFoundError: there is no such subject.
        """
        template, data = self.data(subject, form, now, language)
        return self._typesetter.pictures(template, data)

    def data(
        self, subject: Subject, form: PrintForm, now: datetime, language: str = "vi"
    ) -> tuple[str, dict[str, object]]:
        """Return the template of a print and what it shows.

        Raises:
            NotFoundError: there is no such subject.
        """
        voice = Voice(self._brain.catalogue, language)
        today = now.astimezone(self._brain.centre.calendar.zone).date()
        title, cards = self._about(subject)
        issuer = self._issuer(voice)
        if form is PrintForm.WALL:
            known = self._brain.knowledge.procedures
            ended = [card for card in cards if card.status is Status.ENDED]
            living = [card for card in cards if card not in ended]
            # A sheet for what has ended shows what is done instead, or at least the answer.
            living = living or _successors(ended, known) or ended
            cells = [(card, _qr(self._web(card))) for card in living[: posters.MOST_CELLS]]
            zalo = bool(self._doors.zalo_oa)
            return "wall", dict(posters.wall_data(title, cells, issuer, voice, zalo=zalo))
        sheet: Sheet
        if subject.kind is SubjectKind.PROCEDURE:
            successors = _successors(cards, self._brain.knowledge.procedures)
            sheet = posters.procedure_sheet(cards[0], voice, today, successors)
        else:
            sheet = posters.list_sheet(title, cards, voice, today)
        doors = ways_in(subject, self._doors)
        pictures = [_qr(door.address) for door in doors]
        return form.value, dict(posters.sheet_data(sheet, doors, pictures, issuer, voice))

    def _about(self, subject: Subject) -> tuple[str, Sequence[Procedure]]:
        """Return title and cards of a subject.

        Raises:
            NotFoundError: there is no such subject.
        """
        knowledge, menu = self._brain.knowledge, self._brain.menu
        if subject.kind is SubjectKind.PROCEDURE and subject.id in knowledge.procedures:
            card = knowledge.procedures[subject.id]
            return card.short, [card]
        if subject.kind is SubjectKind.FIELD and subject.id in knowledge.fields:
            cards = [knowledge.procedures[code] for code in knowledge.fields[subject.id].codes]
            return menu.field_label(subject.id), menu.by_use(cards)
        event = menu.life_event(subject.id) if subject.kind is SubjectKind.LIFE else None
        if event is None:
            raise NotFoundError(f"không có {_KINDS[subject.kind]} «{subject.id}»")
        return event.label, [knowledge.procedures[code] for code in event.codes]

    def _issuer(self, voice: Voice) -> Issuer:
        centre = self._brain.centre
        phones = dict.fromkeys(phone for phone in (centre.hotline, centre.phone) if phone)
        hours = say_hours(centre.calendar.week, voice)
        return Issuer(
            name=centre.name,
            phones=tuple(voice("poster.call", phone=phone) for phone in phones),
            address=centre.address,
            hours=tuple(f"{days}: {shifts}" for days, shifts in hours),
        )

    def _web(self, card: Procedure) -> str:
        return web_address(Subject(SubjectKind.PROCEDURE, card.code), self._doors.web)


def _successors(cards: Sequence[Procedure], known: Mapping[str, Procedure]) -> list[Procedure]:
    """Return what is done now instead of procedures that have ended."""
    codes = dict.fromkeys(code for card in cards for code in card.replaced_by)
    return [known[code] for code in codes if code in known]


def _qr(address: str) -> str:
    """Return a QR code as SVG; error level M survives a stained poster."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=0, dark="#000", light="#fff", scale=4)
