from bot.knowledge.evaluation import Item, TurnResult, Wanted, judge, render, summary

KNOWN = {"1.001193", "1.000894"}


def item(behavior: str, *expect: str, fields: tuple[str, ...] = (), turns: int = 1) -> Item:
    wanted = Wanted(expect, behavior, fields)
    return Item("t1", "kind", ("câu hỏi",) * turns, (wanted,) * turns)


def result(behavior: str, *codes: str, fields: tuple[str, ...] = ()) -> TurnResult:
    return TurnResult(behavior, codes, fields)


def test_the_right_procedure_first():
    outcome = judge(item("answer", "1.001193"), [result("answer", "1.001193")], KNOWN)
    assert (outcome.first, outcome.within, outcome.behavior) == (True, True, True)


def test_the_right_procedure_third_is_within_three_only():
    third = result("answer", "1.000894", "2.000815", "1.001193")
    outcome = judge(item("answer", "1.001193"), [third], KNOWN)
    assert (outcome.first, outcome.within) == (False, True)


def test_a_procedure_without_a_card_is_not_counted():
    outcome = judge(item("answer", "1.001193", "9.999999"), [result("out_of_scope")], KNOWN)
    assert not outcome.counted


def test_out_of_scope_counts_always():
    assert judge(item("out_of_scope"), [result("answer", "1.001193")], KNOWN).counted


def test_fields_have_other_names_elsewhere():
    wanted = item("answer", "1.001193", fields=("checklist", "deadline"))
    told = result("answer", "1.001193", fields=("time", "documents"))
    assert judge(wanted, [told], KNOWN).fields is True


def test_the_share_of_options_offered():
    wanted = item("clarify", "1.001193", "1.000894")
    outcome = judge(wanted, [result("clarify", "1.001193", "2.000815")], KNOWN)
    assert (outcome.offered, outcome.first) == (0.5, None)


def test_a_dialogue_is_right_when_every_turn_is():
    wanted = item("answer", "1.001193", turns=2)
    right, wrong = result("answer", "1.001193"), result("clarify", "1.001193")
    assert judge(wanted, [right, right], KNOWN).dialogue is True
    assert judge(wanted, [wrong, right], KNOWN).dialogue is False


def test_the_table_names_the_misses():
    miss = judge(item("answer", "1.001193"), [result("answer", "1.000894")], KNOWN)
    table = render([miss])
    assert "t1 [first]" in table
    assert summary([miss])["right procedure first"] == (0.0, 1)
