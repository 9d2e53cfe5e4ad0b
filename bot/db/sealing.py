"""Encrypt what must not be readable in a stolen database: AES-256-GCM, a key for each purpose."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.kernel.errors import SealError

_NONCE_BYTES = 12


class PurposeSealer:
    """Seals texts for a place: what is copied from one row into another cannot be opened there."""

    def __init__(self, secret_key: bytes, purpose: bytes) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key)
        self._cipher = AESGCM(key)

    def seal(self, text: str, place: str) -> str:
        """Return the text encrypted."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, text.encode(), place.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")

    def open(self, sealed: str, place: str) -> str:
        """Return the text.

        Raises:
            SealError: it was changed, belongs elsewhere, or was sealed with another key.
        """
        try:
            raw = base64.urlsafe_b64decode(sealed)
            opened = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
            return opened.decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise SealError from error
