"""What officers order in the chat, and what is nobody's order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.officers.words import Command, read_order

CODE = "H56.12.5-261118-0012"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("nối cán bộ k7mp-2xqb", Command.LINK),
        ("Noi can bo: K7MP2XQB", Command.LINK),
        ("nối cán bộ mã k7mp 2xqb", Command.LINK),
        (f"xong {CODE}", Command.DONE),
        (f"Đã xong hồ sơ {CODE}", Command.DONE),
        (f"có kết quả {CODE}", Command.DONE),
        (f"bao co kq: {CODE}", Command.DONE),
        ("xong h56 12 5 261118 0012", Command.DONE),
        ("hôm nay", Command.TODAY),
        ("Việc hôm nay?", Command.TODAY),
        ("trễ", Command.LATE),
        ("hồ sơ trễ hẹn", Command.LATE),
        ("quá hạn", Command.LATE),
        ("lệnh", Command.HELP),
        ("thôi nối", Command.LEAVE),
        (CODE, None),
        (f"hồ sơ {CODE} có kết quả chưa", None),
        (f"xong {CODE} và H56.12.5-261118-0013", Command.DONE),
        (f"xong {CODE},H56.12.5-261118-0013", Command.DONE),
        ("xong 0006", Command.DONE),
        ("xong hồ sơ 0006 ngày 18/11", Command.DONE),
        ("xong rồi cảm ơn em", None),
        ("hôm nay có làm việc không", None),
        ("nối cán bộ", None),
        ("gặp cán bộ", None),
        ("trễ hẹn thì làm sao", None),
    ],
)
def test_orders_are_told_from_what_citizens_write(text: str, command: Command | None):
    order = read_order(text)
    assert (order.command if order else None) is command


def test_an_order_names_its_dossier():
    order = read_order(f"xong {CODE}")
    assert order is not None
    assert order.code is not None
    assert order.code.display == CODE


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str):
    read_order(text)
    read_order(f"xong {text}")
    read_order(f"nối cán bộ {text}")
