"""The way in for programs: key, scope, pace, body, and calls that are carried out once."""

import hashlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.http.access import access
from bot.kernel.clock import Clock
from bot.kernel.pace import Allowances
from bot.services.api_keys import rules
from bot.services.api_keys.model import ApiKey, Call, Repeat, Reply, Scope
from bot.web.api.desk import ApiDesk
from bot.web.api.operations import JSON, Handler
from bot.web.api.problems import ApiError, invalid
from bot.web.limits import AddressLimiter

KeyedHandler = Callable[[web.Request, ApiKey], Awaitable[web.StreamResponse]]
Body = TypeVar("Body", bound=BaseModel)
_REPLAYED = {"Idempotency-Replayed": "true", "Cache-Control": "no-store"}


class Door:
    """Lets calls in."""

    def __init__(self, desk: ApiDesk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self._paces = Allowances(desk.pace)
        # Nobody guesses 256 bits; this only keeps a misconfigured program from shouting.
        self._strangers = AddressLimiter(clock, burst=60, per_second=1.0)

    def keyed(self, scope: Scope, handler: KeyedHandler) -> Handler:
        """Return a handler that only keys with a scope reach, as often as their pace allows."""

        @access("api-key")
        async def check(request: web.Request) -> web.StreamResponse:
            try:
                key = await self._key(request)
                self._check_pace(key)
                if not key.may(scope):
                    detail = f"Khóa này không có quyền «{scope.value}»."
                    raise ApiError(HTTPStatus.FORBIDDEN, "scope-missing", detail)
                return await handler(request, key)
            except ApiError as error:
                return error.response()

        return check

    async def once(
        self,
        request: web.Request,
        key: ApiKey,
        digest: str,
        execute: Callable[[], Awaitable[web.Response]],
    ) -> web.Response:
        """Carry out a call, or answer it as before when it carries a known ``Idempotency-Key``.

        Args:
            request: the call.
            key: whose.
            digest: of its body.
            execute: does the work; what it refuses is kept as well.
        """
        call = call_of(request, key, digest)
        if call is None:
            return await execute()
        since = await self._desk.calls.begin(call)
        if isinstance(since, Reply):
            return web.Response(
                status=since.status,
                body=since.body,
                content_type=since.content_type,
                headers=_REPLAYED,
            )
        if isinstance(since, Repeat):
            raise refused_repeat(since)
        try:
            response = await _answer(execute)
        except BaseException:
            await self._desk.calls.give_up(call, since)
            raise
        body = response.body if isinstance(response.body, bytes) else b""
        reply = Reply(response.status, response.content_type, body)
        await self._desk.calls.finish(call, since, reply)
        return response

    async def _key(self, request: web.Request) -> ApiKey:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        key = None
        if scheme.lower() == "bearer":
            key = await self._desk.keys.check(secret.strip())
        if key is None:
            self._strangers.check(request)
            raise ApiError(
                HTTPStatus.UNAUTHORIZED,
                "key-missing-or-wrong",
                "Thiếu khóa API, khóa sai hoặc đã thu hồi.",
                headers={"WWW-Authenticate": 'Bearer realm="motcua"'},
            )
        return key

    def _check_pace(self, key: ApiKey) -> None:
        now = self._clock.now()
        wait = self._paces.of(str(key.id), now).wait(now)
        if wait:
            seconds = max(1, round(wait.total_seconds() + 0.5))
            raise too_often(seconds)


async def _answer(execute: Callable[[], Awaitable[web.Response]]) -> web.Response:
    try:
        return await execute()
    except ApiError as error:
        return error.response()


def too_often(seconds: int) -> ApiError:
    """Return the refusal of somebody who calls too often."""
    return ApiError(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-requests",
        f"Gọi quá dày; xin chờ {seconds} giây.",
        headers={"Retry-After": str(seconds)},
    )


def call_of(request: web.Request, key: ApiKey, digest: str) -> Call | None:
    """Return a call to be carried out once; None when it does not ask for that.

    Raises:
        ApiError: its ``Idempotency-Key`` cannot be one.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    name = given.strip().strip('"')
    if not rules.is_idempotency_key(name):
        detail = "Idempotency-Key phải gồm 1 đến 255 ký tự ASCII, không có dấu cách."
        raise ApiError(HTTPStatus.BAD_REQUEST, "idempotency-key-malformed", detail)
    asked = f"{request.method} {request.path}\n{digest}"
    return Call(key.id, digest_of(name.encode()), digest_of(asked.encode()))


def refused_repeat(repeat: Repeat) -> ApiError:
    """Return why a repeated call is not carried out."""
    if repeat is Repeat.OTHER_BODY:
        return ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "idempotency-key-reused",
            "Idempotency-Key này đã dùng cho một lời gọi khác.",
        )
    return ApiError(
        HTTPStatus.CONFLICT,
        "idempotency-key-in-hand",
        "Lời gọi cùng Idempotency-Key đang được xử lý; xin gọi lại sau vài giây.",
        headers={"Retry-After": "2"},
    )


async def read_body(request: web.Request) -> bytes:
    """Return a JSON body as it came.

    Raises:
        ApiError: it does not call itself JSON.
        HTTPRequestEntityTooLarge: it is too long.
    """
    if request.content_type != JSON:
        detail = "Nội dung gửi phải có Content-Type: application/json."
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", detail)
    try:
        return await request.read()
    except web.RequestPayloadError:
        raise ApiError(
            HTTPStatus.BAD_REQUEST, "malformed-body", "Không đọc được nội dung gửi."
        ) from None


def parse(model: type[Body], data: bytes) -> Body:
    """Return a body.

    Raises:
        ApiError: it does not fit.
    """
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise invalid(error) from None


def digest_of(data: bytes) -> str:
    """Return a digest as it is compared and kept."""
    return hashlib.sha256(data).hexdigest()
