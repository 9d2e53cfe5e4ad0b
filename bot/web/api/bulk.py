"""Many dossiers and events as JSON lines: a result for each line, in their order."""

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice

from aiohttp import web
from pydantic import ValidationError

from bot.services.api_keys.model import ApiKey, Repeat, Reply, Scope
from bot.services.dossiers.model import Change, Item, Result
from bot.web.api.desk import ApiDesk
from bot.web.api.door import Door, call_of, refused_repeat, too_often
from bot.web.api.dossiers import IDEMPOTENCY_KEY
from bot.web.api.models import DossierLine, EventLine
from bot.web.api.operations import JSON_LINES, Operation
from bot.web.api.operations import Reply as Described
from bot.web.api.problems import ApiError, said
from bot.web.api.spool import LONGEST_LINE, Spool, spooled
from bot.web.api.views import LineProblem, LineResult, ResultView
from bot.web.errors import problem_type

logger = logging.getLogger(__name__)

PATH = "/api/v1/dossiers:bulk"
_TYPES = frozenset(
    {
        JSON_LINES,
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonlines",
        "application/jsonlines",
        "application/json",
        "application/octet-stream",
        "text/plain",
    }
)
_LINES_AT_ONCE = 500
_CALLS_AT_ONCE = 2  # they share one database; more would only wait for one another
_LONGEST_ECHO = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: what it asks for, or why it cannot be used."""

    number: int
    code: str
    item: Item | None = None
    problem: LineProblem | None = None


class BulkApi:
    """Serves ``POST /api/v1/dossiers:bulk``."""

    def __init__(self, desk: ApiDesk, door: Door) -> None:
        self._desk = desk
        self._door = door
        self._gate = asyncio.Semaphore(_CALLS_AT_ONCE)

    def operations(self) -> tuple[Operation, ...]:
        """Return what is served."""
        return (
            Operation(
                method="POST",
                path=PATH,
                name="bulkDossiers",
                about="Take in many dossiers and events: a JSON object a line, with `code`; "
                "`received_at` makes it a dossier, `at` an event. One line comes back for each.",
                handler=self._door.keyed(Scope.DOSSIERS_WRITE, self.take),
                scope=Scope.DOSSIERS_WRITE,
                parameters=(IDEMPOTENCY_KEY,),
                bodies=(DossierLine, EventLine),
                body_type=JSON_LINES,
                replies={
                    200: Described(
                        about="A result for each line that is not blank, in their order.",
                        model=LineResult,
                        content_type=JSON_LINES,
                    )
                },
                problems={409: "The same call is in hand."},
            ),
        )

    async def take(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Take in many; the body is read to its end before the first result goes out."""
        if request.content_type not in _TYPES:
            detail = f"Nội dung gửi phải có Content-Type: {JSON_LINES}."
            raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json-lines", detail)
        if self._gate.locked():
            raise too_often(5)
        async with self._gate, spooled(request) as spool:
            return await self._answer(request, key, spool)

    async def _answer(self, request: web.Request, key: ApiKey, spool: Spool) -> web.StreamResponse:
        call = call_of(request, key, spool.digest)
        if call is None:
            await (writer := _Writer(request)).write_all(self._results(key, spool))
            return writer.response
        since = await self._desk.calls.begin(call)
        if isinstance(since, Repeat):
            raise refused_repeat(since)
        if isinstance(since, Reply):
            headers = {"Idempotency-Replayed": "true", "Cache-Control": "no-store"}
            return web.Response(
                status=since.status, body=since.body, content_type=JSON_LINES, headers=headers
            )
        writer = _Writer(request, keep=True)
        try:
            whole = await writer.write_all(self._results(key, spool))
        except BaseException:
            await self._desk.calls.give_up(call, since)
            raise
        if whole:
            await self._desk.calls.finish(call, since, Reply(200, JSON_LINES, writer.kept()))
        else:
            await self._desk.calls.give_up(call, since)
        return writer.response

    async def _results(self, key: ApiKey, spool: Spool) -> AsyncIterator[list[LineResult] | None]:
        """Return results part by part; None where a part failed through our fault."""
        lines = spool.lines()
        while part := list(islice(lines, _LINES_AT_ONCE)):
            read = [_read(number, line, key) for number, line in part]
            try:
                yield await self._taken(key, read)
            except Exception:
                logger.exception("a part of a bulk call failed", extra={"lines": len(read)})
                yield [_failed(line) for line in read]
                yield None

    async def _taken(self, key: ApiKey, lines: Sequence[_Line]) -> list[LineResult]:
        dossiers = self._desk.dossiers()
        foreign = await dossiers.foreign([line.code for line in lines], key.source)
        good = [line for line in lines if line.item is not None and line.code not in foreign]
        results = iter(await dossiers.bulk([line.item for line in good if line.item is not None]))
        return [
            _told(line, next(results))
            if line.item is not None and line.code not in foreign
            else _refused(line)
            for line in lines
        ]


