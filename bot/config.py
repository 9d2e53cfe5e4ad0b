"""Settings: read once, from the environment and ``motcua.toml``; nothing else looks there."""

import tomllib
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings.exceptions import SettingsError

from bot.kernel.errors import ConfigError

TOML_FILE = "motcua.toml"
_OTHER_TABLES = ("telegram", "zalo", "sms")
SAMPLE_NAME = "Trung tâm Phục vụ hành chính công xã Mẫu"
_DATA = Path(__file__).resolve().parent.parent / "procedures_data"


class CentreSettings(BaseModel):
    """The centre's own facts, table ``[centre]`` of the TOML file.

    Attributes:
        telegram_bot: user name of the bot without "@", for links on prints.
        overlay: whose local rules apply, "<province>" or "<province>/<commune>" as the files
            below ``overlays/`` are named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = SAMPLE_NAME
    commune: str = "xã Mẫu"
    address: str = ""
    phone: str = ""
    hotline: str = ""
    telegram_bot: str = Field(default="", pattern=r"^[A-Za-z0-9_]{0,32}$")
    overlay: str = Field(default="", pattern=r"^([a-z0-9-]+(/[a-z0-9-]+)?)?$")
    hours: dict[str, str] = Field(default_factory=dict)


class _Layered(BaseSettings):
    """Arguments over environment over TOML file over defaults."""

    @classmethod
    @abstractmethod
    def toml_table(cls) -> dict[str, Any]:
        """Return this class's part of the TOML file."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, the strongest first."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, cls.toml_table())


Read = TypeVar("Read", bound=_Layered)


class Settings(_Layered):
    """``MOTCUA_…``: the program itself."""

    model_config = SettingsConfigDict(
        env_prefix="MOTCUA_",
        extra="forbid",
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

    @classmethod
    def toml_table(cls) -> dict[str, Any]:
        """Return everything that is not a channel's table."""
        return {key: value for key, value in _toml().items() if key not in _OTHER_TABLES}

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


class TelegramSettingsFromEnvironment(_Layered):
    """``TELEGRAM_…`` or table ``[telegram]``: the Telegram channel; off without a token."""

    model_config = SettingsConfigDict(env_prefix="TELEGRAM_", extra="forbid", frozen=True)

    bot_token: SecretStr = SecretStr("")
    mode: Literal["polling", "webhook"] = "polling"
    api_url: str = "https://api.telegram.org/bot"
    file_url: str = "https://api.telegram.org/file/bot"
    proxy: str = ""
    webhook_secret: SecretStr = SecretStr("")

    @classmethod
    def toml_table(cls) -> dict[str, Any]:
        """Return the table ``[telegram]``."""
        table: dict[str, Any] = _toml().get("telegram", {})
        return table


class ZaloSettingsFromEnvironment(_Layered):
    """``ZALO_…`` or table ``[zalo]``: the Official Account that prints lead to."""

    model_config = SettingsConfigDict(env_prefix="ZALO_", extra="ignore", frozen=True)

    oa_id: str = Field(default="", pattern=r"^[0-9]{0,32}$")

    @classmethod
    def toml_table(cls) -> dict[str, Any]:
        """Return the table ``[zalo]``."""
        table: dict[str, Any] = _toml().get("zalo", {})
        return table


class SmsSettingsFromEnvironment(_Layered):
    """``SMS_…`` or table ``[sms]``: the SMS channel; off with the gateway ``none``.

    What each gateway needs is checked by ``bot.channels.sms.settings``.
    """

    model_config = SettingsConfigDict(env_prefix="SMS_", extra="forbid", frozen=True)

    gateway: Literal[
        "none", "log", "http", "esms", "speedsms", "viettel", "vnpt", "twilio", "fibo"
    ] = "none"
    url: str = ""
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = ""
    kind: str = ""
    price: int = Field(default=0, ge=0, le=100_000)
    max_parts: int = Field(default=3, ge=1, le=6)
    timeout: float = Field(default=15.0, ge=1.0, le=60.0)
    report_secret: SecretStr = SecretStr("")
    cp_code: str = ""
    label_id: str = ""
    contract_type_id: str = "1"
    contract_id: str = ""
    template_id: str = ""
    agent_id: str = ""
    account: str = ""
    method: Literal["GET", "POST"] = "POST"
    body: Literal["json", "form", "query"] = "json"
    fields: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    number: Literal["e164", "84", "0"] = "84"
    code: str = ""
    success: list[str] = Field(default_factory=list)
    reference: str = ""
    codes: dict[str, str] = Field(default_factory=dict)
    report_id: str = "id"
    report_status: str = "status"

    @classmethod
    def toml_table(cls) -> dict[str, Any]:
        """Return the table ``[sms]``."""
        table: dict[str, Any] = _toml().get("sms", {})
        return table


def read_settings(**overrides: object) -> Settings:
    """Return the settings; arguments win over the environment.

    Raises:
        ConfigError: names each setting that is wrong.
    """
    return _read(Settings, {key: value for key, value in overrides.items() if value is not None})


def read_telegram_settings() -> TelegramSettingsFromEnvironment:
    """Return Telegram's settings.

    Raises:
        ConfigError: names each setting that is wrong.
    """
    return _read(TelegramSettingsFromEnvironment)


def read_zalo_settings() -> ZaloSettingsFromEnvironment:
    """Return Zalo's settings.

    Raises:
        ConfigError: names each setting that is wrong.
    """
    return _read(ZaloSettingsFromEnvironment)


def read_sms_settings() -> SmsSettingsFromEnvironment:
    """Return the settings of SMS.

    Raises:
        ConfigError: names each setting that is wrong.
    """
    return _read(SmsSettingsFromEnvironment)


def _read(wanted: type[Read], overrides: Mapping[str, Any] | None = None) -> Read:
    prefix = wanted.model_config.get("env_prefix", "")
    try:
        return wanted(**(overrides or {}))
    except ValidationError as error:
        raise ConfigError(_explain(error, prefix)) from error
    except SettingsError as error:
        # The library's message names the field in quotes and nothing of its value.
        name = str(error).split('"')[1:2]
        raise ConfigError(f"{prefix}{''.join(name).upper()}: must be written as JSON") from error


def _toml() -> dict[str, Any]:  # as the operator wrote it; checked by the settings classes
    """Return the content of the TOML file in the working folder, if there is one.

    Raises:
        ConfigError: it is not TOML.
    """
    path = Path(TOML_FILE)
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{TOML_FILE}: {error}") from error


def _explain(error: ValidationError, prefix: str) -> str:
    lines = []
    for item in error.errors(include_url=False, include_input=False):
        path = [str(part) for part in item["loc"]]
        if item["type"] == "extra_forbidden":  # only the file can bring a name nobody knows
            table = prefix.rstrip("_").lower()
            place = path if prefix == Settings.model_config.get("env_prefix") else [table, *path]
            lines.append(f"{TOML_FILE}: there is no setting {'.'.join(place)}")
        else:
            lines.append(f"{prefix}{'__'.join(path).upper()}: {item['msg']}")
    return "; ".join(lines)
