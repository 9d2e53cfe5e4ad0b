"""Changes as lines that an officer can read before deciding."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import CardChange, Change, EndChange, ListChange, PhraseChange
from bot.knowledge.merging import merged
from bot.knowledge.model import Procedure, Status

_STATUS = {
    Status.FULL: "thẻ đầy đủ",
    Status.NAME_ONLY: "chỉ có tên",
    Status.ENDED: "đã hết hiệu lực",
}
_SAID = {
    "name": "tên",
    "short": "tên ngắn",
    "decides": "cơ quan quyết định",
    "who": "ai được làm",
    "result": "kết quả",
    "result_valid": "giá trị của kết quả",
    "valid_from": "có hiệu lực từ",
    "valid_to": "hết hiệu lực",
    "checked": "ngày kiểm tra",
    "copies": "số bộ hồ sơ",
}
_COUNTED = {
    "level": "cấp giải quyết",
    "documents": "giấy tờ",
    "cases": "trường hợp",
    "questions": "câu hỏi trường hợp",
    "steps": "các bước",
    "time": "thời hạn",
    "fee": "lệ phí",
    "conditions": "điều kiện",
    "mistakes": "lỗi hay gặp",
    "notes": "ghi chú",
    "legal": "căn cứ pháp lý",
    "known_as": "tên thường gọi",
    "asks": "cách hỏi",
}
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words.

    Attributes:
        mark: ``+`` new, ``~`` changed, ``-`` ended, ``=`` the posted list.
    """

    mark: str
    code: str
    says: str


def describe(base: KnowledgeBase, changes: Iterable[Change]) -> tuple[Line, ...]:
    """Return what changes do to a knowledge base, a line for each fact.

    Raises:
        DataError: a change cannot be read.
    """
    return tuple(line for change in changes for line in _lines(base, change))


def _lines(base: KnowledgeBase, change: Change) -> Iterator[Line]:
    card = base.procedures.get(change.code)
    match change.content():
        case CardChange(card=new):
            yield from _card_lines(card, new)
        case PhraseChange(ask=ask):
            yield Line("+", change.code, f"cách hỏi «{ask}»{_of(card)}")
        case EndChange(replaced_by=newer, valid_to=day, note=note):
            when = f" từ sau ngày {day:%d/%m/%Y}" if day else ""
            instead = f", thay bằng {', '.join(newer)}" if newer else ""
            why = f" ({note})" if note else ""
            yield Line("-", change.code, f"hết hiệu lực{when}{instead}{_of(card)}{why}")
        case ListChange(codes=codes):
            added, gone = len(set(codes) - base.posted), len(base.posted - set(codes))
            text = f"danh sách niêm yết: {len(codes)} thủ tục (thêm {added}, bỏ {gone})"
            yield Line("=", "", text)


def _card_lines(old: Procedure | None, new: Procedure) -> Iterator[Line]:
    if old is None:
        yield Line("+", new.code, f"{_cut(new.name)} ({_STATUS[new.status]})")
        return
    after = merged(old, new)
    if old.status is not after.status:
        text = f"tình trạng: {_STATUS[old.status]} → {_STATUS[after.status]}"
        yield Line("~", new.code, text)
    for name, label in _SAID.items():
        before, now = getattr(old, name), getattr(after, name)
        if before != now:
            yield Line("~", new.code, f"{label}: {_said(before)} → {_said(now)}")
    for name, label in _COUNTED.items():
        before, now = getattr(old, name), getattr(after, name)
        if before != now:
            yield Line("~", new.code, f"{label}: thay đổi ({len(before)} → {len(now)} mục)")
    if old.source.decision != after.source.decision:
        before, now = old.source.decision, after.source.decision
        yield Line("~", new.code, f"quyết định công bố: {_said(before)} → {_said(now)}")


def _of(card: Procedure | None) -> str:
    return f" – {card.short}" if card is not None else ""


def _said(value: object) -> str:
    return "(trống)" if value in (None, "") else f"«{_cut(str(value))}»"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
