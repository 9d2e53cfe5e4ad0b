"""Posters, leaflets and wall sheets: one page, our font, QR codes that open the right chat."""

import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from bot.app.brain import Brain
from bot.app.prints import Prints
from bot.kernel.errors import NotFoundError
from bot.knowledge.model import Status
from bot.services.procedures.links import Doors, Subject, SubjectKind, ways_in
from bot.services.procedures.posters import PrintForm

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SITE = "https://motcua.example.vn"
DOORS = Doors(web=SITE, telegram_bot="motcua_bot", zalo_oa="1234567890")
BIRTH = Subject(SubjectKind.PROCEDURE, "1.001193")
CIVIL_STATUS = Subject(SubjectKind.FIELD, "ho-tich")


@pytest.fixture
def prints(brain: Brain) -> Prints:
    return Prints(brain, DOORS)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def codes_on(picture: bytes) -> set[str]:
    """Read the QR codes as a phone's camera does."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return {code.text for code in found}


@pytest.mark.parametrize(
    ("form", "width"), [(PrintForm.POSTER, 210), (PrintForm.LEAFLET, 148), (PrintForm.WALL, 210)]
)
def test_every_form_has_its_paper_and_embeds_its_font(prints: Prints, form: PrintForm, width: int):
    reader = read(prints.pdf(BIRTH, form, NOW))
    page = reader.pages[0]
    assert round(float(page.mediabox.width) / 72 * 25.4) == width
    fonts = page["/Resources"]["/Font"].values()
    for font in (reference.get_object() for reference in fonts):
        descendant = font["/DescendantFonts"][0].get_object()
        assert "BeVietnamPro" in font["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"].get_object())


def test_the_poster_says_the_four_clear_things_and_its_source(prints: Prints):
    said = words(prints.pdf(BIRTH, PrintForm.POSTER, NOW))
    for heading in ("Rõ việc", "Rõ người", "Rõ thời gian", "Rõ kết quả", "Lệ phí"):
        assert heading in said
    assert "Giấy chứng sinh" in said
    assert "nộp sau 15 giờ thì ngày làm việc tiếp theo" in said
    assert "Nguồn: Quyết định" in said
    assert "XEM 1.001193" in said
    assert "Trung tâm Phục vụ hành chính công xã Luận Thành" in said
    assert "0237 123 4567" in said


def letters_by_size(pdf: bytes) -> Counter[float]:
    """Count the letters of a page by the size of their type, in points."""
    sizes: Counter[float] = Counter()

    def visit(text: str, _page: object, matrix: list[float], _font: object, size: float) -> None:
        sizes[round(abs(matrix[3]) * size, 1)] += len(text.strip())

    read(pdf).pages[0].extract_text(visitor_text=visit)
    return sizes


@pytest.mark.parametrize(
    ("form", "body", "smallest"), [(PrintForm.POSTER, 16, 10), (PrintForm.LEAFLET, 11, 8)]
)
def test_the_type_is_large_enough_for_old_eyes(
    prints: Prints, form: PrintForm, body: float, smallest: float
):
    sizes = letters_by_size(prints.pdf(BIRTH, form, NOW))
    assert sizes.most_common(1)[0][0] >= body
    assert min(size for size, letters in sizes.items() if letters) >= smallest


def test_the_poster_of_a_name_says_the_limit_that_is_known(prints: Prints):
    said = words(prints.pdf(Subject(SubjectKind.PROCEDURE, "1.001521"), PrintForm.POSTER, NOW))
    assert "6 ngày làm việc" in said
    assert "Chi tiết chưa có trong cơ sở dữ liệu" in said


def test_the_wall_sheet_says_what_to_send_on_zalo(prints: Prints):
    assert "nhắn XEM và mã dưới tên việc" in words(prints.pdf(CIVIL_STATUS, PrintForm.WALL, NOW))


def test_a_phone_reads_every_way_in(prints: Prints):
    for form in (PrintForm.POSTER, PrintForm.LEAFLET):
        assert codes_on(prints.pictures(BIRTH, form, NOW)[0]) == {
            f"{SITE}/chat?p=1.001193",
            "https://zalo.me/1234567890",
            "https://t.me/motcua_bot?start=p_1_001193",
        }


def test_the_wall_sheet_has_a_code_for_every_living_procedure_of_the_field(
    prints: Prints, brain: Brain
):
    read_codes: set[str] = set()
    for page in prints.pictures(CIVIL_STATUS, PrintForm.WALL, NOW):
        read_codes |= codes_on(page)
    living = [
        code
        for code in brain.knowledge.fields["ho-tich"].codes
        if brain.knowledge.procedures[code].status is not Status.ENDED
    ]
    assert read_codes == {f"{SITE}/chat?p={code}" for code in living}


def test_the_wall_sheet_of_what_has_ended_leads_to_what_is_done_instead(prints: Prints):
    ended = Subject(SubjectKind.PROCEDURE, "2.000986")
    page = prints.pictures(ended, PrintForm.WALL, NOW)[0]
    assert codes_on(page) == {f"{SITE}/chat?p=3.000722"}


def test_every_card_fits_on_one_page(prints: Prints, brain: Brain):
    longest = sorted(
        brain.knowledge.procedures.values(),
        key=lambda card: -len(" ".join(paper.name for paper in card.documents)),
    )[:12]
    for card in longest:
        subject = Subject(SubjectKind.PROCEDURE, card.code)
        for form in (PrintForm.POSTER, PrintForm.LEAFLET):
            assert len(read(prints.pdf(subject, form, NOW)).pages) == 1, card.code


def test_a_procedure_known_by_name_only_does_not_invent_papers(prints: Prints, brain: Brain):
    card = next(
        card
        for card in brain.knowledge.procedures.values()
        if card.status is Status.NAME_ONLY and not card.documents
    )
    said = words(prints.pdf(Subject(SubjectKind.PROCEDURE, card.code), PrintForm.LEAFLET, NOW))
    assert "Rõ việc" not in said
    assert "Chi tiết chưa có trong cơ sở dữ liệu" in said


def test_text_is_shown_and_never_read_as_markup(brain: Brain):
    centre = brain.centre
    strange = '#panic("x") *đậm* $x$ @ref "'
    prints = Prints(replace(brain, centre=replace(centre, name=strange)), DOORS)
    assert '#panic("x") *đậm* $x$ @ref' in words(prints.pdf(BIRTH, PrintForm.LEAFLET, NOW))


def test_an_unknown_subject_is_named(prints: Prints):
    with pytest.raises(NotFoundError, match=r"1\.999999"):
        prints.pdf(Subject(SubjectKind.PROCEDURE, "1.999999"), PrintForm.POSTER, NOW)


def test_without_other_channels_only_the_web_is_printed():
    doors = ways_in(CIVIL_STATUS, Doors(web=SITE))
    assert [door.address for door in doors] == [f"{SITE}/chat?field=ho-tich"]


def test_the_poster_of_an_ended_procedure_says_what_it_is_now(prints: Prints):
    said = words(prints.pdf(Subject(SubjectKind.PROCEDURE, "1.014061"), PrintForm.POSTER, NOW))
    assert "không còn áp dụng" in said
    assert "1.116410" in said
