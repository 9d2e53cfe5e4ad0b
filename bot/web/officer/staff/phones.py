"""Phones that act for an officer: a code to link one, the list, ending a link."""

import json
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.http.access import access
from bot.services.officers.linking import CODE_LASTS, Linking
from bot.services.officers.model import Officer, Right
from bot.web.officer import paths
from bot.web.officer.frame import FORM, VISITOR, Console, go

_CHANNELS = {
    "telegram": "Telegram",
    "zalo": "Zalo",
    "zalo-bot": "Zalo Bot",
    "web": "Ô trò chuyện trên trang web",
}


@dataclass(frozen=True, slots=True)
class Phone:
    """A linked chat as the page shows it."""

    id: int
    channel: str
    since: datetime


async def phones_of(linking: Linking, officer: Officer) -> list[Phone]:
    """Return an officer's linked chats, the latest first."""
    return [
        Phone(chat.id, _CHANNELS.get(chat.channel, chat.channel), chat.since)
        for chat in await linking.chats(officer)
    ]


class PhonePages:
    """Serves what the account page sends about phones."""

    def __init__(self, console: Console) -> None:
        self._desk = console.desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post(f"{paths.ACCOUNT}/phones", self.make_code),
            web.post(f"{paths.ACCOUNT}/phones/end", self.end),
        ]

    @access(Right.CONSOLE)
    async def make_code(self, request: web.Request) -> web.StreamResponse:
        """Make a code; the next page shows it once."""
        visitor = request[VISITOR]
        code = await self._desk.linking.new_code(visitor.officer, visitor.actor)
        shown = {"kind": "chat-code", "code": code, "minutes": CODE_LASTS.seconds // 60}
        await self._desk.own.pocket.put_for_once(visitor.session, json.dumps(shown))
        return go(f"{paths.ONCE}?next={paths.ACCOUNT}")

    @access(Right.CONSOLE)
    async def end(self, request: web.Request) -> web.StreamResponse:
        """End one link."""
        form, visitor = request[FORM], request[VISITOR]
        await self._desk.linking.unlink(visitor.officer, form.number("phone"), visitor.actor)
        return go(paths.ACCOUNT, done="phone-ended")
