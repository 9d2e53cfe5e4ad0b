"""``motcua knowledge stats``: what the knowledge base covers."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.app.upkeep import load_effective
from bot.cli.upkeep import read_bytes
from bot.config import read_settings
from bot.kernel.calendar_vn import today
from bot.kernel.clock import SystemClock
from bot.kernel.errors import DataError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.coverage import Coverage, PostedShare, measure, measure_posted
from bot.knowledge.importing.reading import read_file
from bot.knowledge.importing.rows import ListRow
from bot.knowledge.model import Status
from bot.knowledge.stale import StaleKind, find_stale, load_laws

_STATUSES = {
    Status.FULL: "thẻ đầy đủ",
    Status.NAME_ONLY: "chỉ có tên",
    Status.ENDED: "đã hết hiệu lực",
}
_FEES = {
    "free": "miễn phí, có văn bản", "amount": "có số tiền", "province": "do tỉnh quy định",
    "unknown": "chưa công bố",
}  # fmt: skip
_LIMITS = {
    "at_once": "lấy ngay", "same_day": "trong ngày", "working_days": "ngày làm việc",
    "days": "ngày", "working_hours": "giờ làm việc", "hours": "giờ", "months": "tháng",
    "unknown": "chưa công bố",
}  # fmt: skip
_STALE = {
    StaleKind.OLD_CHECK: "kiểm tra quá 6 tháng",
    StaleKind.ENDED: "đã quá ngày hết hiệu lực",
    StaleKind.ENDS_SOON: "sắp hết hiệu lực",
    StaleKind.FEE_ENDED: "lệ phí hết hạn áp dụng",
    StaleKind.REPLACED_LAW: "căn cứ đã bị thay",
}
_VERDICTS = {
    "right": "đúng mã, đúng tên",
    "slipped": "mã lệch, tìm ra theo tên",
    "by_name": "mã lạ hoặc trống, tìm ra theo tên",
    "ambiguous": "tên có ở nhiều mã",
    "alike": "tên gần giống, cần người xem",
    "name_unknown": "mã của thủ tục khác, tên chưa có",
    "unknown": "mã và tên đều chưa có",
}


def stats(
    procedures: Annotated[
        Path | None, typer.Option("--procedures", help="thư mục dữ liệu thủ tục")
    ] = None,
    posted: Annotated[
        Path | None, typer.Option("--posted", help="danh sách niêm yết để so")
    ] = None,
) -> None:
    """Thống kê: mục đã có, lệ phí, thời hạn, cách hỏi, tuổi nguồn, phần niêm yết trả lời được."""
    settings = read_settings(procedures=procedures)
    share = _read_posted(posted)
    _, base = load_effective(settings)
    cards = base.procedures.values()
    table = Table("", "tất cả", "thẻ đầy đủ", title="Kho thủ tục")
    _fill(table, measure(cards, today(SystemClock())))
    _add_stale(table, base, Path(settings.procedures), today(SystemClock()))
    if base.posted:
        known = [base.procedures[code] for code in base.posted if code in base.procedures]
        living = sum(card.status is not Status.ENDED for card in known)
        table.add_row("danh sách niêm yết đã nhập", _of(living, len(base.posted)))
    Console().print(table)
    if share is not None:
        _show_share(measure_posted(share, base.procedures))


def _read_posted(path: Path | None) -> tuple[ListRow, ...] | None:
    if path is None:
        return None
    content = read_file(path.name, read_bytes(path))
    if not content.rows:
        raise DataError([f"{path.name}: không phải danh sách có mã và tên thủ tục"])
    return content.rows


def _fill(table: Table, coverage: Coverage) -> None:
    for status in Status:
        table.add_row(_STATUSES[status], str(coverage.statuses.get(status.value, 0)))
    full = coverage.statuses.get(Status.FULL.value, 0)
    living = full + coverage.statuses.get(Status.NAME_ONLY.value, 0)
    for name, (in_full, in_all) in coverage.filled.items():
        table.add_row(f"có {name}", _of(in_all, living), _of(in_full, full))
    table.add_row("cách hỏi", str(coverage.phrases))
    table.add_row("tên thường gọi", str(coverage.names))
    table.add_row("trường hợp", str(coverage.cases))
    for label, counts, words in (
        ("lệ phí", coverage.fees, _FEES),
        ("thời hạn", coverage.limits, _LIMITS),
    ):
        for kind, count in _by_count(counts):
            table.add_row(f"{label}: {words.get(kind, kind)}", str(count))
    for age, count in coverage.ages.items():
        table.add_row(f"nguồn {age}", str(count))
    if coverage.oldest is not None:
        table.add_row("nguồn cũ nhất", f"{coverage.oldest:%d/%m/%Y}")


def _add_stale(table: Table, base: KnowledgeBase, root: Path, day: date) -> None:
    found = find_stale(base.procedures.values(), load_laws(root), day)
    for kind, label in _STALE.items():
        table.add_row(f"cần xem lại: {label}", str(sum(reason.kind is kind for reason in found)))


def _show_share(share: PostedShare) -> None:
    table = Table("", "số dòng", title="Danh sách niêm yết")
    table.add_row("tất cả", str(share.rows))
    table.add_row("trả lời được", _of(share.answered, share.rows))
    for verdict, label in _VERDICTS.items():
        table.add_row(f"  {label}", str(share.verdicts.get(verdict, 0)))
    table.add_row("tên gần giống một thủ tục, cần người xem", str(len(share.near)))
    table.add_row("thủ tục đã hết hiệu lực", str(len(share.ended)))
    Console().print(table)
    for row, code in share.near:
        print(f"? {row.place}: «{row.name}» gần giống {code}")
    for row in share.unanswered:
        print(f"! {row.place}: {row.code_text or 'không mã'} «{row.name}» chưa trả lời được")


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "0"
