"""The to-do list of the knowledge base in the database."""

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.conversations import DatabaseConversations
from bot.kernel.clock import StillClock
from bot.kernel.conversations import NoteKind, QuestionNote, TurnRecord
from bot.kernel.messages import Inbound
from bot.services.questions.service import KEEP, Questions
from bot.services.questions.store import QuestionStore


async def write(database: AsyncEngine, clock: StillClock, *texts: str) -> None:
    """Let each text be a question of somebody that was not answered."""
    conversations = DatabaseConversations(database)
    for number, text in enumerate(texts):
        inbound = Inbound(
            channel="web",
            channel_user=str(number),
            message_id="1",
            sent_at=clock.now(),
            text=text,
        )
        await conversations.write(
            TurnRecord(
                inbound=inbound,
                dialogue="{}",
                version=0,
                outgoing=(),
                consents=(),
                at=clock.now(),
                notes=(QuestionNote(NoteKind.UNANSWERED, text, ("1.001193",)),),
            )
        )


async def test_a_question_is_kept_with_the_turn_that_asked_it(
    database: AsyncEngine, clock: StillClock
):
    await write(database, clock, "xin giấy nuôi ong", "xin giay nuoi ong", "đổi tên đường")
    questions = Questions(QuestionStore(database), clock)
    groups = await questions.groups()
    assert [len(group.questions) for group in groups] == [2, 1]
    assert groups[0].codes == ("1.001193",)


async def test_two_officers_settle_the_same_questions_once(
    database: AsyncEngine, clock: StillClock
):
    await write(database, clock, "xin giấy nuôi ong", "xin giay nuoi ong")
    questions = Questions(QuestionStore(database), clock)
    [group] = await questions.groups()
    ids = [question.id for question in group.questions]
    counts = await asyncio.gather(
        questions.taught(ids, by="lan", change_set=1), questions.dismissed(ids, by="minh")
    )
    assert sorted(counts) == [0, 2]
    assert await questions.count_open() == 0


async def test_every_question_leads_to_its_group_until_it_is_settled(
    database: AsyncEngine, clock: StillClock
):
    await write(database, clock, "xin giấy nuôi ong", "xin giay nuoi ong", "đổi tên đường")
    questions = Questions(QuestionStore(database), clock)
    for group in await questions.groups():
        for number in group.numbers:
            assert await questions.group_of(number) == group
        await questions.taught(group.numbers, by="lan", change_set=1)
        assert await questions.group_of(group.numbers[0]) is None


async def test_old_questions_are_forgotten(database: AsyncEngine, clock: StillClock):
    await write(database, clock, "xin giấy nuôi ong")
    questions = Questions(QuestionStore(database), clock)
    assert await questions.forget() == 0
    later = StillClock(clock.now() + KEEP + timedelta(days=1))
    assert await Questions(QuestionStore(database), later).forget() == 1
