"""The small data files that upkeep reads agree with the rest."""

from bot.app.brain import Brain
from bot.knowledge.importing.field_names import load_field_names
from bot.knowledge.stale import load_laws
from tests.cards import ROOT, TODAY


def test_every_official_field_leads_to_a_folder_with_a_name(brain: Brain):
    names = load_field_names(ROOT)
    named = {field.slug for field in brain.menu.fields}
    assert names.slugs <= named
    assert "khac" in named
    assert names.slug_of("I. LĨNH VỰC HỘ TỊCH (Bộ Tư pháp)") == "ho-tich"


def test_replaced_laws_are_well_known_and_name_their_source():
    laws = load_laws(ROOT)
    assert len(laws) >= 15
    for law in laws.values():
        assert law.since <= TODAY
        assert law.source
        assert law.number not in law.replaced_by
