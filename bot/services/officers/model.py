"""Officers, their roles and rights, and the sessions of their browsers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the centre, as far as the console cares."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a page asks for; which role has which right stands in ``rules.RIGHTS``."""

    CONSOLE = "console"
    KNOWLEDGE_READ = "knowledge-read"
    KNOWLEDGE_DRAFT = "knowledge-draft"
    KNOWLEDGE_PUBLISH = "knowledge-publish"
    DOSSIERS = "dossiers"
    DOSSIERS_TAKE_IN = "dossiers-take-in"
    LETTERS = "letters"
    LETTERS_LEAD = "letters-lead"  # a second new date, the templates
    QUEUE_WORK = "queue-work"
    QUEUE_ARRANGE = "queue-arrange"
    API_KEYS = "api-keys"
    PARAMETERS = "parameters"
    OFFICERS = "officers"
    AUDIT = "audit"


class Step(StrEnum):
    """What stands between a right password and the console."""

    CODE = "code"
    NEW_PASSWORD = "new-password"  # noqa: S105  # the name of a step
    ENROL = "enrol"
    DONE = "done"


class Problem(StrEnum):
    """Why something is refused; the words stand in ``wording.py``."""

    WRONG_LOGIN = "wrong-login"
    WRONG_CODE = "wrong-code"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105  # the name of a refusal
    LOCKED = "locked"
    FIRST_PASSWORD_OVER = "first-password-over"  # noqa: S105
    SESSION_OVER = "session-over"
    SECRET_UNREADABLE = "secret-unreadable"  # noqa: S105
    PASSWORD_SHORT = "password-short"  # noqa: S105
    PASSWORD_LONG = "password-long"  # noqa: S105
    PASSWORD_NAMED = "password-named"  # noqa: S105
    PASSWORD_SIMPLE = "password-simple"  # noqa: S105
    PASSWORD_SAME = "password-same"  # noqa: S105
    LOGIN_SHAPE = "login-shape"
    LOGIN_TAKEN = "login-taken"
    NAME_MISSING = "name-missing"
    NAME_LONG = "name-long"
    REASON_MISSING = "reason-missing"
    CHANGED_MEANWHILE = "changed-meanwhile"
    LAST_ADMINISTRATOR = "last-administrator"
    NOT_ONESELF = "not-oneself"
    FACTOR_OBLIGATORY = "factor-obligatory"
    NO_SUCH_OFFICER = "no-such-officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An account, without its secrets.

    Attributes:
        first_password_until: the password was given by somebody else and must be changed before.
        second_factor: a code from an authenticator is asked for.
        recovery_left: how many recovery codes are unused.
        version: grows with every change of name, role, password, factor or state.
        counter: where the person works, as dossiers name it; "" for nowhere in particular.
    """

    id: int
    login: str
    name: str
    role: Role
    first_password_until: datetime | None
    second_factor: bool
    recovery_left: int
    created_at: datetime
    signed_in_at: datetime | None
    disabled_at: datetime | None
    version: int
    counter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser of an officer.

    Attributes:
        id: a digest of its cookie.
        proved: a second factor was shown in this session.
        device: browser and system in two words, e.g. "Chrome, Windows".
    """

    id: str
    officer: Officer
    created_at: datetime
    seen_at: datetime
    proved: bool
    device: str


@dataclass(frozen=True, slots=True)
class LinkedChat:
    """A conversation that acts for an officer.

    Attributes:
        channel: where, e.g. ``telegram``.
    """

    id: int
    channel: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """A new session with the cookie that opens it; the cookie is kept nowhere else."""

    token: str
    session: Session


@dataclass(frozen=True, slots=True)
class Given:
    """An account and the first password to hand over."""

    officer: Officer
    password: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator needs."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed attempts in a row under one name."""

    failures: int
    last_at: datetime
    locked_until: datetime | None = None
