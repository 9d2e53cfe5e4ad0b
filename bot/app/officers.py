"""The officers' services put together, and what the start says about them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.api import build_api_keys
from bot.app.brain import Brain
from bot.app.demo import DEMO_OFFICERS
from bot.app.demo_letters import add_demo_letters
from bot.app.demo_life import add_demo_life
from bot.app.dossier_files import build_dossier_files
from bot.app.dossiers import dossiers_of
from bot.app.hall import build_hall, build_queue
from bot.app.letters import build_letters, drafting_job, letter_rules
from bot.app.live import LiveBrain
from bot.app.notices import open_requests
from bot.app.officer_chat import build_linking
from bot.app.parameters import build_parameters
from bot.app.print_shop import PrintShop, read_doors
from bot.config import Settings, read_sms_settings
from bot.connectors.barcodes import BarcodeReader
from bot.db.models import Conversation
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import Clock
from bot.knowledge.importing.field_names import load_field_names
from bot.knowledge.stale import load_laws
from bot.services.audit.service import Audit
from bot.services.audit.store import AuditStore
from bot.services.notices.batches import Batches
from bot.services.notices.calls import Calls
from bot.services.notices.parameters import rules_from
from bot.services.notices.service import Notices
from bot.services.officers.door import Door
from bot.services.officers.guessing import Guessing
from bot.services.officers.hashing import Hashing
from bot.services.officers.own import OwnAccount
from bot.services.officers.sealing import Sealer
from bot.services.officers.service import Officers
from bot.services.officers.session_store import SessionStore, TriesStore
from bot.services.officers.store import OfficerStore
from bot.services.parameters.service import Parameters
from bot.services.questions.service import Questions
from bot.services.questions.store import QuestionStore
from bot.services.queue.service import Queue
from bot.services.upkeep.intake import Intake
from bot.services.upkeep.service import Upkeep
from bot.web.officer.desk import Desk


def build_officers(database: AsyncEngine, commune: str, clock: Clock) -> Officers:
    """Return the accounts alone, for commands: nothing of theirs needs the secret key."""
    return Officers(OfficerStore(database), SessionStore(database), Hashing(), clock, commune)


def build_desk(
    database: AsyncEngine,
    commune: str,
    clock: Clock,
    key: bytes,
    *,
    upkeep: Upkeep,
    procedures: Path,
    prints: PrintShop,
    brain: Callable[[], Brain],
    parameters: Parameters | None = None,
    queue: Queue | None = None,
    sms: str = "none",
) -> Desk:
    """Return everything that the console calls.

    Args:
        database: migrated.
        commune: whom the centre serves; not to be found in passwords.
        clock: the time.
        key: from which the key for secrets is derived.
        upkeep: the journal of the knowledge base.
        procedures: folder of the knowledge base.
        prints: where posters are made.
        brain: returns the brain of the moment.
        parameters: what officers set, shared with the services whose rules follow it.
        queue: of the centre; shared, so that live pages hear of every change at once.
        sms: name of the SMS gateway.

    Raises:
        DataError: a file of the knowledge base is wrong.
    """
    accounts, sessions = OfficerStore(database), SessionStore(database)
    hashing, sealer = Hashing(), Sealer(key)
    guessing = Guessing(TriesStore(database), clock)
    dossiers = dossiers_of(database, clock, key, brain)
    parameters = parameters or build_parameters(database, clock)
    house = build_letters(
        database,
        clock,
        key,
        root=procedures,
        brain=brain,
        dossiers=dossiers,
        site=prints.doors.web,
        rules=partial(letter_rules, parameters),
    )
    return Desk(
        officers=Officers(accounts, sessions, hashing, clock, commune),
        door=Door(accounts, sessions, guessing, hashing, sealer, clock),
        own=OwnAccount(accounts, sessions, guessing, hashing, sealer, clock, commune),
        audit=Audit(AuditStore(database), clock),
        upkeep=upkeep,
        intake=Intake(upkeep, load_field_names(procedures), clock),
        laws=load_laws(procedures),
        questions=Questions(QuestionStore(database), clock),
        prints=prints,
        keys=build_api_keys(database, clock),
        dossiers=dossiers_of(database, clock, key, brain),
        dossier_files=build_dossier_files(database, clock, key, brain),
        pictures=BarcodeReader(),
        notices=Notices(database, clock),
        calls=Calls(database, key, clock),
        notice_requests=open_requests(
            database, clock, key, brain, lambda: rules_from(parameters.values())
        ),
        notice_batches=Batches(database, key, clock),
        letters=house.letters,
        letter_prints=house.shop,
        linking=build_linking(database, clock, key),
        parameters=parameters,
        hall=build_hall(
            database,
            clock,
            queue or build_queue(database, clock, key, brain, parameters),
            parameters,
        ),
        sms=sms,
    )


async def open_desk(
    settings: Settings,
    database: AsyncEngine,
    clock: Clock,
    live: LiveBrain,
    parameters: Parameters,
    queue: Queue,
    *,
    key: bytes,
    demo: bool,
) -> tuple[Desk, list[str]]:
    """Return the console's services, and what is to be printed at the start.

    Raises:
        ConfigError: a setting of a channel is wrong.
    """
    desk = build_desk(
        database,
        settings.centre.commune,
        clock,
        key,
        upkeep=live.upkeep,
        procedures=Path(settings.procedures),
        prints=PrintShop(lambda: live.brain, read_doors(settings), clock),
        brain=lambda: live.brain,
        parameters=parameters,
        queue=queue,
        sms=read_sms_settings().gateway,
    )
    if not await desk.officers.is_empty():
        return desk, []
    if demo and await _is_unused(database):
        lines = await add_demo_officers(desk.officers)
        await add_demo_life(desk, database, key, clock)
        draft = drafting_job(settings, database, clock, lambda: live.brain, parameters)
        await add_demo_letters(desk, draft, clock)
        return desk, lines
    return desk, ["officers: none yet; /officer says how to add the first"]


async def add_demo_officers(officers: Officers) -> list[str]:
    """Add three sample officers with random passwords; return the lines that tell them."""
    lines = ["demo officers (shown only now; new password: motcua officer reset LOGIN):"]
    for name, login, role in DEMO_OFFICERS:
        given = await officers.add(COMMAND_LINE, name=name, login=login, role=role, lasting=True)
        lines.append(f"  {login:<10} {given.password}  {role.value}")
    return lines


async def _is_unused(database: AsyncEngine) -> bool:
    """Say whether nobody has used this database: samples have no place beside citizens' data."""
    async with database.connect() as connection:
        return not await connection.scalar(select(func.count()).select_from(Conversation))
