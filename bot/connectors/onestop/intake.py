"""Exports of one-stop software: look at one, write it, remember what its headings hold."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.connectors.onestop.columns import Column
from bot.connectors.onestop.reading import Export, memory_of, read_export
from bot.connectors.onestop.telling import Told, plain_name, tell
from bot.kernel.audit import Actor
from bot.kernel.errors import DataError, NotFoundError
from bot.knowledge.model import Procedure
from bot.services.dossiers.model import Remark, Result
from bot.services.dossiers.service import Dossiers
from bot.services.imports.model import ImportHead, RowReport
from bot.services.imports.service import Imports, count

USUAL_SOURCE = "mot-cua"
_SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")
_COLUMNS = frozenset(column.value for column in Column)
# A dossier without a promise is an everyday thing in exports; the others deserve a look.
_SAID = {
    Remark.UNUSUAL_STEP: "trạng thái không theo thứ tự thường gặp",
    Remark.SECOND_SUPPLEMENT: "yêu cầu bổ sung lần thứ hai",
    Remark.BAD_PHONE: "số điện thoại không đúng, đã bỏ qua",
    Remark.DUE_BEFORE_RECEIPT: "ngày hẹn trả trước ngày nhận",
    Remark.SECOND_REAPPOINTMENT: "hẹn lại lần thứ hai",
    Remark.OTHER_PERSON: "người nộp hoặc số điện thoại đã đổi, phải chứng minh lại",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What writing a file would do.

    Attributes:
        headings: as written, with what each is taken for ("" for nothing).
        notes: about the file as a whole.
    """

    rows: tuple[RowReport, ...]
    headings: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows have which result."""
        return count(self.rows)


class OnestopFiles:
    """Takes in exported files."""

    def __init__(
        self,
        imports: Imports,
        dossiers: Callable[[], Dossiers],
        procedures: Callable[[], Mapping[str, Procedure]],
    ) -> None:
        self._imports = imports
        self._dossiers = dossiers
        self._procedures = procedures

    async def bring(self, actor: Actor, *, source: str, name: str, data: bytes) -> int:
        """Keep a file that can be read, to be looked at and written; return its number.

        Raises:
            DataError: it cannot be read, or the name of its source cannot be one.
        """
        source = check_source(source)
        remembered = await self._imports.remembered(source)
        export = await asyncio.to_thread(read_export, name, data, remembered)
        return await self._imports.keep(
            actor, source=source, name=name, data=data, columns=memory_of(export.headings)
        )

    async def preview(self, number: int) -> Preview:
        """Say what writing would do now, row by row; nothing is written.

        Raises:
            NotFoundError: the file does not wait any more.
            DataError: with the columns chosen it cannot be read.
        """
        head = await self._imports.get(number)
        export, told = await self._told(head, await self._imports.data(number))
        items = [each.item for each in told if each.item is not None]
        results = await self._dossiers().preview(items)
        return Preview(_reports(told, results), export.headings, export.notes)

    async def decide_columns(self, number: int, columns: Mapping[str, str]) -> bool:
        """Say what headings hold: plain heading → column, "" for nothing."""
        known = {name: held for name, held in columns.items() if held in _COLUMNS or not held}
        return await self._imports.decide_columns(number, known)

    async def write(self, actor: Actor, number: int) -> list[RowReport]:
        """Write a file and return what became of each row; twice is refused.

        Raises:
            NotFoundError: it was written or dropped before.
            DataError: with the columns chosen it cannot be read.
        """
        head, data = await self._imports.get(number), await self._imports.data(number)
        _, told = await self._told(head, data)
        if not await self._imports.take(number):
            raise NotFoundError("tệp này vừa được ghi hoặc bỏ")
        items = [each.item for each in told if each.item is not None]
        rows = _reports(told, await self._dossiers().bulk(items))
        await self._imports.report(actor, number, rows)
        return list(rows)

    async def drop(self, number: int) -> bool:
        """Forget a file that waits."""
        return await self._imports.drop(number)

    async def get(self, number: int) -> ImportHead:
        """Return a file without its content; raises NotFoundError."""
        return await self._imports.get(number)

    async def latest(self) -> list[ImportHead]:
        """Return files that wait or were written, the latest first."""
        return await self._imports.latest()

    async def _told(self, head: ImportHead, data: bytes) -> tuple[Export, list[Told]]:
        procedures, source = self._procedures(), f"file:{head.source}"

        def read() -> tuple[Export, list[Told]]:
            export = read_export(head.name, data, head.columns)
            names = {plain_name(card.name): code for code, card in procedures.items()}
            return export, [tell(row, names, source) for row in export.rows]

        return await asyncio.to_thread(read)


def check_source(source: str) -> str:
    """Return the name of a source as it is kept.

    Raises:
        DataError: it cannot be one.
    """
    tidy = source.strip().lower() or USUAL_SOURCE
    if _SOURCE.fullmatch(tidy) is None:
        raise DataError(["Tên phần mềm gồm 3 đến 40 chữ thường không dấu, chữ số hoặc gạch nối."])
    return tidy


def _reports(told: Sequence[Told], results: Sequence[Result]) -> tuple[RowReport, ...]:
    following = iter(results)
    return tuple(
        RowReport(each.place, each.code, "refused", each.problem)
        if each.item is None
        else _report(each, next(following))
        for each in told
    )


def _report(told: Told, result: Result) -> RowReport:
    odd = "; ".join(_SAID[remark] for remark in result.remarks if remark in _SAID)
    return RowReport(told.place, told.code, result.change.value, result.problem or odd)
