"""Understanding one message: both regression sets, each dialogue in its own conversation.

Counted is processor time: understanding waits for nothing, and neighbours on the machine do not
count.
"""

import os
import time
from collections.abc import Sequence

from benchmarks.measure import ROOT, Row, percentile
from benchmarks.subsets import all_items
from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.evaluation import Item
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.memory import remember
from bot.knowledge.reading import Context

ROUNDS = 3
WARM_UP = "lmà giấy khia sihn"  # the first repair of a word is slow; a start does it, too


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
    Interpreter(knowledge)
    built = time.perf_counter()
    times = reading_times(knowledge, all_items(), ROUNDS)
    median, slow = percentile(times, 0.5), percentile(times, 0.99)
    cards = len(knowledge.procedures)
    return [
        Row(
            f"understand one message, {cards} cards, median",
            f"{median:.2f} ms",
            "≤ 2 ms",
            median <= 2,
        ),
        Row("understand one message, 99th percentile", f"{slow:.2f} ms", "≤ 8 ms", slow <= 8),
        Row("load and check the cards", f"{1000 * (loaded - started):.0f} ms"),
        Row("build the index", f"{1000 * (built - loaded):.0f} ms"),
    ]


def reading_times(knowledge: KnowledgeBase, items: Sequence[Item], rounds: int) -> list[float]:
    """Return milliseconds per message; each round begins with nothing remembered."""
    times = []
    for _ in range(rounds):
        interpreter = Interpreter(knowledge)
        interpreter.understand(WARM_UP, Context())
        for item in items:
            context = Context()
            for text in item.turns:
                begun = time.thread_time()
                reading = interpreter.understand(text, context)
                times.append(1000 * (time.thread_time() - begun))
                context = remember(context, reading)
    return times
