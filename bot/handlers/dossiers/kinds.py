"""What people ask about one dossier, or about dossiers at all."""

from enum import StrEnum


class Ask(StrEnum):
    """A question or a wish about one dossier."""

    LETTER = "letter"
    FETCHER = "fetcher"  # somebody else fetches the result
    WITHDRAW = "withdraw"
    DATE = "date"  # another promise, or sooner
    PHONE = "phone"  # another phone number
    OPEN = "open"  # can it be fetched on some day
    BRING = "bring"
    HAND_IN = "hand_in"  # where to hand in what is missing, or more papers
    MISSING = "missing"
    WHY_LATE = "why_late"
    WHO = "who"
    FEE = "fee"
    RESULT = "result"
    WHEN = "when"
    WHERE = "where"


class Alone(StrEnum):
    """What a message means by itself, whatever was talked about before."""

    MATTER = "matter"  # it names a procedure
    VAGUE = "vague"  # it asks something, of no procedure in particular
    OTHER = "other"


class About(StrEnum):
    """A question about dossiers that needs none to be shown."""

    OTHERS = "others"
    SCAM = "scam"
    BY_PHONE = "by_phone"
    FORGOT_PHONE = "forgot_phone"
    NO_PHONE = "no_phone"
    OWN_PHONE = "own_phone"
    PHONE = "phone"
    LOST = "lost"
    NO_NEWS = "no_news"
    MINE = "mine"
    WITHDRAW = "withdraw"


# Answered with level 2 only.
PRIVATE = frozenset({Ask.LETTER, Ask.MISSING, Ask.WHY_LATE, Ask.WHO, Ask.FEE, Ask.RESULT})
# True of every dossier, whatever it is about.
GENERAL = frozenset({Ask.FETCHER, Ask.OPEN, Ask.BRING, Ask.WITHDRAW, Ask.DATE, Ask.PHONE})
