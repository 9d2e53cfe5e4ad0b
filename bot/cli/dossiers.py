"""``motcua dossiers``: exported files of one-stop software, for whoever has the machine."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.upkeep import read_bytes
from bot.config import Settings, read_settings
from bot.connectors.onestop.intake import USUAL_SOURCE, OnestopFiles
from bot.kernel.audit import COMMAND_LINE
from bot.services.imports.model import RowReport
from bot.services.imports.service import count

_RESULTS = {
    "created": "mới",
    "changed": "có thay đổi",
    "same": "không đổi",
    "late": "cũ hơn dữ liệu đang có",
    "refused": "không nhận",
}

dossiers = typer.Typer(help="Hồ sơ từ phần mềm một cửa.", no_args_is_help=True)


@dossiers.callback()
def about() -> None:
    """Keep ``import`` a command of its own."""


@dossiers.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="Excel, CSV hoặc JSON")],
    write: Annotated[bool, typer.Option("--write", help="ghi luôn; không có thì chỉ xem")] = False,
    source: Annotated[str, typer.Option(help="tên phần mềm đã xuất tệp")] = USUAL_SOURCE,
) -> None:
    """Xem một tệp hồ sơ sẽ đổi những gì; --write thì ghi."""
    data = read_bytes(file)
    settings = read_settings()
    rows = asyncio.run(_take(settings, source, file.name, data, write=write))
    for row in rows:
        if row.result != "same" or row.says:
            says = f"\t{row.says}" if row.says else ""
            print(f"{row.place}\t{row.code}\t{_RESULTS.get(row.result, row.result)}{says}")
    counted = ", ".join(f"{many} {_RESULTS.get(name, name)}" for name, many in count(rows).items())
    print(f"{file.name}: {counted or 'không có hồ sơ nào'}.")
    if not write:
        print("Chưa ghi gì; thêm --write để ghi.")


async def _take(
    settings: Settings, source: str, name: str, data: bytes, *, write: bool
) -> list[RowReport]:
    from bot.app.dossier_files import build_dossier_files
    from bot.app.secret_key import secret_key
    from bot.app.upkeep import open_live_brain
    from bot.db.engine import open_database
    from bot.db.migrate import migrate
    from bot.kernel.clock import SystemClock
    from bot.knowledge.base import load_knowledge

    clock, database = SystemClock(), open_database(settings.database_url)
    try:
        await migrate(database)
        shipped = load_knowledge(Path(settings.procedures))
        live = await open_live_brain(settings, database, shipped, clock)
        key, _ = secret_key(settings)
        files = build_dossier_files(database, clock, key, lambda: live.brain)
        return await _rows(files, source, name, data, write=write)
    finally:
        await database.dispose()


async def _rows(
    files: OnestopFiles, source: str, name: str, data: bytes, *, write: bool
) -> list[RowReport]:
    number = await files.bring(COMMAND_LINE, source=source, name=name, data=data)
    if write:
        return await files.write(COMMAND_LINE, number)
    preview = await files.preview(number)
    await files.drop(number)
    for note in preview.notes:
        print(f"! {note}")
    return list(preview.rows)
