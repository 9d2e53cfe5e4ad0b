"""Turn a message into the parameters of sendMessage and editMessageText."""

import logging
import re
from collections.abc import Sequence
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit, MessageLimit, ParseMode

from bot.kernel.channel import Outgoing
from bot.kernel.messages import Choice

logger = logging.getLogger(__name__)

Parameters = dict[str, Any]  # JSON

_BOLD = re.compile(r"\*\*(\S(?:[^\n]*?\S)??)\*\*")
_PAIR_LABEL = 16  # two buttons of this many letters fit side by side on a small phone
_MAX_BYTES = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
_WEB = ("http://", "https://", "tg://")
_NO_PREVIEW = {"is_disabled": True}
_MESSAGE_NUMBER = re.compile(r"m(\d+)")


def chat_id(channel_user: str) -> int | str:
    """Return the chat as the Bot API wants it: a number where it is one."""
    return int(channel_user) if re.fullmatch(r"-?\d{1,18}", channel_user) else channel_user


def to_html(text: str) -> str:
    """Escape a text for Telegram's HTML and make ``**bold**`` bold."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BOLD.sub(r"<b>\1</b>", text) if "**" in text else text


def to_plain(text: str) -> str:
    """Return a text without its markup."""
    return _BOLD.sub(r"\1", text)


def rich(message: Outgoing) -> Parameters:
    """Return a message as it should look: HTML, buttons, no link preview."""
    text = message.text
    choices = message.choices
    if choices and not all(_is_button(choice) for choice in choices):
        logger.error("buttons shown as lines: a value is not fit for one")
        text, choices = f"{text}\n{_as_lines(choices)}", ()
    parameters: Parameters = {
        "text": to_html(text),
        "parse_mode": ParseMode.HTML.value,
        "link_preview_options": _NO_PREVIEW,
    }
    if choices:
        parameters["reply_markup"] = {"inline_keyboard": keyboard(choices)}
    return parameters


def plain(message: Outgoing) -> Parameters:
    """Return a message as bare words, its choices as lines to answer by number."""
    text = to_plain(message.text)
    if message.choices:
        text += "\n" + _as_lines(message.choices)
    units = text.encode("utf-16-le", "replace")[: MessageLimit.MAX_TEXT_LENGTH * 2]
    return {
        "text": units.decode("utf-16-le", "ignore"),
        "link_preview_options": _NO_PREVIEW,
    }


def threading(message: Outgoing) -> Parameters:
    """Return what ties an answer in a group to its question, and so to its topic."""
    match = _MESSAGE_NUMBER.match(message.reply_to)
    if match is None or not message.channel_user.startswith("-"):
        return {}
    reply = {"message_id": int(match.group(1)), "allow_sending_without_reply": True}
    return {"reply_parameters": reply}


def keyboard(choices: Sequence[Choice]) -> list[list[dict[str, str]]]:
    """Arrange buttons: two short labels side by side, a long one alone."""
    rows: list[list[dict[str, str]]] = []
    half_full = False
    for choice in choices:
        short = len(choice.label) <= _PAIR_LABEL
        if short and half_full:
            rows[-1].append(_button(choice))
            half_full = False
        else:
            rows.append([_button(choice)])
            half_full = short
    return rows


def _button(choice: Choice) -> dict[str, str]:
    if choice.url:
        return {"text": choice.label, "url": choice.url}
    return {"text": choice.label, "callback_data": choice.value}


def _is_button(choice: Choice) -> bool:
    if not choice.label.strip():
        return False
    if choice.url:
        return choice.url.startswith(_WEB)
    return 1 <= len(choice.value.encode()) <= _MAX_BYTES


def _as_lines(choices: Sequence[Choice]) -> str:
    return "\n".join(
        f"{place}. {choice.label}" + (f": {choice.url}" if choice.url else "")
        for place, choice in enumerate(choices, start=1)
    )
