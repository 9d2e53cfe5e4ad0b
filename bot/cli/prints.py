"""``motcua poster``: posters, leaflets and wall sheets as PDF."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app.addresses import EVERYWHERE, addresses_to_print
from bot.app.brain import build_brain
from bot.app.prints import Form, Prints
from bot.app.upkeep import read_journal
from bot.config import Settings, read_settings, read_zalo_settings
from bot.kernel.errors import ConfigError
from bot.services.procedures.links import Doors, Subject, SubjectKind

_KINDS = {"field": SubjectKind.FIELD, "life": SubjectKind.LIFE}
SubjectArgument = Annotated[
    str, typer.Argument(help="mã thủ tục, field:<lĩnh vực> hoặc life:<sự kiện>")
]
FormOption = Annotated[
    Form, typer.Option("--form", help="poster (A4), leaflet (A5), wall (nhiều mã QR)")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="tệp PDF; mặc định theo tên")]


def poster(subject: SubjectArgument, form: FormOption = Form.POSTER, out: OutOption = None) -> None:
    """In áp phích, tờ rơi, bảng mã QR (PDF)."""
    settings = read_settings()
    now = datetime.now(UTC)
    brain = build_brain(settings, now.date(), read_journal(settings).changes)
    wanted = read_subject(subject)
    if not settings.public_url:
        print("MOTCUA_PUBLIC_URL is not set: the QR codes work in this network only")
    pdf = Prints(brain, read_doors(settings)).pdf(wanted, form, now)
    path = out or Path(f"{form.value}-{wanted.id}.pdf")
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    print(f"{path}: {len(pdf) // 1024} KB")


def read_subject(text: str) -> Subject:
    """Return the subject that "1.001193", "field:ho-tich" or "life:em-be" names."""
    kind, colon, name = text.partition(":")
    if colon and kind in _KINDS:
        return Subject(_KINDS[kind], name)
    return Subject(SubjectKind.PROCEDURE, text)


def read_doors(settings: Settings) -> Doors:
    """Return the ways into the chat that prints lead to.

    Raises:
        ConfigError: a setting is wrong.
    """
    return Doors(
        web=addresses_to_print(EVERYWHERE[0], settings.port, settings.public_url)[-1],
        telegram_bot=settings.centre.telegram_bot,
        zalo_oa=read_zalo_settings().oa_id,
    )
