"""Limits and fees that stand in an official record as a bare number: nothing to interpret.

"5 ngày làm việc" is one; "1 (khác)", "0 đ" and sentences are not: a bare 0 does not mean free, and
a sentence has cases that a person has to read.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.knowledge.importing.rows import Method
from bot.knowledge.parts import Channel, Fee, FeeKind, TimeLimit, TimeUnit

Fact = TypeVar("Fact", TimeLimit, Fee)
_CHANNELS: dict[str, Channel] = {
    "truc_tiep": "counter",
    "truc_tuyen": "online",
    "buu_chinh": "post",
}
_LIMIT = re.compile(r"0*(\d{1,3}) (ngày làm việc|ngày|giờ|tháng)\.?", re.IGNORECASE)
_UNITS = {
    "ngày làm việc": TimeUnit.WORKING_DAYS,
    "ngày": TimeUnit.DAYS,
    "giờ": TimeUnit.HOURS,
    "tháng": TimeUnit.MONTHS,
}
_FEE = re.compile(
    r"(?:(?:lệ )?phí ?: ?)?(\d{1,3}(?:[.,]\d{3})+|\d{4,9}) ?(?:đ|đồng|vnđ)\.?", re.IGNORECASE
)
_MOST_UNITS = 400


def plain_limits(methods: Sequence[Method]) -> tuple[TimeLimit, ...]:
    """Return the limits by channel; one for all where they are the same."""
    return _by_channel(methods, _limit)


def plain_fees(methods: Sequence[Method]) -> tuple[Fee, ...]:
    """Return the fees by channel; one for all where they are the same."""
    return _by_channel(methods, _fee)


def _by_channel(
    methods: Sequence[Method], read: Callable[[Method, Channel], Fact | None]
) -> tuple[Fact, ...]:
    found: dict[Channel, Fact] = {}
    for method in methods:
        channel = _CHANNELS.get(method.channel)
        fact = read(method, channel) if channel is not None else None
        if channel is None or fact is None or channel in found:
            return ()  # one that is not plain makes the others half a truth
        found[channel] = fact
    same = {fact.model_copy(update={"channel": "all"}) for fact in found.values()}
    return tuple(same) if len(same) == 1 else tuple(found.values())


def _limit(method: Method, channel: Channel) -> TimeLimit | None:
    match = _LIMIT.fullmatch(" ".join(method.time_limit.split()))
    if match is None or method.time_placeholder or not 0 < int(match[1]) <= _MOST_UNITS:
        return None
    return TimeLimit(unit=_UNITS[match[2].lower()], amount=int(match[1]), channel=channel)


def _fee(method: Method, channel: Channel) -> Fee | None:
    match = _FEE.fullmatch(" ".join(method.fee.split()))
    amount = int(re.sub(r"\D", "", match[1])) if match else 0
    return Fee(kind=FeeKind.AMOUNT, amount=amount, channel=channel) if amount else None
