"""From an official record to a card, at the level that a machine can vouch for."""

import datetime as dt
import re

from bot.kernel.vietnamese import clean, fold
from bot.knowledge.importing.plain_facts import plain_fees, plain_limits
from bot.knowledge.importing.rows import Law, OfficialRecord
from bot.knowledge.model import LegalText, Procedure, Source, Status

ORIGIN = "Cơ sở dữ liệu quốc gia về thủ tục hành chính"
_SHORT = 60
_LONGEST = 400  # of a line that citizens read
_MOST_LAWS = 12
_THE_PROCEDURE = re.compile(r"thu tuc\s*:?\s+")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
_BRACKETS = re.compile(r"\([^)]*\)")


def card_of(record: OfficialRecord, today: dt.date, origin: str = ORIGIN) -> Procedure:
    """Return a name-only card, with limits and fees where the record has a bare number.

    Papers, cases and everything else need a person to put them in plain words.
    """
    snapshot = min(record.snapshot or today, today)
    decided = record.decision_date
    name = proper_name(record.name)
    return Procedure(
        code=record.code,
        name=name,
        short=short_name(name),
        status=Status.NAME_ONLY,
        level=record.level or ("khac",),
        decides=_one_line(record.agency) or None,
        time=plain_limits(record.methods),
        fee=plain_fees(record.methods),
        legal=tuple(_legal(law) for law in record.laws[:_MOST_LAWS]),
        source=Source(
            origin=origin,
            decision=_one_line(record.decision) or None,
            date=decided if decided and decided <= snapshot else None,
            snapshot=snapshot,
        ),
        checked=snapshot,
    )


def says_the_same(old: Procedure, new: Procedure) -> bool:
    """Tell whether a newer machine-made card brings nothing: same facts, source no younger."""
    if new.checked > old.checked:
        return False
    facts = ("name", "level", "decides", "legal", "time", "fee")
    return all(getattr(old, name) == getattr(new, name) for name in facts) and (
        old.source.decision == new.source.decision or not new.source.decision
    )


def proper_name(name: str) -> str:
    """Return an official name without the leading word "Thủ tục", shouting and a final dot."""
    name = _NUMBERED.sub("", " ".join(clean(name.strip().split("\n")[0]).split()))
    leading = _THE_PROCEDURE.match(fold(name))
    if leading:
        name = name[leading.end() :]
    name = name.rstrip(" .;:")
    if _BRACKETS.sub("", name).isupper():
        name = name.lower()
    return name[:1].upper() + name[1:]


def short_name(name: str) -> str:
    """Return a name cut to the width of a button, at a word's end."""
    if len(name) <= _SHORT:
        return name
    return name[: _SHORT - 1].rsplit(" ", 1)[0].rstrip(" ,;(-–") + "…"


def _legal(law: Law) -> LegalText:
    title = _one_line(law.title) or _one_line(law.number)
    return LegalText(number=_one_line(law.number), title=title, date=law.date)


def _one_line(text: str) -> str:
    line = " ".join(clean(text[: _LONGEST * 4]).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
