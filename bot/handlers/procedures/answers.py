"""Answers about procedures: one, several, a choice between several, or not ours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core.turn import Turn, Verdict
from bot.handlers import values
from bot.handlers.paging import page_of, read_page
from bot.handlers.person import PersonHandlers
from bot.handlers.procedures.feedback import FeedbackHandlers
from bot.handlers.procedures.mourning import tells_of_a_death
from bot.handlers.social import SocialHandlers
from bot.handlers.start import StartHandlers
from bot.kernel.messages import Choice
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.memory import remember
from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Behavior, Reading
from bot.services.procedures import card
from bot.services.procedures.checklist import find_case
from bot.services.procedures.wording import say_date

_MORE_TOPICS = (
    Topic.ONLINE,
    Topic.STEPS,
    Topic.CONDITIONS,
    Topic.RESULT,
    Topic.LEGAL,
    Topic.DOCUMENTS,
    Topic.PLACE,
    Topic.TIME,
    Topic.FEES,
)
_MANY_ANSWERS = 3


class ProcedureHandlers:
    """Turns readings and taps into answers from the cards."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        start: StartHandlers,
        social: SocialHandlers,
        person: PersonHandlers,
        feedback: FeedbackHandlers,
        *,
        queue: bool = False,
    ) -> None:
        self._knowledge = knowledge
        self._start = start
        self._social = social
        self._person = person
        self._feedback = feedback
        self._queue = queue  # whether this centre gives numbers and places here

    async def answer(self, turn: Turn, reading: Reading) -> None:
        """Answer what was asked, of one procedure or of several."""
        self._start.introduce(turn)
        self._understood(turn, reading)
        await self._feedback.answered(turn)
        codes = [code for code in reading.answers if code in self._knowledge.procedures]
        if tells_of_a_death(turn.inbound.text):
            turn.say("card.condolence")
        if len(codes) > 1:
            await self._answer_several(turn, codes[:_MANY_ANSWERS], reading.topics)
        else:
            await self._answer_one(turn, codes[0], reading.topics, reading.case)

    async def clarify(self, turn: Turn, reading: Reading) -> None:
        """Ask back with the options and what tells them apart."""
        self._start.introduce(turn)
        self._understood(turn, reading)
        question = self._knowledge.questions.get(reading.question or "")
        ask = turn.voice.fill(question.ask) if question is not None else turn.voice("clarify.which")
        choices = [
            Choice(values.join(values.OPTION, option.code), option.label)
            for option in reading.options
        ]
        if not turn.dialogue.easy:  # there, words alone lead to a person
            choices.append(turn.choice(values.PERSON, "common.person"))
        turn.tell(ask, choices)

    async def out_of_scope(self, turn: Turn, reading: Reading) -> None:
        """Say kindly that it is not ours and whose it is; unknown things count as a miss."""
        self._start.introduce(turn)
        entry = self._knowledge.outside.get(reading.outside or "")
        if entry is None:
            await self._feedback.missed(turn, reading)
            return
        self._understood(turn, reading)
        helps = [self._button(code) for code in entry.helps if code in self._knowledge.procedures]
        if entry.says:
            lines = [turn.voice.fill(entry.says)]
        else:
            asked = {"name": entry.name, "responsible": entry.responsible}
            lines = [
                turn.voice("outside.answer", **asked),
                turn.voice("outside.source", source=entry.source),
            ]
        if helps:
            lines.append(turn.voice("outside.helps"))
        turn.tell("\n".join(lines), [*helps[:4], turn.choice(values.PERSON, "common.person")])

    async def procedure(self, turn: Turn, arguments: list[str]) -> None:
        """Show the four things first of a procedure."""
        await self._tapped(turn, arguments, ())

    async def option(self, turn: Turn, arguments: list[str]) -> None:
        """Take the answer to a question asked back, with what was asked along with it."""
        await self._tapped(turn, arguments, turn.dialogue.context.topics_asked)

    async def part(self, turn: Turn, arguments: list[str]) -> None:
        """Show one topic of a procedure."""
        topic = next((t for t in Topic if arguments[1:2] == [t.value]), None)
        await self._tapped(turn, arguments, (topic,) if topic else ())

    async def more(self, turn: Turn, arguments: list[str]) -> None:
        """Show what else can be asked about a procedure."""
        procedure = self._find(arguments)
        if procedure is None:
            await self._social.lost_button(turn, arguments)
            return
        place = values.join(values.MORE, procedure.code)
        choices = self._more_choices(turn, procedure)
        page = read_page(arguments[1]) if len(arguments) > 1 else 0
        turn.verdict = Verdict(Behavior.ANSWER, (procedure.code,))
        turn.say("card.more", page_of(turn, choices, page, place), name=procedure.short)

    async def step_by_step(self, turn: Turn, arguments: list[str]) -> None:
        """Easy mode: the four things one at a time."""
        procedure = self._find(arguments)
        if procedure is None:
            await self._social.lost_button(turn, arguments)
            return
        position = read_page(arguments[1]) if len(arguments) > 1 else 0
        self._remember_topic(turn, procedure)
        self._tell_step(turn, procedure, min(position, len(card.FOUR_FIRST) - 1), None)

    async def _tapped(self, turn: Turn, arguments: list[str], topics: Sequence[Topic]) -> None:
        procedure = self._find(arguments)
        if procedure is None and not turn.dialogue.welcomed:
            await self._start.start(turn, [])  # a shared link to something that is no more
            return
        if procedure is None:
            await self._social.lost_button(turn, arguments)
            return
        self._start.introduce(turn)
        self._remember_topic(turn, procedure)
        await self._answer_one(turn, procedure.code, topics, None)

    async def _answer_one(
        self, turn: Turn, code: str, topics: Sequence[Topic], case_id: str | None
    ) -> None:
        procedure = self._knowledge.procedures[code]
        ranked = turn.verdict.procedures or (code,)
        turn.verdict = replace(
            turn.verdict,
            behavior=Behavior.ANSWER,
            procedures=ranked,
            topics=tuple(topics) or card.FOUR_FIRST,
        )
        turn.dialogue.visit(values.join(values.PROCEDURE, code))
        if procedure.status is Status.ENDED:
            self._tell_ended(turn, procedure)
            return
        case = find_case(procedure, case_id) if case_id else None
        if turn.dialogue.easy and not topics:
            self._tell_step(turn, procedure, 0, case_id)
            return
        cases = [case.id] if case else []
        today = self._today(turn)
        if topics:
            text = card.topics_answer(procedure, topics, turn.voice, today, cases)
        else:
            text = card.overview(procedure, turn.voice, today, cases)
        turn.tell(text, self._card_choices(turn, procedure, topics, case.goes_to if case else None))

    async def _answer_several(
        self, turn: Turn, codes: Sequence[str], topics: Sequence[Topic]
    ) -> None:
        procedures = [self._knowledge.procedures[code] for code in codes]
        today = self._today(turn)
        turn.verdict = replace(
            turn.verdict, behavior=Behavior.ANSWER, topics=tuple(topics) or card.FOUR_FIRST
        )
        for procedure in procedures:
            if procedure.status is Status.ENDED:
                self._tell_ended(turn, procedure)
            elif topics:
                turn.tell(card.topics_answer(procedure, topics, turn.voice, today))
            else:
                turn.tell(card.overview(procedure, turn.voice, today))
        buttons = [self._button(procedure.code) for procedure in procedures]
        turn.say("card.several", [*buttons, turn.choice(values.PERSON, "common.person")])

    def _tell_ended(self, turn: Turn, procedure: Procedure) -> None:
        names = [self._knowledge.procedures[code] for code in procedure.replaced_by]
        if procedure.valid_to:
            day = say_date(procedure.valid_to + timedelta(days=1))
            ended = turn.voice("card.ended", name=procedure.short, code=procedure.code, day=day)
        else:
            ended = turn.voice("card.ended_sometime", name=procedure.short, code=procedure.code)
        lines = [ended]
        if names:
            now = "; ".join(f"{successor.short} ({successor.code})" for successor in names)
            lines.append(turn.voice("card.replaced_by", names=now))
        lines += procedure.notes
        successors = procedure.replaced_by or procedure.related
        buttons = [self._button(code) for code in successors]
        turn.tell("\n".join(lines), [*buttons, turn.choice(values.PERSON, "common.person")])

    def _tell_step(
        self, turn: Turn, procedure: Procedure, position: int, case_id: str | None
    ) -> None:
        topic = card.FOUR_FIRST[position]
        cases = [case_id] if case_id else []
        text = card.topics_answer(procedure, [topic], turn.voice, self._today(turn), cases)
        turn.verdict = replace(turn.verdict, behavior=Behavior.ANSWER, topics=(topic,))
        choices = []
        if position + 1 < len(card.FOUR_FIRST):
            following = card.FOUR_FIRST[position + 1]
            value = values.join(values.STEP_BY_STEP, procedure.code, position + 1)
            choices.append(turn.choice(value, f"part.{following}"))
        else:
            choices.append(turn.choice(values.MENU, "common.to_menu"))
        if position == 0 and procedure.questions:
            value = values.join(values.QUESTION, procedure.code, 0)
            choices.append(turn.choice(value, "card.my_case"))
        choices.append(turn.choice(values.PERSON, "common.person"))
        turn.tell(text, choices)

    def _card_choices(
        self, turn: Turn, procedure: Procedure, topics: Sequence[Topic], goes_to: str | None
    ) -> list[Choice]:
        code = procedure.code
        choices: list[Choice] = []
        if goes_to and goes_to in self._knowledge.procedures:
            choices.append(self._button(goes_to))
        if topics:
            choices.append(turn.choice(values.join(values.PROCEDURE, code), "card.whole"))
        if procedure.questions:
            choices.append(turn.choice(values.join(values.QUESTION, code, 0), "card.my_case"))
        elif procedure.cases:
            choices.append(turn.choice(values.join(values.CASES, code), "card.my_case"))
        if procedure.documents:
            choices.append(turn.choice(values.join(values.CHECKLIST, code), "card.tick_list"))
        if card.says_something(procedure, Topic.ONLINE) and Topic.ONLINE not in topics:
            choices.append(turn.choice(values.join(values.PART, code, Topic.ONLINE), "part.online"))
        if turn.dialogue.easy:
            choices = choices[:1]
        if self._queue:
            choices.append(turn.choice(values.join(values.BOOK, code), "queue.button"))
        if not turn.dialogue.easy:
            choices.append(turn.choice(values.join(values.MORE, code), "card.see_more"))
        return [*choices, turn.choice(values.PERSON, "common.person")]

    def _more_choices(self, turn: Turn, procedure: Procedure) -> list[Choice]:
        code = procedure.code
        choices = [
            turn.choice(values.join(values.PART, code, topic), f"part.{topic}")
            for topic in _MORE_TOPICS
            if card.says_something(procedure, topic)
        ]
        if procedure.cases:
            choices.append(turn.choice(values.join(values.CASES, code), "card.cases"))
        neighbours = dict.fromkeys(
            [*procedure.next, *(s.code for s in procedure.siblings), *procedure.related]
        )
        choices += [
            self._button(other) for other in neighbours if other in self._knowledge.procedures
        ]
        choices.append(turn.choice(values.join(values.PROCEDURE, code), "card.whole"))
        choices.append(turn.choice(values.join(values.WRONG, code), "feedback.not_this"))
        return choices

    def _understood(self, turn: Turn, reading: Reading) -> None:
        state = turn.dialogue
        state.misses = 0
        state.end_step()
        state.context = remember(state.context, reading)
        ranked = tuple(dict.fromkeys((*reading.answers, *reading.codes)))
        turn.verdict = Verdict(reading.behavior, ranked, reading.topics, reading.explanation)

    def _remember_topic(self, turn: Turn, procedure: Procedure) -> None:
        code = (procedure.code,)
        self._understood(turn, Reading(Behavior.ANSWER, codes=code, answers=code))

    def _find(self, arguments: list[str]) -> Procedure | None:
        return self._knowledge.procedures.get(arguments[0]) if arguments else None

    def _button(self, code: str) -> Choice:
        return Choice(values.join(values.PROCEDURE, code), self._knowledge.procedures[code].short)

    def _today(self, turn: Turn) -> date:
        return turn.now.astimezone(self._person.zone).date()
