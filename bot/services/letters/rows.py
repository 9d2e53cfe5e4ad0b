"""How letters stand in the database: values to rows and back."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Row, func

from bot.db.models import DossierRecord, LetterRecord
from bot.db.sealing import PurposeSealer
from bot.kernel.errors import SealError
from bot.kernel.jsontext import encode_json
from bot.services.letters.model import About, Doubt, Kind, Letter, State

_PURPOSE = b"motcua letters 1"
LETTERS = LetterRecord.__table__
DOSSIERS = DossierRecord.__table__
ABOUT: tuple[ColumnElement[Any], ...] = (
    DOSSIERS.c.id.label("about_id"),
    DOSSIERS.c.code.label("about_code"),
    DOSSIERS.c.procedure_code,
    DOSSIERS.c.procedure_name,
    DOSSIERS.c.applicant_name,
    DOSSIERS.c.status,
    DOSSIERS.c.status_at,
    DOSSIERS.c.received_at,
    func.coalesce(
        DOSSIERS.c.due_again, DOSSIERS.c.due_paused, type_=DOSSIERS.c.due_again.type
    ).label("due"),
    DOSSIERS.c.due_again.label("promised_again"),
    DOSSIERS.c.unit,
    DOSSIERS.c.officer.label("case_officer"),
    DOSSIERS.c.note,
)
LETTER = (
    LETTERS.c.id,
    LETTERS.c.kind,
    LETTERS.c.appointment,
    LETTERS.c.state,
    LETTERS.c.doubts,
    LETTERS.c.template,
    LETTERS.c.template_version,
    LETTERS.c.filled,
    LETTERS.c.officer,
    LETTERS.c.reason,
    LETTERS.c.signed_document,
    LETTERS.c.due_again.label("new_due"),
    LETTERS.c.drafted_at,
    LETTERS.c.decided_at,
    LETTERS.c.sent_at,
    LETTERS.c.version,
    LETTERS.c.dossier_id,
)


class Values:
    """What officers filled in, as it is kept: sealed, each for its own letter."""

    def __init__(self, secret_key: bytes) -> None:
        self._sealer = PurposeSealer(secret_key, _PURPOSE)

    def seal(self, values: dict[str, str], place: str) -> str:
        """Return the values sealed."""
        return self._sealer.seal(encode_json(values), place)

    def open(self, sealed: str, place: str) -> dict[str, str]:
        """Return the values; none when there are none or the secret key has changed."""
        if not sealed:
            return {}
        try:
            read: dict[str, str] = json.loads(self._sealer.open(sealed, place))
        except SealError:
            return {}
        return read


def place_of(dossier_id: int, kind: Kind, appointment: int) -> str:
    """Return the place that a letter's values are sealed for."""
    return f"{dossier_id}:{kind.value}:{appointment}"


def read_about(row: Row[Any]) -> About:
    """Return what a letter needs to know of the dossier in a row.

    A promise that a letter made holds even where the source still tells the old one.
    """
    promises = [due for due in (row.due, row.promised) if due is not None]
    return About(
        id=row.about_id,
        code=row.about_code,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        applicant=row.applicant_name,
        status=row.status,
        status_at=row.status_at,
        received_at=row.received_at,
        due=max(promises) if row.due is not None else None,
        promised=row.promised_again,
        again=max(row.again, 1 if row.promised_again is not None else 0),
        unit=row.unit,
        officer=row.case_officer,
        note=row.note,
        known_since=row.known_since,
    )


def read_letter(row: Row[Any], values: Values) -> Letter:
    """Return the letter of a row joined with its dossier."""
    kind = Kind(row.kind)
    return Letter(
        id=row.id,
        kind=kind,
        appointment=row.appointment,
        state=State(row.state),
        doubts=tuple(Doubt(name) for name in json.loads(row.doubts)),
        template=row.template,
        template_version=row.template_version,
        values=values.open(row.filled, place_of(row.dossier_id, kind, row.appointment)),
        officer=row.officer,
        reason=row.reason,
        signed_document=row.signed_document,
        due_again=row.new_due,
        drafted_at=row.drafted_at,
        decided_at=row.decided_at,
        sent_at=row.sent_at,
        version=row.version,
        about=read_about(row),
    )
