"""``motcua key``: keys of the API, for whoever has the machine."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from bot.config import read_settings
from bot.kernel.audit import COMMAND_LINE
from bot.services.api_keys.model import ApiKey, MadeKey, Scope
from bot.services.api_keys.service import ApiKeys

Result = TypeVar("Result")

key = typer.Typer(help="Khóa API cho phần mềm một cửa.", no_args_is_help=True)


@key.command()
def add(
    owner: Annotated[str, typer.Argument(help="tên hệ thống giữ khóa, ví dụ mot-cua-tinh")],
    scope: Annotated[list[Scope], typer.Option(help="được làm gì; dùng nhiều lần")],
) -> None:
    """Tạo khóa; khóa chỉ in ra lần này."""

    async def work(keys: ApiKeys) -> MadeKey:
        scopes = [each.value for each in scope]
        return await keys.make(COMMAND_LINE, owner=owner, scopes=scopes)

    print(_with_keys(work).secret)


@key.command("list")
def list_keys() -> None:
    """Liệt kê: số, hệ thống, trạng thái, đầu khóa, quyền, lần dùng cuối."""

    async def work(keys: ApiKeys) -> list[ApiKey]:
        return await keys.everything()

    for each in _with_keys(work):
        state = "revoked" if each.revoked_at else "active"
        scopes = ",".join(sorted(scope.value for scope in each.scopes))
        used = each.used_at.isoformat(timespec="minutes") if each.used_at else "-"
        print(f"{each.id}\t{each.owner}\t{state}\t{each.hint}\t{scopes}\t{used}")


@key.command()
def revoke(number: Annotated[int, typer.Argument(help="số của khóa", min=1)]) -> None:
    """Thu hồi khóa ngay."""

    async def work(keys: ApiKeys) -> ApiKey:
        return await keys.revoke(COMMAND_LINE, number)

    ended = _with_keys(work)
    print(f"Đã thu hồi khóa {ended.id} của {ended.owner}.")


def _with_keys(work: Callable[[ApiKeys], Awaitable[Result]]) -> Result:
    from bot.app.api import build_api_keys
    from bot.db.engine import open_database
    from bot.db.migrate import migrate
    from bot.kernel.clock import SystemClock

    settings = read_settings()

    async def run() -> Result:
        database = open_database(settings.database_url)
        try:
            await migrate(database)
            return await work(build_api_keys(database, SystemClock()))
        finally:
            await database.dispose()

    return asyncio.run(run())
