"""Keys with which other systems call the API, and the calls that are answered once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key may do."""

    DOSSIERS_WRITE = "dossiers:write"
    DOSSIERS_READ = "dossiers:read"
    NOTICES = "notices"
    BOOKINGS = "bookings"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key without its secret.

    Attributes:
        owner: the system that holds it, e.g. ``mot-cua-tinh``; what it writes belongs to this
            name, so that a key can be replaced without losing sight of its dossiers.
        hint: how the secret begins, to tell keys apart.
        used_at: when it was last used, to the minute.
    """

    id: int
    owner: str
    hint: str
    scopes: frozenset[Scope]
    created_at: datetime
    created_by: str
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def source(self) -> str:
        """Return the name under which this key's dossiers are kept."""
        return f"api:{self.owner}"

    def may(self, scope: Scope) -> bool:
        """Say whether the key may do something."""
        return self.revoked_at is None and scope in self.scopes


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key with its secret, which is kept nowhere and shown once."""

    key: ApiKey
    secret: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call was answered, to be said again when the call is repeated."""

    status: int
    content_type: str
    body: bytes


class Repeat(StrEnum):
    """Why a call with an ``Idempotency-Key`` is not carried out."""

    IN_HAND = "in-hand"  # the first one is still being carried out
    OTHER_BODY = "other-body"  # the same key came with another request


@dataclass(frozen=True, slots=True)
class Call:
    """A call to be answered once.

    Attributes:
        key_id: whose.
        name: a digest of its ``Idempotency-Key``.
        request: a digest of method, address and body.
    """

    key_id: int
    name: str
    request: str
