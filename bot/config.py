"""Settings: read once, from the environment and ``motcua.toml``; nothing else looks there."""

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.kernel.errors import ConfigError

TOML_FILE = "motcua.toml"
SAMPLE_NAME = "Trung tâm Phục vụ hành chính công xã Mẫu"
_DATA = Path(__file__).resolve().parent.parent / "procedures_data"


class CentreSettings(BaseModel):
    """The centre's own facts, table ``[centre]`` of the TOML file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = SAMPLE_NAME
    commune: str = "xã Mẫu"
    address: str = ""
    phone: str = ""
    hours: dict[str, str] = Field(default_factory=dict)


class Settings(BaseSettings):
    """``MOTCUA_…``: the program itself."""

    model_config = SettingsConfigDict(
        env_prefix="MOTCUA_",
        toml_file=TOML_FILE,
        extra="ignore",
        frozen=True,
        env_nested_delimiter="__",
    )

    database_url: str = "sqlite+aiosqlite:///var/motcua.db"
    procedures: Path = _DATA
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    timezone: Literal["Asia/Ho_Chi_Minh"] = "Asia/Ho_Chi_Minh"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    centre: CentreSettings = CentreSettings()

    @field_validator("log_level", mode="before")
    @classmethod
    def any_case(cls, value: object) -> object:
        """Accept ``info`` for ``INFO``."""
        return value.upper() if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def is_a_web_address(cls, value: str) -> str:
        """Accept nothing or an http(s) address, without the final slash."""
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over environment over TOML file over defaults."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


class TelegramSettingsFromEnvironment(BaseSettings):
    """``TELEGRAM_…``: the Telegram channel; off without a token."""

    model_config = SettingsConfigDict(env_prefix="TELEGRAM_", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    mode: Literal["polling", "webhook"] = "polling"
    api_url: str = "https://api.telegram.org/bot"
    file_url: str = "https://api.telegram.org/file/bot"
    webhook_secret: SecretStr = SecretStr("")


def read_settings(**overrides: object) -> Settings:
    """Return the settings; arguments win over the environment.

    Raises:
        ConfigError: names each setting that is wrong.
    """
    try:
        return Settings(**{key: value for key, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigError(_explain(error, "MOTCUA_")) from error
    except ValueError as error:  # a TOML file that is not TOML
        raise ConfigError(f"{TOML_FILE}: {error}") from error


def read_telegram_settings() -> TelegramSettingsFromEnvironment:
    """Return Telegram's settings.

    Raises:
        ConfigError: names each setting that is wrong.
    """
    try:
        return TelegramSettingsFromEnvironment()
    except ValidationError as error:
        raise ConfigError(_explain(error, "TELEGRAM_")) from error


def secret_key(settings: Settings, folder: Path = Path("var")) -> bytes:
    """Return the key for signing; made once and kept in ``var/`` when none is set."""
    given = settings.secret_key.get_secret_value()
    if given:
        return given.encode()
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip().encode()


def _explain(error: ValidationError, prefix: str) -> str:
    lines = []
    for item in error.errors(include_url=False, include_input=False):
        name = "__".join(str(part) for part in item["loc"]).upper()
        lines.append(f"{prefix}{name}: {item['msg']}")
    return "; ".join(lines)
