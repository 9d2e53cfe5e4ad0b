"""Pull the plug: a process killed at any moment loses nothing that was confirmed."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
from sqlalchemy import select

from bot.db.engine import open_database
from bot.db.models import InboundMessage, OutgoingMessage
from tests.cli.test_commands import environment

KILLS = 12


async def start(folder: Path, **settings: str) -> tuple[asyncio.subprocess.Process, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--port", "0", cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(folder, **settings),
    )  # fmt: skip
    assert process.stdout is not None
    address = ""
    while line := (await process.stdout.readline()).decode():
        if line.strip().startswith("web chat"):
            address = line.split()[-1].removesuffix("/chat")
        if "Ctrl-C" in line:
            return process, address
    raise AssertionError("the program did not start")


async def ask(socket: aiohttp.ClientWebSocketResponse, number: int) -> dict[str, str]:
    """Send one message and return the frame that answers it."""
    await socket.send_json({"text": f"đăng ký khai sinh {number}", "id": f"c{number}"})
    while True:
        frame = await socket.receive_json(timeout=20)
        if frame.get("reply_to") == f"c{number}":
            return frame


async def chat_until_cut(
    session: aiohttp.ClientSession, address: str, numbers: "list[int]", answered: dict[str, str]
) -> None:
    """Ask and note every answer that arrived, until the server is gone."""
    try:
        async with session.ws_connect(f"{address}/chat/ws") as socket:
            while True:
                frame = await ask(socket, numbers[0])
                if "error" in frame:  # too many at once: the same message again a little later
                    await asyncio.sleep(0.3)
                    continue
                answered[f"c{numbers[0]}"] = frame["id"]
                numbers[0] += 1
    except (aiohttp.ClientError, TypeError, ConnectionError):
        return


async def test_killed_again_and_again_every_confirmed_answer_is_there_exactly_once(tmp_path: Path):
    dice = random.Random(20261122)  # noqa: S311  # repeatable
    answered: dict[str, str] = {}
    numbers = [0]
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        for _ in range(KILLS):
            process, address = await start(tmp_path)
            chatting = asyncio.create_task(chat_until_cut(session, address, numbers, answered))
            await asyncio.sleep(dice.uniform(0.05, 0.7))
            os.kill(process.pid, signal.SIGKILL)
            await process.wait()
            await chatting
        process, address = await start(tmp_path)
        replayed = await replay(session, address)
        process.terminate()
        assert await process.wait() == 0
    assert len(answered) > KILLS
    latest = sorted(answered.values())[-50:]
    assert set(latest) <= replayed
    await every_turn_is_whole(tmp_path, answered)


async def replay(session: aiohttp.ClientSession, address: str) -> set[str]:
    """Return the ids that a page gets when it comes back with nothing: the latest answers."""
    ids: set[str] = set()
    async with session.ws_connect(f"{address}/chat/ws?after=0") as socket:
        try:
            while True:
                frame = await socket.receive_json(timeout=2)
                if frame.get("text"):
                    ids.add(frame["id"])
        except (TimeoutError, TypeError):
            return ids


async def every_turn_is_whole(folder: Path, answered: dict[str, str]) -> None:
    """Each message seen has its answer, and each answer its message, once."""
    database = open_database(f"sqlite+aiosqlite:///{folder / 'var' / 'motcua.db'}")
    async with database.connect() as connection:
        seen = list(await connection.scalars(select(InboundMessage.message_id)))
        rows = (
            await connection.execute(
                select(OutgoingMessage.id, OutgoingMessage.reply_to, OutgoingMessage.payload)
            )
        ).all()
    await database.dispose()
    assert len(seen) == len(set(seen))
    assert {row.reply_to for row in rows} == set(seen)
    assert set(answered) <= set(seen)
    assert set(answered.values()) <= {row.id for row in rows}
    texts = [(row.reply_to, json.loads(row.payload)["text"]) for row in rows]
    assert len(texts) == len(set(texts))
