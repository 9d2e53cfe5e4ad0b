"""``motcua poster``: posters, leaflets and wall sheets as PDF."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app.brain import build_brain
from bot.app.print_shop import read_doors
from bot.app.prints import Prints
from bot.app.upkeep import read_journal
from bot.config import read_settings
from bot.kernel.calendar_vn import today
from bot.kernel.clock import SystemClock
from bot.kernel.errors import ConfigError
from bot.services.procedures.links import read_subject
from bot.services.procedures.posters import PrintForm

SubjectArgument = Annotated[
    str, typer.Argument(help="mã thủ tục, field:<lĩnh vực> hoặc life:<sự kiện>")
]
FormOption = Annotated[
    PrintForm, typer.Option("--form", help="poster (A4), leaflet (A5), wall (nhiều mã QR)")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="tệp PDF; mặc định theo tên")]


def poster(
    subject: SubjectArgument, form: FormOption = PrintForm.POSTER, out: OutOption = None
) -> None:
    """In áp phích, tờ rơi, bảng mã QR (PDF)."""
    settings = read_settings()
    clock = SystemClock()
    brain = build_brain(settings, today(clock), read_journal(settings).changes)
    wanted = read_subject(subject)
    if not settings.public_url:
        print("Chưa đặt MOTCUA_PUBLIC_URL: mã QR chỉ dùng được trong mạng này")
    pdf = Prints(brain, read_doors(settings)).pdf(wanted, form, clock.now())
    path = out or Path(f"{form.value}-{wanted.id}.pdf")
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    print(f"{path}: {len(pdf) // 1024} KB")
