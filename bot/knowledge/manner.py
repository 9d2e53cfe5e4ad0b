"""How a message is said: whether it wishes, does, adds, supposes. Pure functions."""

import re
from itertools import pairwise

from bot.kernel.vietnamese import fold
from bot.knowledge.hearing import Heard

HESITATING = frozenset({"a", "u", "o", "um", "da", "uh"})
GOING_ON = frozenset({"the", "vay"})  # "thế … thì sao", but not "thế còn …"
WISHING = frozenset(
    {"muốn", "cần", "xin", "làm", "đăng", "hỏi", "còn", "thủ", "thử", "thẻ", "thế", "tiền"}
)
DOING = frozenset({"nộp", "làm", "xin", "đăng", "kiện", "vay"})
SUPPOSING = frozenset({"neu", "ma", "nhung", "lo", "gia"})
SOMEBODY = frozenset({"nguoi", "than", "con", "em", "chau", "be", "vo", "chong", "tuoi", "thang"})
THERE = frozenset({("ben", "do"), ("o", "do"), ("cai", "do"), ("hoi", "do")})

OF_IT = frozenset({("co", "can"), ("co", "phai"), ("can", "phai")})
TO_WHOM = frozenset({"truong", "cho", "cong", "co", "ngan", "nha"})  # "nộp trường cho con"
BELONGS = frozenset({"cua", "cho"})
SHORT_PURPOSE = 8  # words
GONE = ("khong", "con")  # "sổ gốc không còn" asks for nothing

ONESELF = frozenset({"toi", "em", "tui", "minh", "chong", "vo", "bac", "chau", "ad", "gi", "sao"})


def is_a_title(heard: Heard) -> bool:
    """Tell whether a message reads like an official name: nobody speaks in it, nothing is asked."""
    row = [fold(word) for word in heard.row]
    wishing = any(fold(word) in row for word in WISHING)
    return not (heard.topics or wishing) and ONESELF.isdisjoint(row)


def does(heard: Heard) -> bool:
    """Tell whether a message speaks of doing a thing of its own: "nộp đơn ly hôn"."""
    return any(_is_one_of(word, DOING) for word in heard.row)


def wishes(heard: Heard) -> bool:
    """Tell whether a message asks for something, and does not only tell of it."""
    row = ["", *heard.row]
    marked = any(word != fold(word) for word in row)  # then "con" is a child, not "còn"
    return any(
        _is_one_of(word, WISHING)
        and (fold(before), fold(word)) != GONE
        and not (marked and word == "con")
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


_SEVERAL = re.compile(
    r"\b(?:may|cac|nhung) (?:loai )?thu tuc (?:ve|lien quan|xung quanh)\b"
    r"|\b(?:may|cac|nhung|bao nhieu) (?:khoan|che do|chinh sach) .*\b(?:nao|gi)\b"
    r"|\b(?:co )?nhung (?:ho tro|tro cap|thu tuc|viec) (?:nao|gi) (?:cho|danh cho|ve)\b"
)


_WHICH = re.compile(
    r"\b(?:chua|khong|hong|hok|ko|k) (?:biet|ro|chac|ranh)\b.*"
    r"\b(?:thu tuc|loai|cai|dien|kieu) (?:nao|gi)\b"
    r"|\b(?:cai|viec|giay) nao truoc\b.*\b(?:khong|chua|ko|k|hong) (?:biet|ro|ranh)\b"
    r"|\bhay\b.*\b(?:khong|chua|ko|k|hong) (?:biet|ro|ranh)\b"
)


def only_tells(heard: Heard) -> bool:
    """Tell whether a message neither asks for something nor does something."""
    return not (wishes(heard) or does(heard) or heard.whole.doing)


def says_what_for(heard: Heard) -> bool:
    """Tell whether a short message only says what something is for: "để mua đất"."""
    row = _without_hesitation(heard)
    return len(row) in range(2, SHORT_PURPOSE) and (
        row[0] == "de" or (row[0] == "nop" and row[1] in TO_WHOM)
    )


def belongs(heard: Heard) -> bool:
    """Tell whether a short message only says whose or of which group: "của bố mẹ em"."""
    row = _without_hesitation(heard)
    if len(row) not in range(2, SHORT_PURPOSE):
        return False
    told = {word.folded for word in heard.whole.content}
    return row[0] == "thuoc" or (row[0] in BELONGS and told <= SOMEBODY)


def lacks(heard: Heard) -> bool:
    """Tell whether a message only says what is not there: "chưa đăng ký kết hôn"."""
    row = [fold(word) for word in heard.row]
    while row and row[0] in HESITATING | ONESELF | GOING_ON:
        del row[0]
    return row[:1] == ["chua"] and not heard.topics


def is_a_number(heard: Heard) -> bool:
    """Tell whether a message tells a number and nothing else: "cháu 10 tuổi"."""
    content = heard.whole.content
    return bool(content) and all(word.folded.isdigit() for word in content)


def only_asks_of_it(heard: Heard) -> bool:
    """Tell whether a message asks of the matter before: "có cần khám sức khỏe không"."""
    row = _without_hesitation(heard)
    return bool(heard.topics) and tuple(row[:2]) in OF_IT


def _is_one_of(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word is known; accents that were typed must agree: "đẳng" is not "đăng"."""
    return word in known or (word == fold(word) and any(fold(one) == word for one in known))


def _without_hesitation(heard: Heard) -> list[str]:
    row = [fold(word) for word in heard.row]
    while row and row[0] in HESITATING:
        del row[0]
    return row


def supposes(heard: Heard) -> bool:
    """Tell whether a message adds a condition: "nếu …", "mà …", "à thế … thì sao"."""
    row = _without_hesitation(heard)
    if not row:
        return False
    goes_on = row[0] in GOING_ON and row[1:2] != ["con"] and row[-1] == "sao"
    return row[0] in SUPPOSING or goes_on


def asks_for_several(heard: Heard) -> bool:
    """Tell whether a message asks what there is at all: "mấy thủ tục về tạm trú".

    Or says that the person cannot tell: "không biết thuộc thủ tục nào".
    """
    said = fold(heard.text)
    if _WHICH.search(said):
        return True
    return not heard.whole.topics and _SEVERAL.search(said) is not None
