"""Rules of keys: shape, names, times. Pure functions."""

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import timedelta

from bot.kernel.errors import ApiKeyError
from bot.services.api_keys.model import Scope

PREFIX = "mck_"  # lets scanners for leaked secrets know ours
HINT_LETTERS = 10
USED_STEP = timedelta(minutes=1)  # writing "used" more often would cost a commit per call
KEEP_REPLIES = timedelta(hours=24)
# A call that is in hand longer than this was broken off with its process: it may be made again.
IN_HAND = timedelta(minutes=5)
LONGEST_IDEMPOTENCY_KEY = 255

_SECRET = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
_OWNER = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")
_IDEMPOTENCY_KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_IDEMPOTENCY_KEY}}}")


def new_secret() -> str:
    """Return a key of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hint_of(secret: str) -> str:
    """Return how a secret begins."""
    return secret[:HINT_LETTERS]


def is_secret(text: str) -> bool:
    """Say whether a text has the shape of a key."""
    return _SECRET.fullmatch(text) is not None


def is_idempotency_key(text: str) -> bool:
    """Say whether a text can be an ``Idempotency-Key``: printable ASCII without blanks."""
    return _IDEMPOTENCY_KEY.fullmatch(text) is not None


def check_owner(owner: str) -> str:
    """Return the name of a system as it is kept.

    Raises:
        ApiKeyError: it cannot be one.
    """
    tidy = owner.strip().lower()
    if _OWNER.fullmatch(tidy) is None:
        raise ApiKeyError(
            "owner",
            "Tên hệ thống gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối.",
        )
    return tidy


def check_scopes(scopes: Collection[str]) -> frozenset[Scope]:
    """Return the scopes of a new key.

    Raises:
        ApiKeyError: there is none, or one of them does not exist.
    """
    known = {scope.value: scope for scope in Scope}
    strange = [name for name in scopes if name not in known]
    if strange:
        raise ApiKeyError("scopes", f"Không có quyền «{strange[0][:40]}».")
    if not scopes:
        raise ApiKeyError("scopes", "Chọn ít nhất một quyền.")
    return frozenset(known[name] for name in scopes)
