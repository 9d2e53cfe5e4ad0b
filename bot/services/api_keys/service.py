"""Make, list, revoke and check the keys of other systems."""

from collections.abc import Collection

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.kernel.errors import ApiKeyError
from bot.services.api_keys import rules
from bot.services.api_keys.model import ApiKey, MadeKey
from bot.services.api_keys.store import ApiKeyStore


class ApiKeys:
    """The keys of the API."""

    def __init__(self, store: ApiKeyStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def make(self, actor: Actor, *, owner: str, scopes: Collection[str]) -> MadeKey:
        """Make a key; its secret is in the answer and nowhere else.

        Args:
            actor: who makes it.
            owner: name of the system that will hold it.
            scopes: what it may do.

        Raises:
            ApiKeyError: the name or the scopes are wrong.
        """
        owner, allowed = rules.check_owner(owner), rules.check_scopes(scopes)
        secret = rules.new_secret()
        names = " ".join(sorted(scope.value for scope in allowed))
        deed = Deed(action="keys.made", object_kind="api-key", object_id=owner, detail=names)
        key = await self._store.add(
            digest=rules.digest_of(secret),
            hint=rules.hint_of(secret),
            owner=owner,
            scopes=allowed,
            actor=actor,
            deed=deed,
            now=self._clock.now(),
        )
        return MadeKey(key, secret)

    async def revoke(self, actor: Actor, key_id: int) -> ApiKey:
        """End a key at once and for good.

        Raises:
            ApiKeyError: there is no such key, or it was revoked before.
        """
        key = next((each for each in await self.everything() if each.id == key_id), None)
        if key is None:
            raise ApiKeyError("key", f"Không có khóa số {key_id}.")
        deed = Deed(
            action="keys.revoked", object_kind="api-key", object_id=key.owner, detail=key.hint
        )
        if not await self._store.revoke(key_id, actor, deed, self._clock.now()):
            raise ApiKeyError("key", f"Khóa số {key_id} đã thu hồi từ trước.")
        return key

    async def everything(self) -> list[ApiKey]:
        """Return all keys, those in force first."""
        return await self._store.everything()

    async def check(self, secret: str) -> ApiKey | None:
        """Return the key in force of a secret, None when there is none."""
        if not rules.is_secret(secret):
            return None
        key = await self._store.by_digest(rules.digest_of(secret))
        if key is None or key.revoked_at is not None:
            return None
        now = self._clock.now()
        if key.used_at is None or now - key.used_at >= rules.USED_STEP:
            await self._store.used(key.id, now)
        return key
