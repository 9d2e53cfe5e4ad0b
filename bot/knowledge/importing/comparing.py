"""Where the official record and a card written by hand disagree: for a person to decide."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from bot.knowledge.importing.matching import name_words
from bot.knowledge.importing.rows import OfficialRecord
from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import COUNTED_UNITS

_AMOUNT = re.compile(
    r"(\d{1,3}(?:[.,]\d{3})+|\d{4,9})\s*(?:đ|đồng|vnđ|vnd)(?![^\W\d_])", re.IGNORECASE
)
_LIMIT = re.compile(r"(\d{1,3})\s*(?:\([^)]*\)\s*)?(ngày|giờ|tháng)", re.IGNORECASE)
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_NO_NUMBER = frozenset({"QUYẾT", "ĐỊNH", "SỐ"})
_SAME_NAME = 94.0  # a typing slip, no word more: "khai tử" and "khai tử lưu động" are two things
# Who and where, in brackets; a headline of the next part that slipped in.
_ASIDE = re.compile(r"\n\s*\(\d+\).*|\([^()]*(?:\([^()]*\)[^()]*)*\)", re.DOTALL)
_LAW_NUMBER = re.compile(r"\s+")
_MOST = 4
_ALIKE = 55.0  # our own plain words for an official paper share about this much with its name
_LONG = 300  # letters of an official name that are compared
_SHOWN = 90


def find_differences(record: OfficialRecord, card: Procedure) -> tuple[str, ...]:
    """Return one Vietnamese line for each fact that differs; empty when nothing does.

    A bare fee of 0 and the placeholder limit "1" say nothing and are passed over. Facts that the
    card leaves open are no difference.
    """
    return tuple(
        line
        for lines in (
            _name(record, card),
            _status(record, card),
            _decision(record, card),
            _fees(record, card),
            _limits(record, card),
            _laws(record, card),
            _papers(record, card),
            _result(record, card),
        )
        for line in lines
    )


def official_amounts(record: OfficialRecord) -> frozenset[int]:
    """Return the amounts that the record names; no fee is below 1.000 đồng, a bare 0 is none."""
    found = set()
    for method in record.methods:
        for text in (method.fee, method.note):
            for match in _AMOUNT.finditer(text):
                found.add(int(re.sub(r"\D", "", match[1])))
    return frozenset(found - {0})


def official_limits(record: OfficialRecord) -> frozenset[tuple[int, str]]:
    """Return the time limits that the record names, as number and unit."""
    found = set()
    for method in record.methods:
        if not method.time_placeholder:
            for match in _LIMIT.finditer(method.time_limit):
                found.add((int(match[1]), match[2].lower()))
    return frozenset(found)


def _name(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    official, ours = (_ASIDE.sub(" ", one.strip()) for one in (record.name, card.name))
    if fuzz.token_sort_ratio(name_words(official), name_words(ours)) < _SAME_NAME:
        yield f"tên: hồ sơ quốc gia ghi «{record.name.strip()}», thẻ ghi «{card.name}»"


def _status(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    if record.ended and card.status is not Status.ENDED:
        yield "hồ sơ quốc gia ghi thủ tục đã hết hiệu lực"


def _decision(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    ours = card.source.decision
    if record.decision and ours and _numbers(record.decision) != _numbers(ours):
        yield f"quyết định công bố: {record.decision} (thẻ: {ours})"


def _fees(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    ours = {fee.amount for fee in card.fee if fee.amount is not None}
    if not ours and not card.fee:
        return
    unknown = sorted(official_amounts(record) - _with_words_of(card, ours))
    if unknown:
        listed = ", ".join(_money(amount) for amount in unknown[:_MOST])
        ours_text = ", ".join(_money(amount) for amount in sorted(ours)) or "không ghi số tiền"
        yield f"lệ phí: hồ sơ quốc gia có {listed}; thẻ: {ours_text}"


def _with_words_of(card: Procedure, amounts: set[int]) -> set[int]:
    """Add the amounts that stand in notes of the card."""
    texts = [*card.notes, *(fee.note or "" for fee in card.fee), *(f.when or "" for f in card.fee)]
    texts += [f"{fee.per or ''} {fee.basis or ''}" for fee in card.fee]
    for text in texts:
        for match in _AMOUNT.finditer(text):
            amounts = amounts | {int(re.sub(r"\D", "", match[1]))}
    return amounts


def _limits(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    ours = {limit.amount for limit in card.time if limit.unit in COUNTED_UNITS}
    if not ours:
        return
    unknown = sorted(limit for limit in official_limits(record) if limit[0] not in ours)
    if unknown:
        listed = ", ".join(f"{number} {unit}" for number, unit in unknown[:_MOST])
        ours_text = ", ".join(str(number) for number in sorted(filter(None, ours)))
        yield f"thời hạn: hồ sơ quốc gia có {listed}; thẻ: {ours_text}"


def _laws(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    theirs = {_plain(law.number) for law in record.laws}
    if not theirs or not _is_newer(record, card):
        return  # whoever compared the card with this very record chose its laws knowingly
    gone = [law.number for law in card.legal if _plain(law.number) not in theirs]
    if gone:
        yield f"căn cứ của thẻ không còn trong hồ sơ quốc gia: {', '.join(gone[:_MOST])}"


def _papers(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    """Name the official papers of a newer record that no paper of the card is like."""
    if not record.papers or not card.documents or not _is_newer(record, card):
        return
    listed = [*card.documents, *(paper for case in card.cases for paper in case.adds)]
    ours = [name_words(f"{paper.name} {paper.note or ''}") for paper in listed]
    unseen = [
        official
        for official in dict.fromkeys(record.papers)
        if max(fuzz.token_set_ratio(name_words(official[:_LONG]), one) for one in ours) < _ALIKE
    ]
    if unseen:
        shown = "; ".join(f"«{_short(one)}»" for one in unseen[:_MOST])
        more = f" và {len(unseen) - _MOST} loại nữa" if len(unseen) > _MOST else ""
        yield f"giấy tờ hồ sơ quốc gia có, thẻ chưa thấy: {shown}{more}"


def _result(record: OfficialRecord, card: Procedure) -> Iterator[str]:
    if not record.result or not card.result or not _is_newer(record, card):
        return
    official, ours = name_words(record.result[:_LONG]), name_words(card.result)
    if fuzz.token_set_ratio(official, ours) < _ALIKE:
        yield f"kết quả: hồ sơ quốc gia ghi «{_short(record.result)}», thẻ ghi «{card.result}»"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rsplit(' ', 1)[0]} …"


def _is_newer(record: OfficialRecord, card: Procedure) -> bool:
    """Tell whether the record was published or read after the card's source."""
    source = card.source
    if record.snapshot is not None and record.snapshot > source.snapshot:
        return True
    published = record.decision and source.decision
    return bool(published) and _numbers(record.decision) != _numbers(source.decision or "")


def _numbers(decision: str) -> frozenset[str]:
    """Return what two ways of writing one decision share: 6225, QĐ and BQP."""
    return frozenset(_PARTS.findall(decision.upper())) - _NO_NUMBER


def _plain(number: str) -> str:
    return _LAW_NUMBER.sub("", number).casefold()


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"
