"""Refuse what cannot be a dossier, before anything is written. Pure functions."""

from datetime import UTC, datetime

from bot.kernel.errors import DossierError
from bot.kernel.receipts import ReceiptCode, read_receipt_code
from bot.services.dossiers.model import DossierInput, EventInput
from bot.services.dossiers.rules import MAY_BE_AHEAD

FIRST_DAY = datetime(2010, 1, 1, tzinfo=UTC)
_FAR = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST = {
    "procedure_code": 30,
    "procedure_name": 500,
    "applicant_name": 200,
    "phone": 60,
    "counter": 80,
    "officer": 120,
    "by": 120,
    "unit": 200,
    "note": 1000,
    "field_name": 200,
    "source": 80,
}
MOST_PAPERS = 50
LONGEST_PAPER = 500


def checked_code(written: str) -> ReceiptCode:
    """Return the receipt code that a source gives.

    Raises:
        DossierError: it is none, or there are two.
    """
    code = read_receipt_code(written[:200])
    if code is None or len(code.display) > 40:
        raise DossierError("code", "mã hồ sơ không đúng dạng")
    return code


def check_dossier(told: DossierInput, now: datetime) -> None:
    """Let through only what can be kept.

    Raises:
        DossierError: names the field and what is wrong.
    """
    # Some exports name nobody: "" leaves a name that is known as it is.
    if told.applicant_name and not told.applicant_name.strip():
        raise DossierError("applicant_name", "thiếu tên người nộp")
    if not (told.procedure_code.strip() or told.procedure_name.strip()):
        raise DossierError("procedure_code", "thiếu mã hoặc tên thủ tục")
    _check_past("received_at", told.received_at, now)
    if told.as_of is not None:
        _check_past("as_of", told.as_of, now)
    _check_texts(told)
    _check_papers(told.missing)
    _check_future("due_at", told.due_at)


def check_event(told: EventInput, now: datetime) -> None:
    """Let through only what can be kept.

    Raises:
        DossierError: names the field and what is wrong.
    """
    _check_past("at", told.at, now)
    _check_texts(told)
    _check_papers(told.missing)
    _check_future("due_at", told.due_at)


def _check_past(name: str, moment: datetime, now: datetime) -> None:
    if moment.tzinfo is None:
        raise DossierError(name, "thời điểm thiếu múi giờ")
    if moment < FIRST_DAY:
        raise DossierError(name, "thời điểm quá xa trong quá khứ")
    if moment > now + MAY_BE_AHEAD:
        raise DossierError(name, "thời điểm ở tương lai")


def _check_future(name: str, moment: datetime | None) -> None:
    if moment is None:
        return
    if moment.tzinfo is None:
        raise DossierError(name, "thời điểm thiếu múi giờ")
    if not FIRST_DAY <= moment < _FAR:
        raise DossierError(name, "thời điểm không hợp lý")


def _check_texts(told: DossierInput | EventInput) -> None:
    for name, longest in LONGEST.items():
        text = getattr(told, name, "")
        if len(text) > longest:
            raise DossierError(name, f"dài quá {longest} chữ")
        if "\x00" in text:
            raise DossierError(name, "có ký tự không dùng được")


def _check_papers(papers: tuple[str, ...]) -> None:
    if len(papers) > MOST_PAPERS or any(len(paper) > LONGEST_PAPER for paper in papers):
        raise DossierError("missing", "danh sách giấy tờ quá dài")
    if any("\x00" in paper for paper in papers):
        raise DossierError("missing", "có ký tự không dùng được")
