"""Cards whose facts may be out of date: the alarm, as a pure rule."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.kernel.errors import DataError
from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import Record, Text
from bot.knowledge.yaml_files import read_record

CHECK_AGAIN_AFTER = 6  # months
ENDS_SOON = dt.timedelta(days=30)
_MONTHS = 12
_SPACES = re.compile(r"\s+")


class StaleKind(StrEnum):
    """Why a card should be looked at."""

    OLD_CHECK = "old_check"
    ENDED = "ended"
    ENDS_SOON = "ends_soon"
    FEE_ENDED = "fee_ended"
    REPLACED_LAW = "replaced_law"


@dataclass(frozen=True, slots=True)
class Stale:
    """A reason to look at a card again, in Vietnamese."""

    code: str
    short: str
    kind: StaleKind
    says: str


class ReplacedLaw(Record):
    """A legal document that another one has taken the place of.

    Attributes:
        since: from this day the newer one applies.
        source: what says so.
    """

    number: Text
    title: Text
    replaced_by: tuple[Text, ...]
    since: dt.date
    source: Text


class _Laws(Record):
    replaced: tuple[ReplacedLaw, ...]


Laws = Mapping[str, ReplacedLaw]


def load_laws(root: Path) -> Laws:
    """Read ``laws.yaml``: replaced laws by their number.

    Raises:
        DataError: the file is wrong, or a law stands twice.
    """
    path = root / "laws.yaml"
    laws: dict[str, ReplacedLaw] = {}
    for law in read_record(path, _Laws).replaced:
        if laws.setdefault(_plain(law.number), law) is not law:
            raise DataError([f"{path}:1: {law.number} stands twice"])
    return laws


def find_stale(
    procedures: Iterable[Procedure], laws: Laws, today: dt.date, months: int = CHECK_AGAIN_AFTER
) -> tuple[Stale, ...]:
    """Return every reason to look at a card again; ended procedures are left alone."""
    oldest = months_before(today, months)
    return tuple(
        Stale(card.code, card.short, kind, says)
        for card in procedures
        if card.status is not Status.ENDED
        for kind, says in _reasons(card, laws, today, oldest)
    )


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months ago, or the last one of a shorter month."""
    count = max(_MONTHS, day.year * _MONTHS + day.month - 1 - months)  # no day before year 1
    year, month = divmod(count, _MONTHS)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _reasons(
    card: Procedure, laws: Laws, today: dt.date, oldest: dt.date
) -> Iterator[tuple[StaleKind, str]]:
    if card.checked < oldest:
        yield StaleKind.OLD_CHECK, f"kiểm tra lần cuối {card.checked:%d/%m/%Y}"
    if card.valid_to is not None:
        if card.valid_to < today:
            yield StaleKind.ENDED, f"hết hiệu lực từ sau ngày {card.valid_to:%d/%m/%Y}"
        elif card.valid_to - today <= ENDS_SOON:
            yield StaleKind.ENDS_SOON, f"sắp hết hiệu lực: {card.valid_to:%d/%m/%Y}"
    if _fees_have_ended(card, today):
        yield StaleKind.FEE_ENDED, "mọi mức lệ phí ghi trên thẻ đã hết hạn áp dụng"
    for text in card.legal:
        law = laws.get(_plain(text.number))
        if law is not None and law.since <= today:
            newer = ", ".join(law.replaced_by)
            yield (
                StaleKind.REPLACED_LAW,
                f"{law.title} {law.number} đã được thay bằng {newer} từ {law.since:%d/%m/%Y}",
            )


def _fees_have_ended(card: Procedure, today: dt.date) -> bool:
    ends = [fee.valid_to for fee in card.fee]
    return bool(ends) and all(end is not None and end < today for end in ends)


def _plain(number: str) -> str:
    return _SPACES.sub("", number).casefold()
