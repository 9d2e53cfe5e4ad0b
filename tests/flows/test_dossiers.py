"""How far is my dossier: what people type, what they see, what stays private."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain, build_console
from bot.channels.console.channel import ABILITIES as CONSOLE
from bot.core.engine import Engine
from bot.db.conversations import DatabaseConversations
from bot.db.models import Conversation, InboundMessage
from bot.kernel.clock import StillClock
from bot.kernel.messages import Inbound
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from tests.chatting import Chat
from tests.dossiers import CODE, a_dossier, an_event, at, router_with

SECOND = "H56.12.5-261118-0013"


@pytest.fixture
async def chat(brain: Brain, dossiers: Dossiers, clock: StillClock) -> Chat:
    """A person at the terminal of a centre that knows dossiers; Mrs Lan's is among them."""
    await dossiers.put(a_dossier())
    chat = Chat(build_console(replace(brain, router=router_with(brain, dossiers)), clock))
    await chat.starts()
    return chat


async def test_a_code_typed_carelessly_in_a_sentence_tells_how_far_it_is(chat: Chat):
    heard = await chat.says("ho so h56 12 5 261118 0012 xong chua")
    assert "H56.12.5-261118-0012: đã tiếp nhận (chặng 2/5)" in heard
    assert "✓ Gửi · ▸ Tiếp nhận · Đang giải quyết · Có kết quả · Đã nhận" in heard
    assert "thứ Năm 26/11/2026, trước 17 giờ. Còn 1 ngày làm việc." in heard
    assert "từ hệ thống một cửa" in heard
    for private in ("Lan", "kết hôn", "5678"):
        assert private not in heard


async def test_four_digits_of_the_slip_show_the_rest(chat: Chat, dossiers: Dossiers):
    await dossiers.add_event(
        CODE, an_event(Status.PROCESSING, at("19/11"), by="Trần Văn Bình", unit="Hộ tịch")
    )
    await chat.says(CODE)
    heard = await chat.says("1")  # Xem đầy đủ
    assert "4 số cuối điện thoại" in heard
    heard = await chat.says("5678")
    assert "Ai làm: Trần Văn Bình, Hộ tịch" in heard
    assert "Việc gì: Đăng ký kết hôn, người nộp Nguyễn Thị Lan" in heard
    assert "Hẹn trả: thứ Năm 26/11/2026" in heard
    assert "Kết quả:" in heard
    assert "✓ Gửi · ✓ Tiếp nhận 18/11 · ▸ Đang giải quyết 19/11" in heard


@pytest.mark.parametrize("digits", ["5678", "4 số cuối là 5678", "đuôi 5678"])
async def test_digits_given_before_they_are_asked_for_mean_the_dossier_on_the_screen(
    chat: Chat, digits: str
):
    await chat.says(CODE)
    assert "người nộp Nguyễn Thị Lan" in await chat.says(digits)
    assert "của ai" in await chat.says("theo dõi hồ sơ này giúp tui")
    assert "chủ hồ sơ" not in await chat.says("Của tôi")
    assert "đã ghi theo dõi" in await chat.says("đồng ý")


@pytest.mark.parametrize("words", ["con tôi sinh năm 2024", "năm 2024 đăng ký xe bao nhiêu"])
async def test_a_number_in_a_sentence_is_no_proof(chat: Chat, words: str):
    await chat.says(CODE)
    assert "4 số cuối" not in await chat.says(words)


async def test_the_digits_are_not_kept(
    brain: Brain, dossiers: Dossiers, clock: StillClock, sqlite: AsyncEngine
):
    await dossiers.put(a_dossier())
    store = DatabaseConversations(sqlite)
    engine = Engine(
        store=store,
        handler=router_with(brain, dossiers),
        catalogue=brain.catalogue,
        abilities={"web": CONSOLE},
        clock=clock,
    )
    for number, said in enumerate([CODE, "xem đầy đủ", "số em là 0912345678"]):
        inbound = Inbound(
            channel="web",
            channel_user="lan",
            message_id=str(number),
            sent_at=clock.now(),
            text=said,
        )
        answer = await engine.receive(inbound)
    assert "Nguyễn Thị Lan" in answer.outgoing[-1].text
    async with sqlite.connect() as connection:
        texts = (await connection.scalars(select(InboundMessage.text))).all()
        dialogue = await connection.scalar(select(Conversation.dialogue))
    assert not any("5678" in kept for kept in [*texts, dialogue])
    await store.drain()


async def test_wrong_digits_and_a_code_that_nobody_has_sound_the_same(chat: Chat):
    await chat.taps(f"dosfull:{CODE}")
    wrong = await chat.says("1111")
    await chat.taps("dosfull:H56.12.5-261118-7777")
    nobodys = await chat.says("1111")
    assert wrong == nobodys
    assert "chưa khớp" in wrong


