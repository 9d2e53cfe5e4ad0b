"""Count failed attempts before they are made: by log-in name in the database, by address here."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.kernel.clock import Clock
from bot.services.officers.model import Problem, Tries
from bot.services.officers.rules import (
    FOR_A_LOGIN,
    FOR_AN_ADDRESS,
    one_more_failure,
    wait_of,
)
from bot.services.officers.session_store import TriesStore
from bot.services.officers.tokens import digest_of
from bot.services.officers.wording import refusal

_ADDRESSES = 10_000
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that counts as failed until it is known to be right."""

    digest: str
    address: str
    before: Tries | None
    after: Tries


class Guessing:
    """Slows down whoever guesses.

    Names that nobody has are counted like those of officers: nobody learns which names exist.
    Addresses are kept in memory only.
    """

    def __init__(self, tries: TriesStore, clock: Clock) -> None:
        self._tries = tries
        self._clock = clock
        self._addresses: OrderedDict[str, Tries] = OrderedDict()

    async def attempt(self, login: str, address: str) -> Attempt:
        """Count one attempt as failed.

        It is counted before it is looked at, so that many at the same moment do not all pass.

        Raises:
            OfficerError: too many failures; it says how long to wait.
        """
        now = self._clock.now()
        self._refuse_while_locked(self._addresses.get(address))
        digest = digest_of(f"login:{login}")
        for _ in range(_ROUNDS):
            before = await self._tries.read(digest)
            self._refuse_while_locked(before)
            after = one_more_failure(before, now, FOR_A_LOGIN)
            if await self._tries.swap(digest, before, after):
                return Attempt(digest, address, before, after)
        raise refusal(Problem.LOCKED, minutes=1)

    def failed(self, attempt: Attempt) -> None:
        """Count a failure for the address too; the name was counted already."""
        tries = self._addresses.pop(attempt.address, None)
        tries = one_more_failure(tries, self._clock.now(), FOR_AN_ADDRESS)
        self._addresses[attempt.address] = tries
        if len(self._addresses) > _ADDRESSES:
            self._addresses.popitem(last=False)

    async def take_back(self, attempt: Attempt) -> None:
        """Let a right password not count; earlier failures stay until the second factor."""
        await self._tries.swap(attempt.digest, attempt.after, attempt.before)

    async def forget(self, attempt: Attempt) -> None:
        """Forget all failures: the right person is in."""
        self._addresses.pop(attempt.address, None)
        await self._tries.swap(attempt.digest, attempt.after, None)

    def _refuse_while_locked(self, tries: Tries | None) -> None:
        wait = wait_of(tries, self._clock.now())
        if wait:
            raise refusal(Problem.LOCKED, minutes=-int(-wait.total_seconds() // 60))
