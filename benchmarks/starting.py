"""From the command to the first ready answer, and the memory of an idle process.

Once with the shipped cards on a new database, once with the national catalogue brought in as an
office would: ``motcua knowledge import`` with ``--publish``. Each on one core.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import ROOT, Row, percentile, processor_seconds, resident_megabytes
from benchmarks.national import records
from bot.knowledge.base import read_knowledge

PORT = 18_473
STARTS = 5
NATIONAL = 5_800
MOTCUA = (sys.executable, "-m", "bot")


def measure() -> list[Row]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        with tempfile.TemporaryDirectory() as folder:
            return [*_shipped(Path(folder)), *_national(Path(folder))]
    finally:
        os.sched_setaffinity(0, cores)


def _shipped(folder: Path) -> list[Row]:
    ready, used, idle = _starts(folder)
    cards = len(read_knowledge(ROOT / "procedures_data").procedures)
    return [
        Row(
            f"ready to serve {cards} procedures on a new database, median of {STARTS}",
            f"{ready:.2f} s",
            "≤ 6 s",
            ready <= 6,
        ),
        Row("   of it processor time", f"{used:.2f} s"),
        Row("   idle memory", f"{idle:.0f} MB", "≤ 200 MB", idle <= 200),
    ]


def _national(folder: Path) -> list[Row]:
    imported = folder / "imported.db"
    begun = time.perf_counter()
    _import(folder / "national.jsonl", _environment(imported))
    took = time.perf_counter() - begun
    ready, used, idle = _starts(folder, imported)
    return [
        Row(f"import the catalogue up to {NATIONAL:,} procedures", f"{took:.2f} s"),
        Row(
            f"ready to serve {NATIONAL:,} procedures, median of {STARTS}",
            f"{ready:.2f} s",
            "≤ 6 s",
            ready <= 6,
        ),
        Row("   of it processor time", f"{used:.2f} s"),
        Row("   idle memory", f"{idle:.0f} MB", "≤ 350 MB", idle <= 350),
    ]


def _import(file: Path, environment: Mapping[str, str]) -> None:
    missing = NATIONAL - len(read_knowledge(ROOT / "procedures_data").procedures)
    lines = [
        json.dumps({key: record[key] for key in ("code", "name", "level")}, ensure_ascii=False)
        for record in records(missing)
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    _run("migrate", environment=environment)
    _run("knowledge", "import", str(file), "--publish", environment=environment)


def _run(*command: str, environment: Mapping[str, str]) -> None:
    subprocess.run(
        [*MOTCUA, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _environment(database: Path) -> dict[str, str]:
    url = f"sqlite+aiosqlite:///{database}"
    return {**os.environ, "MOTCUA_DATABASE_URL": url, "MOTCUA_SECRET_KEY": "bench"}


def _starts(folder: Path, imported: Path | None = None) -> tuple[float, float, float]:
    """Return medians of seconds until ready, elapsed and of the processor; most megabytes idle."""
    seconds, processor, memory = [], [], []
    for number in range(STARTS):
        database = folder / f"{'new' if imported is None else 'copy'}{number}.db"
        if imported is not None:
            shutil.copy(imported, database)
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*MOTCUA, "run", "--port", str(PORT)],
            cwd=ROOT,
            env=_environment(database),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_until_ready(process)
            seconds.append(time.perf_counter() - begun)
            processor.append(processor_seconds(process.pid))
            time.sleep(2)
            memory.append(resident_megabytes(process.pid))
        finally:
            process.terminate()
            process.wait()
    return percentile(seconds, 0.5), percentile(processor, 0.5), max(memory)


def _wait_until_ready(process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)  # asking takes time of the same core
    raise RuntimeError("the program ended before it was ready")
