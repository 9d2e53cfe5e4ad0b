"""The services behind the console."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.connectors.onestop.intake import OnestopFiles
from bot.kernel.pictures import CodeReader
from bot.knowledge.stale import Laws
from bot.services.api_keys.service import ApiKeys
from bot.services.audit.service import Audit
from bot.services.dossiers.service import Dossiers
from bot.services.letters.model import Finished
from bot.services.letters.service import Letters
from bot.services.notices.batches import Batches
from bot.services.notices.calls import Calls
from bot.services.notices.requests import NoticeRequests
from bot.services.notices.service import Notices
from bot.services.officers.door import Door
from bot.services.officers.linking import Linking
from bot.services.officers.own import OwnAccount
from bot.services.officers.service import Officers
from bot.services.parameters.service import Parameters
from bot.services.procedures.links import Doors, Subject
from bot.services.procedures.posters import PrintForm
from bot.services.questions.service import Questions
from bot.services.upkeep.intake import Intake
from bot.services.upkeep.service import Upkeep
from bot.web.board.desk import HallDesk


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


class LetterPrints(Protocol):
    """Where letters become PDF and picture; each raises BusyError when too many wait."""

    async def card(self, letter: Finished) -> bytes:
        """Return the picture that a family keeps."""
        ...

    async def pdf(self, letter: Finished) -> bytes:
        """Return the letter for printing."""
        ...

    async def page(self, letter: Finished) -> bytes:
        """Return the printed page as a picture."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What the console's pages call; put together by ``bot.app.officers``.

    Attributes:
        laws: replaced laws, for the alarm about cards.
        pictures: reads codes in photos, in memory.
        sms: name of the SMS gateway: "none", "log" (counted only, nothing is sent), or a real one.
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
    pictures: CodeReader
    notices: Notices
    calls: Calls
    notice_requests: NoticeRequests
    notice_batches: Batches
    letters: Letters
    letter_prints: LetterPrints
    linking: Linking
    parameters: Parameters
    hall: HallDesk
    sms: str = "none"
