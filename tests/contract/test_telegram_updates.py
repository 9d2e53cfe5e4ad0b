"""What an update means, and that nothing a stranger posts can upset the reading."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.updates import Me, Reachability, person_of, read_update
from bot.kernel.messages import Inbound

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ME = Me(123, "Motcua_Bot")
PRIVATE = {"id": 42, "type": "private"}
GROUP = {"id": -100200, "type": "supergroup"}
NAM = {"id": 42, "is_bot": False, "first_name": "Năm"}


def written(text: str = "", *, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    message = {"message_id": 7, "date": 1763780400, "chat": chat, "from": NAM, **more}
    return {"update_id": 1, "message": message | ({"text": text} if text else {})}


def read(update: dict[str, Any]) -> Inbound | Reachability | None:
    return read_update(update, ME, NOW)


def test_a_text_is_what_was_typed() -> None:
    assert read(written("khai sinh")) == Inbound(
        channel="telegram",
        channel_user="42",
        message_id="m7",
        sent_at=datetime(2025, 11, 22, 3, 0, tzinfo=UTC),
        text="khai sinh",
    )


@pytest.mark.parametrize(
    ("typed", "tapped"),
    [
        ("/start", "start"),
        ("/start p_1_001193", "proc:1.001193"),
        ("/start p-1-001193", "proc:1.001193"),
        ("/start p_1.001193", "proc:1.001193"),
        ("/start f_ho-tich", "field:ho-tich"),
        ("/start l_em-be", "life:em-be"),
        ("/start p_x", "start"),
        ("/start f_", "start"),
        ("/start ' OR 1=1 --", "start"),
        ("/help", "help"),
        ("/Help@motcua_bot", "help"),
        ("/menu", "menu"),
        ("/nguoi", "person"),
        ("/quaylai", "back"),
        ("/chuto", "easy:on"),
        ("/chuthuong", "easy:off"),
        ("/english", "lang:en"),
        ("/xoa", "forget"),
    ],
)
def test_a_command_is_a_tap(typed: str, tapped: str) -> None:
    event = read(written(typed))
    assert isinstance(event, Inbound)
    assert (event.text, event.tapped) == ("", tapped)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("/khai_sinh cho con", "khai sinh cho con"), ("/", "/"), ("/ học", "/ học")],
)
def test_an_unknown_command_is_read_as_words(typed: str, text: str) -> None:
    event = read(written(typed))
    assert isinstance(event, Inbound)
    assert (event.text, event.tapped) == (text, None)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("photo", "photo"),
        ("voice", "voice"),
        ("contact", "contact"),
        ("location", "location"),
        ("sticker", "sticker"),
        ("document", "document"),
        ("video", "other"),
        ("poll", "other"),
    ],
)
def test_what_we_cannot_read_is_named(field: str, kind: str) -> None:
    event = read(written(**{field: {}}))
    assert isinstance(event, Inbound)
    assert event.tapped == f"unsupported:{kind}"


def test_words_under_a_picture_count() -> None:
    event = read(written(photo=[{}], caption="giấy này làm gì"))
    assert isinstance(event, Inbound)
    assert (event.text, event.tapped) == ("giấy này làm gì", None)


@pytest.mark.parametrize(
    "update",
    [
        written(new_chat_members=[NAM]),
        written(pinned_message={"message_id": 3}),
        written("của một máy khác", **{"from": {"id": 9, "is_bot": True}}),
        written("trong kênh", chat={"id": -100, "type": "channel"}),
        {"update_id": 1, "edited_message": written(location={})["message"]},
        {"update_id": 1, "inline_query": {}},
        {"update_id": 1},
    ],
)
def test_what_is_not_said_to_us_is_left_alone(update: dict[str, Any]) -> None:
    assert read(update) is None


def mention(text: str, name: str) -> dict[str, Any]:
    offset = len(text[: text.index(name)].encode("utf-16-le")) // 2
    entity = {"type": "mention", "offset": offset, "length": len(name)}
    return written(text, chat=GROUP, entities=[entity])


@pytest.mark.parametrize(
    ("update", "text", "tapped"),
    [
        (mention("😀 @motcua_bot làm khai sinh", "@motcua_bot"), "😀  làm khai sinh", None),
        (mention("@MotCua_Bot, khai tử?", "@MotCua_Bot"), "khai tử?", None),
        (mention("@motcua_bot", "@motcua_bot"), "", "start"),
        (written("/help@motcua_bot", chat=GROUP), "", "help"),
        (written("lệ phí?", chat=GROUP, reply_to_message={"from": {"id": 123}}), "lệ phí?", None),
    ],
)
def test_in_a_group_we_answer_when_spoken_to(
    update: dict[str, Any], text: str, tapped: str | None
) -> None:
    event = read(update)
    assert isinstance(event, Inbound)
    assert (event.channel_user, event.text, event.tapped) == ("-100200", text, tapped)


@pytest.mark.parametrize(
    "update",
    [
        written("làm khai sinh", chat=GROUP),
        written("/help", chat=GROUP),
        written("/help@other_bot", chat=GROUP),
        mention("@other_bot làm khai sinh", "@other_bot"),
        written("cảm ơn", chat=GROUP, reply_to_message={"from": {"id": 55}}),
        written(photo=[{}], chat=GROUP),
        written("x", chat=GROUP, entities=[{"type": "mention", "offset": -5, "length": 10**9}]),
    ],
)
def test_in_a_group_we_keep_out_of_the_talk_of_others(update: dict[str, Any]) -> None:
    assert read(update) is None


def test_before_telegram_said_who_we_are_no_group_is_answered() -> None:
    update = written("cảm ơn", chat=GROUP, reply_to_message={})
    assert read_update(update, Me(), NOW) is None


def test_every_edit_of_a_message_is_one_message() -> None:
    message = written("khai sinh")["message"] | {"edit_date": 1763780500}
    event = read({"update_id": 1, "edited_message": message})
    assert isinstance(event, Inbound)
    assert event.message_id == "m7e1763780500"


def tap(message: object) -> dict[str, Any]:
    query = {"id": "99", "from": NAM, "message": message, "data": "menu"}
    return {"update_id": 1, "callback_query": query}


def test_a_tap_knows_the_message_it_was_on() -> None:
    event = read(tap({"message_id": 5, "date": 1763780400, "chat": PRIVATE}))
    assert isinstance(event, Inbound)
    assert (event.message_id, event.tapped, event.replaces) == ("c99", "menu", "5")
    vanished = read(tap({"message_id": 5, "date": 0, "chat": PRIVATE}))
    assert isinstance(vanished, Inbound)
    assert vanished.replaces is None
    assert read(tap(None)) is None


def test_blocking_is_noticed_in_private_chats() -> None:
    def change(status: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
        content = {"chat": chat, "new_chat_member": {"status": status}}
        return {"update_id": 1, "my_chat_member": content}

    assert read(change("kicked")) == Reachability("42", reachable=False)
    assert read(change("member")) == Reachability("42", reachable=True)
    assert read(change("member", GROUP)) is None


# Any JSON at all, and updates whose parts are replaced by any JSON.
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "update_id",
                    "message",
                    "edited_message",
                    "callback_query",
                    "my_chat_member",
                    "chat",
                    "from",
                    "id",
                    "type",
                    "text",
                    "date",
                    "edit_date",
                    "message_id",
                    "data",
                    "entities",
                    "offset",
                    "length",
                    "photo",
                    "status",
                    "caption",
                    "user",
                    "reply_to_message",
                    "new_chat_member",
                    "media_group_id",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(_json)
def test_no_json_upsets_the_reading(value: object) -> None:
    if isinstance(value, dict):
        event = read_update(value, ME, NOW)
        person_of(value)
        assert event is None or isinstance(event, Inbound | Reachability)


@given(st.data())
def test_no_part_of_the_wrong_type_upsets_the_reading(data: st.DataObject) -> None:
    update = json.loads(json.dumps(mention("😀 @motcua_bot làm khai sinh", "@motcua_bot")))
    spoilt: Any = update
    while isinstance(spoilt, dict) and spoilt:
        key = data.draw(st.sampled_from(sorted(spoilt)))
        if not isinstance(spoilt[key], dict) or data.draw(st.booleans()):
            spoilt[key] = data.draw(_json)
            break
        spoilt = spoilt[key]
    event = read_update(update, ME, NOW)
    if isinstance(event, Inbound):
        event.text.encode()  # whatever came can be written down
        assert "\0" not in event.text
