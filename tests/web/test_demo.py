"""A look around: the sample commune fills every list of the console."""

from bot.app.demo.dossiers import add_demo_dossiers
from bot.app.demo.life import add_demo_life
from bot.app.demo.queue import add_demo_queue
from bot.app.officers import add_demo_officers
from bot.kernel.clock import StillClock
from bot.services.dossiers.model import Status
from bot.services.officers.model import Role
from bot.web.officer import paths
from tests.dossiers import CODE, a_dossier
from tests.notices import house_of
from tests.web.clerk import at_work
from tests.web.house import SECRET_KEY, House


async def test_the_demo_leaves_no_list_of_the_console_empty(house: House, clock: StillClock):
    dossiers = house.desk.dossiers()
    await add_demo_dossiers(dossiers, clock.now())
    await add_demo_queue(house.database, clock, SECRET_KEY, house.brain.centre.calendar)
    await add_demo_officers(house.desk.officers)
    await add_demo_life(house.desk, house.database, SECRET_KEY, clock)
    engine = house_of(house.database, house.brain, clock)
    await engine.sender.sweep()
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        first = await clerk.get(paths.HOME)
        for title in ("Người đang chờ", "Hồ sơ trễ hẹn", "Hạn trả hôm nay", "Cần gọi điện",
                      "Đợt thay đổi chờ duyệt", "Kết quả chờ trả", "Câu hỏi chờ dạy"):  # fmt: skip
            assert title in first.words
        assert "Tôi gọi" in (await clerk.get(paths.CALLS)).words
        assert "chờ gửi lúc" in (await clerk.get(paths.NOTICES)).words
        assert "chat trên web" in (await clerk.get(paths.NOTICES)).words
        for status in Status:
            found = await clerk.get(f"{paths.DOSSIERS}?view=all&status={status.value}")
            assert "H99.12.5-" in found.words, status


async def test_the_demo_leaves_real_dossiers_alone(house: House, clock: StillClock):
    dossiers = house.desk.dossiers()
    await dossiers.put(a_dossier())
    await add_demo_officers(house.desk.officers)
    await add_demo_life(house.desk, house.database, SECRET_KEY, clock)
    dossier = await dossiers.get(CODE)
    assert dossier is not None
    assert len(dossier.events) == 1
    assert await house.desk.calls.count() == 0
    assert await house.desk.questions.count_open() == 0
