"""Rules of log-in, sessions, roles and accounts. Pure functions.

Sources: OWASP Authentication and Session Management cheat sheets; NIST SP 800-63B.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.officers.model import Officer, Right, Role, Session, Step, Tries

IDLE_END = timedelta(minutes=30)
ABSOLUTE_END = timedelta(hours=12)  # a working day with a late evening
HALFWAY_END = timedelta(minutes=10)  # right password, second factor not yet shown
SEEN_STEP = timedelta(minutes=1)  # writing "seen" more often would cost a commit per page
FIRST_PASSWORD_DAYS = timedelta(days=7)
LONGEST_NAME = 120
LONGEST_COUNTER = 80

_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")
_OFFICER = frozenset(
    {
        Right.CONSOLE,
        Right.KNOWLEDGE_READ,
        Right.KNOWLEDGE_DRAFT,
        Right.DOSSIERS,
        Right.DOSSIERS_TAKE_IN,
        Right.LETTERS,
        Right.QUEUE_WORK,
    }
)
_SUPERVISOR = _OFFICER | {
    Right.KNOWLEDGE_PUBLISH,
    Right.LETTERS_LEAD,
    Right.AUDIT,
    Right.PARAMETERS,
    Right.QUEUE_ARRANGE,
}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OFFICER: _OFFICER,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _SUPERVISOR | {Right.OFFICERS, Right.API_KEYS},
}
_FACTOR_OBLIGATORY = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures are let pass, and how the pauses grow after that."""

    free: int
    pauses: tuple[timedelta, ...]
    forget_after: timedelta = timedelta(days=1)


# The longest pause is short enough that nobody can keep a colleague out for a day on purpose.
FOR_A_LOGIN = Patience(5, tuple(timedelta(minutes=m) for m in (15, 60)))
# Many officers may share one address; programs that guess share it too.
FOR_AN_ADDRESS = Patience(
    30, tuple(timedelta(minutes=m) for m in (1, 5, 15)), forget_after=timedelta(minutes=30)
)

# A code is right or it is not: nobody mistypes it ten times in ten minutes.
FOR_A_CHAT = Patience(5, tuple(timedelta(minutes=m) for m in (15, 60)))


def pause_after(failures: int, patience: Patience) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    if failures < patience.free:
        return timedelta(0)
    return patience.pauses[min(failures - patience.free, len(patience.pauses) - 1)]


def one_more_failure(tries: Tries | None, now: datetime, patience: Patience) -> Tries:
    """Return the tries after one more failure; old failures are forgotten."""
    forgotten = tries is None or now - tries.last_at > patience.forget_after
    failures = 1 if forgotten or tries is None else tries.failures + 1
    pause = pause_after(failures, patience)
    return Tries(failures, now, now + pause if pause else None)


def wait_of(tries: Tries | None, now: datetime) -> timedelta:
    """Return how long no further attempt is looked at; zero when one may be made."""
    if tries is None or tries.locked_until is None:
        return timedelta(0)
    return max(timedelta(0), tries.locked_until - now)


def rights_of(role: Role) -> frozenset[Right]:
    """Return what a role may do."""
    return RIGHTS[role]


def may(officer: Officer, right: Right) -> bool:
    """Say whether an officer has a right."""
    return officer.disabled_at is None and right in RIGHTS[officer.role]


def factor_is_obligatory(role: Role) -> bool:
    """Say whether a role works only with a second factor."""
    return role in _FACTOR_OBLIGATORY


def session_is_over(session: Session, now: datetime) -> bool:
    """Say whether a session has ended: unused, too old, or never finished."""
    if session.officer.disabled_at is not None:
        return True
    age = now - session.created_at
    if session.officer.second_factor and not session.proved and age >= HALFWAY_END:
        return True
    return age >= ABSOLUTE_END or now - session.seen_at >= IDLE_END


def next_step(session: Session) -> Step:
    """Return what must happen before this session opens the console."""
    officer = session.officer
    if officer.second_factor and not session.proved:
        return Step.CODE
    if officer.first_password_until is not None:
        return Step.NEW_PASSWORD
    if factor_is_obligatory(officer.role) and not officer.second_factor:
        return Step.ENROL
    return Step.DONE


def first_password_is_over(officer: Officer, now: datetime) -> bool:
    """Say whether a handed-over password was not used in time."""
    return officer.first_password_until is not None and now >= officer.first_password_until


def is_login(text: str) -> bool:
    """Say whether a text can be a log-in name: 3 to 40 small letters, digits, dots, hyphens."""
    return _LOGIN.fullmatch(text) is not None


def tidy_login(text: str) -> str:
    """Return a log-in name as it is kept, however it was typed."""
    return text.strip().lower()


def tidy_name(text: str) -> str:
    """Return a person's name on one line, without control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
