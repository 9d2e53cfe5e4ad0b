"""The services behind the console."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.connectors.onestop.intake import OnestopFiles
from bot.knowledge.stale import Laws
from bot.services.api_keys.service import ApiKeys
from bot.services.audit.service import Audit
from bot.services.dossiers.service import Dossiers
from bot.services.officers.door import Door
from bot.services.officers.own import OwnAccount
from bot.services.officers.service import Officers
from bot.services.procedures.links import Doors, Subject
from bot.services.procedures.posters import PrintForm
from bot.services.questions.service import Questions
from bot.services.upkeep.intake import Intake
from bot.services.upkeep.service import Upkeep


class Prints(Protocol):
    """Where posters, leaflets and wall sheets are made."""

    @property
    def doors(self) -> Doors:
        """Return the ways into the chat that prints lead to."""
        ...

    async def pdf(self, subject: Subject, form: PrintForm) -> bytes:
        """Return a print; raises NotFoundError or BusyError."""
        ...

    async def picture(self, subject: Subject, form: PrintForm) -> bytes:
        """Return its first page as a PNG picture; raises NotFoundError or BusyError."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What the console's pages call; put together by ``bot.app.officers``.

    Attributes:
        laws: replaced laws, for the alarm about cards.
        dossiers: asked anew for every request: it knows the procedures of the moment.
    """

    officers: Officers
    door: Door
    own: OwnAccount
    audit: Audit
    upkeep: Upkeep
    intake: Intake
    laws: Laws
    questions: Questions
    prints: Prints
    keys: ApiKeys
    dossiers: Callable[[], Dossiers]
    dossier_files: OnestopFiles
