"""The questions that are measured with, and knowledge bases of other sizes than the shipped one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.measure import ROOT
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.evaluation import Item, read_items
from bot.knowledge.loading import Field
from bot.knowledge.merging import without_strangers

SETS = ("questions.jsonl", "strangers.jsonl")


def all_items() -> list[Item]:
    """Return every question and dialogue of the regression sets."""
    folder = ROOT / "tests" / "regression"
    return [item for name in SETS for item in read_items(folder / name)]


def single_questions(items: Sequence[Item]) -> list[Item]:
    """Return the messages that one procedure answers, without what was said before."""
    return [
        item
        for item in items
        if len(item.turns) == 1 and item.last.behavior == "answer" and item.last.expect
    ]


def smaller(knowledge: KnowledgeBase, size: int) -> KnowledgeBase:
    """Return the knowledge base with the cards that the questions ask for most."""
    wanted = Counter(code for item in all_items() for turn in item.wanted for code in turn.expect)
    ranked = sorted(knowledge.procedures, key=lambda code: (-wanted[code], code))
    kept = {code: knowledge.procedures[code] for code in ranked[:size]}
    questions = {}
    for key, question in knowledge.questions.items():
        options = tuple(option for option in question.options if option.code in kept)
        if len(options) > 1:
            questions[key] = question.model_copy(update={"options": options})
    synonyms = knowledge.wordlists.synonyms
    common = tuple(code for code in synonyms.common if code in kept)
    names = tuple(named for named in synonyms.names if named.code in kept)
    lists = knowledge.wordlists.model_copy(
        update={"synonyms": synonyms.model_copy(update={"common": common, "names": names})}
    )
    fields: dict[str, list[str]] = {}
    for code in kept:
        fields.setdefault(knowledge.field_of[code], []).append(code)
    return replace(
        knowledge,
        procedures={code: without_strangers(card, kept) for code, card in kept.items()},
        field_of={code: knowledge.field_of[code] for code in kept},
        fields={slug: Field(slug, tuple(codes)) for slug, codes in fields.items()},
        questions=questions,
        wordlists=lists,
    )
