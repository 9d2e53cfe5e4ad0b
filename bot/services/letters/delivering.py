"""Who gets a letter, and the notices that carry it. Pure functions."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.kernel.notices import Notice
from bot.services.letters import rules
from bot.services.letters.filling import Place, initials
from bot.services.letters.model import Kind, Letter, Texts
from bot.services.letters.templates import fill, sms_of

OPEN_FOR = timedelta(days=90)
POINTLESS_AFTER = timedelta(days=5)
_TOKEN_BYTES = 24
_ABROAD = ("telegram",)
_NAMES = ("ho_ten", "ten_be", "ten_vo", "ten_chong", "ten_nguoi_mat")
# A stranger who hands dossiers in for others hears of a delay, not of joy or grief.
_FAMILY = ("self", "family")


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
    conversations: Sequence[str],
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
        conversations: of those who follow the dossier.
        phone: of the slip; "" when nobody is to be written to by SMS.
        address: of the public page; "" when there is no address of the site.
        place: the centre.
        now: the present moment.
    """
    start = rules.send_from(letter.kind, now, place.calendar)
    sms = sms_of(texts, values)
    people = [(each, "") for each in conversations if not is_group(each)]
    if phone and sms:
        people.append(("", phone))
    return [
        Notice(
            key=f"letter:{letter.id}:{conversation or 'phone'}",
            kind=letter.kind.notice,
            subject=f"letter:{letter.id}",
            conversation_id=conversation,
            phone=number,
            values={"text": _chat(letter.kind, texts, values, conversation, address), "sms": sms},
            not_before=start,
            not_after=start + POINTLESS_AFTER,
            consent="letter",
            chat_only=not sms,
        )
        for conversation, number in people
    ]


def _chat(
    kind: Kind, texts: Texts, values: Mapping[str, str], conversation: str, address: str
) -> str:
    shown = dict(values)
    if conversation.partition(":")[0] in _ABROAD:
        shown |= {name: initials(values.get(name, "")) for name in _NAMES}
        shown["nguoi_mat"] = f"{values.get('cach_goi', '')} {shown['ten_nguoi_mat']}"
    text = fill(texts, shown, kind=kind).chat
    return f"{text}\nXem thư: {address}" if address else text
