"""After a card: the questions that follow mean the dossier on the screen."""

from collections.abc import Sequence
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
from bot.services.dossiers.apologies import Apology
from bot.services.dossiers.model import Facts, Status, SubmittedVia
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.store import DossierStore
from tests.chatting import Chat
from tests.dossiers import CODE, SECRET_KEY, a_dossier, an_event, at, router_with

SECOND = "H56.12.5-261118-0013"
THIRD = "H56.12.5-261117-0006"


class Sorry:
    """The agency said sorry for every delay."""

    async def of(self, number: int) -> Apology | None:
        """Return what it wrote."""
        return Apology("phải xác minh lại ranh thửa", "Chi nhánh đất đai", "Kính gửi bà Lan,\n\n…")


@pytest.fixture
async def chat(brain: Brain, dossiers: Dossiers, clock: StillClock) -> Chat:
    """A person at a centre that knows Mrs Lan's marriage, at work and due tomorrow."""
    await dossiers.put(a_dossier(officer="Trần Văn Bình", unit="Hộ tịch"))
    return await talking_to(brain, dossiers, clock)


async def talking_to(brain: Brain, dossiers: Dossiers, clock: StillClock) -> Chat:
    chat = Chat(build_console(replace(brain, router=router_with(brain, dossiers)), clock))
    await chat.starts()
    return chat


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("đến lấy cần mang gì", "mang giấy hẹn và căn cước"),
        ("ai đi lấy thay được ko", "giấy ủy quyền"),
        ("đổi người lấy", "giấy ủy quyền"),
        ("sáng thứ 7 có lấy được không", "thứ Bảy 28/11 mở cửa 7:30–11:30"),
        ("bao giờ xong", "thứ Năm 26/11/2026"),
        ("khi nao co kq", "thứ Năm 26/11/2026"),
        ("lấy ở đâu", "quầy 2"),
        ("còn thiếu gì vậy", "không bị ghi thiếu"),
        ("vì sao trễ", "chưa trễ hẹn"),
        ("nộp bổ sung ở đâu", "Cổng Dịch vụ công"),
        ("muốn rút hồ sơ", "đề nghị rút"),
        ("lấy sớm hơn được ko", "không đổi được"),
    ],
)
async def test_what_everybody_may_know_is_answered_at_once(chat: Chat, asked: str, answer: str):
    await chat.says(CODE)
    heard = await chat.says(asked)
    assert answer in heard
    assert "Lan" not in heard


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("ai đang làm", "Trần Văn Bình, Hộ tịch"),
        ("nộp bao nhiêu tiền", "Lệ phí"),
        ("kết quả là gì", "Giấy chứng nhận kết hôn"),
    ],
)
async def test_what_only_the_owner_may_know_is_answered_after_the_digits(
    chat: Chat, asked: str, answer: str
):
    await chat.says(CODE)
    heard = await chat.says(asked)
    assert "4 số cuối" in heard
    assert answer not in heard
    assert answer in await chat.says("bốn năm sáu bảy") or answer in await chat.says("5678")


async def test_missing_papers_are_named_to_the_owner_with_the_way_to_bring_them(
    chat: Chat, dossiers: Dossiers
):
    await dossiers.put(a_dossier(code=SECOND, submitted_via=SubmittedVia.ONLINE))
    missing = an_event(Status.SUPPLEMENT, at("23/11"), missing=("Bản sao căn cước",))
    await dossiers.add_event(SECOND, missing)
    await chat.says(SECOND)
    assert "4 số cuối" in await chat.says("thieu gi z")
    heard = await chat.says("5678")
    assert "☐ Bản sao căn cước" in heard
    assert "tải giấy tờ còn thiếu lên" in heard


async def test_one_word_in_between_is_forgiven_a_new_matter_is_not(chat: Chat):
    await chat.says(CODE)
    await chat.says("mấy giờ mở cửa")
    assert "thứ Năm 26/11/2026" in await chat.says("bao giờ xong")
    assert "Giấy chứng sinh" in await chat.says("làm khai sinh cần gì")
    assert "khai sinh" in await chat.says("nộp bao nhiêu tiền")


async def test_why_it_was_refused_is_told_to_the_owner(chat: Chat, dossiers: Dossiers):
    refused = an_event(Status.REFUSED, at("23/11"), note="Nộp ở nơi cư trú của vợ")
    await dossiers.put(a_dossier(code=SECOND, status=Status.REGISTERED))
    await dossiers.add_event(SECOND, refused)
    await chat.says(SECOND)
    assert "4 số cuối" in await chat.says("vì sao không nhận")
    heard = await chat.says("5678")
    assert "Nộp ở nơi cư trú của vợ" in heard
    assert "trễ" not in heard


async def test_a_vague_question_gets_the_card_again(chat: Chat):
    await chat.says(CODE)
    assert CODE in await chat.says("hạn tới khi nào")
    assert CODE in await chat.says("cần giấy tờ gì")


