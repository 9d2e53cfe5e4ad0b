"""Which dossiers have a result that waits to be handed over, by code only: boards show them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.models import DossierRecord
from bot.services.dossiers.model import Status

_MOST = 40


class ReadyStore:
    """Reads codes and nothing else of a dossier."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def since(self, moment: datetime) -> tuple[str, ...]:
        """Return the codes of dossiers whose result came since a moment, the newest first."""
        table = DossierRecord.__table__
        query = (
            select(table.c.code)
            .where(table.c.status == int(Status.DONE), table.c.status_at >= moment)
            .order_by(table.c.status_at.desc(), table.c.id.desc())
            .limit(_MOST)
        )
        async with self._engine.connect() as connection:
            return tuple((await connection.execute(query)).scalars())
