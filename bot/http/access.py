"""Who may call a route; every route declares it, and a test walks them all."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from bot.services.officers.model import Right

# "signing-in": an officer who gave the right password and has steps left. "channel": another
# server, proved by a secret. A right: an officer who has it; the console asks.
Access = Literal["public", "monitor", "api-key", "channel", "signing-in"] | Right
Handler = TypeVar("Handler", bound=Callable[..., Any])


def access(who: Access) -> Callable[[Handler], Handler]:
    """Declare who may call a handler."""

    def declare(handler: Handler) -> Handler:
        handler.access = who  # type: ignore[attr-defined]
        return handler

    return declare
