"""«Hồ sơ của tôi tới đâu rồi» in the words of every region, of the young and of the angry."""

import pytest

from bot.app.brain import Brain
from bot.knowledge.reading import Act, Behavior, Context


@pytest.mark.parametrize(
    "text",
    [
        "hs của e nộp tuần trc sao r ad",
        "bộ hồ sơ tui nạp bữa rày răng rồi",
        "răng hồ sơ mi nạp lâu ri chưa có",
        "hs tui nộp 3 tháng rồi mà xã im re không ai nói gì",
        "hồ sơ của bà nội tôi tên Nguyễn Thị Na xong chưa",
        "em nộp hồ sơ kết hôn hôm thứ 6 bao giờ có kq",
        "hồ sơ em nộp tuần trước sao rồi ad",
        "hs em nộp hôm bữa tới đâu r",
        "hồ sơ tui nạp hôm trước răng rồi",
        "hs nộp tháng trc chưa thấy gì",
        "bộ hồ sơ nạp bữa tê tới mô rồi",
        "giấy tờ tui nộp bữa hổm xong chưa dzậy",
        "hs của mẹ em sao rồi ạ",
        "hồ sơ của ông ngoại em tên Lê Văn Tám tới đâu rồi",
        "hồ sơ vợ tôi nộp mấy bữa rồi mà chưa có",
        "nộp hồ sơ từ tháng trước đến nay chưa thấy trả",
        "sao nộp hồ sơ lâu rồi mà chưa ai gọi",
        "nộp cả tháng trời mà im ru",
        "hồ sơ nộp lâu rồi mà không thấy tăm hơi",
        "hs nộp 2 tuần r k thấy j",
        "hồ sơ của tôi bị kẹt ở đâu",
        "hồ sơ tôi đi tới đâu rồi",
        "cho hỏi hồ sơ nộp hôm 18/11 xong chưa",
        "em nộp hồ sơ khai sinh cho con hôm thứ 2 bao giờ lấy được ạ",
        "tôi làm thẻ bảo trợ nộp tháng trước khi nào có kết quả",
        "nộp hồ sơ làm sổ đỏ từ tháng 9 mà giờ chưa xong",
        "tui nộp giấy xin xác nhận độc thân hôm qua chừng nào lấy được",
        "bữa trước nộp khai sinh giờ có chưa",
        "hôm bữa em nộp kết hôn giờ xong chưa ạ",
        "hôm trước có nộp hồ sơ mà quên ngày hẹn",
        "quá ngày hẹn 3 hôm rồi mà chưa có",
        "trễ hẹn cả tuần rồi đó",
        "sao hồ sơ tôi lâu thế",
        "sao hồ sơ của tôi bị trễ vậy",
        "vì sao hồ sơ của tôi trễ",
        "hồ sơ mô răng lâu rứa",
        "coi giùm hồ sơ tui tới mô rồi",
        "check giúp em hồ sơ với ạ",
        "kiểm tra hộ bác hồ sơ với cháu",
        "xem giúp tôi hồ sơ nộp tuần trước",
        "dò giùm cái hồ sơ",
        "tra giúp hồ sơ đất của ba tui",
        "hồ sơ của em có kết quả chưa ạ",
        "kq hồ sơ có chưa ad",
        "có kq chưa ad",
        "hồ sơ em xong chưa z",
        "hs e xog chưa ạ",
        "hs xong ch ad",
        "ho so cua toi xong chua",
        "ho so nop tuan truoc sao roi",
        "ho so toi nop hom thu 2 den dau roi",
        "ho so nop may thang roi ma chua co ket qua",
        "chua thay tra ket qua",
        "sao chua co ket qua",
        "giấy của tôi bao giờ lấy được, nộp tuần trước rồi",
        "hồ sơ online của em nộp mấy hôm chưa ai duyệt",
        "nộp trên mạng rồi mà chưa thấy duyệt",
        "hồ sơ nộp online sao mãi chưa tiếp nhận",
        "hồ sơ bị trả lại là sao",
        "hồ sơ báo cần bổ sung là thiếu gì",
        "hồ sơ của tôi đang ở chỗ ai",
        "ai đang giữ hồ sơ của tôi",
        "khi nào thì hồ sơ của tôi xong",
        "bao giờ hồ sơ em có kết quả ạ",
        "chừng nào hồ sơ tui xong",
        "mấy bữa nữa hồ sơ tôi mới xong",
        "hồ sơ tôi nộp ngày 10 tháng 11 thế nào rồi",
        "đơn tôi nộp hôm nọ giải quyết tới đâu rồi",
        "đơn em gửi tuần trước sao rồi",
    ],
)
def test_who_asks_how_far_it_is_is_understood(brain: Brain, text: str):
    assert brain.interpreter.understand(text, Context()).act is Act.DOSSIER_STATUS


@pytest.mark.parametrize(
    "text",
    [
        "làm khai sinh bao giờ xong",
        "nộp hồ sơ khai sinh cần gì",
        "đăng ký kết hôn mất mấy ngày",
        "hồ sơ xin trợ cấp gồm những gì",
        "con sinh hôm qua làm khai sinh cần gì",
        "nộp hồ sơ đất ở đâu",
        "hồ sơ kết hôn thiếu giấy xác nhận độc thân thì sao",
    ],
)
def test_who_asks_about_a_procedure_gets_the_procedure(brain: Brain, text: str):
    reading = brain.interpreter.understand(text, Context())
    assert reading.act is not Act.DOSSIER_STATUS
    assert reading.behavior in (Behavior.ANSWER, Behavior.CLARIFY)
