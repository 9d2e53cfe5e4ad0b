"""What an officer can do at a counter, and what is said when it is refused."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.kernel.audit import Actor
from bot.kernel.errors import QueueError
from bot.services.queue.model import Ticket, TicketState
from bot.services.queue.refusals import Closed, NoSuch, Overtaken, TooMany
from bot.services.queue.service import Queue
from bot.web.officer.forms import Form
from bot.web.officer.queue.counter_view import current_of, seen_of

STALE = "Quầy vừa có thay đổi. Màn hình đã cập nhật, mời xem lại rồi bấm."


@dataclass(frozen=True, slots=True)
class Deed:
    """One press of a button.

    Attributes:
        ticket: at the counter now; None when nobody is.
        request_id: of this press; the same press sent again does nothing again.
    """

    queue: Queue
    counter: int
    actor: Actor
    form: Form
    ticket: Ticket | None
    request_id: str

    @property
    def here(self) -> Ticket:
        """Return the number at the counter.

        Raises:
            NoSuch: nobody is.
        """
        if self.ticket is None:
            raise NoSuch("ticket")
        return self.ticket


class CounterActs:
    """Carries out what is pressed, one press at a time for each counter."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def carry_out(self, counter: int, actor: Actor, form: Form) -> str:
        """Do what the form says; return a sentence for the officer, "" when all is plain.

        Raises:
            QueueError: refused; ``say_refusal`` has the words.
        """
        act = _ACTS.get(form["do"])
        if act is None:
            return STALE
        async with self._locks[counter]:
            ticket = current_of(await self._queue.at_counter(counter), actor.login)
            if form["seen"] != seen_of(ticket):
                return STALE
            request_id = f"counter:{counter}:{form['request_id'][:60]}"
            deed = Deed(self._queue, counter, actor, form, ticket, request_id)
            return await act(deed) or ""


def say_refusal(error: QueueError) -> str:
    """Return a refusal in words for officers."""
    match error:
        case Overtaken(counter=int(counter)):
            return f"Quầy {counter} đã gọi số này trước."
        case Overtaken():
            return "Số này vừa đổi trạng thái ở nơi khác. Màn hình đã cập nhật."
        case NoSuch():
            return "Không thấy số này trong hàng hôm nay."
        case TooMany(same_field=True):
            return "Việc này đã có trong lượt của số này."
        case TooMany(limit=limit):
            return f"Một lượt làm được nhiều nhất {limit} việc. Mời lấy số mới cho việc còn lại."
        case Closed():
            return "Ngoài giờ phát số, chưa cho số này vào hàng được."
        case _:
            return "Chưa làm được việc này. Mời xem lại rồi bấm lần nữa."


async def _next(deed: Deed) -> str:
    # The queue itself ends what this officer serves and calls the next in one change.
    called = await deed.queue.call_next(deed.counter, deed.actor, deed.request_id)
    return "" if called else "Không còn ai chờ ở quầy này."


async def _recall(deed: Deed) -> str:
    await deed.queue.recall(deed.here.id, deed.actor, deed.request_id)
    return ""


async def _start(deed: Deed) -> str:
    await deed.queue.start(deed.here.id, deed.actor)
    return ""


async def _finish(deed: Deed) -> str:
    await deed.queue.finish(deed.here.id, deed.actor, deed.request_id)
    return f"{deed.here.number} đã xong."


async def _park(deed: Deed) -> str:
    await deed.queue.park(deed.here.id, deed.actor)
    return f"Đã tạm giữ {deed.here.number}. Số này nằm ở mục «Tạm giữ và vắng mặt»."


async def _skip(deed: Deed) -> str:
    await deed.queue.skip(deed.here.id, deed.actor)
    return f"Đã ghi {deed.here.number} vắng mặt."


async def _resume(deed: Deed) -> str:
    if deed.ticket is not None:
        return f"Quầy đang có {deed.ticket.number}. Xong số này rồi mời số tạm giữ vào lại."
    resumed = await deed.queue.resume(deed.form["ticket"], deed.counter, deed.actor)
    return f"Đã mời {resumed.number} vào lại."


async def _end(deed: Deed) -> str:
    ended = await deed.queue.finish(deed.form["ticket"], deed.actor, deed.request_id)
    return f"{ended.number} đã xong."


async def _bring_back(deed: Deed) -> str:
    back = await deed.queue.bring_back(deed.form["ticket"], deed.actor)
    return f"{back.number} đã vào hàng lại, sau ba số nữa."


async def _transfer(deed: Deed) -> str:
    kind, _, where = deed.form["to"].partition(":")
    if kind == "counter" and where.isascii() and where.isdigit():
        await deed.queue.transfer(
            deed.here.id, deed.actor, counter=int(where[:4]), request_id=deed.request_id
        )
        return f"Đã chuyển {deed.here.number} sang quầy {where}."
    hall = await deed.queue.layout()
    name = hall.field(where).name
    await deed.queue.transfer(deed.here.id, deed.actor, field=where, request_id=deed.request_id)
    return f"Đã chuyển {deed.here.number} sang {name}."


async def _add(deed: Deed) -> str:
    name = (await deed.queue.layout()).field(deed.form["field"]).name
    await deed.queue.add_service(
        deed.here.id, deed.form["field"], deed.actor, request_id=deed.request_id
    )
    return f"{deed.here.number} làm thêm {name}."


async def _confirm(deed: Deed) -> str:
    await deed.queue.confirm_priority(deed.here.id, confirmed=True, actor=deed.actor)
    return ""


async def _deny(deed: Deed) -> str:
    await deed.queue.confirm_priority(deed.here.id, confirmed=False, actor=deed.actor)
    return "Đã ghi: không thuộc diện ưu tiên."


async def _paper(deed: Deed) -> str:
    number = deed.form["paper"].upper().replace(" ", "")
    hall = await deed.queue.layout()
    field = next((one for one in hall.fields if one.prefix == number[:1]), None)
    if field is None:
        return f"Không lĩnh vực nào dùng chữ {number[:1] or '?'}. Xem lại số trên giấy."
    ticket = await deed.queue.type_paper_number(number, field.code, deed.actor)
    return f"Đã cho {ticket.number} vào hàng."


async def _open(deed: Deed) -> str:
    await deed.queue.open_counter(deed.counter, deed.actor)
    return ""


async def _pause(deed: Deed) -> str:
    await deed.queue.pause_counter(deed.counter, deed.actor)
    return ""


async def _close(deed: Deed) -> str:
    if deed.ticket is not None and deed.ticket.state is TicketState.SERVING:
        return f"Quầy đang làm {deed.ticket.number}. Xong hoặc chuyển số này rồi hãy đóng."
    await deed.queue.close_counter(deed.counter, deed.actor)
    return ""


_ACTS: dict[str, Callable[[Deed], Awaitable[str]]] = {
    "next": _next,
    "finish_next": _next,
    "recall": _recall,
    "start": _start,
    "finish": _finish,
    "park": _park,
    "skip": _skip,
    "resume": _resume,
    "end": _end,
    "bring_back": _bring_back,
    "transfer": _transfer,
    "add": _add,
    "confirm": _confirm,
    "deny": _deny,
    "paper": _paper,
    "open": _open,
    "pause": _pause,
    "close": _close,
}
