"""A dossier that turns out to be somebody else's: nobody sees or hears of it before a new proof.

Whoever followed proved the end of the old number; a source that tells another number or another
applicant takes that proof away.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.audit import write_deed
from bot.db.models import (
    Conversation,
    DossierFollower,
    LetterRecord,
    LookupAttempt,
    NoticeCall,
    NoticeRow,
)
from bot.db.notices import NoticeWriter
from bot.kernel.audit import Actor, Deed
from bot.kernel.jsontext import encode_json
from bot.kernel.notices import Notice
from bot.services.dossiers.model import Dossier

_FOLLOWERS = DossierFollower.__table__
_PROOFS_LAST = timedelta(days=1)  # longer than any proof holds
_SHORT = 6
_OTHER_PERSON = "người nộp hoặc số điện thoại đã đổi"
_PROGRAM = Actor(officer_id=None, login="may-chu")


async def suspend(
    connection: AsyncConnection,
    writer: NoticeWriter,
    changed: Sequence[tuple[int, Dossier]],
    now: datetime,
) -> None:
    """End what was allowed for the people before, tell them once, and write it down.

    Args:
        connection: inside the transaction that changes the dossiers.
        writer: of notices.
        changed: number of each dossier, and the dossier as it is now.
        now: the present moment.
    """
    for number, dossier in changed:
        told = await _end_following(connection, number, now)
        await _end_proofs(connection, dossier.code.key, now)
        await writer.cancel(connection, f"dossier:{number}", now)
        await _end_letters(connection, writer, number, now)
        await _end_calls(connection, number, now)
        await writer.write(connection, _notices(number, dossier, told, now), now)
        deed = Deed(
            action="dossiers.person-changed",
            object_kind="dossier",
            object_id=dossier.code.display,
            detail=f"{dossier.source}: {len(told)} người theo dõi phải chứng minh lại",
        )
        await write_deed(connection, _PROGRAM, deed, now)


def _notices(number: int, dossier: Dossier, told: Collection[str], now: datetime) -> list[Notice]:
    """Return what the people before are told: that, and nothing about the dossier."""
    short = dossier.code.display.rpartition("-")[2][-_SHORT:]
    return [
        Notice(
            key=f"dossier:{number}:again:{now.isoformat()}:{conversation}",
            kind="dossier.again",
            subject=f"dossier:{number}",
            conversation_id=conversation,
            values={"short": short, "private": ""},
            consent="letter",  # they follow nothing any more, yet may have said "stop"
            chat_only=True,
        )
        for conversation in sorted(told)
    ]


async def _end_following(connection: AsyncConnection, number: int, now: datetime) -> set[str]:
    ending = (
        update(DossierFollower)
        .where(_FOLLOWERS.c.dossier_id == number, _FOLLOWERS.c.ended_at.is_(None))
        .values(ended_at=now)
        .returning(_FOLLOWERS.c.conversation_id, _FOLLOWERS.c.until)
    )
    rows = (await connection.execute(ending)).all()
    return {row[0] for row in rows if row[1] is None or row[1] > now}


async def _end_proofs(connection: AsyncConnection, key: str, now: datetime) -> None:
    """Forget in kept conversations that the dossier was proved.

    A turn that proves it right now starts anew, whatever it has kept so far.
    """
    proved = (
        select(LookupAttempt.conversation_id)
        .where(
            LookupAttempt.code_key == key,
            LookupAttempt.kind == "proof",
            LookupAttempt.at > now - _PROOFS_LAST,
        )
        .distinct()
    )
    query = select(Conversation.id, Conversation.dialogue).where(Conversation.id.in_(proved))
    for row in (await connection.execute(query)).all():
        dialogue: dict[str, Any] = json.loads(row.dialogue or "{}")
        dialogue.get("proved", {}).pop(key, None)
        forgetting = (
            update(Conversation)
            .where(Conversation.id == row.id)
            .values(dialogue=encode_json(dialogue), version=Conversation.version + 1)
        )
        await connection.execute(forgetting)


async def _end_letters(
    connection: AsyncConnection, writer: NoticeWriter, number: int, now: datetime
) -> None:
    """Stop letters on their way, and empty drafts that were filled in for somebody else."""
    mine = LetterRecord.dossier_id == number
    query = select(LetterRecord.id).where(mine, LetterRecord.state == "queued")
    for letter in (await connection.scalars(query)).all():
        await writer.cancel(connection, f"letter:{letter}", now)
    emptying = (
        update(LetterRecord)
        .where(mine, LetterRecord.state == "drafted")
        .values(filled="", version=LetterRecord.version + 1)
    )
    await connection.execute(emptying)


async def _end_calls(connection: AsyncConnection, number: int, now: datetime) -> None:
    """Take off the call list who stands there with the old number."""
    about = select(NoticeRow.id).where(NoticeRow.subject == f"dossier:{number}")
    ending = (
        update(NoticeCall)
        .where(NoticeCall.notice_id.in_(about), NoticeCall.state != "done")
        .values(state="done", officer=_PROGRAM.login, note=_OTHER_PERSON, done_at=now)
    )
    await connection.execute(ending)
