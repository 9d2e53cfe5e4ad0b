"""Starting, polling and stopping: wrong settings are named, trouble passes, nothing is lost."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.telegram import TelegramSettings, create_telegram
from bot.channels.telegram.polling import Polling
from bot.kernel.clock import SystemClock
from bot.kernel.errors import ChannelConfigError
from bot.locale.catalogue import Catalogue
from tests.simulators.telegram import TOKEN
from tests.simulators.telegram_house import open_house

GOOD = TelegramSettings(token=TOKEN, mode="webhook", public_url="https://xa.example.vn")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"token": "a token/with spaces"}, "TELEGRAM_BOT_TOKEN"),
        ({"token": ""}, "TELEGRAM_BOT_TOKEN"),
        ({"api_url": "api.telegram.org"}, "TELEGRAM_API_URL"),
        ({"file_url": "ftp://x"}, "TELEGRAM_FILE_URL"),
        ({"webhook_secret": "bí mật"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"public_url": ""}, "MOTCUA_PUBLIC_URL"),
        ({"public_url": "http://xa.example.vn"}, "https://"),
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, str], named: str, catalogue: Catalogue) -> None:
    with pytest.raises(ChannelConfigError, match=named):
        create_telegram(replace(GOOD, **change), SystemClock(), catalogue)  # type: ignore[arg-type]


def test_secrets_do_not_show() -> None:
    settings = replace(GOOD, webhook_secret="hidden-secret")
    assert TOKEN not in repr(settings)
    assert "hidden-secret" not in repr(settings)


def test_without_a_secret_one_is_made_that_stays_the_same() -> None:
    assert GOOD.secret == replace(GOOD, mode="polling").secret
    assert GOOD.secret != replace(GOOD, token="1:other").secret


async def test_a_refused_token_stops_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_house(tmp_path, started=False) as house:
        house.simulator.token_refused = True
        with pytest.raises(ChannelConfigError, match="TELEGRAM_BOT_TOKEN") as caught:
            await house.telegram.start()
        assert TOKEN not in str(caught.getrepr())
    assert TOKEN not in caplog.text


async def test_a_webhook_address_that_telegram_refuses_stops_the_start(tmp_path: Path) -> None:
    async with open_house(tmp_path, started=False) as house:
        house.simulator.fail("setWebhook", 400, "Bad Request: bad webhook: Failed to resolve host")
        with pytest.raises(ChannelConfigError, match="resolve host"):
            await house.telegram.start()


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_telegram_being_down_does_not_stop_the_program(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.service._FIRST_RETRY_SECONDS", 0.02)
    async with open_house(tmp_path, mode=mode, started=False) as house:
        house.simulator.fail("getMe", 502, "Bad Gateway", times=3)
        await house.telegram.start()
        person = house.person()
        person.writes("có ai không")
        await house.until(lambda: person.screen)
        assert person.screen == ["Nghe: có ai không"]


async def test_without_a_list_of_commands_the_bot_still_works(tmp_path: Path) -> None:
    async with open_house(tmp_path, started=False) as house:
        house.simulator.fail("setMyCommands", 500, "Internal Server Error")
        await house.telegram.start()
        person = house.person()
        person.writes("chào")
        await house.until(lambda: person.screen)


async def test_polling_takes_the_webhook_away(tmp_path: Path) -> None:
    async with open_house(tmp_path, mode="polling", started=False) as house:
        house.simulator.updates.set_webhook({"url": "https://old.example.vn/hook"})
        await house.telegram.start()
        assert house.simulator.updates.webhook_url == ""
        assert house.telegram.routes() == []


async def test_a_webhook_set_meanwhile_is_taken_away_too(tmp_path: Path) -> None:
    async with open_house(tmp_path, mode="polling") as house:
        house.simulator.updates.set_webhook({"url": "https://other.example.vn/hook"})
        house.simulator.updates.webhook_url = "https://other.example.vn/hook"
        house.simulator.fail("getUpdates", 502, "Bad Gateway")
        await house.until(lambda: house.simulator.called("getUpdates"))
        house.simulator.updates._arrived.set()
        await house.until(lambda: house.simulator.updates.webhook_url == "")


async def test_a_second_program_with_the_same_token_is_explained(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(tmp_path, mode="polling") as house:
        await house.until(lambda: house.simulator.called("getUpdates"))
        await house.simulator.updates.fetch({"timeout": 0})
        await house.until(lambda: "only one may run with the same token" in caplog.text)


async def test_only_what_was_answered_is_confirmed(tmp_path: Path) -> None:
    async with open_house(tmp_path, mode="polling") as house:
        good, bad = house.person(41), house.person(42)
        house.store.broken_for = lambda inbound: inbound.channel_user == "42"
        house.store.broken = True
        good.writes("một")
        bad.writes("hai")
        good.writes("ba")
        await house.until(lambda: len(good.screen) == 2)
        await house.until(lambda: house.simulator.updates.confirmed == 900_001)
        house.store.broken = False
        await house.until(lambda: bad.screen)
        await house.until(lambda: house.simulator.updates.confirmed == 900_003)
        assert good.screen == ["Nghe: một", "Nghe: ba"]


async def test_one_update_that_never_works_does_not_hold_up_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling._FIRST_BACK_OFF", 0.001)
    monkeypatch.setattr("bot.channels.telegram.polling._MAX_BACK_OFF", 0.001)
    async with open_house(tmp_path, mode="polling") as house:
        good, bad = house.person(41), house.person(42)
        house.store.broken_for = lambda inbound: inbound.channel_user == "42"
        house.store.broken = True
        bad.writes("hỏng")
        good.writes("lành")
        await house.until(lambda: house.simulator.updates.confirmed == 900_002)
        assert good.screen == ["Nghe: lành"]


async def test_updates_nobody_can_read_do_not_stop_the_polling(tmp_path: Path) -> None:
    async with open_house(tmp_path, mode="polling") as house:
        for content in ({"message": 7}, {"message": {"chat": []}}, {"callback_query": None}, {}):
            house.simulator.updates.add(content)  # type: ignore[arg-type]
        person = house.person()
        person.writes("còn tôi")
        await house.until(lambda: person.screen)


async def test_stopping_does_not_wait_for_the_long_poll(tmp_path: Path) -> None:
    async with open_house(tmp_path, mode="polling") as house:
        person = house.person()
        person.writes("câu cuối")
        await house.until(lambda: person.screen)
        async with asyncio.timeout(10):
            await house.telegram.stop()
        # What was answered last is confirmed, or the next start would fetch it again.
        assert house.simulator.updates.confirmed == 900_001


async def test_too_many_polls_are_slowed_as_asked(tmp_path: Path) -> None:
    async with open_house(tmp_path, mode="polling", started=False) as house:
        rests: list[float] = []

        async def rest(self: Polling, seconds: float) -> None:
            rests.append(seconds)
            await asyncio.sleep(0)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Polling, "_rest", rest)
            flood = "Too Many Requests: retry after 9"
            house.simulator.fail("getUpdates", 429, flood, retry_after=9)
            house.simulator.fail("getUpdates", 500, "Internal Server Error", times=2)
            await house.telegram.start()
            await house.until(lambda: len(rests) == 3)
        assert rests == [9, 2.0, 4.0]
