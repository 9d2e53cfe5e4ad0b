import pytest

from bot.core.address import heard_address


@pytest.mark.parametrize(
    ("text", "you", "me"),
    [
        ("bác muốn làm khai sinh cho cháu", "bác", "cháu"),
        ("cho bác hỏi làm giấy khai tử", "bác", "cháu"),
        ("chú cần sao y sổ đỏ", "chú", "cháu"),
        ("giúp bà với cháu ơi", "bà", "cháu"),
        ("em muốn hỏi đăng ký tạm trú", "anh/chị", "tôi"),
        ("dạ con muốn hỏi làm giấy khai sanh", "cô/chú", "con"),
        ("chị cần làm căn cước", "chị", "em"),
        ("công ty tôi cần chứng thực chữ ký", "quý công ty", "chúng tôi"),
    ],
)
def test_people_are_addressed_as_they_speak_of_themselves(text: str, you: str, me: str):
    heard = heard_address(text)
    assert heard is not None
    assert (heard.you, heard.me) == (you, me)


@pytest.mark.parametrize(
    "text",
    [
        "ông nội tôi mất hôm qua",
        "bà ngoại 80 tuổi có được trợ cấp không",
        "đi khám bác sĩ",
        "ông xã tôi là người Hàn",
        "làm khai sinh cho con",
        "làm khai sinh cho con cần gì",
        "thẻ bảo hiểm của em bị mất",
        "tôi muốn hỏi",
        "Nguyễn Văn Ông",
    ],
)
def test_other_peoples_kin_terms_are_not_taken_as_address(text: str):
    assert heard_address(text) is None
