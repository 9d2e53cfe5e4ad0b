"""Who tells of a death is met with a word of sympathy; who lost a thing is not."""

import pytest

from bot.handlers.procedures.mourning import tells_of_a_death


@pytest.mark.parametrize(
    "text",
    [
        "ba tôi mới mất phải làm gì", "me em vua qua doi", "Bố mất rồi, giờ làm giấy gì",
        "ông nội cháu mất hôm qua", "chong toi chet do tai nan", "bà ngoại mới mất sáng nay",
        "nhà em có mẹ già mới qua đời ở bệnh viện", "con trai tôi mất tuần trước",
    ],
)  # fmt: skip
def test_a_death_is_heard(text: str):
    assert tells_of_a_death(text)


@pytest.mark.parametrize(
    "text",
    [
        "mẹ tôi mất thẻ bảo hiểm", "con em mất giấy khai sinh", "ông cụ mất sổ đỏ",
        "chồng tôi mất việc làm", "ba mất căn cước", "vợ tôi mất cccd rồi", "mất giấy tờ",
        "làm khai sinh mất bao lâu", "thủ tục khai tử", "em mất hộ chiếu",
    ],
)  # fmt: skip
def test_a_lost_thing_is_no_death(text: str):
    assert not tells_of_a_death(text)
