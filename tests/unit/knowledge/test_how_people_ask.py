"""Fields, follow-ups and questions asked back, in the words of people at the counter."""

import pytest

from bot.knowledge.parts import Topic
from bot.knowledge.reading import Behavior


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("ở trọ có nhập hộ khẩu được không", (Topic.CONDITIONS, Topic.DOCUMENTS)),
        ("đăng ký kết hôn cần gì", (Topic.DOCUMENTS, Topic.CONDITIONS)),
        ("đăng ký kết hôn cần giấy tờ gì", (Topic.DOCUMENTS,)),
        ("lấy chồng Hàn Quốc đăng ký ở xã được không", (Topic.PLACE, Topic.CONDITIONS)),
        ("khai sinh trễ có bị phạt không", (Topic.CONDITIONS, Topic.LEGAL)),
        ("đăng ký hộ kinh doanh giấy tờ gồm chi", (Topic.DOCUMENTS,)),
    ],
)
def test_who_asks_for_a_yes_or_no_is_shown_what_it_depends_on(says, said, topics):
    assert says(said).topics[:2] == topics


def test_a_list_of_fields_names_the_papers_too(says):
    reading = says("khai sinh cho con: hồ sơ, thời gian giải quyết và lệ phí")
    assert {Topic.DOCUMENTS, Topic.TIME, Topic.FEES} <= set(reading.topics)


@pytest.mark.parametrize(
    ("turns", "code"),
    [
        (("làm giấy khuyết tật", "bị mất xin cấp lại"), "1.001653"),
        (("chứng thực hợp đồng tặng cho đất", "nếu sau này muốn hủy thì sao"), "2.000913"),
        (("gia hạn tạm trú", "hết hạn mất tiêu rồi"), "1.002755"),
        (("sang tên xe máy", "chủ cũ chết rồi"), "1.013076"),
        (("heo bị dịch phải tiêu hủy", "bao lâu mới có tiền hỗ trợ"), "1.013997"),
        (("sổ đỏ nhà tôi mất rồi", "xin cấp lại qua mạng được không"), "1.115621"),
    ],
)
def test_what_is_done_or_happened_is_read_together_with_the_topic(says, turns, code):
    assert says(*turns).answers == (code,)


def test_a_new_matter_after_an_answer_is_no_follow_up(says):
    reading = says("đăng ký kết hôn mất mấy ngày", "mà lỡ sau này nộp đơn ly hôn ở xã được không")
    assert reading.behavior is Behavior.OUT_OF_SCOPE


def test_a_field_asked_before_choosing_brings_the_choice_again(says):
    reading = says("mất giấy kết hôn", "bao nhiêu tiền")
    assert reading.behavior is Behavior.CLARIFY
    assert len(reading.options) > 1
    assert reading.topics == (Topic.FEES,)


def test_what_is_offered_is_ranked_by_how_likely_it_is(says):
    reading = says("sao y giấy khai sinh")
    assert reading.behavior is Behavior.CLARIFY
    assert {option.code for option in reading.options} == set(reading.codes)


def test_who_wavers_between_two_things_is_asked(says):
    reading = says("lập tổ hợp tác hay hợp tác xã cho mấy hộ trồng rau")
    assert reading.behavior is Behavior.CLARIFY
    assert {"2.002226", "1.005280"} == set(reading.codes)


def test_everything_at_once_is_the_bundle_and_not_its_parts(says):
    reading = says("làm giấy khai sinh xong làm luôn thẻ bảo hiểm y tế và nhập hộ khẩu một lượt")
    assert reading.answers == ("3.000722",)


def test_an_official_name_in_the_message_needs_no_question(says):
    reading = says("Kết quả đăng ký thường trú là gì? Có được cấp sổ hộ khẩu không?")
    assert reading.answers == ("1.004222",)


def test_what_ended_is_answered_with_what_replaced_it_among_several(says):
    reading = says("đổi thẻ căn cước đồng thời điều chỉnh thông tin trong cơ sở dữ liệu dân cư")
    assert reading.answers[0] == "1.116410"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("con 17t dk nvqs lan dau", "1.013133"),  # an age is no slip of another age
        ("cháu mồ côi cả cha lẫn mẹ, xin trợ cấp hằng tháng", "1.001776"),  # one wish, not two
        ("con tui học cấp ba chuyển trường", "2.002854"),  # "ba" is no father here
        ("sửa nhà có phải xin phép không", "1.013229"),
        ("nhà chưa có số nhà, muốn xin số", "1.009141"),  # "số" is not "sổ"
        ("cụ già neo đơn xin vào cơ sở trợ giúp xã hội", "2.000286"),  # "cơ sở" is no shop
        ("HTX đăng ký nhu cầu hỗ trợ", "2.002668"),
    ],
)
def test_everyday_words_keep_their_meaning(says, said, code):
    assert says(said).answers == (code,)


def test_the_wording_that_supposes_less_wins_between_siblings(says):
    reading = says("làm giấy khuyết tật cho ba")
    assert reading.answers == ("1.001699",)  # not the one for a paper that was lost


def test_who_asks_what_there_is_at_all_is_shown_a_choice(says):
    reading = says("cho em hỏi mấy thủ tục về tạm trú")
    assert reading.behavior is Behavior.CLARIFY
    assert {"1.004194", "1.002755"} <= set(reading.codes)
    papers = says("đăng ký tạm trú cần những loại giấy tờ gì")
    assert papers.answers == ("1.004194",)


def test_a_word_that_everybody_writes_so_is_no_slip_of_another(says):
    """ "Xin" sounds like "sinh" to some; "xin bảo hiểm" is no birth."""
    assert says("xin bảo hiểm y tế").codes[0] == "1.001939"
    assert says("giấy khai xin cho con").answers[0] == "1.001193"


def test_just_that_is_no_giving_up(says):
    assert says("việc đất này nhờ xã hòa giải thôi").answers == ("1.012812",)
