"""A morning in the demo commune: who follows what, who could not be reached, what was asked."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.demo.dossiers import SAMPLES
from bot.db.conversations import DatabaseConversations
from bot.db.notices import NoticeWriter
from bot.kernel.audit import COMMAND_LINE, Actor
from bot.kernel.clock import Clock
from bot.kernel.conversations import NoteKind, QuestionNote, TurnRecord
from bot.kernel.messages import Inbound
from bot.kernel.notices import Notice
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.lists import View, Wanted
from bot.services.dossiers.model import Dossier, EventInput, Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Person, Role
from bot.services.officers.model import Officer
from bot.services.officers.service import Officers
from bot.web.officer.desk import Desk

_SEATS = {"can-bo": "quầy 1", "phu-trach": "quầy 3"}
_CONSENT = "2026-11"
_FOLLOWED = 8
_PHONED = 3
# Matters that no commune deals with, in words that people might use.
_ASKED = (
    ("xin giấy phép nuôi ong trên đất rừng ở đâu", 1),
    ("đăng ký mở lớp dạy múa xòe cho trẻ em", 3),
    ("muốn trồng cây xanh trước nhà thì hỏi ai", 2),
)
_PHRASE = ("1.001193", "ra phường làm giấy cho cháu mới đẻ")


async def add_demo_life(desk: Desk, database: AsyncEngine, key: bytes, clock: Clock) -> None:
    """Fill the console's lists; the dossiers and the officers are there already.

    Args:
        desk: the console's services.
        database: migrated.
        key: from which the key for notices is derived.
        clock: the time.
    """
    dossiers = desk.dossiers()
    following = await _codes(dossiers, View.WORKING, _FOLLOWED)
    one = await dossiers.get(following[0].display) if following else None
    if one is None or one.source != SAMPLES:
        return  # real dossiers: samples have no place beside them
    officers = await _seat(desk.officers)
    await _follow(dossiers, following)
    await _report(dossiers, following, officers, clock)
    await _list_calls(dossiers, database, NoticeWriter(key), clock)
    await _ask(database, clock)
    head = await desk.upkeep.add_phrase(*_PHRASE, by="can-bo")
    await desk.upkeep.submit(head.number, by="can-bo")


async def _seat(officers: Officers) -> Mapping[str, Officer]:
    """Give the officers their counters, so that they see the names of their own dossiers."""
    everybody = {officer.login: officer for officer in await officers.everybody()}
    for login, counter in _SEATS.items():
        officer = everybody[login]
        await officers.seat(COMMAND_LINE, officer.id, version=officer.version, counter=counter)
    return everybody


async def _follow(dossiers: Dossiers, codes: Sequence[ReceiptCode]) -> None:
    """Let some people follow their dossiers in the web chat."""
    for number, code in enumerate(codes):
        await dossiers.follow(code, Person(f"web:demo-{number}", "1"), Role.SELF, _CONSENT)


async def _report(
    dossiers: Dossiers, codes: Sequence[ReceiptCode], officers: Mapping[str, Officer], clock: Clock
) -> None:
    """Report a result to somebody who follows, and ask somebody for a paper."""
    done, lacking = codes[-1], codes[-2]
    actor = Actor(officer_id=officers["can-bo"].id, login="can-bo")
    at = clock.now() - timedelta(minutes=1)
    event = EventInput(status=Status.DONE, at=at, by="Nguyễn Thị Hoa", source="console:can-bo")
    await dossiers.desk.step(actor, done.display, event, -1, "bản dùng thử")
    papers = EventInput(
        status=Status.SUPPLEMENT,
        at=at,
        by="Nguyễn Thị Hoa",
        missing=("Bản sao sổ hộ khẩu cũ",),
        due_at=dossiers.calendar.due_after_working_days(at, 5),
        source="console:can-bo",
    )
    await dossiers.desk.step(actor, lacking.display, papers, -1, "bản dùng thử")


async def _list_calls(
    dossiers: Dossiers, database: AsyncEngine, writer: NoticeWriter, clock: Clock
) -> None:
    """Write to people of whom only a number is known: without SMS they are to be phoned."""
    notices = []
    for code in await _codes(dossiers, View.READY, _PHONED):
        dossier = await dossiers.get(code.display)
        if dossier is not None:
            notices.append(_invitation(dossier, await dossiers.desk.number(code)))
    async with database.begin() as connection:
        await writer.write(connection, notices, clock.now())


def _invitation(dossier: Dossier, number: int) -> Notice:
    return Notice(
        key=f"demo:{number}",
        kind="office.call_us",
        subject=f"dossier:{number}",
        phone=dossier.phone,
        consent="none",
        values={
            "short": dossier.code.display[-4:],
            "code": dossier.code.display,
            "what": dossier.procedure_name,
            "who": "",
            "who_sms": "",
            "where": dossier.counter,
            "private": "",
        },
    )


async def _ask(database: AsyncEngine, clock: Clock) -> None:
    """Let people ask what the assistant could not answer."""
    store, asker = DatabaseConversations(database), 0
    for text, times in _ASKED:
        for _ in range(times):
            asker += 1
            inbound = Inbound(
                channel="web",
                channel_user=f"demo-asker-{asker}",
                message_id="1",
                sent_at=clock.now(),
                text=text,
            )
            await store.write(
                TurnRecord(
                    inbound=inbound,
                    dialogue="{}",
                    version=0,
                    outgoing=(),
                    consents=(),
                    at=clock.now(),
                    notes=(QuestionNote(NoteKind.UNANSWERED, text),),
                )
            )
    await store.drain()


async def _codes(dossiers: Dossiers, view: View, most: int) -> list[ReceiptCode]:
    return [ReceiptCode(code) for code in await dossiers.desk.codes(Wanted(view=view))][:most]
