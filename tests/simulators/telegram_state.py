"""What simulated Telegram keeps: chats, messages, and faults to come."""

from dataclasses import dataclass, field
from typing import Any


class Refusal(Exception):  # noqa: N818  # an answer, not an error of the simulator
    """An answer other than ok."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


@dataclass
class Message:
    """A message as it stands in a chat now."""

    id: int
    chat: int
    text: str
    raw: str
    markup: dict[str, Any] | None
    parameters: dict[str, Any]
    edits: int = 0

    @property
    def labels(self) -> list[list[str]]:
        """The labels of the buttons, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    def data_of(self, label: str) -> str:
        """Return what a button sends."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return next(
            button["callback_data"] for row in rows for button in row if button["text"] == label
        )


@dataclass
class Fault:
    """Something that goes wrong with the next calls of a method."""

    method: str
    refusal: Refusal | None = None
    cut_after_commit: bool = False
    seconds: float = 0.0
    times: int = 1


@dataclass
class Chat:
    """A chat as Telegram keeps it."""

    id: int
    refusal: Refusal | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)
