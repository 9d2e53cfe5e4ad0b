"""Officers and their accounts, the audit log, the first page: as administrators use them."""

import html
import re
from pathlib import Path

import pytest

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.services.audit.model import Wanted
from bot.services.officers.model import Role
from bot.web.officer.words import ACTIONS, AREAS
from tests.web.clerk import PASSWORD, at_work, browsing, hire
from tests.web.house import House


async def test_a_new_colleague_gets_a_password_that_is_shown_once(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        fields = {"name": "Phạm Thị Dung", "login": "Dung PT", "role": "officer"}
        wrong = await boss.send("/officer/officers/new", **fields)
        assert wrong.status == 422
        assert "chữ thường không dấu" in wrong.words
        assert 'value="Phạm Thị Dung"' in wrong.text  # nothing that was typed is lost
        assert 'value="Dung PT"' in wrong.text
        done = await boss.send("/officer/officers/new", **fields | {"login": "dung.pt"})
        assert done.location.startswith("/officer/once?next=/officer/officers/")
        slip = await boss.get(done.location)
        password = slip.text.split('class="big-code">')[1].split("<")[0]
        again = await boss.get(done.location)
        assert password not in again.text
        async with browsing(house) as dung:
            assert (await dung.enter("dung.pt", password)).status == 303


async def test_a_choice_that_is_none_is_named(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        answer = await boss.send(
            "/officer/officers/new", name="Phạm Thị Dung", login="dung.pt", role="king"
        )
        assert answer.status == 422
        assert "Chưa chọn vai trò" in answer.words


async def test_role_reset_and_closing_from_the_page(house: House, clock: StillClock):
    an = await hire(house, "an.nv")
    page = f"/officer/officers/{an.id}"
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        fields = {"name": "Nguyễn Văn An", "role": "supervisor"}
        missing = await boss.send(page, f"{page}/change", **fields)
        assert missing.status == 422
        assert "Chưa ghi lý do" in missing.words
        done = await boss.send(page, f"{page}/change", **fields, reason="thêm việc")
        assert done.location == f"{page}?done=changed"
        assert "Đã lưu" in (await boss.get(done.location)).words
        given = await boss.send(page, f"{page}/reset-password", reason="quên")
        assert given.location.startswith("/officer/once")
        done = await boss.send(page, f"{page}/disable", reason="chuyển công tác")
        assert "đã khóa" in (await boss.get(done.location)).words
        done = await boss.send(page, f"{page}/enable", reason="trở lại")
        assert "Đã mở lại" in (await boss.get(done.location)).words
        log = (await boss.get("/officer/audit?object=an.nv")).words
        for words in ("Cán bộ → Phụ trách", "thêm việc", "quên", "chuyển công tác", "trở lại"):
            assert words in log


async def test_two_who_change_one_account_at_once(house: House, clock: StillClock):
    an = await hire(house, "an.nv")
    page = f"/officer/officers/{an.id}"
    async with (
        at_work(house, clock, Role.ADMINISTRATOR, "one") as one,
        at_work(house, clock, Role.ADMINISTRATOR, "two") as two,
    ):
        old = await two.get(page)
        await one.send(page, f"{page}/change", name="Nguyễn Văn An", role="officer")
        fields = {"form_token": old.token, "version": old.version}
        late = await two.post(f"{page}/change", {**fields, "name": "An", "role": "officer"})
        assert late.status == 422
        assert "Người khác vừa đổi" in late.words
        # What is shown now is the newest version: sending it again is a decision on that.
        fields["version"] = late.version
        done = await two.post(f"{page}/change", {**fields, "name": "An", "role": "officer"})
        assert done.status == 303
    assert (await house.desk.officers.get(an.id)).name == "An"


async def test_administrators_do_not_close_their_own_account(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        me = (await house.desk.officers.everybody())[0]
        page = f"/officer/officers/{me.id}"
        answer = await boss.send(page, f"{page}/disable", reason="thử")
        assert answer.status == 422
        assert "của mình" in answer.words
        answer = await boss.send(page, f"{page}/change", name="Sếp", role="officer", reason="thử")
        assert "của mình" in answer.words


@pytest.mark.parametrize("path", ["/officer/officers/99", "/officer/officers/999999999"])
async def test_an_account_that_does_not_exist(house: House, clock: StillClock, path: str):
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        answer = await boss.get(path)
        assert answer.status == 404
        assert "Không có trang này" in answer.words
        assert "Đăng xuất" in answer.words


async def test_an_officer_manages_the_own_account(house: House, clock: StillClock):
    await hire(house, "an.nv")
    async with browsing(house, **{"User-Agent": "Chrome/1 Windows"}) as an, browsing(house) as old:
        await old.enter("an.nv")
        await an.enter("an.nv")
        assert "Bật xác thực hai bước" in (await an.get("/officer")).words
        wrong = await an.send("/officer/enrol", code="123456", current="sai")
        assert "Mật khẩu hiện tại chưa đúng" in wrong.words
        await an.enrol(clock, current=PASSWORD)
        assert (await old.get("/officer")).location == "/officer/login"
        await an.get("/officer/once")
        account = await an.get("/officer/account")
        assert "Còn 10 mã dự phòng" in account.words
        assert "Chrome, Windows" in account.words
        wrong = await an.send("/officer/account", "/officer/account/recovery", current="sai")
        assert wrong.status == 422
        done = await an.send("/officer/account", "/officer/account/recovery", current=PASSWORD)
        assert (await an.get(done.location)).text.count("<li><code>") == 10
        done = await an.send("/officer/account", "/officer/account/factor-off", current=PASSWORD)
        assert "Đã tắt" in (await an.get(done.location)).words


async def test_nobody_ends_the_sessions_of_others(house: House, clock: StillClock):
    await hire(house, "an.nv")
    async with at_work(house, clock, Role.OFFICER) as me, browsing(house) as an:
        await an.enter("an.nv")
        foreign = (await house.desk.door.session(an.cookie("motcua_officer"))).id
        await me.send("/officer/account", "/officer/account/sessions", session=foreign)
        assert (await an.get("/officer")).status == 200


async def test_a_supervisor_works_only_with_a_second_factor(house: House, clock: StillClock):
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        answer = await clerk.send(
            "/officer/account", "/officer/account/factor-off", current=PASSWORD
        )
        assert answer.status == 422
        assert "bắt buộc" in answer.words


async def test_looking_at_the_log_is_in_the_log(house: House, clock: StillClock):
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        await clerk.get("/officer/audit?officer=may-chu&since=2026-11-25&until=nonsense")
        seen = (await house.desk.audit.list(Wanted(area="audit"))).records
        assert [record.officer for record in seen] == ["the.supervisor"]
        assert "may-chu" in seen[0].detail


@pytest.mark.parametrize(
    "query",
    [
        "before=99999999999999999999",
        "before=-1",
        "before=x",
        "since=0001-01-01&until=9999-12-31",
        "since=2026-99-99",
        "officer=%00&area='%3B--",
        "object=" + "a" * 500,
        "area=%25",
    ],
)
async def test_strange_filters_stop_nothing(house: House, clock: StillClock, query: str):
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        assert (await clerk.get(f"/officer/audit?{query}")).status == 200


async def test_the_log_is_read_page_by_page(house: House, clock: StillClock):
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        for _ in range(60):
            await clerk.get("/officer/audit")
        first = await clerk.get("/officer/audit?area=audit")
        older = html.unescape(first.text).split('href="/officer/audit?')[1].split('"')[0]
        assert "area=audit" in older
        second = await clerk.get(f"/officer/audit?{older}")
        assert "Mới nhất" in second.words
        assert second.text.count("Xem nhật ký</strong>") == 60 - 50


def test_every_deed_has_words():
    root = Path(__file__).resolve().parents[2] / "bot"
    deed = re.compile(r'"((?:login|account|officers|knowledge|questions|audit)\.[a-z-]+)"')
    folders = (root / "services" / "officers", root / "web" / "officer")
    named = {
        name
        for folder in folders
        for path in folder.glob("*.py")
        for name in deed.findall(path.read_text(encoding="utf-8"))
        if not name.endswith(".html")
    }
    assert len(named) > 12
    assert named <= ACTIONS.keys()
    assert {action.split(".")[0] for action in ACTIONS} <= AREAS.keys()


def test_the_console_speaks_as_agreed():
    folder = Path(__file__).resolve().parents[2] / "bot" / "web" / "templates" / "officer"
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bbạn\b|quý khách|!!", text, re.IGNORECASE), path.name


async def test_an_address_below_the_console_that_is_none_leads_back_to_the_work(house: House):
    async with browsing(house) as clerk:
        lost = await clerk.get("/officer/ho-so-cu")
        assert lost.status == 404
        assert "mã thủ tục" not in lost.words
        assert 'href="/officer">Về việc cần làm' in lost.text
        citizens = await clerk.get("/thu-tuc/khong-co")
        assert "mã thủ tục" in citizens.words


async def test_colleagues_are_called_by_their_names(house: House, clock: StillClock):
    for login in ("an.nv", "an.nv2"):
        await house.desk.officers.add(
            COMMAND_LINE, name="Nguyễn Văn An", login=login, role=Role.OFFICER, password=PASSWORD
        )
    async with at_work(house, clock, Role.ADMINISTRATOR) as boss:
        async with browsing(house) as an:
            await an.enter("an.nv2")
        seen = (await boss.get("/officer/audit")).words
        assert "Nguyễn Văn An (an.nv2)" in seen  # two of the same name
        assert "Người the.administrator" in seen
        assert "máy" in seen
        chosen = await boss.get("/officer/audit?officer=an.nv2")
        assert '<option value="an.nv2" selected>Nguyễn Văn An (an.nv2)</option>' in chosen.text
