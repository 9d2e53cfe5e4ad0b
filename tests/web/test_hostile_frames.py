"""Broken and hostile frames end in a polite answer; the conversation goes on."""

import asyncio
import json
from contextlib import suppress

import pytest
from aiohttp import ClientSession, CookieJar, WSMsgType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.channels.web.chat import ChatLimits
from bot.channels.web.frames import MAX_FRAME, FrameError, id_in, read_frame
from bot.kernel.clock import StillClock
from bot.kernel.pace import Pace
from tests.web.house import House, open_house
from tests.web.talking import talking

REFUSED = {
    "not JSON": ("{", "not_json"),
    "empty": ("", "not_json"),
    "a list": ("[]", "bad_shape"),
    "null": ("null", "bad_shape"),
    "a number": ("7", "bad_shape"),
    "nothing in it": ("{}", "bad_shape"),
    "text that is a number": ('{"text": 5}', "bad_shape"),
    "text that is null": ('{"text": null}', "bad_shape"),
    "a tap that is a list": ('{"tap": ["start"]}', "bad_shape"),
    "an empty tap": ('{"tap": ""}', "bad_shape"),
    "a tap with a line end": ('{"tap": "start\\n"}', "bad_shape"),
    "a tap far too long": (json.dumps({"tap": "x" * 65}), "bad_shape"),
    "an id that is an object": ('{"text": "a", "id": {}}', "bad_shape"),
    "an id that is true": ('{"text": "a", "id": true}', "bad_shape"),
    "an id far too long": (json.dumps({"text": "a", "id": "x" * 65}), "bad_shape"),
    "an id with a null character": ('{"text": "a", "id": "a\\u0000"}', "bad_shape"),
    "a number of thousands of digits": ('{"text": "a", "id": ' + "9" * 5000 + "}", "not_json"),
    "nested thousands deep": ("[" * 9000 + "]" * 9000, None),
    "only spaces": ('{"text": " \\n\\t "}', "empty"),
    "too long": (json.dumps({"text": "a" * MAX_FRAME}), "too_long"),
}


@pytest.fixture
async def patient_house(brain: Brain, clock: StillClock, sqlite: AsyncEngine):
    limits = ChatLimits(pace=Pace(burst=100_000, per_second=1.0))
    async with open_house(brain, clock, sqlite, limits=limits) as running:
        yield running


@pytest.fixture
async def person():
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def test_each_kind_of_broken_frame_is_refused_with_a_sentence(
    patient_house: House, person: ClientSession
):
    async with talking(patient_house, person) as page:
        for data, problem in REFUSED.values():
            await page.socket.send_str(data)
            frame = await page.hear()
            assert frame["error"] in (problem, "not_json", "bad_shape")
            assert frame["text"]
            assert "Traceback" not in frame["text"]
        answer = await page.ask(text="đăng ký khai sinh cho con cần giấy gì", id="m1")
        assert any("khai sinh" in frame["text"].lower() for frame in answer)


async def test_bytes_are_refused_with_a_sentence(patient_house: House, person: ClientSession):
    async with talking(patient_house, person) as page:
        await page.socket.send_bytes(b"\x00\xff")
        assert (await page.hear())["error"] == "not_json"
        assert await page.ask(text="xin chào", id="m1")


async def test_a_huge_frame_closes_the_socket_with_the_code_for_it_and_loses_nothing(
    patient_house: House, person: ClientSession
):
    async with talking(patient_house, person) as page:
        before = await page.ask(text="đăng ký khai sinh cho con cần giấy gì", id="m1")
        await page.socket.send_str(json.dumps({"text": "a" * 1_000_000}))
        closing = await page.socket.receive()
        assert closing.type is WSMsgType.CLOSE
        assert closing.data == 1009
    async with talking(patient_house, person, after="") as page:
        assert await page.hear_all() == before
        assert await page.ask(text="mất bao lâu", id="m2")


async def test_messages_replayed_and_out_of_order_are_each_answered_once(
    patient_house: House, person: ClientSession
):
    async with talking(patient_house, person) as page:
        second = await page.ask(text="mất bao lâu", id="m2")
        first = await page.ask(text="đăng ký khai sinh cho con cần giấy gì", id="m1")
        assert await page.ask(text="câu khác hẳn", id="m1") == first
        assert await page.ask(text="mất bao lâu", id="m2") == second
    async with talking(patient_house, person, after="") as page:
        assert await page.hear_all() == second + first


async def test_control_and_odd_characters_get_an_answer(
    patient_house: House, person: ClientSession
):
    odd = ["\x00", "a\x00b", "\u202e\u2066khai sinh", "\ud83d", "\U0001f600" * 50, "à" * 3000]
    async with talking(patient_house, person) as page:
        for place, text in enumerate(odd):
            assert await page.ask(text=text, id=f"m{place}")


async def test_a_page_that_leaves_in_the_middle_of_a_turn_leaves_nothing_behind(
    patient_house: House, person: ClientSession
):
    for place in range(5):
        async with person.ws_connect(f"{patient_house.url}/chat/ws") as socket:
            await socket.send_json({"text": "xin chào", "id": f"m{place}"})
    async with talking(patient_house, person) as page:
        assert await page.ask(text="làm khai sinh cần gì", id="last")
    for _ in range(100):
        if not patient_house.chat.open_pages:
            break
        await asyncio.sleep(0.02)
    assert patient_house.chat.open_pages == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
frames = st.fixed_dictionaries(
    {}, optional={"text": json_values, "tap": json_values, "id": json_values, "on": json_values}
)


@given(data=st.text(max_size=400) | frames.map(json.dumps))
def test_any_text_is_read_or_refused(data: str):
    id_in(data)
    with suppress(FrameError):
        frame = read_frame(data)
        assert frame.text.strip() or frame.tap


async def test_any_frame_gets_one_answer_and_the_socket_stays_open(
    patient_house: House, person: ClientSession
):
    loop = asyncio.get_running_loop()
    async with talking(patient_house, person) as page:

        async def heard(data: str) -> int:
            await page.socket.send_str(data)
            return len(await page.hear_all())

        @settings(
            max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(data=st.text(max_size=200) | frames.map(json.dumps))
        def check(data: str) -> None:
            assert asyncio.run_coroutine_threadsafe(heard(data), loop).result(20) >= 1

        await asyncio.to_thread(check)
