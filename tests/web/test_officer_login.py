"""Log in and stay safe: forged forms, stolen codes, foreign sites, tricky addresses."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from bot.web.officer.account.cookies import form_token
from bot.web.officer.account.device import device_of
from bot.web.officer.paths import safe_next
from tests.web.clerk import PASSWORD, at_work, browsing, hire
from tests.web.house import House, open_house

NEW = "mèo vàng ngủ trưa trên mái"


async def test_without_officers_the_console_says_how_to_make_the_first(house: House):
    async with browsing(house) as clerk:
        answer = await clerk.get("/officer/login")
        assert "motcua officer add" in answer.words
        assert "--role administrator" in answer.words


async def test_the_first_password_leads_to_an_own_one(house: House, clock: StillClock):
    given = await house.desk.officers.add(
        COMMAND_LINE, name="Lê Văn Ba", login="ba.lv", role=Role.OFFICER
    )
    async with browsing(house) as clerk:
        await clerk.enter("ba.lv", given.password)
        answer = await clerk.get("/officer")
        assert answer.location == "/officer/password"
        fields = {"current": given.password, "new": NEW, "again": "khác"}
        wrong = await clerk.send("/officer/password", **fields)
        assert wrong.status == 422
        assert "chưa giống nhau" in wrong.words
        weak = await clerk.send(
            "/officer/password", **fields | {"new": "lê văn ba 70", "again": "lê văn ba 70"}
        )
        assert weak.status == 422
        assert "họ tên" in weak.words
        done = await clerk.send("/officer/password", **fields | {"again": NEW})
        assert done.location == "/officer"
        assert "Việc cần làm" in (await clerk.get("/officer")).words


async def test_an_administrator_sets_up_the_second_factor_and_uses_it(
    house: House, clock: StillClock
):
    await hire(house, "boss", Role.ADMINISTRATOR)
    async with browsing(house) as clerk:
        entered = await clerk.enter("boss", next="/officer/officers")
        assert entered.location == "/officer/officers"
        assert (await clerk.get(entered.location)).location.startswith("/officer/enrol?next=")
        wrong = await clerk.send("/officer/enrol", code="000000")
        assert wrong.status == 403
        assert "Mã chưa đúng" in wrong.words
        done = await clerk.enrol(clock, next="/officer/officers")
        assert done.location == "/officer/once?next=%2Fofficer%2Fofficers"
        codes = await clerk.get(done.location)
        assert codes.text.count("<li><code>") == 10
        assert (await clerk.get(done.location)).location == "/officer/officers"  # only once
        await clerk.send("/officer", "/officer/logout")
        assert (await clerk.get("/officer")).location == "/officer/login"

        await clerk.enter("boss")
        assert (await clerk.get("/officer")).location == "/officer/code"
        code = clerk.code(clock)
        assert (await clerk.send("/officer/code", code=code)).location == "/officer"
        assert (await clerk.get("/officer")).status == 200
        await clerk.send("/officer", "/officer/logout")
        await clerk.enter("boss")
        replayed = await clerk.send("/officer/code", code=code)
        assert replayed.status == 403
        assert "đã dùng rồi" in replayed.words
        recovery = codes.text.split("<li><code>")[1].split("<")[0]
        assert (await clerk.send("/officer/code", recovery=recovery)).location == "/officer"


async def test_a_cookie_given_before_the_log_in_opens_nothing_after_it(
    house: House, clock: StillClock
):
    """Session fixation: whoever plants a cookie does not get in with it."""
    await hire(house, "an.nv")
    planted = "A" * 43
    async with browsing(house) as victim, browsing(house) as attacker:
        for each in (victim, attacker):
            each.plant("motcua_officer", planted)
        await victim.enter("an.nv")
        assert victim.cookie("motcua_officer") != planted
        assert (await attacker.get("/officer")).location == "/officer/login"
        before = victim.cookie("motcua_officer")
        await victim.enrol(clock, current=PASSWORD)
        await victim.get("/officer/once")
        await victim.send("/officer", "/officer/logout")
        await victim.enter("an.nv")
        halfway = victim.cookie("motcua_officer")
        await victim.send("/officer/code", code=victim.code(clock))
        assert len({before, halfway, victim.cookie("motcua_officer")}) == 3
        attacker.plant("motcua_officer", halfway)
        assert (await attacker.get("/officer")).location == "/officer/login"


async def test_forged_forms_change_nothing(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as clerk, browsing(house) as other:
        await hire(house, "other")
        await other.enter("other")
        foreign = (await other.get("/officer/account")).token
        fields = {"name": "Kẻ Lạ", "login": "ke.la", "role": "administrator"}
        path = "/officer/officers/new"
        for token in ("", "x", foreign, form_token("A" * 43), clerk.cookie("motcua_officer")):
            answer = await clerk.post(path, {**fields, "form_token": token})
            assert answer.status == 403
            assert "Kẻ Lạ" in answer.words  # nothing that was typed is lost
        right = (await clerk.get(path)).token
        answer = await clerk.post(
            path, {**fields, "form_token": right}, Origin="https://elsewhere.example"
        )
        assert answer.status == 403
        answer = await clerk.post(
            path, {**fields, "form_token": right}, **{"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status == 403
        assert len(await house.desk.officers.everybody()) == 2
        answer = await clerk.post(path, {**fields, "form_token": right}, Origin=house.url)
        assert answer.status == 303


async def test_nobody_is_logged_in_by_another_site(house: House):
    await hire(house, "an.nv")
    async with browsing(house) as clerk:
        fields = {"login": "an.nv", "password": PASSWORD}
        assert (await clerk.post("/officer/login", fields)).status == 403
        token = (await clerk.get("/officer/login")).token
        answer = await clerk.post(
            "/officer/login", {**fields, "form_token": token}, Origin="https://elsewhere.example"
        )
        assert answer.status == 403
        assert clerk.cookie("motcua_officer") == ""


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/officer//evil.example",
        "/officer/..//evil.example",
        "/officer/../chat",
        "/officer\\..",
        "/officer@evil.example",
        "/officer.evil.example",
        "javascript:alert(1)",
        "/officer\r\nSet-Cookie: a=b",
        "/officer/login",
        "/officer/logout",
        "/officer/code?next=x",
        "/chat",
        "/officer/" + "a" * 600,
        "",
    ],
)
async def test_a_wish_that_leads_elsewhere_leads_to_the_first_page(house: House, wanted: str):
    assert safe_next(wanted) == "/officer"
    await hire(house, "an.nv")
    async with browsing(house) as clerk:
        assert (await clerk.enter("an.nv", next=wanted)).location == "/officer"


@pytest.mark.parametrize("wanted", ["/officer/account", "/officer/audit?area=login&before=7"])
def test_a_wish_within_the_console_is_granted(wanted: str):
    assert safe_next(wanted) == wanted


async def test_an_idle_browser_is_asked_again_and_what_was_typed_is_shown(
    house: House, clock: StillClock
):
    async with at_work(house, clock, Role.ADMINISTRATOR) as clerk:
        token = (await clerk.get("/officer/officers/new")).token
        clock.move(timedelta(minutes=31))
        fields = {"form_token": token, "name": "Phạm Thị Dung", "password": "geheim"}
        answer = await clerk.post("/officer/officers/new", fields)
        assert answer.status == 403
        assert "Phạm Thị Dung" in answer.words
        assert "geheim" not in answer.text
        assert token not in answer.text
        assert (await clerk.get("/officer")).location == "/officer/login"


async def test_a_locked_name_says_how_long_to_wait(house: House, clock: StillClock):
    await hire(house, "an.nv")
    async with browsing(house) as clerk:
        for _ in range(5):
            answer = await clerk.enter("an.nv", "sai")
            assert "chưa đúng" in answer.words
        assert "Chờ 15 phút" in (await clerk.enter("an.nv")).words
        clock.move(timedelta(minutes=15))
        assert (await clerk.enter("an.nv")).status == 303


async def test_an_address_that_hammers_is_told_to_wait(house: House):
    await hire(house, "an.nv")
    async with browsing(house) as clerk:
        shown = await clerk.get("/officer/login")
        fields = {"login": "an.nv", "password": "sai", "form_token": shown.token}
        answers = [await clerk.post("/officer/login", fields) for _ in range(101)]
        assert answers[-1].status == 429
        assert answers[-1].headers["Retry-After"]
        assert {each.status for each in answers[:-1]} == {403}


async def test_over_https_cookies_are_bound_to_the_host(
    brain: Brain, clock: StillClock, sqlite: AsyncEngine
):
    options = {"public_url": "https://motcua.example.vn"}
    async with open_house(brain, clock, sqlite, options=options) as house, browsing(house) as clerk:
        await hire(house, "an.nv")
        shown = await clerk.get("/officer/login", Host="motcua.example.vn")
        door = shown.headers["Set-Cookie"]
        assert door.startswith("__Host-motcua_door=")
        for part in ("HttpOnly", "Path=/", "SameSite=Strict", "Secure"):
            assert part in door
        assert "Domain" not in door
        answer = await clerk.post(
            "/officer/login",
            {"login": "an.nv", "password": PASSWORD, "form_token": shown.token},
            Cookie=door.split(";")[0],
            Origin="https://motcua.example.vn",
        )
        assert answer.status == 303
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-motcua_officer=")
        for part in ("HttpOnly", "Path=/", "SameSite=Lax", "Secure"):
            assert part in cookie
        plain = cookie.split(";")[0].removeprefix("__Host-")
        assert (await clerk.get("/officer", Cookie=plain)).location == "/officer/login"
        assert (await clerk.get("/officer", Cookie=cookie.split(";")[0])).status == 200


async def test_pages_of_the_console_are_kept_by_nobody(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as clerk:
        for path in ("/officer", "/officer/officers", "/officer/audit", "/officer/account"):
            answer = await clerk.get(path)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            for inline in ("<script>", " style=", "onclick", "<style"):
                assert inline not in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"login": "an\x00.nv", "password": "x"},
        {"login": "a" * 9000, "password": "x" * 9000},
        {"login": "‮", "password": "\ud7ff"},
        {},
    ],
)
async def test_strange_log_ins_are_refused_calmly(house: House, fields: dict[str, str]):
    await hire(house, "an.nv")
    async with browsing(house) as clerk:
        answer = await clerk.send("/officer/login", **fields)
        assert answer.status == 403
        assert "chưa đúng" in answer.words


async def test_a_broken_form_is_the_senders_mistake(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        token = (await clerk.get("/officer/account")).token
        async with clerk.session.post(
            f"{house.url}/officer/account/sessions",
            data=b"--x\r\n\r\na\r\n--x--\r\n",
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        ) as response:
            assert response.status in (400, 403)
        answer = await clerk.post(
            "/officer/account/sessions", {"form_token": token, "session": "x" * 300_000}
        )
        assert answer.status == 413
        assert "lớn quá" in answer.words


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/130.0 Safari/537", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/130 Chrome/124", "Cốc Cốc, Windows"),
        ("", "Trình duyệt khác"),
    ],
)
def test_people_know_their_own_browsers(agent: str, device: str):
    assert device_of(agent) == device
