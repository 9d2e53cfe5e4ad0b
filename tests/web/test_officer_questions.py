"""Questions that were not answered well, at the console: look, try, teach, let be."""

import asyncio

import pytest

from bot.kernel.clock import StillClock
from bot.kernel.conversations import NoteKind
from bot.services.audit.model import Wanted
from bot.services.officers.model import Role
from bot.services.upkeep.model import SetState
from tests.web.asking import asked
from tests.web.clerk import Clerk, Page, at_work
from tests.web.house import House

QUESTIONS = "/officer/questions"
BIRTH, MARRIAGE = "1.001193", "1.000894"
ASK = "xin tờ giấy chào đời cho cún con nhà em"
SAME = "xin to giay chao doi cho cun con nha em nha"
TAKEN = "Người khác vừa xử lý câu hỏi này"


async def try_out(clerk: Clerk, ask: str = ASK, code: str = BIRTH, **more: str) -> Page:
    """Fill in the form of the first group."""
    return await clerk.send(f"{QUESTIONS}/1", f"{QUESTIONS}/1/try", ask=ask, code=code, **more)


async def teach(clerk: Clerk, token: str, publish: str = "0", seen: str = "99") -> Page:
    fields = {"form_token": token, "ask": ASK, "code": BIRTH, "seen": seen, "publish": publish}
    return await clerk.post(f"{QUESTIONS}/1/teach", fields)


async def states(house: House) -> list[str]:
    return [head.state.value for head in await house.desk.upkeep.list_sets()]


async def deeds(house: House, area: str) -> list[str]:
    listing = await house.desk.audit.list(Wanted(area=area))
    return [f"{each.officer} {each.action} {each.detail}" for each in reversed(listing.records)]


async def test_questions_of_one_meaning_stand_together_with_what_was_answered(
    house: House, clock: StillClock
):
    await asked(house, ASK, SAME, codes=(BIRTH,))
    await asked(house, "đăng ký kết hôn với …", kind=NoteKind.DISLIKED, codes=(MARRIAGE,))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        home = await clerk.get("/officer")
        assert "3 Câu hỏi chờ dạy" in home.words
        shown = (await clerk.get(QUESTIONS)).words
        assert "2 nhóm câu hỏi" in shown
        assert "2 lần hỏi" in shown
        assert "1 lần báo sai" in shown
        assert "Máy thấy gần nhất: Đăng ký khai sinh · hỏi 09:00 hôm nay" in shown
        assert "Máy đã trả lời: Đăng ký kết hôn" in shown
        one = (await clerk.get(f"{QUESTIONS}/1")).words
        assert SAME in one
    async with at_work(house, clock, Role.OFFICER, "moi") as clerk:
        await house.desk.questions.dismissed([1, 2, 3], by="x")
        assert "Không còn câu hỏi nào chờ dạy" in (await clerk.get(QUESTIONS)).words
        assert "chờ dạy" not in (await clerk.get("/officer")).words


async def test_marks_of_hidden_words_are_no_part_of_what_is_taught(house: House, clock: StillClock):
    await asked(house, "giấy nuôi ong ở … được không …")
    async with at_work(house, clock, Role.OFFICER) as clerk:
        assert 'value="giấy nuôi ong ở được không"' in (await clerk.get(f"{QUESTIONS}/1")).text


async def test_a_procedure_that_was_not_suggested_is_looked_for(house: House, clock: StillClock):
    await asked(house, "chuyện này hỏi ai bây giờ")
    async with at_work(house, clock, Role.OFFICER) as clerk:
        found = await try_out(clerk, "câu em tự gõ", "", q="đăng ký kết hôn", find="1")
        assert found.status == 200
        assert f'value="{MARRIAGE}"' in found.text
        assert 'value="câu em tự gõ"' in found.text  # nothing that was typed is lost
        by_enter = await try_out(clerk, "câu em tự gõ", "", q="đăng ký kết hôn")
        assert f'value="{MARRIAGE}"' in by_enter.text
        nothing = await try_out(clerk, q="zzzz qqqq", find="1")
        assert "Không thấy thủ tục nào như vậy" in nothing.words