async def test_of_several_one_is_picked_and_the_late_one_is_remembered(
    chat: Chat, dossiers: Dossiers
):
    late = a_dossier(code=THIRD, received_at=at("10/11"), due_at=at("17/11", "17:00"))
    await dossiers.put(replace(late, status=Status.PROCESSING))
    again = an_event(Status.PROCESSING, at("18/11"), due_at=at("2/12", "17:00"))
    await dossiers.add_event(THIRD, again)
    await dossiers.put(a_dossier(code=SECOND))
    await chat.says(f"{CODE},{SECOND}, {THIRD}")
    assert "hồ sơ nào" in await chat.says("bao giờ xong")
    assert f"Hồ sơ {CODE}" in await chat.says("cái đầu")
    heard = await chat.says("lúc nãy hồ sơ trễ ấy, hẹn lại ngày nào")
    assert THIRD in heard
    assert "thứ Tư 02/12/2026" in heard


async def test_more_codes_than_are_shown_are_said(chat: Chat):
    codes = [f"H56.12.5-261118-{number:04}" for number in range(1, 8)]
    heard = await chat.says(", ".join(codes))
    assert "hỏi 7 hồ sơ" in heard
    assert "Còn lại H56.12.5-261118-0006, H56.12.5-261118-0007" in heard


@pytest.mark.parametrize(
    "said",
    [
        f"{CODE} 5678",
        f"hồ sơ {CODE} sđt 0912345678 xong chưa ạ",
        f"{CODE}, bốn số cuối là năm sáu bảy tám",
    ],
)
async def test_digits_beside_the_code_prove_it_at_once(chat: Chat, said: str):
    assert "người nộp Nguyễn Thị Lan" in await chat.says(said)


async def test_a_year_beside_the_code_is_no_proof(chat: Chat):
    heard = await chat.says(f"hồ sơ {CODE} nộp năm 2025 à")
    assert "đã tiếp nhận" in heard
    assert "chưa khớp" not in heard


async def kept_after(
    brain: Brain, dossiers: Dossiers, clock: StillClock, database: AsyncEngine, said: Sequence[str]
) -> str:
    """Return all that is kept of a conversation."""
    store = DatabaseConversations(database)
    router = router_with(brain, dossiers)
    engine = Engine(
        store=store,
        handler=router,
        catalogue=brain.catalogue,
        abilities={"web": CONSOLE},
        clock=clock,
    )
    for number, text in enumerate(said):
        message = Inbound(
            channel="web",
            channel_user="lan",
            message_id=str(number),
            sent_at=clock.now(),
            text=text,
        )
        await engine.receive(message)
    async with database.connect() as connection:
        texts = (await connection.scalars(select(InboundMessage.text))).all()
        dialogue = await connection.scalar(select(Conversation.dialogue))
    await store.drain()
    return "\n".join([*texts, dialogue or ""])


@pytest.mark.parametrize(
    "said",
    [
        (f"{CODE} 5678",),
        (f"{CODE} sđt 0912345678", f"{CODE} 5678"),
        (CODE, "sđt 5678"),
        (CODE, "5678", "5678"),
        (CODE, "số điện thoại tôi là 0912 345 678"),
        ("số điện thoại tôi là 0912345678",),
        (CODE, "cho hỏi làm khai sinh, gọi tôi số 0912345678"),
    ],
)
async def test_neither_digits_nor_phone_are_kept(
    brain: Brain,
    dossiers: Dossiers,
    clock: StillClock,
    sqlite: AsyncEngine,
    said: tuple[str, ...],
):
    await dossiers.put(a_dossier())
    kept = await kept_after(brain, dossiers, clock, sqlite, said)
    for secret in ("5678", "345 678", "0912"):
        assert secret not in kept


async def test_the_agency_says_sorry_with_its_reason_and_the_letter_is_shown(
    brain: Brain, sqlite: AsyncEngine, clock: StillClock
):
    facts = Facts(brain.centre.calendar, brain.knowledge.procedures)
    dossiers = Dossiers(DossierStore(sqlite, SECRET_KEY), clock, facts, Sorry())
    await dossiers.put(a_dossier())
    clock.move(timedelta(days=3))
    chat = await talking_to(brain, dossiers, clock)
    heard = await chat.says(CODE)
    assert "Cơ quan giải quyết xin lỗi ông/bà" in heard
    assert "ranh thửa" not in heard
    heard = await chat.says("5678")
    assert "Chi nhánh đất đai xin lỗi ông/bà: phải xác minh lại ranh thửa." in heard
    assert "Tôi xin lỗi" not in heard
    assert "Kính gửi bà Lan" in await chat.says("Xem thư xin lỗi")
    assert "Kính gửi bà Lan" in await chat.says("thư xin lỗi đâu")


async def test_a_result_tells_of_saturday_and_of_somebody_else_who_fetches_it(
    chat: Chat, dossiers: Dossiers
):
    await dossiers.add_event(CODE, an_event(Status.DONE, at("23/11")))
    heard = await chat.says(CODE)
    assert "Cả thứ Bảy cũng mở cửa: 7:30–11:30." in heard
    assert "giấy ủy quyền" in await chat.says("Nhờ người lấy hộ")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (f"tôi muốn rút hồ sơ {CODE}", "đề nghị rút"),
        (f"đổi ngày hẹn hồ sơ {CODE}", "không đổi được"),
        (f"nộp thêm giấy tờ cho hồ sơ {CODE}", "mang kèm giấy hẹn"),
    ],
)
async def test_a_wish_beside_a_code_gets_the_card_and_one_honest_sentence(
    chat: Chat, said: str, sentence: str
):
    heard = await chat.says(said)
    assert "đã tiếp nhận" in heard
    assert sentence in heard
