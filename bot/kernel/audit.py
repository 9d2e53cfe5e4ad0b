"""Who did something to what, and why: the values of the audit log."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts.

    Attributes:
        officer_id: None for the operator's command line and for the program itself.
        login: the log-in name at the time.
        reference: of the request, the same as in the logs.
    """

    officer_id: int | None
    login: str
    reference: str = ""


COMMAND_LINE = Actor(officer_id=None, login="may-chu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done; no personal data beyond names of accounts.

    Attributes:
        action: a name with the area before the dot, e.g. ``officers.role``.
        object_kind: what kind of thing it was done to, e.g. ``officer``.
        object_id: which one.
        detail: from what to what, in a few words.
        reason: why, in the officer's words.
    """

    action: str
    object_kind: str
    object_id: str
    detail: str = ""
    reason: str = ""
