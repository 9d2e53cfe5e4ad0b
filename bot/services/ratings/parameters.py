"""Values of ratings that officers change on screen."""

from dataclasses import dataclass
from datetime import timedelta

from bot.kernel.parameters import Parameter, Values, flag, whole

_AREA = "Mời đánh giá trong chat"

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        key="ratings.ask",
        kind="bool",
        default=True,
        label="Mời đánh giá sau khi xong việc",
        help="Một tin nhắn trong chat, năm mức để bấm. Việc khai tử, mai táng không bao giờ mời.",
        area=_AREA,
    ),
    Parameter(
        key="ratings.ask_after_minutes",
        kind="minutes",
        default=30,
        lowest=0,
        highest=1440,
        label="Mời sau khi xong việc",
        help="Tính từ lúc quầy kết thúc số, hoặc lúc trả kết quả.",
        area=_AREA,
    ),
    Parameter(
        key="ratings.ask_again_days",
        kind="int",
        default=30,
        lowest=7,
        highest=365,
        label="Mỗi người được mời lại sau",
        help="Trong khoảng này không mời cùng một người lần nữa, dù làm nhiều việc.",
        area=_AREA,
        unit="ngày",
    ),
)


@dataclass(frozen=True, slots=True)
class AskingRules:
    """When somebody is asked to rate.

    Attributes:
        asks: whether anybody is asked at all.
        after: so long after the service ended.
        again: nobody is asked twice within this time.
    """

    asks: bool = True
    after: timedelta = timedelta(minutes=30)
    again: timedelta = timedelta(days=30)


def rules_from(values: Values) -> AskingRules:
    """Return the rules that the values make."""
    return AskingRules(
        asks=flag(values, "ratings.ask"),
        after=timedelta(minutes=whole(values, "ratings.ask_after_minutes")),
        again=timedelta(days=whole(values, "ratings.ask_again_days")),
    )
