"""The queue's part of the conversation, put together."""

from dataclasses import dataclass

from bot.core.router import FirstReader, TapHandler
from bot.handlers import values
from bot.handlers.queue.booking import BookingHandlers
from bot.handlers.queue.holding import HoldHandlers
from bot.handlers.queue.my_bookings import MyBookingHandlers
from bot.handlers.queue.numbers import NumberHandlers
from bot.handlers.queue.reader import QueueReader
from bot.handlers.queue.refusals import Refusals
from bot.handlers.queue.turns import QueueDesk
from bot.handlers.queue.waiting_list import WaitingListHandlers
from bot.handlers.rating import RatingParts
from bot.knowledge.interpreter import Interpreter
from bot.services.queue.service import Queue


@dataclass(frozen=True, slots=True)
class QueueParts:
    """The queue as conversations need it.

    Attributes:
        public_url: address of the site, for links to tickets; "" when nobody outside knows it.
        ratings: takes what people answer to an invitation to rate; without it nobody is asked.
    """

    queue: Queue
    public_url: str = ""
    ratings: RatingParts | None = None


VERBS = (
    values.BOOK,
    values.BOOK_DAYS,
    values.BOOK_DAY,
    values.BOOK_TIME,
    values.BOOK_NOW,
    values.BOOK_FOR,
    values.BOOK_MORE,
    values.BOOK_DROP,
    values.WAIT_FOR,
    values.WAITING,
    values.MINE,
    values.BOOKING,
    values.BOOKING_DO,
    values.BOOKING_YES,
    values.BOOKING_MOVE,
    values.BOOKING_TO,
    values.BOOKING_CANCEL,
    values.NUMBER,
    values.TURN,
    values.TURN_LEAVE,
    values.TURN_BACK,
)


def build_queue_turns(
    desk: QueueDesk, interpreter: Interpreter
) -> tuple[dict[str, TapHandler], FirstReader]:
    """Return what the queue's buttons do, and what reads typed wishes."""
    refusals = Refusals(desk)
    holding = HoldHandlers(desk, refusals)
    booking = BookingHandlers(desk, holding)
    mine = MyBookingHandlers(desk, holding, refusals)
    numbers = NumberHandlers(desk, booking, refusals)
    waiting = WaitingListHandlers(desk, holding, refusals)
    taps: dict[str, TapHandler] = {
        values.BOOK: booking.start,
        values.BOOK_DAYS: booking.days,
        values.BOOK_DAY: booking.day,
        values.BOOK_TIME: booking.time,
        values.BOOK_NOW: holding.book,
        values.BOOK_FOR: holding.for_other,
        values.BOOK_MORE: holding.another,
        values.BOOK_DROP: holding.drop,
        values.WAIT_FOR: waiting.wait,
        values.WAITING: waiting.offered,
        values.MINE: mine.mine,
        values.BOOKING: mine.booking,
        values.BOOKING_DO: mine.asked_below_a_notice,
        values.BOOKING_YES: mine.confirm,
        values.BOOKING_MOVE: mine.move,
        values.BOOKING_TO: mine.move_to,
        values.BOOKING_CANCEL: mine.cancel,
        values.NUMBER: numbers.take,
        values.TURN: numbers.turn,
        values.TURN_LEAVE: numbers.leave,
        values.TURN_BACK: numbers.back,
    }
    reader = QueueReader(desk, interpreter, booking, holding, mine, numbers, waiting)
    return taps, reader.read
