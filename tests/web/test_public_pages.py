"""Pages that anybody reads: correct, light, honest about what is not known."""

import datetime as dt
import gzip
import re
from dataclasses import replace

from aiohttp import ClientSession
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.calendar_vn import AFTERNOON, MORNING
from bot.kernel.clock import StillClock
from bot.knowledge.loading import Field
from bot.knowledge.model import Procedure, Source, Status
from bot.locale.catalogue import Catalogue, Voice
from bot.web.public.hours import say_hours
from tests.web.house import House, open_house

HTML = {"Accept": "text/html"}
BIRTH = "1.001193"
LIGHT = 60 * 1024
SOURCE = Source(origin="Danh mục thử", snapshot=dt.date(2026, 7, 18))


async def get(house: House, path: str, **headers: str) -> tuple[int, str]:
    async with (
        ClientSession(headers=HTML | headers) as session,
        session.get(house.url + path, allow_redirects=False) as response,
    ):
        return response.status, await response.text()


def with_card(brain: Brain, card: Procedure) -> Brain:
    """The same centre with one more procedure."""
    knowledge = brain.knowledge
    fields = dict(knowledge.fields)
    fields["thu"] = Field("thu", (card.code,))
    return replace(
        brain,
        knowledge=replace(
            knowledge,
            procedures={**knowledge.procedures, card.code: card},
            field_of={**knowledge.field_of, card.code: "thu"},
            fields=fields,
        ),
    )


async def test_the_four_things_come_first(house: House):
    status, page = await get(house, f"/p/{BIRTH}")
    assert status == 200
    places = [
        page.index(f"<h2>{title}</h2>")
        for title in ("Mang theo", "Nộp ở đâu", "Bao lâu", "Lệ phí", "Các bước", "Căn cứ pháp lý")
    ]
    assert places == sorted(places)
    assert "Việc gấp thì hỏi lại quầy" in page
    assert f'href="/chat?p={BIRTH}"' in page


async def test_every_procedure_has_a_page_light_enough_for_a_slow_phone(house: House, brain: Brain):
    async with ClientSession(headers=HTML, auto_decompress=False) as session:

        async def weight(path: str) -> tuple[int, str]:
            async with session.get(
                house.url + path, headers={"Accept-Encoding": "gzip"}
            ) as response:
                assert response.status == 200, path
                body = await response.read()
            return len(body), gzip.decompress(body).decode()

        _, page = await weight(f"/p/{BIRTH}")
        shared = 0
        for path in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)):
            shared += (await weight(path))[0]
        for code in brain.knowledge.procedures:
            size, _ = await weight(f"/p/{code}")
            assert size + shared <= LIGHT, code


async def test_a_procedure_that_is_over_names_what_it_is_now(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine
):
    card = Procedure(
        code="9.000001",
        name="Việc cũ",
        short="Việc cũ",
        status=Status.ENDED,
        valid_to=dt.date(2026, 6, 30),
        replaced_by=(BIRTH,),
        source=SOURCE,
        checked=dt.date(2026, 11, 22),
    )
    async with open_house(with_card(brain, card), clock, sqlite) as house:
        _, page = await get(house, "/p/9.000001")
    assert "không còn áp dụng từ ngày 01/07/2026" in page
    assert f'href="/p/{BIRTH}"' in page
    assert "<h2>Lệ phí</h2>" not in page


async def test_a_procedure_known_by_name_only_says_so(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine
):
    card = Procedure(
        code="9.000002",
        name='Tên <script>alert(1)</script> & "ngoặc"',
        short="Tên <b>thử</b>",
        status=Status.NAME_ONLY,
        source=SOURCE,
        checked=dt.date(2026, 11, 22),
    )
    async with open_house(with_card(brain, card), clock, sqlite) as house:
        _, page = await get(house, "/p/9.000002")
    assert "chưa có trong cơ sở dữ liệu" in page
    assert "<h2>Lệ phí</h2>" not in page
    assert "miễn phí" not in page.lower()
    assert "<script>alert" not in page
    assert "Tên &lt;b&gt;thử&lt;/b&gt;" in page


