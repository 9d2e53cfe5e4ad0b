"""Approved apologies, for the cards of late dossiers."""

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.services.dossiers.apologies import Apology
from bot.services.letters.model import LATE, Letter, State
from bot.services.letters.store import LetterStore
from bot.services.letters.template_store import TemplateStore
from bot.services.letters.templates import fill

_APPROVED = (State.APPROVED, State.QUEUED, State.SENT)


class ApprovedApologies:
    """Finds the latest apology that an officer approved for a dossier."""

    def __init__(self, database: AsyncEngine, key: bytes) -> None:
        self._letters = LetterStore(database, key)
        self._templates = TemplateStore(database)

    async def of(self, number: int) -> Apology | None:
        """Return the latest one for a dossier by its number; None when there is none."""
        late = {kind.value: kind for kind in LATE}
        known = [
            (place, late[kind])
            for _, kind, place in await self._letters.known([number])
            if kind in late
        ]
        found = [await self._letters.find(number, kind, place) for place, kind in known]
        approved = [each for each in found if each is not None and each.state in _APPROVED]
        if not approved:
            return None
        return await self._read(max(approved, key=lambda each: (each.appointment, each.id)))

    async def _read(self, letter: Letter) -> Apology | None:
        template = await self._templates.get(letter.template, letter.template_version)
        if template is None:
            return None
        finished = fill(template.texts, letter.values, kind=letter.kind)
        signed = "\n".join(part for part in (finished.signer_title, finished.signer) if part)
        parts = (finished.greeting, *finished.paragraphs, finished.closing, signed)
        return Apology(
            reason=letter.values.get("ly_do", "").strip().rstrip("."),
            agency=letter.values.get("co_quan_lam_cham", "").strip(),
            text="\n\n".join(part for part in parts if part),
        )
