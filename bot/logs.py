"""Logging: constant messages, facts in ``extra``, never what people write."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NOISY = ("alembic", "aiohttp.access", "apscheduler", "httpx", "telegram", "aiosqlite")


# Of these only the constant part is written: aiohttp names who asked, asyncio quotes the error.
_TALKATIVE = ("aiohttp.server", "asyncio")


class LineFormatter(logging.Formatter):
    """One JSON object a line.

    Of an error only its kind and the places in the code are written: its message may hold what a
    citizen typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    if record.name in _TALKATIVE:
        return str(record.msg).split("\n", 1)[0]
    return record.getMessage()


def set_up_logging(level: str) -> None:
    """Send all logs to stderr, a JSON line each; libraries only from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
