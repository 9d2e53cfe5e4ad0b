"""The real knowledge base, read once for all tests of understanding."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.interpreter import Interpreter
from bot.knowledge.memory import remember
from bot.knowledge.reading import Context, Reading

ROOT = Path(__file__).resolve().parents[3] / "procedures_data"


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load_knowledge(ROOT)


@pytest.fixture(scope="session")
def interpreter(knowledge) -> Interpreter:
    return Interpreter(knowledge)


@pytest.fixture
def says(interpreter) -> Callable[..., Reading]:
    """Hold a conversation and return the reading of its last message."""

    def hold(*turns: str) -> Reading:
        context = Context()
        reading = interpreter.understand("", context)
        for turn in turns:
            reading = interpreter.understand(turn, context)
            context = remember(context, reading)
        return reading

    return hold
