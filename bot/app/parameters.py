"""Values that officers change on screen, collected from the services."""

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.kernel.clock import Clock
from bot.kernel.parameters import Parameter
from bot.services.letters import parameters as letters
from bot.services.notices import parameters as notices
from bot.services.parameters.service import Parameters
from bot.services.parameters.store import ParameterStore
from bot.services.queue import parameters as queue
from bot.services.ratings import parameters as ratings
from bot.web.board import parameters as board
from bot.web.kiosk import parameters as kiosk

# A service adds its PARAMETERS here: *queue.PARAMETERS, …
DECLARED: tuple[Parameter, ...] = (
    *notices.PARAMETERS,
    *queue.PARAMETERS,
    *board.PARAMETERS,
    *kiosk.PARAMETERS,
    *letters.PARAMETERS,
    *ratings.PARAMETERS,
)


def build_parameters(
    database: AsyncEngine, clock: Clock, declared: tuple[Parameter, ...] = DECLARED
) -> Parameters:
    """Return the parameters; the defaults hold until ``refresh``."""
    return Parameters(declared, ParameterStore(database), clock)


async def open_parameters(database: AsyncEngine, clock: Clock) -> Parameters:
    """Return the parameters with their present values; the timetable keeps them fresh."""
    parameters = build_parameters(database, clock)
    await parameters.refresh()
    return parameters
