"""The timed work of one process, by its name in the timetable."""

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.dossiers import forget_dossiers
from bot.kernel.clock import Clock
from bot.services.parameters.service import Parameters
from bot.services.questions.service import Questions
from bot.services.questions.store import QuestionStore
from bot.services.ratings.service import Ratings
from bot.services.ratings.store import RatingStore
from scheduler.jobs.conversations import ConversationJobs
from scheduler.jobs.knowledge import KnowledgeJobs
from scheduler.plan import Job


def build_jobs(
    database: AsyncEngine,
    clock: Clock,
    talk: ConversationJobs,
    cards: KnowledgeJobs,
    parameters: Parameters,
) -> dict[str, Job]:
    """Return the timed work; every name stands in ``scheduler.plan.TIMETABLE``.

    Args:
        database: migrated.
        clock: the time.
        talk: work on conversations.
        cards: work on the knowledge base.
        parameters: what officers set on screen.
    """
    return {
        "resend_answers": talk.resend,
        "forget_conversations": talk.forget,
        "forget_dossier_links": forget_dossiers(database, clock),
        "forget_questions": Questions(QuestionStore(database), clock).forget,
        "forget_ratings": Ratings(RatingStore(database), clock).forget,
        "follow_parameters": parameters.refresh,
        "follow_knowledge": cards.follow,
        "alarm_stale_cards": cards.alarm,
    }
