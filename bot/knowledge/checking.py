"""Checks across files: codes that do not exist, phrases that stand twice, impossible dates."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.kernel.vietnamese import clean, fold
from bot.knowledge.model import Procedure, Status
from bot.knowledge.wordlists import Wordlists

_WORD = re.compile(r"[^\W_]+")


def find_problems(
    root: Path,
    procedures: Mapping[str, Procedure],
    field_of: Mapping[str, str],
    wordlists: Wordlists,
    today: dt.date | None = None,
) -> list[str]:
    """Return one line ``file:line: what`` for each contradiction between the files.

    ``today`` makes dates of checking in the future a problem; without it they are not judged.
    """
    paths = {code: root / "fields" / field_of[code] / f"{code}.yaml" for code in procedures}
    problems: list[str] = []
    for code, procedure in procedures.items():
        found = [*_unknown_codes(procedure, procedures), *_wrong_dates(procedure, today)]
        problems += [_at(paths[code], word, what) for word, what in found]
    problems += _phrases_standing_twice(paths, procedures)
    problems += _wordlist_problems(root, procedures, wordlists)
    return problems


def _at(path: Path, word: str, what: str) -> str:
    """Name the first line of a file that holds a word."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    number = next((at for at, line in enumerate(lines, 1) if word and word in line), 1)
    return f"{path}:{number}: {what}"


def _unknown_codes(
    procedure: Procedure, procedures: Mapping[str, Procedure]
) -> Iterator[tuple[str, str]]:
    named = {
        "siblings": [sibling.code for sibling in procedure.siblings],
        "related": procedure.related,
        "next": procedure.next,
        "replaced_by": procedure.replaced_by,
        "goes_to": [case.goes_to for case in procedure.cases if case.goes_to],
    }
    for key, codes in named.items():
        for code in codes:
            if code not in procedures:
                yield code, f"{key} names {code}, which has no card"
            elif code == procedure.code:
                yield code, f"{key} names the card itself"
            elif _leads_nowhere(key, procedure, procedures[code]):
                yield code, f"{key} names {code}, {ended_because(procedures[code])}"


def _leads_nowhere(key: str, procedure: Procedure, named: Procedure) -> bool:
    """Say whether a link sends citizens to a procedure that is over.

    Only what took its place may stand in its stead. A sibling may be one without a successor: it
    tells people who still ask for it what is left; old codes may be told apart from one another.
    """
    if named.status is not Status.ENDED or key == "replaced_by":
        return False
    told_apart = procedure.status is Status.ENDED or not named.replaced_by
    return key != "siblings" or not told_apart


def ended_because(card: Procedure) -> str:
    """Word for the check that a card has ended, and which codes to name instead."""
    instead = " or ".join(card.replaced_by)
    return f"which has ended; name {instead}" if instead else "which has ended"


def _wrong_dates(procedure: Procedure, today: dt.date | None) -> Iterator[tuple[str, str]]:
    spans = [(procedure.valid_from, procedure.valid_to)]
    spans += [(fee.valid_from, fee.valid_to) for fee in procedure.fee]
    for start, end in spans:
        if start and end and end < start:
            yield f"valid_to: {end}", f"valid_to {end} lies before valid_from {start}"
    if procedure.status is Status.ENDED and not (procedure.valid_to or procedure.notes):
        yield "status:", "an ended card needs valid_to, or a note on what is known"
    if today is not None and procedure.checked > today:
        yield "checked:", f"checked on {procedure.checked}, which is still to come"
    if procedure.source.snapshot > procedure.checked:
        yield "snapshot:", "the source was read after the card was checked"
    if procedure.source.date and procedure.source.date > procedure.source.snapshot:
        yield "date:", "the decision is younger than the snapshot of its source"
    if procedure.second_reader and procedure.second_reader < procedure.checked:
        yield "second_reader:", "the second reader came before the card was checked"


def folded_phrase(phrase: str) -> str:
    """Return a phrase as two phrases are compared: folded, without punctuation."""
    return " ".join(_WORD.findall(fold(clean(phrase))))


