"""A one-stop system that calls the centre's API over real sockets, on both databases."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.api import build_api_desk
from bot.app.brain import Brain
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.services.api_keys.model import Scope
from bot.web.api.desk import ApiDesk
from tests.notices import house_of
from tests.queues import queue_of
from tests.web.house import SECRET_KEY, House, open_house

CODE = "H26.15.3-261120-0012"
ONE = f"/api/v1/dossiers/{CODE}"
BULK = "/api/v1/dossiers:bulk"


def a_dossier(**changes: Any) -> dict[str, Any]:
    """What the one-stop software knows of a dossier."""
    return {
        "procedure_code": "1.001193",
        "procedure_name": "Thủ tục đăng ký khai sinh",
        "applicant_name": "Lò Thị Mai",
        "phone": "0912 345 678",
        "submitted_via": "online",
        "received_at": "2026-11-20T09:15:00+07:00",
        "due_at": "2026-11-27T17:00:00+07:00",
        "status": 4,
        "officer": "Nguyễn Văn An",
        **changes,
    }


def json_lines(*rows: Mapping[str, Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any
    text: str
    headers: Mapping[str, str]

    @property
    def kind(self) -> str:
        """Return the last part of a problem's type."""
        assert self.headers["Content-Type"].startswith("application/problem+json"), self.text
        return str(self.body["type"]).removeprefix("urn:motcua:problem:")

    @property
    def lines(self) -> list[Any]:
        """Return JSON lines."""
        return [json.loads(line) for line in self.text.split("\n") if line]


@dataclass
class OneStop:
    """A system with a key."""

    house: House
    desk: ApiDesk
    session: ClientSession
    secret: str

    async def call(
        self, method: str, path: str, sent: Any = None, /, data: bytes | None = None, **headers: str
    ) -> Answer:
        """Call; keyword arguments are headers with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            named.setdefault("Authorization", f"Bearer {self.secret}")
        if sent is not None:
            data = json.dumps(sent).encode()
            named.setdefault("Content-Type", "application/json")
        url = self.house.url + path
        async with self.session.request(method, url, data=data, headers=named) as response:
            text = await response.text()
            whole = "json" in response.content_type and "ndjson" not in response.content_type
            body = json.loads(text) if whole and text else None
            return Answer(response.status, body, text, response.headers)

    async def put(self, code: str = CODE, /, **changes: Any) -> Answer:
        return await self.call("PUT", f"/api/v1/dossiers/{code}", a_dossier(**changes))

    async def event(self, status: int, at: str, /, code: str = CODE, **more: Any) -> Answer:
        headers = {name: more.pop(name) for name in list(more) if name[0].isupper()}
        path = f"/api/v1/dossiers/{code}/events"
        return await self.call("POST", path, {"status": status, "at": at, **more}, **headers)

    async def bulk(self, *rows: Mapping[str, Any] | bytes, **headers: str) -> Answer:
        data = b"".join(row if isinstance(row, bytes) else json_lines(row) for row in rows)
        headers.setdefault("Content_Type", "application/x-ndjson")
        return await self.call("POST", BULK, data=data, **headers)

    async def other(self, owner: str, *scopes: Scope) -> "OneStop":
        """Return another system with a key of its own."""
        made = await self.desk.keys.make(
            COMMAND_LINE, owner=owner, scopes=[scope.value for scope in scopes or Scope]
        )
        return OneStop(self.house, self.desk, self.session, made.secret)


@pytest.fixture
async def one_stop(
    brain: Brain, clock: StillClock, database: AsyncEngine
) -> AsyncIterator[OneStop]:
    """The one-stop software of the province, with a key for everything."""
    requests = house_of(database, brain, clock).requests
    desk = build_api_desk(
        database, clock, SECRET_KEY, lambda: brain, requests, queue_of(database, clock)
    )
    async with (
        open_house(brain, clock, database, options={"api": desk}) as house,
        ClientSession() as session,
    ):
        nobody = OneStop(house, desk, session, "")
        yield await nobody.other("mot-cua-tinh")
