"""How a letter looks, on every way that it goes, for the pages that show it before it leaves."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.kernel.errors import BusyError, LetterError
from bot.services.letters.layout import plain
from bot.services.letters.model import Finished
from bot.web.officer.desk import LetterPrints

_TOO_MANY = "Nhiều thư đang được dựng cùng lúc. Chờ ít giây rồi bấm lần nữa."


@dataclass(frozen=True, slots=True)
class Look:
    """A letter as it will look.

    Attributes:
        missing: why it cannot be shown yet.
    """

    chat: str = ""
    sms: str = ""
    card: str = ""
    page: str = ""
    missing: tuple[str, ...] = ()


async def look_of(
    finished: Callable[[], Awaitable[tuple[Finished, str]]], prints: LetterPrints
) -> Look:
    """Return how a letter will look, or why it cannot be shown.

    Args:
        finished: makes the letter and its SMS.
        prints: where letters become pictures.
    """
    try:
        letter, sms = await finished()
        card, page = await prints.card(letter), await prints.page(letter)
    except LetterError as error:
        return Look(missing=tuple(error.problems.values()))
    except BusyError:
        return Look(missing=(_TOO_MANY,))
    return Look(plain(letter.chat), sms, _inline(card), _inline(page))


def picture(body: bytes) -> web.Response:
    """Return a picture that no cache keeps."""
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return web.Response(body=body, content_type="image/png", headers=headers)


def print_out(body: bytes, name: str) -> web.Response:
    """Return a PDF that no cache keeps."""
    headers = {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return web.Response(body=body, content_type="application/pdf", headers=headers)


async def unless_busy(made: Awaitable[bytes]) -> bytes:
    """Return what is made, or answer that too many letters are being set."""
    try:
        return await made
    except BusyError:
        raise web.HTTPTooManyRequests from None


def _inline(body: bytes) -> str:
    """Return a picture as an address that a page carries with it: nothing of it is kept."""
    return f"data:image/png;base64,{base64.b64encode(body).decode('ascii')}"
