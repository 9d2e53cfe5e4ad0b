"""A new promise that this office makes itself, inside somebody else's transaction."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import DossierRecord

_TABLE = DossierRecord.__table__


async def promise_again(connection: AsyncConnection, dossier_id: int, due: datetime) -> None:
    """Record a new promise (hẹn lại); what the source tells later still wins."""
    await connection.execute(
        update(DossierRecord)
        .where(_TABLE.c.id == dossier_id)
        .values(due_again=due, version=_TABLE.c.version + 1)
    )


async def withdraw_promise(
    connection: AsyncConnection, dossier_id: int, due: datetime, before: datetime | None
) -> None:
    """Put the promise before a new one in its place again, unless the source spoke since."""
    await connection.execute(
        update(DossierRecord)
        .where(_TABLE.c.id == dossier_id, _TABLE.c.due_again == due)
        .values(due_again=before, version=_TABLE.c.version + 1)
    )
