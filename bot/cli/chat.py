"""``motcua chat``: the whole conversation in a terminal."""

import asyncio
import sys

from bot.channels.console.channel import for_screen, plain
from bot.channels.console.session import ConsoleSession
from bot.cli.ask import open_session
from bot.core.engine import Answer


def chat() -> None:
    """Trò chuyện ngay trên màn hình này; Ctrl-D để dừng."""
    asyncio.run(_talk(open_session()))


async def _talk(session: ConsoleSession) -> None:
    await session.begin(welcomed=False)
    _show(await session.tap("start"))
    while True:
        try:
            line = await asyncio.to_thread(input, "\n> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return
        _show(await session.say(line))


def _show(answer: Answer) -> None:
    form = for_screen if sys.stdout.isatty() else plain
    for message in answer.outgoing:
        print(f"\n{form(message.text)}")
