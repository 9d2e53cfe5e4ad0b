"""From the official name of a field of administration to one of our folders."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.kernel.errors import DataError
from bot.kernel.vietnamese import fold
from bot.knowledge.changes import OTHER_FIELD
from bot.knowledge.parts import Record, Slug, Text
from bot.knowledge.yaml_files import read_record

_BRACKETS = re.compile(r"\([^)]*\)?")
_PREFIX = re.compile(r"^(?:[ivxlc\d]+\s*[.)/-]\s*)?(?:linh vuc\s*:?\s*)?")
_NOT_WORDS = re.compile(r"[\W_]+")


class _Named(Record):
    slug: Slug
    names: Annotated[tuple[Text, ...], Field(min_length=1)]


class _FieldNames(Record):
    fields: tuple[_Named, ...]


class FieldNames:
    """Finds the folder for an official name."""

    def __init__(self, slugs: Mapping[str, str]) -> None:
        self._slugs = slugs

    @property
    def slugs(self) -> frozenset[str]:
        """Return all folders that names lead to."""
        return frozenset(self._slugs.values())

    def slug_of(self, name: str) -> str:
        """Return the folder of a field; "khac" for one that nobody listed."""
        return self._slugs.get(folded_field(name), OTHER_FIELD)


def load_field_names(root: Path) -> FieldNames:
    """Read ``field_names.yaml``.

    Raises:
        DataError: the file is wrong, or a name stands twice.
    """
    path = root / "field_names.yaml"
    slugs: dict[str, str] = {}
    for named in read_record(path, _FieldNames).fields:
        for name in named.names:
            if slugs.setdefault(folded_field(name), named.slug) != named.slug:
                raise DataError([f"{path}:1: {name!r} belongs to two folders"])
    return FieldNames(slugs)


def folded_field(name: str) -> str:
    """Return a name as two are compared: "I. LĨNH VỰC HỘ TỊCH (Bộ Tư pháp)" is "ho tich"."""
    plain = _PREFIX.sub("", fold(_BRACKETS.sub(" ", name)).strip())
    return _NOT_WORDS.sub(" ", plain).strip()
