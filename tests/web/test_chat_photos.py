"""A citizen sends a photo of the slip: its code is read, the photo is thrown away."""

import io
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, FormData

from bot.kernel.clock import StillClock
from bot.kernel.pictures import LARGEST_PICTURE, said_by
from tests.dossiers import CODE
from tests.web.house import House
from tests.web.pictures import a_bomb, a_photo, an_empty_photo
from tests.web.talking import talking


def a_form(photo: bytes, message_id: str = "p1") -> FormData:
    form = FormData()
    form.add_field("id", message_id)
    form.add_field("photo", io.BytesIO(photo), filename="IMG_0001.jpg", content_type="image/jpeg")
    return form


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_a_page_with_scripts_gets_its_answer_by_the_socket(house: House):
    jar = CookieJar(unsafe=True)
    async with ClientSession(cookie_jar=jar) as session, talking(house, session) as page:
        headers = {"Accept": "application/json"}
        address, form = f"{house.url}/chat/photo", a_form(a_photo(CODE))
        async with session.post(address, data=form, headers=headers) as response:
            assert (response.status, await response.json()) == (200, {"text": CODE})
        answer = await page.hear()
        assert answer["reply_to"] == "p1"


async def test_without_scripts_the_answer_is_a_page(house: House):
    async with ClientSession() as session:
        for photo in (an_empty_photo(), a_bomb(), b"", b"\x00" * 1000):
            form = a_form(photo, f"p{len(photo)}")
            async with session.post(f"{house.url}/chat/photo", data=form) as response:
                assert response.status == 200
                assert "không thấy mã hồ sơ nào trong ảnh" in await response.text()


async def test_nothing_of_a_photo_is_kept_or_logged(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    photo = a_photo(CODE)
    async with ClientSession() as session:
        for number, sent in enumerate((photo, photo[: len(photo) // 2], a_bomb())):
            form = a_form(sent, f"p{number}")
            async with session.post(f"{house.url}/chat/photo", data=form) as response:
                assert response.status == 200
    await house.store.drain()
    kept = everything_in(tmp_path)
    assert photo[200:232] not in kept
    assert CODE not in caplog.text
    assert "IMG_0001" not in caplog.text


async def test_a_photo_sent_twice_is_answered_once(house: House):
    async with ClientSession() as session:
        answers = []
        for _ in range(2):
            form = a_form(an_empty_photo())
            async with session.post(f"{house.url}/chat/photo", data=form) as response:
                answers.append((await response.text()).count("row its"))
        assert answers[0] == answers[1]


async def test_what_is_no_form_of_ours_is_refused(house: House, clock: StillClock):
    address = f"{house.url}/chat/photo"
    async with ClientSession() as session:
        other = {"Origin": "https://evil.example"}
        async with session.post(address, data=a_form(b"x"), headers=other) as response:
            assert response.status == 403
        async with session.post(address, data=b"x") as response:
            assert response.status == 400
        broken = {"Content-Type": "multipart/form-data; boundary=a"}
        async with session.post(address, data=b"--b\r\nx", headers=broken) as response:
            assert response.status == 400
        async with session.post(address, data=a_form(bytes(LARGEST_PICTURE + 1))) as response:
            assert response.status == 413
        statuses = []
        for number in range(40):
            form = a_form(b"x", f"n{number}")
            async with session.post(address, data=form) as response:
                statuses.append(response.status)
        assert 429 in statuses


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((f"https://example.vn/h?ma={CODE}",), (CODE, None)),
        ((CODE, CODE.replace("-", "")), (CODE, None)),
        (("8934567890123",), ("", "unsupported:photo")),
        ((), ("", "unsupported:photo")),
    ],
)
def test_only_receipt_codes_count(texts: tuple[str, ...], said: tuple[str, str | None]):
    assert said_by(texts) == said
