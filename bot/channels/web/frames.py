"""The JSON frames of the web chat: read what a page sends, write what it gets. Pure functions."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.kernel.channel import Outgoing
from bot.kernel.jsontext import encode_json

MAX_FRAME = 32 * 1024
_ID = re.compile(r"[!-~]{1,64}")
_VALUE = re.compile(r"[ -~]{1,64}")
_LARGEST_NUMBER = 10**15


class FrameProblem(StrEnum):
    """Why a frame is not taken; the page shows a sentence for each."""

    TOO_LONG = "too_long"
    NOT_JSON = "not_json"
    BAD_SHAPE = "bad_shape"
    EMPTY = "empty"
    TOO_FAST = "too_fast"
    FAILED = "failed"


class FrameError(Exception):
    """A frame that cannot be taken.

    Attributes:
        reply_to: the client's id of the message, where one could be read.
    """

    def __init__(self, problem: FrameProblem, reply_to: str | int | None = None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.reply_to = reply_to


@dataclass(frozen=True, slots=True)
class ClientFrame:
    """What a page said: a text or a tap.

    Attributes:
        id: the client's own id of the message; None when it gave none.
        on: id of our message whose button was tapped.
    """

    text: str = ""
    tap: str | None = None
    id: str | int | None = None
    on: str | None = None


def read_frame(data: str) -> ClientFrame:
    """Read a frame of a client.

    Raises:
        FrameError: it is too long, not JSON, of the wrong types, or says nothing.
    """
    if len(data) > MAX_FRAME or len(data.encode("utf-8", "surrogatepass")) > MAX_FRAME:
        raise FrameError(FrameProblem.TOO_LONG)
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise FrameError(FrameProblem.NOT_JSON) from None
    if not isinstance(raw, dict):
        raise FrameError(FrameProblem.BAD_SHAPE)
    return take_fields(raw)


def take_fields(raw: Mapping[str, Any]) -> ClientFrame:
    """Check the fields of a frame, or of the plain form.

    Raises:
        FrameError: a field is of the wrong type, or there is nothing in it.
    """
    message_id = _read_id(raw)
    on = raw.get("on")
    if on is not None and not (isinstance(on, str) and _ID.fullmatch(on)):
        raise FrameError(FrameProblem.BAD_SHAPE, message_id)
    tap = raw.get("tap")
    if tap is not None:
        if not (isinstance(tap, str) and _VALUE.fullmatch(tap)):
            raise FrameError(FrameProblem.BAD_SHAPE, message_id)
        return ClientFrame(tap=tap, id=message_id, on=on)
    return ClientFrame(text=_read_text(raw, message_id), id=message_id, on=on)


def _read_id(raw: Mapping[str, Any]) -> str | int | None:
    given = raw.get("id")
    if given is None:
        return None
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) < _LARGEST_NUMBER:
        return given
    if isinstance(given, str) and _ID.fullmatch(given):
        return given
    raise FrameError(FrameProblem.BAD_SHAPE)


def _read_text(raw: Mapping[str, Any], message_id: str | int | None) -> str:
    text = raw.get("text")
    if not isinstance(text, str):
        raise FrameError(FrameProblem.BAD_SHAPE, message_id)
    if not text.strip():
        raise FrameError(FrameProblem.EMPTY, message_id)
    return text


def answer_frame(message: Outgoing, reply_to: str | int | None = None) -> str:
    """Return a message as the page gets it.

    Args:
        message: the answer.
        reply_to: the client's id as the client wrote it (a number stays a number).
    """
    frame: dict[str, Any] = {
        "text": message.text,
        "choices": [
            {"value": choice.value, "label": choice.label}
            | ({"url": choice.url} if choice.url else {})
            for choice in message.choices
        ],
        "id": message.id,
        "reply_to": reply_to if reply_to is not None else (message.reply_to or None),
    }
    if message.replaces:
        frame["replaces"] = message.replaces
    return _dump(frame)


def nothing_frame(reply_to: str | int | None) -> str:
    """Return the frame that says: taken, and there is nothing to say."""
    return _dump({"text": "", "choices": [], "id": None, "reply_to": reply_to})


def error_frame(problem: FrameProblem, text: str, reply_to: str | int | None) -> str:
    """Return the frame for a message that was not taken; nothing of it is kept."""
    return _dump(
        {"error": problem.value, "text": text, "choices": [], "id": None, "reply_to": reply_to}
    )


def _dump(frame: dict[str, Any]) -> str:
    return encode_json(frame)


def id_in(data: object) -> str | int | None:
    """Return the client's id of a frame that will not be taken, if one can be read."""
    if not isinstance(data, str):
        return None
    try:
        return read_frame(data).id
    except FrameError as error:
        return error.reply_to
