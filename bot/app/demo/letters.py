"""Letters in the demo commune: who signs, what waits, one that somebody has begun to write."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.app.demo.dossiers import SAMPLES
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import Clock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.lists import View, Wanted
from bot.services.dossiers.service import Dossiers
from bot.services.letters.model import Kind
from bot.web.officer.desk import Desk

_SIGNER = "Hoàng Văn Mẫu"
_REASON = "bản dùng thử"
_BEGUN = {
    "ly_do": "còn phải đối chiếu giấy tờ gốc với cơ quan đã cấp trước đây",
    "co_quan_lam_cham": "Trung tâm Phục vụ hành chính công",
    "can_bo_phu_trach": "bà Nguyễn Thị Hoa",
    "gio_moi": "16:30",
    "kenh_phan_anh": "số 1022",
}


async def add_demo_letters(desk: Desk, draft: Callable[[], Awaitable[int]], clock: Clock) -> None:
    """Draft what is due at once, and begin an apology.

    Args:
        desk: the console's services; sample dossiers are there already.
        draft: the timed work on letters.
        clock: the time.
    """
    if not await _has_samples(desk.dossiers()):
        return  # real dossiers: an invented name must not stand under their letters
    await desk.parameters.change(COMMAND_LINE, "letters.signer_name", _SIGNER, _REASON)
    await draft()
    calendar = desk.dossiers().calendar
    promise = calendar.due_after_working_days(clock.now() + timedelta(days=1), 3)
    begun = {**_BEGUN, "ngay_moi": f"{promise.astimezone(calendar.zone):%Y-%m-%d}"}
    late = [each for each in await desk.letters.waiting() if each.kind is Kind.APOLOGY_AFTER]
    for letter in late[:1]:
        known = await desk.letters.suggested(letter)
        await desk.letters.fill_in(letter, {**known, **begun})


async def _has_samples(dossiers: Dossiers) -> bool:
    codes = await dossiers.desk.codes(Wanted(view=View.WORKING))
    one = await dossiers.get(ReceiptCode(codes[0]).display) if codes else None
    return one is not None and one.source == SAMPLES
