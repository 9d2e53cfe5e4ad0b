"""A notice to everybody who follows a dossier."""

from http import HTTPStatus
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.kernel.errors import NoticeError
from bot.kernel.receipts import read_receipt_code
from bot.services.api_keys.model import ApiKey, Scope
from bot.services.notices.requests import LONGEST_TEXT, NoticeRequests, Template
from bot.web.api.desk import ApiDesk
from bot.web.api.door import Door, digest_of, parse, read_body
from bot.web.api.dossiers import IDEMPOTENCY_KEY, as_json, refuse_foreign
from bot.web.api.models import Code
from bot.web.api.operations import Operation, Reply
from bot.web.api.problems import ApiError


class NoticeBody(BaseModel):
    """A wish for a notice; the wording is ours, with room for one line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    template: Template = Field(
        description="come: come to the counter; call_us: call the centre; note: the text alone."
    )
    text: Annotated[
        str,
        Field(
            max_length=LONGEST_TEXT,
            description="One line without links and long numbers; needed with note.",
        ),
    ] = ""


class AskedView(BaseModel):
    """What became of a wish."""

    people: int = Field(description="Who hears of the dossier.")
    new: int = Field(description="Notices written now; the same wish on one day is written once.")


class NoticeApi:
    """Serves ``POST /api/v1/notices``."""

    def __init__(self, desk: ApiDesk, notices: NoticeRequests, door: Door) -> None:
        self._desk = desk
        self._notices = notices
        self._door = door

    def operations(self) -> tuple[Operation, ...]:
        """Return what is served."""
        return (
            Operation(
                method="POST",
                path="/api/v1/notices",
                name="addNotice",
                about="Ask for a notice to everybody who follows a dossier; it is sent in the "
                "hours and on the channels that the centre and the people have chosen.",
                handler=self._door.keyed(Scope.NOTICES, self.add),
                scope=Scope.NOTICES,
                parameters=(IDEMPOTENCY_KEY,),
                bodies=(NoticeBody,),
                replies={
                    200: Reply(
                        about="Nothing new: nobody follows, or asked before.", model=AskedView
                    ),
                    201: Reply(about="Written.", model=AskedView),
                },
                problems={
                    404: "No such dossier.",
                    409: "The dossier belongs to another system, or the call is in hand.",
                },
            ),
        )

    async def add(self, request: web.Request, key: ApiKey) -> web.StreamResponse:
        """Write the notices."""
        data = await read_body(request)

        async def execute() -> web.Response:
            body = parse(NoticeBody, data)
            dossier = await self._desk.dossiers().get(body.code)
            refuse_foreign(dossier, key)
            read = read_receipt_code(body.code)
            if dossier is None or read is None:
                detail = "Không có hồ sơ mã này."
                raise ApiError(HTTPStatus.NOT_FOUND, "no-such-dossier", detail)
            try:
                asked = await self._notices.ask(read.key, body.template, body.text)
            except NoticeError as error:
                raise _refused(error) from error
            view = AskedView(people=asked.people, new=asked.new)
            return as_json(view, HTTPStatus.CREATED if asked.new else HTTPStatus.OK)

        return await self._door.once(request, key, digest_of(data), execute)


def _refused(error: NoticeError) -> ApiError:
    more = {"errors": [{"field": error.field, "detail": str(error)}]}
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "refused", str(error), more=more)
