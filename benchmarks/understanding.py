"""Understanding one message: the regression set, each dialogue in its own conversation.

The peer is RapidFuzz alone (WRatio over all names and ways of asking) on the same messages in the
same run: what a plain fuzzy search costs, and how often its first hit is right.
"""

import json
import os
import time

from rapidfuzz import fuzz, process, utils

from benchmarks.measure import ROOT, Row, percentile
from bot.kernel.vietnamese import fold
from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.memory import remember
from bot.knowledge.reading import Context

QUESTIONS = ROOT / "tests" / "regression" / "questions.jsonl"
ROUNDS = 5


def measure() -> list[Row]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        return _measure()
    finally:
        os.sched_setaffinity(0, cores)


def _measure() -> list[Row]:
    started = time.perf_counter()
    knowledge = load_knowledge(ROOT / "procedures_data")
    loaded = time.perf_counter()
    interpreter = Interpreter(knowledge)
    built = time.perf_counter()
    items = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    times = _times(knowledge, items)
    median, slow = percentile(times, 0.5), percentile(times, 0.99)
    ours, peer, peer_median = _compare(interpreter, knowledge, items)
    return [
        Row("understand one message, median", f"{median:.2f} ms", "≤ 2 ms", median <= 2),
        Row("understand one message, 99th percentile", f"{slow:.2f} ms", "≤ 8 ms", slow <= 8),
        Row(
            f"RapidFuzz alone on the same {len(items)} items, median",
            f"{peer_median:.2f} ms ({peer_median / median:.1f} times ours)",
        ),
        Row(
            "right procedure first, single questions",
            f"ours {ours:.1%}, RapidFuzz alone {peer:.1%}",
        ),
        Row("load and check the cards", f"{1000 * (loaded - started):.0f} ms"),
        Row("build the index", f"{1000 * (built - loaded):.0f} ms"),
    ]


def _times(knowledge: KnowledgeBase, items: list[dict[str, object]]) -> list[float]:
    """Return milliseconds per message; each round begins with nothing remembered."""
    times = []
    for _ in range(ROUNDS):
        interpreter = Interpreter(knowledge)
        for item in items:
            context = Context()
            for text in item["turns"]:  # type: ignore[attr-defined]
                begun = time.perf_counter()
                reading = interpreter.understand(text, context)
                times.append(1000 * (time.perf_counter() - begun))
                context = remember(context, reading)
    return times


def _compare(
    interpreter: Interpreter, knowledge: KnowledgeBase, items: list[dict[str, object]]
) -> tuple[float, float, float]:
    phrases = [
        (code, fold(phrase))
        for code, card in knowledge.procedures.items()
        for phrase in (card.name, card.short, *card.known_as, *card.asks)
    ]
    texts = [phrase for _, phrase in phrases]
    ours, peer, count, times = 0, 0, 0, []
    for item in items:
        if item["behavior"] != "answer" or len(item["turns"]) > 1 or not item["expect"]:  # type: ignore[arg-type]
            continue
        text, expected = item["turns"][0], item["expect"]  # type: ignore[index]
        count += 1
        reading = interpreter.understand(text, Context())
        first = (*reading.answers, *reading.codes, "")[0]
        ours += first in expected  # type: ignore[operator]
        begun = time.perf_counter()
        hit = process.extractOne(
            fold(text), texts, scorer=fuzz.WRatio, processor=utils.default_process
        )
        times.append(1000 * (time.perf_counter() - begun))
        peer += hit is not None and phrases[hit[2]][0] in expected  # type: ignore[operator]
    return ours / count, peer / count, percentile(times, 0.5)
