"""The audit log: who saw or changed what, and why."""

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.services.audit.model import Listing, Wanted
from bot.services.audit.store import AuditStore

PAGE = 50


class Audit:
    """Keeps and shows what officers did.

    Services that change something write their record in the same transaction
    (``bot.db.audit.write_deed``); ``record`` is for looking at personal data, which changes
    nothing, and for changes that a service keeps elsewhere.
    """

    def __init__(self, store: AuditStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def record(
        self,
        actor: Actor,
        action: str,
        object_kind: str,
        object_id: str,
        *,
        detail: str = "",
        reason: str = "",
    ) -> None:
        """Write down a deed."""
        deed = Deed(
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            detail=detail,
            reason=reason.strip(),
        )
        await self._store.add(actor, deed, self._clock.now())

    async def list(self, wanted: Wanted) -> Listing:
        """Return one page of records, the latest first."""
        records = await self._store.read(wanted, PAGE + 1)
        shown = tuple(records[:PAGE])
        return Listing(shown, shown[-1].id if len(records) > PAGE else None)

    async def officers(self) -> tuple[str, ...]:
        """Return the log-in names that occur in the log."""
        return tuple(await self._store.officers())
