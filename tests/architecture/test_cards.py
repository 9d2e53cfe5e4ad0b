"""Every card reads well: what citizens see of it, composed as the chat does."""

import re
from collections import Counter
from datetime import date

from bot.app.brain import Brain
from bot.knowledge.model import Status
from bot.knowledge.parts import Topic
from bot.locale.catalogue import Voice
from bot.services.procedures import card

TODAY = date(2026, 11, 25)


def test_the_first_set_is_large_enough_and_asked_for_in_many_ways(brain: Brain):
    cards = brain.knowledge.procedures.values()
    assert sum(card.status is Status.FULL for card in cards) >= 70
    for procedure in cards:
        if procedure.status is Status.FULL:
            least = 5 if procedure.specialist else 12
            assert len(procedure.asks) >= least, procedure.code


def test_every_living_card_was_read_by_a_second_person(brain: Brain):
    unread = [
        procedure.code
        for procedure in brain.knowledge.procedures.values()
        if procedure.second_reader is None
    ]
    assert unread == []


def test_siblings_are_told_apart_on_both_sides(brain: Brain):
    procedures = brain.knowledge.procedures
    silent = {
        procedures[code].code
        for card in procedures.values()
        for code in (card.code, *(sibling.code for sibling in card.siblings))
        if card.siblings
        and procedures[code].status is not Status.ENDED
        and not procedures[code].tells_apart
    }
    assert silent == set()


def test_living_procedures_have_different_names_on_buttons(brain: Brain):
    names = [
        card.short
        for card in brain.knowledge.procedures.values()
        if card.status is not Status.ENDED
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_answer_names_source_and_day_checked(brain: Brain):
    voice = Voice(brain.catalogue)
    for procedure in brain.knowledge.procedures.values():
        text = card.overview(procedure, voice, TODAY)
        assert re.search(r"Nguồn: .+, kiểm tra \d\d/\d\d/\d{4}\.", text), procedure.code
        assert "kiểm tra lại với quầy" in text


def test_no_card_says_free_without_the_text_that_says_so(brain: Brain):
    voice = Voice(brain.catalogue)
    for procedure in brain.knowledge.procedures.values():
        lines = card.topics_answer(procedure, [Topic.FEES], voice, TODAY).split("\n")
        for line in lines:
            if re.search(r"\bmiễn phí\b", line):
                assert "theo " in line, (procedure.code, line)


def test_old_words_of_before_july_2025_are_gone(brain: Brain):
    voice = Voice(brain.catalogue)
    old = re.compile(
        r"cấp huyện|phòng Tư pháp huyện|UBND huyện|quý khách|Bộ Lao động - Thương binh"
    )
    for procedure in brain.knowledge.procedures.values():
        text = card.topics_answer(procedure, list(Topic), voice, TODAY)
        text += "\n".join(sentence for case in procedure.cases for sentence in case.says)
        # A name of a document, or a sentence that says that the level is gone, may say so.
        found = [
            line
            for line in text.split("\n")
            if old.search(line) and not re.search("số |không còn|cấp huyện cũ", line)
        ]
        assert found == [], procedure.code


def test_fee_periods_that_are_over_are_not_shown(brain: Brain):
    voice = Voice(brain.catalogue)
    now = card.topics_answer(brain.knowledge.procedures["1.116410"], [Topic.FEES], voice, TODAY)
    later = card.topics_answer(
        brain.knowledge.procedures["1.116410"], [Topic.FEES], voice, date(2027, 1, 2)
    )
    assert "35.000 đồng" in now
    assert "đến hết 31/12/2026" in now
    assert "35.000 đồng" not in later
    assert "70.000 đồng" in later


def test_bold_markup_is_balanced_everywhere(brain: Brain):
    voice = Voice(brain.catalogue)
    for procedure in brain.knowledge.procedures.values():
        for line in card.topics_answer(procedure, list(Topic), voice, TODAY).split("\n"):
            assert line.count("**") % 2 == 0, line
