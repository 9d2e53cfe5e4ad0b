"""How dossiers stand in the database: values to rows and back."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.db.sealing import PurposeSealer
from bot.kernel.errors import SealError
from bot.kernel.jsontext import encode_json
from bot.kernel.receipts import ReceiptCode
from bot.kernel.vietnamese import fold
from bot.services.dossiers.model import Dossier, Event, Status, SubmittedVia
from bot.services.dossiers.phones import LAST

_PURPOSE = b"motcua dossiers 1"
_TAILS = b"motcua dossiers tails 1:"
_LONGEST_WORDS = 500
_SAME_NAME = (
    "procedure_code",
    "procedure_name",
    "applicant_name",
    "received_at",
    "status_at",
    "due_original",
    "due_paused",
    "due_again",
    "acts_until",
    "finished_at",
    "counter",
    "officer",
    "unit",
    "note",
    "field_name",
    "source",
    "synced_at",
)


class Phones:
    """Phone numbers as they are kept: encrypted, each for its own dossier."""

    def __init__(self, secret_key: bytes) -> None:
        self._sealer = PurposeSealer(secret_key, _PURPOSE)
        self._tail_key = _TAILS + secret_key
        self.decoy = self.seal("+84000000000", "nobody")

    def seal(self, phone: str, key: str) -> str:
        """Return a number encrypted; "" stays "" so that "no number" costs nothing."""
        return self._sealer.seal(phone, key) if phone else ""

    def open(self, sealed: str, key: str) -> str:
        """Return the number; "" when there is none or the secret key has changed."""
        if not sealed:
            # The same work as for a number: nobody shall learn from the time that there is none.
            self._sealer.open(self.decoy, "nobody")
            return ""
        try:
            return self._sealer.open(sealed, key)
        except SealError:
            return ""  # the next report of the source brings it again

    def tail(self, phone: str) -> str:
        """Return a keyed digest of a number's last four digits: it can be found, not read."""
        if not phone:
            return ""
        return hmac.new(self._tail_key, phone[-LAST:].encode(), "sha256").hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Kept:
    """A dossier with what only the store needs."""

    id: int
    sealed: str
    dossier: Dossier


def plain_words(text: str) -> str:
    """Return words as they are searched: small, without accents."""
    return " ".join(fold(text).split())


def to_row(dossier: Dossier, sealed: str, tail: str) -> dict[str, Any]:  # columns of several types
    """Return the columns of a dossier."""
    names = f"{dossier.applicant_name} {dossier.procedure_name} {dossier.field_name}"
    return {name: getattr(dossier, name) for name in _SAME_NAME} | {
        "phone": sealed,
        "phone_tail": tail,
        "words": plain_words(names)[:_LONGEST_WORDS],
        "submitted_via": dossier.submitted_via.value,
        "status": dossier.status.value,
        "missing": encode_json(list(dossier.missing)),
    }


def an_empty_row(code: ReceiptCode, at: datetime) -> dict[str, Any]:
    """Return a row that holds the place of a new dossier inside its first transaction."""
    times = {"received_at", "status_at", "synced_at"}
    empty: dict[str, Any] = {
        name: None if name.startswith(("due_", "acts_", "finished_")) else "" for name in _SAME_NAME
    }
    return (
        empty
        | dict.fromkeys(times, at)
        | {
            "code": code.display,
            "code_key": code.key,
            "phone": "",
            "submitted_via": SubmittedVia.DIRECT.value,
            "status": Status.REGISTERED.value,
            "missing": "[]",
            "words": "",
            "phone_tail": "",
            "version": 0,
        }
    )


def event_row(dossier_id: int, event: Event, now: datetime) -> dict[str, Any]:
    """Return the columns of an event."""
    return {
        "dossier_id": dossier_id,
        "status": event.status.value,
        "at": event.at,
        "by": event.by,
        "unit": event.unit,
        "note": event.note,
        "due_at": event.due_at,
        "missing": encode_json(list(event.missing)),
        "guessed": event.guessed,
        "recorded_at": now,
        "source": event.source,
    }


def read_dossier(row: Row[Any], phone: str, events: Sequence[Event]) -> Dossier:
    """Return the dossier of a row of the whole table."""
    values = row._mapping
    return Dossier(
        **{name: values[name] for name in _SAME_NAME},
        code=ReceiptCode(row.code),
        phone=phone,
        submitted_via=SubmittedVia(row.submitted_via),
        status=Status(row.status),
        missing=tuple(json.loads(row.missing)),
        events=tuple(events),
    )


def read_event(row: Row[Any]) -> Event:
    """Return the event of a row."""
    return Event(
        status=Status(row.status),
        at=row.at,
        by=row.by,
        unit=row.unit,
        note=row.note,
        due_at=row.due_at,
        missing=tuple(json.loads(row.missing)),
        guessed=row.guessed,
        source=row.source,
    )
