"""The server itself: who may call what, errors, health, the public API."""

import pytest
from aiohttp import ClientSession, web
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.clock import StillClock
from bot.web.security import access, content_policy
from tests.web.house import House, open_house

HTML = {"Accept": "text/html,*/*"}


def test_every_route_says_who_may_call_it(house: House):
    assert house.runner is not None
    undeclared = [
        f"{route.method} {route.resource.canonical}"
        for route in house.runner.app.router.routes()
        if not hasattr(route.handler, "access")
    ]
    assert undeclared == []


@pytest.mark.parametrize("path", ["/", "/chat", "/thu-tuc", "/p/1.001193", "/nowhere", "/healthz"])
async def test_every_answer_carries_the_headers_that_keep_a_page_safe(house: House, path: str):
    async with ClientSession(headers=HTML) as session, session.get(house.url + path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        page = await response.text()
    assert "<script>" not in page
    assert " style=" not in page
    assert "onclick" not in page


def test_a_strange_host_does_not_get_into_the_policy():
    assert "evil" not in content_policy("a; script-src evil")
    assert "ws://xa.example:8080" in content_policy("xa.example:8080")


async def test_errors_are_pages_for_people_and_problems_for_programs(house: House):
    async with ClientSession() as session:
        async with session.get(f"{house.url}/nowhere", headers=HTML) as response:
            assert response.status == 404
            assert "Không có trang này" in await response.text()
        async with session.get(f"{house.url}/api/v1/nowhere") as response:
            assert response.status == 404
            assert response.content_type == "application/problem+json"
            assert (await response.json(content_type=None))["status"] == 404
        async with session.put(f"{house.url}/", headers=HTML) as response:
            assert response.status == 405
            assert response.headers["Allow"] == "GET,HEAD"
        async with session.post(
            f"{house.url}/chat", headers=HTML, data={"text": "a" * 400_000}
        ) as response:
            assert response.status == 413
        async with session.post(
            f"{house.url}/chat",
            headers=HTML | {"Origin": "https://elsewhere.example"},
            data={"text": "xin chào"},
        ) as response:
            assert response.status == 403


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"abc"),
        ("multipart/form-data; boundary=x", b"abc"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\na\r\n--x--\r\n"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"text=a"),
        ("application/x-www-form-urlencoded; charset=base64", b"text=a"),
        ("application/x-www-form-urlencoded; charset=utf-8", b"text=\xff\xfe"),
    ],
)
async def test_a_broken_form_is_the_senders_mistake(house: House, content_type: str, body: bytes):
    async with (
        ClientSession() as session,
        session.post(
            f"{house.url}/chat", headers=HTML | {"Content-Type": content_type}, data=body
        ) as response,
    ):
        assert response.status == 400
        assert "không đọc được" in await response.text()


@pytest.mark.parametrize("host", ["a" * 4000, '"><script>', "xa.example/evil?"])
async def test_a_strange_host_does_not_get_onto_a_page(house: House, host: str):
    async with (
        ClientSession() as session,
        session.get(f"{house.url}/p/1.001193", headers=HTML | {"Host": host}) as response,
    ):
        assert response.status == 200
        assert host not in await response.text()


async def test_a_failure_shows_a_reference_and_nothing_of_the_inside(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine, caplog: pytest.LogCaptureFixture
):
    @access("public")
    async def broken(request: web.Request) -> web.StreamResponse:
        raise LookupError("secret detail")

    options = {"channel_routes": [web.get("/broken", broken), web.get("/api/broken", broken)]}
    async with (
        open_house(brain, clock, sqlite, options=options) as house,
        ClientSession() as session,
    ):
        for path in ("/broken", "/api/broken"):
            async with session.get(house.url + path, headers=HTML) as response:
                body = await response.text()
                assert response.status == 500
            assert "secret detail" not in body
            assert "Traceback" not in body
    assert "request failed" in caplog.text


async def test_health_and_readiness_tell_the_truth(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine
):
    state: dict[str, str | None] = {"database": None}

    async def database() -> str | None:
        return state["database"]

    async def exploding() -> str | None:
        if state["database"]:
            raise ConnectionError
        return None

    options = {"checks": {"database": database, "migrations": exploding}}
    async with (
        open_house(brain, clock, sqlite, options=options) as house,
        ClientSession() as session,
    ):
        async with session.get(f"{house.url}/readyz") as response:
            assert response.status == 200
        state["database"] = "no connection"
        async with session.get(f"{house.url}/readyz") as response:
            assert response.status == 503
            assert (await response.json())["reasons"] == {
                "database": "no connection",
                "migrations": "ConnectionError",
            }
        async with session.get(f"{house.url}/healthz") as response:
            assert response.status == 200
        async with session.get(f"{house.url}/metrics") as response:
            text = await response.text()
            assert (
                'motcua_http_requests_total{method="GET",route="/readyz",status="503"} 1.0' in text
            )
            assert "motcua_chat_pages 0.0" in text


async def test_programs_search_and_read_procedures(house: House):
    async with ClientSession() as session:
        url = f"{house.url}/api/v1/procedures"
        async with session.get(
            url, params={"q": "dang ky khai sinh cho con", "limit": "3"}
        ) as response:
            found = (await response.json())["procedures"]
        assert found[0]["code"] == "1.001193"
        assert len(found) <= 3
        async with session.get(f"{url}/1.001193") as response:
            card = await response.json()
        assert card["facts"]["name"] == "Đăng ký khai sinh"
        assert "asks" not in card["facts"]
        assert card["words"]["documents"]
        for wrong in ("0", "-1", "x", "9999", "١"):
            async with session.get(url, params={"limit": wrong}) as response:
                assert response.status == 400
        async with session.get(url, params={"q": "a" * 301}) as response:
            assert response.status == 400
        async with session.get(f"{url}/%00") as response:
            assert response.status == 404


async def test_a_program_that_asks_too_often_is_told_when_to_come_back(
    house: House, clock: StillClock
):
    async with ClientSession() as session:
        url = f"{house.url}/api/v1/procedures?limit=1"
        statuses = []
        for _ in range(125):
            async with session.get(url) as response:
                statuses.append(response.status)
        assert statuses.count(429) == 5
        assert response.headers["Retry-After"] == "1"
        assert response.content_type == "application/problem+json"


async def test_files_are_kept_for_a_year_and_renewed_when_they_change(house: House):
    assert house.runner is not None
    async with ClientSession() as session:
        async with session.get(f"{house.url}/static/000000000000/site.css") as response:
            assert response.headers["Cache-Control"] == "no-cache"
        async with session.get(f"{house.url}/static/0/../../server.py") as response:
            assert response.status == 404


async def test_a_redirect_is_counted_like_every_answer(house: House):
    async with ClientSession(headers=HTML) as session:
        async with session.get(f"{house.url}/officer", allow_redirects=False) as response:
            assert response.status == 303
        async with session.get(f"{house.url}/metrics") as response:
            figures = await response.text()
    assert 'motcua_http_requests_total{method="GET",route="/officer",status="303"} 1.0' in figures
