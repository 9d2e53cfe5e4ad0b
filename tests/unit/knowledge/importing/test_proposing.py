"""What bringing in a file would change."""

import datetime as dt

import pytest

from bot.knowledge.changes import ChangeKind
from bot.knowledge.importing.field_names import load_field_names
from bot.knowledge.importing.proposal import Proposal
from bot.knowledge.importing.proposing import Proposer
from bot.knowledge.importing.rows import FileContent, Law, Method
from bot.knowledge.importing.vouched import proper_name, short_name
from bot.knowledge.journal import replay
from bot.knowledge.model import Status
from tests.cards import (
    BIRTH,
    COPY,
    DEATH,
    MARRIAGE,
    NAMES,
    ROOT,
    TODAY,
    a_base,
    a_card,
    a_full_card,
    a_record,
    a_row,
)

FIELDS = load_field_names(ROOT)
NEW = "1.009447"
PORT = "Công bố đóng cảng, bến thủy nội địa"


def propose(base, *, records=(), rows=(), list_only=False) -> Proposal:
    content = FileContent(records=tuple(records), rows=tuple(rows))
    return Proposer(base, FIELDS, TODAY).propose("tệp", content, list_only=list_only)


def test_a_new_record_becomes_a_card_with_its_name_only():
    record = a_record(
        NEW, f"Thủ tục {PORT.lower()}.", field="Hàng hải và đường thủy nội địa (Bộ Xây dựng)",
        level=("xa",), agency="Ủy ban nhân dân cấp xã", decision="12/QĐ-BXD", detail=True,
        methods=(Method("truc_tiep", "5 ngày", "100.000 đồng"),), laws=(Law("08/2021/NĐ-CP"),),
        snapshot=dt.date(2026, 7, 18),
    )  # fmt: skip
    proposal = propose(a_base(), records=[record])
    (change,) = proposal.changes
    content = change.content()
    assert content.field == "giao-thong"
    card = content.card
    assert (card.name, card.status, card.level) == (PORT, Status.NAME_ONLY, ("xa",))
    assert (card.source.decision, card.checked) == ("12/QĐ-BXD", dt.date(2026, 7, 18))
    assert (card.fee[0].amount, card.time[0].amount) == (100_000, 5)
    assert (card.documents, card.asks) == ((), ())


@pytest.mark.parametrize(
    ("official", "ours"),
    [
        ("THỦ TỤC QUỸ TỰ GIẢI THỂ (Cấp xã)", "Quỹ tự giải thể (cấp xã)"),
        ("1. Thủ tục hỗ trợ hỏa táng.", "Hỗ trợ hỏa táng"),
        ("Hòa giải tranh chấp đất đai\n(1) Trình tự thực hiện:", "Hòa giải tranh chấp đất đai"),
        ("Thủ tục: đăng ký khai sinh", "Đăng ký khai sinh"),
    ],
)
def test_official_names_are_made_readable(official: str, ours: str):
    assert proper_name(official) == ours
    assert len(short_name(ours * 5)) <= 60


@pytest.mark.parametrize("decision", ["Quyết định số 6225/QĐ-BQP", "QĐ6225-BQP", "6225/QĐ-BQP "])
def test_one_decision_written_in_two_ways_is_one_decision(decision: str):
    source = {"origin": "x", "decision": "6225/QĐ-BQP", "snapshot": dt.date(2026, 9, 1)}
    base = a_base(a_full_card(BIRTH, source=source))
    assert propose(base, records=[a_record(BIRTH, decision=decision)]).report() == ()


def test_laws_are_compared_only_when_the_record_is_newer_than_the_cards_source():
    base = a_base(a_full_card(BIRTH))
    old = a_record(BIRTH, laws=(Law("1/2020/NĐ-CP"),), snapshot=dt.date(2026, 9, 1))
    new = a_record(BIRTH, laws=(Law("1/2020/NĐ-CP"),), snapshot=dt.date(2026, 10, 1))
    assert propose(base, records=[old]).report() == ()
    assert "60/2014/QH13" in propose(base, records=[new]).report()[0]


def test_a_card_of_the_files_is_never_replaced_although_nobody_read_it_again():
    base = a_base(a_card(BIRTH, "Đăng ký khai sinh", second_reader=None))
    assert propose(base, records=[a_record(BIRTH, snapshot=TODAY)]).changes == ()


def test_a_field_that_nobody_listed_goes_to_the_others():
    (change,) = propose(a_base(), records=[a_record(NEW, PORT, field="Viễn thám")]).changes
    assert change.content().field == "khac"


