"""What the API needs of the centre."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.kernel.pace import Pace
from bot.services.api_keys.calls import Calls
from bot.services.api_keys.service import ApiKeys
from bot.services.dossiers.service import Dossiers

USUAL_PACE = Pace(burst=300, per_second=20.0)


@dataclass(frozen=True, slots=True)
class ApiDesk:
    """The services behind the API; put together by ``bot.app.api``.

    Attributes:
        dossiers: asked anew for every request: it knows the procedures of the moment.
        pace: how often one key may call.
    """

    keys: ApiKeys
    calls: Calls
    dossiers: Callable[[], Dossiers]
    pace: Pace = USUAL_PACE
