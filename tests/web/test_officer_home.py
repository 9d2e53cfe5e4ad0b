"""The first page: the next thing to do in one glance; and the way to every place."""

from bot.kernel.audit import Actor
from bot.kernel.clock import StillClock
from bot.services.officers.model import Right, Role
from bot.services.officers.rules import RIGHTS
from bot.services.queue.model import Source
from bot.web.officer import paths
from bot.web.officer.sections import SECTIONS, Menu, menu_of, section_of
from tests.dossiers import a_dossier, at
from tests.web.asking import asked
from tests.web.clerk import at_work
from tests.web.house import House


def the_menu(role: Role, path: str = paths.HOME) -> Menu:
    return menu_of(path, lambda right: right in RIGHTS[role])


def labels(menu: Menu) -> list[str]:
    groups = [section for _, sections in menu.groups for section in sections]
    return [section.label for section in (*menu.daily, *groups, *menu.own)]


async def test_people_who_stand_there_come_first_then_what_is_late(house: House, clock: StillClock):
    await house.desk.dossiers().put(a_dossier(due_at=at("20/11", "17:00")))
    await asked(house, "đổi tên đường trước nhà")
    queue = house.desk.hall.queue
    async with at_work(house, clock, Role.OFFICER) as clerk:
        alone = await clerk.get(paths.HOME)
        assert "Làm ngay 1 Hồ sơ trễ hẹn" in alone.words
        for _ in range(40):
            await queue.take_number("civil", Source.DESK)
        page = await clerk.get(paths.HOME)
        order = ("Làm ngay", "40 Người đang chờ", "1 Hồ sơ trễ hẹn", "Khi có thời gian",
                 "1 Câu hỏi chờ dạy", "Bật xác thực hai bước")  # fmt: skip
        places = [page.words.index(each) for each in order]
        assert places == sorted(places)
        # One thing to press stands out, and it is the next one.
        assert page.text.count('class="button"') == 1
        assert "Đến quầy" in page.words


async def test_whoever_sits_at_a_counter_sees_its_own_people(house: House, clock: StillClock):
    queue = house.desk.hall.queue
    async with at_work(house, clock, Role.OFFICER, "an.nv") as clerk:
        for field in ("civil", "civil", "land", "land"):
            await queue.take_number(field, Source.DESK)
        await queue.call_next(1, Actor(officer_id=None, login="an.nv"))
        page = await clerk.get(paths.HOME)
        assert "1 Quầy 1: người đang chờ" in page.words
        assert "Gọi người tiếp theo" in page.words


def test_the_navigation_is_short_and_holds_what_a_role_may_use():
    officer, boss = the_menu(Role.OFFICER), the_menu(Role.ADMINISTRATOR)
    assert len(officer.daily) <= 7
    assert len(officer.first) == 4
    assert "Cán bộ" not in labels(officer)
    assert labels(boss) == [section.label for section in SECTIONS]
    for role in Role:
        allowed = [section.label for section in SECTIONS if section.right in RIGHTS[role]]
        assert sorted(labels(the_menu(role))) == sorted(allowed)
    assert menu_of(paths.HOME, lambda right: right is Right.CONSOLE).groups[0][1][0].label


def test_every_page_belongs_to_its_place_and_no_two_keys_are_the_same():
    assert len({section.key for section in SECTIONS}) == len(SECTIONS)
    assert section_of(paths.HOME) == paths.HOME
    assert section_of(paths.CALLS) == paths.NOTICES
    assert section_of(paths.MANY) == paths.READY
    assert section_of("/officer/nowhere") == ""
