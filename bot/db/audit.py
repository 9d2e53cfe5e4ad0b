"""Write the audit log: in the same transaction as the change it speaks of."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import AuditRecord
from bot.kernel.audit import Actor, Deed

LONGEST_DETAIL = 200
LONGEST_REASON = 2000


async def write_deed(connection: AsyncConnection, actor: Actor, deed: Deed, at: datetime) -> None:
    """Add one row; it is there if and only if the transaction is committed."""
    row = {
        "at": at,
        "officer_id": actor.officer_id,
        "officer": actor.login,
        "action": deed.action,
        "object_kind": deed.object_kind,
        "object_id": deed.object_id,
        "detail": deed.detail[:LONGEST_DETAIL],
        "reason": deed.reason[:LONGEST_REASON],
        "reference": actor.reference,
    }
    await connection.execute(insert(AuditRecord), row)
