"""What was understood of one message: plain values between understanding and conversation."""

from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.parts import Topic


class Behavior(StrEnum):
    """The three honest outcomes, and everything that is not about a procedure."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER = "other"


class Act(StrEnum):
    """What a message does when it is not a question about a procedure."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    AGREE = "agree"
    DECLINE = "decline"
    INSULT = "insult"
    COMPLAINT = "complaint"  # "bị hành", "cán bộ thái độ": towards a petition
    RATING = "rating"  # "đánh giá", "cán bộ nhiệt tình"
    LETTER = "letter"  # "thư chúc mừng", "thư xin lỗi"
    WHO_ARE_YOU = "who_are_you"
    ABILITIES = "abilities"  # "bạn làm được gì"
    FOREIGN = "foreign"  # another language
    MARKUP = "markup"  # looks like code, markup or instructions to a machine
    NONSENSE = "nonsense"
    EMPTY = "empty"
    # Wishes that the conversation serves; each works everywhere.
    BACK = "back"  # quay lại
    RESTART = "restart"  # làm lại (từ đầu)
    EXIT = "exit"  # thoát
    HELP = "help"  # trợ giúp
    PERSON = "person"  # gặp cán bộ
    MENU = "menu"  # danh mục
    FREE_ONLINE = "free_online"  # thủ tục nào nộp trực tuyến thì miễn phí
    EASY_ON = "easy_on"  # chữ to, nói chậm
    EASY_OFF = "easy_off"
    PRIVACY = "privacy"  # xem dữ liệu, xóa dữ liệu, quyền riêng tư
    STOP = "stop"  # ngừng (nhắn tin)
    LANGUAGE_EN = "language_en"
    LANGUAGE_VI = "language_vi"
    # Known services that live elsewhere in the product.
    DOSSIER_STATUS = "dossier_status"
    QUEUE = "queue"
    BOOKING = "booking"
    OPENING_HOURS = "opening_hours"
    CONTACT = "contact"  # địa chỉ, số điện thoại của Trung tâm


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things offered when asking back.

    Attributes:
        code: the procedure this option stands for.
        label: what distinguishes it, in the citizen's words.
    """

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation remembers, as far as understanding needs it.

    Attributes:
        topics: procedures talked about, the latest first, at most six.
        options: what the last question offered, in the order shown; empty when none is open.
        topics_asked: topics asked together with that open question ("mất bao lâu").
    """

    topics: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    topics_asked: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message means.

    Attributes:
        behavior: which of the outcomes.
        codes: procedures ranked by how well they fit, at most five; for ``CLARIFY`` the options'.
        answers: the procedures to answer now (one, or two or three for several questions).
        topics: what is asked about them; empty means the overview.
        case: id of the case of ``answers[0]`` that the words describe, if any.
        options: what to offer when asking back, two to five.
        question: key of the worded question in ``questions.yaml``; None for the general one.
        outside: id of the matching entry in ``outside.yaml``; None when simply unknown.
        act: set when ``behavior`` is ``OTHER`` (and possibly beside an answer: "cảm ơn, còn phí?").
        confidence: 0..1, comparable between messages.
        explanation: why, one short line per step, for ``motcua ask --explain``.
    """

    behavior: Behavior
    codes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    case: str | None = None
    options: tuple[Option, ...] = ()
    question: str | None = None
    outside: str | None = None
    act: Act | None = None
    confidence: float = 0.0
    explanation: tuple[str, ...] = ()
