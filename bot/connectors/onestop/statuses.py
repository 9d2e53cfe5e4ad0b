"""Status words of one-stop software → the ten national statuses. Pure."""

from bot.kernel.vietnamese import fold
from bot.services.dossiers.model import Status, SubmittedVia

# In this order: «không tiếp nhận» holds «tiếp nhận», «chờ trả» is not «đã trả».
_WORDS: tuple[tuple[str, Status], ...] = (
    ("da bo sung", Status.PROCESSING),
    ("rut ho so", Status.WITHDRAWN),
    ("da rut", Status.WITHDRAWN),
    ("yeu cau rut", Status.WITHDRAWN),
    ("khong duoc tiep nhan", Status.REFUSED),
    ("khong tiep nhan", Status.REFUSED),
    ("tu choi", Status.REFUSED),
    ("tra lai", Status.REFUSED),
    ("bo sung", Status.SUPPLEMENT),
    ("nghia vu tai chinh", Status.PAYMENT),
    ("cho thanh toan", Status.PAYMENT),
    ("cho nop", Status.PAYMENT),
    ("tam dung", Status.HALTED),
    ("dung xu ly", Status.HALTED),
    ("dung giai quyet", Status.HALTED),
    ("cho tra", Status.DONE),
    ("chua tra", Status.DONE),
    ("cho nhan ket qua", Status.DONE),
    ("da tra", Status.RETURNED),
    ("da giao", Status.RETURNED),
    ("da nhan ket qua", Status.RETURNED),
    ("xu ly xong", Status.DONE),
    ("co ket qua", Status.DONE),
    ("hoan thanh", Status.DONE),
    ("da giai quyet", Status.DONE),
    ("da ket thuc", Status.DONE),
    ("da xu ly", Status.DONE),
    ("moi dang ky", Status.REGISTERED),
    ("cho tiep nhan", Status.REGISTERED),
    ("chua tiep nhan", Status.REGISTERED),
    ("cho xac nhan", Status.REGISTERED),
    ("moi nop", Status.REGISTERED),
    ("dang xu ly", Status.PROCESSING),
    ("dang giai quyet", Status.PROCESSING),
    ("dang thu ly", Status.PROCESSING),
    ("dang thuc hien", Status.PROCESSING),
    ("dang tham dinh", Status.PROCESSING),
    ("cho xu ly", Status.PROCESSING),
    ("cho phe duyet", Status.PROCESSING),
    ("trinh ky", Status.PROCESSING),
    ("cho ky", Status.PROCESSING),
    ("tiep nhan", Status.RECEIVED),
)
_CHANNELS = (
    ("truc tuyen", SubmittedVia.ONLINE),
    ("online", SubmittedVia.ONLINE),
    ("mang", SubmittedVia.ONLINE),
    ("buu", SubmittedVia.POST),
    ("truc tiep", SubmittedVia.DIRECT),
    ("mot cua", SubmittedVia.DIRECT),
)
_CHANNEL_NUMBERS = {"1": SubmittedVia.DIRECT, "2": SubmittedVia.ONLINE, "3": SubmittedVia.POST}


def read_status(text: str) -> Status | None:
    """Return the status that words or its number name; None when they name none."""
    plain = " ".join(fold(text).split())
    if plain.isascii() and plain.isdigit() and len(plain) <= 2:
        return Status(int(plain)) if 1 <= int(plain) <= 10 else None
    return next((status for words, status in _WORDS if words in plain), None)


def read_channel(text: str) -> SubmittedVia:
    """Return how a dossier came in; at the counter when nothing is said."""
    plain = " ".join(fold(text).split())
    if plain in _CHANNEL_NUMBERS:
        return _CHANNEL_NUMBERS[plain]
    return next((via for words, via in _CHANNELS if words in plain), SubmittedVia.DIRECT)
