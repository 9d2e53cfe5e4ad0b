"""Words of the letter pages, and the fields that an officer fills in for each kind."""

from dataclasses import dataclass

from bot.services.letters.filling import MANNERS
from bot.services.letters.model import Circumstance, Doubt, Kind, State

KINDS = {
    Kind.BIRTH: "Chúc mừng em bé chào đời",
    Kind.MARRIAGE: "Chúc mừng kết hôn",
    Kind.CONDOLENCE: "Chia buồn",
    Kind.THANKS: "Cảm ơn",
    Kind.APOLOGY_BEFORE: "Xin lỗi, sắp chậm hẹn",
    Kind.APOLOGY_AFTER: "Xin lỗi, đã quá hẹn",
    Kind.APOLOGY_MISTAKE: "Xin lỗi do sai sót",
}
# The list of drafts: what cannot wait comes first.
GROUPS: tuple[tuple[str, str, tuple[Kind, ...]], ...] = (
    ("Đã quá hẹn", "", (Kind.APOLOGY_AFTER, Kind.APOLOGY_MISTAKE)),
    ("Chia buồn", "", (Kind.CONDOLENCE,)),
    ("Chúc mừng, cảm ơn", "", (Kind.BIRTH, Kind.MARRIAGE, Kind.THANKS)),
    ("Sắp đến hẹn", "Hồ sơ xong kịp thì thư tự mất.", (Kind.APOLOGY_BEFORE,)),
)
STATES = {
    State.DRAFTED: "chờ duyệt",
    State.APPROVED: "đã duyệt, chờ trao tay",
    State.QUEUED: "chờ gửi",
    State.SENT: "đã gửi",
    State.DECLINED: "không gửi",
    State.DROPPED: "không còn cần",
}
DOUBTS = {
    Doubt.NOTE: "Ghi chú hoặc tên thủ tục của hồ sơ có chữ cần đọc kỹ.",
    Doubt.DEATH_NEARBY: "Người nộp vừa đăng ký khai tử trong 60 ngày qua. Hỏi kỹ trước khi gửi.",
    Doubt.SIGNER: "Chưa đặt người ký thư.",
    Doubt.INCOMPLETE: "Còn thiếu thông tin để điền đủ thư.",
}
CIRCUMSTANCES = {
    Circumstance.REGISTERED_AGAIN: "Đăng ký lại",
    Circumstance.ADULT: "Người lớn, hoặc đã có giấy tờ cá nhân",
    Circumstance.CHILD_DIED: "Cháu đã mất",
    Circumstance.CHILD_ABANDONED: "Trẻ bị bỏ rơi, vào cơ sở nuôi dưỡng",
    Circumstance.IN_DISPUTE: "Nhận cha, mẹ, con đang có tranh chấp",
    Circumstance.NOT_FAMILY: "Người nộp không phải cha, mẹ, ông, bà",
    Circumstance.LONG_AGO: "Ghi chú việc kết hôn ở nước ngoài đã lâu",
    Circumstance.DECLARED_DEAD: "Tòa án tuyên bố",
}
BY_HAND = {
    Kind.THANKS: "Cảm ơn người góp ý",
    Kind.APOLOGY_MISTAKE: "Xin lỗi vì kết quả có sai sót",
    Kind.APOLOGY_BEFORE: "Xin lỗi, biết trước sẽ chậm",
    Kind.APOLOGY_AFTER: "Xin lỗi, đã quá hẹn",
}
TEMPLATES = {
    "birth": "Chúc mừng em bé, có tên cháu",
    "birth_nameless": "Chúc mừng em bé, chưa biết tên",
    "marriage": "Chúc mừng kết hôn, có tên hai người",
    "marriage_nameless": "Chúc mừng kết hôn, chưa biết tên",
    "condolence": "Chia buồn",
    "condolence_child": "Chia buồn, người mất là trẻ em",
    "thanks": "Cảm ơn",
    "apology_before": "Xin lỗi khi biết trước sẽ chậm",
    "apology_after": "Xin lỗi khi đã quá hẹn",
    "apology_mistake": "Xin lỗi do sai sót",
}
TEXTS = (
    ("title", "Tên thư", 1, "Để trống thì thư không có tên."),
    ("greeting", "Lời gửi", 1, ""),
    ("body", "Thư", 12, "Mỗi đoạn cách nhau một dòng trống. Chữ đậm đặt giữa hai dấu **."),
    ("closing", "Lời cuối", 1, ""),
    ("card", "Chữ trên ảnh", 7, "Dòng nằm trọn giữa hai dấu ** được viết lớn, thường là tên."),
    ("chat", "Tin chat", 5, "Nhiều nhất năm dòng. Máy thêm đường dẫn «Xem thư»."),
    ("sms", "SMS", 3, "Không dấu, một đoạn 160 ký tự. Để trống thì không gửi SMS."),
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        shape: line, text, date, time or choice.
    """

    name: str
    label: str
    hint: str = ""
    required: bool = True
    shape: str = "line"
    choices: tuple[str, ...] = ()


_NAME = Field("ho_ten", "Gửi ông/bà")
_SIGNER = (Field("chuc_danh", "Chức danh người ký"), Field("nguoi_ky", "Người ký"))
_NEW_DATE = (
    Field("ngay_moi", "Ngày hẹn mới", shape="date"),
    Field("gio_moi", "Giờ hẹn mới", shape="time"),
)
_BLAME = (
    Field("ly_do", "Lý do", "Cụ thể, người dân đọc hiểu được.", shape="text"),
    Field("co_quan_lam_cham", "Thuộc trách nhiệm của"),
)
_CONTACT = (
    Field("can_bo_phu_trach", "Cần trao đổi thì gặp ai"),
    Field(
        "so_van_ban",
        "Văn bản xin lỗi có chữ ký",
        "Ví dụ: số 12/VB-XL ngày 25/11/2026. Chưa có số thì để trống: thư nói văn bản gửi sau.",
        required=False,
    ),
)
FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.BIRTH: (
        _NAME,
        Field("ten_be", "Tên cháu", "Chép đúng giấy khai sinh. Không chắc thì để trống.", False),
        *_SIGNER,
    ),
    Kind.MARRIAGE: (
        Field("ten_chong", "Tên chồng", "Chưa chắc thì để trống cả hai tên.", False),
        Field("ten_vo", "Tên vợ", "", False),
        _NAME,
        *_SIGNER,
    ),
    Kind.CONDOLENCE: (
        _NAME,
        Field("cach_goi", "Cách gọi người mất", shape="choice", choices=MANNERS),
        Field("ten_nguoi_mat", "Tên người mất"),
        Field("ngay_mat", "Ngày mất", "Chỉ để máy kiểm tra, không in vào thư.", shape="date"),
        *_SIGNER,
    ),
    Kind.THANKS: (
        _NAME,
        Field(
            "noi_dung_gop_y",
            "Ông/bà đã góp ý gì",
            "Một câu trọn, ví dụ: Ông/bà góp ý ghế chờ ít.",
            shape="text",
        ),
        Field("viec_da_lam", "Trung tâm đã", "Ví dụ: kê thêm mười hai ghế.", shape="text"),
        *_SIGNER,
    ),
    Kind.APOLOGY_BEFORE: (_NAME, *_BLAME, *_NEW_DATE, *_CONTACT, *_SIGNER),
    Kind.APOLOGY_AFTER: (
        _NAME,
        *_BLAME,
        *_NEW_DATE,
        Field(
            "cach_giao",
            "Gửi kết quả về nhà bằng cách nào",
            "Để trống thì thư không nói đến.",
            required=False,
        ),
        Field("kenh_phan_anh", "Phản ánh tại"),
        *_CONTACT,
        *_SIGNER,
    ),
    Kind.APOLOGY_MISTAKE: (
        _NAME,
        Field("noi_dung_sai", "Sai ở đâu", shape="text"),
        *_BLAME,
        Field("cach_sua", "Đã sửa thế nào", shape="text"),
        *_NEW_DATE,
        *_CONTACT,
        *_SIGNER,
    ),
}
AGAIN = Field(
    "vi_sao_hen_lai",
    "Vì sao hẹn thêm lần nữa",
    "Hồ sơ này đã hẹn lại một lần. Phụ trách ghi rõ.",
    shape="text",
)
WHY_SEND = Field(
    "vi_sao_gui",
    "Vì sao vẫn nên gửi",
    "Chỉ ghi khi Tòa án tuyên bố.",
    required=False,
    shape="text",
)
