"""From the command to the first ready answer, and the memory of an idle process."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from benchmarks.measure import ROOT, Row, percentile, resident_megabytes

PORT = 18_473
STARTS = 5


def measure() -> list[Row]:
    seconds, memory = [], []
    for _ in range(STARTS):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/motcua.db"
            environment = {**os.environ, "MOTCUA_DATABASE_URL": url, "MOTCUA_SECRET_KEY": "bench"}
            begun = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "--port", str(PORT)],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                _wait_until_ready()
                seconds.append(time.perf_counter() - begun)
                time.sleep(2)
                memory.append(resident_megabytes(process.pid))
            finally:
                process.terminate()
                process.wait()
    ready, idle = percentile(seconds, 0.5), max(memory)
    return [
        Row(
            "ready to serve on a new database, median of 5",
            f"{ready:.2f} s",
            "≤ 2.5 s",
            ready <= 2.5,
        ),
        Row("idle memory", f"{idle:.0f} MB", "≤ 150 MB", idle <= 150),
    ]


def _wait_until_ready() -> None:
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
