"""What a password must be. Pure functions.

Source of the rule: NIST SP 800-63B (length before composition, compare with what others know).
"""

import unicodedata

from bot.kernel.vietnamese import fold
from bot.services.officers.model import Problem

SHORTEST = 12
LONGEST = 200
_DIFFERENT = 5  # "aaaaaaaaaaaa", "121212121212"
_LEFT_OVER = 6  # letters that must remain when everything that others know is taken away
# What people put around a year or a name; folded, without spaces.
_KNOWN = (
    "matkhau",
    "password",
    "motcua",
    "hanhchinhcong",
    "trungtam",
    "phucvu",
    "vietnam",
    "xinchao",
    "iloveyou",
    "anhyeuem",
    "quantri",
    "admin",
    "canbo",
    "congchuc",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwerty",
    "1234567890",
    "0123456789",
    "123456789",
    "12345678",
    "123456",
    "12345",
    "1234",
    "abcdef",
    "abc",
    "123",
)


def normal(password: str) -> str:
    """Return a password in one spelling: keyboards write "ế" in several ways."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, login: str, name: str, commune: str) -> Problem | None:
    """Return why a password is refused, or None.

    Args:
        password: as typed.
        login: log-in name of its owner.
        name: the owner's name.
        commune: where the owner works.
    """
    password = normal(password)
    if len(password) < SHORTEST:
        return Problem.PASSWORD_SHORT
    if len(password) > LONGEST:
        return Problem.PASSWORD_LONG
    plain = _plain(password)
    if len(set(plain)) < _DIFFERENT:
        return Problem.PASSWORD_SIMPLE
    if len(_without(plain, _own_words(login, name, commune))) < _LEFT_OVER:
        return Problem.PASSWORD_NAMED
    known = (*_own_words(login, name, commune), *_KNOWN)
    if len(set(_without(plain, known))) < _DIFFERENT:
        return Problem.PASSWORD_SIMPLE
    return None


def _plain(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _own_words(*texts: str) -> list[str]:
    """Return what others know of somebody, the longest first: whole names, then single words."""
    words = {_plain(text) for text in texts}
    words |= {_plain(word) for text in texts for word in text.replace(".", " ").split()}
    return sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))


def _without(plain: str, words: tuple[str, ...] | list[str]) -> str:
    for word in words:
        plain = plain.replace(word, "")
    return plain
