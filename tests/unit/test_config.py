from pathlib import Path

import pytest

from bot.config import read_settings, read_telegram_settings
from bot.kernel.errors import ConfigError

TOML = """
port = 9000
[centre]
name = "Trung tâm xã Luận Thành"
[centre.hours]
sat = ""
[telegram]
bot_token = "12:abc"
mode = "webhook"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_toml_file_gives_settings_of_program_centre_and_channel(folder: Path):
    (folder / "motcua.toml").write_text(TOML, encoding="utf-8")
    settings = read_settings()
    assert settings.port == 9000
    assert settings.centre.name == "Trung tâm xã Luận Thành"
    assert settings.centre.hours == {"sat": ""}
    assert read_telegram_settings().mode == "webhook"


def test_the_environment_wins_over_the_file_and_arguments_win_over_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    (folder / "motcua.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_PORT", "9001")
    monkeypatch.setenv("TELEGRAM_MODE", "polling")
    assert read_settings().port == 9001
    assert read_settings(port=9002).port == 9002
    assert read_telegram_settings().mode == "polling"


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("prot = 9000", "motcua.toml: there is no setting prot"),
        ("[center]\nname = 'x'", "no setting center"),
        ("[centre]\nphon = '1'", r"no setting centre\.phon"),
        ("port = ", "motcua.toml"),
        ("port = 'many'", "PORT"),
    ],
)
def test_a_slip_in_the_file_is_named(folder: Path, toml: str, named: str):
    (folder / "motcua.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError, match=named):
        read_settings()


def test_a_slip_in_the_channels_table_is_named(folder: Path):
    (folder / "motcua.toml").write_text("[telegram]\ntoken = 'x'", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"motcua.toml: there is no setting telegram\.token"):
        read_telegram_settings()
