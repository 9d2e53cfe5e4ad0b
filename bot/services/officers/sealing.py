"""Secrets of officers are encrypted before they are stored."""

from bot.db.sealing import PurposeSealer

_PURPOSE = b"motcua officers 1"


class Sealer(PurposeSealer):
    """Seals under the key of the officers' secrets."""

    def __init__(self, secret_key: bytes) -> None:
        super().__init__(secret_key, _PURPOSE)
