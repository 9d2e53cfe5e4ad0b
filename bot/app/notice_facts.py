"""What the notice engine asks of the rest: dossiers in words, people's voices, the centre."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from bot.app.brain import Brain
from bot.core.dialogue import from_json
from bot.db.models import DossierRecord
from bot.kernel.calendar_vn import HANOI, WorkingCalendar
from bot.knowledge.model import Procedure
from bot.locale.catalogue import Catalogue, Voice
from bot.services.dossiers.model import Dossier
from bot.services.dossiers.store import DossierStore
from bot.services.dossiers.views import is_sensitive, masked_name
from bot.services.notices.model import Telling
from bot.services.notices.texts import Place, plain, short_name

_SHORT = 6  # as many ends of a code tell a person's own dossiers apart
_SHORT_UNIT = 18
_MOST_PAPERS = 300
_TUESDAY, _SATURDAY = 1, 5  # an ordinary day, and the one that differs
_DISCREET = {
    **dict.fromkeys(("what", "who", "missing", "reason"), ""),
    "private": "1",
    "who_sms": "ong/ba",
}


class DossierFacts:
    """Dossiers as notices may speak of them: no whole name, nothing at all of delicate matters."""

    def __init__(self, store: DossierStore, procedures: Mapping[str, Procedure]) -> None:
        self._store = store
        self._procedures = procedures

    async def tell(self, keys: Collection[str]) -> Mapping[str, Telling]:
        """Return what may be said of dossiers, by key of their code."""
        if not keys:
            return {}
        found = await self._store.find_many(keys)
        query = select(DossierRecord.code_key, DossierRecord.id).where(
            DossierRecord.code_key.in_(keys)
        )
        async with self._store.engine.connect() as connection:
            ids = {row.code_key: row.id for row in (await connection.execute(query)).all()}
        return {key: self._telling(ids[key], one) for key, one in found.items() if key in ids}

    def _telling(self, number: int, dossier: Dossier) -> Telling:
        private = is_sensitive(dossier, self._procedures)
        return Telling(
            id=number,
            code=dossier.code.display,
            status=dossier.status.value,
            status_at=dossier.status_at,
            acts_until=dossier.acts_until,
            phone=dossier.phone,
            values=self._values(dossier) | (_DISCREET if private else {"private": ""}),
        )

    def _values(self, dossier: Dossier) -> dict[str, str]:
        code = dossier.code.display
        card = self._procedures.get(dossier.procedure_code)
        return {
            "code": code,
            "short": code.rpartition("-")[2][-_SHORT:],
            "what": card.short if card else dossier.procedure_name,
            "who": masked_name(dossier.applicant_name),
            "who_sms": short_name(dossier.applicant_name)[:16],
            "where": dossier.counter or "quầy của Trung tâm",
            "due_at": _iso(dossier.due_at),
            "until_at": _iso(dossier.acts_until),
            "missing": ", ".join(dossier.missing)[:_MOST_PAPERS] or "chưa ghi rõ, xin hỏi quầy",
            "reason": dossier.note,
        }


class CatalogueVoices:
    """Reads from a kept conversation how the person wants to be spoken to."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, dialogue: str) -> Voice:
        """Return the voice of a conversation as it is kept; "" gives the neutral one."""
        if not dialogue:
            return Voice(self._catalogue)
        state = from_json(dialogue)
        return Voice(self._catalogue, state.language, state.address, state.easy)


def place_of(brain: Brain) -> Place:
    """Return the centre as notices name it."""
    centre = brain.centre
    return Place(
        centre.name, short_unit(centre.commune), centre.phone, *usual_hours(centre.calendar)
    )


def short_unit(commune: str) -> str:
    """Return who writes, in letters of an SMS: "UBND xa Luan Thanh", or less of it."""
    bare = " ".join(plain(commune).split())
    if len(bare) + 5 <= _SHORT_UNIT:
        return f"UBND {bare}"
    words = bare.split()
    while len(" ".join(words)) > _SHORT_UNIT and len(words) > 1:
        words.pop(0)
    return " ".join(words)[:_SHORT_UNIT]


def usual_hours(calendar: WorkingCalendar) -> tuple[str, str]:
    """Return the shifts of an ordinary day, "7:30–11:30, 13:30–17:00", and of a Saturday."""
    return _shifts(calendar, _TUESDAY), _shifts(calendar, _SATURDAY)


def _shifts(calendar: WorkingCalendar, weekday: int) -> str:
    shifts = calendar.week.get(weekday, ())
    return ", ".join(f"{s.start.hour}:{s.start:%M}–{s.end.hour}:{s.end:%M}" for s in shifts)


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(HANOI).isoformat(timespec="minutes") if moment else ""
