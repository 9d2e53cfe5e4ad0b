"""``motcua ask``: one question on the terminal, or many as JSON lines."""

import asyncio
import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from bot.app.brain import build_brain, build_console
from bot.app.upkeep import read_journal
from bot.channels.console.channel import for_screen, plain
from bot.channels.console.session import ConsoleSession
from bot.config import read_settings
from bot.core.engine import Answer
from bot.kernel.calendar_vn import today
from bot.kernel.clock import SystemClock
from bot.kernel.errors import DataError


def ask(
    question: Annotated[str | None, typer.Argument(help="câu hỏi, viết như nói")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="đọc nhiều cuộc hỏi từ stdin")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="cho biết vì sao hiểu như vậy")
    ] = False,
) -> None:
    """Trả lời một câu hỏi như trong trò chuyện."""
    if (question is None) != jsonl:
        raise typer.BadParameter("give a question, or --jsonl with conversations on stdin")
    session = open_session()
    if question is None:
        asyncio.run(_answer_lines(session, sys.stdin))
    else:
        asyncio.run(_answer_one(session, question, explain=explain))


def open_session() -> ConsoleSession:
    """Return a terminal conversation with the real knowledge base."""
    settings = read_settings()
    changes = read_journal(settings).changes
    return build_console(build_brain(settings, today(SystemClock()), changes))


async def converse(session: ConsoleSession, turns: Iterable[str]) -> list[dict[str, Any]]:
    """Hold one conversation and return what each turn did, as ``--jsonl`` prints it."""
    await session.begin(welcomed=True)
    return [_as_record(await session.say(text)) for text in turns]


async def _answer_one(session: ConsoleSession, question: str, *, explain: bool) -> None:
    await session.begin(welcomed=True)
    answer = await session.say(question)
    show = for_screen if sys.stdout.isatty() else plain
    for message in answer.outgoing:
        print(show(message.text))
    if explain:
        verdict = answer.verdict
        print(f"\n[{verdict.behavior}] {' '.join(verdict.procedures)} {answer.milliseconds:.2f} ms")
        for line in verdict.explanation:
            print(f"  {line}")


async def _answer_lines(session: ConsoleSession, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identifier, turns = _read_line(number, line)
        record = {"id": identifier, "turns": await converse(session, turns)}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _read_line(number: int, line: str) -> tuple[Any, list[str]]:  # an id may be anything
    try:
        record = json.loads(line)
        turns = record["turns"]
        if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
            raise TypeError("turns must be a list of texts")
        return record.get("id"), turns
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DataError([f"stdin:{number}: not a conversation: {error!r}"]) from error


def _as_record(answer: Answer) -> dict[str, Any]:
    verdict = answer.verdict
    return {
        "behavior": verdict.behavior.value,
        "procedures": list(verdict.procedures[:5]),
        "fields": [topic.value for topic in verdict.topics],
        "text": "\n\n".join(plain(message.text) for message in answer.outgoing),
        "ms": round(answer.milliseconds, 3),
    }
