"""Rules about the whole: routes, buttons, timed jobs, settings, layers."""

import re
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

from bot.config import (
    CentreSettings,
    Settings,
    SmsSettingsFromEnvironment,
    TelegramSettingsFromEnvironment,
    ZaloSettingsFromEnvironment,
)
from bot.handlers import values
from scheduler.plan import TIMETABLE

ROOT = Path(__file__).resolve().parents[2]


def test_every_button_value_has_a_handler(brain):
    verbs = {
        value for name, value in vars(values).items() if name.isupper() and isinstance(value, str)
    }
    assert verbs == set(brain.router.verbs)


def test_every_timed_job_has_a_time_out_and_an_alarm():
    for times in TIMETABLE.values():
        assert timedelta(0) < times.every <= times.late_after
        assert timedelta(0) < times.timeout


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = [f"MOTCUA_{name.upper()}" for name in Settings.model_fields if name != "centre"]
    names += [f"TELEGRAM_{name.upper()}" for name in TelegramSettingsFromEnvironment.model_fields]
    names += [f"SMS_{name.upper()}" for name in SmsSettingsFromEnvironment.model_fields]
    names += [f"ZALO_{name.upper()}" for name in ZaloSettingsFromEnvironment.model_fields]
    names += list(CentreSettings.model_fields)
    assert [name for name in names if name not in text] == []


def test_every_service_is_kept_apart_from_the_others():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = contracts["tool"]["importlinter"]["contracts"]
    named = next(one for one in contracts if one["name"] == "Services do not know one another")
    folders = (ROOT / "bot" / "services").glob("*/__init__.py")
    assert sorted(named["modules"]) == sorted(f"bot.services.{one.parent.name}" for one in folders)


def test_layers_hold():
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_start_is_documented_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("make run") < text.index("make test")
    for target in re.findall(r"make ([a-z-]+)", text):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), target


def test_locks_name_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE)
        assert len(pinned) > 20
        assert text.count("--hash=sha256:") >= len(pinned)
