"""How start, memory, time and accuracy grow from 70 to 5,800 procedures.

Each size runs in a process of its own on one core. Above the shipped cards come generated ones,
known by name only, as an import of the national catalogue brings them.
"""

import json
import os
import subprocess
import sys
import time

from benchmarks.measure import ROOT, Row, percentile, resident_megabytes
from benchmarks.national import padded
from benchmarks.subsets import all_items, smaller
from benchmarks.understanding import WARM_UP, reading_times
from bot.knowledge.base import load_knowledge
from bot.knowledge.evaluation import evaluate, interpreter_alone, summary
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.reading import Context

SIZES = (70, 430, 1_000, 5_800)
SLOWEST = 15.0
FIGURES = {
    "first": "right procedure first",
    "in three": "within three",
    "behaviour": "right behaviour",
}


def measure() -> list[Row]:
    rows = []
    for size in SIZES:
        result = subprocess.run(
            [sys.executable, "-m", "benchmarks.growth", str(size)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        found = json.loads(result.stdout)
        shares = ", ".join(f"{name} {found[name]:.1%}" for name in FIGURES)
        rows.append(
            Row(
                f"{size} procedures, {found['questions']} questions",
                f"{found['build']:.2f} s, {found['memory']:.0f} MB; {found['median']:.2f} ms, "
                f"99 % {found['slow']:.1f} ms; {shares}",
                f"99 % ≤ {SLOWEST:.0f} ms",
                found["slow"] <= SLOWEST,
            )
        )
    return rows


def main(size: int) -> None:
    """Print the figures of one size."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    knowledge = load_knowledge(ROOT / "procedures_data")
    shipped = len(knowledge.procedures)
    knowledge = smaller(knowledge, size) if size < shipped else padded(knowledge, size)
    begun = time.thread_time()
    interpreter = Interpreter(knowledge)
    interpreter.understand(WARM_UP, Context())
    built = time.thread_time() - begun
    memory = resident_megabytes(os.getpid())
    known = knowledge.procedures
    outcomes = evaluate(all_items(), interpreter_alone(interpreter), known)
    counted = [outcome for outcome in outcomes if outcome.counted]
    shares = summary(outcomes)
    times = reading_times(knowledge, [outcome.item for outcome in counted], 1)
    figures = {
        "build": built,
        "memory": memory,
        "questions": len(counted),
        "median": percentile(times, 0.5),
        "slow": percentile(times, 0.99),
        **{name: shares[measure][0] for name, measure in FIGURES.items()},
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]))
