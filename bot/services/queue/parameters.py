"""The values of the queue that an officer changes on screen."""

from dataclasses import fields
from datetime import time

from bot.kernel.parameters import Parameter, Values, grouped, time_of_day, whole
from bot.services.queue.rules import QueueRules

AREA = "Đặt lịch và số thứ tự"
_RULES = QueueRules()


def _whole(name: str, low: int, high: int, unit: str, label: str, about: str) -> Parameter:
    minutes = unit == "phút"
    return Parameter(
        key=f"queue.{name}",
        kind="minutes" if minutes else "int",
        default=getattr(_RULES, name),
        lowest=low,
        highest=high,
        unit="" if minutes else unit,
        label=label,
        help=about,
        area=AREA,
    )


PARAMETERS: tuple[Parameter, ...] = (
    *grouped(
        "Đặt lịch",
        _whole(
            "slot_minutes",
            5,
            60,
            "phút",
            "Độ dài một khung giờ hẹn",
            "Nên dùng 15 hoặc 30. Lịch đã đặt giữ nguyên giờ.",
        ),
        _whole(
            "bookable_percent",
            0,
            100,
            "%",
            "Phần chỗ cho đặt lịch",
            "Phần còn lại để dành cho người đến trực tiếp; nên từ 50 trở xuống.",
        ),
        _whole(
            "horizon_days",
            1,
            60,
            "ngày làm việc",
            "Đặt trước tối đa",
            "Người dân đặt được lịch trong bấy nhiêu ngày làm việc tới.",
        ),
        _whole(
            "lead_minutes",
            0,
            1440,
            "phút",
            "Đặt trước ít nhất",
            "Khung giờ bắt đầu sớm hơn thì không đặt được nữa, chỉ lấy số.",
        ),
        _whole(
            "hold_minutes",
            1,
            60,
            "phút",
            "Giữ chỗ khi đang đặt",
            "Quá giờ này mà chưa bấm đặt thì chỗ được trả lại.",
        ),
        _whole(
            "change_until_minutes",
            0,
            1440,
            "phút",
            "Đổi, hủy trước giờ hẹn ít nhất",
            "Sát giờ hơn thì người dân không tự đổi hoặc hủy được nữa.",
        ),
    ),
    *grouped(
        "Mỗi người được đặt",
        _whole(
            "per_field",
            1,
            10,
            "lịch",
            "Lịch chưa dùng ở một lĩnh vực",
            "Dùng hoặc hủy lịch cũ rồi mới đặt thêm được.",
        ),
        _whole(
            "per_phone",
            1,
            20,
            "lịch",
            "Lịch chưa dùng của một số điện thoại",
            "Tính chung mọi lĩnh vực; số lượt lấy số trong ngày cũng theo mức này.",
        ),
        _whole(
            "per_helper",
            1,
            100,
            "lịch",
            "Lịch chưa dùng của một người giúp đã đăng ký",
            "Tổ công nghệ số cộng đồng đặt giúp nhiều người nên được nhiều hơn.",
        ),
    ),
    *grouped(
        "Vắng hẹn",
        _whole(
            "no_shows",
            1,
            10,
            "lần",
            "Vắng mấy lần thì tạm ngừng đặt lịch",
            "Chỉ tạm ngừng đặt lịch; đến lấy số trực tiếp vẫn như thường.",
        ),
        _whole(
            "no_show_days",
            1,
            365,
            "ngày",
            "Tính các lần vắng trong",
            "Các lần vắng cách nhau lâu hơn thì không tính chung.",
        ),
        _whole(
            "pause_days",
            0,
            90,
            "ngày",
            "Tạm ngừng đặt lịch trong",
            "Tính từ lần vắng cuối; 0 là không ngừng. Cán bộ bỏ qua được từng lần vắng.",
        ),
    ),
    *grouped(
        "Danh sách chờ",
        _whole(
            "offer_minutes",
            1,
            240,
            "phút",
            "Giữ chỗ trống cho người được mời",
            "Quá giờ này không trả lời thì mời người tiếp theo.",
        ),
        _whole(
            "most_offers",
            1,
            10,
            "lần",
            "Mời một người tối đa",
            "Mời đủ mà không nhận thì thôi mời.",
        ),
        _whole(
            "release_minutes",
            0,
            240,
            "phút",
            "Thôi mời trước giờ hẹn",
            "Sát giờ hơn thì chỗ trống để người đến trực tiếp dùng.",
        ),
    ),
    *grouped(
        "Nhắc lịch",
        Parameter(
            key="queue.reminder_time",
            kind="time",
            default=_RULES.reminder_time,
            lowest=time(7, 0),
            highest=time(20, 0),
            label="Giờ nhắc hôm trước",
            help="Gửi vào giờ này của ngày làm việc trước ngày hẹn.",
            area=AREA,
        ),
        _whole(
            "reminder_hours",
            1,
            12,
            "giờ",
            "Nhắc lần hai trước giờ hẹn",
            "Trong giờ cuối cùng thì không nhắc nữa.",
        ),
        _whole(
            "late_minutes",
            5,
            120,
            "phút",
            "Báo xin lỗi khi quầy chậm quá",
            "Người đã đặt lịch và đã đến mà phải chờ lâu hơn thì được nhắn.",
        ),
    ),
    *grouped(
        "Khi đến nơi",
        _whole(
            "check_in_before",
            0,
            120,
            "phút",
            "Điểm danh sớm nhất trước giờ hẹn",
            "Đến sớm hơn thì chờ tới lúc này mới điểm danh được.",
        ),
        _whole(
            "check_in_after",
            0,
            120,
            "phút",
            "Điểm danh muộn nhất sau giờ hẹn",
            "Đến muộn hơn vẫn được tiếp, nhưng xếp như người đến trực tiếp.",
        ),
        _whole(
            "ordinary_per_priority",
            1,
            20,
            "lượt thường",
            "Giữa hai lượt ưu tiên có",
            "2 nghĩa là cứ một lượt ưu tiên thì hai lượt thường.",
        ),
        _whole(
            "calls",
            1,
            10,
            "lần",
            "Gọi một số",
            "Gọi đủ mà không có mặt thì số tạm bỏ qua.",
        ),
        _whole(
            "call_every_seconds",
            10,
            600,
            "giây",
            "Chờ sau lần gọi cuối",
            "Hết lúc này mà chưa có mặt thì số tạm bỏ qua.",
        ),
        _whole(
            "back_after",
            0,
            20,
            "số",
            "Quay lại thì xếp sau",
            "Người bị bỏ qua trở lại trong ngày không phải xuống cuối hàng.",
        ),
    ),
    *grouped(
        "Phát số",
        _whole(
            "open_before_minutes",
            0,
            240,
            "phút",
            "Phát số trước giờ mở cửa",
            "Từ lúc này người dân lấy được số của buổi đó.",
        ),
        _whole(
            "stop_before_end_minutes",
            0,
            120,
            "phút",
            "Dừng phát số trước khi hết buổi",
            "Sau lúc này không phát số của buổi đó nữa; cán bộ vẫn cấp được.",
        ),
        _whole(
            "machine_from",
            1,
            9000,
            "",
            "Số máy phát bắt đầu từ",
            "Nơi còn dùng cuộn số in sẵn thì đặt 501 để không trùng số giấy.",
        ),
        _whole(
            "paper_ahead",
            0,
            500,
            "số",
            "Số giấy đi trước số đang gọi tối đa",
            "Người dân gõ số giấy lớn hơn mức này thì trợ lý không nhận.",
        ),
    ),
)


def rules_from(values: Values) -> QueueRules:
    """Return the rules that the values of the moment make."""
    return QueueRules(
        reminder_time=time_of_day(values, "queue.reminder_time"),
        **{
            one.name: whole(values, f"queue.{one.name}")
            for one in fields(QueueRules)
            if one.name != "reminder_time"
        },
    )
