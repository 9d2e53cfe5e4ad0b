"""The web chat's wire, as programs outside rely on it."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, CookieJar, WSMsgType, WSServerHandshakeError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.channels.web.channel import WebChannel
from bot.channels.web.chat import ChatLimits
from bot.channels.web.sessions import user_of
from bot.kernel.channel import Outcome, Outgoing
from bot.kernel.clock import StillClock
from bot.kernel.pace import Pace
from tests.web.house import House, open_house
from tests.web.talking import talking

QUESTION = "làm giấy khai sinh cho con cần gì"


@pytest.fixture
async def person() -> AsyncIterator[ClientSession]:
    """A browser with its own cookies."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def test_a_question_is_answered_with_text_choices_and_ids(
    house: House, person: ClientSession
):
    async with talking(house, person) as page:
        frames = await page.ask(text=QUESTION, id="m1")
    assert frames
    for frame in frames:
        assert set(frame) >= {"text", "choices", "id", "reply_to"}
        assert frame["reply_to"] == "m1"
        assert all(set(choice) >= {"value", "label"} for choice in frame["choices"])
    assert any("khai sinh" in frame["text"].lower() for frame in frames)


async def test_a_tapped_choice_is_answered(house: House, person: ClientSession):
    async with talking(house, person) as page:
        greeting = await page.ask(tap="start", id="m1")
        choice = next(frame for frame in greeting if frame["choices"])["choices"][0]
        frames = await page.ask(tap=choice["value"], id="m2")
    assert frames
    assert {frame["reply_to"] for frame in frames} == {"m2"}


async def test_a_number_as_id_comes_back_as_a_number(house: House, person: ClientSession):
    async with talking(house, person) as page:
        frames = await page.ask(text=QUESTION, id=7)
    assert {frame["reply_to"] for frame in frames} == {7}


async def test_an_id_is_optional(house: House, person: ClientSession):
    async with talking(house, person) as page:
        assert await page.ask(text=QUESTION)


async def test_a_repeated_id_is_answered_once(house: House, person: ClientSession):
    async with talking(house, person) as page:
        first = await page.ask(text=QUESTION, id="m1")
        again = await page.ask(text=QUESTION, id="m1")
        history = await house.store.answers_after(conversation(person), "", 100)
    assert again == first
    assert [message.id for message in history] == [frame["id"] for frame in first]


async def test_the_conversation_goes_on_after_a_break(house: House, person: ClientSession):
    async with talking(house, person) as page:
        await page.ask(text=QUESTION, id="m1")
    async with talking(house, person) as page:
        frames = await page.ask(text="mất bao lâu", id="m2")
    assert any("khai sinh" in frame["text"].lower() for frame in frames)


async def test_two_browsers_do_not_hear_each_other(house: House, person: ClientSession):
    async with (
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as neighbour,
        talking(house, person) as page,
        talking(house, neighbour, after="") as other,
    ):
        assert await page.ask(text=QUESTION, id="m1")
        assert await other.hear_all() == []


async def test_every_open_tab_gets_every_message(house: House, person: ClientSession):
    await person.get(f"{house.url}/chat")
    async with talking(house, person) as tab, talking(house, person) as other:
        frames = await tab.ask(text=QUESTION, id="m1")
        assert await other.hear_all() == frames


async def test_what_was_missed_comes_when_the_page_is_back(house: House, person: ClientSession):
    async with talking(house, person) as page:
        seen = await page.ask(text=QUESTION, id="m1")
        await page.send(text="nộp ở đâu", id="m2")
        missed = [frame for frame in await page.hear_all() if frame["reply_to"] == "m2"]
    async with talking(house, person, after=seen[-1]["id"]) as page:
        assert await page.hear_all() == missed
    async with talking(house, person, after="") as page:
        assert await page.hear_all() == seen + missed


