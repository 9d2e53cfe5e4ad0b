"""How much memory idle web-chat sockets cost.

Starts the real program on a free port, has every socket ask once, waits, and compares the memory of
the server process with and without the sockets.

Usage: python -m benchmarks.web_sockets [number of sockets]
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from aiohttp import ClientConnectionError, ClientSession, DummyCookieJar, TCPConnector

from benchmarks.measure import Row

SOCKETS = 1000
LIMIT_KIB = 60.0
_WARM_UP = 50
_SETTLE_SECONDS = 3.0
_TOGETHER = 20


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _until_ready(session: ClientSession, url: str) -> None:
    for _ in range(300):
        try:
            async with session.get(f"{url}/healthz") as response:
                if response.status == 200:
                    return
        except ClientConnectionError:
            await asyncio.sleep(0.2)
    raise TimeoutError("the server did not start")


async def _open(stack: AsyncExitStack, session: ClientSession, url: str, count: int) -> None:
    gate = asyncio.Semaphore(_TOGETHER)

    async def one() -> None:
        async with gate:
            page = await session.ws_connect(f"{url}/chat/ws?after=")
            stack.push_async_callback(page.close)
            await page.send_str(json.dumps({"tap": "start", "id": "start"}))
            await page.receive(timeout=30)

    await asyncio.gather(*(one() for _ in range(count)))


def memory_each(count: int) -> float:
    """Return the memory of the server for each idle socket, in KiB."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        environment = os.environ | {
            "MOTCUA_DATABASE_URL": f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}",
            "MOTCUA_LOG_LEVEL": "WARNING",
        }
        command = [sys.executable, "-m", "bot", "run", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            return asyncio.run(
                _grown(psutil.Process(server.pid), f"http://127.0.0.1:{port}", count)
            )
        finally:
            server.terminate()
            server.wait(15)


async def _grown(server: psutil.Process, url: str, count: int) -> float:
    connector = TCPConnector(limit=0)
    async with ClientSession(connector=connector, cookie_jar=DummyCookieJar()) as session:
        await _until_ready(session, url)
        async with AsyncExitStack() as warm:  # what is made once belongs to no socket
            await _open(warm, session, url, _WARM_UP)
        await asyncio.sleep(_SETTLE_SECONDS)
        before = server.memory_info().rss
        async with AsyncExitStack() as stack:
            await _open(stack, session, url, count)
            await asyncio.sleep(_SETTLE_SECONDS)
            after = server.memory_info().rss
    return float(after - before) / 1024 / count


def measure() -> list[Row]:
    """Return the row for the table of ``make bench``."""
    each = memory_each(SOCKETS)
    what = f"memory of an idle web-chat socket, of {SOCKETS}"
    return [Row(what, f"{each:.1f} KB", f"≤ {LIMIT_KIB:.0f} KB", each <= LIMIT_KIB)]


def main() -> int:
    """Print the figure; 1 when it is above the limit."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SOCKETS
    each = memory_each(count)
    print(f"{count} idle sockets: {each:.1f} KiB each (limit {LIMIT_KIB:.0f})")
    return 0 if each <= LIMIT_KIB else 1


if __name__ == "__main__":
    sys.exit(main())
