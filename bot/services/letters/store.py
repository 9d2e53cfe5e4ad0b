"""Letters in the database: drafted once, filled in, decided once."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import LetterRecord
from bot.kernel.audit import Actor, Deed
from bot.kernel.jsontext import encode_json
from bot.services.letters.model import LATE, About, Doubt, Kind, Letter, State
from bot.services.letters.rows import (
    ABOUT,
    DOSSIERS,
    LETTER,
    LETTERS,
    Values,
    place_of,
    read_letter,
)
from bot.services.letters.sources import PROMISES, DossierSource

_INSERTS: dict[str, Any] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer, or the program, decided; written only over the version that was seen."""

    state: State
    template: str = ""
    template_version: int = 0
    officer: str = ""
    reason: str = ""
    signed_document: str = ""
    due_again: datetime | None = None
    token_digest: str | None = None
    token_until: datetime | None = None


class LetterStore:
    """Letters on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine, secret_key: bytes) -> None:
        self._engine = engine
        self._insert = _INSERTS[engine.dialect.name]
        self._values = Values(secret_key)
        self.dossiers = DossierSource(engine)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction, for what must be committed together."""
        async with self._engine.begin() as connection:
            yield connection

    async def draft(
        self,
        drafts: Sequence[tuple[About, Kind, int, tuple[Doubt, ...]]],
        now: datetime,
    ) -> int:
        """Keep drafts; one that is there already is left alone. Return how many are new."""
        rows = [
            {
                "dossier_id": about.id,
                "kind": kind.value,
                "appointment": appointment,
                "state": State.DRAFTED.value,
                "doubts": encode_json([doubt.value for doubt in doubts]),
                "template": "",
                "template_version": 0,
                "filled": "",
                "officer": "",
                "reason": "",
                "signed_document": "",
                "drafted_at": now,
                "version": 1,
            }
            for about, kind, appointment, doubts in drafts
        ]
        if not rows:
            return 0
        statement = self._insert(LetterRecord).on_conflict_do_nothing().returning(LETTERS.c.id)
        async with self._engine.begin() as connection:
            return len((await connection.execute(statement, rows)).all())

    async def known(self, dossiers: Collection[int]) -> set[tuple[int, str, int]]:
        """Return which letters of some dossiers are there: dossier, kind, appointment."""
        found: set[tuple[int, str, int]] = set()
        numbers = sorted(dossiers)
        async with self._engine.connect() as connection:
            for start in range(0, len(numbers), 500):
                query = select(LETTERS.c.dossier_id, LETTERS.c.kind, LETTERS.c.appointment).where(
                    LETTERS.c.dossier_id.in_(numbers[start : start + 500])
                )
                found |= {tuple(row) for row in (await connection.execute(query)).all()}
        return found

    async def listing(
        self, states: Collection[State], start: int = 0, most: int = 200
    ) -> list[Letter]:
        """Return letters in some states, others than drafts the latest first.

        Drafts come the oldest first; behind those about a delay, which may be many, none is lost.
        """
        waiting = set(states) == {State.DRAFTED}
        late = case((LETTERS.c.kind.in_([kind.value for kind in LATE]), 1), else_=0)
        order = (late, LETTERS.c.drafted_at) if waiting else (LETTERS.c.decided_at.desc(),)
        query = (
            _letters()
            .where(LETTERS.c.state.in_([state.value for state in states]))
            .order_by(*order, LETTERS.c.id)
            .offset(start)
            .limit(most)
        )
        return await self._read(query)

    async def dossiers_of(self, letters: Collection[int]) -> dict[int, int]:
        """Return which dossier each of some letters is about, by number of the letter."""
        query = select(LETTERS.c.id, LETTERS.c.dossier_id).where(LETTERS.c.id.in_(letters))
        async with self._engine.connect() as connection:
            return {row[0]: row[1] for row in (await connection.execute(query)).all()}

    async def about(self, dossier: int) -> list[int]:
        """Return the numbers of the letters about a dossier."""
        query = select(LETTERS.c.id).where(LETTERS.c.dossier_id == dossier)
        async with self._engine.connect() as connection:
            return list((await connection.scalars(query)).all())

    async def count(self, state: State) -> int:
        """Return how many letters are in a state."""
        query = select(func.count()).select_from(LETTERS).where(LETTERS.c.state == state.value)
        async with self._engine.connect() as connection:
            return await connection.scalar(query) or 0

    async def get(self, number: int) -> Letter | None:
        """Return a letter."""
        return next(iter(await self._read(_letters().where(LETTERS.c.id == number))), None)

    async def find(self, dossier_id: int, kind: Kind, appointment: int) -> Letter | None:
        """Return a letter by what makes it unique."""
        query = _letters().where(
            LETTERS.c.dossier_id == dossier_id,
            LETTERS.c.kind == kind.value,
            LETTERS.c.appointment == appointment,
        )
        return next(iter(await self._read(query)), None)

    async def by_token(self, digest: str, now: datetime) -> Letter | None:
        """Return the letter that an address opens now."""
        query = _letters().where(LETTERS.c.token_digest == digest, LETTERS.c.token_until > now)
        return next(iter(await self._read(query)), None)

    async def fill(self, letter: Letter, values: Mapping[str, str]) -> bool:
        """Keep what an officer filled in; False when somebody else was faster."""
        async with self._engine.begin() as connection:
            return await self._set(connection, letter, {"filled": self._sealed(letter, values)})

    async def doubt(self, letter: Letter, doubts: Sequence[Doubt]) -> bool:
        """Note why a letter does not leave by itself."""
        names = encode_json([doubt.value for doubt in doubts])
        async with self._engine.begin() as connection:
            return await self._set(connection, letter, {"doubts": names})

    async def decide(
        self,
        connection: AsyncConnection,
        letter: Letter,
        decision: Decision,
        values: Mapping[str, str],
        now: datetime,
    ) -> bool:
        """Decide on a draft; False when somebody else was faster."""
        changes = {
            "state": decision.state.value,
            "template": decision.template,
            "template_version": decision.template_version,
            "filled": self._sealed(letter, values),
            "officer": decision.officer,
            "reason": decision.reason,
            "signed_document": decision.signed_document,
            "due_again": decision.due_again,
            "token_digest": decision.token_digest,
            "token_until": decision.token_until,
            "decided_at": now,
        }
        return await self._set(connection, letter, changes)

    async def handed_over(self, letter: Letter, actor: Actor, deed: Deed, now: datetime) -> bool:
        """Note that a letter was given by hand; False when it was noted before."""
        changing = (
            update(LetterRecord)
            .where(LETTERS.c.id == letter.id, LETTERS.c.state == State.APPROVED.value)
            .values(state=State.SENT.value, sent_at=now, version=LETTERS.c.version + 1)
        )
        async with self._engine.begin() as connection:
            if not (await connection.execute(changing)).rowcount:
                return False
            await write_deed(connection, actor, deed, now)
        return True

    async def sent(self, numbers: Collection[int], now: datetime) -> int:
        """Note that letters reached their channel; return how many are new."""
        if not numbers:
            return 0
        changing = (
            update(LetterRecord)
            .where(LETTERS.c.id.in_(numbers), LETTERS.c.state == State.QUEUED.value)
            .values(state=State.SENT.value, sent_at=now, version=LETTERS.c.version + 1)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(changing)).rowcount

    async def move(self, connection: AsyncConnection, letter: Letter, state: State) -> bool:
        """Bring a letter to another state; False when somebody else was faster."""
        return await self._set(connection, letter, {"state": state.value})

    async def reopen(self, connection: AsyncConnection, letter: Letter) -> bool:
        """Make a letter a draft again, what was written into it kept; its address ends."""
        draft = {
            "state": State.DRAFTED.value,
            "template": "",
            "template_version": 0,
            "officer": "",
            "reason": "",
            "signed_document": "",
            "due_again": None,
            "token_digest": None,
            "token_until": None,
            "decided_at": None,
        }
        return await self._set(connection, letter, draft)

    async def _set(
        self, connection: AsyncConnection, letter: Letter, changes: Mapping[str, object]
    ) -> bool:
        changing = (
            update(LetterRecord)
            .where(
                LETTERS.c.id == letter.id,
                LETTERS.c.state == letter.state.value,
                LETTERS.c.version == letter.version,
            )
            .values(**changes, version=LETTERS.c.version + 1)
        )
        return bool((await connection.execute(changing)).rowcount)

    def _sealed(self, letter: Letter, values: Mapping[str, str]) -> str:
        place = place_of(letter.about.id, letter.kind, letter.appointment)
        return self._values.seal(dict(values), place) if values else ""

    async def _read(self, query: Select[Any]) -> list[Letter]:
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [read_letter(row, self._values) for row in rows]


def _letters() -> Select[Any]:
    return select(*LETTER, *ABOUT, *PROMISES).join(DOSSIERS, DOSSIERS.c.id == LETTERS.c.dossier_id)


async def write_decision_deed(
    connection: AsyncConnection,
    actor: Actor,
    action: str,
    letter: Letter,
    now: datetime,
    reason: str,
) -> None:
    """Write into the audit log what was decided on a letter."""
    deed = Deed(
        action=action,
        object_kind="letter",
        object_id=str(letter.id),
        detail=f"{letter.kind.value} {letter.about.code}",
        reason=reason,
    )
    await write_deed(connection, actor, deed, now)
