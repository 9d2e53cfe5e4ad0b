"""Every procedure of the knowledge base, every status, every kind: never the wrong letter.

The lists stand here a second time, written from the laws' names and not from the program's file.
"""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.brain import Brain
from bot.kernel.errors import DataError
from bot.services.letters import rules
from bot.services.letters.codes import Codes, load_codes
from bot.services.letters.model import About, Circumstance, Doubt, Kind, LetterRules
from tests.conftest import WEDNESDAY_MORNING
from tests.web.house import PROCEDURES

JOY = {
    "1.001193": Kind.BIRTH,
    "1.003583": Kind.BIRTH,
    "2.000528": Kind.BIRTH,
    "1.000110": Kind.BIRTH,
    "3.000722": Kind.BIRTH,
    "1.000894": Kind.MARRIAGE,
    "1.000593": Kind.MARRIAGE,
    "2.000806": Kind.MARRIAGE,
    "1.000094": Kind.MARRIAGE,
}
GRIEF = {"1.000656", "1.000419", "1.001766", "1.004827", "2.002913"}
# What sounds alike and must never get one.
LOOK_ALIKE = {
    "1.004884": "Đăng ký lại khai sinh",
    "2.000522": "Đăng ký lại khai sinh có yếu tố nước ngoài",
    "1.004772": "khai sinh cho người đã có hồ sơ, giấy tờ cá nhân",
    "1.000893": "khai sinh nước ngoài cho người đã có giấy tờ",
    "1.000689": "khai sinh kết hợp nhận cha, mẹ, con",
    "1.001695": "khai sinh kết hợp nhận cha, mẹ, con, nước ngoài",
    "2.000635": "Cấp bản sao Giấy khai sinh",
    "1.004746": "Đăng ký lại kết hôn",
    "2.000513": "Đăng ký lại kết hôn có yếu tố nước ngoài",
    "2.002189": "Ghi chú kết hôn ở nước ngoài",
    "2.000554": "Ghi chú ly hôn ở nước ngoài",
    "2.000547": "Ghi chú việc hộ tịch khác",
    "1.005461": "Đăng ký lại khai tử",
    "2.000497": "Đăng ký lại khai tử có yếu tố nước ngoài",
}
STATUSES = range(1, 11)
_MOURNING = ("khai tử", "mai táng", "từ trần", "tử tuất", "liệt sĩ", "hy sinh", "bị chết", "tố cáo")
# These name a death or a denunciation without being about one.
_NOT_MOURNING = {
    "1.115562",  # land, by a decision on a denunciation
    "2.000547",  # notes from abroad of any kind
    "1.010814",  # papers of people with merit
}


@pytest.fixture(scope="module")
def codes(brain: Brain) -> Codes:
    return load_codes(PROCEDURES, brain.knowledge.procedures)


def expected(code: str, status: int) -> Kind | None:
    if code in JOY:
        return JOY[code] if status == 10 else None
    return Kind.CONDOLENCE if code in GRIEF and status in (9, 10) else None


def test_every_code_in_every_status_gets_exactly_the_letter_that_is_right(
    brain: Brain, codes: Codes
):
    assert len(brain.knowledge.procedures) > 500
    for code in brain.knowledge.procedures:
        for status in STATUSES:
            assert rules.personal_letter(codes, code, status) is expected(code, status), code


def test_no_officer_can_write_another_one_either(brain: Brain, codes: Codes):
    for code in brain.knowledge.procedures:
        for status in STATUSES:
            for kind in (Kind.BIRTH, Kind.MARRIAGE, Kind.CONDOLENCE):
                may = rules.may_write(codes, kind, code, status)
                assert may is (expected(code, status) is kind), (code, status, kind)
            late = status in (2, 4)
            assert rules.may_write(codes, Kind.APOLOGY_BEFORE, code, status) is late
            assert rules.may_write(codes, Kind.APOLOGY_AFTER, code, status) is late
            done = status in (9, 10)
            assert rules.may_write(codes, Kind.APOLOGY_MISTAKE, code, status) is done
            if code in GRIEF:
                assert not rules.may_write(codes, Kind.THANKS, code, status)


