"""An operation of the API: its route and its description are one value."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from bot.services.api_keys.model import Scope

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
JSON = "application/json"
JSON_LINES = "application/x-ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value in the address.

    Attributes:
        place: ``path`` or ``query``.
        schema: JSON schema.
    """

    name: str
    place: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A successful response; without a model it is any JSON object."""

    about: str
    model: type[BaseModel] | None = None
    content_type: str = JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address.

    Attributes:
        scope: what a key must be allowed; None: everybody may call.
        bodies: models of the body, any of them.
        replies: successful responses by status.
        problems: refusals by status that this operation can give besides those that all can.
    """

    method: str
    path: str
    name: str
    about: str
    handler: Handler
    scope: Scope | None = None
    parameters: tuple[Parameter, ...] = ()
    bodies: tuple[type[BaseModel], ...] = ()
    body_type: str = JSON
    replies: Mapping[int, Reply]
    problems: Mapping[int, str] = field(default_factory=dict)

    def route(self) -> web.RouteDef:
        """Return the route."""
        if self.method == "GET":  # and HEAD with it
            return web.get(self.path, self.handler)
        return web.route(self.method, self.path, self.handler)
