"""The journal of the knowledge base on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.kernel.clock import StillClock
from bot.kernel.errors import DataError, UpkeepError
from bot.knowledge.changes import a_card, a_list, a_phrase, an_end
from bot.knowledge.importing.field_names import load_field_names
from bot.services.upkeep.intake import Intake
from bot.services.upkeep.model import Draft, Origin, SetState
from bot.services.upkeep.service import Upkeep
from bot.services.upkeep.store import JournalStore
from tests.cards import BIRTH, DEATH, ROOT, a_base, json_lines
from tests.cards import a_card as card

NEW = "1.009447"
LAN, HOA = "Nguyễn Thị Lan", "Trần Thị Hoa"


@pytest.fixture
def upkeep(database: AsyncEngine, clock: StillClock) -> Upkeep:
    return Upkeep(JournalStore(database), a_base(), clock)


def draft(*changes, title: str = "Nhập danh mục") -> Draft:
    return Draft(title, changes or (a_card("khac", card(NEW)),), Origin("a.xlsx", "0" * 64), ("x",))


async def test_a_draft_changes_nothing_that_citizens_see(upkeep: Upkeep):
    head = await upkeep.propose(draft(), by=LAN)
    assert (head.state, head.author, head.size, head.report) == (SetState.DRAFT, LAN, 1, ("x",))
    assert head.origin == Origin("a.xlsx", "0" * 64)
    assert await upkeep.version() == 0
    assert NEW not in (await upkeep.knowledge()).procedures


async def test_a_published_set_is_in_force_and_undone_it_is_not(upkeep: Upkeep, clock: StillClock):
    head = await upkeep.propose(draft(), by=LAN)
    await upkeep.submit(head.number, by=LAN)
    clock.move(timedelta(minutes=5))
    published = await upkeep.publish(head.number, by=HOA)
    assert (published.state, published.reviewer) == (SetState.PUBLISHED, HOA)
    assert published.decided_at == clock.now()
    assert NEW in (await upkeep.knowledge()).procedures
    assert await upkeep.version() == 1
    undone = await upkeep.undo(head.number, by=LAN, reason="nhầm tệp")
    assert (undone.state, undone.undone_by, undone.reason) == (SetState.UNDONE, LAN, "nhầm tệp")
    assert undone.reviewer == HOA
    assert NEW not in (await upkeep.knowledge()).procedures
    assert await upkeep.version() == 2


async def test_four_eyes_see_a_set_before_it_is_published(upkeep: Upkeep):
    head = await upkeep.propose(draft(), by=LAN)
    with pytest.raises(UpkeepError, match="không tự duyệt"):
        await upkeep.publish(head.number, by=LAN)
    assert (await upkeep.publish(head.number, by=LAN, alone=True)).state is SetState.PUBLISHED


async def test_an_older_list_does_not_replace_a_newer_one_unasked(
    upkeep: Upkeep, clock: StillClock
):
    older = await upkeep.propose(draft(a_list((BIRTH,)), title="Danh sách cũ"), by=LAN)
    clock.move(timedelta(days=1))
    newer = await upkeep.propose(draft(a_list((BIRTH, DEATH)), title="Danh sách mới"), by=LAN)
    assert await upkeep.newer_list(newer.number) is None
    await upkeep.publish(newer.number, by=HOA)
    with pytest.raises(UpkeepError, match="«Danh sách mới» đã công bố danh sách niêm yết sau khi"):
        await upkeep.publish(older.number, by=HOA)
    assert (await upkeep.knowledge()).posted == {BIRTH, DEATH}
    clock.move(timedelta(minutes=1))
    await upkeep.publish(older.number, by=HOA, over_newer=True)
    assert (await upkeep.knowledge()).posted == {BIRTH}


async def test_later_sets_stay_when_an_earlier_one_is_undone(upkeep: Upkeep):
    first = await upkeep.propose(draft(), by=LAN)
    await upkeep.publish(first.number, by=HOA)
    second = await upkeep.propose(
        draft(a_phrase(NEW, "đóng bến"), a_phrase(BIRTH, "cho con")), by=LAN
    )
    await upkeep.publish(second.number, by=HOA)
    await upkeep.undo(first.number, by=HOA, reason="sai")
    knowledge = await upkeep.knowledge()
    assert NEW not in knowledge.procedures
    assert knowledge.procedures[BIRTH].asks == ("cho con",)


async def test_sets_count_in_the_order_of_publishing(upkeep: Upkeep, clock: StillClock):
    first = await upkeep.propose(draft(an_end(DEATH, note="hết")), by=LAN)
    second = await upkeep.propose(draft(a_card("khac", card(DEATH, "Khai tử mới"))), by=LAN)
    for head in (second, first):
        clock.move(timedelta(seconds=1))
        await upkeep.publish(head.number, by=HOA)
    kept = (await upkeep.knowledge()).procedures[DEATH]
    assert (kept.name, kept.status) == ("Khai tử mới", "ended")


async def test_what_does_not_fit_is_refused_before_it_is_published(upkeep: Upkeep):
    head = await upkeep.propose(draft(a_phrase(NEW, "đóng bến")), by=LAN)
    with pytest.raises(UpkeepError, match=f"không có thủ tục {NEW}"):
        await upkeep.publish(head.number, by=HOA)
    assert (await upkeep.get_set(head.number)).head.state is SetState.DRAFT
    assert await upkeep.version() == 0


async def test_a_phrase_of_another_procedure_is_refused_at_once(upkeep: Upkeep):
    first = await upkeep.add_phrase(BIRTH, "cho con", by=LAN)
    await upkeep.publish(first.number, by=HOA)
    with pytest.raises(UpkeepError, match=f"đã là cách hỏi của {BIRTH}"):
        await upkeep.add_phrase(DEATH, "cho con", by=LAN)


async def test_a_rejected_set_tells_why_and_stays_closed(upkeep: Upkeep):
    head = await upkeep.propose(draft(), by=LAN)
    with pytest.raises(UpkeepError, match="phải ghi lý do"):
        await upkeep.reject(head.number, by=HOA, reason=" ")
    rejected = await upkeep.reject(head.number, by=HOA, reason="thiếu nguồn")
    assert (rejected.state, rejected.reason) == (SetState.REJECTED, "thiếu nguồn")
    for step in (upkeep.publish(head.number, by=HOA), upkeep.submit(head.number, by=LAN)):
        with pytest.raises(UpkeepError, match="đã từ chối"):
            await step


async def test_only_a_published_set_can_be_undone(upkeep: Upkeep):
    head = await upkeep.propose(draft(), by=LAN)
    with pytest.raises(UpkeepError, match="bản nháp, không hoàn tác được"):
        await upkeep.undo(head.number, by=HOA, reason="x")
    with pytest.raises(UpkeepError, match="không có đợt thay đổi số 99"):
        await upkeep.undo(99, by=HOA, reason="x")


async def test_two_officers_at_once_decide_once(upkeep: Upkeep):
    head = await upkeep.propose(draft(), by=LAN)
    results = await asyncio.gather(
        *(upkeep.publish(head.number, by=f"người duyệt {n}") for n in range(6)),
        return_exceptions=True,
    )
    assert sum(not isinstance(result, Exception) for result in results) == 1
    assert await upkeep.version() == 1


async def test_the_same_file_again_is_recognised_while_it_is_open(upkeep: Upkeep):
    head = await upkeep.propose(draft(), by=LAN)
    assert await upkeep.same_as(draft()) == head
    assert await upkeep.same_as(draft(a_phrase(BIRTH, "khác"))) is None
    await upkeep.reject(head.number, by=HOA, reason="x")
    assert await upkeep.same_as(draft()) is None


async def test_an_empty_draft_is_refused(upkeep: Upkeep):
    with pytest.raises(UpkeepError, match="không có thay đổi"):
        await upkeep.propose(Draft("rỗng", ()), by=LAN)


async def test_lists_show_the_latest_first_and_by_state(upkeep: Upkeep):
    numbers = [(await upkeep.propose(draft(title=f"đợt {n}"), by=LAN)).number for n in range(3)]
    await upkeep.publish(numbers[0], by=HOA)
    assert [head.number for head in await upkeep.list_sets()] == numbers[::-1]
    published = await upkeep.list_sets({SetState.PUBLISHED})
    assert [head.number for head in published] == numbers[:1]


async def test_thousands_of_changes_are_one_set(upkeep: Upkeep):
    cards = [a_card("khac", card(f"2.{n:06}")) for n in range(2000)]
    head = await upkeep.propose(draft(*cards), by=LAN)
    await upkeep.publish(head.number, by=HOA)
    assert len((await upkeep.published()).changes) == 2000
    assert (await upkeep.get_set(head.number)).changes == tuple(cards)


async def test_a_file_is_examined_against_what_is_in_force(upkeep: Upkeep, clock: StillClock):
    intake = Intake(upkeep, load_field_names(ROOT), clock)
    data = json_lines({"code": NEW, "name": "Công bố đóng cảng", "field": "Thủy sản"})
    examined = await intake.examine("a.jsonl", data)
    assert examined.draft.title == "Nhập a.jsonl"
    head = await upkeep.propose(examined.draft, by=LAN)
    await upkeep.publish(head.number, by=HOA)
    assert (await upkeep.knowledge()).field_of[NEW] == "thuy-san"
    assert (await intake.examine("a.jsonl", data)).draft.changes == ()
    with pytest.raises(DataError, match=r"a\.jsonl:1"):
        await intake.examine("a.jsonl", b"{")
