"""The key for secrets: from the settings, or made once, for nobody else to read."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.app.secret_key import secret_key
from bot.config import Settings
from bot.kernel.errors import ConfigError


def test_a_key_of_the_settings_wins_and_leaves_no_file(tmp_path: Path):
    file = tmp_path / "var" / "secret.key"
    assert secret_key(Settings(secret_key="tops3cret"), file) == (b"tops3cret", "")
    assert not file.exists()


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path):
    file = tmp_path / "var" / "secret.key"
    key, line = secret_key(Settings(), file)
    assert str(file) in line
    assert len(key) == 64
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret_key(Settings(), file) == (key, "")


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path):
    file = tmp_path / "var" / "secret.key"
    with ThreadPoolExecutor(8) as pool:
        keys = {key for key, _ in pool.map(lambda _: secret_key(Settings(), file), range(8))}
    assert len(keys) == 1


def test_a_broken_key_file_stops_the_start(tmp_path: Path):
    file = tmp_path / "secret.key"
    file.write_text("short")
    with pytest.raises(ConfigError, match="holds no key"):
        secret_key(Settings(), file)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "var").write_text("not a folder")
    with pytest.raises(ConfigError, match="MOTCUA_SECRET_KEY"):
        secret_key(Settings(), tmp_path / "var" / "secret.key")
