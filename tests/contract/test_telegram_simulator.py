"""The simulator is as strict as Telegram, or the other tests would prove little."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.simulators.telegram import TOKEN, TelegramSimulator
from tests.simulators.telegram_rules import RefusedError, parse_html

OK = {"chat_id": 42, "text": "Dạ"}


@pytest.fixture
async def simulator() -> AsyncIterator[TelegramSimulator]:
    simulator = TelegramSimulator()
    await simulator.start()
    yield simulator
    await simulator.stop()


async def call(simulator: TelegramSimulator, parameters: Any, how: str = "json") -> dict[str, Any]:
    url = f"{simulator.base}/bot{TOKEN}/SENDmessage"
    async with ClientSession() as session:
        match how:
            case "json":
                request = session.post(url, json=parameters)
            case "form":
                request = session.post(url, data=parameters)
            case "multipart":
                form = FormData(parameters, default_to_multipart=True)
                request = session.post(url, data=form)
            case _:
                request = session.get(url, params=parameters)
        async with request as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer


@pytest.mark.parametrize("how", ["form", "multipart", "get"])
async def test_values_in_forms_are_decoded(simulator: TelegramSimulator, how: str) -> None:
    markup = '{"inline_keyboard":[[{"text":"Có","callback_data":"y"}]]}'
    answer = await call(simulator, {"chat_id": "42", "text": "Dạ", "reply_markup": markup}, how)
    assert answer["ok"]
    assert simulator.messages(42)[0].labels == [["Có"]]
    assert simulator.violations == []


def keyboard(**button: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Có", **button}]]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Dạ"},
        OK | {"disable_web_page_preview": True},
        OK | {"chat_id": 4.2},
        OK | {"link_preview_options": {"is_disabled": "yes"}},
        OK | {"reply_markup": {"inline_keyboard": [{"text": "Có"}]}},
        OK | {"reply_markup": keyboard(callback_data="y", colour="red")},
    ],
)
async def test_a_call_against_the_description_is_a_violation(
    simulator: TelegramSimulator, wrong: dict[str, Any]
) -> None:
    assert not (await call(simulator, wrong))["ok"]
    assert simulator.violations


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (OK | {"text": "x" * 4097}, "message is too long"),
        (OK | {"text": "😀" * 2049}, "message is too long"),
        (OK | {"text": " <b> </b> ", "parse_mode": "HTML"}, "message text is empty"),
        (OK | {"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        (OK | {"reply_markup": keyboard(callback_data="ă" * 33)}, "BUTTON_DATA_INVALID"),
        (OK | {"reply_markup": keyboard(url="https://a.vn", callback_data="y")}, "inline keyboard"),
        (OK | {"reply_markup": keyboard()}, "inline keyboard"),
        (OK | {"reply_markup": keyboard(url="javascript:x")}, "BUTTON_URL_INVALID"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    simulator: TelegramSimulator, wrong: dict[str, Any], words: str
) -> None:
    assert words in (await call(simulator, wrong))["description"]
    assert simulator.messages(42) == []


async def test_length_counts_after_parsing(simulator: TelegramSimulator) -> None:
    text = "<b>" + "&lt;" * 4096 + "</b>"
    assert (await call(simulator, OK | {"text": text, "parse_mode": "HTML"}))["ok"]


async def test_too_many_messages_to_one_chat_are_refused(simulator: TelegramSimulator) -> None:
    simulator.per_second = 3
    answers = [await call(simulator, OK) for _ in range(4)]
    assert [answer["ok"] for answer in answers] == [True, True, True, False]
    assert answers[-1]["parameters"] == {"retry_after": 1}


@pytest.mark.parametrize(
    "text", ["<x>a</x>", "<b><i>a</b></i>", "a</b>", "a < b", "<b", "<br>", "<b>a<b>"]
)
def test_html_that_telegram_cannot_parse(text: str) -> None:
    with pytest.raises(RefusedError, match="can't parse entities"):
        parse_html(text)


def test_html_that_telegram_can_parse() -> None:
    text = '<b>1 &lt; 2 <i>&amp;</i></b> &quot;<a href="https://a.vn">x</a>&#33; &nbsp;'
    assert parse_html(text) == ('1 < 2 & "x! &nbsp;', ["i", "b", "a"])
