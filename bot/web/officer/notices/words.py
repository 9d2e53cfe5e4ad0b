"""Notices in an officer's words: what, by which ways, how it ended. Pure functions."""

from collections.abc import Mapping
from datetime import datetime

from bot.kernel.calendar_vn import HANOI
from bot.kernel.channel import LOG_ONLY, Outcome
from bot.kernel.notices import ARRIVED, WAITING, NoticeStatus, Reason
from bot.services.dossiers.model import Status
from bot.services.notices.model import CALL, SKIPPED, Attempt, Told
from bot.web.officer.dossiers.words import CHANNELS, STATUSES

STANDINGS: Mapping[NoticeStatus, str] = {
    NoticeStatus.DRAFTED: "chờ bắt đầu đợt",
    NoticeStatus.APPROVED: "đợt đang tạm ngừng",
    NoticeStatus.QUEUED: "chờ gửi",
    NoticeStatus.SENDING: "đang gửi",
    NoticeStatus.ACCEPTED: "đã gửi",
    NoticeStatus.DELIVERED: "đã đến máy",
    NoticeStatus.SEEN: "đã xem",
    NoticeStatus.UNKNOWN: "gửi dở dang, có thể đã đến",
    NoticeStatus.UNDELIVERABLE: "không gửi được",
    NoticeStatus.EXPIRED: "hết thời hạn, không gửi nữa",
    NoticeStatus.CANCELLED: "đã hủy",
    NoticeStatus.REPLACED: "thay bằng tin mới hơn",
}
WAYS: Mapping[str, str] = {**CHANNELS, "zalo-bot": "Zalo Bot", CALL: "gọi điện"}
_REASONS: Mapping[str, str] = {
    Reason.NO_CONSENT: "người nhận không còn theo dõi",
    Reason.BLOCKED: "người nhận đã chặn",
    Reason.UNKNOWN_USER: "tài khoản không còn",
    Reason.WINDOW_CLOSED: "người nhận lâu chưa nhắn lại",
    Reason.TEMPLATE_REFUSED: "mẫu tin bị từ chối",
    Reason.QUOTA: "hết lượt gửi",
    Reason.TECHNICAL: "lỗi đường truyền",
    Reason.NO_CHANNEL: "không có kênh nào để nhắn",
    Reason.NO_RECEIPT: "không thấy biên nhận",
    LOG_ONLY: "chỉ ghi nhật ký, chưa gửi thật",
    "closed": "đường này không mở",
    "no text": "chưa có lời cho tin này",
    "broken off": "máy dừng khi đang gửi",
    "no answer in time": "chờ lâu không thấy trả lời",
}
_OUTCOMES: Mapping[str, str] = {
    "": "đang gửi",
    Outcome.ACCEPTED.value: "gửi được",
    Outcome.TRY_LATER.value: "kênh bận, thử lại sau",
    Outcome.UNKNOWN.value: "đứt giữa chừng",
    Outcome.NEVER.value: "không tới được người này",
    Outcome.REFUSED.value: "kênh từ chối",
    SKIPPED: "bỏ qua",
}
_KINDS: Mapping[str, str] = {
    "reminder.papers_again": "Nhắc bổ sung giấy tờ",
    "reminder.papers_last": "Nhắc bổ sung giấy tờ lần cuối",
    "reminder.result_first": "Nhắc đến nhận kết quả",
    "reminder.result_second": "Nhắc đến nhận kết quả lần hai",
    "reminder.result_call": "Gọi mời đến nhận kết quả",
    "reminder": "Nhắc việc hồ sơ",
    "dossier.again": "Báo phải chứng minh lại hồ sơ",
    "dossier": "Tin về hồ sơ",
    "booking.made": "Xác nhận lịch hẹn",
    "booking.day_before": "Nhắc lịch hẹn trước một ngày",
    "booking.two_hours": "Nhắc lịch hẹn sắp tới giờ",
    "booking.moved": "Báo đổi lịch hẹn",
    "booking.closure": "Báo quầy đóng cửa",
    "booking.unplaced": "Báo lịch hẹn chưa xếp lại được",
    "booking": "Tin lịch hẹn",
    "turn.three_ahead": "Báo còn ba lượt",
    "turn.next": "Báo sắp đến lượt",
    "turn.called": "Gọi số",
    "turn.counter_changed": "Báo đổi quầy",
    "turn.late": "Xin lỗi vì quầy chậm",
    "turn": "Tin gọi số",
    "office.come": "Mời đến Trung tâm",
    "office.call_us": "Nhờ gọi lại Trung tâm",
    "office.note": "Lời nhắn của Trung tâm",
    "waiting": "Mời chỗ trống",
    "letter.apology": "Thư xin lỗi",
    "letter.birth": "Thư chúc mừng em bé",
    "letter.marriage": "Thư chúc mừng kết hôn",
    "letter.condolence": "Thư chia buồn",
    "letter.thanks": "Thư cảm ơn",
    "letter": "Thư",
    "office": "Tin của Trung tâm",
    "officer": "Danh sách cho cán bộ",
}


