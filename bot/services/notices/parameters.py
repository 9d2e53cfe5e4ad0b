"""What officers can change about notices."""

from datetime import time

from bot.kernel.parameters import Parameter, Values, flag, grouped, time_of_day, whole
from bot.services.notices.model import SMS
from bot.services.notices.rules import Rules

_AREA = "Tin báo cho người dân"

PARAMETERS: tuple[Parameter, ...] = (
    *grouped(
        "Giờ gửi",
        Parameter(
            key="notices.opens",
            kind="time",
            default=time(7, 30),
            lowest=time(6, 0),
            highest=time(10, 0),
            label="Bắt đầu gửi tin trong ngày",
            help="Trước giờ này không gửi, trừ gọi số và báo đóng cửa. Tin chờ đến giờ rồi gửi.",
            area=_AREA,
        ),
        Parameter(
            key="notices.closes",
            kind="time",
            default=time(20, 0),
            lowest=time(16, 0),
            highest=time(22, 0),
            label="Ngừng gửi tin trong ngày",
            help="Từ giờ này không gửi nữa, tin chờ sang hôm sau. Ngày lễ không gửi.",
            area=_AREA,
        ),
        Parameter(
            key="notices.condolence_closes",
            kind="time",
            default=time(18, 0),
            lowest=time(12, 0),
            highest=time(20, 0),
            label="Ngừng gửi thư chia buồn trong ngày",
            help="Thư chia buồn chỉ gửi từ 8 giờ đến giờ này.",
            area=_AREA,
        ),
    ),
    *grouped(
        "Kênh và tốc độ",
        Parameter(
            key="notices.sms_to_applicants",
            kind="bool",
            default=False,
            label="Nhắn SMS cho người nộp không dùng chat",
            help="Gửi SMS đến số trên giấy hẹn khi hồ sơ đổi trạng thái. Mỗi tin mất phí.",
            area=_AREA,
        ),
        Parameter(
            key="notices.bulk_percent",
            kind="int",
            default=60,
            lowest=10,
            highest=60,
            label="Phần tốc độ gửi dành cho tin hàng loạt",
            help="Phần còn lại luôn để dành cho tin riêng từng người, để tin riêng không phải chờ.",
            area=_AREA,
            unit="%",
        ),
        Parameter(
            key="notices.telegram_per_second",
            kind="int",
            default=25,
            lowest=1,
            highest=30,
            label="Tốc độ gửi Telegram",
            help="Telegram cho tối đa 30 tin mỗi giây. Chạy nhiều tiến trình thì chia đều.",
            area=_AREA,
            unit="tin mỗi giây",
        ),
        Parameter(
            key="notices.sms_per_second",
            kind="int",
            default=5,
            lowest=1,
            highest=100,
            label="Tốc độ gửi SMS",
            help="Theo hợp đồng với nhà cung cấp. Chạy nhiều tiến trình thì chia đều.",
            area=_AREA,
            unit="tin mỗi giây",
        ),
    ),
    *grouped(
        "Nhắc việc",
        Parameter(
            key="notices.papers_again_days",
            kind="int",
            default=3,
            lowest=1,
            highest=30,
            label="Nhắc lại giấy tờ còn thiếu sau",
            help="Ngoài lần báo ngay và lần nhắc trước hạn một ngày.",
            area=_AREA,
            unit="ngày",
        ),
        Parameter(
            key="notices.result_first_days",
            kind="int",
            default=3,
            lowest=1,
            highest=30,
            label="Nhắc đến lấy kết quả lần đầu sau",
            help="Tính từ ngày có kết quả.",
            area=_AREA,
            unit="ngày làm việc",
        ),
        Parameter(
            key="notices.result_second_days",
            kind="int",
            default=7,
            lowest=2,
            highest=60,
            label="Nhắc đến lấy kết quả lần hai sau",
            help="Tính từ ngày có kết quả.",
            area=_AREA,
            unit="ngày làm việc",
        ),
        Parameter(
            key="notices.result_call_days",
            kind="int",
            default=10,
            lowest=3,
            highest=90,
            label="Đưa vào danh sách gọi điện sau",
            help="Khi đã nhắc hai lần mà người dân chưa đến lấy kết quả.",
            area=_AREA,
            unit="ngày làm việc",
        ),
    ),
)


def rules_from(values: Values) -> Rules:
    """Return the rules of the values; the steps of a reminder never overtake one another."""
    first = whole(values, "notices.result_first_days")
    second = max(first + 1, whole(values, "notices.result_second_days"))
    return Rules(
        opens=time_of_day(values, "notices.opens"),
        closes=time_of_day(values, "notices.closes"),
        condolence_closes=time_of_day(values, "notices.condolence_closes"),
        sms_to_applicants=flag(values, "notices.sms_to_applicants"),
        bulk_share=whole(values, "notices.bulk_percent") / 100,
        rates={
            "telegram": float(whole(values, "notices.telegram_per_second")),
            SMS: float(whole(values, "notices.sms_per_second")),
        },
        papers_again=whole(values, "notices.papers_again_days"),
        result_again=(first, second),
        result_call=max(second + 1, whole(values, "notices.result_call_days")),
    )
