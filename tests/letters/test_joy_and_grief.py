"""Congratulations leave by themselves, a condolence never does."""

import pytest

from bot.kernel.errors import LetterError
from bot.services.dossiers.model import Status
from bot.services.dossiers.sights import Role
from bot.services.letters.model import Doubt, Kind, LetterRules, State
from tests.dossiers import CODE, at
from tests.letters.desk import HUNG, LetterDesk

BIRTH = {"procedure_code": "1.001193", "procedure_name": "Đăng ký khai sinh"}
DEATH = {"procedure_code": "1.000656", "procedure_name": "Đăng ký khai tử"}
GRIEF = {
    "ho_ten": "Nguyễn Thị Lan",
    "cach_goi": "cụ bà",
    "ten_nguoi_mat": "Lê Thị Sáng",
    "ngay_mat": "2026-11-23",
    "chuc_danh": "Giám đốc Trung tâm",
    "nguoi_ky": "Trịnh Văn Bình",
}


async def born(desk: LetterDesk, **more: object) -> str:
    """A birth whose certificate was handed over on Wednesday at nine."""
    code = await desk.bring(**{**BIRTH, **more})
    await desk.step(code, Status.RETURNED, at("25/11", "09:00"))
    return code


async def died(desk: LetterDesk, **more: object) -> None:
    """A death registered on Wednesday at half past eight."""
    code = await desk.bring(**{**DEATH, **more})
    await desk.step(code, Status.DONE, at("25/11", "08:30"))
    desk.at("25/11", "09:00")
    await desk.run()


async def test_a_congratulation_waits_two_hours_and_leaves_without_a_guessed_name(
    desk: LetterDesk,
):
    await born(desk)
    desk.at("25/11", "10:59")
    await desk.run()
    assert await desk.waiting() == [(Kind.BIRTH, 0)]
    desk.at("25/11", "11:00")
    await desk.run()
    assert await desk.waiting() == []
    ((row, values),) = await desk.notices()
    assert (row.kind, row.conversation_id) == ("letter.birth", "web:lan")
    assert "đón thành viên mới" in values["text"]
    (letter,) = await desk.letters.decided()
    assert (letter.state, letter.template, letter.officer) == (
        State.QUEUED, "birth_nameless", ""
    )  # fmt: skip
    await desk.run()
    assert len(await desk.notices()) == 1


async def test_an_officer_adds_the_childs_name_in_time(desk: LetterDesk):
    await born(desk)
    desk.at("25/11", "09:30")
    await desk.run()
    given = {"ho_ten": "Nguyễn Thị Lan", "ten_be": "Vi Bảo Ngọc", "nguoi_ky": "Trịnh Văn Bình"}
    await desk.letters.approve(HUNG, await desk.one(), given, leader=False)
    ((_, values),) = await desk.notices()
    assert "đón cháu **Vi Bảo Ngọc**" in values["text"]


async def test_what_an_officer_has_begun_does_not_leave_by_itself(desk: LetterDesk):
    await born(desk)
    desk.at("25/11", "09:30")
    await desk.run()
    await desk.letters.fill_in(await desk.one(), {"ten_be": "Vi Bảo"})
    desk.at("25/11", "15:00")
    await desk.run()
    assert await desk.waiting() == [(Kind.BIRTH, 0)]