def say_kind(kind: str) -> str:
    """Return what a notice says."""
    area, _, rest = kind.partition(".")
    number = rest.partition(".")[0]
    if area == "dossier" and number.isdigit() and int(number) in set(Status):
        return f"Báo hồ sơ {STATUSES[Status(int(number))]}"
    return _KINDS.get(kind) or _KINDS.get(area, kind)


def say_way(channel: str) -> str:
    """Return a way in words."""
    name = channel.removeprefix("after:")
    return WAYS.get(name, name)


def say_reason(reason: str) -> str:
    """Return why; a provider's own words stay as they are."""
    return _REASONS.get(reason, reason)


def say_attempts(told: Told) -> str:
    """Return the ways a notice took, in their order."""
    return " → ".join(_attempt(each, told.created_at) for each in told.attempts)


def say_outcome(told: Told) -> str:
    """Return how a notice ended, or stands."""
    words = STANDINGS[told.status]
    if told.status is NoticeStatus.QUEUED:
        words += f" lúc {_clock(told.due_at, told.created_at)}"
    reason = say_reason(told.reason)
    return f"{words}: {reason}" if reason else words


def tone(status: NoticeStatus) -> str:
    """Return the tone of a badge."""
    if status in ARRIVED:
        return "good"
    troubled = (NoticeStatus.UNDELIVERABLE, NoticeStatus.UNKNOWN, NoticeStatus.EXPIRED)
    return "warn" if status in troubled else ""


def badge(status: NoticeStatus) -> str:
    """Return how it stands in two words; sent is not yet arrived."""
    if status is NoticeStatus.ACCEPTED:
        return "đã gửi"
    if status is NoticeStatus.UNKNOWN:
        return "chưa rõ"
    return "tới nơi" if status in ARRIVED else "chưa tới"


def line(told: Told) -> dict[str, object]:
    """Return one notice as its template shows it."""
    return {
        "id": told.id,
        "kind": say_kind(told.kind),
        "made": told.created_at,
        "attempts": say_attempts(told) or f"{say_way(told.channel)}: chưa gửi",
        "outcome": say_outcome(told),
        "tone": tone(told.status),
        "badge": badge(told.status),
        "open": told.status in WAITING,
    }


def number_in(subject: str, wanted: str = "dossier") -> int:
    """Return the number of the dossier (or letter) a notice is about; 0 for anything else."""
    area, _, number = subject.partition(":")
    return int(number) if area == wanted and number.isascii() and number.isdigit() else 0


def say_spent(parts: int, cost: int) -> str:
    """Return what an SMS took: "1 phần, 350 đ"."""
    return f"{parts} phần, {say_money(cost)}"


def say_money(dong: int) -> str:
    """Return an amount as people write it."""
    return f"{dong:,} đ".replace(",", ".")


def _attempt(attempt: Attempt, made: datetime) -> str:
    words = f"{say_way(attempt.channel)} {_clock(attempt.started_at, made)}: "
    if attempt.reason == LOG_ONLY:
        return words + _REASONS[LOG_ONLY]
    words += _OUTCOMES.get(attempt.outcome, attempt.outcome)
    if attempt.parts:
        words += f" ({say_spent(attempt.parts, attempt.cost)})"
    if attempt.seen_at is not None:
        return f"{words}, đã xem {_clock(attempt.seen_at, made)}"
    if attempt.delivered_at is not None:
        return f"{words}, đến máy {_clock(attempt.delivered_at, made)}"
    reason = say_reason(attempt.reason)
    return f"{words} ({reason})" if reason else words


def _clock(moment: datetime, made: datetime) -> str:
    """Return the time, with the day where it is another one than the notice's."""
    local = moment.astimezone(HANOI)
    same_day = local.date() == made.astimezone(HANOI).date()
    return f"{local:%H:%M}" if same_day else f"{local:%H:%M %d/%m}"
