"""Dossiers in an officer's words. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.calendar_vn import HANOI
from bot.services.dossiers.lists import Days, Row, Told, View
from bot.services.dossiers.model import Change, Clock, Dossier, Status
from bot.services.dossiers.views import masked_name

STATUSES: Mapping[Status, str] = {
    Status.REGISTERED: "mới đăng ký",
    Status.RECEIVED: "đã tiếp nhận",
    Status.REFUSED: "không tiếp nhận",
    Status.PROCESSING: "đang xử lý",
    Status.SUPPLEMENT: "chờ bổ sung giấy tờ",
    Status.PAYMENT: "chờ nộp tiền",
    Status.WITHDRAWN: "đã rút",
    Status.HALTED: "dừng xử lý",
    Status.DONE: "có kết quả, chờ trả",
    Status.RETURNED: "đã trả kết quả",
}
VIEWS: Mapping[View, str] = {
    View.RISK: "Trễ và sắp trễ",
    View.LATE: "Trễ",
    View.TODAY: "Hạn hôm nay",
    View.TOMORROW: "Hạn ngày làm việc tới",
    View.READY: "Chờ trả kết quả",
    View.PAUSED: "Đang tạm dừng",
    View.WORKING: "Đang xử lý",
    View.NEW: "Mới đăng ký",
    View.ALL: "Tất cả",
}
CHANNELS = {
    "telegram": "Telegram",
    "zalo": "Zalo",
    "zalo-bot": "Zalo",
    "web": "chat trên web",
    "sms": "tin SMS",
    "console": "màn hình lệnh",
}
VIA = {"direct": "nộp tại quầy", "online": "nộp trực tuyến", "post": "nộp qua bưu chính"}
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_SHOWN_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """When a dossier is due, in a few words; ``tone`` is that of a badge."""

    words: str
    tone: str = ""


def say_due(status: Status, due: datetime | None, acts_until: datetime | None, days: Days) -> Due:
    """Return what the promise means today."""
    if status is Status.DONE:
        return Due("chờ người dân đến nhận", "good")
    if status.clock is Clock.PAUSED:
        return Due(f"chờ đến {say_day(acts_until)}" if acts_until else "tạm dừng tính hạn")
    if status.clock is not Clock.RUNNING:
        return Due("")
    if due is None:
        return Due("chưa có hẹn trả", "warn")
    if due < days.now:
        late = (days.now.astimezone(HANOI).date() - due.astimezone(HANOI).date()).days
        return Due(f"trễ {late} ngày" if late else "quá giờ hẹn hôm nay", "bad")
    if due < days.today_ends:
        return Due(f"hôm nay, trước {due.astimezone(HANOI):%H:%M}", "warn")
    if due < days.tomorrow_ends:
        return Due(f"{_WEEKDAYS[due.astimezone(HANOI).weekday()]} {say_day(due)}", "warn")
    return Due(f"hẹn {say_day(due)}")


def say_day(moment: datetime | None) -> str:
    """Return a day of Hanoi."""
    return f"{moment.astimezone(HANOI):%d/%m/%Y}" if moment else ""


def say_moment(moment: datetime | None) -> str:
    """Return a day and the time, the time first as people say it."""
    return f"{moment.astimezone(HANOI):%H:%M ngày %d/%m/%Y}" if moment else ""


def say_source(source: str) -> str:
    """Return who told us."""
    kind, _, name = source.partition(":")
    if kind == "api":
        return f"phần mềm {name}" if name else "phần mềm một cửa"
    if kind == "file":
        return f"tệp của {name}" if name else "tệp nhập vào"
    if kind == "console":
        return f"{name} ghi trên bảng làm việc" if name else "cán bộ nhập tay"
    return "dữ liệu mẫu" if kind == "demo" else source


def say_phone(phone: str, *, whole: bool) -> str:
    """Return a number as people write it, or its last digits only."""
    if not phone:
        return "không ghi"
    national = f"0{phone[3:]}" if phone.startswith("+84") else phone
    if not whole:
        return f"••• ••• {national[-_SHOWN_DIGITS:]}"
    return " ".join((national[:4], national[4:7], national[7:])).strip()


def say_name(name: str, *, whole: bool) -> str:
    """Return a name, or its first letters only."""
    return (name if whole else masked_name(name)) or "không ghi"


def say_told(told: Told) -> str:
    """Return who hears of a dossier, as a sentence."""
    if told.followers:
        parts = [
            f"{CHANNELS.get(channel, channel)} ({many} người)"
            for channel, many in sorted(told.by_channel.items())
        ]
        return f"Người theo dõi được báo qua {', '.join(parts)}."
    if told.has_phone:
        return "Chưa ai theo dõi hồ sơ này trong chat. Hồ sơ có số điện thoại."
    return "Chưa ai theo dõi hồ sơ này, giấy hẹn cũng không ghi số điện thoại."


def say_step(change: Change, problem: str) -> str:
    """Return why a step was not written."""
    if change is Change.UNKNOWN:
        return "Chưa có hồ sơ này trong hệ thống."
    return f"{problem[:1].upper()}{problem[1:]}." if problem else "Không ghi được."


def overtaken(now: Dossier) -> str:
    """Return what somebody who came second is told."""
    last = now.events[-1]
    who = say_source(last.source)
    return (
        f"Người khác vừa ghi trước: {STATUSES[last.status]}, lúc {say_moment(last.at)}"
        f"{f', {who}' if who else ''}. Việc vừa bấm chưa được ghi. Xem lại rồi bấm nếu vẫn cần."
    )


def line(row: Row, days: Days, *, whole: bool) -> dict[str, object]:
    """Return a row of a list as its template shows it."""
    return {
        "code": row.code.display,
        "matter": row.procedure_name or "chưa ghi tên thủ tục",
        "person": say_name(row.applicant_name, whole=whole),
        "status": STATUSES[row.status],
        "due": say_due(row.status, row.due_at, row.acts_until, days),
        "received": say_day(row.received_at),
        "counter": row.counter,
    }
