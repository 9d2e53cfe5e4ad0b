"""``motcua knowledge``: check, list and count the knowledge base."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.app.brain import build_brain, build_console
from bot.cli.ask import converse
from bot.config import read_settings
from bot.knowledge.base import KnowledgeBase, load_knowledge
from bot.knowledge.evaluation import TurnResult, evaluate, read_items, render
from bot.knowledge.model import Status
from bot.services.procedures.menu import load_menu

knowledge = typer.Typer(help="Kho thủ tục: kiểm tra, liệt kê, thống kê.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--procedures", help="thư mục dữ liệu thủ tục")]


@knowledge.command()
def check(procedures: Folder = None) -> None:
    """Kiểm tra toàn bộ dữ liệu thủ tục."""
    base = _load(procedures)
    statuses = Counter(card.status for card in base.procedures.values())
    counted = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    print(f"{len(base.procedures)} procedures are in order ({counted})")


@knowledge.command("list")
def list_procedures(procedures: Folder = None) -> None:
    """Liệt kê: mã, mức chi tiết, tên."""
    for code, card in sorted(_load(procedures).procedures.items()):
        print(f"{code}\t{card.status}\t{card.name}")


@knowledge.command()
def stats(procedures: Folder = None) -> None:
    """Thống kê: số thẻ, cách hỏi, loại lệ phí và thời hạn."""
    base = _load(procedures)
    cards = list(base.procedures.values())
    table = Table("", "số lượng", title="Kho thủ tục")
    for status in Status:
        table.add_row(status.value, str(sum(card.status is status for card in cards)))
    table.add_row("cách hỏi", str(sum(len(card.asks) + len(card.known_as) for card in cards)))
    table.add_row("trường hợp", str(sum(len(card.cases) for card in cards)))
    table.add_row("đã có người đọc lại", str(sum(card.second_reader is not None for card in cards)))
    for name, kinds in (
        ("lệ phí", Counter(fee.kind.value for card in cards for fee in card.fee)),
        ("thời hạn", Counter(limit.unit.value for card in cards for limit in card.time)),
    ):
        for kind, count in kinds.most_common():
            table.add_row(f"{name}: {kind}", str(count))
    oldest = min(card.checked for card in cards)
    table.add_row("kiểm tra lâu nhất", f"{oldest:%d/%m/%Y}")
    Console().print(table)


@knowledge.command("eval")
def evaluate_file(
    questions: Annotated[Path, typer.Argument(help="tệp câu hỏi, mỗi dòng một JSON")],
) -> None:
    """Đo việc hiểu câu hỏi trên một tệp câu hỏi có đáp án."""
    settings = read_settings()
    brain = build_brain(settings, datetime.now(UTC).date())
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
    load_menu(Path(settings.procedures), base.procedures, base.field_of)
    return base
