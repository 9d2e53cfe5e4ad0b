"""Finding the right procedure: ours beside plain search engines, same cards, questions and run.

Each peer gets the name and every way of asking of each card, without accents and in lower case:
as one document a card or one a phrase, whichever made it more often right. Asking back, several
procedures, dialogues and questions out of scope are left out: no peer could do them. Counted is
processor time.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import tantivy
from rapidfuzz import fuzz, process

from benchmarks.measure import ROOT, Row, percentile
from benchmarks.subsets import all_items, single_questions
from bot.kernel.vietnamese import clean, fold, words
from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.evaluation import Item
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.reading import Context

PHRASES = 30  # looked at for three different procedures
WITHIN = 3
WARM_UP = 20
BEST_FUZZY = "RapidFuzz, token_set_ratio (its most accurate)"
Documents = tuple[list[str], list[str]]  # codes, texts
Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Result:
    """How one of them did."""

    first: float
    within: float
    median: float
    slow: float

    def __str__(self) -> str:
        return (
            f"first {self.first:.1%}, in three {self.within:.1%}, "
            f"{self.median:.2f} ms, 99 % {self.slow:.2f} ms"
        )


def measure() -> list[Row]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        return _measure()
    finally:
        os.sched_setaffinity(0, cores)


def _measure() -> list[Row]:
    knowledge = load_knowledge(ROOT / "procedures_data")
    items = single_questions(all_items())
    phrases = _documents(knowledge)
    cards = _joined(phrases)
    ours = _result(_ours(knowledge), items)
    peers = {
        "bm25s": _result(_bm25s(*cards), items),
        "tantivy": _result(_tantivy(*cards), items),
        "SQLite FTS5": _result(_fts5(*phrases), items),
        BEST_FUZZY: _result(_rapidfuzz(*phrases, fuzz.token_set_ratio), items),
        "RapidFuzz, WRatio (its default)": _result(_rapidfuzz(*phrases, fuzz.WRatio), items),
        "RapidFuzz, ratio (its fastest)": _result(_rapidfuzz(*phrases, fuzz.ratio), items),
    }
    best = max(result.first for result in peers.values())
    rows = [
        Row(
            f"{len(items)} questions, {len(knowledge.procedures)} cards: motcua",
            str(ours),
            "most accurate; not slower than RapidFuzz",
            ours.first > best and ours.median <= peers[BEST_FUZZY].median,
        )
    ]
    return rows + [Row(f"   {name}", str(result)) for name, result in peers.items()]


def _documents(knowledge: KnowledgeBase) -> Documents:
    codes, texts = [], []
    for code, card in knowledge.procedures.items():
        for phrase in dict.fromkeys((card.name, card.short, *card.known_as, *card.asks)):
            codes.append(code)
            texts.append(_plain(phrase))
    return codes, texts


def _joined(phrases: Documents) -> Documents:
    cards: dict[str, list[str]] = {}
    for code, text in zip(*phrases, strict=True):
        cards.setdefault(code, []).append(text)
    return list(cards), [" ".join(texts) for texts in cards.values()]


def _plain(text: str) -> str:
    return " ".join(words(fold(clean(text))))


def _result(search: Search, items: Sequence[Item]) -> Result:
    for item in items[:WARM_UP]:
        search(item.turns[0] + " nhé")
    first = within = 0
    times = []
    for item in items:
        begun = time.thread_time()
        found = search(item.turns[0])
        times.append(1000 * (time.thread_time() - begun))
        first += bool(found) and found[0] in item.last.expect
        within += any(code in item.last.expect for code in found[:WITHIN])
    count = len(items)
    return Result(first / count, within / count, percentile(times, 0.5), percentile(times, 0.99))


def _distinct(codes: Sequence[str], numbers: Sequence[int]) -> list[str]:
    return list(dict.fromkeys(codes[number] for number in numbers))[:WITHIN]


def _ours(knowledge: KnowledgeBase) -> Search:
    interpreter = Interpreter(knowledge)

    def search(text: str) -> Sequence[str]:
        reading = interpreter.understand(text, Context())
        return list(dict.fromkeys((*reading.answers, *reading.codes)))

    return search


def _bm25s(codes: Sequence[str], texts: Sequence[str]) -> Search:
    index = bm25s.BM25()
    index.index([text.split() for text in texts], show_progress=False)

    def search(text: str) -> Sequence[str]:
        found, _ = index.retrieve(
            [_plain(text).split()], k=min(PHRASES, len(texts)), show_progress=False, n_threads=0
        )
        return _distinct(codes, [int(number) for number in found[0]])

    return search


def _tantivy(codes: Sequence[str], texts: Sequence[str]) -> Search:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    builder.add_integer_field("number", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=[text], number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> Sequence[str]:
        query = index.parse_query(_plain(text), ["text"])
        hits = searcher.search(query, PHRASES).hits
        return _distinct(codes, [searcher.doc(address)["number"][0] for _, address in hits])

    return search


def _fts5(codes: Sequence[str], texts: Sequence[str]) -> Search:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE phrases USING fts5(text)")
    base.executemany(
        "INSERT INTO phrases(rowid, text) VALUES (?, ?)", list(enumerate(texts, start=0))
    )
    base.commit()

    def search(text: str) -> Sequence[str]:
        wanted = " OR ".join(f'"{word}"' for word in _plain(text).split())
        if not wanted:
            return []
        found = base.execute(
            "SELECT rowid FROM phrases WHERE phrases MATCH ? ORDER BY rank LIMIT ?",
            (wanted, PHRASES),
        )
        return _distinct(codes, [number for (number,) in found])

    return search


def _rapidfuzz(codes: Sequence[str], texts: Sequence[str], scorer: Callable[..., float]) -> Search:
    def search(text: str) -> Sequence[str]:
        found = process.extract(_plain(text), texts, scorer=scorer, limit=PHRASES)
        return _distinct(codes, [number for _, _, number in found])

    return search
