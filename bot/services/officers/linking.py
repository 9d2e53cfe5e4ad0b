"""Officers' phone chats: a one-time code links a conversation to an account."""

import hmac
import re
import secrets
from datetime import timedelta

from bot.kernel.audit import Actor, Deed
from bot.kernel.clock import Clock
from bot.services.officers.chat_store import ChatStore
from bot.services.officers.model import LinkedChat, Officer
from bot.services.officers.rules import FOR_A_CHAT, one_more_failure, wait_of
from bot.services.officers.session_store import TriesStore
from bot.services.officers.tokens import digest_of

CODE_LASTS = timedelta(minutes=10)
# No vowels, no d, w, l: Vietnamese keyboards would turn them into other letters.
_LETTERS = "23456789bcghkmnpqrtvxz"
_LENGTH = 8
_CODE = re.compile(rf"[{_LETTERS}]{{{_LENGTH}}}")
_KEY_PURPOSE = b"motcua officer chat codes"
_LONGEST_REFERENCE = 26


class Linking:
    """Makes codes, links conversations, and says for whom a conversation acts."""

    def __init__(self, store: ChatStore, tries: TriesStore, clock: Clock, key: bytes) -> None:
        self._store = store
        self._tries = tries
        self._clock = clock
        self._key = hmac.digest(key, _KEY_PURPOSE, "sha256")

    async def new_code(self, officer: Officer, actor: Actor) -> str:
        """Return a code to type in the chat; an earlier one works no more."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        now = self._clock.now()
        deed = _deed("account.chat-code", officer)
        await self._store.put_code(
            officer.id, self._digest(code), now + CODE_LASTS, actor, deed, now
        )
        return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"

    async def link(self, typed: str, conversation_id: str, reference: str) -> Officer | None:
        """Link a conversation to whoever made the code; None for a code that opens nothing.

        Every attempt counts as failed until the code is known to be right; a conversation with
        too many failures is not looked at for a while.
        """
        code = "".join(char for char in typed.lower() if char.isalnum())
        if _CODE.fullmatch(code) is None:
            return None
        now, name = self._clock.now(), digest_of(f"chat:{conversation_id}")
        before = await self._tries.read(name)
        if wait_of(before, now):
            return None
        after = one_more_failure(before, now, FOR_A_CHAT)
        if not await self._tries.swap(name, before, after):
            return None  # several at the same moment: that is no person typing

        def witness(officer: Officer) -> tuple[Actor, Deed]:
            deed = _deed("account.chat-linked", officer, _channel(conversation_id))
            return actor_of(officer, reference), deed

        officer = await self._store.link(self._digest(code), conversation_id, now, witness)
        if officer is not None:
            await self._tries.swap(name, after, None)
        return officer

    async def officer_of(self, conversation_id: str) -> Officer | None:
        """Return whom a conversation acts for, read anew; None for everybody else's."""
        return await self._store.officer_of(conversation_id)

    async def chats(self, officer: Officer) -> list[LinkedChat]:
        """Return an officer's linked chats, the latest first."""
        return await self._store.of_officer(officer.id)

    async def unlink(self, officer: Officer, chat_id: int, actor: Actor) -> bool:
        """End one link on the page of the account; False when there is none such."""
        deed = _deed("account.chat-ended", officer)
        return await self._store.end(officer.id, chat_id, actor, deed, self._clock.now())

    async def leave(self, officer: Officer, conversation_id: str, reference: str) -> bool:
        """End the link from within the chat."""
        deed = _deed("account.chat-ended", officer, _channel(conversation_id))
        actor = actor_of(officer, reference)
        return await self._store.end_here(conversation_id, actor, deed, self._clock.now())

    def _digest(self, code: str) -> str:
        return hmac.new(self._key, code.encode(), "sha256").hexdigest()


def actor_of(officer: Officer, reference: str) -> Actor:
    """Return who acts in a chat, for the audit log."""
    return Actor(
        officer_id=officer.id, login=officer.login, reference=reference[:_LONGEST_REFERENCE]
    )


def _channel(conversation_id: str) -> str:
    return conversation_id.split(":")[0]


def _deed(action: str, officer: Officer, detail: str = "") -> Deed:
    return Deed(action=action, object_kind="officer", object_id=officer.login, detail=detail)
