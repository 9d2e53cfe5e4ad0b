"""The command line: one file per command, errors as one line."""

import io
import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.ask import ask
from bot.cli.chat import chat
from bot.cli.dossiers import dossiers
from bot.cli.key import key
from bot.cli.knowledge import knowledge
from bot.cli.officer import officer
from bot.cli.operations import backup, doctor, migrate, restore
from bot.cli.prints import poster
from bot.cli.serve import run, worker
from bot.kernel.errors import MotcuaError

app = typer.Typer(
    name="motcua",
    help="Trợ lý một cửa: hỏi thủ tục hành chính bằng lời của mình.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (run, worker, ask, chat, migrate, backup, restore, doctor, poster):
    app.command()(command)
app.add_typer(knowledge, name="knowledge")
app.add_typer(officer, name="officer")
app.add_typer(key, name="key")
app.add_typer(dossiers, name="dossiers")


def main() -> None:
    """Run a command: exit 0 on success, 1 with one clear line on failure, 2 on wrong usage."""
    _speak_utf8()
    try:
        app()
    except MotcuaError as error:
        sys.stderr.write(f"motcua: {error}\n")
        sys.exit(1)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        sys.stderr.write(f"motcua: the database cannot be used: {reason}\n")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _speak_utf8() -> None:
    """Read and write Vietnamese whatever the machine's language; strange bytes stop nothing.

    Half a surrogate pair is written as JSON spells it.
    """
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
