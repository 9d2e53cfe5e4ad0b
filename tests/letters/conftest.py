"""Letters of one centre."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from tests.letters.desk import LetterDesk


@pytest.fixture
def desk(database: AsyncEngine, clock: StillClock, brain: Brain) -> LetterDesk:
    """The letters on both kinds of database."""
    return LetterDesk(database, clock, brain)
