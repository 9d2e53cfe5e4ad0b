"""Rules of review. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.kernel.errors import UpkeepError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import Change, ChangeKind
from bot.knowledge.journal import replay
from bot.services.upkeep.model import ChangeSet, SetState

OBSTACLES_SHOWN = 5

_NAMES = {
    SetState.DRAFT: "bản nháp",
    SetState.IN_REVIEW: "đang chờ duyệt",
    SetState.PUBLISHED: "đã công bố",
    SetState.UNDONE: "đã hoàn tác",
    SetState.REJECTED: "đã từ chối",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a change set.

    Attributes:
        verb: what officers call it.
        before: states in which it is possible; ``after``: the state that follows.
        shifts: it changes what is in force.
    """

    verb: str
    before: frozenset[SetState]
    after: SetState
    needs_reason: bool = False
    shifts: bool = False


OPEN = frozenset({SetState.DRAFT, SetState.IN_REVIEW})
SUBMIT = Move("gửi duyệt", frozenset({SetState.DRAFT}), SetState.IN_REVIEW)
PUBLISH = Move("công bố", OPEN, SetState.PUBLISHED, shifts=True)
REJECT = Move("từ chối", OPEN, SetState.REJECTED, needs_reason=True)
UNDO = Move(
    "hoàn tác",
    frozenset({SetState.PUBLISHED}),
    SetState.UNDONE,
    needs_reason=True,
    shifts=True,
)


def state_name(state: SetState) -> str:
    """Return what officers call a state."""
    return _NAMES[state]


def check_move(head: ChangeSet, move: Move) -> None:
    """Refuse a step that the state of a set does not allow.

    Raises:
        UpkeepError: with the state it is in.
    """
    if head.state not in move.before:
        raise UpkeepError(f"đợt {head.number} {_NAMES[head.state]}, không {move.verb} được nữa")


def refuse_reviewer(head: ChangeSet, reviewer: str, *, alone: bool) -> str | None:
    """Return why somebody may not publish a set: four eyes see more than two."""
    if reviewer == head.author and not alone:
        return "người soạn không tự duyệt; nhờ một người khác duyệt đợt này"
    return None


def has_list(changes: Sequence[Change]) -> bool:
    """Say whether changes put a posted list in force."""
    return any(change.kind is ChangeKind.LIST for change in changes)


def say_newer(head: ChangeSet, newer: ChangeSet) -> str:
    """Return why a set with an older list is not simply published."""
    return (
        f"đợt {newer.number} «{newer.title}» đã công bố danh sách niêm yết sau khi đợt "
        f"{head.number} được soạn; công bố đợt {head.number} thì danh sách cũ thay danh sách mới"
    )


def new_obstacles(
    shipped: KnowledgeBase, before: Sequence[Change], changes: Sequence[Change]
) -> list[str]:
    """Return why changes do not fit behind those in force; empty when they do."""
    known = set(replay(shipped, before).left_out)
    after = replay(shipped, (*before, *changes)).left_out
    return [obstacle for obstacle in after if obstacle not in known]
