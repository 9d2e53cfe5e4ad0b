"""Letters and the engine of notices together: when a letter leaves, what leaves beside it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.app.notices import NoticeHouse
from bot.kernel.channel import Outcome, Outgoing, Sent
from bot.kernel.errors import LetterError
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.model import Status
from bot.services.dossiers.sights import Person, Role
from bot.services.letters.model import Kind, State
from tests.dossiers import CODE, at
from tests.letters.desk import HUNG, SITE, SORRY, LetterDesk
from tests.letters.test_joy_and_grief import DEATH, GRIEF
from tests.notices import Line, house_of, say_stop, statuses

BLOCKED = Sent(Outcome.NEVER, reason="blocked")
RATING = re.compile(r"chấm điểm|hài lòng|đánh giá|góp ý|mấy sao", re.IGNORECASE)


@dataclass
class Post:
    """The desk with its engine of notices and what went out on Telegram and by SMS."""

    desk: LetterDesk
    house: NoticeHouse
    line: Line
    sms: Line
    seen: int = field(default=0)

    async def turn(self, day: str, hour: str) -> list[Outgoing]:
        """Let every timed work run at a moment; return what went out."""
        self.desk.at(day, hour)
        await self.desk.run()
        await self.house.timed["plan_notices"]()
        for _ in range(3):
            await self.house.sender.send()
        await self.desk.run()
        both = [*self.line.sent, *self.sms.sent]
        new, self.seen = both[self.seen :], len(both)
        return new


@pytest.fixture
def post(desk: LetterDesk) -> Post:
    line, sms = Line(), Line("sms")
    return Post(desk, house_of(desk.database, desk.brain, desk.clock, line, sms), line, sms)


async def followed(desk: LetterDesk, role: Role = Role.SELF, **facts: object) -> str:
    """Bring a dossier that somebody on Telegram follows."""
    code = await desk.bring(reader="", **facts)
    assert await desk.dossiers.follow(ReceiptCode(code), Person("telegram:77", "1"), role, "1")
    return code


async def test_a_condolence_goes_at_eight_alone_and_nothing_asks_for_stars(post: Post):
    desk = post.desk
    code = await followed(desk, Role.FAMILY, **DEATH)
    await desk.step(code, Status.DONE, at("25/11", "17:40"))
    (told,) = await post.turn("25/11", "17:45")  # the result is there: a notice of its own
    assert "đã có kết quả" in told.text
    desk.at("25/11", "18:05")
    await desk.letters.approve(HUNG, await desk.one(), GRIEF, leader=False)
    for day, hour in (
        ("25/11", "18:06"),
        ("25/11", "19:59"),
        ("26/11", "07:31"),
        ("26/11", "07:59"),
    ):
        assert await post.turn(day, hour) == [], hour
    (letter,) = await post.turn("26/11", "08:00")
    assert "xin chia sẻ nỗi mất mát này với gia đình" in letter.text
    assert f"Xem thư: {SITE}/letters/" in letter.text
    assert letter.choices == ()
    assert await desk.letters.count_waiting() == 0
    (kept,) = await desk.letters.decided()
    assert kept.state is State.SENT
    await desk.step(code, Status.RETURNED, at("26/11", "09:30"))
    after = []
    for day in ("26/11", "27/11", "30/11", "7/12", "14/12"):
        after += await post.turn(day, "10:00")
    for message in (told, letter, *after):
        assert not RATING.search(message.text), message.text
        assert not any("rat" in choice.value for choice in message.choices)
    assert len(after) == 1  # that it was handed over; no letter, no question
    assert "đã trả kết quả" in after[0].text


async def test_a_new_date_is_told_once_whatever_the_source_repeats(post: Post):
    desk = post.desk
    code = await followed(desk, procedure_code="", procedure_name="Biến động đất đai")
    await desk.step(code, Status.PROCESSING, at("20/11"))
    await post.turn("26/11", "09:00")
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    (told,) = await post.turn("26/11", "09:10")
    assert "Hẹn mới: **16 giờ 30, thứ Tư ngày 02/12/2026**" in told.text.replace("\u00a0", " ")
    assert "ranh giới thửa đất" in told.text
    assert "Văn bản xin lỗi có chữ ký" in told.text
    # The one-stop software tells the new date too, and the status once more.
    await desk.step(code, Status.PROCESSING, at("26/11", "09:20"), due_at=at("2/12", "16:30"))
    assert await post.turn("26/11", "09:30") == []
    dossier = await desk.dossiers.get(CODE)
    assert dossier is not None
    assert dossier.due_again == at("2/12", "16:30")


async def test_a_dossier_finished_overnight_is_not_apologised_for_in_the_morning(post: Post):
    desk = post.desk
    code = await followed(
        desk, procedure_code="", procedure_name="Biến động đất đai", status=Status.PROCESSING
    )
    await post.turn("26/11", "16:00")
    desk.at("26/11", "20:30")
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    await desk.step(code, Status.DONE, at("26/11", "21:00"))
    assert await post.turn("26/11", "21:05") == []
    (only,) = await post.turn("27/11", "07:30")
    assert "đã có kết quả" in only.text
    (letter,) = await desk.letters.decided()
    assert letter.state is State.DROPPED


async def approved_in_the_evening(post: Post) -> int:
    """Approve an apology that is quiet until half past seven; return the letter's number."""
    desk = post.desk
    await followed(
        desk, procedure_code="", procedure_name="Biến động đất đai", status=Status.PROCESSING
    )
    await post.turn("26/11", "16:00")
    desk.at("26/11", "20:30")
    done = await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    return done.id


