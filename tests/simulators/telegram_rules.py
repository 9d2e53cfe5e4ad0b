"""What Telegram refuses in a message: HTML it cannot parse, lengths, buttons."""

import html
import re
from collections.abc import Mapping
from typing import Any

_TAGS = frozenset(
    [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "a",
        "code",
        "pre",
        "blockquote",
        "tg-spoiler",
        "span",
        "tg-emoji",
    ]
)
_ENTITIES = frozenset({"lt", "gt", "amp", "quot"})
_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>|<|&(#?\w+);?")
_MAX_TEXT = 4096
_KINDS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
_HTTP_URL = re.compile(r"(https?://[^\s/]+\.[^\s]+|https?://(localhost|127\.0\.0\.1)\S*|tg://\S+)")


class RefusedError(Exception):
    """A 400 with Telegram's words."""


def parse_html(text: str) -> tuple[str, list[str]]:
    """Return the text that people see and the tags used, in order of their end.

    Raises:
        RefusedError: Telegram cannot parse it.
    """
    plain: list[str] = []
    open_tags: list[str] = []
    closed: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        plain.append(text[position : match.start()])
        position = match.end()
        plain.append(_token(match, open_tags, closed))
    plain.append(text[position:])
    if open_tags:
        raise RefusedError(
            "can't parse entities: Can't find end tag corresponding to start tag "
            f'"{open_tags[-1]}"'
        )
    return "".join(plain), closed


def _token(match: re.Match[str], open_tags: list[str], closed: list[str]) -> str:
    ending, tag, _, entity = match.groups()
    if entity is not None:
        known = entity in _ENTITIES or entity.startswith("#")
        return html.unescape(match.group(0)) if known else match.group(0)
    if tag is None:
        raise RefusedError("can't parse entities: Unclosed start tag at byte offset 0")
    tag = tag.lower()
    if tag not in _TAGS:
        raise RefusedError(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
    if not ending:
        open_tags.append(tag)
    elif not open_tags or open_tags.pop() != tag:
        raise RefusedError("can't parse entities: Unmatched end tag at byte offset 0")
    else:
        closed.append(tag)
    return ""


def shown_text(parameters: Mapping[str, Any]) -> str:
    """Return the text as people will see it.

    Raises:
        RefusedError: it cannot be parsed, is empty or too long.
    """
    text = parameters["text"]
    if parameters.get("parse_mode", "").upper() == "HTML":
        text = parse_html(text)[0]
    text = text.strip()
    if not text:
        raise RefusedError("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > _MAX_TEXT:
        raise RefusedError("message is too long")
    return text


def check_keyboard(markup: Mapping[str, Any] | None) -> None:
    """Check inline buttons.

    Raises:
        RefusedError: a button is not acceptable.
    """
    rows = (markup or {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100 or any(len(row) > 8 for row in rows):
        raise RefusedError("reply markup is too long")
    for button in buttons:
        if not button["text"].strip():
            raise RefusedError("BUTTON_TEXT_INVALID")
        if len(_KINDS & button.keys()) != 1:
            raise RefusedError("can't parse inline keyboard button: Text buttons are unallowed")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise RefusedError("BUTTON_DATA_INVALID")
        if "url" in button and not _HTTP_URL.fullmatch(button["url"]):
            raise RefusedError("BUTTON_URL_INVALID")
