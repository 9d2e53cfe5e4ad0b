"""Words for days and parts of the day, as patterns over folded text."""

import re

from bot.kernel.hours import Half
from bot.kernel.vietnamese import fold

# Words that only their accents tell apart from others; folded they would all be alike.
ACCENTED = {
    "tối": "buoitoi",
    "tới": "sapden",
    "tôi": "",
    "mốt": "ngaymot",
    "kìa": "ngaykia",
    "này": "nay",
    "bảy": "bayy",
    "bẩy": "bayy",
    "sáu": "sauu",
    "sáng": "buoisang",
    "cưới": "damcuoi",
}
NAMES = {"ho chieu": "hochieu"}  # in which a word looks like one about when: a passport
RESTORED = {told: fold(word) for word, told in ACCENTED.items()}  # what was not about when
RESTORED |= {told: name for name, told in NAMES.items()}
SHORT = {
    "hnay": "hom nay",
    "hna": "hom nay",
    "mik": "",
    "sag": "buoisang",
    "chiu": "chieu",
    "cn": "chu nhat",
    "maii": "mai",
}
LONG_NUMBER = re.compile(
    r"(?<![\d/])(?:\+?\d(?:[ .\-]?\d){8,}|\d\.\d{6}|[a-z]\d{2}\.[\d.\-]+|(?<!ngay )24/7)(?![\d/])"
)
NOT_COUNTED = "".join(
    f"(?<!{word} )"
    for word in ("con", "lan", "be", "dua", "nguoi", "trai", "gai", "dot", "chau", "cai")
)
WEEKDAY = re.compile(
    rf"{NOT_COUNTED}\b(?:thu\s*(?P<name>[2-7]|hai|ba|tu|bon|nam|sauu?|bayy?)|t(?P<short>[2-7])"
    r"|(?P<sunday>chu nhat))\b(?!\s*[/.:]\s*\d)"
)
ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENGLISH_DAY = re.compile(rf"\b({'|'.join(ENGLISH_DAYS)})s?\b")
DATE = re.compile(
    r"(?<![\d/.:\-])(?P<day>\d{1,2})\s*(?P<sign>[/.\-])\s*t?(?P<month>\d{1,2})"
    r"(?:\s*(?P=sign)\s*(?P<year>\d{4}|\d{2}))?(?![\d/:hg]|[.\-]\d)"
)
DATE_IN_WORDS = re.compile(
    r"\b(?P<day>\d{1,2})\s*thang\s*(?P<month>\d{1,2})(?:\s*(?:nam|/)\s*(?P<year>\d{4}))?\b"
)
DAY_OF_MONTH = re.compile(
    r"\b(?:ngay|mung|mong)\s*(?P<day>\d{1,2})\b(?!\s*(?:[/.:\-]|h\b|gio|thang \d|nguoi))"
    r"(?P<next>\s*thang\s*(?:sau|sapden|toi))?"
)
IN_DAYS = re.compile(r"\b(?P<count>\d{1,2})\s*(?P<unit>ngay|hom|bua|tuan|thang)\s*nua\b")
NEXT_WEEK = re.compile(r"\btuan\s*(?:sau|sapden|toi|ke)\b(?P<again>\s*nua\b)?|\bnext week\b")
NEXT_NAME = re.compile(r"\bnext\s*$")
COMING_NAME = re.compile(r"\s*(?:sapden|toi|sau)\b(?!\s*\d)")
THIS_WEEK = re.compile(r"\btuan\s*(?:nay|ni)\b|\bthis week\b")
LUNAR = re.compile(
    r"\bam lich\b|\b(?:mung|mong) \d{1,2} tet\b|\b(?:ngay|lich) am\b|\b(?:ngay )?ram\b"
    r"|\bthang (?:gieng|chap)\b|(?<!qua )(?<!cap )(?<!thuong )\btet\b(?! tay)"
)
TODAY = re.compile(
    r"\b(?:hom|bua|ngay|buoisang|sang|trua|chieu|buoitoi|toi)\s*(?:nay|ni)\b"
    r"|\btoday\b|\btonight\b|\bthis (?:morning|afternoon)\b"
    r"|\bbay gio\b(?!\s*(?:sang|ruoi|kem|chieu))|\bngay (?:lap tuc|luc nay)\b|\bright now\b"
)
RELATIVE: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\bngaykia\b"), 3),
    (re.compile(r"\bhom kia\b"), -2),
    (re.compile(r"\b(?:ngay|buoisang|sang|chieu)\s*(?:kia|mot)\b|\bbua mot\b|\bngaymot\b"), 2),
    (re.compile(r"\bday after tomorrow\b"), 2),
    (re.compile(r"\bmai\b(?! tang)|\btomorrow\b|\btmr\b"), 1),
    (re.compile(r"\bhom qua\b|\byesterday\b"), -1),
    (TODAY, 0),
)
SOME_DAY = re.compile(r"\bmai (?:ngaymot|mot|kia|sau|nay)\b")
WEEKEND = re.compile(r"\bcuoi tuan\b(?: nay\b)?")
# "đổi sang thứ 5": there "sang" is "to", not "in the morning".
NOT_TO = "".join(
    f"(?<!{word} )" for word in ("doi", "chuyen", "doi lich", "chuyen lich", "doi hen")
)
BARE_MORNING = re.compile(rf"{NOT_TO}\bsang\b(?!\s*(?:ten|tuan|nam|nhuong|ben))")
HALVES: tuple[tuple[re.Pattern[str], Half], ...] = (
    (re.compile(r"\b(?:buoisang|morning)\b"), Half.MORNING),
    (re.compile(r"\b(?:chieu|trua|afternoon|noon)\b"), Half.AFTERNOON),
    (re.compile(r"\b(?:buoitoi|evening|tonight|toi(?= (?:mai|nay)\b))\b"), Half.EVENING),
)

ALL: tuple[re.Pattern[str], ...] = (
    LUNAR,
    DATE_IN_WORDS,
    DATE,
    DAY_OF_MONTH,
    IN_DAYS,
    NEXT_WEEK,
    THIS_WEEK,
    WEEKDAY,
    ENGLISH_DAY,
    *(pattern for pattern, _ in RELATIVE),
)
FILLERS: tuple[re.Pattern[str], ...] = (
    *(pattern for pattern, _ in HALVES),
    BARE_MORNING,
    re.compile(r"\b(?:cuoi|dau|giua)(?: tuan\b(?: nay\b)?|(?=\s*$))"),
    re.compile(r"\b(?:hoac|hay|or|thang gieng|thang chap|ngay)\b"),
    re.compile(r"\b(?:luc|vao|hoi|ngay|buoi|tam|khoang|next)(?=\s*$|\s+(?:luc|vao|hoi|ngay|buoi))"),
)
