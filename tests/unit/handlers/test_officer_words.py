"""Commands of officers in the chat, as they are typed between two visitors."""

import pytest

from bot.handlers.officers.words import Command, read_order
from bot.kernel.vietnamese import fold

CODE = "H56.12.5-261118-0012"


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("hôm nay có hồ sơ nào", Command.TODAY),
        ("hồ sơ nào đến hạn", Command.TODAY),
        ("việc trong ngày", Command.TODAY),
        ("hôm nay phải trả hồ sơ nào", Command.TODAY),
        ("hồ sơ nào quá hạn", Command.LATE),
        ("có hồ sơ trễ không", Command.LATE),
        ("danh sách trễ hẹn", Command.LATE),
        (f"đã giải quyết xong {CODE}", Command.DONE),
        (f"có kq hs {CODE}", Command.DONE),
        ("ngắt kết nối", Command.LEAVE),
        ("danh sách lệnh", Command.HELP),
    ],
)
def test_a_command_is_read_in_many_wordings(typed: str, command: Command):
    for text in (typed, fold(typed)):
        order = read_order(text)
        assert order is not None, text
        assert order.command is command, text


@pytest.mark.parametrize(
    "typed",
    [
        f"hồ sơ {CODE} xong chưa",
        f"làm xong {CODE} chưa",
        "hồ sơ của tôi trễ hạn rồi",
        "hôm nay có làm việc không",
        "khai sinh trễ hạn",
    ],
)
def test_what_citizens_ask_is_no_command(typed: str):
    assert read_order(typed) is None
