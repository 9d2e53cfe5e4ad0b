import logging
from collections.abc import Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from bot.services.dossiers.service import Dossiers
from tests.dossiers import dossiers_of


@pytest.fixture(autouse=True)
def no_turn_fails(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The engine hides failures from citizens; it must not hide them from us."""
    with caplog.at_level(logging.ERROR, logger="bot"):
        yield
    assert [record.getMessage() for record in caplog.records] == []


@pytest.fixture
def dossiers(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Dossiers:
    """The dossiers of a centre, none yet."""
    return dossiers_of(sqlite, clock, brain)
