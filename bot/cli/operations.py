"""``motcua migrate|backup|restore|doctor``: operations."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.config import Settings, read_settings, read_telegram_settings
from bot.kernel.errors import ConfigError, MotcuaError

FileArgument = Annotated[Path, typer.Argument(help="tệp sao lưu")]


def migrate() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu."""
    from bot.db.engine import open_database
    from bot.db.migrate import migrate as upgrade
    from bot.db.migrate import newest_revision

    async def work() -> None:
        engine = open_database(read_settings().database_url)
        try:
            await upgrade(engine)
        finally:
            await engine.dispose()

    asyncio.run(work())
    print(f"database is at {newest_revision()}")


def backup(file: FileArgument) -> None:
    """Sao lưu cơ sở dữ liệu ra một tệp, cả khi đang chạy."""
    from bot.db.copying import export_all
    from bot.db.engine import open_database

    if file.exists():
        raise ConfigError(f"{file} exists already; nothing was overwritten")

    async def work() -> int:
        engine = open_database(read_settings().database_url)
        try:
            return await export_all(engine, file)
        finally:
            await engine.dispose()

    print(f"{asyncio.run(work())} rows written to {file}")


def restore(file: FileArgument) -> None:
    """Khôi phục từ tệp sao lưu vào một cơ sở dữ liệu trống."""
    from bot.db.copying import import_all
    from bot.db.engine import open_database

    async def work() -> int:
        engine = open_database(read_settings().database_url)
        try:
            return await import_all(engine, file)
        finally:
            await engine.dispose()

    print(f"{asyncio.run(work())} rows read from {file}")


def doctor() -> None:
    """Xem cài đặt nào đang dùng, từ đâu, và có gì sai."""
    settings = read_settings()
    rows = list(_settings_rows(settings))
    problems: list[str] = []
    try:
        telegram = read_telegram_settings()
        state = telegram.mode if telegram.bot_token.get_secret_value() else "tắt (chưa có token)"
        rows.append(("Telegram", state))
    except ConfigError as error:
        problems.append(str(error))
    for name, check in (("cơ sở dữ liệu", _check_database), ("kho thủ tục", _check_knowledge)):
        try:
            rows.append((name, check(settings)))
        except (MotcuaError, OSError, SQLAlchemyError) as error:
            problems.append(f"{name}: {str(error).splitlines()[0]}")
    table = Table("cài đặt", "giá trị")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if problems:
        raise ConfigError("; ".join(problems))
    print("Mọi thứ ổn.")


def _settings_rows(settings: Settings) -> list[tuple[str, str]]:
    from bot.db.engine import parse_url

    url: URL = parse_url(settings.database_url)
    secret = "có" if settings.secret_key.get_secret_value() else "tự tạo trong var/"
    return [
        ("MOTCUA_DATABASE_URL", url.render_as_string(hide_password=True)),
        ("MOTCUA_PROCEDURES", str(settings.procedures)),
        ("MOTCUA_HOST, MOTCUA_PORT", f"{settings.host}:{settings.port}"),
        ("MOTCUA_PUBLIC_URL", settings.public_url or "(chưa đặt)"),
        ("MOTCUA_SECRET_KEY", secret),
        ("centre", json.dumps(settings.centre.model_dump(), ensure_ascii=False)),
    ]


def _check_database(settings: Settings) -> str:
    from bot.db.engine import open_database
    from bot.db.migrate import current_revision, newest_revision

    async def work() -> str | None:
        engine = open_database(settings.database_url)
        try:
            return await current_revision(engine)
        finally:
            await engine.dispose()

    revision = asyncio.run(work())
    if revision == newest_revision():
        return f"đã nâng cấp ({revision})"
    if revision is None:
        return "trống, sẽ được tạo khi chạy"
    return f"ở bản {revision}, sẽ được nâng cấp khi chạy"


def _check_knowledge(settings: Settings) -> str:
    from bot.app.brain import build_brain
    from bot.app.upkeep import read_journal
    from bot.kernel.calendar_vn import today
    from bot.kernel.clock import SystemClock

    brain = build_brain(settings, today(SystemClock()), read_journal(settings).changes)
    return f"{len(brain.knowledge.procedures)} thủ tục"
