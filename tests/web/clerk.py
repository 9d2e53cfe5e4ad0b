"""An officer at the console, with a browser that knows forms and cookies and nothing else."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession, CookieJar
from yarl import URL

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.services.officers import totp
from bot.services.officers.model import Officer, Role
from tests.web.house import House

PASSWORD = "con trâu uống cà phê"  # noqa: S105
_TOKEN = re.compile(r'name="form_token" value="([^"]*)"')
_SECRET = re.compile(r'id="secret">([A-Z2-7 ]+)<')
_VERSION = re.compile(r'name="version" value="(\d+)"')


@dataclass
class Page:
    """What came back."""

    status: int
    text: str
    location: str
    headers: dict[str, str] = field(repr=False, default_factory=dict)

    @property
    def words(self) -> str:
        """Return the text of the page without its marks."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.text)).split())

    @property
    def token(self) -> str:
        """Return what the page's forms carry."""
        return _TOKEN.search(self.text)[1]  # type: ignore[index]

    @property
    def version(self) -> str:
        """Return the version of the account that the page's forms carry."""
        return _VERSION.search(self.text)[1]  # type: ignore[index]


class Clerk:
    """One browser."""

    def __init__(self, house: House, session: ClientSession) -> None:
        self.house = house
        self.session = session
        self.secret = ""

    async def get(self, path: str, **headers: str) -> Page:
        """Open a page; follow nothing, and of a stream that does not end read only the head."""
        async with self.session.get(
            self.house.url + path, allow_redirects=False, headers=headers
        ) as response:
            live = response.content_type == "text/event-stream"
            return Page(
                response.status,
                "" if live else await response.text(errors="replace"),
                response.headers.get("Location", ""),
                dict(response.headers),
            )

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> Page:
        """Send fields as they are."""
        async with self.session.post(
            self.house.url + path, data=fields, allow_redirects=False, headers=headers
        ) as response:
            return Page(
                response.status,
                await response.text(errors="replace"),
                response.headers.get("Location", ""),
                dict(response.headers),
            )

    async def send(self, page: str, path: str = "", /, **fields: str) -> Page:
        """Open a page and send its form, to its own or another address."""
        shown = await self.get(page)
        assert shown.status == 200, (page, shown.status, shown.location)
        fields = {"form_token": shown.token, **fields}
        if "version" not in fields and _VERSION.search(shown.text):
            fields["version"] = shown.version
        return await self.post(path or page, fields)

    async def enter(self, login: str, password: str = PASSWORD, **fields: str) -> Page:
        """Send the log-in form."""
        return await self.send("/officer/login", login=login, password=password, **fields)

    async def enrol(self, clock: StillClock, **fields: str) -> Page:
        """Set up the second factor."""
        shown = await self.get("/officer/enrol")
        self.secret = _SECRET.search(shown.text)[1].replace(" ", "")  # type: ignore[index]
        done = await self.post(
            "/officer/enrol",
            {"form_token": shown.token, "code": self.code(clock), **fields},
        )
        clock.move(timedelta(seconds=90))
        return done

    def code(self, clock: StillClock) -> str:
        """Return the code that the telephone shows."""
        return totp.code_at(self.secret, totp.step_of(clock.now()))

    def plant(self, name: str, value: str) -> None:
        """Put a cookie into the browser."""
        self.session.cookie_jar.update_cookies({name: value}, URL(self.house.url))

    def cookie(self, name: str) -> str:
        """Return a cookie's value."""
        return next((each.value for each in self.session.cookie_jar if each.key == name), "")


async def hire(house: House, login: str, role: Role = Role.OFFICER) -> Officer:
    """Add an officer with a password that lasts."""
    given = await house.desk.officers.add(
        COMMAND_LINE,
        name=f"Người {login}",
        login=login,
        role=role,
        password=PASSWORD,
        lasting=True,
    )
    return given.officer


@asynccontextmanager
async def browsing(house: House, **headers: Any) -> AsyncIterator[Clerk]:
    """Open a browser for a while."""
    async with ClientSession(
        cookie_jar=CookieJar(unsafe=True), headers={"Accept": "text/html", **headers}
    ) as session:
        yield Clerk(house, session)


@asynccontextmanager
async def at_work(
    house: House, clock: StillClock, role: Role, login: str = ""
) -> AsyncIterator[Clerk]:
    """Have somebody of a role logged in, with a second factor where the role needs one."""
    login = login or f"the.{role.value}"
    await hire(house, login, role)
    async with browsing(house) as clerk:
        await clerk.enter(login)
        if role is not Role.OFFICER:
            await clerk.enrol(clock)
            await clerk.get("/officer/once")
        yield clerk
