"""Facts of a card in words: time limits, fees, papers, sources. Pure functions."""

from collections.abc import Sequence
from datetime import date

from bot.knowledge.model import LegalText, Procedure, Source
from bot.knowledge.parts import (
    Fee,
    FeeKind,
    OnlineLevel,
    Paper,
    PaperKind,
    Submission,
    TimeLimit,
    Topic,
)
from bot.locale.catalogue import Voice


def say_date(day: date) -> str:
    """Return a date as people write it: ``dd/mm/yyyy``."""
    return f"{day:%d/%m/%Y}"


def say_money(amount: int) -> str:
    """Return an amount of đồng: ``8.000 đồng``."""
    return f"{amount:,} đồng".replace(",", ".")


def say_time(limit: TimeLimit, voice: Voice) -> str:
    """Return one time limit in words, with its case, start, channel and caution."""
    unit = voice(f"time.{limit.unit}", amount=limit.amount or "")
    text = unit
    if limit.after_15h:
        text += "; " + voice("time.after_15h")
    if limit.counted_from:
        text += " " + voice("time.counted_from", start=limit.counted_from)
    if limit.note:
        text += f" ({limit.note})"
    if not limit.sure:
        text += " – " + voice("card.ask_counter")
    return _with_lead(text, limit.channel, limit.when, voice)


def say_times(limits: Sequence[TimeLimit], voice: Voice) -> list[str]:
    """Return all limits, the ordinary one first; unknown when there is none."""
    if not limits:
        return [voice("time.unknown")]
    return [say_time(limit, voice) for limit in sorted(limits, key=lambda item: bool(item.when))]


def current_fees(fees: Sequence[Fee], today: date) -> list[Fee]:
    """Return the fees that apply on a day."""
    return [
        fee
        for fee in fees
        if (fee.valid_from is None or fee.valid_from <= today)
        and (fee.valid_to is None or today <= fee.valid_to)
    ]


def say_fee(fee: Fee, voice: Voice) -> str:
    """Return one fee in words; never "free" unless a text says so."""
    match fee.kind:
        case FeeKind.AMOUNT:
            text = say_money(fee.amount or 0)
            if fee.per:
                text += "/" + fee.per
        case FeeKind.FREE:
            text = voice("fee.free", basis=fee.basis) if fee.basis else voice("fee.free_plain")
        case FeeKind.PROVINCE:
            text = voice("fee.province")
        case FeeKind.UNKNOWN:
            text = voice("fee.unknown")
    if fee.note:
        text += f" ({fee.note})"
    if fee.valid_to:
        text += " " + voice("fee.until", day=say_date(fee.valid_to))
    return _with_lead(text, fee.channel, fee.when, voice)


def say_fees(fees: Sequence[Fee], today: date, voice: Voice) -> list[str]:
    """Return the fees of a day in words, the ordinary one first."""
    current = current_fees(fees, today)
    if not current:
        return [voice("fee.unknown")]
    return [say_fee(fee, voice) for fee in sorted(current, key=lambda item: bool(item.when))]


def say_paper(paper: Paper, voice: Voice) -> str:
    """Return one paper of a list: name, in which form, how many, note."""
    details = []
    if paper.kind not in (PaperKind.LOOKED_UP, PaperKind.FORM):
        details.append(voice(f"paper.{paper.kind}"))
    if paper.count > 1:
        details.append(voice("paper.count", count=paper.count))
    if paper.form_code:
        details.append(voice("paper.form_code", code=paper.form_code))
    text = paper.name
    if details:
        text += f" ({', '.join(details)})"
    if paper.note:
        text += f". {paper.note.rstrip('.')}"
    if not paper.sure:
        text += " – " + voice("card.ask_counter")
    return text


def say_online(submit: Submission | None, voice: Voice) -> str:
    """Return how far it can be done online."""
    level = submit.online if submit else OnlineLevel.UNKNOWN
    return voice(f"online.{level}")


def say_ways(submit: Submission, voice: Voice) -> str:
    """Return where and by which ways to hand it in, on one line."""
    ways = []
    if submit.online in (OnlineLevel.FULL, OnlineLevel.PARTIAL):
        ways.append(voice(f"online.short_{submit.online}"))
    if submit.post:
        ways.append(voice("place.post"))
    text = submit.where.rstrip(".")
    if ways:
        text += "; " + voice("place.or", ways=", ".join(ways))
    return text


def say_legal(text: LegalText) -> str:
    """Return a legal document: title, number, date."""
    day = f" ({say_date(text.date)})" if text.date else ""
    return f"{text.title}, số {text.number}{day}"


def say_local(procedure: Procedure, topic: Topic, voice: Voice) -> list[str]:
    """Return which layer below the nation the facts of a topic come from, a line each."""
    lines = []
    for fact in procedure.local:
        if fact.topic is not topic:
            continue
        if fact.says:
            lines.append(voice("local.says", place=fact.layer, text=fact.says))
        if fact.basis:
            line = voice("local.basis", place=fact.layer, basis=fact.basis)
            if fact.valid_to:
                line += " " + voice("fee.until", day=say_date(fact.valid_to))
            lines.append(line + ".")
    return lines


def say_source(source: Source, checked: date, voice: Voice) -> str:
    """Return where the facts come from and when they were checked."""
    origin = source.origin
    if source.decision:
        origin = voice("source.decision", number=source.decision)
        if source.date:
            origin += " " + voice("source.of_day", day=say_date(source.date))
    return voice("source.line", origin=origin, checked=say_date(checked))


def procedure_title(procedure: Procedure) -> str:
    """Return the short name, or the full one when it is not long."""
    return procedure.short


def _with_lead(text: str, channel: str, when: str | None, voice: Voice) -> str:
    leads = []
    if channel != "all":
        leads.append(voice(f"channel.{channel}"))
    if when:
        leads.append(when[:1].upper() + when[1:] if not leads else when)
    return f"{', '.join(leads)}: {text}" if leads else text[:1].upper() + text[1:]