async def test_switched_off_every_congratulation_waits(desk: LetterDesk):
    desk.rules = LetterRules(congratulate=False, signer_name="Trịnh Văn Bình")
    await born(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    assert await desk.waiting() == [(Kind.BIRTH, 0)]
    assert await desk.notices() == []


async def test_without_a_signer_an_officer_is_told(desk: LetterDesk):
    desk.rules = LetterRules()
    await born(desk)
    desk.at("25/11", "12:00")
    await desk.run()
    assert (await desk.one()).doubts == (Doubt.SIGNER,)
    assert await desk.notices() == []


async def test_a_mother_who_registers_a_death_too_is_never_congratulated_by_a_machine(
    desk: LetterDesk,
):
    await desk.bring(code="H56.12.5-261118-0050", reader="", **DEATH)
    await born(desk)
    desk.at("25/11", "15:00")
    await desk.run()
    letter = next(each for each in await desk.letters.waiting() if each.kind is Kind.BIRTH)
    assert letter.doubts == (Doubt.DEATH_NEARBY,)
    assert await desk.notices() == []


async def test_old_news_gets_no_letter(desk: LetterDesk):
    await born(desk)
    desk.at("3/12", "09:00")
    await desk.run()
    assert await desk.waiting() == []
    assert await desk.letters.decided() == []


async def test_an_agent_is_not_congratulated(desk: LetterDesk):
    await born(desk, role=Role.AGENT)
    desk.at("25/11", "12:00")
    await desk.run()
    assert await desk.notices() == []
    (letter,) = await desk.letters.decided()
    assert letter.state is State.APPROVED  # it can be printed


async def test_a_circumstance_from_the_list_forbids_approving(desk: LetterDesk):
    await born(desk)
    desk.at("25/11", "09:30")
    await desk.run()
    given = {"ho_ten": "Lan", "nguoi_ky": "Bình", "vuong": "child_died"}
    with pytest.raises(LetterError, match="cháu đã mất"):
        await desk.letters.approve(HUNG, await desk.one(), given, leader=True)


async def test_names_of_a_couple_come_both_or_not_at_all(desk: LetterDesk):
    await desk.bring()
    await desk.step(CODE, Status.RETURNED, at("25/11", "09:00"))
    desk.at("25/11", "09:30")
    await desk.run()
    letter = await desk.one()
    given = {"ho_ten": "Lan", "nguoi_ky": "Bình", "ten_vo": "Lan", "chuc_danh": "Giám đốc"}
    with pytest.raises(LetterError, match="cả hai"):
        await desk.letters.approve(HUNG, letter, given, leader=True)
    await desk.letters.approve(HUNG, letter, {**given, "ten_chong": "Thành"}, leader=True)
    ((_, values),) = await desk.notices()
    assert "anh **Thành** và chị **Lan**" in values["text"]


@pytest.mark.parametrize(
    ("hour", "sent"),
    [("07:00", "08:00"), ("08:00", "08:00"), ("17:59", "17:59")],
)
async def test_a_condolence_goes_between_eight_and_eighteen(desk: LetterDesk, hour: str, sent: str):
    await died(desk)
    desk.at("26/11", hour)
    await desk.letters.approve(HUNG, await desk.one(), GRIEF, leader=False)
    ((row, values),) = await desk.notices()
    assert row.kind == "letter.condolence"
    assert row.due_at == at("26/11", sent)
    assert row.choices == "[]"  # no rating, no button
    assert "cụ bà Lê Thị Sáng từ trần" in values["text"]


async def test_in_the_evening_it_waits_until_the_morning(desk: LetterDesk):
    await died(desk)
    desk.at("26/11", "18:00")
    await desk.letters.approve(HUNG, await desk.one(), GRIEF, leader=False)
    ((row, _),) = await desk.notices()
    assert row.due_at == at("27/11", "08:00")


async def test_a_condolence_never_leaves_by_itself(desk: LetterDesk):
    await died(desk)
    desk.at("1/12", "10:00")
    await desk.run()
    assert await desk.waiting() == [(Kind.CONDOLENCE, 0)]
    assert await desk.notices() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ngay_mat": "2025-11-25"}, "ngay_mat"),
        ({"ngay_mat": "2026-12-25"}, "ngay_mat"),
        ({"ngay_mat": ""}, "ngay_mat"),
        ({"cach_goi": "thằng"}, "cach_goi"),
        ({"ten_nguoi_mat": "Lê Thị Sáng đã chết"}, "ten_nguoi_mat"),
        ({"vuong": "registered_again"}, "vuong"),
        ({"vuong": "declared_dead"}, "vi_sao_gui"),
    ],
)
async def test_what_must_not_stand_in_a_condolence(
    desk: LetterDesk, wrong: dict[str, str], field: str
):
    await died(desk)
    with pytest.raises(LetterError) as refused:
        await desk.letters.approve(HUNG, await desk.one(), {**GRIEF, **wrong}, leader=True)
    assert field in refused.value.problems


async def test_for_a_child_other_words_are_used(desk: LetterDesk):
    await died(desk)
    given = {**GRIEF, "cach_goi": "cháu", "ten_nguoi_mat": "Lê Minh An"}
    done = await desk.letters.approve(HUNG, await desk.one(), given, leader=False)
    assert done.template == "condolence_child"
    finished = await desk.letters.finished(done)
    assert "chế độ" not in " ".join(finished.paragraphs)
    assert "che do" not in finished.sms


async def test_abroad_names_are_cut_and_groups_hear_nothing(desk: LetterDesk):
    from bot.kernel.receipts import read_receipt_code
    from bot.services.dossiers.sights import Person

    code = await desk.bring(reader="", **DEATH)
    read = read_receipt_code(code)
    assert read is not None
    for person in ("telegram:77", "telegram:-100"):
        await desk.dossiers.follow(read, Person(person, "1"), Role.FAMILY, "1")
    await desk.step(code, Status.DONE, at("25/11", "08:30"))
    await desk.run()
    await desk.letters.approve(HUNG, await desk.one(), GRIEF, leader=False)
    ((row, values),) = await desk.notices()
    assert row.conversation_id == "telegram:77"
    assert "Sáng" not in values["text"]
    assert "cụ bà L. T. S." in values["text"]


async def test_names_are_not_readable_in_the_database(desk: LetterDesk):
    from sqlalchemy import text

    await died(desk)
    await desk.letters.approve(HUNG, await desk.one(), GRIEF, leader=False)
    async with desk.database.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM letters"))).all()
        told = (await connection.execute(text("SELECT * FROM notices"))).all()
    assert "Sáng" not in f"{rows}{told}"
