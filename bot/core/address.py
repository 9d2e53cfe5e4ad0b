"""Forms of address: hear how people speak of themselves and answer in kind.

Nothing is guessed from names; only the citizen's own words count.
"""

import re

from bot.locale.catalogue import NEUTRAL, Address

# Kin terms by which older people call themselves: we take the term and become "cháu".
_ELDERS = ("bác", "ông", "bà", "cụ", "cô", "chú", "dì", "thím", "cậu", "mợ", "dượng", "o", "mệ")
# Words that make the kin term somebody else ("bác sĩ", "bà nội tôi mất", "ông xã").
_SELF = re.compile(
    r"(?:^|[,.;!?]\s*|\b(?:cho|giúp|chỉ|hỏi|để|thì|của|giùm|dùm|nói|nhắc)\s+)"
    r"(?P<kin>{kin})\s+"
    r"(?:cần|muốn|hỏi|xin|đi|làm|có|không|chưa|đã|phải|bị|đang|mới|định|nhờ|biết|ở|già|tên|năm nay|"
    r"là\b|mua|bán|đến|tới|thấy|nghe|đọc|gửi|quên|mất|với|nhé|nghen|nha)\b".format(
        kin="|".join(_ELDERS)
    ),
    re.IGNORECASE,
)
_ASKS_TO_ELDER = re.compile(
    r"\b(?:cho|giúp|chỉ|giùm|dùm|nhắc)\s+(?P<kin>{kin})\b(?!\s+(?:xã|nội|ngoại|sĩ|cháu|con|tôi|em))".format(
        kin="|".join(_ELDERS)
    ),
    re.IGNORECASE,
)
_YOUNGER = re.compile(
    r"(?:^|(?<!cho)(?<!của)(?<!với)(?<!là)[\s,.]\s*)(?P<self>em|con|cháu)\s+"
    r"(?:muốn|cần|hỏi|xin|chào|cảm ơn|cám ơn|nhờ|chưa|đang|định|ở|bị|đi)\b",
    re.IGNORECASE,
)
_SOUTHERN = re.compile(r"\b(?:dạ|hông|hổng|nghen|dìa|tui|má|ba|mầy|vầy|zậy|dzậy)\b", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?P<who>công ty|doanh nghiệp|cơ quan|nhà trường)\s+(?:tôi|chúng tôi|mình|em)\b",
    re.IGNORECASE,
)
_TO_SIBLING = re.compile(r"\b(?:chị|anh)\s+(?:muốn|cần|hỏi|xin|nhờ|định)\b", re.IGNORECASE)
_MAX_LENGTH = 400


def heard_address(text: str) -> Address | None:
    """Return the forms that a message asks for, or None when it shows none.

    Rules: domain reference on forms of address; a company is "quý công ty", an elder keeps the word
    used for themselves, "em" gets "anh/chị", and "con" in Southern speech gets "cô/chú".
    """
    text = text[:_MAX_LENGTH]
    if match := _COMPANY.search(text):
        company = match.group("who").lower() in ("công ty", "doanh nghiệp")
        return Address(you="quý công ty" if company else "quý cơ quan", me="chúng tôi")
    for pattern in (_SELF, _ASKS_TO_ELDER):
        if match := pattern.search(text):
            return Address(you=match.group("kin").lower(), me="cháu")
    if match := _YOUNGER.search(text):
        if match.group("self").lower() == "con" and _SOUTHERN.search(text):
            return Address(you="cô/chú", me="con")
        return Address(you="anh/chị", me="tôi")
    if match := _TO_SIBLING.search(text):
        return Address(you=match.group(0).split()[0].lower(), me="em")
    return None


def neutral_address() -> Address:
    """Return the forms to begin with."""
    return NEUTRAL
