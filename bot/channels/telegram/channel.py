"""Send messages to Telegram and say how it went."""

import asyncio
import logging
import time
from datetime import timedelta

from bot.channels.telegram import formatting, outcomes
from bot.channels.telegram.api import ApiAnswer, BotApi
from bot.channels.telegram.formatting import Parameters
from bot.channels.telegram.limiter import Pace
from bot.kernel.channel import Abilities, Outcome, Outgoing, Sent

logger = logging.getLogger(__name__)

NAME = "telegram"
ABILITIES = Abilities(buttons=24, text_limit=4096, edits=True)
_PATIENCE = 5.0  # seconds that a message may wait for its place here, keeping the person's order
_MOVED_LIMIT = 1000


class TelegramChannel:
    """The way to citizens on Telegram."""

    name = NAME
    abilities = ABILITIES

    def __init__(self, api: BotApi, pace: Pace) -> None:
        self._api = api
        self._pace = pace
        self._moved: dict[str, str] = {}
        self._denied_until = 0.0

    async def send(self, message: Outgoing) -> Sent:
        """Send or edit one message and say how it went; never raises for a refusal."""
        if not message.text.strip():
            return Sent(Outcome.REFUSED, reason="empty text")
        chat = self._moved.get(message.channel_user, message.channel_user)
        held = await self._hold(chat, notice=not message.reply_to)
        if held is not None:
            return held
        if message.replaces:
            sent = await self._edit(chat, message, message.replaces)
            if sent is not None:
                return sent
        answer = await self._attempt("sendMessage", chat, message, formatting.threading(message))
        return self._settled(chat, answer)

    async def acknowledge(self, callback_id: str) -> None:
        """Stop the waiting sign on a tapped button; too late or twice does no harm."""
        answer = await self._api.call("answerCallbackQuery", {"callback_query_id": callback_id})
        if answer.denied:
            self._deny()

    async def _hold(self, chat: str, *, notice: bool) -> Sent | None:
        """Wait for the chat's turn; a longer wait is handed back."""
        denied = self._denied_until - time.monotonic()
        if denied > 0:
            return Sent(Outcome.TRY_LATER, wait=timedelta(seconds=denied), reason="token refused")
        delay = self._pace.wait(chat, notice=notice, patience=_PATIENCE)
        if delay > _PATIENCE:
            return Sent(Outcome.TRY_LATER, wait=timedelta(seconds=delay), reason="pace")
        if delay > 0:
            await asyncio.sleep(delay)
        return None

    async def _edit(self, chat: str, message: Outgoing, message_id: str) -> Sent | None:
        """Put a message in the place of another; None when only a new message will do."""
        if not message_id.isascii() or not message_id.isdigit():
            return None
        extra: Parameters = {"message_id": int(message_id)}
        answer = await self._attempt("editMessageText", chat, message, extra)
        if answer.unclear:
            # Editing twice leaves the same message, so asking again is safe; sending anew is not.
            answer = await self._attempt("editMessageText", chat, message, extra)
        if outcomes.not_modified(answer):
            return Sent(Outcome.ACCEPTED, message_id)
        if outcomes.not_editable(answer):
            return None
        return self._settled(chat, answer)

    async def _attempt(
        self, method: str, chat: str, message: Outgoing, extra: Parameters
    ) -> ApiAnswer:
        """Call a method; follow a chat that moved, and fall back to bare words, once each."""
        target = {"chat_id": formatting.chat_id(chat), **extra}
        body = formatting.rich(message)
        answer = await self._api.call(method, {**target, **body})
        if answer.migrated_to is not None:
            self._remember_move(chat, str(answer.migrated_to))
            # The old chat's message ids mean nothing in the new one.
            target = {"chat_id": answer.migrated_to}
            method = "sendMessage"
            answer = await self._api.call(method, {**target, **body})
        if outcomes.bad_form(answer):
            logger.error("message refused, sent as plain text", extra=_facts(message, answer))
            answer = await self._api.call(method, {**target, **formatting.plain(message)})
        if not answer.ok and answer.status == 400 and not outcomes.not_modified(answer):
            logger.warning("telegram refused a message", extra=_facts(message, answer))
        return answer

    def _settled(self, chat: str, answer: ApiAnswer) -> Sent:
        wait = outcomes.flood_wait(answer)
        if wait is not None:
            self._pace.pause(chat, wait)
        if answer.denied:
            self._deny()
        return outcomes.judge(answer)

    def _deny(self) -> None:
        if self._denied_until <= time.monotonic():
            logger.critical("telegram refuses the bot token: nothing is sent until it is renewed")
        self._denied_until = time.monotonic() + outcomes.DENIED_WAIT.total_seconds()

    def _remember_move(self, chat: str, new_chat: str) -> None:
        if len(self._moved) >= _MOVED_LIMIT:
            self._moved.clear()
        self._moved[chat] = new_chat


def _facts(message: Outgoing, answer: ApiAnswer) -> dict[str, str]:
    return {"outgoing_id": message.id, "reason": outcomes.reason_of(answer)}
