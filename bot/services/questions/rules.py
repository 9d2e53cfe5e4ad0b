"""Which questions mean the same. Pure functions."""

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.kernel.vietnamese import fold
from bot.services.questions.model import Noted, QuestionGroup

SAME = 78.0  # likeness of two questions, 0..100, from which they mean the same
COMPARED = 40  # members of a group among which the example is looked for
# Words of courtesy and asking, without accents; words that may carry a meaning are not among them.
_COURTESY = re.compile(
    "a|ad|ah|ak|anh|bac|ban|chi|chu|co|da|gi|hoi|khong|ko|k|hok|hong|la|lam|minh|muon|nao|nha|nhe"
    "|oi|sao|thi|toi|vay|voi|em|duoc|giup|can|xin"
)


def group_questions(questions: Sequence[Noted]) -> list[QuestionGroup]:
    """Return the questions in groups of the same meaning, the largest and latest first."""
    ordered = sorted(questions, key=lambda question: question.at, reverse=True)
    keys = [meaning_of(question.text) for question in ordered]
    groups: list[list[int]] = []
    leads: list[str] = []
    for place, key in enumerate(keys):
        found = process.extractOne(key, leads, scorer=fuzz.token_sort_ratio, score_cutoff=SAME)
        if found is None:
            leads.append(key)
            groups.append([place])
        else:
            groups[found[2]].append(place)
    made = [_group([ordered[place] for place in places]) for places in groups]
    return sorted(made, key=lambda group: (len(group.questions), group.last_at), reverse=True)


def meaning_of(text: str) -> str:
    """Return the words of a question that say what it is about, without accents."""
    words = [word.strip(" .,;:!?…()\"'") for word in fold(text).split()]
    telling = [word for word in words if word and not _COURTESY.fullmatch(word)]
    return " ".join(telling or words)


def _group(members: Sequence[Noted]) -> QuestionGroup:
    texts = [question.text for question in members[:COMPARED]]
    example = max(
        texts, key=lambda text: sum(fuzz.token_sort_ratio(text, other) for other in texts)
    )
    codes = Counter(code for question in members for code in question.codes)
    return QuestionGroup(
        example=example,
        questions=tuple(members),
        codes=tuple(code for code, _ in codes.most_common(5)),
    )
