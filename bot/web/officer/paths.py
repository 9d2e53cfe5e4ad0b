"""Addresses of the console, and where to go after logging in. Pure functions."""

import re
from urllib.parse import quote

from bot.services.officers.model import Step

HOME = "/officer"
LOGIN = "/officer/login"
CODE = "/officer/code"
ENROL = "/officer/enrol"
PASSWORD = "/officer/password"  # noqa: S105  # an address
ONCE = "/officer/once"
LOGOUT = "/officer/logout"
ACCOUNT = "/officer/account"
OFFICERS = "/officer/officers"
AUDIT = "/officer/audit"
KEYS = "/officer/keys"
IMPORTS = "/officer/imports"
GUESSES = "/officer/guesses"
DOSSIERS = "/officer/dossiers"
READY = "/officer/ready"
MANY = f"{READY}/many"
NOTICES = "/officer/notices"
CALLS = f"{NOTICES}/calls"
TELL = f"{NOTICES}/tell"
PARAMETERS = "/officer/parameters"
KNOWLEDGE = "/officer/knowledge"
CARDS = f"{KNOWLEDGE}/cards"
CHANGES = f"{KNOWLEDGE}/changes"
UPLOAD = f"{KNOWLEDGE}/upload"
QUESTIONS = "/officer/questions"
PRINTS = "/officer/prints"
LETTERS = "/officer/letters"
TEMPLATES = f"{LETTERS}/templates"
PLACE = "/officer/place"
COUNTER = "/officer/counter"
BOOKINGS = f"{COUNTER}/bookings"
HALL = "/officer/hall"
RATINGS = "/officer/ratings"
CLOSURES = f"{HALL}/closures"

STEP_PATHS = {Step.CODE: CODE, Step.NEW_PASSWORD: PASSWORD, Step.ENROL: ENROL, Step.DONE: HOME}
_LONGEST = 500
# Of our own console only: one slash at a time, no backslash, no scheme, no dots that climb.
_INSIDE = re.compile(r"/officer(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*(?:\?[A-Za-z0-9._~%&=+:-]*)?")
_DOORS = (LOGIN, CODE, LOGOUT, ONCE)


def safe_next(wanted: str) -> str:
    """Return where to go after logging in: a page of the console, else the first one."""
    if len(wanted) > _LONGEST or not _INSIDE.fullmatch(wanted):
        return HOME
    return HOME if wanted.split("?")[0] in _DOORS else wanted


def with_next(path: str, wanted: str) -> str:
    """Return an address that remembers where somebody wanted to go."""
    wanted = safe_next(wanted)
    return path if wanted == HOME else f"{path}?next={quote(wanted, safe='')}"