@pytest.mark.parametrize("code", LOOK_ALIKE)
def test_what_sounds_alike_gets_none(codes: Codes, brain: Brain, code: str):
    assert code in brain.knowledge.procedures
    assert {rules.personal_letter(codes, code, status) for status in STATUSES} == {None}


def test_a_name_says_what_the_code_says(brain: Brain, codes: Codes):
    """A code renamed or reused by an import would show here."""
    words = {Kind.BIRTH: "khai sinh", Kind.MARRIAGE: "kết hôn", Kind.CONDOLENCE: "khai tử"}
    for code, kind in {**JOY, **dict.fromkeys(GRIEF, Kind.CONDOLENCE)}.items():
        name = brain.knowledge.procedures[code].name.lower()
        assert words[kind] in name
        assert "lại khai" not in name
        assert "lại kết" not in name


def test_codes_that_nobody_knows_get_nothing(codes: Codes):
    for code in ("", "9.999999", "1.00119", "1.0011930", " 1.001193", "1.001193 ", "0"):
        for status in STATUSES:
            assert rules.personal_letter(codes, code, status) is None


def test_nobody_is_thanked_or_asked_for_stars_after_a_death(brain: Brain, codes: Codes):
    for code, card in brain.knowledge.procedures.items():
        sad = any(word in card.name.lower() for word in _MOURNING) and code not in _NOT_MOURNING
        if sad:
            assert not codes.may_ask_rating(code), (code, card.name)
            assert not codes.allows(Kind.THANKS, code)
    assert codes.may_ask_rating("1.001193")


def about(**more: object) -> About:
    facts = {
        "id": 1,
        "code": "H56.12.5-261118-0012",
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "applicant": "Nguyễn Thị Lan",
        "status": 10,
        "status_at": WEDNESDAY_MORNING,
        "received_at": WEDNESDAY_MORNING,
        "due": None,
        "again": 0,
        "unit": "",
        "officer": "",
        "note": "",
    }
    return About(**{**facts, **more})  # type: ignore[arg-type]


_DOUBTS = st.sets(st.sampled_from(Doubt))
_WHEN = st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=400))


@given(
    code=st.one_of(
        st.sampled_from([*JOY, *GRIEF, *LOOK_ALIKE, ""]),
        st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True),
        st.text(max_size=12),
    ),
    status=st.integers(min_value=-1, max_value=12),
    found=_DOUBTS,
    waited=_WHEN,
    on=st.booleans(),
)
def test_whatever_comes_in_nothing_wrong_leaves_by_itself(
    codes: Codes, code: str, status: int, found: set[Doubt], waited: timedelta, on: bool
):
    kind = rules.personal_letter(codes, code, status)
    assert kind is expected(code, status)
    if kind is None:
        return
    facts = about(procedure_code=code, status=status)
    now = WEDNESDAY_MORNING + waited
    if rules.leaves_by_itself(kind, found, facts, LetterRules(congratulate=on), now):
        assert code in JOY
        assert status == 10
        assert on
        assert not found
        assert waited >= timedelta(hours=2)


@given(
    circumstances=st.sets(st.sampled_from(Circumstance)),
    kind=st.sampled_from(Kind),
)
def test_one_thing_that_forbids_a_letter_is_enough(circumstances: set[Circumstance], kind: Kind):
    alone = any(rules.against(kind, [each]) for each in circumstances)
    assert bool(rules.against(kind, circumstances)) is alone
    if kind is Kind.THANKS or kind.is_apology:
        assert not alone


@given(
    note=st.text(max_size=40),
    word=st.sampled_from(["bỏ rơi", "Đã mất", "TỬ VONG", "tranh chấp", "giám hộ", "Tòa án"]),
    rest=st.text(max_size=40),
)
def test_a_sad_word_is_found_wherever_it_stands(codes: Codes, note: str, word: str, rest: str):
    facts = about(note=f"{note} {word} {rest}")
    assert Doubt.NOTE in rules.doubts(codes, facts, death_nearby=False)


