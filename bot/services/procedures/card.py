"""A procedure as a chat message: the four things first, the rest by topic. Pure functions."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import OnlineLevel, Paper, Topic
from bot.locale.catalogue import Voice
from bot.services.procedures import wording
from bot.services.procedures.checklist import Checklist, personal_checklist

FOUR_FIRST = (Topic.DOCUMENTS, Topic.PLACE, Topic.TIME, Topic.FEES)
BULLET = "• "


def overview(procedure: Procedure, voice: Voice, today: date, cases: Iterable[str] = ()) -> str:
    """Return the four things first: bring what, submit where, how long, how much."""
    return topics_answer(procedure, FOUR_FIRST, voice, today, cases)


def topics_answer(
    procedure: Procedure,
    topics: Sequence[Topic],
    voice: Voice,
    today: date,
    cases: Iterable[str] = (),
) -> str:
    """Return only the things asked about, with title and source."""
    checklist = personal_checklist(procedure, cases)
    lines = [title(procedure, voice)]
    if procedure.only_in:
        lines.append(voice("card.only_in", place=procedure.only_in))
    lines += _case_lines(checklist, voice)
    for topic in topics:
        lines += topic_lines(procedure, topic, voice, today, checklist)
    lines += closing(procedure, voice)
    return "\n".join(lines)


def title(procedure: Procedure, voice: Voice) -> str:
    """Return the first line: name and code."""
    return voice("card.title", name=wording.procedure_title(procedure), code=procedure.code)


def closing(procedure: Procedure, voice: Voice) -> list[str]:
    """Return the last line: source, day checked, and the word of caution."""
    lines = []
    if procedure.status is Status.NAME_ONLY:
        lines.append(voice("card.name_only"))
    source = wording.say_source(procedure.source, procedure.checked, voice)
    lines.append(f"{source} {voice('card.if_urgent')}")
    return lines


def topic_lines(
    procedure: Procedure, topic: Topic, voice: Voice, today: date, checklist: Checklist
) -> list[str]:
    """Return a heading and what the card says about one topic; says so when it says nothing."""
    content = _CONTENT[topic](procedure, voice, today, checklist)
    if not content:
        content = [voice("card.unknown")]
    return _under_heading(topic, content, voice) + wording.say_local(procedure, topic, voice)


def _under_heading(topic: Topic, content: Sequence[str], voice: Voice) -> list[str]:
    heading = voice(f"topic.{topic}")
    alone = heading.rstrip(":")  # a heading on a line of its own needs no colon
    if len(content) == 1 and topic not in (Topic.DOCUMENTS, Topic.STEPS):
        return [f"**{heading}** {content[0]}"]
    if topic is Topic.DOCUMENTS:
        return [f"**{heading}**", *content]
    if topic is Topic.STEPS:
        return [f"**{heading}**", *(f"{n}. {line}" for n, line in enumerate(content, start=1))]
    return [f"**{alone}**", *(BULLET + line for line in content)]


def _case_lines(checklist: Checklist, voice: Voice) -> list[str]:
    lines = []
    for case in checklist.cases:
        lines.append(voice("card.case", label=case.label))
        lines += [BULLET + sentence for sentence in case.says]
    return lines


def paper_lines(papers: Sequence[Paper], voice: Voice) -> list[str]:
    """Return papers as boxes to tick."""
    return ["☐ " + wording.say_paper(paper, voice) for paper in papers]


def _documents(procedure: Procedure, voice: Voice, _today: date, checklist: Checklist) -> list[str]:
    lines = paper_lines(checklist.bring, voice)
    if checklist.not_needed:
        papers = "; ".join(_looked_up(paper) for paper in checklist.not_needed)
        lines.append(voice("card.not_needed", papers=papers))
    if lines and procedure.copies > 1:
        lines.append(voice("card.sets", count=procedure.copies))
    return lines


def _looked_up(paper: Paper) -> str:
    """Return a paper nobody has to bring, with the exception its note may name."""
    name = _lower_first(paper.name)
    return f"{name} ({_lower_first(paper.note.rstrip('.'))})" if paper.note else name


def _place(procedure: Procedure, voice: Voice, _today: date, _list: Checklist) -> list[str]:
    lines = []
    if procedure.submit is not None:
        lines.append(wording.say_ways(procedure.submit, voice))
        if procedure.submit.note:
            lines.append(procedure.submit.note)
    elif procedure.decides:
        lines.append(voice("card.decides", who=procedure.decides))
    return lines


def _time(procedure: Procedure, voice: Voice, _today: date, _list: Checklist) -> list[str]:
    return wording.say_times(procedure.time, voice)


def _fees(procedure: Procedure, voice: Voice, today: date, _list: Checklist) -> list[str]:
    return wording.say_fees(procedure.fee, today, voice)


def _online(procedure: Procedure, voice: Voice, _today: date, _list: Checklist) -> list[str]:
    lines = [wording.say_online(procedure.submit, voice)]
    submit = procedure.submit
    if submit and submit.online in (OnlineLevel.FULL, OnlineLevel.PARTIAL):
        lines.append(voice("online.how"))
    if submit and submit.note:
        lines.append(submit.note)
    return lines


def _steps(procedure: Procedure, _voice: Voice, _today: date, _list: Checklist) -> list[str]:
    return list(procedure.steps)


def _conditions(procedure: Procedure, voice: Voice, _today: date, _list: Checklist) -> list[str]:
    lines = []
    if procedure.who:
        lines.append(voice("card.who", who=_lower_first(procedure.who)))
    lines += procedure.conditions
    lines += [voice("card.mistake", text=_lower_first(text)) for text in procedure.mistakes]
    lines += [voice("card.note", text=_lower_first(text)) for text in procedure.notes]
    return lines


def _result(procedure: Procedure, voice: Voice, _today: date, _list: Checklist) -> list[str]:
    lines = [procedure.result] if procedure.result else []
    if procedure.result_valid:
        lines.append(voice("card.result_valid", text=_lower_first(procedure.result_valid)))
    return lines


def _legal(procedure: Procedure, _voice: Voice, _today: date, _list: Checklist) -> list[str]:
    return [wording.say_legal(text) for text in procedure.legal]


_CONTENT = {
    Topic.DOCUMENTS: _documents,
    Topic.PLACE: _place,
    Topic.TIME: _time,
    Topic.FEES: _fees,
    Topic.ONLINE: _online,
    Topic.STEPS: _steps,
    Topic.CONDITIONS: _conditions,
    Topic.RESULT: _result,
    Topic.LEGAL: _legal,
}


def says_something(procedure: Procedure, topic: Topic) -> bool:
    """Say whether a card holds anything about a topic."""
    held = {
        Topic.DOCUMENTS: procedure.documents,
        Topic.PLACE: procedure.submit or procedure.decides,
        Topic.TIME: procedure.time,
        Topic.FEES: procedure.fee,
        Topic.ONLINE: procedure.submit,
        Topic.STEPS: procedure.steps,
        Topic.CONDITIONS: (
            procedure.conditions or procedure.who or procedure.mistakes or procedure.notes
        ),
        Topic.RESULT: procedure.result,
        Topic.LEGAL: procedure.legal,
    }
    return bool(held[topic])


def _lower_first(text: str) -> str:
    keep = len(text) > 1 and text[1].isupper()  # an abbreviation keeps its capitals
    return text if keep else text[:1].lower() + text[1:]
