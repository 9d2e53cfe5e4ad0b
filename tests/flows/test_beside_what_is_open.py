"""What people say about the number, the appointment or the wish they have."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from bot.services.queue.model import Half, Person
from bot.services.queue.service import Queue
from tests.chatting import Chat
from tests.queue_talk import books, person_with, queue_of, taps
from tests.queues import THURSDAY

ME = Person(conversation_id="console:1")


@pytest.fixture
def queue(sqlite: AsyncEngine, clock: StillClock, brain: Brain) -> Queue:
    return queue_of(sqlite, clock, brain)


@pytest.fixture
async def chat(brain: Brain, queue: Queue, clock: StillClock) -> Chat:
    chat = person_with(brain, queue, clock)
    await chat.starts()
    return chat


@pytest.mark.parametrize(
    "words",
    ["bao lâu nữa", "cho bao lau", "bao giờ tới", "lâu quá", "quầy nào", "o quay may vay",
     "quên số rồi", "phiếu đâu", "gửi lại mã qr", "so cua em dau"],
)  # fmt: skip
async def test_with_a_number_in_hand_short_questions_are_about_it(chat: Chat, words: str):
    await chat.says("lấy số khai sinh")
    assert "Số A001, quầy 1, 2" in await chat.says(words)


@pytest.mark.parametrize("words", ["mấy giờ", "quầy mấy", "phieu dau", "gửi lại phiếu hẹn"])
async def test_with_an_appointment_short_questions_are_about_it(chat: Chat, words: str):
    number = await books(chat)
    heard = await chat.says(words)
    assert number in heard
    assert "9 giờ" in heard


async def test_without_either_they_are_not(chat: Chat):
    for words in ("quầy nào", "mấy giờ", "lâu quá"):
        assert "A001" not in await chat.says(words)


@pytest.mark.parametrize("words", ["cần mang gì", "can mang theo gi", "phải chuẩn bị giấy tờ gì"])
async def test_what_to_bring_is_answered_for_what_they_come_for(chat: Chat, words: str):
    await chat.says("lấy số khai sinh")
    heard = await chat.says(words)
    assert "Đăng ký khai sinh (1.001193)" in heard
    assert "Giấy chứng sinh" in heard


async def test_how_long_alone_asks_for_the_limit_of_what_was_shown(chat: Chat):
    await chat.says("lấy số khai sinh")
    await chat.says("cần mang gì")
    assert "Trong ngày làm việc" in await chat.says("bao lâu")


async def test_who_took_a_number_without_a_matter_is_asked_for_it(chat: Chat, queue: Queue):
    await chat.says("lấy số")
    await taps(chat, "Hộ tịch")
    assert "nói tên việc" in await chat.says("cần mang gì")


@pytest.mark.parametrize("words", ["không hủy số", "đừng hủy số nhé", "thôi khỏi hủy", "dung huy"])
async def test_who_keeps_a_number_is_not_asked_to_give_it_back(
    chat: Chat, queue: Queue, words: str
):
    await chat.says("lấy số khai sinh")
    assert "không hủy gì cả" in await chat.says(words)
    assert [one.number for one in await queue.tickets_of(ME)] == ["A001"]


@pytest.mark.parametrize("words", ["đừng hủy lịch", "không hủy lịch nữa", "khong huy lich"])
async def test_who_keeps_an_appointment_is_not_asked_to_cancel_it(chat: Chat, words: str):
    await books(chat)
    assert "không hủy gì cả" in await chat.says(words)


@pytest.mark.parametrize(
    "words", ["tôi lấy nhầm số rồi", "bam nham quay", "cho tôi đổi qua đất đai"]
)
async def test_a_wrong_number_is_offered_to_be_given_back(chat: Chat, words: str):
    await chat.says("lấy số khai sinh")
    assert "trả số A001" in await chat.says(words)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("tôi đi ra ngoài tí được không", "đừng đi xa quá"),
        ("bị gọi lố rồi", "đến báo quầy"),
        ("nếu tôi hủy số thì sao", "không bị phạt tiền"),
        ("hủy số có mất tiền không", "đều không mất tiền"),
    ],
)
async def test_questions_beside_a_number_are_answered_and_change_nothing(
    chat: Chat, queue: Queue, words: str, answer: str
):
    await chat.says("lấy số khai sinh")
    assert answer in await chat.says(words)
    assert [one.number for one in await queue.tickets_of(ME)] == ["A001"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("lấy số mất tiền không", "đều không mất tiền"),
        ("đặt lịch có mất phí không", "đều không mất tiền"),
        ("lấy 2 số cho 2 vợ chồng khai sinh", "mỗi người lấy một số"),
        ("lấy thêm số cho vợ", "mỗi người lấy một số"),
        ("lấy số rồi có đi ra ngoài được không", "đừng đi xa quá"),
        ("lấy số trước ở nhà được không", "kèm tên việc"),
        ("lay so qua mang duoc khong", "kèm tên việc"),
    ],
)
async def test_questions_take_no_number(chat: Chat, queue: Queue, words: str, answer: str):
    assert answer in await chat.says(words)
    assert not await queue.tickets_of(ME)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("cho e cái số lm khai sinh", "A001"),
        ("lấy phiếu làm kết hôn", "A001"),
        ("lấy số căn cước", "E001"),
        ("lấy số đất", "B001"),
        ("lay so lay ket qua", "F001"),
        ("lấy số lấy giấy khai sinh đã làm xong", "F001"),
    ],
)
async def test_a_number_is_asked_for_in_many_ways(chat: Chat, words: str, number: str):
    assert f"Số của ông/bà: {number}" in await chat.says(words)


@pytest.mark.parametrize(
    "words",
    ["đặt giùm bà ngoại cái lịch khai sinh sáng mai", "book slot khai sinh sáng mai",
     "hẹn sáng mai làm khai sinh", "em muốn hẹn lên làm khai sinh sáng mai",
     "đặt thêm lịch làm kết hôn sáng mai", "hẹn ngày 26/11 làm khai sinh"],
)  # fmt: skip
async def test_a_place_is_asked_for_in_many_ways(chat: Chat, words: str):
    heard = await chat.says(words)
    assert "Mai, thứ Năm 26/11" in heard
    assert "9:00" in heard


@pytest.mark.parametrize("words", ["đặt lịch làm hộ chiếu", "dat lich ho chieu sang mai"])
async def test_no_place_is_booked_for_what_others_do(chat: Chat, words: str):
    assert "Hộ chiếu: quầy này không giải quyết" in await chat.says(words)


@pytest.mark.parametrize("words", ["sớm hơn được không", "muon hon duoc khong", "đặt đi"])
async def test_who_chooses_a_time_sees_the_others_of_that_day(chat: Chat, words: str):
    await chat.says("đặt lịch khai sinh sáng mai")
    heard = await chat.says(words)
    assert "Mai, thứ Năm 26/11" in heard
    assert "9:00" in heard


async def test_a_further_matter_is_added_to_the_place_that_is_held(chat: Chat):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    assert "Đăng ký khai sinh, Đăng ký kết hôn" in await chat.says("làm thêm kết hôn luôn")


async def test_a_move_to_another_day_says_the_new_number(chat: Chat, queue: Queue):
    early = (await queue.free_slots("civil", THURSDAY))[0]
    other = Person(conversation_id="web:1")
    await queue.book((await queue.hold("civil", early.start, other)).id, other)
    assert await books(chat) == "H002"
    assert "Số mới H001, thay số H002" in await chat.says("đổi sang thứ sáu 9h")


class TestTheWaitingList:
    async def wait(self, queue: Queue) -> None:
        await queue.join_waiting_list("civil", THURSDAY, ME, Half.DAY)

    async def test_it_stands_among_what_is_booked(self, chat: Chat, queue: Queue):
        await self.wait(queue)
        assert "Đang chờ chỗ trống: mai, thứ Năm 26/11" in await chat.says("lịch của tôi")
        assert "không báo chỗ trống" in await taps(chat, "Thôi chờ")
        assert not await queue.wishes_of(ME)

    @pytest.mark.parametrize(
        "words",
        ["thôi chờ", "tôi không chờ chỗ nữa", "bỏ tôi khỏi danh sách chờ", "thoi khong cho nua"],
    )
    async def test_it_is_left_in_words(self, chat: Chat, queue: Queue, words: str):
        await self.wait(queue)
        assert "không báo chỗ trống" in await chat.says(words)
        assert not await queue.wishes_of(ME)

    @pytest.mark.parametrize("words", ["báo tôi khi có chỗ", "cho tôi vào danh sách chờ"])
    async def test_who_says_no_day_is_asked_for_it(self, chat: Chat, words: str):
        assert "hôm nào" in await chat.says(words)

    async def test_a_full_day_is_waited_for_in_words(self, chat: Chat, queue: Queue):
        for slot in await queue.free_slots("civil", THURSDAY):
            for who in range(slot.free):
                other = Person(conversation_id=f"web:{slot.start}{who}")
                hold = await queue.hold("civil", slot.start, other)
                await queue.book(hold.id, other)
        assert "kín" in await chat.says("đặt lịch khai sinh ngày mai")
        assert "ghi ông/bà chờ" in await chat.says("có chỗ thì báo tôi nhé")
        assert [wish.day for wish in await queue.wishes_of(ME)] == [THURSDAY]


@pytest.mark.parametrize("words", ["còn chỗ sáng mai không", "mai mấy giờ còn chỗ"])
async def test_who_asks_for_free_places_is_asked_what_for(chat: Chat, words: str):
    assert "làm việc gì" in await chat.says(words)


async def test_somebody_of_the_family_is_no_matter(chat: Chat):
    await books(chat)
    assert "khai tử" not in await chat.says("đặt lịch cho mẹ nữa")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("cần giấy gì", "Giấy chứng sinh"),
        ("thôi để khi khác", "trả chỗ lại"),
        ("cho giờ khác đi", "chọn giờ"),
        ("đặt cho vợ em", "tên"),
    ],
)
async def test_words_beside_a_held_place(chat: Chat, words: str, answer: str):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    assert answer in await chat.says(words)


@pytest.mark.parametrize("words", ["bữa đó bận rồi", "hom do ket viec roi"])
async def test_who_is_busy_that_day_is_asked_to_cancel_or_move(chat: Chat, words: str):
    await books(chat)
    heard = await chat.says(words)
    assert "chắc chứ" in heard
    assert "Đổi giờ" in heard


@pytest.mark.parametrize("words", ["không hủy", "không hủy nữa", "khong huy lich", "thôi khỏi hủy"])
async def test_who_keeps_a_held_place_does_not_lose_it(chat: Chat, words: str):
    await chat.says("đặt lịch khai sinh sáng mai 9h")
    assert "vẫn giữ chỗ" in await chat.says(words)
    assert "Số hẹn của ông/bà: H001" in await chat.says("ok")