async def test_a_phrase_is_tried_taught_and_counts_when_published(house: House, clock: StillClock):
    await asked(house, ASK, SAME)
    async with (
        at_work(house, clock, Role.OFFICER) as officer,
        at_work(house, clock, Role.SUPERVISOR) as supervisor,
    ):
        trial = await try_out(officer)
        assert "Dùng được. Đã thử" in trial.words
        assert "Sau khi dạy Đăng ký khai sinh 1.001193" in trial.words
        assert "Đưa vào bản nháp" in trial.words
        assert "Đưa vào và công bố" not in trial.words
        assert await states(house) == []  # trying changes nothing
        assert "Người soạn không tự duyệt" in (await try_out(supervisor)).words
        done = await teach(officer, trial.token, publish="1")  # a wish that is not theirs
        assert done.location == "/officer/knowledge/changes/1?done=taught"
        assert "Công bố rồi máy mới trả lời theo" in (await officer.get(done.location)).words
        assert await states(house) == ["draft"]
        assert await house.desk.questions.count_open() == 0
    assert await deeds(house, "questions") == ["the.officer questions.taught 2 câu hỏi"]
    assert await deeds(house, "knowledge") == [
        f"the.officer knowledge.drafted Thêm cách hỏi: «{ASK}»"
    ]


async def test_a_taught_phrase_that_is_rejected_opens_its_questions_again(
    house: House, clock: StillClock
):
    await asked(house, ASK, SAME)
    async with (
        at_work(house, clock, Role.OFFICER) as officer,
        at_work(house, clock, Role.SUPERVISOR) as supervisor,
    ):
        for who, step, number in ((supervisor, "reject", 1), (officer, "withdraw", 2)):
            trial = await try_out(officer)
            await teach(officer, trial.token)
            assert await house.desk.questions.count_open() == 0
            page = f"/officer/knowledge/changes/{number}"
            if step == "reject":
                await officer.send(page, f"{page}/submit")
            await who.send(page, f"{page}/{step}", reason="câu này hỏi việc khác")
            assert await house.desk.questions.count_open() == 2
    assert await states(house) == ["rejected", "rejected"]


async def test_the_only_one_who_can_decide_teaches_in_one_step(house: House, clock: StillClock):
    await asked(house, ASK)
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        trial = await try_out(boss)
        assert "Đưa vào và công bố" in trial.words
        done = await teach(boss, trial.token, publish="1")
        assert "Đã công bố" in (await boss.get(done.location)).words
    assert await states(house) == [SetState.PUBLISHED.value]
    assert ASK in (await house.desk.upkeep.knowledge()).procedures[BIRTH].asks


async def test_a_phrase_that_belongs_elsewhere_is_refused_also_without_the_page(
    house: House, clock: StillClock
):
    await asked(house, ASK)
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        refused = await try_out(boss, "đăng ký kết hôn")
        assert refused.status == 422
        assert "Chưa dùng được câu này" in refused.words
        assert "Hôm nay Đăng ký kết hôn" in refused.words
        assert "Đưa vào" not in refused.words
        fields = {"form_token": refused.token, "ask": "đăng ký kết hôn", "code": BIRTH}
        forced = await boss.post(f"{QUESTIONS}/1/teach", {**fields, "seen": "9", "publish": "1"})
        assert forced.status == 422
        assert "Chưa dùng được câu này" in forced.words
    assert await states(house) == []
    assert await house.desk.questions.count_open() == 1


