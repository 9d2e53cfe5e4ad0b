"""A dossier runs late: drafted ahead, approved with a reason and a new date, told once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.apologies import ApprovedApologies
from bot.db.notices import cancel_notices
from bot.kernel.errors import LetterError
from bot.kernel.receipts import read_receipt_code
from bot.services.dossiers.model import Status
from bot.services.dossiers.sights import Role
from bot.services.letters.model import Kind, State
from tests.dossiers import CODE, SECRET_KEY, at
from tests.letters.desk import HUNG, SITE, SORRY, LetterDesk


async def late_land(desk: LetterDesk, **more: object) -> str:
    """A land dossier at work, due on Thursday 26/11 at 17:00."""
    facts = {
        "procedure_code": "",
        "procedure_name": "Đăng ký biến động đất đai",
        "status": Status.PROCESSING,
    }
    return await desk.bring(**{**facts, **more})


async def test_the_draft_waits_a_working_day_before_the_promise(desk: LetterDesk):
    await late_land(desk)
    desk.at("25/11", "16:59")
    await desk.run()
    assert await desk.waiting() == []
    desk.at("25/11", "17:00")
    assert await desk.run() == 1
    assert await desk.waiting() == [(Kind.APOLOGY_BEFORE, 0)]
    assert await desk.run() == 0  # idempotent


async def test_an_hour_after_the_promise_the_other_letter_takes_its_place(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    desk.at("27/11", "08:29")
    await desk.run()
    assert await desk.waiting() == [(Kind.APOLOGY_BEFORE, 0)]
    desk.at("27/11", "08:30")
    await desk.run()
    assert await desk.waiting() == [(Kind.APOLOGY_AFTER, 0)]
    (dropped,) = await desk.letters.decided()
    assert dropped.state is State.DROPPED


async def test_a_draft_filled_in_for_somebody_else_is_empty_again(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    seen = await desk.letters.fill_in(await desk.one(), SORRY)
    assert seen.values["ho_ten"] == "Nguyễn Thị Lan"
    await late_land(desk, reader="", applicant_name="Lê Thị Mai", phone="0987 654 321")
    assert (await desk.one()).values == {}
    with pytest.raises(LetterError):  # the officer looks at the letter of somebody else
        await desk.letters.approve(HUNG, seen, SORRY, leader=False)
    suggested = await desk.letters.suggested(await desk.one())
    assert suggested["ho_ten"] == "Lê Thị Mai"


async def test_old_dossiers_brought_in_at_once_are_history_and_get_no_letters(desk: LetterDesk):
    desk.at("14/12")
    for number in range(3):
        await late_land(desk, code=f"H56.12.5-261118-010{number}", received_at=at("2/11"))
    assert await desk.run() == 0
    assert await desk.waiting() == []


async def test_what_became_late_in_these_days_is_news_although_it_comes_late(desk: LetterDesk):
    desk.at("3/12", "16:00")  # the fifth working day after the promise
    await late_land(desk)
    await late_land(desk, code="H56.12.5-261118-0100", due_at=at("24/11", "17:00"))
    await desk.run()
    assert await desk.waiting() == [(Kind.APOLOGY_AFTER, 0)]
    assert (await desk.one()).about.code == CODE


async def test_a_promise_broken_under_our_eyes_is_news_after_a_long_night(desk: LetterDesk):
    await late_land(desk)
    desk.at("14/12")  # the machine was off for two weeks
    await desk.run()
    assert await desk.waiting() == [(Kind.APOLOGY_AFTER, 0)]


async def test_a_dossier_done_in_time_needs_no_apology(desk: LetterDesk):
    code = await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    await desk.step(code, Status.DONE, at("26/11", "10:00"))
    desk.at("26/11", "10:05")
    await desk.run()
    assert await desk.waiting() == []


async def test_a_paused_dossier_is_not_late(desk: LetterDesk):
    code = await late_land(desk)
    await desk.step(code, Status.SUPPLEMENT, at("24/11"))
    desk.at("30/11")
    await desk.run()
    assert await desk.waiting() == []


async def test_approving_tells_the_citizen_and_moves_the_promise(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    letter = await desk.one()
    done = await desk.letters.approve(HUNG, letter, SORRY, leader=False)
    assert done.state is State.QUEUED
    assert (done.officer, done.template, done.template_version) == ("hung", "apology_before", 1)
    dossier = await desk.dossiers.get(CODE)
    assert dossier.due_again == at("2/12", "16:30")
    ((row, values),) = await desk.notices()
    assert (row.kind, row.subject, row.consent) == ("letter.apology", f"letter:{done.id}", "letter")
    assert row.conversation_id == "web:lan"
    assert "16 giờ 30, thứ Tư ngày 02/12/2026" in values["text"]
    assert "Văn bản xin lỗi có chữ ký sẽ được gửi đến ông/bà" in values["text"]
    assert "ranh giới thửa đất" in values["text"]
    assert f"Xem thư: {SITE}/letters/" in values["text"]
    assert len(values["sms"]) <= 160
    assert "http" not in values["sms"]
    assert await desk.run() == 0  # the new promise holds: nothing more to draft


async def test_without_a_real_reason_nothing_is_sent(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    letter = await desk.one()
    wrong = {
        "ly_do": "",
        "ngay_moi": "2026-11-29",
        "gio_moi": "03:00",
        "nguoi_ky": "",
        "can_bo_phu_trach": "",
        "co_quan_lam_cham": "",
    }
    with pytest.raises(LetterError) as refused:
        await desk.letters.approve(HUNG, letter, {**SORRY, **wrong}, leader=True)
    assert set(refused.value.problems) == {
        "ly_do", "ngay_moi", "nguoi_ky", "can_bo_phu_trach", "co_quan_lam_cham"
    }  # fmt: skip
    for text in ("vì lý do khách quan", "lý do khách quan.", "bận"):
        with pytest.raises(LetterError) as refused:
            await desk.letters.approve(HUNG, letter, {**SORRY, "ly_do": text}, leader=True)
        assert "ly_do" in refused.value.problems
    for day, hour in (("2026-11-26", "08:00"), ("2026-11-26", "16:00"), ("2026-12-02", "12:15")):
        given = {**SORRY, "ngay_moi": day, "gio_moi": hour}
        with pytest.raises(LetterError) as refused:
            await desk.letters.approve(HUNG, letter, given, leader=True)
        assert "ngay_moi" in refused.value.problems
    assert await desk.notices() == []


async def test_a_second_new_date_needs_a_leader_who_writes_why(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    desk.at("3/12", "10:00")
    await desk.run()
    letter = await desk.one()
    assert (letter.kind, letter.appointment) == (Kind.APOLOGY_AFTER, 1)
    again = {**SORRY, "ngay_moi": "2026-12-09"}
    for leader, given in ((False, again), (False, {**again, "vi_sao_hen_lai": "x"}), (True, again)):
        with pytest.raises(LetterError) as refused:
            await desk.letters.approve(HUNG, letter, given, leader=leader)
        assert "vi_sao_hen_lai" in refused.value.problems
    given = {**again, "vi_sao_hen_lai": "Sở chưa trả lời, đã gọi hai lần"}
    done = await desk.letters.approve(HUNG, letter, given, leader=True)
    assert done.reason == "Sở chưa trả lời, đã gọi hai lần"
    assert len(await desk.notices()) == 2


async def test_a_promise_of_the_office_outlives_a_source_that_repeats_the_old_one(
    desk: LetterDesk,
):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    await late_land(desk, reader="")  # the file of the evening still says 26/11
    desk.at("27/11", "15:00")
    await desk.run()
    assert await desk.waiting() == []


async def test_of_two_officers_one_wins_and_the_other_is_told(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    letter, other = await desk.one(), desk.open().letters
    results = await asyncio.gather(
        desk.letters.approve(HUNG, letter, SORRY, leader=False),
        other.approve(HUNG, letter, SORRY, leader=False),
        other.decline(HUNG, letter, "không cần"),
        return_exceptions=True,
    )
    lost = [each for each in results if isinstance(each, LetterError)]
    assert len(lost) == 2
    assert all("Người khác vừa xử lý" in str(each) for each in lost)
    assert len(await desk.notices()) <= 1


async def test_a_dossier_finished_meanwhile_is_not_apologised_for(desk: LetterDesk):
    code = await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    await desk.step(code, Status.DONE, at("26/11", "09:30"))
    letter = await desk.one()
    with pytest.raises(LetterError, match="không còn đúng"):
        await desk.letters.approve(HUNG, letter, SORRY, leader=False)


async def test_an_officer_who_knows_early_says_so_early(desk: LetterDesk):
    code = await late_land(desk)
    desk.at("20/11")
    await desk.run()
    assert await desk.waiting() == []  # the program sees nothing yet
    with pytest.raises(LetterError, match="chưa quá hẹn"):
        await desk.letters.start(HUNG, code, Kind.APOLOGY_AFTER)
    begun = await desk.letters.start(HUNG, code, Kind.APOLOGY_BEFORE)
    await desk.run()
    letter = await desk.letters.get(begun.id)
    assert letter.state is State.DRAFTED  # the timed work leaves it to that officer
    done = await desk.letters.approve(HUNG, letter, SORRY, leader=False)
    assert done.state is State.QUEUED
    again = await desk.letters.start(HUNG, code, Kind.APOLOGY_BEFORE)
    with pytest.raises(LetterError, match="Chỉ phụ trách"):
        await desk.letters.approve(HUNG, again, SORRY, leader=False)


async def test_a_cancelled_notice_leaves_the_letter_to_be_handed_over(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "16:00")
    await desk.run()
    done = await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    async with desk.database.begin() as connection:
        await cancel_notices(connection, f"letter:{done.id}", desk.clock.now())
    await desk.run()
    assert [each.id for each in await desk.letters.aftercare.to_hand_over()] == [done.id]


async def test_whoever_cannot_be_written_to_gets_it_on_paper(desk: LetterDesk):
    await late_land(desk, reader="", phone="")
    desk.at("26/11", "09:00")
    await desk.run()
    done = await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    assert done.state is State.APPROVED
    assert await desk.letters.aftercare.hand_over(HUNG, done)
    assert not await desk.letters.aftercare.hand_over(HUNG, done)
    assert (await desk.letters.get(done.id)).state is State.SENT


async def test_a_phone_on_the_slip_gets_an_sms_where_nobody_follows(desk: LetterDesk):
    await late_land(desk, reader="")
    desk.at("26/11", "09:00")
    await desk.run()
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    ((row, values),) = await desk.notices()
    assert row.conversation_id == ""
    assert row.phone
    assert values["sms"].startswith("UBND xa Luan Thanh xin loi ong/ba N.T.Lan: ho so")


async def test_an_agent_hears_of_delays_too(desk: LetterDesk):
    await late_land(desk, role=Role.AGENT)
    desk.at("26/11", "09:00")
    await desk.run()
    done = await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    assert done.state is State.QUEUED


async def test_what_an_officer_wrote_stays_until_it_is_approved(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    letter = await desk.one()
    kept = await desk.letters.fill_in(letter, {"ly_do": "chưa đủ chữ ký"})
    assert (await desk.one()).values == {"ly_do": "chưa đủ chữ ký"}
    with pytest.raises(LetterError):
        await desk.letters.fill_in(letter, {"ly_do": "người khác"})
    assert (await desk.letters.suggested(kept))["co_quan_lam_cham"]


async def test_the_version_of_the_wording_is_kept_with_the_letter(desk: LetterDesk):
    await late_land(desk)
    desk.at("26/11", "09:00")
    await desk.run()
    done = await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    before = await desk.letters.finished(done)
    old = await desk.letters.templates.get("apology_before")
    new = replace(old.texts, closing="Kính thư.")
    await desk.letters.templates.save(HUNG, "apology_before", 1, new, "gọn hơn")
    desk.clock.move(timedelta(days=3))
    assert await desk.letters.finished(await desk.letters.get(done.id)) == before


async def test_the_card_of_a_late_dossier_finds_what_was_approved(desk: LetterDesk):
    code = read_receipt_code(await late_land(desk))
    assert code is not None
    apologies = ApprovedApologies(desk.database, SECRET_KEY)
    number = await desk.dossiers.desk.number(code)
    desk.at("27/11", "09:00")
    await desk.run()
    assert await apologies.of(number) is None  # a draft is not said yet
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    apology = await apologies.of(number)
    assert apology is not None
    assert apology.reason == SORRY["ly_do"]
    assert apology.agency == SORRY["co_quan_lam_cham"]
    assert SORRY["ly_do"] in apology.text
