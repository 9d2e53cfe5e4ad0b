"""Taking in what sources tell of dossiers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.clock import Clock
from bot.kernel.errors import DossierError
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.checking import check_dossier, check_event, checked_code
from bot.services.dossiers.model import (
    Change,
    Dossier,
    DossierInput,
    EventInput,
    Facts,
    Item,
    Result,
)
from bot.services.dossiers.store import DossierStore
from bot.services.dossiers.taking import Taken, take_again, take_event, take_new

AT_ONCE = 500  # dossiers in one transaction


@dataclass(frozen=True, slots=True)
class _Checked:
    """An item that can be written."""

    place: int
    code: ReceiptCode
    told: DossierInput | EventInput


class DossierIntake:
    """Writes what sources tell; the source always wins."""

    def __init__(self, store: DossierStore, clock: Clock, facts: Facts) -> None:
        self._store = store
        self._clock = clock
        self._facts = facts

    async def take(self, items: Sequence[Item]) -> list[Result]:
        """Take in items in their order, in transactions of some hundred; a result for each."""
        now = self._clock.now()
        checked, results = _sifted(items, now)
        for start in range(0, len(checked), AT_ONCE):
            results |= await self._write(checked[start : start + AT_ONCE], now)
        return [results[place] for place in range(len(items))]

    async def preview(self, items: Sequence[Item]) -> list[Result]:
        """Say what ``take`` would do now; nothing is written."""
        now = self._clock.now()
        checked, results = _sifted(items, now)
        known: dict[str, Dossier] = {}
        for start in range(0, len(checked), AT_ONCE):
            part = checked[start : start + AT_ONCE]
            known |= await self._store.find_many({one.code.key for one in part})
        for one, taken in self._decided(checked, known, now):
            results[one.place] = _result(one, taken)
        return [results[place] for place in range(len(items))]

    async def _write(self, part: Sequence[_Checked], now: datetime) -> dict[int, Result]:
        results: dict[int, Result] = {}

        def decide(known: Mapping[str, Dossier]) -> list[Taken]:
            decided = []
            for one, taken in self._decided(part, known, now):
                results[one.place] = _result(one, taken)
                if taken is not None:
                    decided.append(taken)
            return decided

        create = {one.code for one in part if isinstance(one.told, DossierInput)}
        await self._store.change(create, {one.code.key for one in part}, decide, now)
        return results

    def _decided(
        self, part: Sequence[_Checked], known: Mapping[str, Dossier], now: datetime
    ) -> Iterator[tuple[_Checked, Taken | None]]:
        """Yield what becomes of each item; None for an event of an unknown dossier."""
        state = dict(known)
        for one in part:
            before = state.get(one.code.key)
            taken: Taken | None
            if isinstance(one.told, EventInput):
                taken = take_event(before, one.told, now, self._facts) if before else None
            elif before is None:
                taken = take_new(one.code, one.told, now, self._facts)
            else:
                taken = take_again(before, one.told, now, self._facts)
            if taken is not None:
                state[one.code.key] = taken.dossier
            yield one, taken


def _sifted(items: Sequence[Item], now: datetime) -> tuple[list[_Checked], dict[int, Result]]:
    """Return the items that can be written, and the results of the others by their place."""
    checked: list[_Checked] = []
    refused: dict[int, Result] = {}
    for place, item in enumerate(items):
        try:
            checked.append(_check(place, item, now))
        except DossierError as error:
            refused[place] = Result(_code_of(item), Change.REFUSED, problem=str(error))
    return checked, refused


def _check(place: int, item: Item, now: datetime) -> _Checked:
    if isinstance(item, DossierInput):
        code = checked_code(item.code)
        check_dossier(item, now)
        return _Checked(place, code, item)
    written, event = item
    code = checked_code(written)
    check_event(event, now)
    return _Checked(place, code, event)


def _code_of(item: Item) -> str:
    return (item.code if isinstance(item, DossierInput) else item[0])[:40]


def _result(one: _Checked, taken: Taken | None) -> Result:
    if taken is None:
        return Result(one.code.display, Change.UNKNOWN, problem="chưa có hồ sơ này")
    return Result(one.code.display, taken.change, taken.remarks)
