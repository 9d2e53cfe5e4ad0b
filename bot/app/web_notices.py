"""Show notices on open pages: any process may have written them into the history."""

from collections import OrderedDict
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.channel import NAME, WebChannel
from bot.db.models import OutgoingMessage
from bot.db.outgoing import from_payload
from bot.kernel.clock import Clock
from bot.kernel.notices import Receipts, ReceiptState

# A page that comes back asks for what it missed; only what is this new is brought to open ones.
_NEW = timedelta(seconds=30)
_REMEMBERED = 10_000
_AT_ONCE = 500


class WebNotices:
    """Looks every second for messages nobody asked for, of people whose page is open here."""

    def __init__(
        self, engine: AsyncEngine, channel: WebChannel, receipts: Receipts, clock: Clock
    ) -> None:
        self._engine = engine
        self._channel = channel
        self._receipts = receipts
        self._clock = clock
        self._shown: OrderedDict[str, None] = OrderedDict()

    async def show(self) -> int:
        """Bring what is new to the open pages; return how many messages."""
        users = self._channel.users
        shown = 0
        for start in range(0, len(users), _AT_ONCE):
            shown += await self._show_to(users[start : start + _AT_ONCE])
        return shown

    async def _show_to(self, users: tuple[str, ...]) -> int:
        now = self._clock.now()
        query = (
            select(OutgoingMessage.id, OutgoingMessage.payload)
            .where(
                OutgoingMessage.conversation_id.in_([f"{NAME}:{user}" for user in users]),
                OutgoingMessage.reply_to == "",
                OutgoingMessage.created_at > now - _NEW,
            )
            .order_by(OutgoingMessage.id)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        new = [row for row in rows if row.id not in self._shown]
        for row in new:
            self._remember(row.id)
            await self._channel.send(from_payload(row.payload))
            await self._receipts.report(NAME, row.id, ReceiptState.DELIVERED, now)
        return len(new)

    def _remember(self, message_id: str) -> None:
        self._shown[message_id] = None
        if len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)
