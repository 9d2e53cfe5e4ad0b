"""``motcua officer``: accounts of the console, for whoever has the machine."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from bot.config import read_settings
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.errors import ConfigError
from bot.services.officers.model import Given, Officer, Role
from bot.services.officers.service import Officers
from bot.services.officers.wording import ROLE_NAMES

Result = TypeVar("Result")
Login = Annotated[str, typer.Argument(help="tên đăng nhập")]
_REASON = "làm trên máy chủ"

officer = typer.Typer(help="Tài khoản cán bộ của bảng làm việc.", no_args_is_help=True)


@officer.command()
def add(
    name: Annotated[str, typer.Argument(help="họ và tên")],
    login: Annotated[str, typer.Option(help="tên đăng nhập, chữ thường không dấu")],
    role: Annotated[Role, typer.Option(help="vai trò")] = Role.OFFICER,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="đọc mật khẩu từ đầu vào chuẩn")
    ] = False,
) -> None:
    """Thêm cán bộ; không cho mật khẩu thì in ra mật khẩu lần đầu."""
    password = _one_line() if password_stdin else None

    async def work(officers: Officers) -> Given:
        return await officers.add(
            COMMAND_LINE,
            name=name,
            login=login,
            role=role,
            password=password,
            lasting=password is not None,
        )

    given = _with_officers(work)
    print(f"Đã thêm {_said(given.officer)}.")
    if password is None:
        _print_first_password(given)


@officer.command("list")
def list_officers() -> None:
    """Liệt kê: tên đăng nhập, vai trò, trạng thái, họ và tên."""

    async def work(officers: Officers) -> list[Officer]:
        return await officers.everybody()

    for each in _with_officers(work):
        state = "disabled" if each.disabled_at else "active"
        print(f"{each.login}\t{each.role.value}\t{state}\t{each.name}")


@officer.command()
def reset(
    login: Login,
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help="đặt lại cả xác thực hai bước")
    ] = False,
) -> None:
    """Cấp lại mật khẩu lần đầu; khi mất điện thoại thì thêm --second-factor."""

    async def work(officers: Officers) -> Given:
        who = await officers.by_login(login)
        if second_factor and who.second_factor:
            who = await officers.reset_factor(
                COMMAND_LINE, who.id, version=who.version, reason=_REASON
            )
        return await officers.reset_password(
            COMMAND_LINE, who.id, version=who.version, reason=_REASON
        )

    given = _with_officers(work)
    print(f"Đã cấp lại mật khẩu cho {_said(given.officer)}.")
    _print_first_password(given)


@officer.command()
def disable(login: Login) -> None:
    """Khóa một tài khoản và kết thúc mọi phiên của tài khoản đó."""

    async def work(officers: Officers) -> Officer:
        who = await officers.by_login(login)
        return await officers.disable(COMMAND_LINE, who.id, version=who.version, reason=_REASON)

    print(f"Đã khóa {_said(_with_officers(work))}.")


def _with_officers(work: Callable[[Officers], Awaitable[Result]]) -> Result:
    from bot.app.officers import build_officers
    from bot.db.engine import open_database
    from bot.db.migrate import migrate
    from bot.kernel.clock import SystemClock

    settings = read_settings()

    async def run() -> Result:
        database = open_database(settings.database_url)
        try:
            await migrate(database)
            return await work(build_officers(database, settings.centre.commune, SystemClock()))
        finally:
            await database.dispose()

    return asyncio.run(run())


def _one_line() -> str:
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise ConfigError("--password-stdin: nothing came in on standard input")
    return line


def _said(officer: Officer) -> str:
    return f"{officer.name} ({officer.login}, {ROLE_NAMES[officer.role]})"


def _print_first_password(given: Given) -> None:
    print(f"Mật khẩu lần đầu: {given.password}")
    print("Dùng trong bảy ngày; đăng nhập xong máy hỏi mật khẩu mới.")
