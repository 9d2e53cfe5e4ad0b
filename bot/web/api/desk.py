"""What the API needs of the centre."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.kernel.pace import Pace
from bot.services.api_keys.calls import Calls
from bot.services.api_keys.service import ApiKeys
from bot.services.dossiers.service import Dossiers
from bot.services.notices.requests import NoticeRequests
from bot.services.queue.service import Queue

USUAL_PACE = Pace(burst=300, per_second=20.0)


@dataclass(frozen=True, slots=True)
class ApiDesk:
    """The services behind the API; put together by ``bot.app.api``.

    Attributes:
        dossiers: asked anew for every request: it knows the procedures of the moment.
        notices: takes wishes for notices.
        queue: takes bookings.
        pace: how often one key may call.
    """

    keys: ApiKeys
    calls: Calls
    dossiers: Callable[[], Dossiers]
    notices: NoticeRequests | None = None
    queue: Queue | None = None
    pace: Pace = USUAL_PACE