def test_the_same_file_again_changes_nothing():
    base = a_base()
    records = [a_record(NEW, PORT, snapshot=dt.date(2026, 7, 18)), a_record(BIRTH)]
    first = propose(base, records=records)
    after = replay(base, first.changes).knowledge
    again = propose(after, records=records)
    assert again.changes == ()
    assert again.known == 2


def test_a_younger_snapshot_with_another_name_changes_only_machine_made_cards():
    base = replay(a_base(), propose(a_base(), records=[a_record(NEW, PORT)]).changes).knowledge
    renamed = a_record(NEW, f"{PORT} và khu neo đậu", snapshot=TODAY)
    (change,) = propose(base, records=[renamed]).changes
    assert change.content().card.name.endswith("khu neo đậu")


def test_a_card_written_by_hand_is_never_replaced_only_compared():
    base = a_base(a_full_card(BIRTH, source={
        "origin": "x", "decision": "1/QĐ-BTP", "snapshot": dt.date(2026, 9, 1)}))  # fmt: skip
    record = a_record(
        BIRTH, decision="2/QĐ-BTP", laws=(Law("90/2026/QH15"),),
        methods=(Method("truc_tiep", "7 ngày", "Lệ phí : 10.000 Đồng"),),
    )  # fmt: skip
    proposal = propose(base, records=[record])
    assert proposal.changes == ()
    (difference,) = proposal.differences
    text = "\n".join(difference.lines)
    assert "2/QĐ-BTP (thẻ: 1/QĐ-BTP)" in text
    assert "10.000 đồng; thẻ: 8.000 đồng" in text
    assert "7 ngày; thẻ: 5" in text
    assert "60/2014/QH13" in text


def test_bare_numbers_of_a_new_record_are_kept_and_nothing_else():
    methods = (
        Method("truc_tiep", "05 ngày làm việc", "Lệ phí: 50.000 đồng"),
        Method("truc_tuyen", "3 Ngày làm việc", "25.000 đồng"),
    )
    (change,) = propose(a_base(), records=[a_record(NEW, PORT, methods=methods)]).changes
    card = change.content().card
    assert [(one.channel, one.amount) for one in card.time] == [("counter", 5), ("online", 3)]
    assert [(one.channel, one.amount) for one in card.fee] == [
        ("counter", 50_000),
        ("online", 25_000),
    ]
    alike = (Method("truc_tiep", "5 ngày", "0 đ"), Method("buu_chinh", "5 ngày", "Theo quy định"))
    (change,) = propose(a_base(), records=[a_record(NEW, PORT, methods=alike)]).changes
    card = change.content().card
    assert [(one.channel, one.amount) for one in card.time] == [("all", 5)]
    assert card.fee == ()
    for vague in ("1 (khác)", "không quá 5 ngày", "", "0 ngày"):
        method = Method("truc_tiep", vague, "0 đồng")
        (change,) = propose(a_base(), records=[a_record(NEW, PORT, methods=(method,))]).changes
        assert (change.content().card.time, change.content().card.fee) == ((), ())


def test_a_name_that_says_more_is_another_name():
    base = a_base(a_full_card(BIRTH))
    name = base.procedures[BIRTH].name
    for longer, reported in (
        (f"{name} và cấp thẻ mới", True),
        (f"Thủ tục {name.lower()} (cấp xã)", False),
        (f"{name}\n(1) Trình tự thực hiện:", False),
    ):
        proposal = propose(base, records=[a_record(BIRTH, longer)])
        lines = [line for one in proposal.differences for line in one.lines]
        assert any(line.startswith("tên: ") for line in lines) is reported, longer


def test_papers_and_result_of_a_newer_record_are_compared():
    card = a_full_card(
        BIRTH,
        documents=[{"id": "to-khai", "name": "Tờ khai đăng ký khai sinh", "kind": "form"}],
        result="Giấy khai sinh",
    )
    papers = ("Tờ khai đăng ký khai sinh theo mẫu", "Giấy khám sức khỏe của người mẹ")
    newer = a_record(BIRTH, papers=papers, result="Thẻ định danh điện tử", snapshot=TODAY)
    (difference,) = propose(a_base(card), records=[newer]).differences
    text = "\n".join(difference.lines)
    assert "thẻ chưa thấy: «Giấy khám sức khỏe của người mẹ»" in text
    assert "kết quả: hồ sơ quốc gia ghi «Thẻ định danh điện tử», thẻ ghi «Giấy khai sinh»" in text
    same = a_record(BIRTH, papers=papers)
    assert propose(a_base(card), records=[same]).differences == ()


