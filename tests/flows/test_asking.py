"""Conversations as transcripts: people, words, numbers; no buttons."""

from datetime import timedelta

import pytest

from bot.kernel.clock import StillClock
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Behavior
from tests.chatting import Chat


async def test_first_contact_says_who_speaks_what_it_can_do_and_what_is_kept(chat: Chat):
    heard = await chat.starts()
    assert "trợ lý tự động" in heard
    assert "máy trả lời, không phải cán bộ" in heard
    assert "xã Luận Thành" in heard
    assert heard.count("•") == 5  # privacy in five lines
    for label in ("Em bé", "Kết hôn", "Giấy tờ, cư trú", "Nhà đất", "Mở hàng quán"):
        assert label in heard
    for label in ("Người thân qua đời", "Việc khác", "Gặp cán bộ", "Đồng ý"):
        assert label in heard


async def test_numbers_go_on_over_several_messages_so_that_each_means_one_thing(chat: Chat):
    heard = await chat.starts()
    assert "1. Em bé" in heard
    assert "9. Đồng ý" in heard
    assert "Đăng ký khai sinh" in await chat.says("1")


async def test_consent_is_asked_once_and_recorded(chat: Chat):
    await chat.starts()
    assert "đã ghi nhận" in await chat.says("Đồng ý")
    assert "Đồng ý" not in await chat.starts()


async def test_a_question_without_accents_gets_the_four_things_first_with_its_source(chat: Chat):
    heard = await chat.says("lam giay khai sinh cho con can gi z")
    assert chat.verdict.behavior is Behavior.ANSWER
    assert chat.verdict.procedures[0] == "1.001193"
    assert "Giấy chứng sinh" in heard
    assert "Nguồn: Quyết định 163/QĐ-BTP" in heard
    assert "kiểm tra lại với quầy" in heard


async def test_an_overview_shows_papers_place_time_and_fee(chat: Chat):
    heard = await chat.says("đăng ký khai sinh")
    places = [heard.index(part) for part in ("Mang theo", "Nộp ở", "Bao lâu", "Lệ phí", "Nguồn")]
    assert places == sorted(places)


async def test_follow_ups_stay_with_the_procedure(chat: Chat):
    await chat.says("đăng ký khai sinh")
    await chat.says("phí nhiêu z")
    assert (chat.verdict.procedures[0], chat.verdict.topics) == ("1.001193", (Topic.FEES,))
    await chat.says("thế nộp online đc k")
    assert (chat.verdict.procedures[0], chat.verdict.topics) == ("1.001193", (Topic.ONLINE,))


@pytest.mark.parametrize(
    "trap",
    ["sao y giấy khai sinh", "làm lại giấy khai sinh", "công chứng", "đăng ký lại", "ks", "hk"],
)
async def test_traps_are_asked_back(chat: Chat, trap: str):
    heard = await chat.says(trap)
    assert chat.verdict.behavior is Behavior.CLARIFY
    assert 2 <= len(chat.verdict.procedures) <= 5
    assert "2. " in heard
    assert "Bạn " not in heard


async def test_the_second_one_and_its_fee_in_one_breath(chat: Chat):
    await chat.says("sao y giấy khai sinh")
    heard = await chat.says("cái thứ hai, phí nhiêu")
    assert chat.verdict.procedures[0] == "2.000635"
    assert "8.000 đồng" in heard


async def test_a_number_answers_a_question_asked_back(chat: Chat):
    await chat.says("đăng ký lại")
    first = chat.verdict.procedures[0]
    await chat.says("1")
    assert chat.verdict.behavior is Behavior.ANSWER
    assert chat.verdict.procedures[0] == first


async def test_divorce_is_told_whose_it_is(chat: Chat):
    heard = await chat.says("muốn ly hôn thì nộp đơn ở đây phải không")
    assert chat.verdict.behavior is Behavior.OUT_OF_SCOPE
    assert "Tòa án" in heard
    assert "Gặp cán bộ" in heard


async def test_after_two_misses_a_person_is_offered_and_no_sentence_comes_twice(chat: Chat):
    first = await chat.says("xyzzy plugh qwrtp")
    second = await chat.says("blorb frotz gnzzt")
    third = await chat.says("qqq wwwt pppd")
    assert "0237 123 4567" in second
    assert len({first.split("\n")[0], second.split("\n")[0], third.split("\n")[0]}) == 3


async def test_a_case_question_leads_to_a_personal_checklist(chat: Chat):
    await chat.says("đăng ký khai tử")
    ask = await chat.says("Trường hợp của tôi")
    assert "Người thân mất ở đâu?" in ask
    await chat.says("Ở nhà")
    heard = await chat.says("1")
    assert "Giấy báo tử do xã nơi mất cấp" in heard
    assert "Giấy báo tử hoặc giấy tờ thay giấy báo tử" not in heard


async def test_papers_can_be_ticked_off_until_all_are_there(chat: Chat):
    await chat.says("đăng ký khai sinh")
    heard = await chat.says("Đánh dấu giấy tờ")
    rows = heard.count("☐")
    assert rows >= 2
    for number in range(1, rows + 1):
        heard = await chat.says(str(number))
    assert f"Đủ {rows}/{rows}" in heard
    assert "☐" not in heard


async def test_going_back_beginning_again_and_leaving_work_everywhere(chat: Chat):
    await chat.starts()
    menu = await chat.says("Em bé")
    await chat.says("1")
    assert await chat.says("quay lại") == menu
    assert "cần việc gì" in await chat.says("làm lại")
    assert "Cảm ơn" in await chat.says("thoát")
    assert "gõ dấu" in await chat.says("trợ giúp")
    assert "0237 123 4567" in await chat.says("gặp cán bộ")


