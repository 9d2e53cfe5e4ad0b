import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_turn_fails(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The engine hides failures from citizens; it must not hide them from us."""
    with caplog.at_level(logging.ERROR, logger="bot"):
        yield
    assert [record.getMessage() for record in caplog.records] == []
