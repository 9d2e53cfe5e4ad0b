"""The account page: link a phone, see it, end it."""

import re

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from tests.web.clerk import at_work
from tests.web.house import House

ACCOUNT = "/officer/account"
_CODE = re.compile(r"nối cán bộ ([0-9a-z]{4}-[0-9a-z]{4})")


async def test_a_phone_is_linked_by_a_code_shown_once_and_ended(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        made = await clerk.send(ACCOUNT, f"{ACCOUNT}/phones")
        assert made.location == f"/officer/once?next={ACCOUNT}"
        shown = await clerk.get(made.location)
        (code,) = _CODE.findall(shown.words)
        assert _CODE.search((await clerk.get("/officer/once")).text) is None
        assert await house.desk.linking.link(code, "zalo:1", "m1") is not None
        page = await clerk.get(ACCOUNT)
        assert "Zalo Nối lúc 09:00 hôm nay" in page.words
        number = re.search(r'name="phone" value="(\d+)"', page.text)[1]  # type: ignore[index]
        ended = await clerk.send(ACCOUNT, f"{ACCOUNT}/phones/end", phone=number)
        assert ended.location == f"{ACCOUNT}?done=phone-ended"
        assert "Nối lúc" not in (await clerk.get(ACCOUNT)).words
        assert await house.desk.linking.officer_of("zalo:1") is None
        odd = await clerk.send(ACCOUNT, f"{ACCOUNT}/phones/end", phone="x")
        assert odd.status == 303
    async with at_work(house, clock, Role.SUPERVISOR) as boss:
        log = (await boss.get("/officer/audit?area=account")).words
        for said in ("Lấy mã nối điện thoại", "Nối điện thoại", "Gỡ điện thoại"):
            assert said in log
