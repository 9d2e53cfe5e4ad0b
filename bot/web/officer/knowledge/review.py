"""Who may publish what: four eyes, unless there are only two."""

from bot.services.officers.model import Right, Role
from bot.services.officers.rules import may
from bot.web.officer.desk import Desk
from bot.web.officer.frame import Visitor


async def is_alone(desk: Desk, visitor: Visitor) -> bool:
    """Say whether an administrator has nobody else who could decide."""
    if visitor.officer.role is not Role.ADMINISTRATOR:
        return False
    everybody = await desk.officers.everybody()
    return not any(
        may(each, Right.KNOWLEDGE_PUBLISH) for each in everybody if each.id != visitor.officer.id
    )
