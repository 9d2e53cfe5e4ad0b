"""Notices that an officer or another system asks for: a few templates, to a dossier's followers."""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.kernel.clock import Clock
from bot.kernel.errors import NoticeError
from bot.kernel.notices import Notice
from bot.services.notices.model import Dossiers
from bot.services.notices.planner import notices_for
from bot.services.notices.planning_store import PlanningStore
from bot.services.notices.rules import Rules

LONGEST_TEXT = 200
# Whoever gets hold of a key or an account shall not be able to send people to a page of theirs.
_LINK = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:vn|com|net|org|info|me|ly|cc|top|xyz)\b", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,}")


class Template(StrEnum):
    """What may be asked for; the text is fixed, with room for one line."""

    COME = "come"
    CALL_US = "call_us"
    NOTE = "note"

    @property
    def kind(self) -> str:
        """Return the kind of notice."""
        return f"office.{self.value}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a wish: people who will hear of it, and how many of them did not yet."""

    people: int
    new: int


class NoticeRequests:
    """Writes what is asked for; the same wish twice on one day is written once."""

    def __init__(
        self,
        store: PlanningStore,
        dossiers: Callable[[], Dossiers],
        clock: Clock,
        rules: Callable[[], Rules],
    ) -> None:
        self._store = store
        self._dossiers = dossiers
        self._clock = clock
        self._rules = rules

    async def ask(self, key: str, template: Template, text: str = "") -> Asked:
        """Write a notice to everybody who hears of one dossier.

        Args:
            key: of the dossier's code.
            template: the fixed wording.
            text: one line of the officer's own.

        Raises:
            NoticeError: the text is not one that may be sent, or there is no such dossier.
        """
        notices = await self.compose({key}, template, text)
        new = await self._store.write(notices, self._clock.now())
        return Asked(len(notices), new)

    async def compose(
        self, keys: Collection[str], template: Template, text: str = ""
    ) -> Sequence[Notice]:
        """Return the notices to the followers of some dossiers, for a batch; nothing is written.

        Raises:
            NoticeError: the text is not one that may be sent, or none of the dossiers exists.
        """
        said = checked_text(template, text)
        now = self._clock.now()
        told = await self._dossiers().tell(keys)
        if not told:
            raise NoticeError("code", "Không có hồ sơ mã này.")
        followers = await self._store.followers({one.id for one in told.values()}, now)
        mark = hashlib.sha256(said.encode()).hexdigest()[:12]
        return [
            notice
            for telling in told.values()
            for notice in notices_for(
                replace(telling, values={**telling.values, "text": said}),
                template.kind,
                f"{template.kind}:{telling.id}:{now:%Y-%m-%d}:{mark}",
                followers.get(telling.id, ()),
                self._rules(),
            )
        ]


def checked_text(template: Template, text: str) -> str:
    """Return an officer's line as it may be sent.

    Raises:
        NoticeError: it is too long, holds a link or a long number, or is needed and missing.
    """
    tidy = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(tidy) > LONGEST_TEXT:
        raise NoticeError("text", f"Nội dung dài quá {LONGEST_TEXT} chữ.")
    if _LINK.search(tidy):
        raise NoticeError("text", "Tin báo không kèm đường dẫn.")
    if _LONG_NUMBER.search(tidy):
        raise NoticeError("text", "Không ghi số định danh, số tài khoản hay số điện thoại.")
    if template is Template.NOTE and not tidy:
        raise NoticeError("text", "Tin này cần có nội dung.")
    return tidy