@pytest.mark.parametrize(
    "method",
    [
        Method("truc_tiep", "1 (khác)", "0 đ", time_placeholder=True),  # a bare 0, a placeholder
        Method("truc_tiep", "5 ngày làm việc", "8.000 đồng/bản"),
        Method("truc_tiep", "", ""),
    ],
)
def test_a_bare_zero_and_a_placeholder_are_no_difference(method: Method):
    assert (
        propose(a_base(a_full_card()), records=[a_record(BIRTH, methods=(method,))]).report() == ()
    )


def test_a_record_whose_code_belongs_to_another_name_is_reported():
    proposal = propose(a_base(), records=[a_record(BIRTH, PORT)])
    assert proposal.changes == ()
    assert proposal.report() == (f"dòng {BIRTH}: «{PORT}» – mã {BIRTH} là của «Đăng ký khai sinh»",)


def test_the_same_code_twice_in_one_file_is_reported():
    twice = [a_record(NEW, PORT), a_record(NEW, "Tên khác hẳn", detail=True)]
    twice[1] = type(twice[1])(place="dòng 9", code=NEW, name="Tên khác hẳn")
    proposal = propose(a_base(), records=twice)
    assert len(proposal.changes) == 1
    assert proposal.unplaced[0].place == "dòng 9"


def test_a_record_that_is_not_in_force_ends_the_procedure():
    base = replay(a_base(), propose(a_base(), records=[a_record(NEW, PORT)]).changes).knowledge
    (change,) = propose(base, records=[a_record(NEW, PORT, ended=True)]).changes
    assert change.kind is ChangeKind.END
    assert replay(base, [change]).knowledge.procedures[NEW].status is Status.ENDED


def test_a_straight_list_says_what_the_commune_posts():
    rows = [a_row(name, code) for code, name in NAMES.items()]
    proposal = propose(a_base(), rows=rows)
    (change,) = proposal.changes
    assert change.content().codes == tuple(NAMES)
    assert proposal.report() == ()


def test_codes_that_slipped_by_one_row_are_found_by_their_names():
    codes = [*NAMES][1:] + [*NAMES][:1]
    rows = [
        a_row(name, code, f"dòng {at}")
        for at, (name, code) in enumerate(zip(NAMES.values(), codes, strict=True), 2)
    ]
    proposal = propose(a_base(), rows=rows)
    assert proposal.placed == tuple(NAMES)
    assert [slip.code for slip in proposal.slips] == [*NAMES]
    assert "cột mã bị lệch" in proposal.report()[0]
    assert f"dòng 2: «Đăng ký khai sinh» ghi mã {MARRIAGE}, đúng là {BIRTH}" in proposal.report()


def test_one_word_makes_another_procedure_and_is_never_guessed():
    base = a_base(a_card("1.005461", "Công nhận trường tiểu học đạt chuẩn quốc gia"))
    (row,) = propose(
        base, rows=[a_row("Công nhận trường trung học đạt chuẩn quốc gia", "1.003622")]
    ).unplaced
    assert "gần nhất là 1.005461" in row.why


def test_a_name_that_several_procedures_bear_is_left_to_a_person():
    base = a_base(a_card("1.115240", "Cấp sổ đỏ"), a_card("1.115375", "Cấp sổ đỏ"))
    proposal = propose(base, rows=[a_row("Cấp sổ đỏ")])
    assert proposal.changes == ()
    assert "1.115240, 1.115375; hãy chọn mã" in proposal.unplaced[0].why


def test_an_unknown_code_is_believed_only_in_a_list_that_has_proved_straight():
    cards = [a_card(f"1.{n:06}", f"Cấp phép loại {chr(96 + n)} cho cơ sở") for n in range(1, 26)]
    rows = [a_row(card.name, card.code) for card in cards]
    stranger = a_row(PORT, NEW)
    proved = propose(a_base(*cards), rows=[*rows, stranger])
    assert [change.kind for change in proved.changes] == [ChangeKind.CARD, ChangeKind.LIST]
    unproved = propose(a_base(*cards), rows=[*rows[:5], stranger])
    assert [change.kind for change in unproved.changes] == [ChangeKind.LIST]
    assert unproved.unplaced[0].what == PORT


def test_only_the_list_can_be_taken():
    proposal = propose(
        a_base(), records=[a_record(NEW, PORT), a_record(DEATH)], rows=[a_row(NAMES[COPY], COPY)],
        list_only=True,
    )  # fmt: skip
    (change,) = proposal.changes
    assert change.content().codes == (COPY, DEATH)
