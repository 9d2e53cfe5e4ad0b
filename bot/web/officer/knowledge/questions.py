"""Questions that were not answered well: teach the assistant how people ask, or let them be."""

from collections.abc import Sequence

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import BusyError, DataError, UpkeepError
from bot.knowledge.changes import LONGEST_ASK
from bot.knowledge.teaching import Trial
from bot.services.officers.model import Right
from bot.services.upkeep.model import ChangeSet
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, Visitor, go
from bot.web.officer.home import Card
from bot.web.officer.knowledge.lessons import Lesson, Lessons
from bot.web.officer.knowledge.review import is_alone
from bot.web.officer.knowledge.trials import Trials
from bot.web.officer.words import TOO_MANY_TRY, as_sentence
from bot.web.public.search import ProcedureSearch

_ONE = f"{paths.QUESTIONS}/{{number:[0-9]{{1,9}}}}"
_PAGE = 15
_FOUND = 8
_TAKEN = "Người khác vừa xử lý câu hỏi này. Không có gì được thêm."


class QuestionPages:
    """Serves ``/officer/questions``."""

    def __init__(self, console: Console, search: ProcedureSearch, trials: Trials) -> None:
        self._console = console
        self._desk = console.desk
        self._search = search
        self._lessons = Lessons(console.pages.site.source, search)
        self._trials = trials

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.QUESTIONS, self.listing),
            web.get(_ONE, self.show),
            web.post(f"{_ONE}/try", self.try_out),
            web.post(f"{_ONE}/teach", self.teach),
            web.post(f"{_ONE}/dismiss", self.dismiss),
        ]

    async def to_do(self, _console: Console, visitor: Visitor) -> Sequence[Card]:
        """Return how many questions wait, for whoever may teach."""
        if not visitor.may(Right.KNOWLEDGE_DRAFT):
            return ()
        count = await self._desk.questions.count_open()
        if not count:
            return ()
        text = "Người dân hỏi mà máy chưa trả lời được, hoặc trả lời chưa đúng."
        return (Card("Câu hỏi chờ dạy", text, "Dạy máy", paths.QUESTIONS, count),)

    @access(Right.KNOWLEDGE_DRAFT)
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show the groups, the most asked first."""
        return await self._list(request)

    @access(Right.KNOWLEDGE_DRAFT)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show one group with everything that was asked."""
        lesson = await self._asked_for(request)
        if lesson is None:
            return await self._list(request, taken=True)
        return self._lesson_page(request, lesson, Form())

    @access(Right.KNOWLEDGE_DRAFT)
    async def try_out(self, request: web.Request) -> web.StreamResponse:
        """Look for a procedure, or show what a phrase would do; nothing is changed."""
        lesson, form = await self._asked_for(request), request[FORM]
        if lesson is None:
            return await self._list(request, taken=True)
        if form["q"] and (form["find"] or not form["code"]):
            return self._lesson_page(request, lesson, form)
        trial = await self._trial(form)
        if trial is None:
            return self._lesson_page(request, lesson, form)
        return await self._trial_page(request, lesson, form, trial)

    @access(Right.KNOWLEDGE_DRAFT)
    async def teach(self, request: web.Request) -> web.StreamResponse:
        """Keep the phrase as a draft and settle the group; publish it where that is allowed."""
        lesson, form, visitor = await self._asked_for(request), request[FORM], request[VISITOR]
        if lesson is None:
            return await self._list(request, taken=True)
        trial = await self._trial(form)
        if trial is None:
            return self._lesson_page(request, lesson, form)
        if trial.refusal:  # nobody comes here by the page's own buttons
            return await self._trial_page(request, lesson, form, trial)
        try:
            head = await self._draft(lesson, form, trial, visitor)
        except (UpkeepError, DataError) as error:
            form.errors["ask"] = as_sentence(str(error))
            return self._lesson_page(request, lesson, form)
        if head is None:
            return await self._list(request, taken=True)
        published = form["publish"] == "1" and await self._publish(head, visitor)
        done = "taught-published" if published else "taught"
        return go(f"{paths.CHANGES}/{head.number}", done=done)

    @access(Right.KNOWLEDGE_DRAFT)
    async def dismiss(self, request: web.Request) -> web.StreamResponse:
        """Take a group off the list: there is nothing to teach."""
        lesson, form, visitor = await self._asked_for(request), request[FORM], request[VISITOR]
        if lesson is None:
            return await self._list(request, taken=True)
        settled = await self._desk.questions.dismissed(
            lesson.seen_by(form.number("seen")), by=visitor.officer.login
        )
        if not settled:
            return await self._list(request, taken=True)
        await self._desk.audit.record(
            visitor.actor,
            "questions.dismissed",
            "question",
            str(lesson.number),
            detail=f"{settled} câu hỏi",
        )
        return go(paths.QUESTIONS, done="dismissed")

    async def _trial(self, form: Form) -> Trial | None:
        """Return what a phrase would do; None with an error beside the field that is wrong."""
        ask, code = " ".join(form["ask"].split()), form["code"]
        if not ask or len(ask) > LONGEST_ASK:
            form.errors["ask"] = (
                f"Cách hỏi dài quá {LONGEST_ASK} chữ." if ask else "Chưa ghi cách hỏi."
            )
        if not code:
            form.errors["code"] = "Chưa chọn thủ tục."
        if form.errors:
            return None
        try:
            trial = await self._trials.run(code, ask)
            if not trial.refusal:
                await self._desk.upkeep.check_phrase(code, ask)
            return trial
        except (DataError, UpkeepError) as error:
            form.errors["ask"] = as_sentence(str(error))
        except BusyError:
            form.errors[""] = TOO_MANY_TRY
        return None

    async def _draft(
        self, lesson: Lesson, form: Form, trial: Trial, visitor: Visitor
    ) -> ChangeSet | None:
        """Keep a draft and settle the group; None when somebody else was faster.

        The draft comes first: a crash between the two leaves a draft too many, never a question
        that nobody sees any more.
        """
        login, questions = visitor.officer.login, self._desk.questions
        head = await self._desk.upkeep.add_phrase(trial.code, trial.phrase, by=login)
        settled = await questions.taught(
            lesson.seen_by(form.number("seen")), by=login, change_set=head.number
        )
        number = str(head.number)
        if not settled:
            reason = "người khác vừa xử lý câu hỏi này"
            await self._desk.upkeep.reject(head.number, by=login, reason=reason)
            return None
        audit, actor = self._desk.audit, visitor.actor
        detail = f"{settled} câu hỏi"
        await audit.record(actor, "knowledge.drafted", "change-set", number, detail=head.title)
        await audit.record(actor, "questions.taught", "change-set", number, detail=detail)
        return head

    async def _publish(self, head: ChangeSet, visitor: Visitor) -> bool:
        """Publish the own draft where the rules of review allow it; say whether it was done."""
        alone = visitor.may(Right.KNOWLEDGE_PUBLISH) and await is_alone(self._desk, visitor)
        if not alone:
            return False
        try:
            await self._desk.upkeep.publish(head.number, by=visitor.officer.login, alone=True)
        except UpkeepError:
            return False  # it stays a draft, and its page says why
        await self._desk.audit.record(
            visitor.actor,
            "knowledge.published",
            "change-set",
            str(head.number),
            detail=head.title,
        )
        return True

    async def _asked_for(self, request: web.Request) -> Lesson | None:
        group = await self._desk.questions.group_of(int(request.match_info["number"]))
        return self._lessons.of(group) if group else None

    async def _list(self, request: web.Request, *, taken: bool = False) -> web.StreamResponse:
        groups = await self._desk.questions.groups()
        text = request.query.get("from", "")
        start = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
        start = start if start < len(groups) else 0
        shown = groups[start : start + _PAGE]
        more = start + _PAGE < len(groups)
        return self._console.page(
            request,
            "questions.html",
            status=409 if taken else 200,
            form=Form(errors={"": _TAKEN} if taken else {}),
            lessons=[self._lessons.of(group) for group in shown],
            total=len(groups),
            start=start,
            newer=f"{paths.QUESTIONS}?from={max(0, start - _PAGE)}" if start else "",
            older=f"{paths.QUESTIONS}?from={start + _PAGE}" if more else "",
            longest=LONGEST_ASK,
        )

    def _lesson_page(self, request: web.Request, lesson: Lesson, form: Form) -> web.StreamResponse:
        found = self._search.find(form["q"], _FOUND) if form["q"] else ()
        return self._console.page(
            request,
            "question.html",
            status=422 if form.errors else 200,
            form=form,
            lesson=lesson,
            offered=self._lessons.offered(lesson, found, form["code"]),
            nothing_found=bool(form["q"]) and not found,
            longest=LONGEST_ASK,
        )

    async def _trial_page(
        self, request: web.Request, lesson: Lesson, form: Form, trial: Trial
    ) -> web.StreamResponse:
        visitor = request[VISITOR]
        publisher = visitor.may(Right.KNOWLEDGE_PUBLISH)
        return self._console.page(
            request,
            "trial.html",
            status=422 if trial.refusal else 200,
            form=form,
            lesson=lesson,
            trial=trial,
            cards=self._console.pages.site.knowledge.procedures,
            offered=self._lessons.offered(lesson, (), trial.code),
            may_publish=publisher and await is_alone(self._desk, visitor),
            publisher=publisher,
            longest=LONGEST_ASK,
        )
