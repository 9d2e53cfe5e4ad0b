"""Codes from an authenticator: RFC 6238 on RFC 4226, six digits, thirty seconds. Pure functions."""

import base64
import binascii
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS = 30
DIGITS = 6
WINDOW = 1  # steps before and after: clocks of telephones and servers differ
_SECRET_BYTES = 20  # as long as SHA-1's block of output, see RFC 4226 section 4


def new_secret() -> str:
    """Return a new secret in base 32, as authenticators take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def code_at(secret: str, step: int) -> str:
    """Return the code of one step of time.

    Raises:
        ValueError: the secret is not base 32.
    """
    try:
        key = base64.b32decode(secret)
    except binascii.Error as error:
        raise ValueError("not base 32") from error
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(now: datetime) -> int:
    """Return the number of the step a moment lies in."""
    return int(now.timestamp()) // STEP_SECONDS


def matching_step(secret: str, typed: str, now: datetime, last_used: int) -> int | None:
    """Return the step whose code was typed, or None.

    Args:
        secret: in base 32.
        typed: spaces are let pass: telephones show "123 456".
        now: the present moment.
        last_used: steps up to this one are used up: a code that somebody saw works no more.
    """
    code = "".join(typed.split())
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    here = step_of(now)
    found = None
    for step in range(here - WINDOW, here + WINDOW + 1):
        # All are compared, so that the time taken tells nothing.
        if hmac.compare_digest(code_at(secret, step), code) and step > last_used:
            found = step
    return found


def address_of(secret: str, login: str, issuer: str) -> str:
    """Return the address that stands in the QR code."""
    label = quote(f"{issuer}:{login}", safe=":")
    return (
        f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer, safe='')}"
        f"&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
    )
