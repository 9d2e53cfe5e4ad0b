"""To be told of a dossier, to be left alone, and questions about dossiers at all."""

from dataclasses import replace

import pytest

from bot.app.brain import Brain, build_console
from bot.kernel.clock import StillClock
from bot.services.dossiers.service import Dossiers
from tests.chatting import Chat
from tests.dossiers import CODE, a_dossier, at, router_with

SECOND = "H56.12.5-261118-0013"


@pytest.fixture
async def chat(brain: Brain, dossiers: Dossiers, clock: StillClock) -> Chat:
    """A person at a centre that knows two dossiers of Mrs Lan."""
    await dossiers.put(a_dossier())
    await dossiers.put(a_dossier(code=SECOND))
    chat = Chat(build_console(replace(brain, router=router_with(brain, dossiers)), clock))
    await chat.starts()
    return chat


async def follows(chat: Chat, *codes: str) -> None:
    for code in codes:
        await chat.says(f"{code} 5678")
        assert "của ai" in await chat.says("theo dõi")  # the card on the screen
        await chat.says("Của tôi")
        assert "đã ghi theo dõi" in await chat.says("Đồng ý")


@pytest.mark.parametrize(
    "words",
    [
        f"không theo dõi hồ sơ {CODE} nữa",
        "thôi không theo dõi hồ sơ 0012 nữa",
        f"hồ sơ {CODE} đừng báo cho tôi nữa",
        "thôi không theo dõi nữa",
        "đừng báo cho tôi nữa",
        "thôi khỏi báo nữa",
    ],
)
async def test_who_wants_no_more_of_it_is_left_alone(chat: Chat, words: str):
    await follows(chat, CODE)
    assert f"đã bỏ theo dõi hồ sơ {CODE}" in await chat.says(words)
    assert "chưa theo dõi" in await chat.says("hồ sơ của tôi")


@pytest.mark.parametrize(
    "words",
    [f"báo cho tôi khi hồ sơ {CODE} có kết quả", f"có kết quả thì alo em, mã {CODE}"],
)
async def test_who_wants_to_be_told_follows(chat: Chat, words: str):
    assert "4 số cuối" in await chat.says(words)
    assert "của ai" in await chat.says("5678")


async def test_without_a_code_it_is_asked_for(chat: Chat):
    assert "mã hồ sơ muốn theo dõi" in await chat.says("nhắn cho tôi khi có kết quả")
    assert "4 số cuối" in await chat.says(CODE)
    assert "của ai" in await chat.says("5678")


async def test_ngung_says_what_it_ended_and_nhan_tin_brings_it_back(chat: Chat, dossiers: Dossiers):
    await follows(chat, CODE, SECOND)
    heard = await chat.says("ngừng")
    assert "đã ngừng nhắn tin và bỏ theo dõi 2 hồ sơ" in heard
    assert "«nhận tin»" in heard
    heard = await chat.says("nhận tin")
    assert "từ giờ tôi lại được nhắn tin" in heard
    assert CODE in heard
    assert SECOND in heard
    assert "của ai" in await chat.says(CODE) or "Nguyễn Thị Lan" in chat.heard


@pytest.mark.parametrize("words", ["đừng nhắn tin cho tôi nữa", "dung nhan tin nua"])
async def test_no_messages_at_all_ends_everything(chat: Chat, words: str):
    await follows(chat, CODE, SECOND)
    assert "bỏ theo dõi 2 hồ sơ" in await chat.says(words)


async def test_what_is_followed_and_late_says_so_in_the_list(chat: Chat, dossiers: Dossiers):
    late = "H56.12.5-261102-0007"
    await dossiers.put(a_dossier(code=late, received_at=at("2/11"), due_at=at("18/11", "17:00")))
    await follows(chat, late)
    heard = await chat.says("hồ sơ của tôi")
    assert "trễ hẹn so với thứ Tư 18/11/2026" in heard
    assert f"{late}: đã tiếp nhận (Kết hôn)" in heard or "(Đăng ký kết hôn)" in heard


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("hồ sơ của người khác tôi xem được không", "4 số cuối điện thoại"),
        ("nộp nhầm hồ sơ muốn hủy", "đề nghị rút"),
        ("tôi nhận được tin nhắn hồ sơ có kết quả có phải lừa đảo không", "mã OTP"),
        ("bác quên số điện thoại ghi trên giấy rồi", "mang giấy hẹn và căn cước"),
        ("đổi số điện thoại nhận tin", "cán bộ sửa giúp"),
        ("tra hồ sơ theo số điện thoại", "không tra theo tên"),
        ("tôi không có điện thoại", "cũng không sao"),
        ("số điện thoại tôi là 0912345678", "chưa cần số điện thoại"),
        ("e ko nhớ mã", "Mất giấy hẹn vẫn nhận được"),
        ("không có mã", "Mất giấy hẹn vẫn nhận được"),
        ("không nhận được tin nhắn gì hết", "chỉ nhắn về hồ sơ"),
        ("tôi đang theo dõi những hồ sơ nào", "chưa theo dõi hồ sơ nào"),
        ("hs tui nộp 3 tháng rồi mà xã im re", "gửi tôi mã hồ sơ"),
        ("H29.123-261332-0001", "không phải một ngày có thật"),
        ("đổi sim", "nhà mạng"),
    ],
)
async def test_questions_about_dossiers_at_all(chat: Chat, said: str, answer: str):
    assert answer in await chat.says(said)


@pytest.mark.parametrize("words", ["mã là 0012", "số hồ sơ 0012", "đuôi 0012, mã hồ sơ"])
async def test_the_end_of_a_code_needs_the_day(chat: Chat, words: str):
    assert "ngày nào" in await chat.says(words)
    heard = await chat.says("hôm 18/11")
    assert f"Hồ sơ {CODE}: đã tiếp nhận" in heard
    assert "Lan" not in heard
    await chat.says(words.replace("0012", "0077"))
    assert "chưa thấy hồ sơ đuôi 0077" in await chat.says("18/11")


async def test_guessing_days_is_slowed_down_like_guessing_codes(chat: Chat):
    heard = ""
    for number in range(15):
        await chat.says(f"số hồ sơ {number:04}")
        heard = await chat.says("17/11")
    await chat.says("số hồ sơ 0012")
    heard = await chat.says("18/11")
    assert "chờ khoảng" in heard
