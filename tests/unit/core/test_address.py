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
        ("cháu ơi, bà bị mất căn cước", "bà", "cháu"),
        ("cho em hỏi làm khai sinh", "anh/chị", "tôi"),
        ("cho con hỏi xíu, má con mất sổ rồi, làm lại được hông", "cô/chú", "con"),
        ("chỉ chú với", "chú", "cháu"),
        ("anh muốn sang tên xe", "anh", "em"),
        ("cho bac hoi lam giay khai tu", "bác", "cháu"),
        ("em muon tach ho", "anh/chị", "tôi"),
        ("em chào anh chị, em muốn hỏi làm khai sinh", "anh/chị", "tôi"),
        ("bác chào cháu", "bác", "cháu"),
    ],
)
def test_people_are_addressed_as_they_speak_of_themselves(text: str, you: str, me: str):
    heard = heard_address(text)
    assert heard is not None
    assert (heard.you, heard.me) == (you, me)


@pytest.mark.parametrize(
    "text",
    [
        "em chào anh chị",
        "em chào ad, H99.12.5-261111-0009 xong chưa ạ",
        "dạ con chào cô chú",
        "ông nội tôi mất hôm qua",
        "bà ngoại 80 tuổi có được trợ cấp không",
        "đi khám bác sĩ",
        "ông xã tôi là người Hàn",
        "làm khai sinh cho con",
        "làm khai sinh cho con cần gì",
        "thẻ bảo hiểm của em bị mất",
        "tôi muốn hỏi",
        "Nguyễn Văn Ông",
        "bà mất rồi, khai tử làm sao",
        "ông bị tai nạn mất hôm qua",
        "bà đang nằm viện, nhờ người đi thay được không",
        "làm trợ cấp cho bà có khó không",
        "cho ông làm trợ cấp người cao tuổi",
        "giấy của ông mất rồi",
        "hỏi ông có được không",
        "con chưa có khai sinh thì làm sao",
        "má ơi con đi học cần giấy gì hông",
        "thằng con định lấy vợ nước ngoài",
        "con dâu em cần nhập khẩu",
        "vợ em đang mang thai",
        "tôi hỏi giúp em, em đang ở xa",
        "nhà có cháu đang học lớp 3",
        "chị em muốn tách hộ",
        "đổi tên cho con, con đang học lớp 5",
        "ba mat roi lam khai tu",
        "con muon vay tien",
    ],
)
def test_other_peoples_kin_terms_are_not_taken_as_address(text: str):
    assert heard_address(text) is None
