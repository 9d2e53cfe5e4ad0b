"""Calls to the Bot API whose refusals are values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import NetworkError
from yarl import URL

from bot.channels.telegram.transport import READ_SECONDS, AiohttpRequest, NotSentError
from bot.kernel.jsontext import encode_json


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """What became of a call.

    Attributes:
        status: the HTTP status; 0 when no answer came.
        result: what the method returned; None after a refusal.
        description: the server's words, or the kind of network trouble.
        retry_after: seconds to wait, where the server named them.
        migrated_to: the chat's new id, where the server named one.
        sent: False when the server cannot have seen the call.
    """

    status: int
    result: Any = None  # whatever the method returns: JSON
    description: str = ""
    retry_after: int | None = None
    migrated_to: int | None = None
    sent: bool = True

    @property
    def ok(self) -> bool:
        """Say whether the method was carried out."""
        return self.result is not None

    @property
    def unclear(self) -> bool:
        """Say whether it may have been carried out although no answer says so."""
        return self.sent and not self.ok and (self.status < 400 or self.status >= 500)

    @property
    def denied(self) -> bool:
        """Say whether the bot itself is refused: a wrong or withdrawn token."""
        return self.status in (401, 404)


class BotApi:
    """The bot's methods by name, with JSON bodies.

    For the few calls made with every message: the library would build objects, defaults and form
    fields for each of them.
    """

    def __init__(self, request: AiohttpRequest, api_url: str, token: str) -> None:
        self._request = request
        self._base = f"{api_url}{token}/"
        self._urls: dict[str, URL] = {}

    async def call(
        self, method: str, parameters: Mapping[str, object], read_timeout: float = READ_SECONDS
    ) -> ApiAnswer:
        """Call a method; never raises for a refusal or a broken network."""
        url = self._urls.get(method)
        if url is None:
            url = self._urls[method] = URL(self._base + method, encoded=True)
        body = encode_json(parameters)
        try:
            status, payload = await self._request.post_json(
                url, body.encode("utf-8", "replace"), read_timeout
            )
        except NotSentError as error:
            return ApiAnswer(0, description=error.message, sent=False)
        except NetworkError as error:
            return ApiAnswer(0, description=error.message)
        return _read(status, payload)


def _read(status: int, payload: bytes) -> ApiAnswer:
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return ApiAnswer(status, description="answer is not JSON")
    if not isinstance(answer, dict):
        return ApiAnswer(status, description="answer is not an object")
    if answer.get("ok") is True and status < 300:
        return ApiAnswer(status, result=answer.get("result", True))
    parameters = answer.get("parameters")
    if not isinstance(parameters, dict):
        parameters = {}
    return ApiAnswer(
        status,
        description=str(answer.get("description", "")),
        retry_after=_whole(parameters.get("retry_after")),
        migrated_to=_whole(parameters.get("migrate_to_chat_id")),
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