async def test_guessing_ends_soon_and_points_to_an_officer(chat: Chat, clock: StillClock):
    await chat.taps(f"dosfull:{CODE}")
    for number in range(5):
        await chat.says(f"000{number}")
        clock.move(timedelta(seconds=30))
    heard = await chat.says("5678")
    assert "tạm dừng" in heard
    assert "13 phút" in heard
    assert "Lan" not in heard


async def test_an_unknown_code_gets_advice_and_no_hint_about_others(chat: Chat):
    heard = await chat.says("H56.12.5-261118-0011")
    assert "chưa thấy" in heard
    assert "0012" not in heard


async def test_missing_papers_come_with_their_limit(chat: Chat, dossiers: Dossiers):
    missing = an_event(
        Status.SUPPLEMENT,
        at("23/11"),
        missing=("Giấy xác nhận tình trạng hôn nhân", "Bản sao căn cước"),
        due_at=at("30/11", "17:00"),
    )
    await dossiers.add_event(CODE, missing)
    heard = await chat.says(CODE)
    assert "còn thiếu giấy tờ" in heard
    assert "Giấy xác nhận" not in heard
    await chat.says("1")
    heard = await chat.says("5678")
    assert "☐ Giấy xác nhận tình trạng hôn nhân\n☐ Bản sao căn cước" in heard
    assert "Hạn của ông/bà: thứ Hai 30/11/2026, trước 17 giờ." in heard
    assert "tạm dừng tính ngày" in heard


async def test_a_late_dossier_says_so_first_and_names_the_new_date(
    chat: Chat, dossiers: Dossiers, clock: StillClock
):
    clock.move(timedelta(days=3))
    heard = await chat.says(CODE)
    assert heard.startswith("Hồ sơ trễ hẹn so với thứ Năm 26/11/2026")
    again = an_event(Status.PROCESSING, at("27/11"), due_at=at("2/12", "17:00"))
    await dossiers.add_event(CODE, again)
    heard = await chat.says(CODE)
    assert heard.startswith("Hồ sơ trễ hẹn")
    assert "thứ Tư 02/12/2026" in heard


async def test_a_ready_result_says_where_to_go_with_what(chat: Chat, dossiers: Dossiers):
    await dossiers.add_event(CODE, an_event(Status.DONE, at("23/11")))
    heard = await chat.says(CODE)
    assert "Mời ông/bà đến quầy 2 trong giờ làm việc, mang giấy hẹn và căn cước." in heard


async def test_of_a_guardianship_the_code_tells_only_whether_there_is_a_result(
    chat: Chat, dossiers: Dossiers
):
    await dossiers.put(a_dossier(code=SECOND, procedure_code="1.004837", procedure_name=""))
    heard = await chat.says(SECOND)
    assert "chưa có kết quả" in heard
    assert "chặng" not in heard
    assert "26/11" not in heard
    assert "giám hộ" not in heard.lower()


async def test_following_asks_whose_and_for_consent_and_can_be_ended(chat: Chat):
    await chat.says(f"theo dõi {CODE}")
    heard = await chat.says("5678")
    assert "của ai" in heard
    heard = await chat.says("Của người nhà")
    assert "chủ hồ sơ đã cho phép" in heard
    assert "30 ngày sau khi trả kết quả" in heard
    heard = await chat.says("đồng ý")
    assert "đã ghi theo dõi" in heard
    heard = await chat.says("hồ sơ của tôi")
    assert f"{CODE}: đã tiếp nhận" in heard
    heard = await chat.says("…0012 tới đâu rồi, hồ sơ ấy")
    assert "Nguyễn Thị Lan" in heard  # the conversation is linked: no digits needed
    heard = await chat.says("bỏ theo dõi")
    assert f"đã bỏ theo dõi hồ sơ {CODE}" in heard
    assert "chưa theo dõi" in await chat.says("hồ sơ của tôi")


async def test_no_to_the_consent_follows_nothing(chat: Chat):
    await chat.says(f"theo dõi {CODE}")
    await chat.says("5678")
    await chat.says("1")
    assert "không theo dõi" in await chat.says("không, cảm ơn")
    assert "chưa theo dõi" in await chat.says("hồ sơ của tôi")


async def test_a_forged_button_follows_nothing_without_proof(chat: Chat):
    heard = await chat.taps(f"follow:{CODE}:self:yes")
    assert "4 số cuối" in heard
    assert "chưa theo dõi" in await chat.says("hồ sơ của tôi")


