"""Who receives: does the consent still hold, how are they spoken to, when were they seen last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.models import (
    ConsentRecord,
    Conversation,
    DossierFollower,
    OfficerAccount,
    OfficerChat,
)
from bot.kernel.notices import Urgency
from bot.services.notices.model import Job, Person, Voices
from bot.services.notices.rules import Rules

OFFICER = "officer"  # instead of a consent: the conversation acts for an officer
_DOSSIER = "dossier:"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the tables say about the receivers of a few notices."""

    followed: dict[tuple[int, str], datetime]
    stopped: dict[str, datetime]
    talks: dict[str, tuple[str, datetime]]
    officers: set[str]


class People:
    """Looks receivers up, many at once."""

    def __init__(
        self, engine: AsyncEngine, voices: Callable[[], Voices], rules: Callable[[], Rules]
    ) -> None:
        self._engine = engine
        self._voices = voices
        self._rules = rules

    async def of(self, jobs: Sequence[Job], now: datetime) -> dict[int, Person]:
        """Return what is known of the receiver of each notice, by the notice's id."""
        conversations = list({job.conversation_id for job in jobs if job.conversation_id})
        dossiers = list({number for job in jobs if (number := dossier_of(job.subject))})
        async with self._engine.connect() as connection:
            known = _Known(
                await _followed(connection, dossiers, conversations, now),
                await _stopped(connection, conversations),
                await _talks(connection, conversations),
                await _officers(
                    connection, [job.conversation_id for job in jobs if job.consent == OFFICER]
                ),
            )
        voices = self._voices()
        people = {}
        for job in jobs:
            dialogue, seen = known.talks.get(job.conversation_id, ("", None))
            people[job.id] = Person(self._allowed(job, known), voices.of(dialogue), seen)
        return people

    def _allowed(self, job: Job, known: _Known) -> bool:
        if job.consent == "none":
            return True
        if job.consent == OFFICER:
            return job.conversation_id in known.officers
        if not job.conversation_id:
            return job.consent != "dossier" or self._rules().sms_to_applicants
        stopped = known.stopped.get(job.conversation_id)
        if job.consent == "dossier" and (number := dossier_of(job.subject)):
            since = known.followed.get((number, job.conversation_id))
            return since is not None and (stopped is None or stopped < since)
        if job.consent == "letter" or job.urgency is Urgency.BULK:
            return stopped is None
        # Who books after having said "stop" wants to hear of that booking.
        return stopped is None or stopped < job.created_at


def dossier_of(subject: str) -> int:
    """Return the id of the dossier that a notice is about; 0 when it is about something else."""
    number = subject.removeprefix(_DOSSIER)
    return int(number) if subject.startswith(_DOSSIER) and number.isdigit() else 0


async def _followed(
    connection: AsyncConnection, dossiers: list[int], conversations: list[str], now: datetime
) -> dict[tuple[int, str], datetime]:
    if not dossiers or not conversations:
        return {}
    query = select(
        DossierFollower.dossier_id, DossierFollower.conversation_id, DossierFollower.since
    ).where(
        DossierFollower.dossier_id.in_(dossiers),
        DossierFollower.conversation_id.in_(conversations),
        DossierFollower.ended_at.is_(None),
        or_(DossierFollower.until.is_(None), DossierFollower.until > now),
    )
    rows = (await connection.execute(query)).all()
    return {(row.dossier_id, row.conversation_id): row.since for row in rows}


async def _stopped(connection: AsyncConnection, conversations: list[str]) -> dict[str, datetime]:
    """Return who wants nothing sent, and since when."""
    if not conversations:
        return {}
    latest = (
        select(func.max(ConsentRecord.id))
        .where(ConsentRecord.conversation_id.in_(conversations))
        .group_by(ConsentRecord.conversation_id)
    )
    query = select(ConsentRecord.conversation_id, ConsentRecord.at).where(
        ConsentRecord.id.in_(latest), ConsentRecord.agreed.is_(False)
    )
    return {row.conversation_id: row.at for row in (await connection.execute(query)).all()}


async def _talks(
    connection: AsyncConnection, conversations: list[str]
) -> dict[str, tuple[str, datetime]]:
    if not conversations:
        return {}
    query = select(Conversation.id, Conversation.dialogue, Conversation.updated_at).where(
        Conversation.id.in_(conversations)
    )
    rows = (await connection.execute(query)).all()
    return {row.id: (row.dialogue, row.updated_at) for row in rows}


async def _officers(connection: AsyncConnection, conversations: list[str]) -> set[str]:
    """Return the conversations that act for an officer whose account is in use."""
    if not conversations:
        return set()
    query = (
        select(OfficerChat.conversation_id)
        .join(OfficerAccount, OfficerAccount.id == OfficerChat.officer_id)
        .where(
            OfficerChat.conversation_id.in_(conversations),
            OfficerChat.ended_at.is_(None),
            OfficerAccount.disabled_at.is_(None),
        )
    )
    return set((await connection.scalars(query)).all())
