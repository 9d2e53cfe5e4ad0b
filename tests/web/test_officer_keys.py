"""An administrator gives the one-stop software a key."""

import re

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from tests.web.clerk import at_work
from tests.web.house import House

WRITE = {"scope-dossiers-write": "1", "scope-dossiers-read": "1"}
_SECRET = re.compile(r"mck_[A-Za-z0-9_-]{43}")


async def test_a_key_is_made_shown_once_used_and_revoked(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as clerk:
        made = await clerk.send("/officer/keys", owner="Mot-Cua-Tinh", **WRITE)
        assert made.location == "/officer/once?next=/officer/keys"
        shown = await clerk.get(made.location)
        (secret,) = _SECRET.findall(shown.text)
        assert "mot-cua-tinh" in shown.words
        assert _SECRET.search((await clerk.get("/officer/once")).text) is None
        listed = await clerk.get("/officer/keys")
        assert secret[:10] in listed.words
        assert secret not in listed.text
        assert await house.desk.keys.check(secret) is not None
        (key,) = await house.desk.keys.everything()
        ended = await clerk.send("/officer/keys", f"/officer/keys/{key.id}/revoke")
        assert ended.location == "/officer/keys?done=key-revoked"
        assert await house.desk.keys.check(secret) is None
        again = await clerk.send("/officer/keys", f"/officer/keys/{key.id}/revoke")
        assert (again.status, "đã thu hồi từ trước" in again.words) == (422, True)
        log = (await clerk.get("/officer/audit?area=keys")).words
        assert "Tạo khóa API" in log
        assert "Thu hồi khóa API" in log


async def test_a_key_needs_a_name_and_something_to_do(house: House, clock: StillClock):
    async with at_work(house, clock, Role.ADMINISTRATOR) as clerk:
        unnamed = await clerk.send("/officer/keys", owner="Một cửa", **WRITE)
        assert (unnamed.status, "chữ thường không dấu" in unnamed.words) == (422, True)
        idle = await clerk.send("/officer/keys", owner="mot-cua")
        assert (idle.status, "ít nhất một quyền" in idle.words) == (422, True)
        assert await house.desk.keys.everything() == []
