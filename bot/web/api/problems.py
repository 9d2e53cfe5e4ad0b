"""Refusals of the API (RFC 9457): a type for programs, a Vietnamese sentence for people."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.web.errors import problem

_MOST_ERRORS = 20
_SAID = {
    "missing": "bắt buộc phải có",
    "string_type": "phải là chữ trong ngoặc kép",
    "string_too_long": "dài quá {max_length} chữ",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "viết không đúng mẫu",
    "int_type": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "phải từ {le} trở xuống",
    "enum": "phải là một trong: {expected}",
    "extra_forbidden": "không có trường này",
    "tuple_type": "phải là một danh sách",
    "too_long": "nhiều quá {max_length} mục",
    "model_type": "phải là một đối tượng JSON",
    "bool_type": "phải là true hoặc false",
}


class ApiError(Exception):
    """A refusal that becomes a response.

    Attributes:
        kind: the last part of the problem's type.
        more: further members of the problem.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.more = more

    def response(self) -> web.Response:
        """Return the response."""
        kept = {"Cache-Control": "no-store", **(self.headers or {})}
        return problem(self.status, self.detail, kept, kind=self.kind, more=self.more)


def invalid(error: ValidationError) -> ApiError:
    """Return what is wrong with a body; what was sent is never repeated: it is personal data."""
    details = error.errors(include_url=False, include_input=False)
    if any(each["type"] == "json_invalid" for each in details):
        return ApiError(HTTPStatus.BAD_REQUEST, "malformed-json", "Nội dung gửi không phải JSON.")
    errors = said(details)
    first = errors[0]
    return ApiError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid",
        f"Trường «{first['field']}» {first['detail']}."
        if first["field"]
        else f"Nội dung gửi {first['detail']}.",
        more={"errors": errors},
    )


def said(details: Sequence[ErrorDetails]) -> list[dict[str, str]]:
    """Return the errors of a body, field by field, in Vietnamese."""
    return [
        {"field": ".".join(_plain(part) for part in each["loc"]), "detail": _sentence(each)}
        for each in details[:_MOST_ERRORS]
    ]


def _sentence(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":  # our own, in Vietnamese
        return str(context.get("error", "không đúng"))
    return _SAID.get(error["type"], "không đúng").format_map(context)


def _plain(part: int | str) -> str:
    """Return a name of a field; a strange one as far as it is letters."""
    return "".join(char for char in str(part)[:40] if char.isalnum() or char == "_") or "?"