def _phrases_standing_twice(
    paths: Mapping[str, Path], procedures: Mapping[str, Procedure]
) -> list[str]:
    owners: dict[str, str] = {}
    problems = []
    for code, procedure in procedures.items():
        if procedure.status is Status.ENDED:
            continue
        for phrase in dict.fromkeys((*procedure.asks, *procedure.known_as)):
            owner = owners.setdefault(folded_phrase(phrase), code)
            if owner != code:
                what = f"«{phrase}» is also a way of asking for {owner}"
                problems.append(_at(paths[code], phrase, what))
    return problems


def _wordlist_problems(
    root: Path, procedures: Mapping[str, Procedure], wordlists: Wordlists
) -> list[str]:
    problems = []
    for question in wordlists.questions.questions:
        path = root / "questions.yaml"
        for option in question.options:
            if option.code not in procedures:
                what = f"question {question.id} offers {option.code}, which has no card"
                problems.append(_at(path, option.code, what))
            elif procedures[option.code].status is Status.ENDED:
                why = ended_because(procedures[option.code])
                what = f"question {question.id} offers {option.code}, {why}"
                problems.append(_at(path, option.code, what))
    for entry in wordlists.outside.outside:
        for code in entry.helps:
            if code not in procedures:
                what = f"{entry.id} points at {code}, which has no card"
                problems.append(_at(root / "outside.yaml", code, what))
    for named in wordlists.synonyms.names:
        if named.code not in procedures:
            what = f"names of {named.code}, which has no card"
            problems.append(_at(root / "synonyms.yaml", named.code, what))
    return [
        *problems,
        *_ids_standing_twice(root, wordlists),
        *_orphan_synonyms(root, procedures, wordlists),
    ]


def _ids_standing_twice(root: Path, wordlists: Wordlists) -> list[str]:
    problems = []
    lists = {
        "questions.yaml": [question.id for question in wordlists.questions.questions],
        "outside.yaml": [entry.id for entry in wordlists.outside.outside],
    }
    for name, ids in lists.items():
        twice = sorted({slug for slug in ids if ids.count(slug) > 1})
        problems += [_at(root / name, f"id: {slug}", f"{slug} stands twice") for slug in twice]
    return problems


def _orphan_synonyms(
    root: Path, procedures: Mapping[str, Procedure], wordlists: Wordlists
) -> list[str]:
    """Find synonyms whose meaning no card, question, outside entry or other list ever uses.

    One that means itself only keeps its words from being replaced one by one.
    """
    used = f" {folded_phrase(' '.join(_all_texts(procedures, wordlists)))} "
    path = root / "synonyms.yaml"
    synonyms = (*wordlists.synonyms.words, *wordlists.synonyms.phrases)
    return [
        _at(path, synonym.means, f"«{synonym.means}» is used by nothing")
        for synonym in synonyms
        if synonym.means not in synonym.says and f" {folded_phrase(synonym.means)} " not in used
    ]


def _all_texts(procedures: Mapping[str, Procedure], wordlists: Wordlists) -> Iterator[str]:
    for procedure in procedures.values():
        yield from (procedure.name, procedure.short, procedure.tells_apart or "")
        yield from (*procedure.known_as, *procedure.asks)
        for case in procedure.cases:
            yield from (case.label, *case.asks)
    for question in wordlists.questions.questions:
        yield from question.asks
        for option in question.options:
            yield from (option.label, *option.words)
    for entry in wordlists.outside.outside:
        yield from entry.asks
    for synonym in wordlists.synonyms.phrases:
        yield from synonym.says
    for named in wordlists.synonyms.names:
        yield from named.says
    for topic in wordlists.topics.topics:
        yield from topic.says
    for act in wordlists.acts.acts:
        yield from (*act.whole, *act.inside)
    yield from (*wordlists.synonyms.fillers, *wordlists.synonyms.people)
    yield from (*wordlists.acts.corrections, *wordlists.acts.pointers, *wordlists.acts.reminders)
