"""Who may call what: every route of the console, from the router itself."""

import pytest
from aiohttp import web

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.letters.model import Kind
from bot.services.officers.model import Right, Role
from bot.services.officers.rules import rights_of
from tests.dossiers import CODE, a_dossier
from tests.letters.desk import SORRY
from tests.web.asking import asked
from tests.web.clerk import Clerk, at_work, browsing, hire
from tests.web.house import House

PUBLIC = {"GET /officer/", "GET /officer/login", "POST /officer/login"}
SIGNING_IN = {
    "GET /officer/code",
    "POST /officer/code",
    "GET /officer/enrol",
    "POST /officer/enrol",
    "GET /officer/password",
    "POST /officer/password",
    "POST /officer/logout",
}


def console_routes(house: House) -> list[tuple[str, str, object]]:
    """Return method, address and what each route of the console declares."""
    assert house.runner is not None
    routes = []
    for route in house.runner.app.router.routes():
        path = route.resource.canonical
        if path.startswith("/officer") and route.method != "HEAD":
            routes.append((route.method, path, route.handler.access))
    return routes


def concrete(path: str) -> str:
    values = {
        "id": "1",
        "verb": "disable",
        "code": "1.001193",
        "number": "1",
        "kind": "procedure",
        "about": "1.001193",
        "form": "leaflet",
        "call": "take",
        "step": "start",
        "name": "birth",
        "key": "queue.hold_minutes",
    }
    if path.startswith(("/officer/dossiers", "/officer/ready")):
        values |= {"code": CODE, "verb": "start" if "/many/" in path else "ready"}
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    return path


async def call(clerk: Clerk, method: str, path: str):
    if method == "GET":
        return await clerk.get(concrete(path))
    return await clerk.post(concrete(path), {"reason": "thử"})


def test_every_route_of_the_console_asks_for_a_right(house: House):
    routes = console_routes(house)
    assert len(routes) > 20
    for method, path, declared in routes:
        name = f"{method} {path}"
        if name in PUBLIC:
            assert declared == "public"
        elif name in SIGNING_IN:
            assert declared == "signing-in", name
        else:
            assert isinstance(declared, Right), name


def test_pages_for_everybody_are_no_pages_of_the_console(house: House):
    assert house.runner is not None
    for route in house.runner.app.router.routes():
        if isinstance(route.handler.access, Right):
            assert route.resource.canonical.startswith("/officer")


async def test_strangers_are_sent_to_the_log_in_page_and_back_to_where_they_wanted(
    house: House, clock: StillClock
):
    await hire(house, "an.nv")
    for method, path, declared in console_routes(house):
        if declared == "public":
            continue
        async with browsing(house) as clerk:
            answer = await call(clerk, method, path)
            if method == "POST":
                assert answer.status == 403, path
                assert "Phiên làm việc đã hết" in answer.words
                continue
            assert answer.status == 303, path
            assert answer.location.startswith("/officer/login"), path
    async with browsing(house) as clerk:
        answer = await clerk.get("/officer/account?x=1")
        assert answer.location == "/officer/login?next=%2Fofficer%2Faccount%3Fx%3D1"
        entered = await clerk.send(
            answer.location, "/officer/login", login="an.nv", password="con trâu uống cà phê",
            next="/officer/account?x=1",
        )  # fmt: skip
        assert entered.location == "/officer/account?x=1"
        assert (await clerk.get(entered.location)).status == 200


@pytest.mark.parametrize("role", Role)
async def test_officers_see_what_their_role_allows_and_a_kind_page_elsewhere(
    house: House, clock: StillClock, role: Role
):
    await house.desk.upkeep.add_phrase("1.001193", "làm giấy cho con mới đẻ nha cán bộ", by="x")
    await asked(house, "xin giấy nuôi ong")
    await house.desk.dossiers().put(a_dossier())
    await house.desk.dossiers().batches.prepare(COMMAND_LINE, [ReceiptCode(CODE)])
    await house.desk.notice_batches.prepare(COMMAND_LINE, "", "office.come", [])
    letter = await house.desk.letters.start(COMMAND_LINE, CODE, Kind.APOLOGY_BEFORE)
    await house.desk.letters.fill_in(letter, SORRY)
    await house.desk.dossier_files.bring(
        COMMAND_LINE, source="mot-cua", name="a.json", data=b'[{"code": "x", "status": "x", '
        b'"acceptedDate": "x", "procedureName": "x"}]',
    )  # fmt: skip
    async with at_work(house, clock, role) as clerk:
        for method, path, declared in console_routes(house):
            if not isinstance(declared, Right) or path == "/officer/once":
                continue
            answer = await call(clerk, method, path)
            if declared not in rights_of(role):
                assert answer.status == 403, path
                assert "Phần việc của người khác" in answer.words
            elif method == "GET":
                assert answer.status == 200, path
            else:  # without the form's token nothing happens
                assert answer.status == 403, path
                assert "đã cũ" in answer.words
        home = await clerk.get("/officer")
        shown = {right for right, path in
                 ((Right.OFFICERS, "/officer/officers"), (Right.AUDIT, "/officer/audit"))
                 if f'href="{path}"' in home.text}  # fmt: skip
        assert shown == rights_of(role) & {Right.OFFICERS, Right.AUDIT}


async def test_nobody_skips_a_step_of_logging_in(house: House, clock: StillClock):
    await hire(house, "boss", Role.ADMINISTRATOR)
    async with browsing(house) as clerk:
        await clerk.enter("boss")
        for method, path, declared in console_routes(house):
            if method == "GET" and isinstance(declared, Right):
                answer = await call(clerk, method, path)
                assert answer.status == 303, path
                assert answer.location.startswith("/officer/enrol"), path
        await clerk.enrol(clock)
        await clerk.send("/officer/account", "/officer/logout")
        await clerk.enter("boss")
        for method, path, declared in console_routes(house):
            if method == "GET" and declared != "public" and path != "/officer/code":
                answer = await call(clerk, method, path)
                assert answer.location.startswith("/officer/code"), path


async def test_a_new_kind_of_page_is_closed_unless_it_says_otherwise(house: House):
    """What a handler declares is what is enforced: nothing else opens it."""
    assert house.runner is not None
    handlers = {
        route.handler.access
        for route in house.runner.app.router.routes()
        if isinstance(route, web.ResourceRoute)
    }
    assert handlers <= {"public", "monitor", "channel", "signing-in", *Right}
