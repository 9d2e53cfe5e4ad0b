"""Random things that open a door, and the digests under which they are kept."""

import hashlib
import re
import secrets

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that looks or sounds like another
_GROUP = 4
_FIRST_PASSWORD_GROUPS = 4
_RECOVERY_GROUPS = 3
RECOVERY_CODES = 10
_RECOVERY = re.compile(rf"[{_LETTERS}]{{{_GROUP * _RECOVERY_GROUPS}}}")


def new_token() -> str:
    """Return a cookie value of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(text: str) -> str:
    """Return the digest of something that nobody can guess."""
    return hashlib.sha256(text.encode()).hexdigest()


def first_password() -> str:
    """Return a password that can be read aloud and typed from paper (78 bits)."""
    return _grouped(_FIRST_PASSWORD_GROUPS)


def new_recovery_codes() -> list[str]:
    """Return ten codes of 58 bits each."""
    return [_grouped(_RECOVERY_GROUPS) for _ in range(RECOVERY_CODES)]


def recovery_digest(officer_id: int, typed: str) -> str | None:
    """Return the digest of a recovery code; None when the text cannot be one."""
    code = "".join(char for char in typed.lower() if char.isalnum())
    if _RECOVERY.fullmatch(code) is None:
        return None
    return digest_of(f"{officer_id}:{code}")


def _grouped(groups: int) -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(groups))
