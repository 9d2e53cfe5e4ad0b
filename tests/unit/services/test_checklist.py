from hypothesis import given
from hypothesis import strategies as st

from bot.app.brain import Brain
from bot.knowledge.parts import PaperKind
from bot.services.procedures.checklist import find_case, personal_checklist


def test_a_death_at_home_needs_the_communes_paper_instead_of_the_hospitals(brain: Brain):
    card = brain.knowledge.procedures["1.000656"]
    papers = {paper.id for paper in personal_checklist(card, ["mat-o-nha"]).bring}
    assert "giay-bao-tu-cua-xa" in papers
    assert "giay-bao-tu" not in papers


def test_what_the_authority_looks_up_is_never_to_be_brought(brain: Brain):
    for card in brain.knowledge.procedures.values():
        checklist = personal_checklist(card, [case.id for case in card.cases])
        assert all(paper.kind is not PaperKind.LOOKED_UP for paper in checklist.bring)


def test_an_unknown_case_changes_nothing(brain: Brain):
    card = brain.knowledge.procedures["1.001193"]
    assert personal_checklist(card, ["nothing"]) == personal_checklist(card)
    assert find_case(card, "nothing") is None


@given(st.data())
def test_no_paper_is_listed_twice_whatever_the_cases(brain: Brain, data: st.DataObject):
    card = data.draw(st.sampled_from(list(brain.knowledge.procedures.values())))
    cases = data.draw(st.lists(st.sampled_from([c.id for c in card.cases] or ["x"]), max_size=4))
    checklist = personal_checklist(card, cases)
    ids = [paper.id for paper in (*checklist.bring, *checklist.not_needed)]
    assert len(ids) == len(set(ids))
    assert personal_checklist(card, cases + cases) == checklist
