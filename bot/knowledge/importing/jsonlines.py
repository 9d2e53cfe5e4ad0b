"""JSON lines of the national database: one procedure a line."""

import datetime as dt
import json
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.kernel.errors import DataError
from bot.kernel.vietnamese import clean
from bot.knowledge.importing.codes import national_code
from bot.knowledge.importing.limits import MAX_CELL, MAX_LINE, MAX_ROWS
from bot.knowledge.importing.rows import FileContent, Law, Method, OfficialRecord, Unplaced

_LEVELS = ("xa", "tinh", "bo", "khac")
_ENDED = re.compile(r"abolish|inactive|expired|ended|bãi bỏ|hết hiệu lực", re.IGNORECASE)
_MOST_SHOWN = 80


def _text(value: Any) -> Any:  # whatever the file holds
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_text), Field(max_length=MAX_CELL * 50)]


class _Loose(BaseModel):
    """Keys that we do not need are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Method(_Loose):
    channel: Text = ""
    time_limit: Text = ""
    fee: Text = ""
    note: Text = ""
    time_placeholder: bool | None = False


class _Law(_Loose):
    number: Text = ""
    title: Text = ""
    date: Text = ""


class _Paper(_Loose):
    name: Text = ""


class _Record(_Loose):
    code: Text
    name: Text
    field: Text = ""
    level: tuple[str, ...] | None = ()
    agency: Text = ""
    decision_no: Text = ""
    decision_date: Text = ""
    methods: tuple[_Method, ...] | None = ()
    cases: Any = ""  # text or a list of texts: only read for numbers of days
    legal_basis: tuple[_Law, ...] | None = ()
    documents: tuple[_Paper, ...] | None = ()
    result: Text = ""
    catalog_state: Text = ""
    detail: bool | None = False
    snapshot: Text = ""


def read_jsonlines(name: str, text: str) -> FileContent:
    """Return the records of a file.

    A line that is no JSON object refuses the whole file; an object without code or name is
    reported and the others are read.

    Raises:
        DataError: naming the line.
    """
    records: list[OfficialRecord] = []
    unplaced: list[Unplaced] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(records) + len(unplaced) >= MAX_ROWS:
            raise DataError([f"{name}:{number}: nhiều hơn {MAX_ROWS} dòng; hãy chia nhỏ tệp"])
        found = _read(f"dòng {number}", _object(name, number, line))
        if isinstance(found, Unplaced):
            unplaced.append(found)
        else:
            records.append(found)
    return FileContent(records=tuple(records), unplaced=tuple(unplaced))


def _object(name: str, number: int, line: str) -> dict[str, Any]:  # checked right after
    if len(line) > MAX_LINE:
        raise DataError([f"{name}:{number}: dòng dài quá {MAX_LINE} chữ"])
    try:
        content = json.loads(line, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        whole = "mỗi dòng phải là một đối tượng JSON trọn vẹn"
        raise DataError([f"{name}:{number}: {whole}, sai từ chữ thứ {error.colno}"]) from error
    except RecursionError as error:
        raise DataError([f"{name}:{number}: các ngoặc lồng vào nhau quá sâu"]) from error
    except ValueError as error:  # our own words
        raise DataError([f"{name}:{number}: {error}"]) from error
    if not isinstance(content, dict):
        raise DataError([f"{name}:{number}: phải là một đối tượng JSON có code và name"])
    return content


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"khóa {twice!r} có hai lần")
    return content


def _read(place: str, content: dict[str, Any]) -> OfficialRecord | Unplaced:
    what = _shown(str(content.get("name") or content.get("code") or ""))
    try:
        raw = _Record.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return Unplaced(place, what, f"mục {where} sai kiểu hoặc quá dài ({first['msg']})")
    code = national_code(raw.code)
    if code is None:
        return Unplaced(place, what, f"mã «{_shown(raw.code)}» không phải mã thủ tục")
    if not any(letter.isalpha() for letter in raw.name):
        return Unplaced(place, code, "không có tên thủ tục")
    if len(raw.name) > MAX_CELL:
        return Unplaced(place, what, f"tên dài quá {MAX_CELL} chữ")
    return _as_record(place, code, raw)


def _shown(text: str) -> str:
    """Return the beginning of a text without anything that a terminal would obey."""
    return " ".join(clean(text[: _MOST_SHOWN * 4]).split())[:_MOST_SHOWN]


def _as_record(place: str, code: str, raw: _Record) -> OfficialRecord:
    cases = raw.cases if isinstance(raw.cases, str) else json.dumps(raw.cases, ensure_ascii=False)
    return OfficialRecord(
        place=place,
        code=code,
        name=raw.name,
        field=raw.field,
        level=tuple(level for level in _LEVELS if level in (raw.level or ())),
        agency=raw.agency,
        decision=raw.decision_no.strip(),
        decision_date=read_date(raw.decision_date),
        methods=tuple(
            Method(m.channel, m.time_limit, m.fee, m.note, bool(m.time_placeholder))
            for m in raw.methods or ()
        ),
        cases=cases or "",
        laws=tuple(
            Law(law.number.strip(), law.title.strip(), read_date(law.date))
            for law in raw.legal_basis or ()
            if law.number.strip()
        ),
        papers=tuple(paper.name.strip() for paper in raw.documents or () if paper.name.strip()),
        result=raw.result.strip(),
        detail=bool(raw.detail),
        ended=bool(_ENDED.search(raw.catalog_state)),
        snapshot=read_date(raw.snapshot),
    )


def read_date(text: str) -> dt.date | None:
    """Return a date written as 2026-07-18, 2026-07, 2026 or 18/07/2026; None when it is none.

    A date without its day counts as the first one: better too old than too young.
    """
    text = text.strip()[:10]
    parts = [part for part in re.split(r"[-/.]", text) if part]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) != 4:
        numbers.reverse()
    try:
        return dt.date(*[*numbers, 1, 1][:3]) if len(numbers) <= 3 else None
    except (ValueError, OverflowError):
        return None
