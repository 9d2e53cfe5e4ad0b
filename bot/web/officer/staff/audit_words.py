"""Lines of the audit log in words. Pure functions."""

import re

from bot.services.dossiers.model import Status
from bot.services.letters.model import Kind
from bot.web.officer.dossiers.words import STATUSES
from bot.web.officer.letters.words import KINDS
from bot.web.officer.words import ROLES

_DETAILS = {"password": "sai tên hoặc mật khẩu", "code": "sai mã xác thực"}
_CHANGES = {
    "created": "mới",
    "changed": "có thay đổi",
    "same": "không đổi",
    "late": "cũ hơn dữ liệu đang có",
    "unknown": "chưa có hồ sơ",
    "refused": "không nhận",
}
_STEP = re.compile(r"status (\d{1,2})")
_CHANGE = re.compile(rf"\b({'|'.join(_CHANGES)})\b(?: (\d+))?")
_LETTER = re.compile(r"(\S+) (\S+)")


def say_object(kind: str, name: str) -> str:
    """Return what something was done to."""
    if kind == "audit":
        return ""
    if kind == "question":
        return f"câu hỏi {name}"
    return f"đợt {name}" if kind == "change-set" else name


def say_detail(action: str, detail: str) -> str:
    """Return what else a line of the audit log says."""
    if action == "officers.role":
        return " → ".join(ROLES.get(part, part) for part in detail.split(" → "))
    if action.startswith("dossiers."):
        return _of_dossier(detail)
    if action.startswith("letters."):
        return _of_letter(detail)
    return ROLES.get(detail) or _DETAILS.get(detail, detail)


def _of_dossier(detail: str) -> str:
    step = _STEP.fullmatch(detail)
    if step is not None and int(step[1]) in set(Status):
        return STATUSES[Status(int(step[1]))]
    if _CHANGE.match(detail):
        return _CHANGE.sub(
            lambda found: " ".join(filter(None, (found[2], _CHANGES[found[1]]))), detail
        )
    return detail


def _of_letter(detail: str) -> str:
    found = _LETTER.fullmatch(detail)
    if found is None or found[1] not in set(Kind):
        return detail
    return f"{KINDS[Kind(found[1])]}, {found[2]}"
