"""Who gets a letter, and the notices that carry it. Pure functions."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.kernel.notices import Notice
from bot.services.letters import rules
from bot.services.letters.filling import Place, initials
from bot.services.letters.model import Kind, Letter, Texts
from bot.services.letters.templates import fill, sms_of

OPEN_FOR = timedelta(days=90)
POINTLESS_AFTER = timedelta(days=12)  # the longest holidays are quiet
_TOKEN_BYTES = 24
_ABROAD = ("telegram",)
_NAMES = ("ho_ten", "ten_be", "ten_vo", "ten_chong", "ten_nguoi_mat")
# A stranger who hands dossiers in for others hears of a delay, not of joy or grief.
_SELF = "self"
_FAMILY = (_SELF, "family")


def reader_roles(kind: Kind) -> tuple[str, ...]:
    """Return which followers of a dossier a letter is for."""
    return (*_FAMILY, "agent") if kind.is_apology else _FAMILY


def new_token() -> str:
    """Return the part of a public address that nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_group(conversation_id: str) -> bool:
    """Say whether several people read a conversation: nobody is grieved with in public."""
    return conversation_id.startswith("telegram:-")


def letter_notices(
    letter: Letter,
    texts: Texts,
    values: Mapping[str, str],
    *,
    readers: Mapping[str, str],
    phone: str,
    address: str,
    place: Place,
    now: datetime,
) -> list[Notice]:
    """Return a notice for everybody who gets the letter.

    Args:
        letter: that was approved.
        texts: of its template.
        values: for every placeholder.
        readers: conversations of those who follow the dossier, with their role.
        phone: of the slip; "" when nobody is to be written to by SMS.
        address: of the public page; "" when there is no address of the site.
        place: the centre.
        now: the present moment.
    """
    start = rules.send_from(letter.kind, now, place.calendar)
    sms = sms_of(texts, values)
    number = phone if sms else ""
    people = _people(letter.kind, readers, number)
    return [
        Notice(
            # The version: a letter taken back and approved again is another message.
            key=f"letter:{letter.id}.{letter.version}:{conversation or 'phone'}",
            kind=letter.kind.notice,
            subject=f"letter:{letter.id}",
            conversation_id=conversation,
            phone=one,
            values={"text": _chat(letter.kind, texts, values, conversation, address), "sms": sms},
            not_before=start,
            not_after=start + POINTLESS_AFTER,
            consent="letter",
            chat_only=not sms,
        )
        for conversation, one in people
    ]


def _people(kind: Kind, readers: Mapping[str, str], phone: str) -> list[tuple[str, str]]:
    """Return who is written to: a conversation, and the phone to fall back to.

    The applicant hears an apology even where only somebody else follows; the phone is used for
    whoever follows for themselves when the chat cannot be reached, never beside it.
    """
    chats = {each: role for each, role in readers.items() if not is_group(each)}
    if not kind.is_apology:
        return [(each, "") for each in chats] or ([("", phone)] if phone else [])
    people = [(each, phone if role == _SELF else "") for each, role in chats.items()]
    if phone and _SELF not in chats.values():
        people.append(("", phone))
    return people


def _chat(
    kind: Kind, texts: Texts, values: Mapping[str, str], conversation: str, address: str
) -> str:
    shown = dict(values)
    if conversation.partition(":")[0] in _ABROAD:
        shown |= {name: initials(values.get(name, "")) for name in _NAMES}
        shown["nguoi_mat"] = f"{values.get('cach_goi', '')} {shown['ten_nguoi_mat']}"
    text = fill(texts, shown, kind=kind).chat
    return f"{text}\nXem thư: {address}" if address else text
