"""Sentences with a gap in them: whatever is named in between, they do one thing."""

import pytest

from bot.kernel.vietnamese import fold
from bot.knowledge.reading import Act, Context


@pytest.mark.parametrize(
    ("typed", "act"),
    [
        ("giấy khai sinh của con em làm xong chưa", Act.DOSSIER_STATUS),
        ("hồ sơ của tôi đang nằm ở đâu", Act.DOSSIER_STATUS),
        ("nộp cả tháng rồi chưa thấy gì", Act.DOSSIER_STATUS),
        ("cho bác gặp cán bộ", Act.PERSON),
        ("không muốn nói với máy", Act.PERSON),
        ("cán bộ quát tôi", Act.COMPLAINT),
        ("thái độ phục vụ tệ quá", Act.COMPLAINT),
        ("muốn đánh giá cán bộ", Act.RATING),
        ("cán bộ hướng dẫn tận tình lắm", Act.RATING),
        ("tải thư chúc mừng ở đâu", Act.LETTER),
        ("đừng gửi tin nhắn cho tôi nữa", Act.STOP),
    ],
)
def test_a_shape_is_heard_with_and_without_accents(interpreter, typed, act):
    for text in (typed, fold(typed)):
        assert interpreter.understand(text, Context()).act is act, text


@pytest.mark.parametrize(
    "typed",
    [
        "tôi muốn tố cáo cán bộ nhận hối lộ",
        "muốn gặp trực tiếp chủ tịch xã, lịch tiếp dân hôm nào",
        "cán bộ mang sổ kết hôn đến nhà",
        "giấy xác nhận con người có công",
        "thu hồi khoáng sản cấp xã",
    ],
)
def test_what_is_a_procedure_stays_one(interpreter, typed):
    for text in (typed, fold(typed)):
        assert interpreter.understand(text, Context()).act is None, text