async def test_an_unknown_code_offers_the_search(house: House):
    status, page = await get(house, "/p/1.999999")
    assert status == 404
    assert 'action="/thu-tuc"' in page
    assert "Không có trang này" in page


async def test_a_page_already_read_is_not_sent_again(house: House):
    async with ClientSession(headers=HTML) as session:
        async with session.get(f"{house.url}/p/{BIRTH}") as first:
            etag = first.headers["ETag"]
            assert "max-age" in first.headers["Cache-Control"]
        async with session.get(f"{house.url}/p/{BIRTH}", headers={"If-None-Match": etag}) as second:
            assert second.status == 304
            assert await second.read() == b""


async def test_the_start_page_leads_everywhere(house: House, brain: Brain):
    status, page = await get(house, "/")
    assert status == 200
    assert 'href="/chat"' in page
    for code in brain.knowledge.procedures:
        assert f'href="/p/{code}"' in page
    assert "0237 123 4567" in page
    assert "Thứ Hai đến thứ Sáu" in page


async def test_the_list_finds_by_everyday_words_and_forgives_nonsense(house: House):
    _, page = await get(house, "/thu-tuc?q=lam+giay+khai+sinh")
    assert page.index(f'href="/p/{BIRTH}"') < page.index('class="fold"')
    status, page = await get(house, "/thu-tuc?q=%22%3E%3Cscript%3Ezzqqxx%3C/script%3E")
    assert status == 200
    assert "<script>zz" not in page


async def test_the_pages_speak_english_when_asked(house: House):
    _, page = await get(house, f"/p/{BIRTH}?lang=en")
    assert '<html lang="en">' in page
    assert "What to bring" in page
    assert f"/chat?p={BIRTH}&amp;lang=en" in page


async def test_without_scripts_the_form_answers_once(house: House):
    async with ClientSession(headers=HTML) as session:
        form = {"text": "đăng ký khai sinh cho con cần giấy gì", "id": "f1"}
        async with session.post(f"{house.url}/chat", data=form) as response:
            page = await response.text()
        assert response.status == 200
        assert "Giấy chứng sinh" in page
        tap = re.search(r'<button class="chip" name="tap" value="([^"]+)"', page)
        assert tap is not None
        async with session.post(f"{house.url}/chat", data=form) as response:
            assert (await response.text()).count("Giấy chứng sinh") == page.count("Giấy chứng sinh")
        async with session.post(f"{house.url}/chat", data={"tap": tap[1], "id": "f2"}) as response:
            assert response.status == 200
        async with session.post(f"{house.url}/chat", data={"text": "  "}) as response:
            assert "Chưa có chữ nào" in await response.text()


async def test_a_new_conversation_gets_a_new_cookie(house: House):
    async with ClientSession(headers=HTML) as session:
        async with session.get(f"{house.url}/chat") as response:
            before = response.cookies["motcua_chat"].value
        async with session.post(f"{house.url}/chat/new", allow_redirects=False) as response:
            assert response.status == 303
            assert response.cookies["motcua_chat"].value != before


def test_days_with_the_same_hours_share_a_line(catalogue: Catalogue):
    week = dict.fromkeys(range(5), (MORNING, AFTERNOON)) | {5: (MORNING,)}
    assert say_hours(week, Voice(catalogue)) == [
        ("Thứ Hai đến thứ Sáu", "7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ"),
        ("Thứ Bảy", "7 giờ 30 đến 11 giờ 30"),
        ("Chủ nhật", "nghỉ"),
    ]


async def test_a_link_to_something_unknown_says_so(house: House):
    said = {path: (await get(house, path))[1] for path in (
        "/chat?p=9.999999", f"/chat?p={BIRTH}", "/chat", "/chat?field=%3Cb%3Ex",
    )}  # fmt: skip
    unknown = [path for path, page in said.items() if "ở đây không có" in page]
    assert unknown == ["/chat?p=9.999999", "/chat?field=%3Cb%3Ex"]
    assert "Đường dẫn này ghi «9.999999»" in said["/chat?p=9.999999"]
    assert "<b>x" not in said["/chat?field=%3Cb%3Ex"]
