"""Local truth laid over the national cards; a card says which layer each fact comes from."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.kernel.errors import DataError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.checking import ended_because
from bot.knowledge.loading import Field as ProcedureField
from bot.knowledge.model import LocalFact, Procedure, Status
from bot.knowledge.overlay_files import (
    PROVINCE_FILE,
    CentreFacts,
    FreeOnline,
    LocalFacts,
    Overlay,
    read_overlays,
)
from bot.knowledge.parts import Fee, FeeKind, Topic

_NAMED = re.compile(r"\d\.\d{6}|(?<=no field )\S+")


@dataclass(frozen=True, slots=True)
class FreeList:
    """The list a citizen can ask for: free when handed in online, who says so, until when."""

    place: str
    basis: str
    codes: tuple[str, ...]
    valid_to: dt.date | None
    checked: dt.date


@dataclass(frozen=True, slots=True)
class LocalTruth:
    """What the overlays of a centre say beside the cards themselves."""

    places: tuple[str, ...] = ()
    free_online: FreeList | None = None
    centre: CentreFacts = field(default_factory=CentreFacts)


@dataclass(frozen=True, slots=True)
class Localised:
    """The knowledge base of one place on one day.

    Attributes:
        left_out: one line for each local fact that does not fit the knowledge base.
    """

    knowledge: KnowledgeBase
    local: LocalTruth
    left_out: tuple[str, ...] = ()


def lay_over(base: KnowledgeBase, overlays: Iterable[Overlay], today: dt.date) -> Localised:
    """Return the knowledge base with the local facts of a day; later overlays win.

    A fact that does not fit is left out and named: what is published in the journal, or taken
    back, must never stop the assistant. ``check_overlays`` refuses it.
    """
    knowledge, local = base, LocalTruth()
    left_out: list[str] = []
    for overlay in overlays:
        left_out += _doubled(knowledge, overlay)
        knowledge = _with_extras(knowledge, overlay)
        left_out += _unknown_names(knowledge, overlay)
        overlay = _fitting(knowledge, overlay)
        knowledge = replace(knowledge, procedures=_changed(knowledge, overlay, today))
        local = _with_place(local, overlay, today)
    return Localised(knowledge, local, tuple(left_out))


def _fitting(base: KnowledgeBase, overlay: Overlay) -> Overlay:
    """Return an overlay without what names a procedure or a field that does not exist."""
    free = overlay.free_online
    if free is not None:
        codes = tuple(code for code in free.codes if code in base.procedures)
        free = free.model_copy(update={"codes": codes}) if codes else None
    return overlay.model_copy(
        update={
            "facts": tuple(facts for facts in overlay.facts if facts.code in base.procedures),
            "counters": {s: says for s, says in overlay.counters.items() if s in base.fields},
            "free_online": free,
        }
    )


def _doubled(base: KnowledgeBase, overlay: Overlay) -> list[str]:
    codes = [extra.card.code for extra in overlay.extra if extra.card.code in base.procedures]
    return [f"overlay {overlay.name}: {code} exists already" for code in codes]


def _with_extras(base: KnowledgeBase, overlay: Overlay) -> KnowledgeBase:
    """Return the knowledge base with the place's own procedures; its card of a code wins."""
    if not overlay.extra:
        return base
    own = {extra.card.code for extra in overlay.extra}
    left = {s: tuple(c for c in field.codes if c not in own) for s, field in base.fields.items()}
    fields = {slug: ProcedureField(slug, codes) for slug, codes in left.items() if codes}
    for extra in overlay.extra:
        codes = fields[extra.field].codes if extra.field in fields else ()
        fields[extra.field] = ProcedureField(extra.field, (*codes, extra.card.code))
    return replace(
        base,
        procedures={**base.procedures, **{e.card.code: e.card for e in overlay.extra}},
        field_of={**base.field_of, **{e.card.code: e.field for e in overlay.extra}},
        fields=fields,
    )


def _unknown_names(base: KnowledgeBase, overlay: Overlay) -> list[str]:
    codes = [facts.code for facts in overlay.facts]
    codes += overlay.free_online.codes if overlay.free_online else ()
    lost = [f"procedure {code}" for code in codes if code not in base.procedures]
    lost += [f"field {slug}" for slug in overlay.counters if slug not in base.fields]
    return [f"overlay {overlay.name}: there is no {name}" for name in dict.fromkeys(lost)]


