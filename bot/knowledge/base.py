"""The knowledge base: cards, questions to ask back, things of others, and word lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.kernel.errors import DataError
from bot.knowledge.checking import find_problems
from bot.knowledge.loading import Field, load_procedures
from bot.knowledge.model import Procedure
from bot.knowledge.wordlists import Outside, Question, Wordlists, read_wordlists


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything the assistant knows, read once and never changed.

    Attributes:
        posted: codes of the list that the commune posts; empty when it has brought none in.
        brought_in: codes of cards that stand in no file but in the journal of changes.
    """

    procedures: Mapping[str, Procedure]
    field_of: Mapping[str, str]
    fields: Mapping[str, Field]
    questions: Mapping[str, Question]
    outside: Mapping[str, Outside]
    wordlists: Wordlists
    posted: frozenset[str] = frozenset()
    brought_in: frozenset[str] = frozenset()


def read_knowledge(root: Path) -> KnowledgeBase:
    """Read all files below ``root``, each checked by itself only.

    Raises:
        DataError: with one line per problem.
    """
    cards = load_procedures(root)
    wordlists = read_wordlists(root)
    return KnowledgeBase(
        procedures=cards.procedures,
        field_of=cards.field_of,
        fields=cards.fields,
        questions={question.id: question for question in wordlists.questions.questions},
        outside={entry.id: entry for entry in wordlists.outside.outside},
        wordlists=wordlists,
    )


def load_knowledge(root: Path) -> KnowledgeBase:
    """Read all files below ``root`` and refuse them if they contradict one another.

    Raises:
        DataError: one line ``file:line: what`` for every problem.
    """
    knowledge = read_knowledge(root)
    problems = find_problems(root, knowledge.procedures, knowledge.field_of, knowledge.wordlists)
    if problems:
        raise DataError(problems)
    return knowledge
