"""Bounds on files from outside, checked before anything opens them."""

import io
import zipfile
from collections.abc import Iterable

from bot.kernel.errors import DataError

MAX_FILE = 30 * 1024 * 1024
MAX_ROWS = 10_000  # the national catalogue has about 5,800
MAX_COLUMNS = 60
MAX_CELL = 1_000
MAX_LINE = 1_000_000
MAX_POSITION = 200_000  # the last row looked at: stray formats may stand a million rows below
_MAX_UNZIPPED = 64 * 1024 * 1024
_MAX_RATIO = 200
_SMALL = 10 * 1024 * 1024  # below, the ratio may be anything: little text packs very well
_MAX_PARTS = 2_000
_PROLOG = 64 * 1024
_ENCRYPTED = 0x1


def check_size(name: str, data: bytes) -> None:
    """Refuse an empty or oversized file.

    Raises:
        DataError: with the reason.
    """
    if not data:
        raise DataError([f"{name}: tệp rỗng"])
    if len(data) > MAX_FILE:
        raise DataError([f"{name}: tệp lớn hơn {MAX_FILE // 1024 // 1024} MB"])


def check_archive(name: str, data: bytes) -> frozenset[str]:
    """Refuse an archive that is broken, locked or swells when unpacked; return its parts' names.

    Raises:
        DataError: with the reason.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(name, len(data), parts)
            _refuse_entities(name, archive, parts)
            return frozenset(part.filename for part in parts)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise DataError([f"{name}: tệp Excel hỏng, không mở được"]) from error
    except (RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise DataError([f"{name}: tệp hỏng hoặc có mật khẩu"]) from error


def _check_parts(name: str, size: int, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MAX_PARTS:
        raise DataError([f"{name}: tệp nén có quá nhiều phần ({len(parts)})"])
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise DataError([f"{name}: tệp có mật khẩu; hãy bỏ mật khẩu rồi nhập lại"])
    unzipped = sum(part.file_size for part in parts)
    if unzipped > _MAX_UNZIPPED or (unzipped > _SMALL and unzipped > size * _MAX_RATIO):
        raise DataError([f"{name}: tệp nén phình quá lớn khi mở ({unzipped // 1024 // 1024} MB)"])


def _refuse_entities(name: str, archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> None:
    """Office files never define entities; who does means harm."""
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as content:
                head = content.read(_PROLOG).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise DataError([f"{name}: phần {part.filename} chứa khai báo lạ; tệp bị từ chối"])
