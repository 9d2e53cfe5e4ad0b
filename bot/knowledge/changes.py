"""Changes to the knowledge base as values: what a journal of change sets consists of."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError

from bot.kernel.errors import DataError
from bot.knowledge.model import PHRASES_APART, Procedure
from bot.knowledge.parts import Code, Record, Slug, Text

LONGEST_ASK = 200
OTHER_FIELD = "khac"  # for a field of administration that we have no folder for


class ChangeKind(StrEnum):
    """What a change does."""

    CARD = "card"  # add a card, or replace the facts of one
    PHRASE = "phrase"  # one more way of asking for a card
    END = "end"  # the procedure exists no longer
    LIST = "list"  # these are the procedures that the commune posts


class CardChange(Record):
    """A card and the folder it belongs to."""

    field: Slug
    card: Procedure


class PhraseChange(Record):
    """A way of asking."""

    ask: Annotated[Text, Field(max_length=LONGEST_ASK)]


class EndChange(Record):
    """The end of a procedure.

    Attributes:
        valid_to: its last day; None where only the end itself is known.
        note: one sentence that says how that is known; needed without ``valid_to``.
    """

    replaced_by: tuple[Code, ...] = ()
    valid_to: dt.date | None = None
    note: Text | None = None


class ListChange(Record):
    """The list that a commune posted."""

    codes: tuple[Code, ...]


Payload = CardChange | PhraseChange | EndChange | ListChange
_MODELS: dict[ChangeKind, type[Payload]] = {
    ChangeKind.CARD: CardChange,
    ChangeKind.PHRASE: PhraseChange,
    ChangeKind.END: EndChange,
    ChangeKind.LIST: ListChange,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a set.

    Attributes:
        code: of the procedure; "" for a list.
        payload: JSON text; see ``content``.
    """

    kind: ChangeKind
    code: str
    payload: str

    def content(self) -> Payload:
        """Return the payload as a checked value.

        Raises:
            DataError: it is not what this kind of change holds.
        """
        try:
            return _MODELS[self.kind].model_validate_json(self.payload, context=PHRASES_APART)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            problem = f"{self.kind} {self.code}: {where}: {first['msg']}"
            raise DataError([problem]) from error


def a_card(field: str, card: Procedure) -> Change:
    """Return the change that adds a card or replaces its facts."""
    content = CardChange.model_validate({"field": field, "card": card}, context=PHRASES_APART)
    return _change(ChangeKind.CARD, card.code, content)


def a_phrase(code: str, ask: str) -> Change:
    """Return the change that adds a way of asking.

    Raises:
        DataError: the phrase is empty or too long.
    """
    try:
        return _change(ChangeKind.PHRASE, code, PhraseChange(ask=ask))
    except ValidationError as error:
        raise DataError([f"a way of asking has 1 to {LONGEST_ASK} letters"]) from error


def an_end(
    code: str, *, replaced_by: tuple[str, ...] = (), valid_to: dt.date | None = None, note: str = ""
) -> Change:
    """Return the change that ends a procedure."""
    end = EndChange(replaced_by=replaced_by, valid_to=valid_to, note=note or None)
    return _change(ChangeKind.END, code, end)


def a_list(codes: tuple[str, ...]) -> Change:
    """Return the change that says what the commune posts."""
    return _change(ChangeKind.LIST, "", ListChange(codes=codes))


def _change(kind: ChangeKind, code: str, payload: Payload) -> Change:
    return Change(kind, code, payload.model_dump_json(exclude_defaults=True))
