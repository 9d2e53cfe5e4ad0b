"""Measure understanding with a file of questions and the answers expected.

Run ``python -m bot.knowledge.evaluation FILE [procedures_data]`` for the interpreter alone.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.base import load_knowledge
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.memory import remember
from bot.knowledge.reading import Context

# Question sets name the fields differently.
FIELD_NAMES: Mapping[str, frozenset[str]] = {
    "checklist": frozenset({"documents"}),
    "deadline": frozenset({"time"}),
    "eligibility": frozenset({"conditions"}),
    "requirements": frozenset({"conditions"}),
    "process": frozenset({"steps"}),
    "procedure": frozenset({"steps"}),
    "legal_basis": frozenset({"legal"}),
    "fee": frozenset({"fees"}),
    "discovery": frozenset(),
}
WITHIN = 3


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What the assistant did with one message."""

    behavior: str
    procedures: tuple[str, ...]
    fields: tuple[str, ...]
    text: str = ""
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one turn should lead to."""

    expect: tuple[str, ...]
    behavior: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One message or dialogue; ``wanted`` has one element per turn, or only the last one's."""

    id: str
    kind: str
    turns: tuple[str, ...]
    wanted: tuple[Wanted, ...]

    @property
    def last(self) -> Wanted:
        """What the last turn should lead to."""
        return self.wanted[-1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item with what happened; verdicts are None where they do not apply."""

    item: Item
    results: tuple[TurnResult, ...]
    counted: bool
    first: bool | None
    within: bool | None
    behavior: bool
    fields: bool | None
    offered: float | None
    dialogue: bool | None

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return self.behavior and self.first is not False and self.dialogue is not False


Converse = Callable[[list[str]], list[TurnResult]]


def read_items(path: Path) -> list[Item]:
    """Read a file with one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_item(json.loads(line)) for line in lines if line.strip()]


def _item(record: Mapping[str, Any]) -> Item:  # as written in the file
    turns = record.get("per_turn") or [record]
    wanted = tuple(
        Wanted(tuple(turn["expect"]), turn["behavior"], tuple(turn.get("fields") or ()))
        for turn in turns
    )
    return Item(record["id"], record["kind"], tuple(record["turns"]), wanted)


def _topic_names(fields: Iterable[str]) -> frozenset[str]:
    names: set[str] = set()
    for field in fields:
        names |= FIELD_NAMES.get(field, frozenset({field}))
    return frozenset(names)


def judge(item: Item, results: Sequence[TurnResult], known: Collection[str]) -> Outcome:
    """Compare what happened with what was wanted."""
    last, wanted = results[-1], item.last
    codes_known = all(code in known for turn in item.wanted for code in turn.expect)
    counted = codes_known or wanted.behavior == "out_of_scope" or not wanted.expect
    judged = wanted.behavior == "answer" and bool(wanted.expect) and counted
    first = _is_first(last, wanted) if judged else None
    within = any(code in wanted.expect for code in last.procedures[:WITHIN]) if judged else None
    asked = _topic_names(wanted.fields)
    fields = asked <= set(last.fields) if asked and judged else None
    offered = None
    if wanted.behavior == "clarify" and wanted.expect and counted:
        offered = len(set(wanted.expect) & set(last.procedures)) / len(wanted.expect)
    dialogue = None
    if len(item.turns) > 1 and counted:
        dialogue = all(_turn_is_right(*pair) for pair in zip(results, _aligned(item), strict=True))
    return Outcome(
        item=item,
        results=tuple(results),
        counted=counted,
        first=first,
        within=within,
        behavior=last.behavior == wanted.behavior,
        fields=fields,
        offered=offered,
        dialogue=dialogue,
    )


def _aligned(item: Item) -> list[Wanted | None]:
    missing = len(item.turns) - len(item.wanted)
    return [*[None] * missing, *item.wanted]


def _is_first(result: TurnResult, wanted: Wanted) -> bool:
    return bool(result.procedures) and result.procedures[0] in wanted.expect


def _turn_is_right(result: TurnResult, wanted: Wanted | None) -> bool:
    if wanted is None:
        return True
    if result.behavior != wanted.behavior:
        return False
    return wanted.behavior != "answer" or not wanted.expect or _is_first(result, wanted)


def evaluate(items: Iterable[Item], converse: Converse, known: Collection[str]) -> list[Outcome]:
    """Hold every conversation and judge it."""
    return [judge(item, converse(list(item.turns)), known) for item in items]


