"""The commands as an operator types them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "MOTCUA_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'var' / 'motcua.db'}",
        "MOTCUA_SECRET_KEY": "test",
        **settings,
    }


def motcua(folder: Path, *arguments: str, say: str = "", **settings: str):
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=folder, input=say, text=True,
        capture_output=True, env=environment(folder, **settings), check=False, timeout=120,
    )  # fmt: skip


def test_ask_answers_as_the_chat_would(tmp_path: Path):
    done = motcua(tmp_path, "ask", "lam giay khai sinh can gi")
    assert done.returncode == 0, done.stderr
    assert "(1.001193)" in done.stdout
    assert "Nguồn:" in done.stdout
    assert "**" not in done.stdout


def test_ask_explains_why(tmp_path: Path):
    done = motcua(tmp_path, "ask", "--explain", "đăng ký khai sinh")
    assert "[answer] 1.001193" in done.stdout
    assert len(done.stdout.split("[answer]")[1].splitlines()) > 1


def test_ask_jsonl_holds_each_line_as_a_new_conversation(tmp_path: Path):
    lines = [
        {"id": "a", "turns": ["đăng ký khai sinh", "phí nhiêu z"]},
        {"id": 2, "turns": ["phí nhiêu z"]},
        {"id": "c", "turns": ["sao y giấy khai sinh", "cái thứ hai"]},
        {"id": "d", "turns": []},
    ]
    say = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    done = motcua(tmp_path, "ask", "--jsonl", say=say)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["id"] for record in records] == ["a", 2, "c", "d"]
    first, second = records[0]["turns"]
    assert set(first) == {"behavior", "procedures", "fields", "text", "ms"}
    assert first["procedures"][0] == second["procedures"][0] == "1.001193"
    assert second["fields"] == ["fees"]
    assert records[1]["turns"][0]["behavior"] != "answer"
    assert [turn["behavior"] for turn in records[2]["turns"]] == ["clarify", "answer"]
    assert all(len(turn["procedures"]) <= 5 for record in records for turn in record["turns"])


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"id": 1}', '{"turns": "chào"}', '{"turns": [1]}']
)
def test_a_line_that_is_no_conversation_is_named(tmp_path: Path, line: str):
    done = motcua(tmp_path, "ask", "--jsonl", say=line)
    assert done.returncode == 1
    assert "stdin:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_strange_bytes_and_a_plain_machine_stop_nothing(tmp_path: Path):
    line = b'{"id": "\\ud800", "turns": ["xin \xff ch\\ud800"]}\n'
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        cwd=tmp_path,
        input=line,
        capture_output=True,
        env=environment(tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C"),
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "\ud800"


def test_wrong_usage_exits_with_two(tmp_path: Path):
    assert motcua(tmp_path, "ask").returncode == 2
    assert motcua(tmp_path, "fly").returncode == 2
    assert motcua(tmp_path, "run", "--port", "many").returncode == 2


def test_knowledge_check_and_list(tmp_path: Path):
    assert motcua(tmp_path, "knowledge", "check").returncode == 0
    done = motcua(tmp_path, "knowledge", "list")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(rows) >= 70
    assert all(len(row) == 3 and row[1] in ("full", "name-only", "ended") for row in rows)
    assert "lệ phí" in motcua(tmp_path, "knowledge", "stats").stdout


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ('code: "1.001193"\nname: [\n', "1.001193.yaml:"),
        ('code: "1.001193"\ncode: "1.001193"\n', "1.001193.yaml:2: key 'code' stands twice"),
        ('code: "1.001193"\nname: x\nshort: x\ncolour: red\n', "1.001193.yaml:4: colour"),
        ("\x00\x01", "1.001193.yaml"),
    ],
)
def test_a_broken_procedure_file_stops_the_start_with_file_line_and_what_is_wrong(
    tmp_path: Path, broken: str, message: str
):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "procedures_data", data)
    (data / "fields" / "ho-tich" / "1.001193.yaml").write_text(broken, encoding="utf-8")
    done = motcua(tmp_path, "run", "--port", "0", MOTCUA_PROCEDURES=str(data))
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("counters: {ho-tich: Quầy 2}", ""),
        ("counters: {ho-tic: Quầy 2}", "province.yaml:4: "),
        ("centre: {hours: {sat: 7h30-11h}}", "cannot read '7h30-11h'"),
    ],
)
def test_knowledge_check_looks_at_what_provinces_and_communes_set(
    tmp_path: Path, fact: str, message: str
):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "procedures_data", data)
    folder = data / "overlays" / "mau"
    folder.mkdir(parents=True)
    head = "name: tỉnh Mẫu\nkind: province\nchecked: 2026-11-20\n"
    (folder / "province.yaml").write_text(head + fact + "\n", encoding="utf-8")
    done = motcua(tmp_path, "knowledge", "check", MOTCUA_PROCEDURES=str(data))
    assert done.returncode == (1 if message else 0)
    assert message in done.stderr
    assert ("1 bộ quy định địa phương đều ổn" in done.stdout) is not bool(message)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("MOTCUA_PORT", "eighty"),
        ("MOTCUA_PORT", "70000"),
        ("MOTCUA_DATABASE_URL", "mysql://x"),
        ("MOTCUA_DATABASE_URL", "postgresql+asyncpg://nobody@127.0.0.1:1/none"),
        ("MOTCUA_PUBLIC_URL", "xa-mau.vn"),
        ("MOTCUA_LOG_LEVEL", "LOUD"),
        ("MOTCUA_PROCEDURES", "/nowhere"),
        ("TELEGRAM_MODE", "pigeon"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_clear_line(
    tmp_path: Path, setting: str, value: str
):
    done = motcua(tmp_path, "run", **{"MOTCUA_PORT": "0", setting: value})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert setting in done.stderr or value in done.stderr


def test_run_serves_until_it_is_asked_to_stop_and_exits_cleanly(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--port", "0", "--demo"], cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(tmp_path),
    )  # fmt: skip
    assert process.stdout is not None
    address = ""
    while "Ctrl-C" not in (line := process.stdout.readline()):
        assert line, process.communicate()
        if line.strip().startswith("web chat"):
            address = line.split()[-1].removesuffix("/chat")
        if "Telegram" in line:
            assert "off" in line
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
        assert json.load(answer) == {"status": "ready"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    _, errors = process.communicate()
    levels = {json.loads(line)["level"] for line in errors.splitlines() if line.startswith("{")}
    assert not levels & {"ERROR", "CRITICAL"}, errors


def test_backup_and_restore(tmp_path: Path):
    assert motcua(tmp_path, "migrate").returncode == 0
    assert motcua(tmp_path, "backup", "copy.gz").returncode == 0
    assert motcua(tmp_path, "backup", "copy.gz").returncode == 1  # nothing is overwritten
    new = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    assert motcua(tmp_path, "restore", "copy.gz", MOTCUA_DATABASE_URL=new).returncode == 0
    missing = motcua(tmp_path, "restore", "none.gz", MOTCUA_DATABASE_URL=new)
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr


def test_doctor_shows_settings_and_what_is_wrong(tmp_path: Path):
    done = motcua(tmp_path, "doctor")
    assert done.returncode == 0, done.stderr
    assert "MOTCUA_DATABASE_URL" in done.stdout
    wrong = motcua(tmp_path, "doctor", MOTCUA_PROCEDURES="/nowhere")
    assert wrong.returncode == 1


def test_secrets_are_never_shown(tmp_path: Path):
    done = motcua(tmp_path, "doctor", MOTCUA_SECRET_KEY="tops3cret", TELEGRAM_BOT_TOKEN="12:s3cret")
    assert "s3cret" not in done.stdout + done.stderr
