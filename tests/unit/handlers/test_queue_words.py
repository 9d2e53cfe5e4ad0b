"""What people write about places, numbers and turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.queue.words import Heard, Wish, read_queue_words, says_more
from bot.kernel.vietnamese import fold
from bot.kernel.when import without_when


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("đặt lịch", Wish.BOOK),
        ("hẹn giờ", Wish.BOOK),
        ("cho em book lịch với ạ", Wish.BOOK),
        ("tôi muốn đặt lịch hẹn", Wish.BOOK),
        ("I need an appointment", Wish.BOOK),
        ("lấy số", Wish.NUMBER),
        ("bốc số thứ tự giùm bác", Wish.NUMBER),
        ("xếp hàng online", Wish.NUMBER),
        ("lấy số thứ tự làm sổ đỏ", Wish.NUMBER),
        ("take a number", Wish.NUMBER),
        ("còn mấy người nữa", Wish.PLACE),
        ("tới lượt tôi chưa", Wish.PLACE),
        ("đến số mấy rồi", Wish.PLACE),
        ("trước em còn bao nhiêu người", Wish.PLACE),
        ("bao nhiêu người trước mình", Wish.PLACE),
        ("sắp tới chưa vậy", Wish.PLACE),
        ("đặt lịch tối mai", Wish.BOOK),
        ("số của tui đâu", Wish.MINE),
        ("hôm nay có đông không", Wish.LOAD),
        ("huỷ lịch", Wish.CANCEL),
        ("hủy lịch hẹn mai giùm em", Wish.CANCEL),
        ("bỏ lịch", Wish.CANCEL),
        ("đổi lịch", Wish.MOVE),
        ("dời lịch qua thứ 5", Wish.MOVE),
        ("đổi giờ hẹn", Wish.MOVE),
        ("lịch của tôi", Wish.MINE),
        ("lịch hẹn của em mấy giờ", Wish.MINE),
        ("xem lại lịch", Wish.MINE),
        ("xác nhận lịch hẹn", Wish.CONFIRM),
        ("dạ em sẽ đến ạ", Wish.COMES),
        ("tôi sẽ có mặt đúng giờ", Wish.COMES),
        ("bận rồi không đi được", Wish.CANNOT),
        ("mai em không đến được ạ", Wish.CANNOT),
        ("em đến trễ chút", Wish.LATE),
        ("có phải đặt lịch trước không", Wish.ABOUT),
        ("có cần lấy số không ạ", Wish.ABOUT),
        ("gọi tiếp", Wish.CALL_NEXT),
        ("mời người tiếp theo", Wish.CALL_NEXT),
        ("giữ chỗ cho tôi sáng mai", Wish.BOOK),
        ("làm ơn cho xin cái hẹn", Wish.BOOK),
        ("mún đặt lịk", Wish.BOOK),
        ("cho e 1 số", Wish.NUMBER),
        ("lấy dùm cái số", Wish.NUMBER),
        ("cho em hỏi trước mặt còn mấy ng", Wish.PLACE),
        ("gọi tới đâu rồi", Wish.PLACE),
        ("số của em tới chưa", Wish.PLACE),
        ("còn phải chờ bao lâu", Wish.PLACE),
        ("lỡ lượt rồi", Wish.LATE),
        ("hủy cuộc hẹn", Wish.CANCEL),
        ("không đi được nữa, hủy giùm", Wish.CANCEL),
        ("hủy chỗ đã đặt", Wish.CANCEL),
        ("đổi qua buổi chiều được không", Wish.MOVE),
        ("hẹn lại hôm khác", Wish.MOVE),
        ("đổi khung giờ", Wish.MOVE),
        ("mai em hẹn mấy giờ", Wish.MINE),
        ("coi giùm lịch", Wish.MINE),
        ("quên giờ hẹn rồi", Wish.MINE),
        ("giờ nào ít người", Wish.LOAD),
        ("bao nhiêu người đang chờ", Wish.LOAD),
    ],
)
def test_a_wish_is_heard_in_any_wording_and_without_accents(typed: str, wish: Wish):
    for text in (typed, fold(typed), typed.upper()):
        heard = read_queue_words(text)
        assert heard is not None, text
        assert heard.wish == wish, text


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("A023", "A023"),
        ("a 23", "A023"),
        ("số h-015", "H015"),
        ("em cầm số A023 còn lâu không", "A023"),
        ("tôi lấy được số B 007 rồi", "B007"),
    ],
)
def test_the_number_on_a_slip_is_read(typed: str, number: str):
    assert read_queue_words(typed) == Heard(Wish.PAPER, number=number)


@pytest.mark.parametrize(
    "typed",
    [
        "lấy sổ đỏ ở đâu",
        "lay so do o dau",
        "nhận sổ hộ khẩu",
        "lấy số điện thoại cán bộ",
        "hủy sổ đỏ",
        "hồ sơ của tôi tới đâu rồi",
        "hồ sơ chờ bao lâu nữa",
        "sang tên đất cho con",
        "đất cho con",
        "đặt cọc mua đất",
        "đổi bằng lái xe",
        "đổi giờ mở cửa quán",
        "hẹn gặp chủ tịch",
        "mẫu CT01",
        "H56.12.5-261118-0012",
        "QL1 A 234",
        "giấy hẹn mất rồi",
        "đi xa sáu tháng có phải khai báo tạm vắng không",
        "có cần đăng ký nội quy lao động không",
        "xác nhận sơ yếu lý lịch của con",
        "rút hồ sơ đăng ký hộ kinh doanh",
        "rut ho so xe",
        "xin cap so hong lan dau",
        "xếp hạng khách sạn",
        "khách du lịch của mình",
        "tổ hợp tác có giấy chứng nhận đăng ký giờ giải thể",
        "đặt lịch khám bệnh",
        "đặt lịch đăng kiểm",
        "lịch tiếp công dân của chủ tịch",
        "ngày hẹn trả kết quả",
        "",
    ],
)
def test_other_matters_are_left_alone(typed: str):
    assert read_queue_words(typed) is None


@pytest.mark.parametrize(
    ("typed", "matter"),
    [
        ("đặt lịch làm khai sinh", "lam khai sinh"),
        ("đặt lịch khai sinh sáng mai 9h", "khai sinh"),
        ("dat lich chung thuc chieu thu 5", "chung thuc"),
        ("lấy số làm căn cước", "lam can cuoc"),
        ("đặt lịch làm mai táng phí", "lam mai tang phi"),
    ],
)
def test_the_matter_is_what_remains(typed: str, matter: str):
    heard = read_queue_words(typed)
    assert heard is not None
    assert without_when(heard.rest) == matter
    assert says_more(matter)


@pytest.mark.parametrize("typed", ["đặt lịch", "cho em xin lấy số trước với ạ", "đặt lịch mai 9h"])
def test_courtesy_is_no_matter(typed: str):
    heard = read_queue_words(typed)
    assert heard is not None
    assert not says_more(without_when(heard.rest))


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str):
    heard = read_queue_words(text)
    if heard is not None:
        without_when(heard.rest)