class _Writer:
    """Writes results as they come; goes on when nobody listens any more."""

    def __init__(self, request: web.Request, *, keep: bool = False) -> None:
        self._request = request
        self._keep = zlib.compressobj() if keep else None
        self._kept = bytearray()
        self._listening = True
        self.response = web.StreamResponse(
            headers={"Content-Type": JSON_LINES, "Cache-Control": "no-store"}
        )

    async def write_all(self, parts: AsyncIterator[list[LineResult] | None]) -> bool:
        """Write everything; False when a part failed."""
        whole = True
        await self._send(None)
        async for part in parts:
            if part is None:
                whole = False
                continue
            lines = (each.model_dump_json(exclude_none=True) + "\n" for each in part)
            data = "".join(lines).encode()
            if self._keep is not None:
                self._kept += self._keep.compress(data)
            await self._send(data)
        return whole

    def kept(self) -> bytes:
        """Return everything that was written; nothing when it was not to be kept."""
        if self._keep is None:
            return b""
        return zlib.decompress(bytes(self._kept) + self._keep.flush())

    async def _send(self, data: bytes | None) -> None:
        if not self._listening:
            return
        try:
            if data is None:
                await self.response.prepare(self._request)
            else:
                await self.response.write(data)
        except ConnectionError:
            self._listening = False


def _read(number: int, line: bytes | None, key: ApiKey) -> _Line:
    if line is None:
        detail = f"Dòng dài quá {LONGEST_LINE // 1024} KB."
        return _Line(number, "", problem=_problem("line-too-long", detail))
    # Which of the two it is must be known before it is checked: the errors speak of one model.
    model = EventLine if b'"at"' in line and b'"received_at"' not in line else DossierLine
    try:
        found = model.model_validate_json(line)
    except ValidationError as error:
        details = error.errors(include_url=False)
        if any(each["type"] == "json_invalid" for each in details):
            return _Line(number, "", problem=_problem("malformed-json", "Dòng không phải JSON."))
        first = said(details)[0]
        text = f"Trường «{first['field']}» {first['detail']}."
        return _Line(number, _code_in(details[0]["input"]), problem=_problem("invalid", text))
    if isinstance(found, EventLine):
        return _Line(number, found.code, (found.code, found.as_input(key.source)))
    return _Line(number, found.code, found.as_input(found.code, key.source))


def _code_in(sent: object) -> str:
    """Return the code of a line that is refused, where the whole line is at hand."""
    code = sent.get("code") if isinstance(sent, dict) else None
    return code[:_LONGEST_ECHO] if isinstance(code, str) else ""


def _told(line: _Line, result: Result) -> LineResult:
    view = ResultView.of(result)
    problem = None
    if result.change is Change.REFUSED:
        problem = _problem("refused", result.problem)
    elif result.change is Change.UNKNOWN:
        problem = _problem("no-such-dossier", "Không có hồ sơ mã này.")
    return LineResult(
        line=line.number,
        code=result.code,
        result=result.change,
        remarks=view.remarks,
        problem=problem,
    )


def _refused(line: _Line) -> LineResult:
    problem = line.problem or _problem("other-source", "Hồ sơ này do hệ thống khác cập nhật.")
    return LineResult(line=line.number, code=line.code, result=Change.REFUSED, problem=problem)


def _failed(line: _Line) -> LineResult:
    problem = line.problem or _problem("internal", "Máy chủ gặp lỗi; xin gửi lại dòng này.")
    return LineResult(line=line.number, code=line.code, result=Change.REFUSED, problem=problem)


def _problem(kind: str, detail: str) -> LineProblem:
    return LineProblem(type=problem_type(kind), detail=detail)
