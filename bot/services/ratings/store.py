"""Ratings in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import RatingRecord
from bot.services.ratings.model import Level, Occasion, Rating, Source, Word

_TABLE = RatingRecord.__table__


class RatingStore:
    """Ratings on SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, occasion: Occasion, rating: Rating) -> bool:
        """Write a rating; False when the occasion has one already."""
        row = {
            "occasion": occasion.key,
            "level": int(rating.level),
            "source": rating.source.value,
            "field": occasion.field,
            "counter": occasion.counter,
            "procedure": occasion.procedure,
            "flagged": rating.flagged,
            "at": rating.at,
        }
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(RatingRecord), row)
        except IntegrityError:
            return False
        return True

    async def has(self, key: str) -> bool:
        """Say whether an occasion was rated."""
        query = select(_TABLE.c.id).where(_TABLE.c.occasion == key)
        async with self._engine.connect() as connection:
            return (await connection.scalar(query)) is not None

    async def between(self, start: datetime, end: datetime) -> Sequence[Rating]:
        """Return the ratings given from ``start`` until before ``end``."""
        query = select(_TABLE).where(_TABLE.c.at >= start, _TABLE.c.at < end)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Rating(
                level=Level(row.level),
                source=Source(row.source),
                field=row.field,
                at=row.at,
                flagged=row.flagged,
            )
            for row in rows
        ]

    async def count_since(self, source: Source, moment: datetime) -> int:
        """Return how many ratings one source gave since a moment."""
        query = (
            select(func.count())
            .select_from(RatingRecord)
            .where(_TABLE.c.source == source.value, _TABLE.c.at >= moment)
        )
        async with self._engine.connect() as connection:
            return int((await connection.scalar(query)) or 0)

    async def add_word(self, key: str, word: str) -> bool:
        """Write a word beside a rating that has none; False when it has, or there is no rating."""
        statement = (
            update(RatingRecord)
            .where(_TABLE.c.occasion == key, _TABLE.c.word == "")
            .values(word=word)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(statement)).rowcount > 0

    async def words(self, since: datetime, most: int) -> list[Word]:
        """Return what people added, the latest first."""
        query = (
            select(_TABLE)
            .where(_TABLE.c.at >= since, _TABLE.c.word != "")
            .order_by(_TABLE.c.id.desc())
            .limit(most)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [Word(Level(row.level), row.word, row.field, row.at) for row in rows]

    async def forget(self, before: datetime, words_before: datetime) -> int:
        """Delete old ratings, and old words; return how many ratings."""
        old_words = (
            update(RatingRecord)
            .where(_TABLE.c.at < words_before, _TABLE.c.word != "")
            .values(word="")
        )
        async with self._engine.begin() as connection:
            await connection.execute(old_words)
            return (
                await connection.execute(delete(RatingRecord).where(_TABLE.c.at < before))
            ).rowcount
