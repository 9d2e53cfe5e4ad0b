"""The files of local truth: what a province or a commune sets for itself.

Fees are set by resolutions of the province's council (Law on Fees and Charges 97/2015/QH13),
time limits may be shortened by the province or the commune, and every centre has its own
counters, hours and hotline. Each fact carries its legal basis and its days of validity.
"""

import datetime as dt
from itertools import combinations
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from bot.kernel.errors import DataError
from bot.knowledge.model import Procedure
from bot.knowledge.parts import Code, Fee, Record, Slug, Text, TimeLimit
from bot.knowledge.yaml_files import read_record

PROVINCE_FILE = "province.yaml"


class Dated(Record):
    """Something that applies on certain days, by a text that says so."""

    basis: Text
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def begins_before_it_ends(self) -> Self:
        """Refuse days of validity that no day is within."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to stands before valid_from")
        return self

    def applies(self, day: dt.date) -> bool:
        """Say whether it applies on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class LocalFacts(Dated):
    """What a place sets for one procedure; what is not named stays national.

    Attributes:
        fee: replaces all national fees. time: replaces all national limits.
        where: replaces who receives it.
    """

    code: Code
    fee: tuple[Fee, ...] = ()
    time: tuple[TimeLimit, ...] = ()
    where: Text | None = None
    notes: tuple[Text, ...] = ()


class FreeOnline(Dated):
    """The procedures that cost nothing when handed in online."""

    codes: tuple[Code, ...] = Field(min_length=1)


class ExtraProcedure(Record):
    """A procedure that exists only here."""

    field: Slug
    card: Procedure


class CentreFacts(Record):
    """The centre as its own overlay knows it; the operator's settings win over it."""

    name: Text | None = None
    address: Text | None = None
    phone: Text | None = None
    hotline: Text | None = None
    hours: dict[str, str] = Field(default_factory=dict)


class Overlay(Record):
    """One file ``overlays/<province>/province.yaml`` or ``overlays/<province>/<commune>.yaml``.

    Attributes:
        name: the place as an answer says it ("tỉnh Ninh Bình", "xã Mẫu").
        counters: which counter serves a field ("ho-tich": "Quầy 2").
    """

    name: Text
    kind: Literal["province", "commune"]
    checked: dt.date
    centre: CentreFacts = CentreFacts()
    counters: dict[Slug, Text] = Field(default_factory=dict)
    free_online: FreeOnline | None = None
    facts: tuple[LocalFacts, ...] = ()
    extra: tuple[ExtraProcedure, ...] = ()

    @field_validator("facts")
    @classmethod
    def say_one_thing_a_day(cls, facts: tuple[LocalFacts, ...]) -> tuple[LocalFacts, ...]:
        """Refuse two facts about the same of one procedure on the same day."""
        for one, other in combinations(facts, 2):
            if one.code == other.code and _same_matter(one, other) and _same_days(one, other):
                raise ValueError(f"two facts of {one.code} apply on the same day")
        return facts


def _same_matter(one: LocalFacts, other: LocalFacts) -> bool:
    both = (one.fee and other.fee, one.time and other.time, one.where and other.where)
    return any(both)


def _same_days(one: Dated, other: Dated) -> bool:
    first, last = dt.date.min, dt.date.max
    return max(one.valid_from or first, other.valid_from or first) <= min(
        one.valid_to or last, other.valid_to or last
    )


def read_overlays(root: Path, place: str) -> tuple[Overlay, ...]:
    """Return the overlays of a place ("ninh-binh" or "ninh-binh/xa-mau"), the widest first.

    Raises:
        DataError: a file is missing or wrong.
    """
    if not place:
        return ()
    province, _, commune = place.partition("/")
    folder = root / "overlays" / province
    overlays = []
    if not commune or (folder / PROVINCE_FILE).exists():
        overlays.append(_read(folder / PROVINCE_FILE, "province"))
    if commune:
        overlays.append(_read(folder / f"{commune}.yaml", "commune"))
    return tuple(overlays)


def _read(path: Path, kind: str) -> Overlay:
    overlay = read_record(path, Overlay)
    if overlay.kind != kind:
        raise DataError([f"{path}:1: kind must be {kind!r} in this file"])
    return overlay
