"""Passwords by argon2id, off the event loop."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's parameters for argon2id with 19 MiB, one pass more; about 40 ms on a small computer.
_HASHER = PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)
_AT_ONCE = 4  # 80 MiB at the most, however many people log in at half past seven
# Verified against when there is no such officer: the answer takes as long as for a real one.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=3,p=1$xgWV3g2rBIgUIk3V3xMB9w"
    "$5Tp1HZftCiF2oIOYDABr7ZFcIqccLdCW2ukVdcc5cjk"
)


class Hashing:
    """Makes and checks hashes of passwords, a few at a time."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: str) -> str:
        """Return a new hash."""
        async with self._gate:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def fits(self, password: str, hashed: str | None) -> bool:
        """Say whether a password is the right one; without a hash it never is, after as long."""
        async with self._gate:
            right = await asyncio.to_thread(_verify, hashed or _NOBODY, password)
        return right and hashed is not None

    def is_outdated(self, hashed: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return _HASHER.check_needs_rehash(hashed)


def _verify(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
