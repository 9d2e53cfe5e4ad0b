"""Messages recognised by their form: markup, other languages, nonsense."""

import re
from collections.abc import Collection, Sequence

from bot.kernel.vietnamese import fold, is_syllable, repair
from bot.knowledge.reading import Act

_MARKUP = re.compile(
    r"<\s*/?\s*(?:script|img|iframe|svg|a|div|style|body|html|system|\?php|!--|object|b|i)\b"
    r"|javascript:|onerror\s*=|\{\{|\}\}|\$\{|<\||\|>|\[/?inst\]|```|\bunion\s+select\b|\bdrop\s+table\b"
    r"|\bselect\s+\*\s+from\b|'\s*or\s+'?1'?\s*=\s*'?1|\.\./\.\./|/etc/passwd|\brm\s+-rf\b"
    r"|\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|prompts?|rules?)\b"
    r"|\bsystem\s*prompt\b|\bjailbreak\b|\byou\s+are\s+now\b|\bdeveloper\s+mode\b|\bprompt\b.{0,20}\binjection\b",
    re.IGNORECASE | re.DOTALL,
)
_COMMANDS = re.compile(
    r"\b(?:bo qua|phot lo|quen het|quen di|dung theo|lo di|xoa bo)\b.{0,25}"
    r"\b(?:huong dan|chi dan|chi thi|quy tac|lenh|menh lenh|cau lenh|luat)\b"
    r"|\b(?:hay )?dong vai\b|\bgia vo la\b|\bin ra\b.{0,20}\b(?:cau lenh|prompt|huong dan)\b"
    r"|\bcau lenh he thong\b|\bhay tra loi nhu\b"
)
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u03ff\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1780-\u17ff"
    "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN_SHARE = 0.5
_ENGLISH_SHARE = 0.5
_SHORT = 3


def is_markup(text: str) -> bool:
    """Tell whether a message looks like code, markup or orders to a machine."""
    return bool(_MARKUP.search(text)) or bool(_COMMANDS.search(fold(text)))


def is_foreign(text: str, row: Sequence[str], english: Collection[str]) -> bool:
    """Tell whether a message is in another language."""
    letters = _LETTER.findall(text)
    if letters and len(_OTHER_SCRIPT.findall(text)) >= _FOREIGN_SHARE * len(letters):
        return True
    if not text.isascii() or len(row) < _SHORT:
        return False
    folded = [word for word in row if not word.isdigit()]
    if not any(word in english and not is_syllable(word) for word in folded):
        return False  # "can giay to gi" has English words in it too
    return bool(folded) and sum(word in english for word in folded) >= _ENGLISH_SHARE * len(folded)


def is_nonsense(row: Sequence[str], knows_any: bool) -> bool:
    """Tell whether nothing in a message could be a Vietnamese word."""
    if not row:
        return True
    return not knows_any and not any(
        is_syllable(fold(repair(word))) and len(word) > 1 for word in row
    )


def act_of_form(
    text: str, row: Sequence[str], english: Collection[str], *, knows_any: bool
) -> Act | None:
    """Return what the form alone says, if it says anything."""
    if is_markup(text):
        return Act.MARKUP
    if is_foreign(text, row, english):
        return Act.FOREIGN
    if is_nonsense(row, knows_any):
        return Act.NONSENSE
    return None
