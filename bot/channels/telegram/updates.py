"""Translate an update into what a citizen did; pure, and safe with anything that is JSON.

The library's ``Update.de_json`` believes whatever types it is given, so the few fields needed are
read here one by one, at a tenth of the cost; the words are the library's constants.
"""

from dataclasses import dataclass
from datetime import datetime

from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bot.channels.telegram.channel import NAME
from bot.channels.telegram.commands import meaning, split_command
from bot.channels.telegram.reading import Json, moment, number, part, parts, text
from bot.kernel.messages import Inbound

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
# Field of a message and the kind that the conversation knows; the first that is there counts.
_KINDS = (
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("contact", "contact"),
    ("location", "location"),
    ("venue", "location"),
    ("sticker", "sticker"),
    ("animation", "sticker"),
    ("dice", "sticker"),
    ("document", "document"),
    ("video", "other"),
    ("video_note", "other"),
    ("poll", "other"),
    ("story", "other"),
    ("checklist", "other"),
    ("game", "other"),
)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, to know when it is spoken to; empty until Telegram has told."""

    id: int = 0
    username: str = ""


@dataclass(frozen=True, slots=True)
class Reachability:
    """A person blocked the bot, or let it in again."""

    channel_user: str
    reachable: bool


def update_id(update: Json) -> int | None:
    """Return the update's number."""
    return number(update, "update_id")


def callback_id(update: Json) -> str:
    """Return the id of a tap that waits for its acknowledgement, or ""."""
    return text(part(update, "callback_query"), "id")


def person_of(update: Json) -> str:
    """Return the chat an update belongs to, so that one chat's updates stay in order."""
    for key in ALLOWED_UPDATES:
        if key in update:
            source = part(update, key)
            if key == "callback_query":
                source = part(source, "message")
            return str(number(part(source, "chat"), "id"))
    return ""


def read_update(update: Json, me: Me, now: datetime) -> Inbound | Reachability | None:
    """Return what happened, or None when it is not for us."""
    if "message" in update:
        return _read_message(part(update, "message"), me, edited=False)
    if "callback_query" in update:
        return _read_tap(part(update, "callback_query"), now)
    if "edited_message" in update:
        return _read_message(part(update, "edited_message"), me, edited=True)
    if "my_chat_member" in update:
        return _read_membership(part(update, "my_chat_member"))
    return None


def _read_message(message: Json, me: Me, *, edited: bool) -> Inbound | None:
    chat = part(message, "chat")
    chat_number = number(chat, "id")
    message_id = _message_key(message, edited=edited)
    sent_at = moment(message, "edit_date" if edited else "date") or moment(message, "date")
    if chat_number is None or message_id is None or sent_at is None or _is_machine(message):
        return None
    content = _content(message, edited=edited)
    if content is None:
        return None
    typed, tapped = content
    kind = text(chat, "type")
    if kind in _GROUPS:
        addressed = _addressed(message, typed, me)
        if addressed is None:
            return None
        typed = addressed
        if not typed and tapped is None:
            tapped = "start"  # only the bot's name: somebody calls it
    elif kind != ChatType.PRIVATE:
        return None
    if tapped is None:
        typed, tapped = _as_command(typed, me)
    return Inbound(
        channel=NAME,
        channel_user=str(chat_number),
        message_id=message_id,
        sent_at=sent_at,
        text=typed,
        tapped=tapped,
    )


def _message_key(message: Json, *, edited: bool) -> str | None:
    message_id = number(message, "message_id")
    if message_id is None:
        return None
    if edited:
        return f"m{message_id}e{number(message, 'edit_date') or 0}"
    album = text(message, "media_group_id")
    # The pictures of an album come as messages of their own; they get one answer.
    return f"g{album[:60]}" if album else f"m{message_id}"


def _is_machine(message: Json) -> bool:
    """Tell other bots; an administrator who writes in the group's name is none."""
    return part(message, "from").get("is_bot") is True and not part(message, "sender_chat")


def _content(message: Json, *, edited: bool) -> tuple[str, str | None] | None:
    """Return typed text and tapped value; None for service messages."""
    typed = text(message, "text") or text(message, "caption")
    if typed:
        return typed, None
    if edited:
        return None  # a place that moves on, a poll that counts: nothing new was asked
    for field, kind in _KINDS:
        if field in message:
            return "", f"unsupported:{kind}"
    return None


def _as_command(typed: str, me: Me) -> tuple[str, str | None]:
    if not typed.startswith("/"):
        return typed, None
    command = split_command(typed)
    if command is None:
        return typed, None
    name, _, argument = command
    return meaning(name, argument)


def _addressed(message: Json, typed: str, me: Me) -> str | None:
    """Return the text without the bot's name, or None when a group is talking among itself."""
    command = split_command(typed)
    if command is not None and command[1]:
        return typed if me.username and command[1] == me.username.lower() else None
    mention = _mention(message, typed, me)
    if mention is not None:
        return mention
    replied_to = number(part(part(message, "reply_to_message"), "from"), "id")
    return typed if me.id and replied_to == me.id else None


def _mention(message: Json, typed: str, me: Me) -> str | None:
    units = typed.encode("utf-16-le", "surrogatepass")
    for entity in parts(message, "entities") or parts(message, "caption_entities"):
        offset, length = number(entity, "offset"), number(entity, "length")
        if offset is None or length is None or offset < 0 or length <= 0:
            continue
        start, end = offset * 2, (offset + length) * 2
        if _names_me(entity, units[start:end], me):
            rest = units[:start] + units[end:]
            return " ".join(rest.decode("utf-16-le", "replace").split(" ")).strip(" ,:\n")
    return None


def _names_me(entity: Json, units: bytes, me: Me) -> bool:
    kind = text(entity, "type")
    if kind == MessageEntityType.MENTION:
        name = units.decode("utf-16-le", "replace").lower()
        return bool(me.username) and name == f"@{me.username.lower()}"
    if kind == MessageEntityType.TEXT_MENTION:
        return bool(me.id) and number(part(entity, "user"), "id") == me.id
    return False


def _read_tap(query: Json, now: datetime) -> Inbound | None:
    message = part(query, "message")
    chat_number = number(part(message, "chat"), "id")
    value, query_id = text(query, "data"), text(query, "id")
    if chat_number is None or not value or not query_id:
        return None
    message_id = number(message, "message_id")
    accessible = moment(message, "date") is not None and message_id is not None
    return Inbound(
        channel=NAME,
        channel_user=str(chat_number),
        message_id=f"c{query_id[:64]}",
        sent_at=now,
        tapped=value,
        replaces=str(message_id) if accessible else None,
    )


def _read_membership(change: Json) -> Reachability | None:
    chat = part(change, "chat")
    chat_number = number(chat, "id")
    if chat_number is None or text(chat, "type") != ChatType.PRIVATE:
        return None
    status = text(part(change, "new_chat_member"), "status")
    if status not in (ChatMemberStatus.BANNED, ChatMemberStatus.MEMBER):
        return None
    return Reachability(str(chat_number), status == ChatMemberStatus.MEMBER)
