"""What ``/readyz`` looks at besides the knowledge base."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.migrate import current_revision, newest_revision
from bot.web.health import Check
from scheduler.runner import Runner


def database_check(database: AsyncEngine) -> Check:
    """Return the check that the database answers and has all its tables."""

    async def check() -> str | None:
        try:
            async with database.connect() as connection:
                await connection.execute(text("SELECT 1"))
            revision = await current_revision(database)
        except (SQLAlchemyError, OSError) as error:
            return f"cannot be reached: {type(error).__name__}"
        if revision != newest_revision():
            return f"is at revision {revision}, not {newest_revision()}"
        return None

    return check


def scheduler_check(runner: Runner) -> Check:
    """Return the check that no timed job is late."""

    async def check() -> str | None:
        late = runner.late()
        return f"late: {', '.join(late)}" if late else None

    return check
