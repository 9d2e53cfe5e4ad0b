"""Which letter when, what stands against it, and when it may be sent. Pure functions.

Sources: Decree 61/2018 and Decree 118/2025 (apology with reason and new date, at most one new
date); Circular 03/2025 form 04 (the signed document, which a letter does not replace). The lists of
what gets no letter are the project's own care.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from bot.kernel.calendar_vn import WorkingCalendar
from bot.kernel.vietnamese import fold
from bot.services.letters.codes import Codes
from bot.services.letters.model import LATE, About, Circumstance, Doubt, Kind, LetterRules

RUNNING = (2, 4)  # received, being worked on: the clock runs
FINISHED = (9, 10)
HANDED_OVER = 10
NEWS = timedelta(days=7)  # joy and grief are not told weeks later
DEATH_NEARBY = timedelta(days=60)
CONDOLENCE_FROM, CONDOLENCE_UNTIL = time(8), time(18)
LATE_BY = timedelta(hours=1)  # of working time
LATE_IS_NEWS_DAYS = 5  # working days
LONG_AGO_DAYS = 365
MOST_AGAIN = 1
SHORTEST_REASON = 15
_EMPTY_WORDS = ("khách quan", "lý do khác", "nhiều việc", "theo quy định")
_AGAINST: Mapping[Kind, frozenset[Circumstance]] = {
    Kind.BIRTH: frozenset(
        {
            Circumstance.REGISTERED_AGAIN,
            Circumstance.ADULT,
            Circumstance.CHILD_DIED,
            Circumstance.CHILD_ABANDONED,
            Circumstance.IN_DISPUTE,
            Circumstance.NOT_FAMILY,
        }
    ),
    Kind.MARRIAGE: frozenset({Circumstance.REGISTERED_AGAIN, Circumstance.LONG_AGO}),
    Kind.CONDOLENCE: frozenset({Circumstance.REGISTERED_AGAIN, Circumstance.LONG_AGO}),
}


def personal_letter(codes: Codes, code: str, status: int) -> Kind | None:
    """Return the letter of joy or grief for a procedure in a status; nearly always none.

    Congratulations come when the result was handed over, a condolence when the death is registered.
    """
    if status == HANDED_OVER and code in codes.birth:
        return Kind.BIRTH
    if status == HANDED_OVER and code in codes.marriage:
        return Kind.MARRIAGE
    if status in FINISHED and code in codes.condolence:
        return Kind.CONDOLENCE
    return None


def may_write(codes: Codes, kind: Kind, code: str, status: int) -> bool:
    """Say whether a kind of letter fits a procedure in a status, whoever wants it."""
    if not codes.allows(kind, code):
        return False
    match kind:
        case Kind.BIRTH | Kind.MARRIAGE | Kind.CONDOLENCE:
            return personal_letter(codes, code, status) is kind
        case Kind.APOLOGY_BEFORE | Kind.APOLOGY_AFTER:
            return status in RUNNING
        case Kind.APOLOGY_MISTAKE | Kind.THANKS:
            return status in FINISHED


def warn_at(due: datetime, calendar: WorkingCalendar) -> datetime:
    """Return when to see that a promise may be broken: a working day before it."""
    local = due.astimezone(calendar.zone)
    day = local.date() - timedelta(days=1)
    while not calendar.counts(day):
        day -= timedelta(days=1)
    return datetime.combine(day, local.timetz())


def apology_due(about: About, now: datetime, calendar: WorkingCalendar) -> Kind | None:
    """Return which apology is to be drafted now, if any.

    A promise of a day or less has no working day before it: then only a broken one counts. A
    promise broken before the dossier was known here is history when it was broken some days ago:
    a list of old dossiers brought in at once is for the risk list, not for thousands of letters.
    """
    due = about.due
    if due is None or about.status not in RUNNING:
        return None
    broken = calendar.add_working_time(due, LATE_BY)
    if now >= broken:
        return Kind.APOLOGY_AFTER if _is_late_news(about, broken, now, calendar) else None
    warned = warn_at(due, calendar)
    if warned > about.received_at and warned <= now < due:
        return Kind.APOLOGY_BEFORE
    return None


def _is_late_news(about: About, broken: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
    if about.known_since is None or about.known_since <= broken:
        return True  # the promise was broken under our eyes
    day = broken.astimezone(calendar.zone).date()
    return now.astimezone(calendar.zone).date() <= calendar.add_working_days(day, LATE_IS_NEWS_DAYS)


def is_overtaken(
    kind: Kind, about: About, now: datetime, calendar: WorkingCalendar, *, begun: bool = False
) -> bool:
    """Say whether a drafted apology has lost its reason: finished, paused, or promised anew.

    Args:
        kind: of the letter.
        about: its dossier as it is now.
        now: the present moment.
        calendar: of the centre.
        begun: an officer writes it, and may know earlier than the program that it will be late.
    """
    if kind not in LATE:
        return False
    due = about.due
    if due is None or about.status not in RUNNING:
        return True
    broken = now >= calendar.add_working_time(due, LATE_BY)
    if kind is Kind.APOLOGY_AFTER:
        return now <= due if begun else not broken
    # Between the promise and an hour after it the draft stays: it may be needed yet.
    return broken or (not begun and now < warn_at(due, calendar))


def doubts(codes: Codes, about: About, *, death_nearby: bool) -> tuple[Doubt, ...]:
    """Return why a congratulation should not leave before an officer has looked."""
    # Folded: notes come without accents, with the tone elsewhere («toà»), or in separate marks.
    said = fold(f"{about.note} {about.procedure_name}")
    found: list[Doubt] = []
    if any(word in said for word in codes.doubtful_words):
        found.append(Doubt.NOTE)
    if death_nearby:
        found.append(Doubt.DEATH_NEARBY)
    return tuple(found)


def is_news(about: About, now: datetime) -> bool:
    """Say whether something happened lately enough for a letter of joy or grief."""
    return -timedelta(days=1) <= now - about.status_at <= NEWS  # clocks of sources differ


def leaves_by_itself(
    kind: Kind, found: Collection[Doubt], about: About, rules: LetterRules, now: datetime
) -> bool:
    """Say whether a letter goes without an officer: congratulations only, after a pause."""
    if not kind.is_congratulation or not rules.congratulate or found:
        return False
    return now >= about.status_at + timedelta(hours=rules.wait_hours)


def against(kind: Kind, circumstances: Collection[Circumstance]) -> tuple[Circumstance, ...]:
    """Return what forbids a letter («Không gửi khi»)."""
    forbidden = _AGAINST.get(kind, frozenset())
    return tuple(each for each in Circumstance if each in circumstances and each in forbidden)


def asked_about(kind: Kind) -> tuple[Circumstance, ...]:
    """Return what an officer is asked before a letter is approved."""
    asked = _AGAINST.get(kind, frozenset())
    if kind is Kind.CONDOLENCE:  # the day of death answers whether it was long ago
        asked = asked - {Circumstance.LONG_AGO} | {Circumstance.DECLARED_DEAD}
    return tuple(each for each in Circumstance if each in asked)


def died_long_ago(died: date, today: date) -> bool:
    """Say whether a death was registered a year or more after it."""
    return (today - died).days >= LONG_AGO_DAYS


def is_real_reason(text: str) -> bool:
    """Say whether a reason tells something: long enough, and no empty phrase alone."""
    plain = " ".join(text.lower().split()).strip(" .")
    return len(plain) >= SHORTEST_REASON and not any(
        phrase in plain and len(plain) < len(phrase) + 20 for phrase in _EMPTY_WORDS
    )


def needs_leader(kind: Kind, again: int) -> bool:
    """Say whether only a leader may approve, and must write why: the second new date."""
    return kind in LATE and again >= MOST_AGAIN


def send_from(kind: Kind, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Return from when a letter may be sent: a condolence between 08:00 and 18:00."""
    if kind is not Kind.CONDOLENCE:
        return now
    local = now.astimezone(calendar.zone)
    if local.time() < CONDOLENCE_FROM:
        return datetime.combine(local.date(), CONDOLENCE_FROM, calendar.zone)
    if local.time() >= CONDOLENCE_UNTIL:
        tomorrow = local.date() + timedelta(days=1)
        return datetime.combine(tomorrow, CONDOLENCE_FROM, calendar.zone)
    return now
