"""Turn the knowledge base into entries of the search index."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Procedure
from bot.knowledge.shelves import Entry, Kind, Phrase
from bot.knowledge.trie import Word
from bot.knowledge.wording import Worded, plain_words, texts_of

CASE_WORTH = 0.92
MOST_LOST = 2  # words a phrase may have when only one of them says anything
THINNED = 3.0  # words written for each word left: what was meant is hardly in those left
THIN_WORTH = 0.9
HERE = "xa"
BORROWED_WORTH = 0.8  # of a wording that belongs to another card more than to this one


class Rank(IntEnum):
    """How official a wording is; the most official one owns it."""

    QUESTION = 0
    NAME = 1
    KNOWN_AS = 2
    ASK = 3
    CASE = 4
    OTHERS = 5


@dataclass(frozen=True, slots=True)
class _Wording:
    text: str
    rank: Rank
    case: str | None = None


Row = tuple[Word, ...]
Named = tuple[Row, bool]  # the words, and whether something is done with what they name
Wordings = dict[Named, _Wording]
ReadWords = Callable[[str], Worded]


def only_named(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the procedures of which nobody has written down how people ask for them."""
    named = {named.code for named in knowledge.wordlists.synonyms.names}
    return frozenset(
        code
        for code, card in knowledge.procedures.items()
        if not (card.asks or card.known_as or code in named or any(c.asks for c in card.cases))
    )


def phrases_known(knowledge: KnowledgeBase, without: Collection[str]) -> dict[str, Row]:
    """Return every phrase of the knowledge base with its words as they are written."""
    rows = {text: plain_words(text) for text in texts_of(knowledge.wordlists)}
    for code, procedure in knowledge.procedures.items():
        if code in without:
            continue
        for wording in _wordings(procedure):
            if wording.text not in rows:
                rows[wording.text] = plain_words(wording.text)
    return rows


def _wordings(procedure: Procedure) -> Iterator[_Wording]:
    yield _Wording(procedure.name, Rank.NAME)
    yield _Wording(procedure.short, Rank.NAME)
    for text in procedure.known_as:
        yield _Wording(text, Rank.KNOWN_AS)
    for text in procedure.asks:
        yield _Wording(text, Rank.ASK)
    for case in procedure.cases:
        for text in case.asks:
            yield _Wording(text, Rank.CASE, case.id)


def entries_of(knowledge: KnowledgeBase, read: ReadWords, without: Collection[str]) -> list[Entry]:
    """Return one entry for each card, question and outside matter."""
    names = {named.code: named.says for named in knowledge.wordlists.synonyms.names}
    cards: dict[str, Wordings] = {}
    for code, procedure in knowledge.procedures.items():
        if code in without:
            continue
        everyday = [_Wording(text, Rank.KNOWN_AS) for text in names.get(code, ())]
        cards[code] = _by_row([*_wordings(procedure), *everyday], read)
    questions = {
        question.id: _by_row([_Wording(text, Rank.QUESTION) for text in question.asks], read)
        for question in knowledge.questions.values()
    }
    others = {
        outside.id: _by_row(
            [_Wording(text, Rank.OTHERS) for text in (outside.name, *outside.asks)], read
        )
        for outside in knowledge.outside.values()
    }
    owners = _owners({**cards, **questions})
    # What the commune does by now is nobody else's any more; what a ministry does still is.
    here = {
        code: rows for code, rows in cards.items() if is_received_here(knowledge.procedures[code])
    }
    owners_of_others = _owners({**here, **others})
    return [
        *(Entry(Kind.CARD, code, _phrases(rows, owners, code)) for code, rows in cards.items()),
        *(Entry(Kind.QUESTION, key, _phrases(rows)) for key, rows in questions.items()),
        *(
            Entry(Kind.OUTSIDE, key, _phrases(rows, owners_of_others, key))
            for key, rows in others.items()
        ),
    ]


def is_received_here(card: Procedure) -> bool:
    """Tell whether a commune takes the papers; where nobody says who does, it does."""
    return not card.level or HERE in card.level


def _by_row(wordings: Iterable[_Wording], read: ReadWords) -> Wordings:
    """Return the wordings by the words left of them; of equal ones the most official."""
    rows: Wordings = {}
    for wording in wordings:
        worded = read(wording.text)
        row = worded.content
        named = (row, worded.doing)
        alone = len(row) == 1 and len(wording.text.split()) > MOST_LOST
        if alone and wording.rank is not Rank.QUESTION:
            continue  # one word left of a sentence would match far too much
        if row and (named not in rows or wording.rank < rows[named].rank):
            rows[named] = wording
    return rows


def _owners(entries: Mapping[str, Wordings]) -> dict[Named, frozenset[str]]:
    """Find to which entries a wording belongs: those that use it most officially."""
    ranks: dict[Named, dict[str, Rank]] = defaultdict(dict)
    for key, rows in entries.items():
        for named, wording in rows.items():
            ranks[named][key] = wording.rank
    return {
        named: frozenset(key for key, rank in users.items() if rank == min(users.values()))
        for named, users in ranks.items()
    }


def _phrases(
    rows: Wordings, owners: Mapping[Named, frozenset[str]] | None = None, key: str = ""
) -> tuple[Phrase, ...]:
    phrases = []
    for named, wording in rows.items():
        row, doing = named
        worth = CASE_WORTH if wording.rank is Rank.CASE else 1.0
        if len(wording.text.split()) >= THINNED * len(row):
            worth *= THIN_WORTH
        if owners is not None and key not in owners[named]:
            worth *= BORROWED_WORTH
        phrases.append(Phrase(row, worth, wording.case, wording.text, doing))
    return tuple(phrases)
