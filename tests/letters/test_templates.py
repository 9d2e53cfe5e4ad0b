"""Templates: what may be saved, what must be filled, and what fits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.letters import place_of
from bot.kernel.errors import DataError, LetterError, NotFoundError
from bot.services.letters import templates as rules
from bot.services.letters.filling import name_for_sms, office_for_sms
from bot.services.letters.model import Kind, Texts
from bot.services.letters.templates import (
    PLACEHOLDERS,
    load_shipped,
    placeholders,
    problems_of,
    sms_of,
    warnings_of,
)
from tests.letters.desk import HUNG, LetterDesk
from tests.web.house import PROCEDURES

SHIPPED = load_shipped(PROCEDURES)
FULL = {name: "x" for names in PLACEHOLDERS.values() for name in names} | {
    "chuc_danh": "Giám đốc",
    "nguoi_ky": "Bình",
    "ngay_ky": "Ngày 1",
}


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_shipped_templates_keep_every_rule(name: str):
    texts = SHIPPED[name]
    assert problems_of(name, texts) == {}
    assert [each for each in warnings_of(texts) if "dòng" in each] == []
    if rules.kind_of(name) is Kind.CONDOLENCE:
        assert "chết" not in str(texts).lower()
        assert "đánh giá" not in str(texts)


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_one_empty_placeholder_and_nothing_is_sent(name: str):
    texts = SHIPPED[name]
    used = {each for part in rules.TEXT_NAMES for each in placeholders(getattr(texts, part))}
    rules.fill(texts, FULL, kind=rules.kind_of(name))
    for empty in (used | {"nguoi_ky"}) - {"giao_ket_qua"}:
        with pytest.raises(LetterError) as refused:
            rules.fill(texts, {**FULL, empty: "  "}, kind=rules.kind_of(name))
        assert set(refused.value.problems) == {empty}


@pytest.mark.parametrize(
    ("name", "change", "part"),
    [
        ("birth", {"body": "{ten_con}"}, "body"),
        ("birth_nameless", {"card": "{ten_be}"}, "card"),
        ("birth", {"body": "{"}, "body"),
        ("birth", {"body": "{0}"}, "body"),
        ("birth", {"body": "{}"}, "body"),
        ("birth", {"body": "{ten_be!r}"}, "body"),
        ("birth", {"body": "{ten_be:>99999999}"}, "body"),
        ("birth", {"body": "{ten_be.__class__}"}, "body"),
        ("birth", {"body": ""}, "body"),
        ("birth", {"body": "a" * 3001}, "body"),
        ("birth", {"chat": "Chúc mừng 🎉"}, "chat"),
        ("birth", {"sms": "chúc mừng"}, "sms"),
        ("birth", {"sms": "chuc mung ~"}, "sms"),
        ("condolence", {"body": "Được tin cụ chết"}, "body"),
        ("condolence_child", {"chat": "CHẾT"}, "chat"),
        ("apology_before", {"body": "Xin lỗi."}, "body"),
        ("apology_after", {"body": "{ly_do} {gio_hen_moi} {ngay_hen_moi}"}, "body"),
    ],
)
def test_what_cannot_be_saved(name: str, change: dict[str, str], part: str):
    assert part in problems_of(name, replace(SHIPPED[name], **change))


def test_markup_and_code_in_a_value_stay_text():
    texts = replace(SHIPPED["birth"], body="Chào {ten_be}.")
    nasty = '<b>x</b> {ho_ten} #panic("x") **đậm**'
    done = rules.fill(texts, {**FULL, "ten_be": nasty}, kind=Kind.BIRTH)
    assert done.paragraphs == ('Chào <b>x</b> {ho_ten} #panic("x") đậm.',)


def test_a_long_letter_is_warned_about_and_not_refused():
    texts = replace(SHIPPED["birth"], body="chữ " * 200)
    assert any("150 chữ" in each for each in warnings_of(texts))
    assert problems_of("birth", texts) == {}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str):
    texts = replace(SHIPPED["thanks"], body=text)
    problems = problems_of("thanks", texts)
    if not problems:
        rules.fill(texts, FULL, kind=Kind.THANKS)


@given(st.text(max_size=80), st.text(max_size=40))
def test_an_sms_is_one_part_of_plain_letters_or_refused(name: str, commune: str):
    values = {
        **FULL,
        "ten_sms": name_for_sms(name),
        "don_vi_sms": office_for_sms(commune) or "UBND",
        "ma_sms": "H56.12.5-261118-0012",
        "hen_moi_sms": "16h30 02/12",
        "dien_thoai": "02371234567",
    }
    for texts in SHIPPED.values():
        try:
            sms = sms_of(texts, values)
        except LetterError:
            continue
        assert len(sms) <= 160
        assert sms.isascii()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nguyễn Văn An", "ong/ba N.V.An"),
        ("Đinh Đức", "ong/ba D.Duc"),
        ("", "ong/ba"),
        ("H'Hen Niê", "ong/ba H.Nie"),
        ("Vừ Thị Pàng Xuyến Nguyễn Hoàng", "ong/ba"),
    ],
)
def test_an_sms_says_no_more_of_a_name_than_needed(name: str, short: str):
    assert name_for_sms(name) == short


def test_every_template_can_be_looked_at(desk: LetterDesk):
    place = place_of(desk.brain)
    for name, texts in SHIPPED.items():
        finished, sms = desk.letters.templates.sample(name, texts, place)
        assert "{" not in str(finished)
        assert "{" not in sms
        assert len(sms) <= 160


async def test_every_version_stays_and_an_old_one_comes_back(desk: LetterDesk):
    templates = desk.letters.templates
    first = await templates.get("birth")
    assert (first.version, first.officer, first.texts) == (1, "", SHIPPED["birth"])
    warmer = replace(first.texts, closing="Thân ái.")
    assert await templates.save(HUNG, "birth", 1, warmer, "thân hơn") == 2
    assert await templates.save(HUNG, "birth", 2, first.texts, "dùng lại bản 1") == 3
    assert [(each.version, each.why) for each in await templates.versions("birth")] == [
        (3, "dùng lại bản 1"),
        (2, "thân hơn"),
        (1, "Mẫu đi kèm phần mềm"),
    ]
    assert (await templates.get("birth", 2)).texts == warmer
    with pytest.raises(NotFoundError):
        await templates.get("birth", 9)
    with pytest.raises(NotFoundError):
        await templates.get("divorce")


async def test_of_two_who_edit_one_is_told(desk: LetterDesk):
    templates = desk.letters.templates
    first = (await templates.get("birth")).texts
    await templates.save(HUNG, "birth", 1, replace(first, closing="Thân ái."), "a")
    with pytest.raises(LetterError, match="Người khác vừa lưu"):
        await templates.save(HUNG, "birth", 1, replace(first, closing="Kính thư."), "b")
    with pytest.raises(LetterError, match="Ghi vì sao"):
        await templates.save(HUNG, "birth", 2, replace(first, closing="Kính thư."), " ")
    with pytest.raises(LetterError, match="Chưa sửa"):
        await templates.save(HUNG, "birth", 2, replace(first, closing="Thân ái."), "c")


async def test_a_second_process_finds_the_shipped_ones_there(desk: LetterDesk):
    await desk.letters.templates.get("birth")
    other = desk.open().letters.templates
    assert len(await other.versions("birth")) == 1


def test_a_missing_or_wrong_file_stops_the_start(tmp_path):  # type: ignore[no-untyped-def]
    with pytest.raises(DataError, match=r"birth\.yaml"):
        load_shipped(tmp_path)
    folder = tmp_path / "letters"
    folder.mkdir()
    for path in (PROCEDURES / "letters").iterdir():
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace("từ trần", "chết"), encoding="utf-8")
    with pytest.raises(DataError, match="tuyệt đối"):
        load_shipped(tmp_path)


def test_texts_have_no_field_that_nobody_fills():
    assert set(rules.TEXT_NAMES) == set(Texts.__dataclass_fields__)
