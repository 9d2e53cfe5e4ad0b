"""A procedure as a page shows it: every fact already in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import Case, Paper, Topic
from bot.locale.catalogue import Voice
from bot.services.procedures.checklist import personal_checklist
from bot.services.procedures.wording import (
    say_date,
    say_fees,
    say_legal,
    say_local,
    say_online,
    say_paper,
    say_source,
    say_times,
    say_ways,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another procedure."""

    code: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of a checklist: its name apart from what there is to say about it."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A special case."""

    label: str
    says: tuple[str, ...]
    adds: tuple[PaperRow, ...]
    removes: tuple[str, ...]
    goes_to: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A procedure in words; empty where nothing is published."""

    procedure: Procedure
    field: str
    bring: tuple[PaperRow, ...] = ()
    not_needed: tuple[PaperRow, ...] = ()
    place: str = ""
    place_note: str = ""
    times: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    online: str = ""
    local_place: tuple[str, ...] = ()
    local_times: tuple[str, ...] = ()
    local_fees: tuple[str, ...] = ()
    cases: tuple[CaseView, ...] = ()
    siblings: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
    replaced_by: tuple[Link, ...] = ()
    legal: tuple[str, ...] = ()
    source: str = ""
    ended_on: str = ""


class CardViews:
    """Makes views of procedures."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._procedures = knowledge.procedures

    def view(self, procedure: Procedure, field: str, today: date, voice: Voice) -> CardView:
        """Return a procedure in words, as it is on a day."""
        checklist = personal_checklist(procedure)
        submit = procedure.submit
        full = procedure.status is Status.FULL
        return CardView(
            procedure=procedure,
            field=field,
            bring=_rows(checklist.bring, voice),
            not_needed=_rows(checklist.not_needed, voice),
            place=say_ways(submit, voice) if submit else "",
            place_note=(submit.note or "") if submit else "",
            times=tuple(say_times(procedure.time, voice)) if full or procedure.time else (),
            fees=tuple(say_fees(procedure.fee, today, voice)) if full or procedure.fee else (),
            online=say_online(submit, voice) if submit else "",
            local_place=tuple(say_local(procedure, Topic.PLACE, voice)),
            local_times=tuple(say_local(procedure, Topic.TIME, voice)),
            local_fees=tuple(say_local(procedure, Topic.FEES, voice)),
            cases=tuple(self._case(case, procedure, voice) for case in procedure.cases),
            siblings=tuple(
                link
                for sibling in procedure.siblings
                for link in self._links([sibling.code], sibling.difference)
            ),
            related=self._links((*procedure.next, *procedure.related)),
            replaced_by=self._links(procedure.replaced_by),
            legal=tuple(say_legal(text) for text in procedure.legal),
            source=say_source(procedure.source, procedure.checked, voice),
            ended_on=say_date(procedure.valid_to + timedelta(days=1)) if procedure.valid_to else "",
        )

    def _case(self, case: Case, procedure: Procedure, voice: Voice) -> CaseView:
        names = {paper.id: paper.name for paper in procedure.documents}
        links = self._links([case.goes_to]) if case.goes_to else ()
        return CaseView(
            label=case.label,
            says=case.says,
            adds=_rows(case.adds, voice),
            removes=tuple(names[paper_id] for paper_id in case.removes),
            goes_to=links[0] if links else None,
        )

    def _links(self, codes: Iterable[str], note: str = "") -> tuple[Link, ...]:
        """Return links to those of the codes that have a card, each once."""
        return tuple(
            Link(code, self._procedures[code].short, note)
            for code in dict.fromkeys(codes)
            if code in self._procedures
        )


def _rows(papers: Iterable[Paper], voice: Voice) -> tuple[PaperRow, ...]:
    rows = []
    for paper in papers:
        said = say_paper(paper, voice)
        about = said.removeprefix(paper.name).strip(" .")
        rows.append(PaperRow(paper.name, _unwrapped(about)))
    return tuple(rows)


def _unwrapped(about: str) -> str:
    """Return "bản chính. Ghi chú" for "(bản chính). Ghi chú": it stands on a line of its own."""
    if about.startswith("(") and ")" in about:
        inside, _, rest = about[1:].partition(")")
        about = inside + rest
    return about[:1].upper() + about[1:]
