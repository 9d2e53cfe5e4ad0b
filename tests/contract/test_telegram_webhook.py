"""The webhook's door: who may enter, what is refused, what is asked for again."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram.webhook import MAX_BODY
from tests.simulators.telegram_house import SECRET, House, open_house

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        yield house


async def post(house: House, body: bytes, headers: dict[str, str] = HEADERS) -> int:
    address = f"{house.url}/channels/telegram"
    async with house.session.post(address, data=body, headers=headers) as response:
        return response.status


def text_update(text: str = "xin chào", message_id: int = 7, update_id: int = 1) -> bytes:
    person = {"id": 42, "is_bot": False, "first_name": "Năm"}
    chat = {"id": 42, "type": "private"}
    message = {"message_id": message_id, "date": 1763780400, "from": person, "chat": chat}
    return json.dumps({"update_id": update_id, "message": message | {"text": text}}).encode()


async def test_it_registers_itself_with_exactly_what_it_reads(house: House) -> None:
    assert house.simulator.updates.webhook == {
        "url": f"{house.url}/channels/telegram",
        "max_connections": 100,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "secret_token": SECRET,
    }


async def test_the_menu_of_commands_is_there_in_both_languages(house: House) -> None:
    assert house.simulator.commands.keys() == {"", "en"}
    vietnamese, english = (
        {item["command"]: item["description"] for item in house.simulator.commands[language]}
        for language in ("", "en")
    )
    assert vietnamese["nguoi"] == "Gặp cán bộ"
    assert english["person"] == "Talk to an officer"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, 403),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}, 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "bí mật"}, 403),
        (HEADERS, 200),
    ],
)
async def test_only_telegram_may_enter(house: House, headers: dict[str, str], status: int) -> None:
    assert await post(house, text_update(), headers) == status
    await house.settles()
    assert house.person().screen == (["Nghe: xin chào"] if status == 200 else [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"update_id"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 10_000,
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": 1e400}',
    ],
)
async def test_what_is_no_update_is_refused(house: House, body: bytes) -> None:
    assert await post(house, body) == 400


async def test_a_body_too_large_is_refused(house: House) -> None:
    assert await post(house, text_update("x" * MAX_BODY)) == 413

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 65536

    address = f"{house.url}/channels/telegram"
    async with house.session.post(address, data=in_pieces(), headers=HEADERS) as response:
        assert response.status == 413


async def test_an_update_that_came_twice_is_answered_once(house: House) -> None:
    house.simulator.updates.lose_answers = 3
    person = house.person()
    person.writes("một lần thôi")
    await house.settles()
    assert house.simulator.updates.statuses == [200] * 4
    assert person.screen == ["Nghe: một lần thôi"]


async def test_the_same_update_from_all_sides_at_once_is_answered_once(house: House) -> None:
    statuses = await asyncio.gather(*(post(house, text_update()) for _ in range(20)))
    await house.settles()
    assert set(statuses) == {200}
    assert house.person().screen == ["Nghe: xin chào"]


async def test_what_cannot_be_written_down_is_asked_for_again(house: House) -> None:
    house.store.broken = True
    address = f"{house.url}/channels/telegram"
    async with house.session.post(address, data=text_update(), headers=HEADERS) as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "5")


async def test_the_door_is_closed_once_we_stop(house: House) -> None:
    await house.telegram.stop()
    assert await post(house, text_update()) == 503


async def test_telegram_being_slow_does_not_hold_up_the_200(house: House) -> None:
    house.simulator.hang("sendMessage", 0.5)
    assert await post(house, text_update()) == 200
    assert house.person().screen == []
    await house.settles()
    assert house.person().screen == ["Nghe: xin chào"]


async def test_an_update_in_hand_is_finished_before_we_stop(house: House) -> None:
    house.store.seconds = 0.2
    knocking = asyncio.create_task(post(house, text_update()))
    await house.until(lambda: house.echo.heard)
    await house.telegram.stop()
    assert await knocking == 200
    assert house.person().screen == ["Nghe: xin chào"]


async def test_answers_under_way_are_sent_before_we_stop(house: House) -> None:
    house.simulator.hang("sendMessage", 0.3)
    assert await post(house, text_update()) == 200
    await house.telegram.stop()
    assert house.person().screen == ["Nghe: xin chào"]


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    where=st.sampled_from(
        [
            "message",
            "message.text",
            "message.chat",
            "message.chat.id",
            "message.chat.type",
            "message.date",
            "message.from",
            "message.message_id",
            "callback_query",
            "my_chat_member",
        ]
    ),
    value=_values,
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_body_makes_the_server_fail(tmp_path_factory: Any, where: str, value: object) -> None:
    update = json.loads(text_update())
    *path, last = where.split(".")
    spoilt = update
    for key in path:
        spoilt = spoilt[key]
    spoilt[last] = value

    async def knock() -> int:
        async with open_house(tmp_path_factory.mktemp("knock")) as house:
            return await post(house, json.dumps(update).encode())

    assert asyncio.run(knock()) in (200, 400)
