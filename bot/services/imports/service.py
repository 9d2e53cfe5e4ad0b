"""Keeping files with dossiers between looking and writing, and what headings were taken for."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.errors import NotFoundError
from bot.services.imports.model import ImportHead, ImportState, RowReport
from bot.services.imports.store import ImportStore

WAITS = timedelta(hours=24)
LATEST = 20
_MOST_KEPT = 500  # rows of a report that say more than "new" or "same"


class Imports:
    """Files with dossiers."""

    def __init__(self, store: ImportStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def keep(
        self, actor: Actor, *, source: str, name: str, data: bytes, columns: Mapping[str, str]
    ) -> int:
        """Keep a file until it is written or a day has passed; return its number."""
        now = self._clock.now()
        await self._store.forget(now - WAITS)
        return await self._store.add(
            source=source,
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            data=data,
            columns=columns,
            officer=actor.login,
            at=now,
        )

    async def remembered(self, source: str) -> dict[str, str]:
        """Return what the headings of a source held the last time it was written."""
        return await self._store.remembered(source)

    async def get(self, number: int) -> ImportHead:
        """Return a file without its content.

        Raises:
            NotFoundError: there is none.
        """
        head = await self._store.head(number)
        if head is None:
            raise NotFoundError(f"không có tệp số {number}")
        return head

    async def data(self, number: int) -> bytes:
        """Return the content of a file that waits.

        Raises:
            NotFoundError: it does not wait any more.
        """
        data = await self._store.data(number)
        if data is None:
            raise NotFoundError("tệp này đã ghi hoặc đã bỏ; hãy tải lên lại nếu cần")
        return data

    async def decide_columns(self, number: int, columns: Mapping[str, str]) -> bool:
        """Say what the headings of a file that waits hold."""
        return await self._store.decide_columns(number, columns)

    async def take(self, number: int) -> bool:
        """Take a file to write it; False when somebody else did, or it was dropped."""
        return await self._store.close(number, ImportState.WRITTEN)

    async def drop(self, number: int) -> bool:
        """Forget a file that waits."""
        return await self._store.close(number, ImportState.DROPPED)

    async def report(self, actor: Actor, number: int, rows: Sequence[RowReport]) -> None:
        """Keep what became of the rows."""
        counts = count(rows)
        said = ", ".join(f"{name} {many}" for name, many in counts.items())
        deed = Deed(
            action="dossiers.imported",
            object_kind="dossier-import",
            object_id=str(number),
            detail=said,
        )
        kept = [row for row in rows if row.says or row.result == "refused"][:_MOST_KEPT]
        await self._store.report(number, kept, counts, actor, deed, self._clock.now())

    async def latest(self) -> list[ImportHead]:
        """Return files that wait or were written, the latest first."""
        return await self._store.latest(LATEST)


def count(rows: Sequence[RowReport]) -> dict[str, int]:
    """Return how many rows had which result."""
    return dict(Counter(row.result for row in rows).most_common())
