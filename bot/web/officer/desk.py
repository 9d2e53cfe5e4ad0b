"""The services behind the console."""

from dataclasses import dataclass

from bot.knowledge.stale import Laws
from bot.services.audit.service import Audit
from bot.services.officers.door import Door
from bot.services.officers.own import OwnAccount
from bot.services.officers.service import Officers
from bot.services.upkeep.intake import Intake
from bot.services.upkeep.service import Upkeep


@dataclass(frozen=True, slots=True)
class Desk:
    """What the console's pages call; put together by ``bot.app.officers``.

    Attributes:
        laws: replaced laws, for the alarm about cards.
    """

    officers: Officers
    door: Door
    own: OwnAccount
    audit: Audit
    upkeep: Upkeep
    intake: Intake
    laws: Laws
