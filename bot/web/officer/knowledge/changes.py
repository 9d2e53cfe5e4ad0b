"""Change sets of the knowledge base: bring in a file, see what it does, submit, decide, undo."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import DataError, UpkeepError
from bot.knowledge.describing import Line, describe
from bot.services.officers.model import Right
from bot.services.upkeep.model import ChangeSet, OpenedSet, SetState
from bot.services.upkeep.rules import state_name
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.guard import outdated, takes_files
from bot.web.officer.home import Card, When
from bot.web.officer.knowledge.review import is_alone
from bot.web.officer.uploads import LARGEST, Uploads

_ONE = f"{paths.CHANGES}/{{number:[0-9]{{1,9}}}}"
_SHOWN_LINES = 300
_REFUSED = (UpkeepError, DataError)
STATES = {state.value: state_name(state) for state in SetState}
Decide = Callable[[int, Visitor, Form], Awaitable[ChangeSet]]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What somebody may do with a set as it is now."""

    submit: bool
    withdraw: bool
    publish: bool
    reject: bool
    undo: bool
    why_not_publish: str = ""


class ChangePages:
    """Serves ``/officer/knowledge/changes``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._desk = console.desk
        self._uploads = Uploads(console)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.CHANGES, self.listing),
            web.get(paths.UPLOAD, self.ask_file),
            web.post(paths.UPLOAD, self.take_file),
            web.get(_ONE, self.show),
            web.post(f"{_ONE}/submit", self.submit),
            web.post(f"{_ONE}/withdraw", self.withdraw),
            web.post(f"{_ONE}/publish", self.publish),
            web.post(f"{_ONE}/reject", self.reject),
            web.post(f"{_ONE}/undo", self.undo),
        ]

    async def to_do(self, _console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return what waits for a decision, and the officer's own drafts."""
        heads = await self._desk.upkeep.list_sets((SetState.DRAFT, SetState.IN_REVIEW))
        me = visitor.officer.login
        cards = []
        waiting = [h for h in heads if h.state is SetState.IN_REVIEW and h.author != me]
        if waiting and visitor.may(Right.KNOWLEDGE_PUBLISH):
            path = f"{paths.CHANGES}?state=in_review"
            if len(waiting) == 1:
                path = f"{paths.CHANGES}/{waiting[0].number}"
            text = "Xem khác biệt rồi công bố hoặc từ chối."
            cards.append(
                Card("Đợt thay đổi chờ duyệt", text, "Duyệt", path, len(waiting), When.TODAY)
            )
        drafts = [h for h in heads if h.state is SetState.DRAFT and h.author == me]
        if drafts:
            path = f"{paths.CHANGES}/{drafts[0].number}"
            text = "Người dân chưa thấy. Xem lại rồi gửi duyệt, hoặc bỏ."
            cards.append(Card("Bản nháp của tôi", text, "Mở", path, len(drafts)))
        return cards

    @access(Right.KNOWLEDGE_READ)
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show the sets, the latest first."""
        wanted = request.query.get("state", "")
        states = (SetState(wanted),) if wanted in STATES else ()
        return self._console.page(
            request,
            "changes.html",
            heads=await self._desk.upkeep.list_sets(states),
            states=STATES,
            wanted=wanted,
        )

    @access(Right.KNOWLEDGE_DRAFT)
    async def ask_file(self, request: web.Request) -> web.StreamResponse:
        """Ask for a file."""
        return self._upload_page(request, Form())

    @takes_files
    @access(Right.KNOWLEDGE_DRAFT)
    async def take_file(self, request: web.Request) -> web.StreamResponse:
        """Compare a file with what is in force and keep the difference as a draft."""
        upload, visitor = await self._uploads.read(request), request[VISITOR]
        if upload is None:
            return outdated(self._console, request, Form())
        form = upload.form
        if not upload.name:
            form.errors["file"] = "Chưa chọn tệp."
            return self._upload_page(request, form)
        try:
            examined = await self._desk.intake.examine(
                upload.name, upload.data, list_only=form["list_only"] == "1"
            )
        except DataError as error:
            form.errors["file"] = str(error).splitlines()[0]
            return self._upload_page(request, form)
        if not examined.draft.changes:
            return self._upload_page(request, form, nothing=examined.proposal)
        head = await self._desk.upkeep.same_as(examined.draft)
        if head is None:
            head = await self._desk.upkeep.propose(examined.draft, by=visitor.officer.login)
            await self._record(visitor, "knowledge.drafted", head)
        return go(f"{paths.CHANGES}/{head.number}", done="drafted")

    @access(Right.KNOWLEDGE_READ)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show a set and what it does."""
        return await self._page(request, await self._asked_for(request), Form())

    @access(Right.KNOWLEDGE_DRAFT)
    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Hand a draft in for review."""

        async def decide(number: int, visitor: Visitor, _form: Form) -> ChangeSet:
            return await self._desk.upkeep.submit(number, by=visitor.officer.login)

        return await self._decide(request, "submitted", decide)

    @access(Right.KNOWLEDGE_DRAFT)
    async def withdraw(self, request: web.Request) -> web.StreamResponse:
        """Throw an own draft away."""

        async def decide(number: int, visitor: Visitor, _form: Form) -> ChangeSet:
            head = (await self._desk.upkeep.get_set(number)).head
            if not _is_own_draft(head, visitor):
                raise UpkeepError("chỉ người soạn mới bỏ được bản nháp của mình")
            return await self._desk.upkeep.reject(
                number, by=visitor.officer.login, reason="người soạn bỏ bản nháp"
            )

        return await self._decide(request, "withdrawn", decide)

    @access(Right.KNOWLEDGE_PUBLISH)
    async def publish(self, request: web.Request) -> web.StreamResponse:
        """Put a set in force."""

        async def decide(number: int, visitor: Visitor, form: Form) -> ChangeSet:
            alone = await is_alone(self._desk, visitor)
            return await self._desk.upkeep.publish(
                number,
                by=visitor.officer.login,
                alone=alone,
                over_newer=form["over_newer"] == "1",
            )

        return await self._decide(request, "published", decide)

    @access(Right.KNOWLEDGE_PUBLISH)
    async def reject(self, request: web.Request) -> web.StreamResponse:
        """Close a set that was not published."""

        async def decide(number: int, visitor: Visitor, form: Form) -> ChangeSet:
            return await self._desk.upkeep.reject(
                number, by=visitor.officer.login, reason=form["reason"]
            )

        return await self._decide(request, "rejected", decide, needs_reason=True)

    @access(Right.KNOWLEDGE_PUBLISH)
    async def undo(self, request: web.Request) -> web.StreamResponse:
        """Take a published set back."""

        async def decide(number: int, visitor: Visitor, form: Form) -> ChangeSet:
            return await self._desk.upkeep.undo(
                number, by=visitor.officer.login, reason=form["reason"]
            )

        return await self._decide(request, "undone", decide, needs_reason=True)

    async def _decide(
        self, request: web.Request, done: str, decide: Decide, *, needs_reason: bool = False
    ) -> web.StreamResponse:
        opened, form, visitor = await self._asked_for(request), request[FORM], request[VISITOR]
        if needs_reason and not form["reason"]:
            form.errors["reason"] = "Chưa ghi lý do."
            return await self._page(request, opened, form, asked=done)
        try:
            head = await decide(opened.head.number, visitor, form)
        except _REFUSED as error:
            text = str(error)
            form.errors[""] = f"{text[:1].upper()}{text[1:]}."
            return await self._page(request, await self._asked_for(request), form, asked=done)
        if head.state in (SetState.REJECTED, SetState.UNDONE):
            await self._desk.questions.reopen(head.number)
        await self._record(visitor, f"knowledge.{done}", head, form["reason"])
        return go(f"{paths.CHANGES}/{head.number}", done=done)

    async def _record(
        self, visitor: Visitor, action: str, head: ChangeSet, reason: str = ""
    ) -> None:
        await self._desk.audit.record(
            visitor.actor,
            action,
            "change-set",
            str(head.number),
            detail=head.title,
            reason=reason,
        )

    async def _asked_for(self, request: web.Request) -> OpenedSet:
        try:
            return await self._desk.upkeep.get_set(int(request.match_info["number"]))
        except UpkeepError:
            raise web.HTTPNotFound from None

    async def _page(
        self, request: web.Request, opened: OpenedSet, form: Form, *, asked: str = ""
    ) -> web.StreamResponse:
        lines = await self._lines(opened)
        return self._console.page(
            request,
            "change.html",
            status=422 if form.errors else 200,
            form=form,
            asked=asked,
            head=opened.head,
            state=STATES[opened.head.state.value],
            lines=lines[:_SHOWN_LINES],
            more=max(0, len(lines) - _SHOWN_LINES),
            allowed=await self._allowed(opened.head, request[VISITOR]),
            newer=await self._desk.upkeep.newer_list(opened.head.number),
        )

    async def _lines(self, opened: OpenedSet) -> Sequence[Line]:
        """Return what the set changes against everything else in force."""
        try:
            return describe(await self._desk.upkeep.without(opened.changes), opened.changes)
        except DataError as error:
            return [Line("!", "", problem) for problem in error.problems]

    async def _allowed(self, head: ChangeSet, visitor: Visitor) -> Allowed:
        is_open = head.state in (SetState.DRAFT, SetState.IN_REVIEW)
        publisher = visitor.may(Right.KNOWLEDGE_PUBLISH)
        own = head.author == visitor.officer.login
        four_eyes = own and not (publisher and await is_alone(self._desk, visitor))
        return Allowed(
            submit=head.state is SetState.DRAFT and visitor.may(Right.KNOWLEDGE_DRAFT),
            withdraw=_is_own_draft(head, visitor),
            publish=is_open and publisher and not four_eyes,
            reject=is_open and publisher and not _is_own_draft(head, visitor),
            undo=head.state is SetState.PUBLISHED and publisher,
            why_not_publish=(
                "Người soạn không tự duyệt. Nhờ một người khác có quyền duyệt."
                if is_open and publisher and four_eyes
                else ""
            ),
        )

    def _upload_page(
        self, request: web.Request, form: Form, *, nothing: object = None
    ) -> web.StreamResponse:
        return self._console.page(
            request,
            "upload.html",
            status=422 if form.errors else 200,
            form=form,
            nothing=nothing,
            largest=LARGEST // 1024 // 1024,
        )


def _is_own_draft(head: ChangeSet, visitor: Visitor) -> bool:
    return head.state is SetState.DRAFT and head.author == visitor.officer.login
