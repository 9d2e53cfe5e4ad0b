"""Rows of an office's list: each code checked against its name."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import Change, a_card
from bot.knowledge.importing.field_names import FieldNames
from bot.knowledge.importing.matching import Match, NameIndex, Verdict, name_words
from bot.knowledge.importing.proposal import Slip
from bot.knowledge.importing.rows import ListRow, OfficialRecord, Unplaced
from bot.knowledge.importing.vouched import card_of
from bot.knowledge.model import Procedure

# A list whose codes fit their names is believed where a name is worded a little differently, and
# after enough proofs also where it names procedures that nobody knows yet.
_PROOFS = 20
_MOST_WRONG = 0.02
_NEAREST_FOR = 500  # rows; a hint for people, too slow for a whole wrong file
_SHOWN = 160
_ORIGIN = "Danh sách do đơn vị nhập"
_LEVELS = (("xã", "xa"), ("phường", "xa"), ("tỉnh", "tinh"), ("thành phố", "tinh"), ("bộ", "bo"))


@dataclass(frozen=True, slots=True)
class Listing:
    """What the rows of a list come to.

    Attributes:
        codes: of the rows that were placed, each once, in order.
        known: how many rows the knowledge base has.
        cards: for procedures that only this list knows, when the list has earned trust.
    """

    codes: tuple[str, ...]
    known: int
    cards: tuple[Change, ...]
    slips: tuple[Slip, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[str, ...]


def read_list(
    rows: Sequence[ListRow],
    base: KnowledgeBase,
    names: NameIndex,
    fields: FieldNames,
    today: dt.date,
) -> Listing:
    """Place the rows of a list, or say why not."""
    matches = [(row, names.match(row)) for row in rows]
    right, wrong = _weigh([match for _, match in matches])
    if wrong <= (right + wrong) * _MOST_WRONG:
        matches = list(_believed(matches, proved=right >= _PROOFS))
    new = {match.code: row for row, match in reversed(matches) if match.verdict is Verdict.NEW}
    left = [(row, match) for row, match in matches if not match.code]
    return Listing(
        codes=tuple(dict.fromkeys(match.code for _, match in matches if match.code)),
        known=sum(bool(match.code) for _, match in matches if match.verdict is not Verdict.NEW),
        cards=tuple(a_card(fields.slug_of(r.field), _card(c, r, today)) for c, r in new.items()),
        slips=tuple(
            Slip(row.place, row.name[:_SHOWN], row.code_text, match.code)
            for row, match in matches
            if match.verdict is Verdict.SLIPPED
            or (match.verdict is Verdict.BY_NAME and row.code_text)
        ),
        unplaced=tuple(
            Unplaced(row.place, row.name[:_SHOWN], _why(row, match, base, names, at < _NEAREST_FOR))
            for at, (row, match) in enumerate(left)
        ),
        notes=_notes(wrong),
    )


def _weigh(matches: Sequence[Match]) -> tuple[int, int]:
    """Return how many rows have the code of their name, and how many that of another."""
    right = sum(match.verdict is Verdict.RIGHT for match in matches)
    wrong = sum(match.verdict in (Verdict.SLIPPED, Verdict.NAME_UNKNOWN) for match in matches)
    return right, wrong


def _believed(
    matches: Sequence[tuple[ListRow, Match]], *, proved: bool
) -> Iterator[tuple[ListRow, Match]]:
    """Take the listed codes of names worded a little differently, or, once proved, unknown."""
    new: dict[str, str] = {}
    for row, match in matches:
        if match.verdict is Verdict.ALIKE:
            yield row, Match(Verdict.RIGHT, match.choices[0])
        elif match.verdict is Verdict.UNKNOWN and proved and len(row.codes) == 1:
            (code,) = row.codes
            same = new.setdefault(code, name_words(row.name)) == name_words(row.name)
            yield row, Match(Verdict.NEW, code) if same else match
        else:
            yield row, match


def _why(row: ListRow, match: Match, base: KnowledgeBase, names: NameIndex, hint: bool) -> str:
    match match.verdict:
        case Verdict.AMBIGUOUS:
            return f"tên này có ở nhiều mã: {', '.join(match.choices[:5])}; hãy chọn mã"
        case Verdict.ALIKE:
            (code,) = match.choices
            return f"cột mã bị lệch nên chưa tin mã {code} «{base.procedures[code].short}»"
        case Verdict.NAME_UNKNOWN:
            listed = next(code for code in row.codes if code in base.procedures)
            reason = f"mã {listed} là của «{base.procedures[listed].short}», tên thì chưa có"
        case _:
            reason = "mã và tên đều chưa có trong kho" if row.codes else "tên chưa có trong kho"
    near = names.nearest(row.name) if hint else None
    if near is None:
        return reason
    return f"{reason}; gần nhất là {near} «{base.procedures[near].short}»"


def _card(code: str, row: ListRow, today: dt.date) -> Procedure:
    agency = row.agency.lower()
    level = tuple(dict.fromkeys(level for word, level in _LEVELS if word in agency))
    record = OfficialRecord(
        place=row.place,
        code=code,
        name=row.name,
        level=level or ("xa",),
        agency=row.agency,
        decision=row.decision,
    )
    return card_of(record, today, origin=_ORIGIN)


def _notes(wrong: int) -> tuple[str, ...]:
    if not wrong:
        return ()
    return (f"{wrong} dòng có mã của thủ tục khác: cột mã bị lệch so với cột tên.",)
