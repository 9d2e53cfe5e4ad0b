"""The papers one person needs: the ordinary list changed by that person's cases. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.model import Procedure
from bot.knowledge.parts import Case, Paper, PaperKind


@dataclass(frozen=True, slots=True)
class Checklist:
    """What to bring, what not to bring, and advice for the cases that apply."""

    bring: tuple[Paper, ...]
    not_needed: tuple[Paper, ...]
    cases: tuple[Case, ...]


def personal_checklist(procedure: Procedure, case_ids: Iterable[str] = ()) -> Checklist:
    """Return the checklist for the cases given; unknown case ids are ignored."""
    wanted = set(case_ids)
    cases = tuple(case for case in procedure.cases if case.id in wanted)
    removed = {paper_id for case in cases for paper_id in case.removes}
    papers = [paper for paper in procedure.documents if paper.id not in removed]
    known = {paper.id for paper in papers}
    for case in cases:
        for paper in case.adds:
            if paper.id not in known:
                papers.append(paper)
                known.add(paper.id)
    return Checklist(
        bring=tuple(paper for paper in papers if paper.kind is not PaperKind.LOOKED_UP),
        not_needed=tuple(paper for paper in papers if paper.kind is PaperKind.LOOKED_UP),
        cases=cases,
    )


def find_case(procedure: Procedure, case_id: str) -> Case | None:
    """Return a case by its id."""
    return next((case for case in procedure.cases if case.id == case_id), None)
