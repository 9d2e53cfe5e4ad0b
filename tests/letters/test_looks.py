"""Letters on paper and as a card: our fonts, the very words, the right size, nothing cut off."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from bot.app.letters import place_of
from bot.kernel.clock import StillClock
from bot.services.letters.editing import Templates
from bot.services.letters.layout import CARD, CARD_PIXELS_PER_INCH, PRINT, layout_data, plain
from bot.services.letters.model import Finished
from bot.services.letters.templates import PLACEHOLDERS, load_shipped
from bot.typesetting.typesetter import Typesetter
from tests.letters.desk import LetterDesk
from tests.web.house import PROCEDURES

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SHIPPED = load_shipped(PROCEDURES)
LONG = "H'Bluk Niê Kdăm Ksơr Y Blăc Êban Rơ Châm Hmrui Nguyễn Thị Mỹ"
ALL_LETTERS = "ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỷỹỵ ĐĂÂÊÔƠƯ đăâêôơư Ỗ Ữ Ợ Ậ Ặ Ẵ ŏ ŭ č ĕ ƀ ñ"


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture
def samples(brain) -> dict[str, Finished]:  # type: ignore[no-untyped-def]
    templates = Templates(None, SHIPPED, StillClock(NOW))  # type: ignore[arg-type]
    place = place_of(brain)
    return {name: templates.sample(name, SHIPPED[name], place)[0] for name in PLACEHOLDERS}


def words(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_on_paper_stands_every_word_in_our_own_font(
    typesetter: Typesetter, samples: dict[str, Finished], name: str
):
    letter = samples[name]
    pdf = typesetter.pdf(PRINT, layout_data(letter), NOW)
    reader = PdfReader(io.BytesIO(pdf))
    (page,) = reader.pages
    width = 210 if letter.look == "apology" else 148
    assert round(float(page.mediabox.width) / 72 * 25.4) == width
    for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values()):
        assert "Spectral" in font["/BaseFont"]
        descendant = font["/DescendantFonts"][0].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"].get_object())
    said = words(pdf)
    for text in (letter.greeting, *letter.paragraphs, letter.closing, letter.signer, letter.day):
        assert " ".join(plain(text).split()) in said.replace("\u00a0", " "), name


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_the_card_has_its_size_and_a_free_border(
    typesetter: Typesetter, samples: dict[str, Finished], name: str
):
    (body,) = typesetter.pictures(CARD, layout_data(samples[name]), CARD_PIXELS_PER_INCH)
    assert_free_border(body)


def assert_free_border(body: bytes) -> None:
    """Nothing but paper within 20 pixels of the edge."""
    image = Image.open(io.BytesIO(body)).convert("RGB")
    assert image.size == (1080, 1350)
    paper = Image.new("RGB", image.size, image.getpixel((2, 2)))
    left, top, right, bottom = ImageChops.difference(image, paper).getbbox()
    assert min(left, top) >= 20
    assert right <= 1060
    assert bottom <= 1330


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_long_names_and_long_reasons_fit(
    typesetter: Typesetter, samples: dict[str, Finished], name: str
):
    assert len(LONG) >= 60
    letter = samples[name]
    stretched = replace(
        letter,
        greeting=f"Kính gửi gia đình ông/bà {LONG},",
        card=f"Chào đón cháu\n**{LONG}**\n**{LONG}**\n\n{plain(letter.card)}",
        paragraphs=(*letter.paragraphs, "Một lý do rất dài. " * 30),
        signer=LONG,
        signer_title="Phó Chủ tịch Ủy ban nhân dân kiêm Giám đốc Trung tâm Phục vụ hành chính công",
    )
    (body,) = typesetter.pictures(CARD, layout_data(stretched), CARD_PIXELS_PER_INCH)
    assert_free_border(body)
    pdf = typesetter.pdf(PRINT, layout_data(stretched), NOW)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert LONG.replace("'", "’") in words(pdf).replace("'", "’")


def test_every_vietnamese_letter_is_in_the_font(
    typesetter: Typesetter, samples: dict[str, Finished]
):
    letter = replace(samples["birth"], paragraphs=(ALL_LETTERS,))
    said = words(typesetter.pdf(PRINT, layout_data(letter), NOW))
    for mark in ALL_LETTERS.replace(" ", ""):
        assert mark in said, mark


def test_what_somebody_typed_is_never_read_as_markup(
    typesetter: Typesetter, samples: dict[str, Finished]
):
    strange = '#panic("x") *a* $x$ @ref [b] \\ //c'
    letter = replace(samples["birth"], paragraphs=(strange,), card=f"**{strange}**")
    said = words(typesetter.pdf(PRINT, layout_data(letter), NOW)).replace("”", '"')
    assert "#panic(" in said
    assert "@ref [b]" in said
    assert typesetter.pictures(CARD, layout_data(letter))


async def test_the_very_same_letter_is_set_once(desk: LetterDesk, samples: dict[str, Finished]):
    shop = desk.house.shop
    first = await shop.pdf(samples["birth"])
    assert await shop.pdf(samples["birth"]) is first
    assert await shop.card(samples["birth"]) is not await shop.card(samples["marriage"])