async def test_a_phrase_that_takes_answers_from_others_names_them(house: House, clock: StillClock):
    await asked(house, "xin giao đất ở nhanh")
    async with at_work(house, clock, Role.OFFICER) as clerk:
        refused = await try_out(clerk, "xin giao đất ở không qua đấu giá nhanh", "1.013949")
        assert refused.status == 422
        assert "cách hỏi khác bị hiểu sai" in refused.words
        assert "Những câu sẽ bị hiểu sai" in refused.words
        assert "đang ra Xin giao đất ở không qua đấu giá" in refused.words
        assert "Đưa vào" not in refused.words


async def test_of_two_who_teach_one_group_at_once_one_is_told(house: House, clock: StillClock):
    await asked(house, ASK, SAME)
    async with (
        at_work(house, clock, Role.OFFICER, "an.nv") as an,
        at_work(house, clock, Role.OFFICER, "binh") as binh,
    ):
        tokens = [(await try_out(clerk)).token for clerk in (an, binh)]
        answers = await asyncio.gather(teach(an, tokens[0]), teach(binh, tokens[1]))
        assert sorted(answer.status for answer in answers) == [303, 409]
        late = next(answer for answer in answers if answer.status == 409)
        assert TAKEN in late.words
        again = await an.get(f"{QUESTIONS}/1")
        assert again.status == 409
        assert TAKEN in again.words
    assert (await states(house)).count("draft") == 1
    assert len(await deeds(house, "questions")) == 1


async def test_letting_be_settles_what_was_seen_and_nothing_newer(house: House, clock: StillClock):
    await asked(house, ASK)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        token = (await clerk.get(QUESTIONS)).token
        await asked(house, SAME)
        fields = {"form_token": token, "seen": "1"}
        done = await clerk.post(f"{QUESTIONS}/1/dismiss", fields)
        assert done.location == f"{QUESTIONS}?done=dismissed"
        assert await house.desk.questions.count_open() == 1
        late = await clerk.post(f"{QUESTIONS}/1/dismiss", fields)
        assert late.status == 409
    assert await deeds(house, "questions") == ["the.officer questions.dismissed 1 câu hỏi"]


@pytest.mark.parametrize(
    ("ask", "code", "says"),
    [
        ("", BIRTH, "Chưa ghi cách hỏi"),
        ("a" * 201, BIRTH, "dài quá"),
        ("?!", BIRTH, "quá ngắn"),
        (ASK, "", "Chưa chọn thủ tục"),
        (ASK, "9.999999", "không có thủ tục này"),
        (ASK, "<b>", "không có thủ tục này"),
    ],
)
async def test_what_cannot_be_tried_is_said_beside_its_field(
    house: House, clock: StillClock, ask: str, code: str, says: str
):
    await asked(house, ASK)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        answer = await try_out(clerk, ask, code)
        assert answer.status == 422
        assert says in answer.words
        assert "<b>" not in answer.text


async def test_forms_from_elsewhere_change_nothing(house: House, clock: StillClock):
    await asked(house, ASK)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        token = (await clerk.get(QUESTIONS)).token
        for verb in ("try", "teach", "dismiss"):
            path = f"{QUESTIONS}/1/{verb}"
            fields = {"ask": ASK, "code": BIRTH, "seen": "9"}
            assert (await clerk.post(path, {**fields, "form_token": "x"})).status == 403
            forged = await clerk.post(
                path, {**fields, "form_token": token}, Origin="https://other.example"
            )
            assert forged.status == 403
    assert await house.desk.questions.count_open() == 1
    assert await states(house) == []


async def test_many_groups_are_shown_page_by_page(house: House, clock: StillClock):
    await asked(house, *(f"{chr(97 + n) * 9} {chr(107 + n % 9) * 7}" for n in range(18)))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        first = await clerk.get(QUESTIONS)
        assert "18 nhóm câu hỏi, đang xem 1 đến 15" in first.words
        assert "đang xem 16 đến 18" in (await clerk.get(f"{QUESTIONS}?from=15")).words
        for strange in ("-1", "x", "99999999999", "500"):
            assert (await clerk.get(f"{QUESTIONS}?from={strange}")).status == 200
