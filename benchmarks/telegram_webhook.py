"""Measure webhook in → answer out against a stub Bot API, beside a bare aiogram echo bot.

    python -m benchmarks.telegram_webhook [--messages 4000] [--users 64] [--rounds 3] [--app]

Both bots run as processes of their own and take turns, so that the machine's moods hit both; the
processor time for each reply shows what remains when the machine is busy with other things. Ours
writes every message and answer to SQLite before it says 200; aiogram's keeps nothing. ``--app``
measures the whole program, real conversation included, in the place of the echo.
"""

import argparse
import asyncio
import os
import signal
import socket
import sqlite3
import statistics
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from benchmarks.measure import Row
from benchmarks.telegram.world import SECRET, TOKEN, Result, World

_ROOT = Path(__file__).resolve().parent.parent
_WARM_UP = 300
_QUESTIONS = [
    "làm khai sinh cho con cần gì",
    "lệ phí chứng thực bản sao bao nhiêu",
    "xin chào",
    "dang ky ket hon mat may ngay",
    "xác nhận tình trạng hôn nhân ở đâu",
]


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--users", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--app", action="store_true", help="the whole program, not the echo")
    arguments = parser.parse_args()
    asyncio.run(_compare(arguments))


def measure() -> list[Row]:
    """Return the rows for the table of ``make bench``: the whole program beside the echo bot."""
    rounds = asyncio.run(_rounds("app", users=64, messages=4000, count=3))
    rate = {
        name: statistics.median(result.per_second for result in results)
        for name, results in rounds.items()
    }
    cpu = {
        name: 1000 * statistics.median(result.cpu_seconds / result.replies for result in results)
        for name, results in rounds.items()
    }
    ratio = rate["app"] / rate["aiogram"]
    return [
        Row("Telegram: whole answers a second, each durable", f"{rate['app']:.0f}"),
        Row("Telegram: a bare aiogram echo bot, same run", f"{rate['aiogram']:.0f}"),
        Row("Telegram: ratio", f"{ratio:.2f}", "≥ 1.0, aim 2.0", ratio >= 1),
        Row(
            "Telegram: processor time for an answer",
            f"{cpu['app']:.2f} ms, aiogram's echo {cpu['aiogram']:.2f} ms",
        ),
    ]


async def _compare(arguments: argparse.Namespace) -> None:
    ours = "app" if arguments.app else "motcua"
    rounds = await _rounds(
        ours, users=arguments.users, messages=arguments.messages, count=arguments.rounds
    )
    _show(rounds)
    mine, other = (
        statistics.median(result.per_second for result in rounds[name])
        for name in (ours, "aiogram")
    )
    print(f"ratio {mine / other:.2f} (median of {arguments.rounds} rounds, {ours} / aiogram)")


async def _rounds(ours: str, *, users: int, messages: int, count: int) -> dict[str, list[Result]]:
    rounds: dict[str, list[Result]] = {ours: [], "aiogram": []}
    for _ in range(count):
        for name, results in rounds.items():
            results.append(await _measure(name, users, messages))
    return rounds


async def _measure(name: str, users: int, messages: int) -> Result:
    world = World()
    api_port = await world.open()
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "conversations.db"
        async with _bot(name, port, api_port, database) as process:
            await world.run(port, users, _WARM_UP, _QUESTIONS)
            before = process.cpu_times()
            result = await world.run(port, users, messages, _QUESTIONS)
            after = process.cpu_times()
            result.cpu_seconds = after.user + after.system - before.user - before.system
        if name != "aiogram":
            _check_durable(database, _WARM_UP + messages)
    await world.close()
    return result


@asynccontextmanager
async def _bot(name: str, port: int, api_port: int, database: Path):
    command, environment = _command(name, port, api_port, database)
    process = await asyncio.create_subprocess_exec(*command, cwd=_ROOT, env=environment)
    try:
        await _until_listening(process, port)
        yield psutil.Process(process.pid)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 15)


def _command(
    name: str, port: int, api_port: int, database: Path
) -> tuple[list[str], dict[str, str]]:
    base = f"http://127.0.0.1:{api_port}"
    environment = dict(os.environ)
    if name == "app":
        environment |= {
            "MOTCUA_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
            "MOTCUA_PUBLIC_URL": "http://127.0.0.1",
            "MOTCUA_LOG_LEVEL": "WARNING",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_API_URL": f"{base}/bot",
            "TELEGRAM_FILE_URL": f"{base}/file/bot",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
        return [sys.executable, "-m", "bot", "run", "--port", str(port)], environment
    command = [sys.executable, "-m", f"benchmarks.telegram.{name}_bot"]
    command += ["--port", str(port), "--api-port", str(api_port)]
    if name == "motcua":
        command += ["--database", str(database)]
    return command, environment


async def _until_listening(process: asyncio.subprocess.Process, port: int) -> None:
    for _ in range(600):
        if process.returncode is not None:
            raise SystemExit(f"the bot ended with status {process.returncode}")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return
    raise SystemExit("the bot does not listen")


def _check_durable(database: Path, messages: int) -> None:
    """Refuse a result for which messages were not written down."""
    connection = sqlite3.connect(database)
    try:
        (kept,) = connection.execute("SELECT count(*) FROM inbound_messages").fetchone()
        (unsent,) = connection.execute(
            "SELECT count(*) FROM outgoing_messages WHERE status <> 'accepted'"
        ).fetchone()
    finally:
        connection.close()
    if kept != messages or unsent:
        raise SystemExit(f"{kept} of {messages} messages are written, {unsent} answers not sent")


def _show(rounds: dict[str, list[Result]]) -> None:
    print(f"{'bot':10}{'replies/s':>30}{'p50 ms':>10}{'p95 ms':>10}{'CPU ms/reply':>14}")
    for name, results in rounds.items():
        rates = " ".join(f"{result.per_second:.0f}" for result in results)
        waits = [
            statistics.median(result.wait_at(share) for result in results) for share in (0.5, 0.95)
        ]
        cpu = statistics.median(result.cpu_seconds / result.replies for result in results) * 1000
        print(f"{name:10}{rates:>30}{waits[0]:>10.1f}{waits[1]:>10.1f}{cpu:>14.3f}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
