"""The to-do list in the database."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import NotedQuestion
from bot.kernel.conversations import NoteKind
from bot.services.questions.model import Noted, Settlement


class QuestionStore:
    """Reads, settles and forgets noted questions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, most: int) -> list[Noted]:
        """Return the open questions, the latest first."""
        rows = (
            select(
                NotedQuestion.id,
                NotedQuestion.kind,
                NotedQuestion.text,
                NotedQuestion.codes,
                NotedQuestion.at,
            )
            .where(NotedQuestion.settled_as == "")
            .order_by(NotedQuestion.at.desc(), NotedQuestion.id.desc())
            .limit(most)
        )
        async with self._engine.connect() as connection:
            found = (await connection.execute(rows)).all()
        return [
            Noted(row.id, NoteKind(row.kind), row.text, tuple(row.codes.split()), row.at)
            for row in found
        ]

    async def count_open(self) -> int:
        """Return how many questions are open."""
        rows = select(func.count()).where(NotedQuestion.settled_as == "")
        async with self._engine.connect() as connection:
            return int((await connection.scalar(rows)) or 0)

    async def settle(
        self,
        ids: Collection[int],
        how: Settlement,
        by: str,
        at: datetime,
        change_set: int | None = None,
    ) -> int:
        """Settle those of the questions that are still open; return how many."""
        change = (
            update(NotedQuestion)
            .where(NotedQuestion.id.in_(ids), NotedQuestion.settled_as == "")
            .values(settled_as=how.value, settled_by=by, settled_at=at, change_set=change_set)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(change)).rowcount

    async def reopen(self, change_set: int) -> int:
        """Open what a change set had settled; return how many."""
        change = (
            update(NotedQuestion)
            .where(NotedQuestion.change_set == change_set)
            .values(settled_as="", settled_by="", settled_at=None, change_set=None)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(change)).rowcount

    async def forget(self, before: datetime) -> int:
        """Delete questions asked before a moment; return how many."""
        async with self._engine.begin() as connection:
            old = delete(NotedQuestion).where(NotedQuestion.at < before)
            return (await connection.execute(old)).rowcount