async def test_what_has_not_left_can_be_taken_back_and_written_anew(post: Post):
    desk = post.desk
    number = await approved_in_the_evening(post)
    queued = await desk.letters.get(number)
    with pytest.raises(LetterError, match="vì sao"):
        await desk.letters.aftercare.take_back(HUNG, queued, " ")
    await desk.letters.aftercare.take_back(HUNG, queued, "ghi nhầm ngày")
    draft = await desk.one()
    assert (draft.state, draft.template_version, draft.due_again) == (State.DRAFTED, 0, None)
    dossier = await desk.dossiers.get(CODE)
    assert dossier is not None
    assert dossier.due_again is None  # nobody was told
    assert draft.about.again == 0  # so it is still the first new date
    assert draft.values["ly_do"] == SORRY["ly_do"]
    with pytest.raises(LetterError):  # of two officers the second is told
        await desk.letters.aftercare.take_back(HUNG, queued, "ghi nhầm ngày")
    again = {**SORRY, "ngay_moi": "2026-12-03"}
    await desk.letters.approve(HUNG, draft, again, leader=False)
    (told,) = await post.turn("27/11", "07:30")
    assert "03/12/2026" in told.text
    assert "02/12/2026" not in told.text


async def test_what_has_left_cannot_be_taken_back(post: Post):
    desk = post.desk
    number = await approved_in_the_evening(post)
    queued = await desk.letters.get(number)
    await post.turn("27/11", "07:30")
    for letter in (queued, await desk.letters.get(number)):
        with pytest.raises(LetterError, match="Thư đã gửi đi"):
            await desk.letters.aftercare.take_back(HUNG, letter, "ghi nhầm ngày")
    dossier = await desk.dossiers.get(CODE)
    assert dossier is not None
    assert dossier.due_again == at("2/12", "16:30")


async def stopped(post: Post) -> None:
    await say_stop(post.desk.database, "telegram:77", post.desk.clock.now())


async def no_channel(post: Post) -> None:
    post.line.answers.append(BLOCKED)


@pytest.mark.parametrize("trouble", [stopped, no_channel])
async def test_a_condolence_that_reaches_nobody_waits_to_be_handed_over(
    post: Post, trouble: Callable[[Post], Awaitable[None]]
):
    desk = post.desk
    await followed(desk, Role.FAMILY, **DEATH)
    await desk.step(CODE, Status.DONE, at("25/11", "08:30"))
    await post.turn("25/11", "09:00")
    await desk.letters.approve(HUNG, await desk.one(), GRIEF, leader=False)
    await trouble(post)
    await post.turn("25/11", "09:10")
    (letter,) = await desk.letters.aftercare.to_hand_over()
    assert (letter.kind, letter.state) == (Kind.CONDOLENCE, State.APPROVED)
    assert await desk.letters.aftercare.count_to_hand_over() == 1
    assert await desk.letters.aftercare.hand_over(HUNG, letter)
    assert await desk.letters.aftercare.to_hand_over() == []


async def test_an_apology_falls_back_to_sms_when_the_chat_is_shut(post: Post):
    desk = post.desk
    await followed(
        desk, procedure_code="", procedure_name="Biến động đất đai", status=Status.PROCESSING
    )
    await post.turn("26/11", "09:00")
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    post.line.answers.append(BLOCKED)
    sent = await post.turn("26/11", "09:10")
    assert {message.channel for message in sent} >= {"telegram"}
    sent += await post.turn("26/11", "09:20")
    (short,) = [message for message in sent if message.channel == "sms"]
    assert short.text.startswith("UBND xa Luan Thanh xin loi ong/ba N.T.Lan")
    assert len(short.text) <= 160
    assert "16h30 thu Tu 02/12" in short.text
    (letter,) = await desk.letters.decided()
    assert letter.state is State.SENT


async def test_the_applicant_hears_it_even_where_only_an_agent_follows(post: Post):
    desk = post.desk
    await followed(
        desk, Role.AGENT, procedure_code="", procedure_name="Biến động", status=Status.PROCESSING
    )
    await post.turn("26/11", "09:00")
    await desk.letters.approve(HUNG, await desk.one(), SORRY, leader=False)
    sent = await post.turn("26/11", "09:10")
    assert sorted(message.channel for message in sent) == ["sms", "telegram"]


async def test_the_longest_holidays_do_not_swallow_a_letter(post: Post):
    """Approved on the evening before nine days off, it is there on the first day after them."""
    desk = post.desk
    await approved_in_the_evening(post)
    ((row, _),) = await desk.notices()
    assert row.not_after - row.due_at >= timedelta(days=10)
    assert await statuses(desk.database)
