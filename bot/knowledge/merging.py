"""Lay the facts of a card over an older one without losing what people wrote by hand."""

from collections.abc import Container, Iterable

from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import Case

# Written by a person for this card: kept where the newer card says nothing of its own.
_KEPT_WHEN_EMPTY = ("siblings", "questions", "related", "next", "conditions", "mistakes", "notes")


def merged(old: Procedure, new: Procedure) -> Procedure:
    """Return the facts of ``new`` with every phrase, label and case that ``old`` had.

    A card of which only the name is known adds to a fuller one and takes nothing from it.
    """
    if new.status is Status.NAME_ONLY and old.status is Status.FULL:
        return old
    kept: dict[str, object] = {
        "asks": _together(old.asks, new.asks),
        "known_as": _together(old.known_as, new.known_as),
        "tells_apart": old.tells_apart or new.tells_apart,
        "short": old.short,
        "specialist": old.specialist or new.specialist,
        "sensitive": old.sensitive or new.sensitive,
        "cases": _cases(old.cases, new.cases),
    }
    for name in _KEPT_WHEN_EMPTY:
        if not getattr(new, name):
            kept[name] = getattr(old, name)
    if old.name != new.name and _is_cut_from_name(old):
        kept["short"] = new.short
    return _consistent(new.model_copy(update=kept))


def without_strangers(card: Procedure, known: Container[str]) -> Procedure:
    """Return a card without references to procedures that have no card."""
    update: dict[str, object] = {}
    for name in ("related", "next", "replaced_by"):
        codes: tuple[str, ...] = getattr(card, name)
        if any(code not in known for code in codes):
            update[name] = tuple(code for code in codes if code in known)
    if any(sibling.code not in known for sibling in card.siblings):
        update["siblings"] = tuple(s for s in card.siblings if s.code in known)
    if any(case.goes_to is not None and case.goes_to not in known for case in card.cases):
        update["cases"] = tuple(_staying(case, known) for case in card.cases)
    return card.model_copy(update=update) if update else card


def _staying(case: Case, known: Container[str]) -> Case:
    if case.goes_to is None or case.goes_to in known:
        return case
    return case.model_copy(update={"goes_to": None})


def _cases(old: tuple[Case, ...], new: tuple[Case, ...]) -> tuple[Case, ...]:
    """Return the newer cases with the older ones' phrases, and the older ones not among them."""
    before = {case.id: case for case in old}
    cases = []
    for case in new:
        known = before.pop(case.id, None)
        if known is None:
            cases.append(case)
        else:
            cases.append(case.model_copy(update={"asks": _together(known.asks, case.asks)}))
    return (*cases, *before.values())


def _together(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _consistent(card: Procedure) -> Procedure:
    """Return a card whose cases and questions name only papers and cases that it has."""
    papers = {paper.id for paper in card.documents}
    cases = tuple(
        case.model_copy(update={"removes": tuple(p for p in case.removes if p in papers)})
        for case in card.cases
    )
    known = {None, *(case.id for case in cases)}
    questions = tuple(q for q in card.questions if all(o.case in known for o in q.options))
    return card.model_copy(update={"cases": cases, "questions": questions})


def _is_cut_from_name(card: Procedure) -> bool:
    """Tell whether a card's short name was only cut from its official one."""
    return card.name.startswith(card.short.removesuffix("…").rstrip())
