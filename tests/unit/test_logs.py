"""Logs hold facts of the program, nothing of people."""

import json
import logging

import pytest

from bot.logs import LineFormatter


@pytest.mark.parametrize(
    ("name", "message", "arguments"),
    [
        ("aiohttp.server", "Error handling request from %s", ("203.0.113.7",)),
        ("asyncio", "Task exception was never retrieved\nfuture: <ValueError('203.0.113.7')>", ()),
    ],
)
def test_libraries_do_not_write_who_asked_or_what(name: str, message: str, arguments: tuple):
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, None)
    line = LineFormatter().format(record)
    assert "203.0.113.7" not in line
    assert json.loads(line)["message"]
