"""How much the knowledge base covers: fields filled, kinds of fees and limits, phrases, age."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.importing.matching import NameIndex, Verdict
from bot.knowledge.importing.rows import ListRow
from bot.knowledge.model import Procedure, Status

# What a citizen asks for, and how to tell that a card knows it.
FILLED: Mapping[str, Callable[[Procedure], bool]] = {
    "giấy tờ": lambda card: bool(card.documents),
    "thời hạn": lambda card: any(limit.unit != "unknown" for limit in card.time),
    "lệ phí": lambda card: any(fee.kind != "unknown" for fee in card.fee),
    "nơi nộp": lambda card: card.submit is not None,
    "các bước": lambda card: bool(card.steps),
    "kết quả": lambda card: bool(card.result),
    "trường hợp": lambda card: bool(card.cases),
    "căn cứ pháp lý": lambda card: bool(card.legal),
    "ai quyết định": lambda card: bool(card.decides),
    "số quyết định công bố": lambda card: bool(card.source.decision),
    "người thứ hai đọc lại": lambda card: card.second_reader is not None,
}
_AGES = ((3, "dưới 3 tháng"), (6, "3–6 tháng"), (12, "6–12 tháng"))
_OLDER = "trên 12 tháng"
_DAYS_OF_MONTH = 30.4
_ANSWERED = frozenset({Verdict.RIGHT, Verdict.SLIPPED, Verdict.BY_NAME})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts over the cards in force.

    Attributes:
        statuses: of all cards, ended ones too.
        filled: for each fact, how many full cards and how many cards in all know it.
        ages: how old the sources are.
    """

    statuses: Mapping[str, int]
    filled: Mapping[str, tuple[int, int]]
    fees: Mapping[str, int]
    limits: Mapping[str, int]
    phrases: int
    names: int
    cases: int
    ages: Mapping[str, int]
    oldest: dt.date | None


def measure(procedures: Iterable[Procedure], today: dt.date) -> Coverage:
    """Count what the cards know."""
    everything = list(procedures)
    cards = [card for card in everything if card.status is not Status.ENDED]
    full = [card for card in cards if card.status is Status.FULL]
    return Coverage(
        statuses=Counter(card.status.value for card in everything),
        filled={
            name: (sum(map(knows, full)), sum(map(knows, cards))) for name, knows in FILLED.items()
        },
        fees=Counter(fee.kind.value for card in cards for fee in card.fee),
        limits=Counter(limit.unit.value for card in cards for limit in card.time),
        phrases=sum(len(card.asks) for card in cards),
        names=sum(len(card.known_as) for card in cards),
        cases=sum(len(card.cases) for card in cards),
        ages=_ages(cards, today),
        oldest=min((card.source.snapshot for card in cards), default=None),
    )


def _ages(cards: Iterable[Procedure], today: dt.date) -> Mapping[str, int]:
    counts = dict.fromkeys([*(label for _, label in _AGES), _OLDER], 0)
    for card in cards:
        months = (today - card.source.snapshot).days / _DAYS_OF_MONTH
        counts[next((label for limit, label in _AGES if months < limit), _OLDER)] += 1
    return counts


@dataclass(frozen=True, slots=True)
class PostedShare:
    """How much of a posted list can be answered.

    Attributes:
        answered: rows whose procedure has a card in force, found by code and name or by name.
        ended: rows whose procedure exists no longer.
        near: rows whose name is clearly like that of one procedure: to be looked at by a person.
        unanswered: the other rows.
        verdicts: how code and name of the rows go together.
    """

    rows: int
    answered: int
    ended: tuple[ListRow, ...]
    near: tuple[tuple[ListRow, str], ...]
    unanswered: tuple[ListRow, ...]
    verdicts: Mapping[str, int]


def measure_posted(rows: Sequence[ListRow], procedures: Mapping[str, Procedure]) -> PostedShare:
    """Find every row of a posted list among the cards."""
    names = NameIndex(procedures)
    verdicts: Counter[str] = Counter()
    ended: list[ListRow] = []
    near: list[tuple[ListRow, str]] = []
    unanswered: list[ListRow] = []
    for row in rows:
        match = names.match(row)
        verdicts[match.verdict.value] += 1
        codes = (match.code,) if match.code else match.choices
        if match.verdict not in (*_ANSWERED, Verdict.AMBIGUOUS):
            like = names.clearly_near(row.name)
            if like is not None and procedures[like].status is not Status.ENDED:
                near.append((row, like))
            else:
                unanswered.append(row)
        elif all(procedures[code].status is Status.ENDED for code in codes):
            ended.append(row)
    answered = len(rows) - len(ended) - len(near) - len(unanswered)
    return PostedShare(len(rows), answered, tuple(ended), tuple(near), tuple(unanswered), verdicts)
