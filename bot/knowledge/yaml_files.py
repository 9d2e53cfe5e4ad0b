"""Read YAML strictly: duplicate keys are errors, and every error knows its line."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.kernel.errors import DataError

# The C loader reads the whole knowledge base several times faster; it exists in all wheels.
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[int | str, ...]
RecordT = TypeVar("RecordT", bound=BaseModel)


class _StrictLoader(_Base):  # type: ignore[misc, valid-type]
    """YAML without surprises: no duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.MarkedYAMLError(
                    problem=f"key {key!r} stands twice",
                    problem_mark=key_node.start_mark,
                    note=str(line),
                )
            seen.add(key)
        result: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return result


def read_yaml(path: Path) -> Any:  # whatever the file holds
    """Return the content of a YAML file.

    Raises:
        DataError: the file cannot be read or is not valid YAML, with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DataError([f"{path}: there is no such file"]) from error
    except OSError as error:
        raise DataError([f"{path}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise DataError([f"{path}: is no UTF-8 text; save it as UTF-8"]) from error
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506  # built on the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DataError([f"{path}:{line}: {error.problem or error.context}"]) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DataError([f"{path}:1: {error}"]) from error


def read_record(path: Path, model: type[RecordT]) -> RecordT:
    """Return the content of a YAML file as a checked record.

    Raises:
        DataError: one line for each thing that is wrong, with file and line.
    """
    content = read_yaml(path)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        lines = _line_finder(path)
        problems = [
            f"{path}:{lines(item['loc'])}: {_where(item['loc'])}{item['msg']}"
            for item in error.errors(include_url=False)
        ]
        raise DataError(problems) from error


def _where(location: Path_) -> str:
    return ".".join(str(part) for part in location) + ": " if location else ""


def _line_finder(path: Path) -> Any:  # a function from a pydantic location to a line number
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Base)

    def find(location: Path_) -> int:
        node = root
        for part in location:
            child = _child(node, part)
            if child is None:
                break
            node = child
        return int(node.start_mark.line + 1) if node is not None else 1

    return find


def _child(node: Any, part: int | str) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value
    return None
