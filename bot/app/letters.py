"""Letters put together: for the console, for the public page, for the timetable."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.app.brain import Brain
from bot.app.dossiers import dossiers_of
from bot.app.letter_shop import LetterShop
from bot.app.print_shop import read_doors
from bot.config import Settings
from bot.db.models import NoticeRow
from bot.db.notices import NoticeWriter
from bot.kernel.clock import Clock
from bot.kernel.notices import ARRIVED, SETTLED, NoticeStatus
from bot.services.dossiers.promising import promise_again, withdraw_promise
from bot.services.dossiers.service import Dossiers
from bot.services.letters.codes import load_codes
from bot.services.letters.drafting import Drafting
from bot.services.letters.editing import Templates
from bot.services.letters.filling import Place
from bot.services.letters.model import LetterRules
from bot.services.letters.parameters import rules_from
from bot.services.letters.ports import Outcomes, Ports
from bot.services.letters.service import Letters
from bot.services.letters.store import LetterStore
from bot.services.letters.template_store import TemplateStore
from bot.services.letters.templates import load_shipped
from bot.services.parameters.service import Parameters


@dataclass(frozen=True, slots=True)
class LetterHouse:
    """Everything about letters."""

    letters: Letters
    drafting: Drafting
    shop: LetterShop


def build_letters(
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    *,
    root: Path,
    brain: Callable[[], Brain],
    dossiers: Callable[[], Dossiers],
    site: str,
    rules: Callable[[], LetterRules],
) -> LetterHouse:
    """Return the letters.

    Args:
        database: migrated.
        clock: the time.
        key: from which the keys for values and notices are derived.
        root: folder of the knowledge base.
        brain: returns the brain of the moment.
        dossiers: returns the dossiers of the moment.
        site: address of the site as citizens reach it.
        rules: what the commune set.

    Raises:
        DataError: a list of codes or a template is wrong.
    """
    codes = load_codes(root, brain().knowledge.procedures)
    store = LetterStore(database, key)
    templates = Templates(TemplateStore(database), load_shipped(root), clock)
    ports = Ports(
        place=lambda: place_of(brain()),
        rules=rules,
        writer=NoticeWriter(key),
        promise=promise_again,
        withdraw=withdraw_promise,
        outcomes=_outcomes(database),
        has_left=_has_left,
        phone_of=_phone_of(dossiers),
        address=lambda token: f"{site}/letters/{token}" if site else "",
    )
    letters = Letters(store, templates, codes, ports, clock)
    drafting = Drafting(store, letters, codes, ports, clock)
    return LetterHouse(letters, drafting, LetterShop(clock))


def letter_rules(parameters: Parameters) -> LetterRules:
    """Return what the commune set, as it stands now."""
    return rules_from(parameters.values())


def drafting_job(
    settings: Settings,
    database: AsyncEngine,
    clock: Clock,
    key: bytes,
    brain: Callable[[], Brain],
    parameters: Parameters,
) -> Callable[[], Awaitable[int]]:
    """Return the timed work on letters, for any process of the service.

    Raises:
        ConfigError: a setting of a channel is wrong.
        DataError: a list of codes or a template is wrong.
    """
    house = build_letters(
        database,
        clock,
        key,
        root=Path(settings.procedures),
        brain=brain,
        dossiers=dossiers_of(database, clock, key, brain),
        site=read_doors(settings).web,
        rules=partial(letter_rules, parameters),
    )
    return house.drafting.run


def place_of(brain: Brain) -> Place:
    """Return what letters say about the centre."""
    centre, known = brain.centre, brain.knowledge.procedures

    def short_name(code: str) -> str:
        return known[code].short if code in known else ""

    return Place(
        name=centre.name,
        commune=centre.commune,
        phone=centre.phone,
        hotline=centre.hotline,
        calendar=centre.calendar,
        short_name=short_name,
    )


def _phone_of(dossiers: Callable[[], Dossiers]) -> Callable[[str], Awaitable[str]]:
    async def phone_of(code: str) -> str:
        dossier = await dossiers().get(code)
        return dossier.phone if dossier else ""

    return phone_of


def _outcomes(database: AsyncEngine) -> Callable[[Collection[int]], Awaitable[Outcomes]]:
    async def outcomes(letters: Collection[int]) -> Outcomes:
        """Return which letters a channel has taken, and which reached nobody."""
        subjects = {f"letter:{number}": number for number in letters}
        query = select(NoticeRow.subject, NoticeRow.status).where(NoticeRow.subject.in_(subjects))
        found: dict[int, set[NoticeStatus]] = defaultdict(set)
        async with database.connect() as connection:
            for subject, status in (await connection.execute(query)).all():
                found[subjects[subject]].add(NoticeStatus(status))
        arrived = frozenset(number for number, all_of in found.items() if all_of & set(ARRIVED))
        ended = frozenset(number for number, all_of in found.items() if all_of <= set(SETTLED))
        return Outcomes(arrived, ended - arrived)

    return outcomes


async def _has_left(connection: AsyncConnection, letter: int) -> bool:
    """Say whether a letter reached a channel, may have, or is being sent."""
    under_way = (*ARRIVED, NoticeStatus.SENDING, NoticeStatus.UNKNOWN)
    query = select(
        exists().where(
            NoticeRow.subject == f"letter:{letter}",
            NoticeRow.status.in_([status.value for status in under_way]),
        )
    )
    return bool(await connection.scalar(query))
