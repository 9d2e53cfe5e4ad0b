"""Thirty dossiers of people who do not exist, in every state, around today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.kernel.calendar_vn import WorkingCalendar
from bot.services.dossiers.model import (
    DossierInput,
    EventInput,
    Item,
    Status,
    SubmittedVia,
)
from bot.services.dossiers.service import Dossiers

_AGENCY = "H99.12.5"  # no province has this number
SAMPLES = "demo:mau"


@dataclass(frozen=True, slots=True)
class _Sample:
    """One dossier.

    Attributes:
        ago: how many working days ago it was received.
        days: after how many working days it is promised.
        steps: status and how many working days after receipt.
    """

    procedure: str
    name: str
    ago: int
    days: int
    steps: tuple[tuple[int, int], ...] = ()
    first: Status = Status.RECEIVED
    via: SubmittedVia = SubmittedVia.DIRECT
    missing: tuple[str, ...] = ()
    again: int = 0  # a new promise, so many working days after today
    note: str = ""


_ONLINE, _POST = SubmittedVia.ONLINE, SubmittedVia.POST
_SAMPLES = (
    _Sample("1.001193", "Đỗ Thị Mây", 0, 1, first=Status.REGISTERED, via=_ONLINE),
    _Sample("1.004873", "Phan Văn Suối", 0, 3, first=Status.REGISTERED, via=_ONLINE),
    _Sample("2.000635", "Lương Thị Sen", 0, 1),
    _Sample("1.000894", "Hà Văn Đồi", 0, 1),
    _Sample("1.000656", "Vi Thị Lá", 1, 1),
    _Sample("1.001776", "Tạ Văn Gió", 2, 22),
    _Sample("1.004873", "Bùi Thị Nắng", 1, 3, ((4, 1),)),
    _Sample("1.014034", "Cao Văn Bến", 2, 3, ((4, 1),), via=_ONLINE),
    _Sample("1.001776", "Lò Thị Hạt", 8, 22, ((4, 1),)),
    _Sample("1.004884", "Trịnh Văn Khe", 3, 8, ((4, 1),)),
    _Sample("1.004884", "Mạc Thị Rơm", 12, 8, ((4, 1), (4, 9)), again=3, note="Chờ nơi cũ trả lời"),
    _Sample("1.001776", "Quách Văn Tre", 25, 22, ((4, 1),)),
    _Sample("1.004873", "Kiều Thị Bông", 4, 3, ((5, 1),), missing=("Bản sao giấy ly hôn",)),
    _Sample("1.014034", "Giang Văn Lúa", 5, 3, ((5, 2),), via=_ONLINE, missing=("Căn cước",)),
    _Sample(
        "1.001776",
        "Thạch Thị Cúc",
        9,
        22,
        ((4, 1), (5, 3)),
        missing=("Giấy xác nhận khuyết tật", "Tờ khai có chữ ký"),
    ),
    _Sample("1.014034", "Ninh Văn Cát", 3, 3, ((6, 1),)),
    _Sample("1.004884", "Đinh Thị Mận", 6, 8, ((4, 1), (8, 3)), note="Chờ tòa án trả lời"),
    _Sample("1.000894", "Lục Văn Thông", 2, 1, ((7, 1),)),
    _Sample("2.000635", "Âu Thị Na", 2, 1, ((3, 1),), first=Status.REGISTERED, via=_ONLINE),
    _Sample("1.001193", "Tống Văn Mộc", 1, 1, ((9, 1),)),
    _Sample("1.000894", "La Thị Hồng", 2, 1, ((9, 1),)),
    _Sample("1.004837", "Khổng Văn Sáo", 3, 3, ((4, 1), (9, 2))),
    _Sample("1.004884", "Nông Thị Cam", 10, 8, ((4, 1), (9, 6))),
    _Sample("1.014034", "Mai Văn Thuyền", 6, 3, ((4, 1), (9, 5)), via=_ONLINE),
    _Sample("1.001193", "Châu Thị Ngô", 5, 1, ((9, 1), (10, 2))),
    _Sample("2.000635", "Doãn Văn Ao", 6, 1, ((9, 0), (10, 1)), via=_POST),
    _Sample("1.004873", "Ứng Thị Lan", 7, 3, ((4, 1), (9, 2), (10, 3))),
    _Sample("1.000656", "Văn Thị Mơ", 2, 1, ((9, 1),)),
    _Sample("1.001776", "Lâm Văn Rẫy", 40, 22, ((4, 2), (9, 20), (10, 22))),
    _Sample("1.004884", "Hứa Thị Sương", 20, 8, ((4, 1), (9, 10), (10, 11))),
)


async def add_demo_dossiers(dossiers: Dossiers, now: datetime) -> list[str]:
    """Fill a database without dossiers; return lines that tell how to look at them."""
    if not await dossiers.is_empty():
        return []
    told = list(_told(dossiers.calendar, now))
    await dossiers.bulk(told)
    first = [item for item in told if isinstance(item, DossierInput)]
    shown = (first[8], first[12], first[19])
    return ["demo dossiers (ask the chat for a code; last 4 digits of the phone beside it):"] + [
        f"  {item.code}  {item.phone[-4:]}" for item in shown
    ]


def _told(calendar: WorkingCalendar, now: datetime) -> Iterator[Item]:
    """Yield what a one-stop system would have told, each dossier followed by its events."""
    for number, sample in enumerate(_SAMPLES, start=1):
        received = min(_moment(calendar, now, sample.ago, 8 + number % 3), now)
        local = received.astimezone(calendar.zone)
        code = f"{_AGENCY}-{local:%y%m%d}-{number:04}"
        yield DossierInput(
            code=code,
            procedure_code=sample.procedure,
            applicant_name=sample.name,
            phone=f"0900{number * 733:06}",
            submitted_via=sample.via,
            received_at=received,
            due_at=calendar.due_after_working_days(received, sample.days),
            status=sample.first,
            as_of=received,
            counter=f"quầy {number % 4 + 1}",
            officer="Nguyễn Thị Hoa",
            unit="Trung tâm Phục vụ hành chính công",
            source=SAMPLES,
        )
        for place, (status, after) in enumerate(sample.steps, start=1):
            happened = max(_moment(calendar, now, sample.ago - after, 14), received)
            last = place == len(sample.steps)
            yield code, _event(calendar, sample, Status(status), happened, now, last=last)


def _event(
    calendar: WorkingCalendar,
    sample: _Sample,
    status: Status,
    at: datetime,
    now: datetime,
    *,
    last: bool,
) -> EventInput:
    due = None
    if status is Status.SUPPLEMENT:
        due = calendar.due_after_working_days(now, 5)
    elif sample.again and last:
        due = calendar.due_after_working_days(now, sample.again)
    return EventInput(
        status=status,
        at=min(at, now),
        by="Trần Văn Bình",
        note=sample.note if last else "",
        due_at=due,
        missing=sample.missing if status is Status.SUPPLEMENT else (),
        source=SAMPLES,
    )


def _moment(calendar: WorkingCalendar, now: datetime, days_ago: int, hour: int) -> datetime:
    """Return an hour of the working day so many working days ago."""
    day = now.astimezone(calendar.zone).date()
    while not calendar.counts(day):
        day -= timedelta(days=1)
    for _ in range(max(days_ago, 0)):
        day -= timedelta(days=1)
        while not calendar.counts(day):
            day -= timedelta(days=1)
    return datetime.combine(day, time(hour, 10), calendar.zone)
