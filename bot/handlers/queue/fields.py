"""Which field of the queue a procedure belongs to.

A centre's fields are its own (names, counters); the letter before the number says which kind of
work one is. Source of the letters: usual practice of one-stop centres.
"""

import re
from collections.abc import Mapping, Sequence

from bot.kernel.vietnamese import fold
from bot.knowledge.base import KnowledgeBase
from bot.services.queue.model import Field, Hall

_FOLDERS: Mapping[str, Sequence[str]] = {
    "A": ("ho-tich", "lien-thong", "chung-thuc", "nuoi-con-nuoi", "hoa-giai", "tiep-cong-dan"),
    "B": ("dat-dai", "xay-dung", "nha-o", "moi-truong", "nong-nghiep", "lam-nghiep", "thuy-loi"),
    "C": ("ho-kinh-doanh", "thue", "hop-tac-xa", "cong-thuong", "thuy-san", "giao-thong"),
    "D": (
        "bao-tro-xa-hoi",
        "giam-ngheo",
        "nguoi-co-cong",
        "tre-em",
        "bao-hiem",
        "y-te",
        "giao-duc",
        "viec-lam",
        "van-hoa",
        "ton-giao",
        "dan-toc",
        "hoi-quy",
        "cong-chuc",
        "nghia-vu-quan-su",
    ),
    "E": ("cu-tru", "can-cuoc", "xuat-nhap-canh", "an-ninh"),
}
_PREFIXES = {folder: prefix for prefix, folders in _FOLDERS.items() for folder in folders}
_BETWEEN = re.compile(r"[–,;/-]")  # the parts of a field's name
_A_WORD = 3  # letters; fewer are part of many words
RESULTS = "F"  # where results are handed over
READY = "ready"  # in the place of a field, in buttons: where results are handed over here


def field_of(procedure: str, knowledge: KnowledgeBase, hall: Hall) -> Field | None:
    """Return the field in which people queue for a procedure; None when it must be asked."""
    prefix = _PREFIXES.get(knowledge.field_of.get(procedure, ""))
    fields = [field for field in hall.fields if field.active and field.prefix == prefix]
    return fields[0] if len(fields) == 1 else None


def field_for_results(hall: Hall) -> Field | None:
    """Return the field in which people queue for a result that is ready."""
    return next((f for f in hall.fields if f.active and f.prefix == RESULTS), None)


def field_named(text: str, hall: Hall) -> Field | None:
    """Return the field whose name, or a part of it, stands in a text: "đất đai", "nhận kết quả"."""
    said = f" {' '.join(fold(text).split())} "
    found = [
        field
        for field in hall.fields
        if field.active and any(f" {part} " in said for part in _parts(field.name))
    ]
    return found[0] if len(found) == 1 else None


def field_hinted(text: str, hall: Hall) -> Field | None:
    """Return the only field that a single word points to: "đất"."""
    said = fold(text).split()
    if len(said) != 1 or len(said[0]) < _A_WORD:
        return None
    found = [f for f in hall.fields if f.active and said[0] in fold(f.name).split()]
    return found[0] if len(found) == 1 else None


def _parts(name: str) -> list[str]:
    return [" ".join(part.split()) for part in _BETWEEN.split(fold(name)) if part.strip()]


def known_field(code: str, hall: Hall) -> Field | None:
    """Return a field by its code, if people can queue for it."""
    return next((f for f in hall.fields if f.active and f.code == code), None)


def counters_of(field: str, hall: Hall) -> str:
    """Return the numbers of the counters that serve a field: "1, 2"."""
    numbers = sorted(counter.number for counter in hall.serving(field))
    return ", ".join(map(str, numbers))
