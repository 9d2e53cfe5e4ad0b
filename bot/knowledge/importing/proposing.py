"""Compare a file with the knowledge base. Pure: the same file and base give the same proposal."""

import datetime as dt
from collections.abc import Iterator

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import Change, a_card, a_list, an_end
from bot.knowledge.importing.comparing import find_differences
from bot.knowledge.importing.field_names import FieldNames
from bot.knowledge.importing.listing import read_list
from bot.knowledge.importing.matching import NameIndex
from bot.knowledge.importing.proposal import Difference, Proposal
from bot.knowledge.importing.rows import FileContent, OfficialRecord, Unplaced
from bot.knowledge.importing.vouched import card_of, says_the_same
from bot.knowledge.model import Procedure, Status

_OTHER_PROCEDURE = 55.0  # a code's own name is at least so like itself, however it was reworded


class Proposer:
    """Compares files with one knowledge base on one day."""

    def __init__(self, base: KnowledgeBase, fields: FieldNames, today: dt.date) -> None:
        self._base = base
        self._fields = fields
        self._today = today
        self._names = NameIndex(base.procedures)

    def propose(self, name: str, content: FileContent, *, list_only: bool = False) -> Proposal:
        """Return what bringing in a file would change.

        Args:
            name: of the file.
            content: as read.
            list_only: take only which procedures are posted, no cards.
        """
        records = _Records(self._base, self._names, self._fields, self._today)
        if not list_only:
            for record in content.records:
                records.take(record)
        listed = read_list(content.rows, self._base, self._names, self._fields, self._today)
        codes = listed.codes
        if list_only and content.records:
            codes = (*codes, *(r.code for r in content.records if r.code in self._base.procedures))
        changes = [*records.changes, *(() if list_only else listed.cards)]
        if codes and frozenset(codes) != self._base.posted:
            changes.append(a_list(tuple(dict.fromkeys(codes))))
        return Proposal(
            name=name,
            read=len(content.records) + len(content.rows) + len(content.unplaced),
            changes=tuple(changes),
            known=records.known + listed.known,
            placed=codes,
            slips=listed.slips,
            differences=tuple(records.differences),
            unplaced=(*content.unplaced, *records.unplaced, *listed.unplaced),
            notes=(*content.notes, *listed.notes),
        )


class _Records:
    """Sorts official records into changes, differences and what cannot be placed."""

    def __init__(
        self, base: KnowledgeBase, names: NameIndex, fields: FieldNames, today: dt.date
    ) -> None:
        self._base = base
        self._names = names
        self._fields = fields
        self._today = today
        self._seen: dict[str, str] = {}
        self.known = 0
        self.changes: list[Change] = []
        self.differences: list[Difference] = []
        self.unplaced: list[Unplaced] = []

    def take(self, record: OfficialRecord) -> None:
        """Take one record in."""
        first = self._seen.setdefault(record.code, record.place)
        if first != record.place:
            self._refuse(record, f"mã {record.code} đã có ở {first}")
            return
        if record.code not in self._base.procedures:
            self.changes += self._new(record)
            return
        self.known += 1
        card = self._base.procedures[record.code]
        if self._names.likeness(record.name, record.code) < _OTHER_PROCEDURE:
            self._refuse(record, f"mã {record.code} là của «{card.name}»")
        elif not self._is_machine_made(card):
            self._compare(record, card)
        elif record.ended:
            self.changes.append(self._ended(record))
        else:
            newer = card_of(record, self._today)
            if not says_the_same(card, newer):
                self.changes.append(a_card(self._base.field_of[record.code], newer))

    def _compare(self, record: OfficialRecord, card: Procedure) -> None:
        lines = find_differences(record, card) if card.status is not Status.ENDED else ()
        if lines:
            self.differences.append(Difference(card.code, card.short, lines))

    def _is_machine_made(self, card: Procedure) -> bool:
        """Tell whether a card came from a file like this one and nobody has written it since."""
        brought_in = card.code in self._base.brought_in
        return brought_in and card.status is Status.NAME_ONLY and card.second_reader is None

    def _new(self, record: OfficialRecord) -> Iterator[Change]:
        yield a_card(self._fields.slug_of(record.field), card_of(record, self._today))
        if record.ended:
            yield self._ended(record)

    def _ended(self, record: OfficialRecord) -> Change:
        day = f"{record.snapshot or self._today:%d/%m/%Y}"
        return an_end(record.code, note=f"Cơ sở dữ liệu quốc gia ghi đã hết hiệu lực ({day}).")

    def _refuse(self, record: OfficialRecord, why: str) -> None:
        self.unplaced.append(Unplaced(record.place, record.name.strip()[:120], why))
