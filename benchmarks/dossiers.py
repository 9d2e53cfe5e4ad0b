"""Ten thousand dossiers by the bulk call and by an Excel file, into a SQLite file."""

import asyncio
import datetime as dt
import io
import json
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from openpyxl import Workbook

from benchmarks.measure import ROOT, Row
from bot.app.api import build_api_desk
from bot.app.brain import build_brain
from bot.config import Settings
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import SystemClock
from bot.services.api_keys.model import Scope
from tests.dossier_years import Shape, lines
from tests.web.house import SECRET_KEY, House, open_house

MANY = 10_000
MOST_SECONDS = 20.0
YEAR = Shape(MANY, early=6600, on_time=3100, late=50, online=9700, pending=200, paused=50)
HEAD = ("Mã hồ sơ", "Mã thủ tục", "Người nộp", "Số điện thoại", "Ngày nhận", "Ngày hẹn trả",
        "Ngày trả", "Trạng thái")  # fmt: skip
STATUSES = {4: "Đang xử lý", 5: "Yêu cầu bổ sung", 9: "Đã xử lý xong", 10: "Đã trả kết quả"}


def measure() -> list[Row]:
    return asyncio.run(_measure())


async def _measure() -> list[Row]:
    now = dt.datetime.now(dt.UTC)
    rows = list(lines(YEAR, now.date() - dt.timedelta(days=360), 350, now))
    return [await _by_api(rows), await _by_file(rows)]


async def _by_api(rows: list[dict[str, Any]]) -> Row:
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    async with _house() as house, ClientSession() as session:
        made = await house.options["api"].keys.make(
            COMMAND_LINE, owner="bench", scopes=[Scope.DOSSIERS_WRITE.value]
        )
        headers = {
            "Authorization": f"Bearer {made.secret}",
            "Content-Type": "application/x-ndjson",
        }
        started = time.perf_counter()
        url = f"{house.url}/api/v1/dossiers:bulk"
        async with session.post(url, data=data, headers=headers) as response:
            results = [json.loads(line)["result"] async for line in response.content]
        seconds = time.perf_counter() - started
    assert results == ["created"] * MANY
    return _row("10,000 dossiers by the bulk call", seconds)


async def _by_file(rows: list[dict[str, Any]]) -> Row:
    async with _house() as house:
        files, data = house.desk.dossier_files, _workbook(rows)
        started = time.perf_counter()
        number = await files.bring(COMMAND_LINE, source="bench", name="nam.xlsx", data=data)
        await files.preview(number)
        report = await files.write(COMMAND_LINE, number)
        seconds = time.perf_counter() - started
    assert [each.result for each in report] == ["created"] * MANY
    return _row("10,000 dossiers by Excel: read, previewed, written", seconds)


def _workbook(rows: list[dict[str, Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ")
    sheet.append(("UBND XÃ", None, "DANH SÁCH HỒ SƠ"))
    sheet.append(HEAD)
    for row in rows:
        dates = [row["received_at"], row["due_at"], row.get("as_of", "")]
        told = [
            f"{dt.datetime.fromisoformat(each):%d/%m/%Y %H:%M}" if each else "" for each in dates
        ]
        who = (row["code"], row["procedure_code"], row["applicant_name"], row["phone"])
        sheet.append((*who, *told, STATUSES[row["status"]]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@asynccontextmanager
async def _house():
    clock = SystemClock()
    brain = build_brain(Settings(procedures=ROOT / "procedures_data"), clock.now().date())
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
        await migrate(database)
        desk = build_api_desk(database, clock, SECRET_KEY, lambda: brain)
        house: House
        async with open_house(brain, clock, database, options={"api": desk}) as house:
            yield house
        await database.dispose()


def _row(what: str, seconds: float) -> Row:
    return Row(what, f"{seconds:.1f} s", f"≤ {MOST_SECONDS:.0f} s", seconds <= MOST_SECONDS)