def _share(values: Iterable[float | bool | None]) -> tuple[float, int]:
    given = [float(value) for value in values if value is not None]
    return (sum(given) / len(given) if given else 0.0), len(given)


def summary(outcomes: Sequence[Outcome]) -> dict[str, tuple[float, int]]:
    """Return the share and the number of items for each measure."""
    counted = [outcome for outcome in outcomes if outcome.counted]
    measures: dict[str, tuple[float, int]] = {
        "right procedure first": _share(outcome.first for outcome in counted),
        "within three": _share(outcome.within for outcome in counted),
        "right behaviour": _share(outcome.behavior for outcome in counted),
    }
    for name in ("answer", "clarify", "out_of_scope"):
        of_kind = [outcome for outcome in counted if outcome.item.last.behavior == name]
        measures[f"behaviour of {name}"] = _share(outcome.behavior for outcome in of_kind)
    measures["field asked"] = _share(outcome.fields for outcome in counted)
    measures["options offered"] = _share(outcome.offered for outcome in counted)
    measures["dialogues right"] = _share(outcome.dialogue for outcome in counted)
    measures["coverage"] = _share(outcome.counted for outcome in outcomes)
    return measures


def render(outcomes: Sequence[Outcome]) -> str:
    """Return a table by kind, the misses, and the summary."""
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_kind[outcome.item.kind].append(outcome)
    lines = [f"{'kind':22}{'items':>6}{'counted':>8}{'first':>8}{'three':>8}{'behav.':>8}"]
    for kind, group in sorted(by_kind.items()):
        counted = [outcome for outcome in group if outcome.counted]
        cells = [
            _percent(_share(outcome.first for outcome in counted)),
            _percent(_share(outcome.within for outcome in counted)),
            _percent(_share(outcome.behavior for outcome in counted)),
        ]
        lines.append(f"{kind:22}{len(group):6}{len(counted):8}{''.join(cells)}")
    lines += ["", "Misses"]
    lines += [_miss(outcome) for outcome in outcomes if outcome.counted and not outcome.right]
    lines += ["", "Summary"]
    for name, measure in summary(outcomes).items():
        lines.append(f"{name:26}{_percent(measure)}  of {measure[1]}")
    times = sorted(result.ms for outcome in outcomes for result in outcome.results)
    if times:
        lines.append(
            f"{'milliseconds':26} median {times[len(times) // 2]:.2f}, "
            f"p99 {times[int(len(times) * 0.99)]:.2f}, slowest {times[-1]:.2f}"
        )
    return "\n".join(lines)


def _percent(measure: tuple[float, int]) -> str:
    return f"{100 * measure[0]:7.1f}%" if measure[1] else f"{'–':>8}"


def _miss(outcome: Outcome) -> str:
    result, wanted = outcome.results[-1], outcome.item.last
    flaws = [
        name
        for name, verdict in (
            ("behaviour", outcome.behavior),
            ("first", outcome.first),
            ("dialogue", outcome.dialogue),
        )
        if verdict is False
    ]
    turns = " || ".join(outcome.item.turns)
    return (
        f"  {outcome.item.id} [{', '.join(flaws)}] «{turns}» wanted {wanted.behavior} "
        f"{' '.join(wanted.expect)}; got {result.behavior} {' '.join(result.procedures[:3])}"
    )


def interpreter_alone(interpreter: Interpreter) -> Converse:
    """Return conversations with nothing but the interpreter and its memory."""

    def converse(turns: list[str]) -> list[TurnResult]:
        context = Context()
        results = []
        for turn in turns:
            start = time.perf_counter()
            reading = interpreter.understand(turn, context)
            spent = 1000 * (time.perf_counter() - start)
            context = remember(context, reading)
            procedures = tuple(dict.fromkeys((*reading.answers, *reading.codes)))
            results.append(
                TurnResult(
                    behavior=reading.behavior.value,
                    procedures=procedures,
                    fields=tuple(topic.value for topic in reading.topics),
                    text="; ".join(reading.explanation),
                    ms=spent,
                )
            )
        return results

    return converse


def main(arguments: Sequence[str]) -> None:
    """Print how well the interpreter alone does on a file of questions."""
    path = Path(arguments[0])
    root = Path(arguments[1] if len(arguments) > 1 else "procedures_data")
    knowledge = load_knowledge(root)
    converse = interpreter_alone(Interpreter(knowledge))
    outcomes = evaluate(read_items(path), converse, knowledge.procedures)
    sys.stdout.write(render(outcomes) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