async def test_one_of_several_is_chosen_to_be_ended(chat: Chat, dossiers: Dossiers):
    await dossiers.put(a_dossier(code=SECOND))
    for code in (CODE, SECOND):
        await chat.taps(f"dosfull:{code}")
        await chat.says("5678")
        await chat.taps(f"follow:{code}:agent:yes")
    heard = await chat.says("thôi theo dõi")
    assert CODE in heard
    assert SECOND in heard
    await chat.says("Bỏ theo dõi hết")
    assert "chưa theo dõi" in await chat.says("hồ sơ của tôi")


async def test_ngung_ends_all_following(chat: Chat):
    await chat.taps(f"dosfull:{CODE}")
    await chat.says("5678")
    await chat.taps(f"follow:{CODE}:self:yes")
    await chat.says("ngừng")
    assert "chưa theo dõi" in await chat.says("hồ sơ của tôi")


async def test_several_codes_in_one_message_are_answered_line_by_line(
    chat: Chat, dossiers: Dossiers
):
    await dossiers.put(a_dossier(code=SECOND, status=Status.DONE, as_of=at("24/11")))
    heard = await chat.says(f"{CODE} và {SECOND} với H56.12.5-261118-9999")
    assert f"• {CODE}: đã tiếp nhận, hẹn thứ Năm 26/11/2026" in heard
    assert f"• {SECOND}: đã có kết quả" in heard
    assert "9999: tôi chưa thấy" in heard


async def test_who_asks_without_a_code_is_told_where_it_stands(chat: Chat):
    heard = await chat.says("hồ sơ của tôi tới đâu rồi")
    assert "giấy hẹn" in heard
    assert "H56.12.5-261118-0012" in heard
    heard = await chat.says("56125261118")
    assert "chưa thấy mã hồ sơ" in heard
    heard = await chat.says("mất giấy hẹn rồi")
    assert "vẫn nhận được kết quả" in heard


async def test_the_end_of_a_code_is_not_searched_among_others(chat: Chat):
    heard = await chat.says("hồ sơ đuôi 0012")
    assert "cả mã" in heard
    assert "Lan" not in heard


async def test_a_question_in_between_is_answered_and_ends_the_asking(chat: Chat):
    await chat.taps(f"dosfull:{CODE}")
    heard = await chat.says("đăng ký khai sinh cần giấy tờ gì")
    assert "Giấy chứng sinh" in heard
    assert "Lan" not in await chat.says("5678")


async def test_an_hour_later_four_digits_mean_nothing(chat: Chat, clock: StillClock):
    await chat.taps(f"dosfull:{CODE}")
    clock.move(timedelta(hours=1))
    assert "Lan" not in await chat.says("5678")


async def test_easy_mode_says_the_one_thing(chat: Chat):
    await chat.says("chữ to")
    heard = await chat.says(CODE)
    assert "đã tiếp nhận" in heard
    assert "thứ Năm 26/11/2026" in heard
    assert "·" not in heard
    assert len(heard.split("\n")) <= 6


async def test_english_words_are_english(chat: Chat):
    await chat.says("english")
    heard = await chat.says(CODE)
    assert "received (stage 2/5)" in heard


async def test_without_dossiers_it_says_so_kindly(brain: Brain, clock: StillClock):
    chat = Chat(build_console(brain, clock))
    for said in (CODE, "xem hồ sơ", "theo dõi", "hồ sơ của tôi", "bỏ theo dõi"):
        assert "chưa xem được" in await chat.says(said)


async def test_old_forms_of_address_are_kept(chat: Chat):
    heard = await chat.says(f"bác muốn hỏi hồ sơ {CODE}")
    assert "bác" in heard
    assert "ông/bà" not in heard


@pytest.mark.parametrize("tap", ["dos:x", "dosfull:", "follow:x:y:z", "unfollow:'", "dosmine:9"])
async def test_forged_buttons_are_met_calmly(chat: Chat, tap: str):
    assert await chat.taps(tap)


async def test_the_first_screen_and_easy_mode_lead_to_dossiers(chat: Chat):
    assert "Xem hồ sơ" in await chat.starts()
    heard = await chat.says("chữ to")
    assert "2. Xem hồ sơ" in heard
    assert "mã hồ sơ trên giấy hẹn" in await chat.says("2")
    assert "mã hồ sơ trên giấy hẹn" in (await chat.says("trợ giúp")).lower()


async def test_a_story_with_a_date_is_no_code(chat: Chat):
    await chat.says("xem hồ sơ")
    heard = await chat.says("con sinh ngày 12/03/2020 mà chưa làm giấy khai sinh")
    assert "khai sinh" in heard
    assert "chưa thấy mã hồ sơ" not in heard
