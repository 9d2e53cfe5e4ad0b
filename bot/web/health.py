"""Is the process alive, is it ready, and what does it count."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from aiohttp.typedefs import Middleware
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.web.security import access

logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[str | None]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_CHECK_SECONDS = 5.0


class Health:
    """Answers the questions of whoever watches over the process.

    A check returns None when all is well, else the reason in one line. A remark does the same
    about something that does not keep the process from answering.
    """

    def __init__(
        self,
        checks: Mapping[str, Check],
        registry: CollectorRegistry,
        remarks: Mapping[str, Check] | None = None,
    ) -> None:
        self._checks = checks
        self._remarks = remarks or {}
        self._registry = registry
        self._requests = Counter(
            "motcua_http_requests",
            "Requests answered",
            ["route", "method", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "motcua_http_request_seconds",
            "Time to answer a request",
            ["route"],
            registry=registry,
        )

    def gauge(self, name: str, text: str, value: Callable[[], float]) -> None:
        """Publish a number that is asked for when the figures are read."""
        Gauge(name, text, registry=self._registry).set_function(value)

    @access("public")
    async def alive(self, request: web.Request) -> web.StreamResponse:
        """Say that the process answers."""
        return web.json_response({"status": "ok"}, headers={"Cache-Control": "no-store"})

    @access("public")
    async def ready(self, request: web.Request) -> web.StreamResponse:
        """Say whether everything needed is there; 503 with the reasons when not."""
        reasons = await _reasons(self._checks)
        body: dict[str, object] = {"status": "not ready" if reasons else "ready"}
        if reasons:
            body["reasons"] = reasons
        remarks = await _reasons(self._remarks)
        if remarks:
            body["remarks"] = remarks
        return web.json_response(
            body, status=503 if reasons else 200, headers={"Cache-Control": "no-store"}
        )

    @access("monitor")
    async def metrics(self, request: web.Request) -> web.StreamResponse:
        """Return the figures in Prometheus text form."""
        return web.Response(
            body=generate_latest(self._registry),
            headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"},
        )

    def middleware(self) -> Middleware:
        """Return the middleware that counts requests by route, never by address."""

        @web.middleware
        async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
            started = time.perf_counter()
            try:
                response = await handler(request)
            except web.HTTPException as answer:  # a redirect is raised, and answers all the same
                self._count(request, answer.status, started)
                raise
            timed = None if isinstance(response, web.WebSocketResponse) else started
            self._count(request, response.status, timed)
            return response

        return count

    def _count(self, request: web.Request, status: int, started: float | None) -> None:
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "none"
        self._requests.labels(route, request.method, status).inc()
        if started is not None:
            self._seconds.labels(route).observe(time.perf_counter() - started)


async def _reasons(checks: Mapping[str, Check]) -> dict[str, str]:
    found = {name: await _reason(check) for name, check in checks.items()}
    return {name: reason for name, reason in found.items() if reason is not None}


async def _reason(check: Check) -> str | None:
    try:
        return await asyncio.wait_for(check(), _CHECK_SECONDS)
    except TimeoutError:
        return "no answer in time"
    except Exception as error:
        logger.exception("readiness check failed")
        return type(error).__name__
