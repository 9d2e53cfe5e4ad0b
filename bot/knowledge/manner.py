"""How a message is said: whether it wishes, does, adds, supposes. Pure functions."""

from itertools import pairwise

from bot.kernel.vietnamese import fold
from bot.knowledge.hearing import Heard

HESITATING = frozenset({"a", "u", "o", "um", "da", "uh"})
GOING_ON = frozenset({"the", "vay"})  # "thế … thì sao", but not "thế còn …"
WISHING = frozenset({"muon", "can", "xin", "lam", "dang", "hoi", "con", "thu", "the", "tien"})
DOING = frozenset({"nop", "lam", "xin", "dang", "kien", "vay"})
SUPPOSING = frozenset({"neu", "ma", "nhung", "lo", "gia"})
SOMEBODY = frozenset({"nguoi", "than", "con", "em", "chau", "be", "vo", "chong", "tuoi", "thang"})
THERE = frozenset({("ben", "do"), ("o", "do"), ("cai", "do"), ("hoi", "do")})

PURPOSES = frozenset({"de", "thuoc"})
BELONGS = frozenset({"cua", "cho"})
SHORT_PURPOSE = 8  # words
NO_WISH = frozenset({"con", "cận", "hồi"})  # written so, they are no wish
GONE = ("khong", "con")  # "sổ gốc không còn" asks for nothing

ONESELF = frozenset({"toi", "em", "tui", "minh", "chong", "vo", "bac", "chau", "ad", "gi", "sao"})


def is_a_title(heard: Heard) -> bool:
    """Tell whether a message reads like an official name: nobody speaks in it, nothing is asked."""
    return not heard.topics and (WISHING | ONESELF).isdisjoint(map(fold, heard.row))


def does(heard: Heard) -> bool:
    """Tell whether a message speaks of doing a thing of its own: "nộp đơn ly hôn"."""
    return not DOING.isdisjoint(map(fold, heard.row))


def wishes(heard: Heard) -> bool:
    """Tell whether a message asks for something, and does not only tell of it."""
    row = ["", *heard.row]
    marked = any(word != fold(word) for word in row)  # then "con" is a child, not "còn"
    return any(
        fold(word) in WISHING
        and (fold(before), fold(word)) != GONE
        and not (marked and word in NO_WISH)
        for before, word in pairwise(row)
    )


def adds(heard: Heard) -> bool:
    """Tell whether a message only adds to what was said: "còn …", "cưới bên đó rồi thì …"."""
    row = [fold(word) for word in heard.row]
    while row and row[0] in HESITATING | GOING_ON:
        del row[0]
    if row and row[0] == "con":
        told = {word.folded for word in heard.whole.content}
        return all(word in SOMEBODY or word.isdigit() for word in told)
    return not THERE.isdisjoint(pairwise(row))


def only_tells(heard: Heard) -> bool:
    """Tell whether a message neither asks for something nor does something."""
    return not (wishes(heard) or does(heard) or heard.whole.doing)


def says_what_for(heard: Heard) -> bool:
    """Tell whether a short message only says what or whom for: "để mua đất", "của bố mẹ em"."""
    row = [fold(word) for word in heard.row]
    while row and row[0] in HESITATING:
        del row[0]
    if len(row) not in range(2, SHORT_PURPOSE):
        return False
    told = {word.folded for word in heard.whole.content}
    return row[0] in PURPOSES or (row[0] in BELONGS and told <= SOMEBODY)


def lacks(heard: Heard) -> bool:
    """Tell whether a message only says what is not there: "chưa đăng ký kết hôn"."""
    row = [fold(word) for word in heard.row]
    while row and row[0] in HESITATING | ONESELF | GOING_ON:
        del row[0]
    return row[:1] == ["chua"] and not heard.topics


def supposes(heard: Heard) -> bool:
    """Tell whether a message adds a condition: "nếu …", "mà …", "à thế … thì sao"."""
    row = [fold(word) for word in heard.row]
    while row and row[0] in HESITATING:
        del row[0]
    if not row:
        return False
    goes_on = row[0] in GOING_ON and row[1:2] != ["con"] and row[-1] == "sao"
    return row[0] in SUPPOSING or goes_on
