"""What a message adds to the matter before it: a circumstance, a purpose, what is missing."""

from pathlib import Path

import pytest

from bot.knowledge.base import load_knowledge
from bot.knowledge.evaluation import interpreter_alone
from bot.knowledge.interpreter import Interpreter

DATA = Path(__file__).resolve().parents[2] / "procedures_data"


@pytest.fixture(scope="module")
def converse():
    return interpreter_alone(Interpreter(load_knowledge(DATA)))


@pytest.mark.parametrize(
    ("turns", "code"),
    [
        ("đăng ký kết hôn / chồng em là người Hàn", "2.000806"),
        ("giấy phép lao động / gia hạn / người Trung Quốc", "1.014201"),
        ("chuyển trường cho con / từ tỉnh khác về", "2.002854"),
        ("xin giấy độc thân / để mua đất", "1.004873"),
        ("giấy xác nhận độc thân / để vay ngân hàng / ở nhiều nơi trước đây", "1.004873"),
        ("trích lục kết hôn / của bố mẹ em", "2.000635"),
        ("khai sinh cho con / chưa đăng ký kết hôn", "1.000689"),
        ("khai sinh cho con / em là mẹ đơn thân", "1.001193"),
        ("trợ cấp nuôi con một mình / thuộc hộ nghèo", "1.001776"),
        ("giấy khuyết tật / bị mất", "1.001653"),
        ("liệt sĩ / mất bằng tổ quốc ghi công", "1.010778"),
        ("tranh chấp đất với hàng xóm / xã hòa giải không thành thì sao", "1.013967"),
        ("đăng ký hộ kinh doanh / nếu tạm ngừng thì sao", "1.001570"),
        ("đăng ký kết hôn / có cần khám sức khỏe không", "1.000894"),
        ("xác nhận cư trú / nộp trường cho con / mấy ngày có", "1.010041"),
        ("mất căn cước / ở tỉnh khác có làm được không", "1.116410"),
        ("nuôi cá lồng trên hồ / xin phép ai", "1.014862"),
        ("giám hộ / ông nội giám hộ cháu / cháu 10 tuổi", "1.004837"),
        ("mai táng phí cựu chiến binh / không phải, ông tôi là thanh niên xung phong", "2.002308"),
    ],
)
def test_a_circumstance_is_read_together_with_the_matter(converse, turns: str, code: str):
    last = converse(turns.split(" / "))[-1]
    assert (last.behavior, last.procedures[:1]) == ("answer", (code,))


@pytest.mark.parametrize(
    "turns", ["bảo hiểm y tế hộ gia đình / 5 người", "nghĩa vụ quân sự / đang học cao đẳng"]
)
def test_what_chooses_nothing_brings_the_question_again(converse, turns: str):
    first, last = converse(turns.split(" / "))
    assert last.behavior == "clarify"
    assert set(last.procedures) == set(first.procedures)
