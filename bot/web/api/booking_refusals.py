"""Why a booking is refused: a type for programs, a sentence for people."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from bot.kernel.calendar_vn import HANOI
from bot.kernel.errors import QueueError
from bot.services.queue.model import Slot
from bot.services.queue.refusals import (
    Closed,
    HoldOver,
    NoSuch,
    NotASlot,
    Paused,
    SlotTaken,
    TooFar,
    TooLate,
    TooMany,
)
from bot.web.api.problems import ApiError

_CONFLICT, _UNFIT = HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY


def refused(refusal: QueueError) -> ApiError:
    """Return the response to a refusal of the queue."""
    for kind, answer in _ANSWERS.items():
        if isinstance(refusal, kind):
            return answer(refusal)
    raise refusal


def _taken(refusal: Any) -> ApiError:  # SlotTaken or HoldOver
    offers = [_offer(slot) for slot in refusal.offers]
    detail = "Chỗ này vừa có người đặt; xin chọn một trong các giờ còn trống."
    return ApiError(_CONFLICT, "slot-taken", detail, more={"offers": offers})


def _offer(slot: Slot) -> dict[str, str]:
    return {
        "field": slot.field,
        "start": slot.start.astimezone(HANOI).isoformat(),
        "end": slot.end.astimezone(HANOI).isoformat(),
    }


def _too_many(refusal: Any) -> ApiError:  # TooMany
    where = " ở lĩnh vực này" if refusal.same_field else ""
    detail = f"Số điện thoại này đã có {refusal.limit} lịch hẹn đang mở{where}."
    return ApiError(_CONFLICT, "too-many-bookings", detail, more={"limit": refusal.limit})


def _paused(refusal: Any) -> ApiError:  # Paused
    detail = (
        f"Số điện thoại này tạm chưa đặt được lịch đến {_said(refusal.until)} vì nhiều lần đặt mà "
        "không đến; vẫn đến lấy số trực tiếp được."
    )
    return ApiError(_CONFLICT, "paused", detail, more={"until": _iso(refusal.until)})


def _closed(refusal: Any) -> ApiError:  # Closed
    reason = f" ({refusal.reason})" if refusal.reason else ""
    return ApiError(_UNFIT, "closed", f"Trung tâm đóng cửa vào giờ này{reason}.")


def _plain(status: HTTPStatus, kind: str, detail: str) -> Callable[[Any], ApiError]:
    return lambda refusal: ApiError(status, kind, detail)


def _too_late(refusal: Any) -> ApiError:  # TooLate
    detail = "Đã quá giờ cho phép đặt, đổi hoặc hủy lịch này."
    more = {"until": _iso(refusal.until)} if refusal.until else None
    return ApiError(_CONFLICT, "too-late", detail, more=more)


def _iso(moment: datetime) -> str:
    return moment.astimezone(HANOI).isoformat()


def _said(moment: datetime) -> str:
    local = moment.astimezone(HANOI)
    return f"{local.hour}:{local.minute:02d} ngày {local.day}/{local.month}"


_ANSWERS: dict[type[QueueError], Callable[[Any], ApiError]] = {
    SlotTaken: _taken,
    HoldOver: _taken,
    TooMany: _too_many,
    Paused: _paused,
    Closed: _closed,
    TooLate: _too_late,
    TooFar: _plain(_UNFIT, "too-far", "Ngày này chưa mở đặt lịch."),
    NotASlot: _plain(_UNFIT, "not-a-slot", "Không có khung giờ hẹn nào bắt đầu lúc này."),
    NoSuch: _plain(HTTPStatus.NOT_FOUND, "not-found", "Không có lĩnh vực hoặc lịch hẹn này."),
}
