"""The values of the queue that an officer changes on screen."""

from dataclasses import fields
from datetime import time

from bot.kernel.parameters import Parameter, Values, grouped, time_of_day, whole
from bot.services.queue.rules import QueueRules

AREA = "Đặt lịch và số thứ tự"
_RULES = QueueRules()


def _whole(
    name: str, low: int, high: int, label: str, about: str, kind: str = "int", *, unit: str = ""
) -> Parameter:
    return Parameter(
        key=f"queue.{name}",
        kind="minutes" if kind == "minutes" else "int",
        default=getattr(_RULES, name),
        lowest=low,
        highest=high,
        label=label,
        help=about,
        area=AREA,
        unit=unit,
    )


PARAMETERS: tuple[Parameter, ...] = (
    *grouped(
        "Đặt lịch",
        _whole(
            "slot_minutes",
            5,
            60,
            "Độ dài một khung giờ hẹn",
            "Khung giờ đặt lịch cách nhau bấy nhiêu phút; nên dùng 15 hoặc 30.",
            "minutes",
        ),
        _whole(
            "horizon_days",
            1,
            60,
            "Đặt trước tối đa",
            "Người dân đặt được lịch trong bấy nhiêu ngày làm việc tới.",
            unit="ngày làm việc",
        ),
        _whole(
            "lead_minutes",
            0,
            1440,
            "Đặt trước ít nhất",
            "Không đặt được khung giờ bắt đầu sớm hơn bấy nhiêu phút kể từ bây giờ.",
            "minutes",
        ),
        _whole(
            "change_until_minutes",
            0,
            1440,
            "Đổi, hủy trước giờ hẹn ít nhất",
            "Sát giờ hơn thì trợ lý không cho đổi hoặc hủy nữa.",
            "minutes",
        ),
        _whole(
            "bookable_percent",
            0,
            100,
            "Phần chỗ cho đặt lịch",
            "Phần còn lại của mỗi khung giờ để dành cho người đến trực tiếp; nên từ 50 trở xuống.",
            unit="%",
        ),
        _whole(
            "release_minutes",
            0,
            240,
            "Nhường chỗ trống cho người đến trực tiếp trước",
            "Còn bấy nhiêu phút tới giờ thì chỗ trống không mời người chờ nữa.",
            "minutes",
        ),
        _whole(
            "per_field",
            1,
            10,
            "Số lịch mở của một người ở một lĩnh vực",
            "Một người có bấy nhiêu lịch chưa dùng thì phải dùng hoặc hủy rồi mới đặt thêm.",
        ),
        _whole(
            "per_phone",
            1,
            20,
            "Số lịch mở của một số điện thoại",
            "Tính chung mọi lĩnh vực; cũng là số lượt lấy số trong ngày còn hiệu lực.",
        ),
        _whole(
            "per_helper",
            1,
            100,
            "Số lịch mở của một người giúp đã đăng ký",
            "Tổ công nghệ số cộng đồng đặt giúp nhiều người nên được nhiều hơn.",
        ),
        _whole(
            "hold_minutes",
            1,
            60,
            "Giữ chỗ khi đang đặt",
            "Quá bấy nhiêu phút mà chưa bấm đặt thì chỗ được trả lại.",
            "minutes",
        ),
    ),
    *grouped(
        "Điểm danh và gọi số",
        _whole(
            "check_in_before",
            0,
            120,
            "Điểm danh sớm nhất trước giờ hẹn",
            "Đến sớm hơn thì chờ tới lúc này mới điểm danh được.",
            "minutes",
        ),
        _whole(
            "check_in_after",
            0,
            120,
            "Điểm danh muộn nhất sau giờ hẹn",
            "Đến muộn hơn thì vẫn được tiếp, nhưng xếp như người đến trực tiếp.",
            "minutes",
        ),
        _whole(
            "calls", 1, 10, "Số lần gọi", "Gọi đủ bấy nhiêu lần mà không có mặt thì số tạm bỏ qua."
        ),
        _whole(
            "call_every_seconds",
            10,
            600,
            "Khoảng cách giữa hai lần gọi",
            "Sau lần gọi cuối, chờ bấy nhiêu giây rồi mới bỏ qua.",
            unit="giây",
        ),
        _whole(
            "back_after",
            0,
            20,
            "Quay lại thì xếp sau mấy số",
            "Người bị bỏ qua trở lại trong ngày được xếp sau bấy nhiêu số, không phải cuối hàng.",
        ),
        _whole(
            "ordinary_per_priority",
            1,
            20,
            "Số lượt thường giữa hai lượt ưu tiên",
            "2 nghĩa là cứ một lượt ưu tiên thì hai lượt thường.",
        ),
    ),
    *grouped(
        "Vắng mặt",
        _whole(
            "no_shows",
            1,
            10,
            "Vắng mấy lần thì tạm ngừng đặt lịch",
            "Chỉ tạm ngừng đặt lịch; đến lấy số trực tiếp vẫn được.",
        ),
        _whole(
            "no_show_days",
            1,
            365,
            "Tính số lần vắng trong",
            "Các lần vắng cách nhau quá bấy nhiêu ngày thì không tính chung.",
            unit="ngày",
        ),
        _whole(
            "pause_days",
            0,
            90,
            "Tạm ngừng đặt lịch",
            "Sau lần vắng cuối, bấy nhiêu ngày không đặt được lịch; 0 là không ngừng.",
            unit="ngày",
        ),
    ),
    *grouped(
        "Danh sách chờ",
        _whole(
            "offer_minutes",
            1,
            240,
            "Giữ chỗ mời người trong danh sách chờ",
            "Quá bấy nhiêu phút không trả lời thì mời người tiếp theo.",
            "minutes",
        ),
        _whole(
            "most_offers",
            1,
            10,
            "Mời một người tối đa mấy lần",
            "Mời đủ bấy nhiêu lần không nhận thì thôi mời.",
        ),
    ),
    *grouped(
        "Phát số",
        _whole(
            "stop_before_end_minutes",
            0,
            120,
            "Dừng phát số trước khi hết buổi",
            "Còn bấy nhiêu phút hết buổi sáng hoặc chiều thì không phát số cho buổi đó.",
            "minutes",
        ),
        _whole(
            "open_before_minutes",
            0,
            240,
            "Phát số trước giờ mở cửa",
            "Lấy số được từ bấy nhiêu phút trước giờ làm việc.",
            "minutes",
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
            help="Tin nhắc lịch gửi vào giờ này của ngày làm việc trước ngày hẹn.",
            area=AREA,
        ),
        _whole(
            "reminder_hours",
            1,
            12,
            "Nhắc trước giờ hẹn",
            "Tin nhắc thứ hai gửi trước giờ hẹn bấy nhiêu giờ.",
            unit="giờ",
        ),
        _whole(
            "late_minutes",
            5,
            120,
            "Báo khi quầy chậm quá",
            "Người đã đặt lịch phải chờ quá bấy nhiêu phút thì được nhắn xin lỗi.",
            "minutes",
        ),
    ),
    *grouped(
        "Phát số",
        _whole(
            "paper_ahead",
            0,
            500,
            "Số giấy đi trước số đang gọi tối đa",
            "Người dân gõ số trên cuộn giấy in sẵn lớn hơn mức này thì trợ lý không nhận.",
        ),
        _whole(
            "machine_from",
            1,
            9000,
            "Số máy phát bắt đầu từ",
            "Nơi còn dùng cuộn số in sẵn thì đặt 501 để số máy không trùng số giấy.",
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
