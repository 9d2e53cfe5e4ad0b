"""``motcua knowledge``: check, list and count the knowledge base."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app.brain import build_brain, build_console
from bot.app.upkeep import load_effective, read_journal
from bot.cli import upkeep
from bot.cli.ask import converse
from bot.cli.stats import stats
from bot.config import read_settings
from bot.kernel.calendar_vn import today
from bot.kernel.clock import SystemClock
from bot.kernel.errors import ConfigError, DataError
from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.evaluation import TurnResult, evaluate, read_items, render
from bot.knowledge.model import Status
from bot.knowledge.overlays import check_overlays
from bot.services.centre.calendar import parse_week
from bot.services.letters.codes import load_codes
from bot.services.letters.templates import load_shipped
from bot.services.procedures.menu import load_menu, refuse_ended

knowledge = typer.Typer(
    help="Kho thủ tục: kiểm tra, liệt kê, thống kê, nhập, công bố.", no_args_is_help=True
)
knowledge.command("import")(upkeep.import_files)
knowledge.command()(stats)
for command in (upkeep.diff, upkeep.sets, upkeep.publish, upkeep.undo, upkeep.stale):
    knowledge.command()(command)
_STATUSES = {
    Status.FULL: "thẻ đầy đủ",
    Status.NAME_ONLY: "mới có tên",
    Status.ENDED: "đã hết hiệu lực",
}
Folder = Annotated[Path | None, typer.Option("--procedures", help="thư mục dữ liệu thủ tục")]


@knowledge.command()
def check(procedures: Folder = None) -> None:
    """Kiểm tra toàn bộ dữ liệu thủ tục."""
    base = _load(procedures)
    statuses = Counter(card.status for card in base.procedures.values())
    counted = ", ".join(f"{statuses[status]} {said}" for status, said in _STATUSES.items())
    print(f"{len(base.procedures)} thủ tục đều ổn ({counted})")
    root = Path(read_settings(procedures=procedures).procedures)
    load_codes(root, base.procedures)
    load_shipped(root)
    overlays = _check_overlays(root, base)
    if overlays:
        print(f"{overlays} bộ quy định địa phương đều ổn")


def _check_overlays(root: Path, base: KnowledgeBase) -> int:
    overlays = check_overlays(root, base, today(SystemClock()))
    for path, overlay in overlays.items():
        try:
            parse_week(overlay.centre.hours)
        except ConfigError as error:
            raise DataError([f"{path}: {error}"]) from error
    return len(overlays)


@knowledge.command("list")
def list_procedures(procedures: Folder = None) -> None:
    """Liệt kê: mã, mức chi tiết, tên."""
    _, base = load_effective(read_settings(procedures=procedures))
    for code, card in sorted(base.procedures.items()):
        print(f"{code}\t{card.status}\t{card.name}")


@knowledge.command("eval")
def evaluate_file(
    questions: Annotated[Path, typer.Argument(help="tệp câu hỏi, mỗi dòng một JSON")],
) -> None:
    """Đo việc hiểu câu hỏi trên một tệp câu hỏi có đáp án."""
    settings = read_settings()
    brain = build_brain(settings, today(SystemClock()), read_journal(settings).changes)
    session = build_console(brain)

    with asyncio.Runner() as runner:

        def hold(turns: list[str]) -> list[TurnResult]:
            return [_as_result(record) for record in runner.run(converse(session, turns))]

        print(render(evaluate(read_items(questions), hold, brain.knowledge.procedures)))


def _as_result(record: dict[str, Any]) -> TurnResult:
    return TurnResult(
        behavior=record["behavior"],
        procedures=tuple(record["procedures"]),
        fields=tuple(record["fields"]),
        text=record["text"],
        ms=record["ms"],
    )


def _load(procedures: Path | None) -> KnowledgeBase:
    settings = read_settings(procedures=procedures)
    base = load_knowledge(Path(settings.procedures))
    menu = load_menu(Path(settings.procedures), base.procedures, base.field_of)
    refuse_ended(Path(settings.procedures), menu, base.procedures)
    return base
