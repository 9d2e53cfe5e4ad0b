"""What the assistant says: one folder per matter, listed here explicitly."""

from collections.abc import Callable, Sequence

from bot.core.router import FirstReader, ReadingHandler, Router, TapHandler
from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.commands import COMMANDS, words_of_prints
from bot.handlers.dossiers.answering import AnswerHandlers
from bot.handlers.dossiers.following import FollowHandlers
from bot.handlers.dossiers.kinds import Alone
from bot.handlers.dossiers.looking_up import DossierHandlers
from bot.handlers.dossiers.questions import QuestionHandlers
from bot.handlers.dossiers.typed_codes import TypedCodes
from bot.handlers.officers.calling import CallHandlers
from bot.handlers.officers.reporting import OfficerChatHandlers, OfficerParts
from bot.handlers.person import PersonHandlers
from bot.handlers.procedures.answers import ProcedureHandlers
from bot.handlers.procedures.cases import CaseHandlers
from bot.handlers.procedures.feedback import FeedbackHandlers
from bot.handlers.procedures.local import LocalHandlers
from bot.handlers.procedures.menu import MenuHandlers
from bot.handlers.queue.taps import VERBS, QueueParts, build_queue_turns
from bot.handlers.queue.turns import QueueDesk
from bot.handlers.rating import RatingHandlers
from bot.handlers.social import SocialHandlers
from bot.handlers.start import ACT_VALUES, StartHandlers
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.interpreter import ANYTHING, Interpreter
from bot.knowledge.model import Status
from bot.knowledge.overlays import LocalTruth
from bot.knowledge.reading import Act, Behavior, Context, Reading
from bot.services.centre.model import Centre
from bot.services.dossiers.service import Dossiers
from bot.services.procedures.menu import Menu