def _changed(base: KnowledgeBase, overlay: Overlay, today: dt.date) -> Mapping[str, Procedure]:
    procedures = dict(base.procedures)
    for slug, counter in overlay.counters.items():
        here = LocalFact(topic=Topic.PLACE, layer=overlay.name, says=counter)
        for code in base.fields[slug].codes:
            procedures[code] = _with_local(procedures[code], here)
    for facts in overlay.facts:
        if facts.applies(today):
            procedures[facts.code] = _with_facts(procedures[facts.code], facts, overlay.name)
    free = overlay.free_online
    if free is not None and free.applies(today):
        for code in free.codes:
            procedures[code] = _made_free(procedures[code], free, overlay.name)
    return procedures


def _with_facts(card: Procedure, facts: LocalFacts, layer: str) -> Procedure:
    """Return a card with what a place sets; each changed topic remembers the layer."""
    changes: dict[str, object] = {}
    topics: list[Topic] = []
    if facts.fee:
        changes["fee"] = facts.fee
        topics.append(Topic.FEES)
    if facts.time:
        changes["time"] = facts.time
        topics.append(Topic.TIME)
    where = None if card.submit is not None else facts.where
    if facts.where and card.submit is not None:
        changes["submit"] = card.submit.model_copy(update={"where": facts.where})
        topics.append(Topic.PLACE)
    if facts.notes:
        changes["notes"] = (*card.notes, *facts.notes)
        topics.append(Topic.CONDITIONS)
    kept = tuple(fact for fact in card.local if fact.topic not in topics or fact.says)
    marks = tuple(
        LocalFact(topic=topic, layer=layer, basis=facts.basis, valid_to=facts.valid_to)
        for topic in topics
    )
    if where:  # nothing national to replace: it is said beside the rest
        marks = (*marks, LocalFact(topic=Topic.PLACE, layer=layer, says=where))
    return card.model_copy(update={**changes, "local": (*kept, *marks)})


def _made_free(card: Procedure, free: FreeOnline, layer: str) -> Procedure:
    """Return a card that costs nothing online: other fees stay for the other ways."""
    fee = Fee(kind=FeeKind.FREE, channel="online", basis=free.basis, valid_to=free.valid_to)
    others = tuple(old for old in card.fee if old.channel != "online")
    mark = LocalFact(topic=Topic.FEES, layer=layer, basis=free.basis, valid_to=free.valid_to)
    return _with_local(card.model_copy(update={"fee": (*others, fee)}), mark)


def _with_local(card: Procedure, fact: LocalFact) -> Procedure:
    return card.model_copy(update={"local": (*card.local, fact)})


def _with_place(local: LocalTruth, overlay: Overlay, today: dt.date) -> LocalTruth:
    free = local.free_online
    if overlay.free_online is not None and overlay.free_online.applies(today):
        free = FreeList(
            place=overlay.name,
            basis=overlay.free_online.basis,
            codes=overlay.free_online.codes,
            valid_to=overlay.free_online.valid_to,
            checked=overlay.checked,
        )
    own = overlay.centre.model_dump(exclude_none=True, exclude_defaults=True)
    centre = local.centre.model_copy(update=own)
    return LocalTruth((*local.places, overlay.name), free, centre)


def check_overlays(root: Path, base: KnowledgeBase, today: dt.date) -> dict[Path, Overlay]:
    """Lay every overlay below ``root`` over the national base and return them by file.

    Raises:
        DataError: one of them is wrong.
    """
    checked: dict[Path, Overlay] = {}
    for path in sorted((root / "overlays").glob("*/*.yaml")):
        province = path.parent.name
        commune = "" if path.name == PROVINCE_FILE else f"/{path.stem}"
        overlays = read_overlays(root, province + commune)
        left_out = lay_over(base, overlays, today).left_out
        if left_out:
            raise DataError([f"{path}:{_line_of(path, lost)}: {lost}" for lost in left_out])
        over = _ended_but_free(base, overlays[-1])
        if over:
            raise DataError([f"{path}:{_line_of(path, lost)}: {lost}" for lost in over])
        checked[path] = overlays[-1]
    return checked


def _ended_but_free(base: KnowledgeBase, overlay: Overlay) -> list[str]:
    """Name the procedures of the free list that are over; a card of the place's own wins."""
    free = overlay.free_online.codes if overlay.free_online else ()
    cards = {**base.procedures, **{extra.card.code: extra.card for extra in overlay.extra}}
    named = [cards[code] for code in free if code in cards]
    return [
        f"free_online names procedure {card.code}, {ended_because(card)}"
        for card in named
        if card.status is Status.ENDED
    ]


def _line_of(path: Path, lost: str) -> int:
    """Return the line that names what does not fit: a procedure's code or a field."""
    named = _NAMED.search(lost)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if named and re.search(rf"(?<![\w.-]){re.escape(named.group())}(?![\w-])", line):
            return number
    return 1
