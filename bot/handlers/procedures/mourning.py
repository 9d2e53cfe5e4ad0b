"""Hearing that somebody has died, so that the answer does not begin with a list of papers."""

import re

from bot.kernel.vietnamese import clean, fold

_KIN = (
    r"(?:ba|bo|cha|tia|thay|me|ma|u|bam|ong|ba noi|ba ngoai|noi|ngoai|chong|vo|con|chau|anh|chi|em"
    r"|chu|bac|co|di|cau|mo|thim|duong|cu|nguoi nha|nguoi than)"
)
_OURS = (
    r"(?:(?: trai| gai| gia| noi| ngoai| ruot| re| dau| chong| vo"
    r"| toi| tui| em| minh| chau| con) ?)*"
)
_DIED = r"(?:mat|qua doi|chet|ta the|khuat nui|tu tran|di xa)"
# "Mất" alone is also "lose": what follows must not be a thing.
_THEN = (
    r"(?=$|[,.;!?]| (?:roi|hom|ngay|tuan|thang|nam|duoc|phai|thi|ma|nen|o|tai|do|vi|sang|chieu"
    r"|toi|dem|hoi|cach|chua|gio|bay gio|dot ngot|vi benh)\b)"
)
_TOLD = re.compile(rf"\b{_KIN}{_OURS}\s*(?:moi |vua |da |vua moi |bi |moi vua )*{_DIED}{_THEN}")


def tells_of_a_death(text: str) -> bool:
    """Say whether somebody tells that a person close to them has died."""
    return _TOLD.search(fold(clean(text).lower())) is not None