def build_router(
    knowledge: KnowledgeBase,
    interpreter: Interpreter,
    menu: Menu,
    centre: Centre,
    local: LocalTruth | None = None,
    dossiers: Dossiers | None = None,
    queue: QueueParts | None = None,
    officers: OfficerParts | None = None,
) -> Router:
    """Return the handler of all turns; what a centre does not have is kindly said so."""
    living = sum(card.status is not Status.ENDED for card in knowledge.procedures.values())
    start = StartHandlers(
        centre, menu, living, dossiers=dossiers is not None, queue=queue is not None
    )
    person = PersonHandlers(centre)
    social = SocialHandlers(person)
    menus = MenuHandlers(knowledge, menu)
    feedback = FeedbackHandlers(knowledge.procedures, social, interpreter.without_names)
    procedures = ProcedureHandlers(
        knowledge, start, social, person, feedback, queue=queue is not None
    )
    cases = CaseHandlers(knowledge, social, person)
    here = LocalHandlers(knowledge.procedures, local or LocalTruth())
    papers = DossierHandlers(dossiers, person, queue=queue is not None)
    following = FollowHandlers(papers)
    answers = AnswerHandlers(papers, person, centre)
    colleagues = OfficerChatHandlers(officers, dossiers, social.lost_button)

    taps: dict[str, TapHandler] = {
        values.START: start.start,
        values.MENU: start.menu,
        values.HELP: start.help,
        values.RESTART: start.restart,
        values.EXIT: start.exit,
        values.PRIVACY: start.privacy,
        values.FORGET: start.forget,
        values.CONSENT: start.consent,
        values.EASY: start.easy,
        values.LANGUAGE: start.language,
        values.PERSON: person.person,
        values.HOURS: person.hours,
        values.REST: menus.rest,
        values.LIFE: menus.life,
        values.FIELDS: menus.fields,
        values.FIELD: menus.field,
        values.FREE: here.free,
        values.PROCEDURE: procedures.procedure,
        values.OPTION: procedures.option,
        values.PART: procedures.part,
        values.MORE: procedures.more,
        values.STEP_BY_STEP: procedures.step_by_step,
        values.CASES: cases.cases,
        values.CASE: cases.case,
        values.QUESTION: cases.question,
        values.ANSWER: cases.answer,
        values.CHECKLIST: cases.checklist,
        values.CHECK: cases.check,
        values.WRONG: feedback.wrong,
        values.DOSSIER: papers.dossier,
        values.DOSSIER_FULL: papers.full,
        values.DOSSIER_LOST: papers.lost,
        values.DOSSIER_ASK: answers.tapped,
        values.DOSSIERS: papers.mine,
        values.RESUME: _resuming(start, following),
        values.FOLLOW: following.follow,
        values.UNFOLLOW: following.unfollow,
        values.OFFICER_DONE: colleagues.report,
        values.OFFICER_DROP: colleagues.drop,
        values.OFFICER_TURN: social.lost_button,
        values.RATE: social.lost_button,
        values.UNSUPPORTED: social.unsupported,
        **dict.fromkeys(VERBS, social.no_queue),
    }
    typed = TypedCodes(
        papers, following, answers, QuestionHandlers(papers, person), _understood_alone(interpreter)
    )
    readers = [colleagues.before(typed.read)]
    if queue is None:
        readers.append(social.without_queue)
    else:
        desk = QueueDesk(queue.queue, knowledge, centre, queue.public_url)
        queue_taps, read_queue = build_queue_turns(desk, interpreter)
        taps |= queue_taps
        readers.append(read_queue)
        if officers is not None:
            calls = CallHandlers(desk, officers, social.lost_button)
            taps[values.OFFICER_TURN] = calls.tapped
            readers.insert(0, calls.read)
        if queue.ratings is not None:
            rating = RatingHandlers(queue.ratings, social.lost_button, interpreter.without_names)
            taps[values.RATE] = rating.tapped
            readers.insert(-1, rating.read)

    async def back(turn: Turn, _arguments: list[str]) -> None:
        """Return to the place before this one; from the first place to the start."""
        verb, *arguments = (turn.dialogue.leave() or values.MENU).split(":")
        await taps.get(verb, start.menu)(turn, arguments)

    taps[values.BACK] = back

    def by_value(value: str) -> ReadingHandler:
        """Let words do what a button does."""
        verb, *arguments = value.split(":")

        async def handle(turn: Turn, _reading: Reading) -> None:
            await taps[verb](turn, arguments)

        return handle

    async def stop(turn: Turn, _reading: Reading) -> None:
        """Stop everything that would be sent unasked."""
        await start.stop(turn, await following.stop_all(turn))

    acts: dict[Act, ReadingHandler] = {act: by_value(value) for act, value in ACT_VALUES.items()}
    acts |= {
        Act.GREETING: start.greet_in_passing,
        Act.STOP: stop,
        Act.COMPLAINT: person.complaint,
        Act.AGREE: social.simple,
        Act.DECLINE: feedback.declined,
        Act.NONSENSE: feedback.missed,
        Act.EMPTY: social.missed,
        Act.DOSSIER_STATUS: papers.status,
        Act.QUEUE: by_value(values.NUMBER) if queue else social.not_yet,
        Act.BOOKING: by_value(values.BOOK) if queue else social.not_yet,
    }
    for act in (Act.THANKS, Act.FAREWELL, Act.INSULT, Act.WHO_ARE_YOU, Act.FOREIGN, Act.MARKUP):
        acts[act] = social.simple
    acts |= dict.fromkeys((Act.RATING, Act.LETTER), social.simple)

    return Router(
        interpreter=interpreter,
        taps=taps,
        acts=acts,
        behaviors={
            Behavior.ANSWER: procedures.answer,
            Behavior.CLARIFY: procedures.clarify,
            Behavior.OUT_OF_SCOPE: procedures.out_of_scope,
        },
        commands={**words_of_prints(menu), **COMMANDS},
        lost=social.lost_button,
        first=_one_after_another(readers),
    )


def _understood_alone(interpreter: Interpreter) -> Callable[[str], Alone]:
    """Return what says what a message means whatever was said before."""

    def alone(text: str) -> Alone:
        reading = interpreter.understand(text, Context())
        if reading.behavior is Behavior.CLARIFY and reading.question in (None, ANYTHING):
            return Alone.VAGUE
        names = reading.behavior in (Behavior.ANSWER, Behavior.CLARIFY)
        return Alone.MATTER if names else Alone.OTHER

    return alone


def _resuming(start: StartHandlers, following: FollowHandlers) -> TapHandler:
    """Return what lets messages be sent again."""

    async def resume(turn: Turn, _arguments: list[str]) -> None:
        start.resume(turn)
        following.offer_left(turn)

    return resume


def _one_after_another(readers: Sequence[FirstReader]) -> FirstReader:
    """Return a reader that lets the first one answer that can."""

    async def read(turn: Turn) -> bool:
        for reader in readers:
            if await reader(turn):
                return True
        return False

    return read