async def test_a_restart_of_the_server_loses_nothing(house: House, person: ClientSession):
    async with talking(house, person) as page:
        first = await page.ask(text=QUESTION, id="m1")
        await house.close()
        assert (await page.socket.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
    await house.open()
    async with talking(house, person, after="") as page:
        assert await page.hear_all() == first
        assert await page.ask(text=QUESTION, id="m1") == first
        assert await page.ask(text="nộp ở đâu", id="m2")


async def test_the_cookie_is_private_and_never_stored(house: House, person: ClientSession):
    async with person.ws_connect(f"{house.url}/chat/ws") as socket:
        cookie = socket._response.cookies["motcua_chat"]
        await socket.send_json({"text": QUESTION, "id": "m1"})
        await socket.receive_json()
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    async with house.database.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT id FROM conversations")).all()
    assert len(rows) == 1
    assert cookie.value not in rows[0][0]


async def test_behind_https_the_cookie_is_secure(house: House, person: ClientSession):
    headers = {"X-Forwarded-Proto": "https"}
    async with person.get(f"{house.url}/chat", headers=headers) as response:
        assert response.cookies["motcua_chat"]["secure"]
        assert response.headers["Strict-Transport-Security"]


async def test_other_sites_cannot_open_the_socket(house: House, person: ClientSession):
    with pytest.raises(WSServerHandshakeError) as refused:
        await person.ws_connect(f"{house.url}/chat/ws", origin="https://elsewhere.example")
    assert refused.value.status == 403


async def test_a_plain_request_is_told_what_the_address_is_for(house: House, person: ClientSession):
    async with person.get(f"{house.url}/chat/ws") as response:
        assert response.status == 426
        assert "Traceback" not in await response.text()


async def test_a_hundred_messages_at_once_are_slowed_down_kindly(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine, person: ClientSession
):
    limits = ChatLimits(pace=Pace(burst=5, per_second=1.0))
    async with (
        open_house(brain, clock, sqlite, limits=limits) as house,
        talking(house, person) as page,
    ):
        for number in range(8):
            await page.send(text="xin chào", id=f"m{number}")
        answered: dict[str, dict[str, object]] = {}
        while len(answered) < 8:
            frame = await page.hear()
            answered.setdefault(str(frame["reply_to"]), frame)
        refused = [name for name, frame in answered.items() if frame.get("error") == "too_fast"]
        assert refused == ["m5", "m6", "m7"]


async def test_coming_back_does_not_give_more_messages(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine, person: ClientSession
):
    limits = ChatLimits(pace=Pace(burst=4, per_second=0.001))
    async with open_house(brain, clock, sqlite, limits=limits) as house:
        await person.get(f"{house.url}/chat")
        async with talking(house, person) as page:
            assert "error" not in (await page.ask(text="xin chào", id="m1"))[-1]
            assert "error" not in (await page.ask(text="xin chào", id="m2"))[-1]
        async with talking(house, person) as page:
            await page.send(text="xin chào", id="m3")
            assert (await page.hear())["error"] == "too_fast"


async def test_one_address_cannot_open_sockets_without_end(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine
):
    limits = ChatLimits(opening=Pace(burst=3, per_second=0.001))
    async with open_house(brain, clock, sqlite, limits=limits) as house, ClientSession() as session:
        headers = {"X-Forwarded-For": "203.0.113.7"}
        for _ in range(3):
            socket = await session.ws_connect(f"{house.url}/chat/ws", headers=headers)
            await socket.close()
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{house.url}/chat/ws", headers=headers)
        assert refused.value.status == 429


async def test_too_many_sockets_of_one_browser_are_refused(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine, person: ClientSession
):
    limits = ChatLimits(sockets_per_session=1)
    async with open_house(brain, clock, sqlite, limits=limits) as house:
        await person.get(f"{house.url}/chat")
        async with talking(house, person):
            with pytest.raises(WSServerHandshakeError) as refused:
                await person.ws_connect(f"{house.url}/chat/ws")
        assert refused.value.status == 429
        async with talking(house, person) as page:
            assert await page.ask(text="xin chào", id="m1")


async def test_a_message_to_somebody_away_is_accepted_and_waits():
    channel = WebChannel()
    sent = await channel.send(
        Outgoing(id="0001", channel="web", channel_user="ab" * 16, text="Nhắc lịch hẹn")
    )
    assert sent.outcome is Outcome.ACCEPTED
    assert sent.provider_id == "0001"


async def test_a_checklist_is_ticked_in_place(house: House, person: ClientSession):
    async with talking(house, person) as page:
        await page.ask(text=QUESTION, id="m1")
        shown = await page.ask(tap="list:1.001193", id="m2")
        frame = next((frame for frame in shown if ticks(frame)), None)
        assert frame is not None
        ticked = await page.ask(tap=ticks(frame)[0]["value"], on=frame["id"], id="m3")
    assert ticked[0]["replaces"] == frame["id"]
    assert ticked[0]["id"] > frame["id"]
    assert ticks(ticked[0])[0]["label"].startswith("☑")


def ticks(frame: dict[str, object]) -> list[dict[str, str]]:
    choices = json.loads(json.dumps(frame["choices"]))
    return [choice for choice in choices if choice["value"].startswith("check:")]


def conversation(session: ClientSession) -> str:
    token = next(cookie.value for cookie in session.cookie_jar if cookie.key == "motcua_chat")
    return f"web:{user_of(token)}"
