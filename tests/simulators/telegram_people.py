"""People on simulated Telegram: what they do becomes updates."""

import time
from typing import Any

from tests.simulators.telegram import BOT, Message, TelegramSimulator


class Person:
    """Somebody with a phone, in their private chat with the bot."""

    def __init__(self, telegram: TelegramSimulator, chat: int = 42) -> None:
        self.chat = chat
        self._telegram = telegram
        self._next_id = 10_000

    @property
    def screen(self) -> list[str]:
        """The bot's messages as they stand now."""
        return [message.text for message in self._telegram.messages(self.chat)]

    @property
    def last(self) -> Message:
        """The bot's last message."""
        return self._telegram.messages(self.chat)[-1]

    def user(self) -> dict[str, Any]:
        """Return the person as Telegram describes them."""
        return {"id": abs(self.chat), "is_bot": False, "first_name": "Năm", "language_code": "vi"}

    def writes(self, text: str, **more: Any) -> dict[str, Any]:
        """Send a text."""
        return self.sends(text=text, **more)

    def sends(self, **content: Any) -> dict[str, Any]:
        """Send a message of any kind; return it."""
        self._next_id += 1
        message = {
            "message_id": self._next_id,
            "date": int(time.time()),
            "from": self.user(),
            "chat": self._chat_json(),
            **content,
        }
        self._telegram.updates.add({"message": message})
        return message

    def edits(self, message: dict[str, Any], text: str) -> None:
        """Change a message that was sent."""
        edited = {**message, "text": text, "edit_date": int(time.time())}
        self._telegram.updates.add({"edited_message": edited})

    def taps(self, label: str, *, on: Message | None = None, age: float = 0.0) -> str:
        """Tap a button; return the callback's id."""
        message = on or self.last
        content = {
            "message_id": message.id,
            "date": int(time.time()),
            "chat": self._chat_json(),
            "from": BOT,
            "text": message.text,
        }
        return self._tap(message.data_of(label), content, age)

    def taps_on_vanished(self, data: str) -> str:
        """Tap a button of a message that Telegram no longer shows to bots."""
        return self._tap(data, {"message_id": 5, "date": 0, "chat": self._chat_json()}, 0.0)

    def blocks(self) -> None:
        """Block the bot."""
        self._telegram.block(self.chat)
        self._membership("kicked")

    def lets_in_again(self) -> None:
        """Unblock the bot."""
        self._telegram.chat(self.chat).refusal = None
        self._membership("member")

    def _tap(self, data: str, message: dict[str, Any], age: float) -> str:
        callback = self._telegram.new_callback(age)
        query = {
            "id": callback,
            "from": self.user(),
            "message": message,
            "chat_instance": "-1",
            "data": data,
        }
        self._telegram.updates.add({"callback_query": query})
        return callback

    def _membership(self, status: str) -> None:
        change = {
            "chat": self._chat_json(),
            "from": self.user(),
            "date": int(time.time()),
            "old_chat_member": {"user": BOT, "status": "member"},
            "new_chat_member": {"user": BOT, "status": status},
        }
        self._telegram.updates.add({"my_chat_member": change})

    def _chat_json(self) -> dict[str, Any]:
        if self.chat > 0:
            return {"id": self.chat, "type": "private", "first_name": "Năm"}
        return {"id": self.chat, "type": "supergroup", "title": "Thôn Đông"}
