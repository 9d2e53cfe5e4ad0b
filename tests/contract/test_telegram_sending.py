"""What becomes of a message to Telegram: refusals are values, nothing is sent twice blindly."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.limiter import Pace
from bot.channels.telegram.transport import AiohttpRequest
from bot.core.rendering import utf16_length
from bot.kernel.channel import Outcome, Outgoing
from bot.kernel.messages import Choice
from tests.simulators.telegram import TOKEN, TelegramSimulator


@pytest.fixture
async def simulator() -> AsyncIterator[TelegramSimulator]:
    simulator = TelegramSimulator()
    await simulator.start()
    yield simulator
    await simulator.stop()
    assert simulator.violations == []


@pytest.fixture
async def channel(simulator: TelegramSimulator) -> AsyncIterator[TelegramChannel]:
    request = AiohttpRequest()
    yield TelegramChannel(BotApi(request, f"{simulator.base}/bot", TOKEN), Pace(None))
    await request.shutdown()


def message(text: str = "Dạ, mời bác.", **more: object) -> Outgoing:
    values: dict[str, object] = {"id": "01", "channel": "telegram", "channel_user": "42"}
    return Outgoing(text=text, **(values | more))  # type: ignore[arg-type]


MENU = (Choice("menu", "Danh mục"), Choice("person", "Gặp cán bộ"))


async def test_an_accepted_message_gives_its_number(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    sent = await channel.send(message("**Lệ phí:** 8.000 đồng", choices=MENU))
    (shown,) = simulator.messages(42)
    assert (sent.outcome, sent.provider_id) == (Outcome.ACCEPTED, str(shown.id))
    assert shown.raw == "<b>Lệ phí:</b> 8.000 đồng"
    assert shown.parameters["link_preview_options"] == {"is_disabled": True}


async def test_short_labels_stand_in_pairs_and_long_ones_alone(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    labels = ["Khai sinh", "Kết hôn", "Đất", "Xác nhận tình trạng hôn nhân", "Khai tử", "Khác"]
    choices = tuple(Choice(f"v:{place}", label) for place, label in enumerate(labels))
    await channel.send(message(choices=choices))
    assert simulator.messages(42)[0].labels == [
        ["Khai sinh", "Kết hôn"],
        ["Đất"],
        ["Xác nhận tình trạng hôn nhân"],
        ["Khai tử", "Khác"],
    ]


async def test_a_button_may_open_a_page(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    page = Choice("page", "Xem trên web", url="https://example.vn/p/1.001193")
    sent = await channel.send(message(choices=(page,)))
    assert sent.outcome is Outcome.ACCEPTED
    (row,) = simulator.messages(42)[0].markup["inline_keyboard"]  # type: ignore[index]
    assert row == [{"text": "Xem trên web", "url": "https://example.vn/p/1.001193"}]


async def test_the_longest_text_fits_markup_not_counted(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    text = "**Đậm** & <ngoặc> " * 300
    text = text[: 4096 - 2].rstrip() + "😀"
    assert utf16_length(text) <= 4096
    sent = await channel.send(message(text))
    assert sent.outcome is Outcome.ACCEPTED


async def test_choices_unfit_for_buttons_become_lines_to_answer_by_number(
    simulator: TelegramSimulator, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await channel.send(message("Chọn:", choices=(Choice("ă" * 33, "Một"), Choice("b", "Hai"))))
    assert simulator.messages(42)[0].text == "Chọn:\n1. Một\n2. Hai"
    assert "buttons shown as lines" in caplog.text


async def test_half_a_letter_does_not_stop_a_message(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    assert (await channel.send(message("a\ud83db"))).outcome is Outcome.ACCEPTED
    assert simulator.messages(42)[0].text == "a?b"


async def test_an_empty_message_is_not_even_tried(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    assert (await channel.send(message(" \n "))).outcome is Outcome.REFUSED
    assert simulator.calls == []


@pytest.mark.parametrize(
    "description",
    [
        'Bad Request: can\'t parse entities: Unsupported start tag "bác" at byte offset 0',
        "Bad Request: message is too long",
        "Bad Request: BUTTON_DATA_INVALID",
        "Bad Request: BUTTON_URL_INVALID",
        "Bad Request: reply markup is too long",
    ],
)
async def test_what_telegram_cannot_show_arrives_as_plain_words_once(
    simulator: TelegramSimulator,
    channel: TelegramChannel,
    caplog: pytest.LogCaptureFixture,
    description: str,
) -> None:
    simulator.fail("sendMessage", 400, description)
    sent = await channel.send(message("**Chọn**", choices=MENU))
    assert sent.outcome is Outcome.ACCEPTED
    assert simulator.messages(42)[0].raw == "Chọn\n1. Danh mục\n2. Gặp cán bộ"
    assert "plain text" in caplog.text

    simulator.fail("sendMessage", 400, description, times=2)
    assert (await channel.send(message())).outcome is Outcome.REFUSED
    assert len(simulator.called("sendMessage")) == 4
    # The log names the trouble but never quotes what we wrote to a citizen.
    assert "bác" not in caplog.text


@pytest.mark.parametrize(
    ("status", "description", "outcome"),
    [
        (403, "Forbidden: bot was blocked by the user", Outcome.NEVER),
        (403, "Forbidden: user is deactivated", Outcome.NEVER),
        (403, "Forbidden: bot was kicked from the supergroup chat", Outcome.NEVER),
        (400, "Bad Request: chat not found", Outcome.NEVER),
        (400, "Bad Request: PEER_ID_INVALID", Outcome.NEVER),
        (400, "Bad Request: message thread not found", Outcome.REFUSED),
        (400, "Bad Request: TOPIC_CLOSED", Outcome.REFUSED),
        (400, "Bad Request: not enough rights to send text messages to the chat", Outcome.REFUSED),
        (413, "Request Entity Too Large", Outcome.REFUSED),
        (500, "Internal Server Error", Outcome.UNKNOWN),
        (502, "Bad Gateway", Outcome.UNKNOWN),
    ],
)
async def test_a_refusal_says_whether_another_try_makes_sense(
    simulator: TelegramSimulator,
    channel: TelegramChannel,
    status: int,
    description: str,
    outcome: Outcome,
) -> None:
    simulator.fail("sendMessage", status, description)
    assert (await channel.send(message())).outcome is outcome
    assert len(simulator.called("sendMessage")) == 1


async def test_too_many_requests_waits_as_long_as_asked(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    simulator.fail("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    sent = await channel.send(message())
    assert sent.outcome is Outcome.TRY_LATER
    assert sent.wait is not None
    assert timedelta(seconds=7) <= sent.wait <= timedelta(seconds=8)
    # Until then nobody knocks at this chat again; others are served.
    again = await channel.send(message())
    assert again.outcome is Outcome.TRY_LATER
    assert len(simulator.called("sendMessage")) == 1
    assert (await channel.send(message(channel_user="43"))).outcome is Outcome.ACCEPTED


async def test_a_chat_that_moved_is_followed(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    simulator.migrate(-5, -1001234567890)
    assert (await channel.send(message(channel_user="-5"))).outcome is Outcome.ACCEPTED
    await channel.send(message("Lần nữa", channel_user="-5"))
    assert [shown.text for shown in simulator.messages(-1001234567890)] == [
        "Dạ, mời bác.",
        "Lần nữa",
    ]
    assert len(simulator.called("sendMessage")) == 3


async def test_a_connection_cut_after_the_deed_is_not_tried_again(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    simulator.cut_after_commit("sendMessage")
    assert (await channel.send(message())).outcome is Outcome.UNKNOWN
    assert len(simulator.messages(42)) == 1


async def test_no_answer_in_time_is_an_unknown_outcome(simulator: TelegramSimulator) -> None:
    request = AiohttpRequest()
    api = BotApi(request, f"{simulator.base}/bot", TOKEN)
    simulator.hang("sendMessage", 5)
    answer = await api.call("sendMessage", {"chat_id": 42, "text": "Dạ"}, read_timeout=0.05)
    assert answer.unclear
    await request.shutdown()


async def test_without_a_connection_nothing_was_sent_and_later_is_fine() -> None:
    request = AiohttpRequest()
    channel = TelegramChannel(BotApi(request, "http://127.0.0.1:9/bot", TOKEN), Pace(None))
    assert (await channel.send(message())).outcome is Outcome.TRY_LATER
    await request.shutdown()


async def test_a_refused_token_is_reported_once_and_stops_the_knocking(
    simulator: TelegramSimulator, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    simulator.token_refused = True
    outcomes = [(await channel.send(message())).outcome for _ in range(3)]
    assert outcomes == [Outcome.TRY_LATER] * 3
    critical = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert len(critical) == 1
    assert TOKEN not in caplog.text


async def test_an_edit_that_changes_nothing_is_a_success(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    first = await channel.send(message(choices=MENU))
    for _ in range(2):
        sent = await channel.send(message(choices=MENU, replaces=first.provider_id))
        assert (sent.outcome, sent.provider_id) == (Outcome.ACCEPTED, first.provider_id)
    assert len(simulator.messages(42)) == 1


@pytest.mark.parametrize(
    "description",
    ["Bad Request: message can't be edited", "Bad Request: message to edit not found"],
)
async def test_what_cannot_be_edited_is_sent_anew(
    simulator: TelegramSimulator, channel: TelegramChannel, description: str
) -> None:
    first = await channel.send(message())
    simulator.fail("editMessageText", 400, description)
    sent = await channel.send(message("Mới", replaces=first.provider_id))
    assert sent.outcome is Outcome.ACCEPTED
    assert [shown.text for shown in simulator.messages(42)] == ["Dạ, mời bác.", "Mới"]


async def test_an_edit_cut_off_is_repeated_for_that_does_no_harm(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    first = await channel.send(message())
    simulator.cut_after_commit("editMessageText")
    sent = await channel.send(message("Mới", replaces=first.provider_id))
    assert sent.outcome is Outcome.ACCEPTED
    assert [shown.text for shown in simulator.messages(42)] == ["Mới"]


async def test_an_answer_in_a_group_hangs_on_its_question(
    simulator: TelegramSimulator, channel: TelegramChannel
) -> None:
    await channel.send(message(channel_user="-1005", reply_to="m77e1763780400"))
    assert simulator.messages(-1005)[0].parameters["reply_parameters"] == {
        "message_id": 77,
        "allow_sending_without_reply": True,
    }
