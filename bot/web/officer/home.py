"""The first page: what is to be done, one card for each kind of work."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from operator import attrgetter

from aiohttp import web

from bot.http.access import access
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.frame import VISITOR, Console, Visitor, go

_FEW_CODES = 3


class When(IntEnum):
    """How pressing something is; somebody with forty people waiting reads the first only."""

    NOW = 1
    TODAY = 2
    LATER = 3


_NAMES = {When.NOW: "Làm ngay", When.TODAY: "Trong hôm nay", When.LATER: "Khi có thời gian"}


@dataclass(frozen=True, slots=True)
class Card:
    """Something to do.

    Attributes:
        title: what it is.
        text: one sentence more.
        action: words of its button.
        path: where it is done.
        count: how many there are; None shows no number.
        when: how pressing it is.
        alarm: something went wrong; it stands out.
    """

    title: str
    text: str
    action: str
    path: str
    count: int | None = None
    when: When = When.LATER
    alarm: bool = False


Provider = Callable[[Console, Visitor], Awaitable[Sequence[Card]]]


async def own_account(_console: Console, visitor: Visitor) -> Sequence[Card]:
    """Return what the officer should do for the own account."""
    officer = visitor.officer
    if not officer.second_factor:
        return (
            Card(
                "Bật xác thực hai bước",
                "Thêm một mã trên điện thoại, người khác có mật khẩu cũng không vào được.",
                "Bật ngay",
                paths.ENROL,
            ),
        )
    if officer.recovery_left <= _FEW_CODES:
        return (
            Card(
                "Mã dự phòng sắp hết",
                "Tạo mười mã mới, in ra và cất nơi có khóa.",
                "Tạo mã mới",
                f"{paths.ACCOUNT}#recovery",
                officer.recovery_left,
                When.LATER if officer.recovery_left else When.TODAY,
            ),
        )
    return ()


async def waiting_officers(console: Console, visitor: Visitor) -> Sequence[Card]:
    """Return how many colleagues have not yet used their first password."""
    if not visitor.may(Right.OFFICERS):
        return ()
    everybody = await console.desk.officers.everybody()
    waiting = [each for each in everybody if each.first_password_until and each.disabled_at is None]
    if not waiting:
        return ()
    text = "Mật khẩu lần đầu chỉ dùng được bảy ngày. Quá hạn thì cấp lại."
    return (Card("Cán bộ chưa đổi mật khẩu lần đầu", text, "Xem", paths.OFFICERS, len(waiting)),)


# In the order of cards that are equally pressing; ``routes.py`` puts those of the pages before.
PROVIDERS: tuple[Provider, ...] = (own_account, waiting_officers)


class HomePage:
    """Serves ``/officer``."""

    def __init__(self, console: Console, providers: Sequence[Provider]) -> None:
        self._console = console
        self._providers = providers

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(paths.HOME, self.show), web.get(f"{paths.HOME}/", self.tidy_address)]

    @access("public")
    async def tidy_address(self, request: web.Request) -> web.StreamResponse:
        """Take away the final slash that people type."""
        return go(paths.HOME)

    @access(Right.CONSOLE)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show what is to be done, the most pressing first."""
        visitor = request[VISITOR]
        cards: list[Card] = []
        for provider in self._providers:
            cards += await provider(self._console, visitor)
        pressing = attrgetter("when")
        groups = groupby(sorted(cards, key=pressing), key=pressing)
        return self._console.page(
            request,
            "home.html",
            groups=[(when, list(few)) for when, few in groups],
            names=_NAMES,
            now=When.NOW,
            searches=visitor.may(Right.DOSSIERS),
        )
