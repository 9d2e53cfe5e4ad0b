"""Forms of address: hear how people speak of themselves and answer in kind.

Nothing is guessed from names; only the citizen's own words count. Kin terms name other people just
as often («bà mất rồi», «con chưa có khai sinh»), so a term counts only where a person speaks of
their own wish («bác muốn hỏi», «cho cô hỏi», «chỉ chú với»), and never beside «tôi».
"""

import re

from bot.kernel.vietnamese import fold
from bot.locale.catalogue import Address

# Kin terms by which older people call themselves: we take the term and become "cháu".
_ELDERS = "bác|ông|bà|cụ|cô|chú|dì|thím|cậu|mợ|dượng|o|mệ"
_KIN = rf"(?P<kin>{_ELDERS}|em|con|cháu|anh|chị)"
# A clause begins at the start, after a stop, or after calling somebody ("cháu ơi bác muốn hỏi").
_BEGINS = r"(?:^|[,.;:!?\n]\s*|\b(?:ơi|à|ạ)\s+)(?:(?:dạ|vâng|alo|thưa|ừ)[\s,]+)*"
_WISHES = r"(?:muốn|xin|nhờ|hỏi|chào|cảm ơn|cám ơn)"
_OWN_WISH = re.compile(rf"{_BEGINS}{_KIN}\s+{_WISHES}\b")
# "cần", "định", "bị" may be said of somebody else: a child's paper is needed by the child.
_OWN_NEED = re.compile(rf"{_BEGINS}(?P<kin>{_ELDERS}|em|anh|chị)\s+(?:cần|định)\b")
_OWN_STATE = re.compile(
    r"^(?:dạ[\s,]+)?(?P<kin>em)\s+(?:chưa|đang|bị|ở|mới|có)\b"
    r"|^dạ[\s,]+(?P<child>con|cháu)\s+(?:chưa|đang|bị|ở|mới|có|cần|định)\b"
)
# "em chào anh chị" is a courtesy to whoever reads it, not yet a way to be spoken to.
_YOUNGER_GREETS = re.compile(rf"{_BEGINS}(?:em|con|cháu)\s+chào\b")
_LETS_ASK = re.compile(rf"\b(?:cho|để)\s+{_KIN}\s+(?:hỏi|xin|nhờ|gửi|biết)\b")
_HELPS = re.compile(
    rf"{_BEGINS}(?:(?:cháu|con|em)\s+)?(?:giúp|chỉ|giùm|dùm|nhắc|bảo|hướng dẫn)(?:\s+cho)?\s+{_KIN}"
    r"\s+(?:với|nhé|nha|nghen|cách|làm|cái|chỗ|đi)\b"
)
_FOR_ME = re.compile(rf"\b(?:giúp|giùm|dùm|hộ)\s+{_KIN}\s*(?:với|nhé|nha|nghen|cái|$)")
_CALLS_YOUNGER = re.compile(r"\b(?:cháu|con|em)\s+(?:ơi|à)\b")
_BESIDE_YOUNGER = re.compile(
    rf"{_BEGINS}(?P<kin>{_ELDERS})\s+(?:bị|đang|chưa|ở|có|mới|làm|già|quên)\b"
)
_SELF_BY_PRONOUN = re.compile(r"\b(?:tôi|tui|tớ|mình)\b")
# The same without accents, only in words that mean nothing else.
_FOLDED = re.compile(
    r"\b(?:cho|de)\s+(?P<kin>bac|ong|co|chu|di|em|con|chau|anh|chi)\s+hoi\b"
    r"|^(?:da[\s,]+)?(?P<wish>em|bac|chau)\s+(?:muon|xin|can|nho)\b"
)
_ACCENTED = {
    "bac": "bác",
    "ong": "ông",
    "co": "cô",
    "chu": "chú",
    "di": "dì",
    "chau": "cháu",
    "chi": "chị",
}
_SOUTHERN = re.compile(r"\b(?:dạ|hông|hổng|nghen|dìa|tui|má|ba|mầy|vầy|zậy|dzậy)\b")
_COMPANY = re.compile(
    r"\b(?P<who>công ty|doanh nghiệp|cơ quan|nhà trường)\s+(?:tôi|chúng tôi|mình|em)\b"
)
_MAX_LENGTH = 400


def heard_address(text: str) -> Address | None:
    """Return the forms that a message asks for, or None when it shows none.

    A company is "quý công ty", an elder keeps the word
    used for themselves, "em" gets "anh/chị", and "con" in Southern speech gets "cô/chú".
    """
    text = text[:_MAX_LENGTH].lower()
    if match := _COMPANY.search(text):
        company = match.group("who") in ("công ty", "doanh nghiệp")
        return Address(you="quý công ty" if company else "quý cơ quan", me="chúng tôi")
    kin = _own_term(text)
    if kin is None:
        return None
    if kin in ("anh", "chị"):
        return Address(you=kin, me="em")
    if kin == "con" and _SOUTHERN.search(text):
        return Address(you="cô/chú", me="con")
    if kin in ("em", "con", "cháu"):
        return Address(you="anh/chị", me="tôi")
    return Address(you=kin, me="cháu")


def _own_term(text: str) -> str | None:
    """Return the kin term by which a person speaks of themselves; the first one decides."""
    if _SELF_BY_PRONOUN.search(text):
        return None
    text = _YOUNGER_GREETS.sub(" ", text)
    patterns = [_OWN_WISH, _OWN_NEED, _OWN_STATE, _LETS_ASK, _HELPS, _FOR_ME]
    if _CALLS_YOUNGER.search(text):
        patterns.append(_BESIDE_YOUNGER)
    found = [match for pattern in patterns if (match := pattern.search(text))]
    if found:
        return _named(min(found, key=lambda match: match.start()))
    if text.isascii() and (match := _FOLDED.search(fold(text))):
        kin = _named(match)
        return _ACCENTED.get(kin, kin)
    return None


def _named(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)