@pytest.mark.parametrize(
    "note",
    [
        "Trẻ bị bỏ rơi, có biên bản",
        "cháu đã mất sau sinh",
        "Cháu TỬ VONG ngày 20/11",
        "đưa vào cơ sở nuôi dưỡng",
        "đang tranh chấp việc nhận con",
        "người giám hộ nộp",
        "khai sinh quá hạn",
        "nộp theo giấy ủy quyền",
        "Theo quyết định của Toà án",  # the tone on the other letter
        "chau da mat sau sinh",  # typed without accents
        unicodedata.normalize("NFD", "trẻ bị bỏ rơi"),  # each mark a letter of its own
    ],
)
def test_a_note_that_speaks_of_something_sad_stops_the_letter_for_an_officer(
    codes: Codes, note: str
):
    later = WEDNESDAY_MORNING + timedelta(hours=5)
    found = rules.doubts(codes, about(note=note), death_nearby=False)
    assert found == (Doubt.NOTE,)
    assert not rules.leaves_by_itself(Kind.BIRTH, found, about(), LetterRules(), later)


def test_a_name_that_contradicts_its_code_stops_it_too(codes: Codes):
    odd = about(procedure_name="Đăng ký lại khai sinh")
    assert rules.doubts(codes, odd, death_nearby=False) == (Doubt.NOTE,)


def test_only_congratulations_leave_by_themselves_and_not_at_once():
    later = WEDNESDAY_MORNING + timedelta(hours=2)
    for kind in Kind:
        goes = rules.leaves_by_itself(kind, (), about(), LetterRules(), later)
        assert goes is (kind in (Kind.BIRTH, Kind.MARRIAGE))
    early = later - timedelta(seconds=1)
    assert not rules.leaves_by_itself(Kind.BIRTH, (), about(), LetterRules(), early)
    off = LetterRules(congratulate=False)
    assert not rules.leaves_by_itself(Kind.BIRTH, (), about(), off, later)


def test_each_line_of_the_list_of_what_gets_no_letter_forbids_it():
    birth = {
        Circumstance.REGISTERED_AGAIN, Circumstance.ADULT, Circumstance.CHILD_DIED,
        Circumstance.CHILD_ABANDONED, Circumstance.IN_DISPUTE, Circumstance.NOT_FAMILY,
    }  # fmt: skip
    for each in Circumstance:
        assert bool(rules.against(Kind.BIRTH, [each])) is (each in birth)
    assert rules.against(Kind.MARRIAGE, [Circumstance.LONG_AGO])
    assert rules.against(Kind.MARRIAGE, [Circumstance.REGISTERED_AGAIN])
    assert rules.against(Kind.CONDOLENCE, [Circumstance.REGISTERED_AGAIN])
    assert not rules.against(Kind.CONDOLENCE, [Circumstance.DECLARED_DEAD])  # an officer decides


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("birth: ['9.999999']", "there is no such procedure"),
        ("birth: ['1.000894']", "stands for birth and marriage"),
        ("condolence: ['1.001193']", "stands for birth and condolence"),
        ("quiet: []", "a condolence must be quiet too"),
        ("joy: []", "joy"),
    ],
)
def test_a_wrong_list_stops_the_start(brain: Brain, tmp_path, text: str, says: str):  # type: ignore[no-untyped-def]
    key = text.split(":")[0]
    lines = (PROCEDURES / "letters.yaml").read_text(encoding="utf-8").splitlines()
    kept, skipping = [], False
    for line in lines:
        if line and not line.startswith((" ", "#")):
            skipping = line.split(":")[0] == key
        if not skipping:
            kept.append(line)
    (tmp_path / "letters.yaml").write_text("\n".join([*kept, text, ""]), encoding="utf-8")
    with pytest.raises(DataError, match=says):
        load_codes(tmp_path, brain.knowledge.procedures)
