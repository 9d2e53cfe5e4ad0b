"""Who somebody is, as it is kept: phone numbers and names encrypted, numbers found by a digest."""

import hashlib
import hmac
import re
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from bot.db.models import QueueBooking, QueueTicket, QueueWish
from bot.db.sealing import PurposeSealer
from bot.kernel.errors import SealError
from bot.services.queue.model import Person

_PURPOSE = b"motcua queue 1"
_KEYS = b"motcua queue phones 1:"
_KEY_LETTERS = 32
_LEAST_DIGITS = 9
Owned = type[QueueBooking] | type[QueueTicket] | type[QueueWish]


class Seals:
    """Encrypts for one row, opens again, and makes the digest of a phone number."""

    def __init__(self, secret_key: bytes) -> None:
        self._sealer = PurposeSealer(secret_key, _PURPOSE)
        self._key = hashlib.sha256(_KEYS + secret_key).digest()

    def seal(self, text: str, place: str) -> str:
        """Return a text encrypted; "" stays ""."""
        return self._sealer.seal(text, place) if text else ""

    def open(self, sealed: str, place: str) -> str:
        """Return the text; "" when there is none or the secret key has changed."""
        if not sealed:
            return ""
        try:
            return self._sealer.open(sealed, place)
        except SealError:
            return ""

    def phone_key(self, phone: str) -> str:
        """Return a keyed digest of a number: it can be found, not read."""
        if not phone:
            return ""
        return hmac.new(self._key, phone.encode(), "sha256").hexdigest()[:_KEY_LETTERS]

    def columns(self, person: Person, place: str) -> dict[str, Any]:  # columns of one type: str
        """Return the columns that say who somebody is."""
        return {
            "conversation_id": person.conversation_id,
            "phone": self.seal(person.phone, place),
            "phone_key": self.phone_key(person.phone),
        }

    def theirs(self, table: Owned, person: Person) -> ColumnElement[bool]:
        """Return the condition for rows of a person: same conversation or same number."""
        found: list[ColumnElement[bool]] = []
        if person.conversation_id:
            found.append(table.conversation_id == person.conversation_id)
        if person.phone:
            found.append(table.phone_key == self.phone_key(person.phone))
        return or_(*found) if found else false()


def is_known(person: Person | None) -> bool:
    """Say whether there is any way to know a person again."""
    return person is not None and bool(person.conversation_id or person.phone)


def same_person(one: Person, other: Person) -> bool:
    """Say whether two are one by conversation or by number."""
    if one.conversation_id and one.conversation_id == other.conversation_id:
        return True
    return bool(one.phone) and one.phone == other.phone


def typed_phone(typed: str) -> str:
    """Return a number typed at a kiosk as E.164; "" when it is none."""
    if re.search(r"[^\d+ .()-]", typed):
        return ""
    digits = re.sub(r"\D", "", typed)
    if len(digits) < _LEAST_DIGITS:
        return ""
    bare = re.sub(r"^(?:0084|84(?=\d{9,10}$)|0)", "", digits)
    return f"+84{bare}"
