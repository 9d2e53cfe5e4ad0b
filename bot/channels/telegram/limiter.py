"""A soft pace for sending: it makes 429 rare; obeying 429 is what counts."""

import time
from collections.abc import Callable

from bot.channels.telegram.settings import Limits

_PRUNE_AT = 10_000
_WARNED_SECONDS = 60.0


class Pace:
    """Spreads messages over time and remembers the pauses that Telegram asked for.

    Each chat has the moment at which its next message is due at the steady pace; a burst may run
    ahead of that by a few messages. One number a chat, no timers. An answer to a person who is
    waiting goes out at once, as long as Telegram has not complained about that chat lately.
    """

    def __init__(self, limits: Limits | None, now: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._now = now
        self._due: dict[str, float] = {}
        self._notice_due = 0.0
        self._paused: dict[str, float] = {}
        self._paused_all = 0.0
        self._warned: dict[str, float] = {}

    def wait(self, chat: str, *, notice: bool, patience: float) -> float:
        """Return the seconds to wait before a message to a chat.

        The place is taken only when the wait is within the caller's patience; with a longer wait
        the message is to be tried again later.
        """
        now = self._now()
        pause = max(self._paused_all, self._paused.get(chat, 0.0)) - now
        if pause > 0:
            return max(pause, patience + 0.001)  # Telegram's own pauses are waited for elsewhere
        if self._limits is None or not (notice or _is_group(chat) or self._is_warned(chat, now)):
            return 0.0
        interval, ahead = _interval(self._limits, chat)
        due = max(self._due.get(chat, 0.0), now - ahead)
        notice_due = max(self._notice_due, now - 1.0)
        delay = max(0.0, due - now, notice_due - now if notice else 0.0)
        if delay <= patience:
            self._due[chat] = due + interval
            if notice:
                self._notice_due = notice_due + 1.0 / self._limits.notices_per_second
            self._prune(now)
        return delay

    def pause(self, chat: str, seconds: float) -> None:
        """Keep the quiet that Telegram asked for; two chats at once mean the whole bot."""
        now = self._now()
        self._paused = {key: until for key, until in self._paused.items() if until > now}
        if self._paused and chat not in self._paused:
            self._paused_all = max(self._paused_all, now + seconds)
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)
        self._warned = {key: until for key, until in self._warned.items() if until > now}
        self._warned[chat] = now + seconds + _WARNED_SECONDS

    def _is_warned(self, chat: str, now: float) -> bool:
        return self._warned.get(chat, 0.0) > now

    def _prune(self, now: float) -> None:
        if len(self._due) > _PRUNE_AT:
            self._due = {chat: due for chat, due in self._due.items() if due > now - 60}


def _interval(limits: Limits, chat: str) -> tuple[float, float]:
    """Return the seconds between messages and how far a burst may run ahead of them."""
    if _is_group(chat):
        interval = 60.0 / limits.group_per_minute
        return interval, interval * (limits.group_per_minute // 2 - 1)
    interval = 1.0 / limits.chat_per_second
    return interval, interval * (limits.chat_burst - 1)


def _is_group(chat: str) -> bool:
    return chat.startswith("-")
