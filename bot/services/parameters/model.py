"""What the page about parameters shows."""

from dataclasses import dataclass
from datetime import datetime

from bot.kernel.parameters import Parameter, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: from what to what, by whom, when and why.

    Attributes:
        former: before it, as written.
        value: after it, as written.
        officer: log-in name.
    """

    key: str
    former: str
    value: str
    officer: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A value as the database keeps it."""

    value: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A parameter with its present value.

    Attributes:
        version: grows with each change; 0 when it was never changed.
        last: the latest change, None when there was none.
    """

    parameter: Parameter
    value: Value
    version: int
    last: Change | None
