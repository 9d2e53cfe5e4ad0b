"""Officers see that somebody guesses at dossiers, and never what was typed."""

from datetime import timedelta

from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.officers.model import Role
from tests.dossiers import CODE, a_dossier, somebody
from tests.web.clerk import at_work
from tests.web.house import House


async def test_a_locked_code_stands_on_the_first_page(house: House, clock: StillClock):
    dossiers = house.desk.dossiers()
    await dossiers.put(a_dossier())
    for number in range(7):
        await dossiers.prove(ReceiptCode(CODE), f"000{number}", somebody(message=str(number)))
        clock.move(timedelta(seconds=30))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        first = (await clerk.get("/officer")).text
        page = (await clerk.get("/officer/guesses")).text
    assert "Có người dò hồ sơ" in first
    assert CODE in page
    assert "0006" not in page
