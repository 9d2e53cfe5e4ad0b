import shutil
from pathlib import Path

import pytest

from bot.kernel.errors import DataError
from bot.knowledge.base import load_knowledge
from bot.services.procedures.menu import load_menu, refuse_ended

ROOT = Path(__file__).resolve().parents[3] / "procedures_data"
MARRIAGE = "fields/ho-tich/1.000894.yaml"


@pytest.fixture
def copied(tmp_path) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path / "procedures_data"))


def problems_after(root: Path, file: str, old: str, new: str) -> str:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_knowledge(root)
    return str(caught.value)


def test_the_knowledge_base_is_without_problems(knowledge):
    assert len(knowledge.procedures) >= 130
    assert set(knowledge.field_of) == set(knowledge.procedures)


def test_a_sibling_without_a_card_is_found_with_its_line(copied):
    told = problems_after(copied, MARRIAGE, 'code: "2.000806"', 'code: "9.000806"')
    assert "siblings names 9.000806, which has no card" in told
    assert "1.000894.yaml:1:" not in told.split("siblings")[0].rsplit("\n", 1)[-1]


@pytest.mark.parametrize("key", ["next", "related"])
def test_no_card_sends_citizens_to_a_procedure_that_is_over(copied, key):
    told = problems_after(copied, MARRIAGE, f"\n{key}: [", f'\n{key}: ["1.014063", ')
    assert f"{key} names 1.014063, which has ended; name 1.116410" in told
    assert "1.000894.yaml:1:" not in told


def test_a_sibling_that_was_replaced_gives_way_to_what_replaced_it(copied):
    told = problems_after(copied, MARRIAGE, 'code: "2.000806"', 'code: "1.014063"')
    assert "siblings names 1.014063, which has ended" in told


def test_no_question_offers_a_procedure_that_is_over(copied):
    told = problems_after(copied, "questions.yaml", '"2.000815"', '"2.001009"')
    assert "offers 2.001009, which has ended" in told


def test_no_life_event_offers_a_procedure_that_is_over(copied):
    path = copied / "menu.yaml"
    text = path.read_text(encoding="utf-8").replace('"2.002854"', '"2.002481"')
    path.write_text(text, encoding="utf-8")
    base = load_knowledge(copied)
    menu = load_menu(copied, base.procedures, base.field_of)
    with pytest.raises(DataError, match=r"menu\.yaml:34: .*2\.002481.*name 2\.002854"):
        refuse_ended(copied, menu, base.procedures)


def test_a_question_must_offer_cards_that_exist(copied):
    told = problems_after(copied, "questions.yaml", '"2.000815"', '"9.999999"')
    assert "offers 9.999999, which has no card" in told


def test_an_outside_matter_must_point_at_cards_that_exist(copied):
    told = problems_after(copied, "outside.yaml", '"2.000635"', '"9.999999"')
    assert "points at 9.999999, which has no card" in told


def test_a_phrase_in_two_cards_is_found(copied):
    birth = (copied / "fields/ho-tich/1.001193.yaml").read_text(encoding="utf-8")
    lines = birth.split("\nasks:")[-1].splitlines()
    phrase = next(line.strip()[2:] for line in lines if line.startswith("  - "))
    told = problems_after(copied, MARRIAGE, "\nasks:\n", f"\nasks:\n  - {phrase}\n")
    assert "is also a way of asking for 1.000894" in told


def test_a_synonym_for_nothing_is_found(copied):
    told = problems_after(copied, "synonyms.yaml", "means: tách hộ,", "means: tách hộ lạ lùng,")
    assert "«tách hộ lạ lùng» is used by nothing" in told


def test_an_unknown_key_in_a_word_list_is_refused(copied):
    told = problems_after(copied, "outside.yaml", "responsible:", "responsable:")
    assert "outside.yaml" in told
