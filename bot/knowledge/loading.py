"""Load ``procedures_data`` into memory, refusing anything that is wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.kernel.errors import DataError
from bot.knowledge.model import Procedure
from bot.knowledge.yaml_files import read_record


@dataclass(frozen=True, slots=True)
class Field:
    """A field of administration (lĩnh vực): a folder of cards."""

    slug: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedureSet:
    """All cards, by code, and the fields that group them."""

    procedures: Mapping[str, Procedure]
    field_of: Mapping[str, str]
    fields: Mapping[str, Field]


def load_procedures(root: Path) -> ProcedureSet:
    """Read every card below ``root/fields``.

    Raises:
        DataError: with one line per problem in any of the files.
    """
    problems: list[str] = []
    procedures: dict[str, Procedure] = {}
    field_of: dict[str, str] = {}
    paths = sorted((root / "fields").glob("*/*.yaml"))
    if not paths:
        raise DataError([f"{root / 'fields'}: no procedure files found"])
    for path in paths:
        try:
            procedure = read_record(path, Procedure)
        except DataError as error:
            problems += error.problems
            continue
        if path.stem != procedure.code:
            problems.append(f"{path}:1: the file must be named {procedure.code}.yaml")
        if procedure.code in procedures:
            problems.append(f"{path}:1: code {procedure.code} stands in two files")
        procedures[procedure.code] = procedure
        field_of[procedure.code] = path.parent.name
    if problems:
        raise DataError(problems)
    slugs = Counter(field_of.values())
    fields = {
        slug: Field(slug, tuple(code for code, field in field_of.items() if field == slug))
        for slug in sorted(slugs)
    }
    return ProcedureSet(procedures=procedures, field_of=field_of, fields=fields)
