import shutil
from pathlib import Path

import pytest

from bot.kernel.errors import DataError
from bot.knowledge.base import load_knowledge

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
