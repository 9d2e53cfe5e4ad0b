"""Versions of the templates in the database."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.audit import write_deed
from bot.db.models import LetterTemplate
from bot.db.upsert import INSERTS
from bot.kernel.audit import Actor, Deed
from bot.kernel.jsontext import encode_json
from bot.services.letters.model import TemplateVersion, Texts

_TABLE = LetterTemplate.__table__


class TemplateStore:
    """Templates on SQLite or PostgreSQL; a version is never changed or taken away."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = INSERTS[engine.dialect.name]

    async def add_shipped(self, shipped: Mapping[str, Texts], why: str, now: datetime) -> None:
        """Make the shipped texts version 1 where there is none."""
        rows = [_row(name, 1, texts, "", why, now) for name, texts in shipped.items()]
        async with self._engine.begin() as connection:
            known = set(await connection.scalars(select(_TABLE.c.name).distinct()))
            new = [row for row in rows if row["name"] not in known]
            if new:
                statement = self._insert(LetterTemplate).on_conflict_do_nothing()
                await connection.execute(statement, new)

    async def add(
        self, name: str, texts: Texts, seen: int, actor: Actor, why: str, now: datetime
    ) -> int | None:
        """Keep one more version; None when somebody else saved one since ``seen``."""
        version = seen + 1
        deed = Deed(
            action="letters.template",
            object_kind="template",
            object_id=name,
            detail=f"{seen} → {version}",
            reason=why,
        )
        try:
            async with self._engine.begin() as connection:
                latest = await connection.scalar(
                    select(func.max(_TABLE.c.version)).where(_TABLE.c.name == name)
                )
                if latest != seen:
                    return None
                row = _row(name, version, texts, actor.login, why, now)
                await connection.execute(insert(LetterTemplate).values(row))
                await write_deed(connection, actor, deed, now)
        except IntegrityError:
            return None
        return version

    async def versions(self, name: str) -> list[TemplateVersion]:
        """Return all versions of a template, the newest first."""
        query = select(_TABLE).where(_TABLE.c.name == name).order_by(_TABLE.c.version.desc())
        async with self._engine.connect() as connection:
            return [_read(row) for row in (await connection.execute(query)).all()]

    async def get(self, name: str, version: int = 0) -> TemplateVersion | None:
        """Return a version, the newest when none is named."""
        query = select(_TABLE).where(_TABLE.c.name == name).order_by(_TABLE.c.version.desc())
        if version:
            query = query.where(_TABLE.c.version == version)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query.limit(1))).one_or_none()
        return _read(row) if row else None


def _row(
    name: str, version: int, texts: Texts, officer: str, why: str, now: datetime
) -> dict[str, Any]:  # columns of several types
    return {
        "name": name,
        "version": version,
        "texts": encode_json(asdict(texts)),
        "officer": officer,
        "at": now,
        "why": why,
    }


def _read(row: Row[Any]) -> TemplateVersion:
    return TemplateVersion(
        name=row.name,
        version=row.version,
        texts=Texts(**json.loads(row.texts)),
        officer=row.officer,
        at=row.at,
        why=row.why,
    )
