"""Case questions that lead to a personal checklist, and the checklist itself."""

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.paging import page_of, read_page
from bot.handlers.person import PersonHandlers
from bot.handlers.social import SocialHandlers
from bot.kernel.messages import Choice
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Procedure
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Behavior
from bot.services.procedures import card, wording
from bot.services.procedures.checklist import Checklist, find_case, personal_checklist

_CHOSEN = "cases"
_TICKED = "ticked"
_OF = "procedure"


class CaseHandlers:
    """Finds out which papers this one person needs."""

    def __init__(
        self, knowledge: KnowledgeBase, social: SocialHandlers, person: PersonHandlers
    ) -> None:
        self._knowledge = knowledge
        self._social = social
        self._person = person

    async def cases(self, turn: Turn, arguments: list[str]) -> None:
        """List the cases of a procedure."""
        procedure = self._find(arguments)
        if procedure is None or not procedure.cases:
            await self._social.lost_button(turn, arguments)
            return
        place = values.join(values.CASES, procedure.code)
        choices = [
            Choice(values.join(values.CASE, procedure.code, case.id), case.label)
            for case in procedure.cases
        ]
        page = read_page(arguments[1]) if len(arguments) > 1 else 0
        turn.say("cases.which", page_of(turn, choices, page, place), name=procedure.short)

    async def case(self, turn: Turn, arguments: list[str]) -> None:
        """Show what one case changes."""
        procedure = self._find(arguments)
        case = find_case(procedure, arguments[1]) if procedure and len(arguments) > 1 else None
        if procedure is None or case is None:
            await self._social.lost_button(turn, arguments)
            return
        self._belongs(turn, procedure)
        turn.dialogue.slots[_CHOSEN] = [case.id]
        turn.dialogue.slots[_TICKED] = []
        self._tell_result(turn, procedure)

    async def question(self, turn: Turn, arguments: list[str]) -> None:
        """Ask a case question; the first one begins anew."""
        procedure = self._find(arguments)
        number = read_page(arguments[1]) if len(arguments) > 1 else 0
        if procedure is None or number >= len(procedure.questions):
            await self._social.lost_button(turn, arguments)
            return
        if number == 0:
            turn.dialogue.slots = {_OF: procedure.code, _CHOSEN: [], _TICKED: []}
        self._ask(turn, procedure, number)

    async def answer(self, turn: Turn, arguments: list[str]) -> None:
        """Take the answer to a case question; ask the next or show the personal checklist."""
        procedure = self._find(arguments)
        if procedure is None or len(arguments) < 3:
            await self._social.lost_button(turn, arguments)
            return
        number, place = read_page(arguments[1]), read_page(arguments[2])
        questions = procedure.questions
        if number >= len(questions) or place >= len(questions[number].options):
            await self._social.lost_button(turn, arguments)
            return
        self._belongs(turn, procedure)
        self._choose(turn, procedure, number, place)
        if number + 1 < len(questions) and not self._leads_elsewhere(turn, procedure):
            self._ask(turn, procedure, number + 1)
        else:
            self._tell_result(turn, procedure)

    async def checklist(self, turn: Turn, arguments: list[str]) -> None:
        """Show the papers as boxes to tick."""
        procedure = self._find(arguments)
        if procedure is None or not procedure.documents:
            await self._social.lost_button(turn, arguments)
            return
        self._belongs(turn, procedure)
        if self._list(turn, procedure).bring:
            self._tell_checklist(turn, procedure, edits=False)
        else:
            self._tell_result(turn, procedure)

    async def check(self, turn: Turn, arguments: list[str]) -> None:
        """Tick a box, or take the tick away."""
        procedure = self._find(arguments)
        if procedure is None or len(arguments) < 2:
            await self._social.lost_button(turn, arguments)
            return
        self._belongs(turn, procedure)
        papers = self._list(turn, procedure).bring
        row = read_page(arguments[1])
        if row < len(papers):
            ticked = turn.dialogue.slots.setdefault(_TICKED, [])
            paper_id = papers[row].id
            if paper_id in ticked:
                ticked.remove(paper_id)
            else:
                ticked.append(paper_id)
        self._tell_checklist(turn, procedure, edits=True)

    def _choose(self, turn: Turn, procedure: Procedure, number: int, place: int) -> None:
        """Keep the chosen case and drop the other answers to the same question."""
        question = procedure.questions[number]
        others = {option.case for option in question.options}
        chosen = [c for c in turn.dialogue.slots.get(_CHOSEN, []) if c not in others]
        picked = question.options[place].case
        turn.dialogue.slots[_CHOSEN] = [*chosen, picked] if picked else chosen

    def _leads_elsewhere(self, turn: Turn, procedure: Procedure) -> bool:
        return any(case.goes_to for case in self._list(turn, procedure).cases)

    def _ask(self, turn: Turn, procedure: Procedure, number: int) -> None:
        question = procedure.questions[number]
        choices = [
            Choice(values.join(values.ANSWER, procedure.code, number, place), option.label)
            for place, option in enumerate(question.options)
        ]
        if not turn.dialogue.easy:
            choices.append(turn.choice(values.BACK, "common.back"))
        turn.verdict = Verdict(Behavior.OTHER, (procedure.code,))
        turn.tell(question.ask, choices)

    def _tell_result(self, turn: Turn, procedure: Procedure) -> None:
        checklist = self._list(turn, procedure)
        today = turn.now.astimezone(self._person.zone).date()
        cases = [case.id for case in checklist.cases]
        text = card.topics_answer(procedure, [Topic.DOCUMENTS], turn.voice, today, cases)
        turn.verdict = Verdict(Behavior.ANSWER, (procedure.code,), (Topic.DOCUMENTS,))
        turn.tell(text, self._result_choices(turn, procedure, checklist))

    def _result_choices(
        self, turn: Turn, procedure: Procedure, checklist: Checklist
    ) -> list[Choice]:
        elsewhere = [case.goes_to for case in checklist.cases if case.goes_to]
        choices = [
            Choice(values.join(values.PROCEDURE, code), self._knowledge.procedures[code].short)
            for code in dict.fromkeys(elsewhere)
            if code in self._knowledge.procedures
        ]
        value = values.join(values.CHECKLIST, procedure.code)
        if checklist.bring:
            choices.append(turn.choice(value, "card.tick_list"))
        if not turn.dialogue.easy:
            whole = values.join(values.PROCEDURE, procedure.code)
            choices.append(turn.choice(whole, "card.whole"))
        return [*choices, turn.choice(values.PERSON, "common.person")][
            -3 if turn.dialogue.easy else 0 :
        ]

    def _tell_checklist(self, turn: Turn, procedure: Procedure, *, edits: bool) -> None:
        papers = self._list(turn, procedure).bring
        ticked = set(turn.dialogue.slots.get(_TICKED, []))
        done = sum(paper.id in ticked for paper in papers)
        rows = [
            Choice(
                values.join(values.CHECK, procedure.code, row),
                f"{'☑' if paper.id in ticked else '☐'} {paper.name}",
            )
            for row, paper in enumerate(papers)
        ]
        if turn.dialogue.easy:  # few fit: those still to be got ready come first
            rows.sort(key=lambda row: row.label.startswith("☑"))
        key = "checklist.complete" if done == len(papers) else "checklist.progress"
        title = card.title(procedure, turn.voice)
        details = [
            "• " + wording.say_paper(paper, turn.voice)
            for paper in papers
            if paper.note or not paper.sure
        ]
        lines = [title, turn.voice(key, done=done, total=len(papers)), *details]
        ways_out = [
            turn.choice(values.join(values.PROCEDURE, procedure.code), "card.whole"),
            turn.choice(values.PERSON, "common.person"),
        ]
        turn.verdict = Verdict(Behavior.ANSWER, (procedure.code,), (Topic.DOCUMENTS,))
        turn.tell("\n".join(lines), [*rows, *ways_out], edits=edits)

    def _belongs(self, turn: Turn, procedure: Procedure) -> None:
        """Start with empty slots when they belong to another procedure."""
        if turn.dialogue.slots.get(_OF) != procedure.code:
            turn.dialogue.slots = {_OF: procedure.code, _CHOSEN: [], _TICKED: []}

    def _list(self, turn: Turn, procedure: Procedure) -> Checklist:
        return personal_checklist(procedure, turn.dialogue.slots.get(_CHOSEN, []))

    def _find(self, arguments: list[str]) -> Procedure | None:
        return self._knowledge.procedures.get(arguments[0]) if arguments else None
