"""Makers of cards, knowledge bases and files, one line each."""

import datetime as dt
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.importing.rows import ListRow, OfficialRecord
from bot.knowledge.loading import Field
from bot.knowledge.model import Procedure
from bot.knowledge.wordlists import Wordlists, read_wordlists

ROOT = Path(__file__).resolve().parents[1] / "procedures_data"
TODAY = dt.date(2026, 11, 25)
BIRTH, MARRIAGE, DEATH, COPY = "1.001193", "1.000894", "1.000656", "2.000635"
NAMES = {
    BIRTH: "Đăng ký khai sinh",
    MARRIAGE: "Đăng ký kết hôn",
    DEATH: "Đăng ký khai tử",
    COPY: "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh",
}


def a_card(code: str = BIRTH, name: str = "", **facts: Any) -> Procedure:
    """A card of which little is known, read and compared by people."""
    name = name or NAMES.get(code, f"Thủ tục số {code}")
    usual: dict[str, Any] = {
        "code": code,
        "name": name,
        "short": name[:60],
        "status": "name-only",
        "source": {"origin": "công báo", "snapshot": dt.date(2026, 9, 1)},
        "checked": dt.date(2026, 9, 1),
        "second_reader": dt.date(2026, 9, 2),
    }
    return Procedure.model_validate(usual | facts)


def a_full_card(code: str = BIRTH, **facts: Any) -> Procedure:
    """A card with everything that a citizen asks for."""
    usual: dict[str, Any] = {
        "status": "full",
        "decides": "Ủy ban nhân dân cấp xã",
        "who": "Cha, mẹ",
        "documents": [{"id": "to-khai", "name": "Tờ khai", "kind": "form"}],
        "steps": ["Nộp hồ sơ.", "Nhận kết quả."],
        "submit": {"where": "Trung tâm Phục vụ hành chính công"},
        "time": [{"unit": "working_days", "amount": 5}],
        "fee": [{"kind": "amount", "amount": 8000}],
        "result": "Giấy khai sinh",
        "legal": [{"number": "60/2014/QH13", "title": "Luật Hộ tịch"}],
        "asks": [f"cách hỏi thứ {number} của {code}" for number in range(12)],
    }
    return a_card(code, **(usual | facts))


def a_base(*cards: Procedure, posted: frozenset[str] = frozenset()) -> KnowledgeBase:
    """A knowledge base of a few cards; without any, of the four best known."""
    procedures = {card.code: card for card in cards or map(a_card, NAMES)}
    return KnowledgeBase(
        procedures=procedures,
        field_of=dict.fromkeys(procedures, "ho-tich"),
        fields={"ho-tich": Field("ho-tich", tuple(procedures))},
        questions={},
        outside={},
        wordlists=word_lists(),
        posted=posted,
    )


@cache
def word_lists() -> Wordlists:
    """The real word lists, read once."""
    return read_wordlists(ROOT)


def a_record(code: str, name: str = "", **facts: Any) -> OfficialRecord:
    """A record of the national database."""
    return OfficialRecord(place=f"dòng {code}", code=code, name=name or NAMES[code], **facts)


def a_row(name: str, code: str = "", place: str = "dòng 2") -> ListRow:
    """A row of an office's list."""
    return ListRow(place=place, name=name, code_text=code, codes=(code,) if code else ())


def a_workbook(*rows: tuple[object, ...], title: str = "Danh mục") -> bytes:
    """An Excel file with these rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return as_bytes(book)


def as_bytes(book: Workbook) -> bytes:
    """An Excel file as it lies on a disk."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def json_lines(*records: dict[str, Any]) -> bytes:
    """A file of the national database."""
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()
