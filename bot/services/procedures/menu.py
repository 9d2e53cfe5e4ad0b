"""The menu: from a life event or a field to a procedure, without typing."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from bot.kernel.errors import DataError
from bot.knowledge.changes import OTHER_FIELD
from bot.knowledge.checking import ended_because
from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import Code, Record, Slug, Text
from bot.knowledge.yaml_files import read_record

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]


class LifeEvent(Record):
    """Something that happens in a life, and the procedures it may need, most usual first."""

    id: Slug
    label: Label
    intro: Text
    codes: tuple[Code, ...]


class FieldName(Record):
    """A field of administration as people call it."""

    slug: Slug
    label: Label


class Menu(Record):
    """Content of ``menu.yaml``."""

    life_events: tuple[LifeEvent, ...]
    fields: tuple[FieldName, ...]

    def life_event(self, event_id: str) -> LifeEvent | None:
        """Return a life event by its id."""
        return next((event for event in self.life_events if event.id == event_id), None)

    def by_use(self, cards: Iterable[Procedure]) -> list[Procedure]:
        """Return cards with those that most people need first.

        First what a life event leads to, in its order; then what citizens ask for; then what is
        known by name only; last what specialists or another province ask for.
        """
        events = [code for event in self.life_events for code in event.codes]
        place = {code: number for number, code in reversed(list(enumerate(events)))}

        def rarity(card: Procedure) -> tuple[object, ...]:
            return (
                card.status is Status.ENDED,
                card.only_in is not None,
                card.specialist,
                place.get(card.code, len(events)),
                card.status is Status.NAME_ONLY,
            )

        return sorted(cards, key=rarity)

    def field_label(self, slug: str) -> str:
        """Return what people call a field; one without a name is "another" one."""
        labels = {field.slug: field.label for field in self.fields}
        return labels.get(slug) or labels.get(OTHER_FIELD, slug)


def load_menu(root: Path, codes: Collection[str], field_of: Mapping[str, str]) -> Menu:
    """Read the menu and check that it leads to every procedure and only to real ones.

    Raises:
        DataError: one line per problem.
    """
    path = root / "menu.yaml"
    menu = read_record(path, Menu)
    problems = [
        f"{path}:1: life event {event.id!r} names {code}, which has no card"
        for event in menu.life_events
        for code in event.codes
        if code not in codes
    ]
    named = {field.slug for field in menu.fields}
    problems += [
        f"{path}:1: field {slug!r} has cards but no name here"
        for slug in sorted(set(field_of.values()) - named)
    ]
    if problems:
        raise DataError(problems)
    return menu


def refuse_ended(root: Path, menu: Menu, procedures: Mapping[str, Procedure]) -> None:
    """Check that no life event of the file offers a procedure that is over.

    Only for files: one that ends by a published change must not stop the assistant.

    Raises:
        DataError: one line per problem.
    """
    path = root / "menu.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    problems = [
        f"{path}:{number}: life event {event.id!r} names {code}, {ended_because(procedures[code])}"
        for event in menu.life_events
        for code in event.codes
        if procedures[code].status is Status.ENDED
        for number in [next(at for at, line in enumerate(lines, 1) if code in line)]
    ]
    if problems:
        raise DataError(problems)
