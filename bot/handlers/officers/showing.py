"""Dossiers as officers see them in the chat: no name in full anywhere."""

from bot.core.turn import Turn
from bot.handlers.dossiers.turns import kept_abroad
from bot.kernel.calendar_vn import HANOI
from bot.services.dossiers.lists import Row, Told
from bot.services.dossiers.model import Dossier
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.views import masked_name

MOST_LISTED = 10


def list_lines(turn: Turn, rows: tuple[Row, ...], count: int) -> list[str]:
    """Return a line for each dossier, the first ones only."""
    lines = [
        f"• {row.code.display}"
        + (f" – {row.due_at.astimezone(HANOI):%H:%M %d/%m}" if row.due_at else "")
        for row in rows[:MOST_LISTED]
    ]
    if count > len(lines):
        lines.append(turn.voice("officer.more", count=count - len(lines)))
    return lines


def shown(turn: Turn, dossiers: Dossiers, dossier: Dossier) -> str:
    """Return what the officer compares with the paper in hand; no name in full anywhere."""
    status = turn.voice(f"officer.status.{dossier.status.value}")
    lines = [turn.voice("officer.dossier", code=dossier.code.display, status=status)]
    if kept_abroad(turn) and dossiers.is_sensitive(dossier):
        lines.append(turn.voice("officer.sensitive"))
    else:
        matter = dossier.procedure_name or turn.voice("officer.no_matter")
        name = masked_name(dossier.applicant_name)
        lines.append(turn.voice("officer.matter", matter=matter, name=name))
    if dossier.due_at is not None:
        due = f"{dossier.due_at.astimezone(HANOI):%H:%M ngày %d/%m/%Y}"
        lines.append(turn.voice("officer.due", due=due))
    return "\n".join(lines)


def who_hears(turn: Turn, told: Told) -> str:
    """Return how many people would be written to, and on which channels."""
    if told.followers:
        names = [
            turn.voice(f"officer.channel.{name}")
            for name in told.by_channel
            if turn.voice.has(f"officer.channel.{name}")
        ]
        ways = f" ({', '.join(names)})" if names else ""
        return turn.voice("officer.tells", count=told.followers, ways=ways)
    return turn.voice("officer.tells_by_phone" if told.has_phone else "officer.tells_nobody")


def origin(turn: Turn) -> str:
    """Return how the audit log says that it happened in a chat."""
    return f"qua chat {turn.inbound.channel}"
