"""Dossiers one at a time: put, an event, read."""

from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel

from bot.services.api_keys.model import ApiKey, Scope
from bot.services.dossiers.model import Change, Dossier, Result
from bot.web.api.desk import ApiDesk
from bot.web.api.door import Door, digest_of, parse, read_body
from bot.web.api.models import DossierBody, EventBody
from bot.web.api.operations import JSON, Operation, Parameter, Reply
from bot.web.api.problems import ApiError
from bot.web.api.views import DossierView, ResultView

ONE = "/api/v1/dossiers/{code}"
CODE = Parameter(
    name="code",
    place="path",
    about="Receipt code as the one-stop software writes it, e.g. H26.15.3-261120-0012.",
    required=True,
)
IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key",
    place="header",
    about="Makes the call happen once: the same key with the same body gets the same reply for "
    "24 hours, with another body 422.",
    schema={"type": "string", "maxLength": 255, "pattern": "^[!-~]{1,255}$"},
)


class DossierApi:
    """Serves ``/api/v1/dossiers/{code}``."""

    def __init__(self, desk: ApiDesk, door: Door) -> None:
        self._desk = desk
        self._door = door

    def operations(self) -> tuple[Operation, ...]:
        """Return what is served."""
        return (
            Operation(
                method="PUT",
                path=ONE,
                name="putDossier",
                about="Create or replace a dossier as the one-stop software knows it now.",
                handler=self._door.keyed(Scope.DOSSIERS_WRITE, self.put),
                scope=Scope.DOSSIERS_WRITE,
                parameters=(CODE,),
                bodies=(DossierBody,),
                replies={
                    200: Reply(about="Replaced, or nothing new.", model=ResultView),
                    201: Reply(about="Created.", model=ResultView),
                },
                problems={
                    404: "The address cannot hold a code.",
                    409: "The dossier belongs to another system.",
                },
            ),
            Operation(
                method="POST",
                path=f"{ONE}/events",
                name="addEvent",
                about="Report a change of status; duplicates and late ones are recognised.",
                handler=self._door.keyed(Scope.DOSSIERS_WRITE, self.add_event),
                scope=Scope.DOSSIERS_WRITE,
                parameters=(CODE, IDEMPOTENCY_KEY),
                bodies=(EventBody,),
                replies={
                    200: Reply(about="Known already, or out of date.", model=ResultView),
                    201: Reply(about="Recorded.", model=ResultView),
                },
                problems={
                    404: "No such dossier.",
                    409: "The dossier belongs to another system, or the call is in hand.",
                },
            ),
            Operation(
                method="GET",
                path=ONE,
                name="getDossier",
                about="Return a dossier of the key's owner as it is kept.",
                handler=self._door.keyed(Scope.DOSSIERS_READ, self.get),
                scope=Scope.DOSSIERS_READ,
                parameters=(CODE,),
                replies={200: Reply(about="The dossier.", model=DossierView)},
                problems={404: "No such dossier of this owner."},
            ),
        )

    async def put(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Create or replace a dossier."""
        body = parse(DossierBody, await read_body(request))
        code, dossiers = request.match_info["code"], self._desk.dossiers()
        refuse_foreign(await dossiers.get(code), key)
        result = await dossiers.put(body.as_input(code, key.source))
        return _told(result, created=result.change is Change.CREATED)

    async def add_event(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Record a change of status."""
        data = await read_body(request)

        async def execute() -> web.Response:
            body = parse(EventBody, data)
            code, dossiers = request.match_info["code"], self._desk.dossiers()
            refuse_foreign(await dossiers.get(code), key)
            result = await dossiers.add_event(code, body.as_input(key.source))
            return _told(result, created=result.change is Change.CHANGED)

        return await self._door.once(request, key, digest_of(data), execute)

    async def get(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Return a dossier to the system that it came from."""
        dossier = await self._desk.dossiers().get(request.match_info["code"])
        if dossier is None or dossier.source != key.source:
            raise _missing()
        return as_json(DossierView.of(dossier))


def is_foreign(source: str, key: ApiKey) -> bool:
    """Say whether another system speaks for a dossier; files and the console give way."""
    return source.startswith("api:") and source != key.source


def refuse_foreign(dossier: Dossier | None, key: ApiKey) -> None:
    """Let one system alone speak for a dossier.

    Raises:
        ApiError: it is another one.
    """
    if dossier is not None and is_foreign(dossier.source, key):
        detail = "Hồ sơ này do hệ thống khác cập nhật."
        raise ApiError(HTTPStatus.CONFLICT, "other-source", detail)


def as_json(
    model: BaseModel, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """Return a model as a response."""
    return web.Response(
        status=status,
        body=model.model_dump_json().encode(),
        content_type=JSON,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def _told(result: Result, *, created: bool) -> web.Response:
    if result.change is Change.UNKNOWN:
        raise _missing()
    if result.change is Change.REFUSED:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "refused", _sentence(result.problem))
    if not created:
        return as_json(ResultView.of(result))
    where = {"Location": f"/api/v1/dossiers/{quote(result.code, safe='')}"}
    return as_json(ResultView.of(result), 201, where)


def _missing() -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, "no-such-dossier", "Không có hồ sơ mã này.")


def _sentence(problem: str) -> str:
    text = problem.strip() or "không nhận được hồ sơ này"
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
