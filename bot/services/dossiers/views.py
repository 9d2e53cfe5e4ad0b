"""What a code alone shows. Pure functions."""

from collections.abc import Mapping
from datetime import datetime

from bot.kernel.vietnamese import fold
from bot.knowledge.model import Procedure
from bot.services.dossiers.model import Clock, Dossier, Status
from bot.services.dossiers.rules import stage_of
from bot.services.dossiers.sights import PublicView

# Matters that nobody should learn of from a code (adoption, guardianship, parentage, disability,
# denunciation), for dossiers whose procedure has no card.
_SENSITIVE_WORDS = (
    "con nuoi",
    "giam ho",
    "nhan cha",
    "nhan me",
    "nhan con",
    "khuyet tat",
    "to cao",
    "tam than",
    "hiv",
    "ma tuy",
    "cai nghien",
    "xam hai",
    "bao luc gia dinh",
)
_RESULT = (Status.DONE, Status.RETURNED)


def is_sensitive(dossier: Dossier, procedures: Mapping[str, Procedure]) -> bool:
    """Say whether a dossier is about something that its code must not tell."""
    card = procedures.get(dossier.procedure_code)
    if card is not None and card.sensitive:
        return True
    name = fold(f"{dossier.procedure_name} {dossier.field_name}")
    return any(word in name for word in _SENSITIVE_WORDS)


def public_view(dossier: Dossier, *, sensitive: bool, now: datetime) -> PublicView:
    """Return level 1; of a sensitive matter only whether there is a result."""
    return PublicView(
        code=dossier.code,
        has_result=dossier.status in _RESULT,
        sensitive=sensitive,
        status=None if sensitive else dossier.status,
        stage=None if sensitive else stage_of(dossier.status),
        received_at=None if sensitive else dossier.received_at,
        due_at=None if sensitive else dossier.due_at,
        broken=None if sensitive else broken_promise(dossier, now),
        counter="" if sensitive else dossier.counter,
        source=dossier.source,
        synced_at=dossier.synced_at,
    )


def broken_promise(dossier: Dossier, now: datetime) -> datetime | None:
    """Return the first promise, moved by pauses, when it is over and the work goes on."""
    due = dossier.due_paused
    runs = dossier.status.clock is Clock.RUNNING
    return due if runs and due is not None and now > due else None


def masked_name(name: str) -> str:
    """Return the first letters of a name: "Nguyễn Thị Hoa" is "N. T. H."."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
