"""The key that secrets are encrypted with: from the settings, or made once and kept."""

import os
import secrets
from pathlib import Path

from bot.config import Settings
from bot.kernel.errors import ConfigError

KEY_FILE = Path("var") / "secret.key"
_BYTES = 32


def secret_key(settings: Settings, file: Path = KEY_FILE) -> tuple[bytes, str]:
    """Return the key, and a line to print when it was made just now ("" otherwise).

    Raises:
        ConfigError: no key is set and none can be read or written.
    """
    given = settings.secret_key.get_secret_value()
    if given:
        return given.encode(), ""
    try:
        return _kept(file), ""
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _unusable(file, error) from error
    try:
        _make(file)
        return _kept(file), f"a secret key was made: keep a copy of {file}"
    except OSError as error:
        raise _unusable(file, error) from error


def _kept(file: Path) -> bytes:
    key = file.read_bytes().strip()
    if len(key) < _BYTES:
        raise ConfigError(f"{file} holds no key; put the old one back, or delete the file")
    return key


def _make(file: Path) -> None:
    """Write a new key under its name only when it is whole; whoever comes second keeps the first.

    Nobody but the owner may ever read it, not even for a moment.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_hex(_BYTES).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        os.link(unfinished, file)
    except FileExistsError:
        pass  # another process was faster
    finally:
        unfinished.unlink(missing_ok=True)


def _unusable(file: Path, error: OSError) -> ConfigError:
    return ConfigError(
        f"MOTCUA_SECRET_KEY is not set and {file} cannot be used: {error.strerror or error}"
    )
