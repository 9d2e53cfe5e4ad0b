"""One line for officers: notice → attempts → outcome, in Vietnamese. Pure functions."""

from datetime import datetime, tzinfo

from bot.kernel.calendar_vn import HANOI
from bot.kernel.notices import NoticeStatus
from bot.services.notices.model import CALL, Attempt, Told

_ARROW = " → "
_CHANNELS = {
    "telegram": "Telegram",
    "web": "trang chat",
    "sms": "SMS",
    "zalo": "Zalo",
    "zalo-bot": "Zalo Bot",
    CALL: "gọi điện",
}
_OUTCOMES = {
    "": "đang gửi",
    "accepted": "kênh đã nhận",
    "try_later": "kênh bận, gửi lại sau",
    "unknown": "đứt giữa chừng, không rõ đã đến chưa",
    "never": "người nhận đã chặn hoặc không còn",
    "refused": "kênh không nhận tin này",
    "skipped": "không gửi được lối này",
    "failed": "báo về: không tới",
}
_STATUSES = {
    NoticeStatus.DRAFTED: "soạn xong, chưa gửi",
    NoticeStatus.APPROVED: "tạm dừng",
    NoticeStatus.QUEUED: "chờ gửi",
    NoticeStatus.SENDING: "đang gửi",
    NoticeStatus.ACCEPTED: "đã gửi",
    NoticeStatus.DELIVERED: "đã tới",
    NoticeStatus.SEEN: "đã xem",
    NoticeStatus.UNKNOWN: "không rõ đã tới chưa, không gửi lại",
    NoticeStatus.UNDELIVERABLE: "không tới được",
    NoticeStatus.EXPIRED: "quá hạn nên không gửi",
    NoticeStatus.CANCELLED: "đã hủy",
    NoticeStatus.REPLACED: "đã thay bằng tin mới hơn",
}
_REASONS = {
    "no_consent": "người nhận đã ngừng nhận tin",
    "blocked": "người nhận đã chặn",
    "unknown_user": "không có người dùng này",
    "window_closed": "ngoài thời gian kênh cho nhắn",
    "template_refused": "mẫu tin chưa được duyệt",
    "quota": "hết hạn mức",
    "technical": "lỗi kỹ thuật",
    "no_channel": "không còn kênh nào",
    "no_receipt": "không thấy báo đã tới",
}
_KINDS = {
    "dossier": "Báo trạng thái hồ sơ",
    "reminder": "Nhắc việc",
    "office": "Tin của cán bộ",
    "officer": "Danh sách cho cán bộ",
    "booking": "Lịch hẹn",
    "waiting": "Chỗ trống",
    "turn": "Đến lượt",
    "letter": "Thư ngỏ",
}


def status_word(status: NoticeStatus) -> str:
    """Return a status as officers read it."""
    return _STATUSES[status]


def reason_word(reason: str) -> str:
    """Return a reason as officers read it."""
    return _REASONS.get(reason, reason)


def kind_word(kind: str) -> str:
    """Return what sort of notice it is."""
    return _KINDS.get(kind.partition(".")[0], kind)


def channel_word(channel: str) -> str:
    """Return a channel as officers call it."""
    name = channel.removeprefix("after:")
    return _CHANNELS.get(name, name)


def line_of(told: Told, zone: tzinfo = HANOI) -> str:
    """Return the whole case in one line: notice → attempts → outcome."""
    written = f"{kind_word(told.kind)}, viết lúc {_at(told.created_at, zone)}"
    parts = [written, *(_attempt(one, zone) for one in told.attempts), _end(told, zone)]
    return _ARROW.join(parts)


def _attempt(one: Attempt, zone: tzinfo) -> str:
    said = f"{_at(one.started_at, zone)} {channel_word(one.channel)}: {_OUTCOMES[one.outcome]}"
    if one.seen_at is not None:
        return f"{said}, xem lúc {_at(one.seen_at, zone)}"
    if one.delivered_at is not None:
        return f"{said}, tới lúc {_at(one.delivered_at, zone)}"
    return said


def _end(told: Told, zone: tzinfo) -> str:
    said = status_word(told.status)
    if told.status is NoticeStatus.QUEUED:
        said += f" ({channel_word(told.channel)}, từ {_at(told.due_at, zone)})"
    if told.reason and told.status is not NoticeStatus.ACCEPTED:
        said += f": {reason_word(told.reason)}"
    return said


def _at(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M %d/%m}"
