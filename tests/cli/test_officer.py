"""``motcua officer`` as an operator types it."""

import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.cli.here import motcua_here as motcua
from tests.cli.test_commands import environment


def test_an_officer_is_added_listed_reset_and_disabled(tmp_path: Path):
    add = ("officer", "add", "Nguyễn Văn An", "--login", "an.nv", "--role", "administrator")
    done = motcua(tmp_path, *add)
    assert done.returncode == 0, done.stderr
    assert "Mật khẩu lần đầu: " in done.stdout
    again = motcua(tmp_path, *add)
    assert again.returncode == 1
    assert again.stderr == "motcua: Tên đăng nhập này đã có người dùng.\n"
    done = motcua(
        tmp_path, "officer", "add", "Lê Bình", "--login", "binh", "--password-stdin",
        say="con trâu uống cà phê\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "cà phê" not in done.stdout
    listed = motcua(tmp_path, "officer", "list").stdout.splitlines()
    assert [line.split("\t")[:3] for line in listed] == [
        ["binh", "officer", "active"],
        ["an.nv", "administrator", "active"],
    ]
    done = motcua(tmp_path, "officer", "reset", "binh", "--second-factor")
    assert "Mật khẩu lần đầu: " in done.stdout
    assert motcua(tmp_path, "officer", "disable", "binh").returncode == 0
    assert "disabled" in motcua(tmp_path, "officer", "list").stdout
    last = motcua(tmp_path, "officer", "disable", "an.nv")
    assert last.returncode == 1
    assert "người quản trị cuối cùng" in last.stderr


def test_what_will_not_do_is_one_clear_line(tmp_path: Path):
    for arguments, say, code in (
        (("officer", "add", "An", "--login", "Ân"), "", 1),
        (("officer", "add", "An", "--login", "an.nv", "--password-stdin"), "ngắn\n", 1),
        (("officer", "add", "An", "--login", "an.nv", "--password-stdin"), "", 1),
        (("officer", "reset", "nobody"), "", 1),
        (("officer", "add", "An", "--login", "an.nv", "--role", "king"), "", 2),
        (("officer", "add", "An"), "", 2),
    ):
        done = motcua(tmp_path, *arguments, say=say)
        assert done.returncode == code, arguments
        assert "Traceback" not in done.stderr
        if code == 1:
            assert len(done.stderr.strip().splitlines()) == 1
    assert motcua(tmp_path, "officer", "list").stdout == ""


def start_and_stop(folder: Path, **settings: str) -> tuple[str, str]:
    """Run the demo until it is ready; return what it printed and what /officer/login shows."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--port", "0", "--demo"], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(folder, **settings),
    )  # fmt: skip
    assert process.stdout is not None
    printed, address = "", ""
    while "Ctrl-C" not in printed:
        line = process.stdout.readline()
        assert line, process.communicate()
        printed += line
        if line.strip().startswith("officers  "):
            address = line.split()[-1]
    with urllib.request.urlopen(f"{address}/login", timeout=10) as answer:
        page = answer.read().decode()
    process.terminate()
    process.communicate(timeout=30)
    return printed, page


def test_the_demo_makes_officers_once_with_passwords_nobody_can_know(tmp_path: Path):
    first, page = start_and_stop(tmp_path, MOTCUA_SECRET_KEY="")
    assert "a secret key was made" in first
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o777 == 0o600
    listed = first.partition("demo officers")[2].splitlines()[1:4]
    shown = [line.split() for line in listed]
    assert [each[0] for each in shown] == ["can-bo", "phu-trach", "quan-tri"]
    assert len({each[1] for each in shown}) == 3
    assert 'name="password"' in page
    again, _ = start_and_stop(tmp_path, MOTCUA_SECRET_KEY="")
    assert "demo officers" not in again
    assert "secret key" not in again