async def test_easy_mode_says_one_thing_at_a_time_with_at_most_three_choices(chat: Chat):
    await chat.says("chữ to")
    heard = await chat.says("đăng ký khai sinh")
    assert "Mang theo" in heard
    assert "Lệ phí" not in heard
    seen = ""
    for _ in range(3):
        assert "\n4. " not in heard
        heard = await chat.says("1")
        seen += heard
    for part in ("Nộp ở", "Bao lâu", "Lệ phí"):
        assert part in seen
    assert "\n4. " not in await chat.says("em bé")


async def test_easy_mode_is_remembered_and_can_be_ended(chat: Chat):
    await chat.says("nói chậm")
    await chat.says("làm lại")
    assert "\n4. " not in chat.heard
    await chat.taps("easy:off")
    assert "Người thân qua đời" in chat.heard


async def test_an_elder_keeps_the_word_she_uses_for_herself(chat: Chat):
    assert "bác kiểm tra lại" in await chat.says("bác muốn làm khai sinh cho cháu")
    assert "bác" in (await chat.says("gặp cán bộ")).lower()


async def test_an_identity_number_is_masked_with_a_friendly_word(chat: Chat):
    heard = await chat.says("số căn cước của tôi 036095001234, tôi muốn đăng ký tạm trú")
    assert "036095001234" not in heard
    assert "đã che số" in heard
    assert chat.verdict.procedures[0] == "1.004194"


async def test_an_ended_procedure_names_its_successor(chat: Chat):
    heard = await chat.says("thủ tục 2.000986")
    assert "không còn" in heard
    assert "3.000722" in heard


async def test_a_name_only_card_invents_nothing(chat: Chat):
    heard = await chat.taps("proc:1.001653")
    assert "Chi tiết chưa có trong cơ sở dữ liệu" in heard
    assert "miễn phí" not in heard


async def test_two_questions_in_one_message_get_two_answers(chat: Chat):
    heard = await chat.says("đăng ký khai sinh cho con và đăng ký kết hôn cần giấy tờ gì")
    assert "(1.001193)" in heard
    assert "(1.000894)" in heard


async def test_opening_hours_are_told_for_now(chat: Chat, clock: StillClock):
    assert "đang mở cửa đến 11:30" in await chat.taps("hours")
    clock.move(timedelta(hours=9))
    assert "Mở lại lúc 07:30 ngày mai, thứ Năm" in await chat.taps("hours")


async def test_english_menus_on_request(chat: Chat):
    assert "English menus" in await chat.says("English")
    assert "See an officer" in await chat.says("đăng ký khai sinh")


async def test_the_wish_to_be_forgotten_is_asked_once_and_done(chat: Chat):
    await chat.says("đăng ký khai sinh")
    assert "chắc chứ" in await chat.says("xóa dữ liệu")
    assert "đã xóa hết" in await chat.says("Xóa hết")
    await chat.says("phí bao nhiêu")
    assert chat.verdict.behavior is not Behavior.ANSWER


async def test_an_old_or_forged_button_is_met_kindly(chat: Chat):
    for value in ("nothing", "proc:9.999999", "check:1.001193:77", "ans:1.001193:9:9", "", "::::"):
        assert (await chat.taps(value)).strip()


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("riêng tư", "thông tin của"),
        ("XÓA DỮ LIỆU", "chắc chứ"),
        ("tro giup", "gõ dấu"),
        ("gap can bo", "0237 123 4567"),
        ("quay lai", "cần việc gì"),
        ("noi cham", "nói ngắn"),
    ],
)
async def test_words_that_always_work_work_in_the_middle_of_anything(
    chat: Chat, word: str, heard: str
):
    await chat.says("làm lại giấy khai sinh")
    assert heard in await chat.says(word)


async def test_not_understood_again_and_again_is_said_differently_each_time(chat: Chat):
    said = [(await chat.says(word)).split("\n")[0] for word in ("asdkjh", "qwzx", "zzxq", "wqzk")]
    said += [(await chat.says(word)).split("\n")[0] for word in ("xkcq", "jjwq")]
    assert len(set(said[-6:])) == 6


async def test_a_bare_identity_number_gets_a_friendly_word_and_is_no_miss(chat: Chat):
    heard = await chat.says("036095001234")
    assert "đã che số giấy tờ" in heard
    assert "chưa đọc được" not in heard


async def test_a_link_to_a_procedure_that_is_no_more_still_greets_a_newcomer(chat: Chat):
    heard = await chat.taps("proc:9.999999")
    assert "trợ lý tự động" in heard
    assert "cũ rồi" not in heard


@pytest.mark.parametrize("text", ["tôi không muốn sống nữa", "tui muon tu tu", "muốn chết quá"])
async def test_somebody_in_despair_is_met_with_warmth_and_the_emergency_number(
    chat: Chat, text: str
):
    heard = await chat.says(text)
    assert "115" in heard
    assert "khai tử" not in heard.lower()
    assert "không giải quyết" not in heard


async def test_a_condition_added_afterwards_is_answered_from_the_same_card(chat: Chat):
    await chat.says("lam giay khai sinh cho con can gi z")
    heard = await chat.says("à thế quá 60 ngày rồi thì sao")
    assert chat.verdict.procedures[0] == "1.001193"
    assert "Trường hợp: Quá 60 ngày" in heard
    await chat.says("thế còn đăng ký kết hôn thì sao")
    assert chat.verdict.procedures[0] == "1.000894"
