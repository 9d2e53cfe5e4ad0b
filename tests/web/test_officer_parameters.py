"""Officers read the centre's settings; who answers for them changes them."""

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from tests.web.clerk import at_work
from tests.web.house import House

LIST = "/officer/parameters"
REPEAT = f"{LIST}/board.repeat"


async def test_a_supervisor_changes_a_value_and_everybody_sees_why(house: House, clock: StillClock):
    async with at_work(house, clock, Role.SUPERVISOR, "trinh.th") as clerk:
        done = await clerk.send(REPEAT, value="3", reason="Phòng chờ ồn")
        assert done.location == f"{REPEAT}?done=parameter"
        page = (await clerk.get(done.location)).words
        assert "Đã lưu." in page
        assert "2 lần → 3 lần" in page
        assert "trinh.th: Phòng chờ ồn" in page
        assert "Đặt lại mặc định (2 lần)" in page
        assert "Phòng chờ ồn" in (await clerk.get(f"{LIST}?area=board")).words
        assert "Đổi cài đặt" in (await clerk.get("/officer/audit?area=parameters")).words
        back = await clerk.send(REPEAT, back="1", value="3", reason="Hết ồn")
        assert back.location == f"{REPEAT}?done=parameter"
    assert house.desk.parameters.values()["board.repeat"] == 2
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = await clerk.get(REPEAT)
        assert "Hết ồn" in page.words
        assert 'name="value"' not in page.text


async def test_an_officer_may_look_but_not_change(house: House, clock: StillClock):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        token = (await clerk.get("/officer/account")).token
        refused = await clerk.post(
            REPEAT, {"form_token": token, "version": "0", "value": "3", "reason": "thử"}
        )
        assert refused.status == 403
    assert house.desk.parameters.values()["board.repeat"] == 2


async def test_wrong_values_and_missing_reasons_are_said_beside_the_field(
    house: House, clock: StillClock
):
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        much = await clerk.send(REPEAT, value="9", reason="thử")
        assert (much.status, "Lớn nhất là 3." in much.words) == (422, True)
        assert 'value="9"' in much.text
        silent = await clerk.send(REPEAT, value="3", reason=" ")
        assert (silent.status, "Chưa ghi lý do." in silent.words) == (422, True)
        off = await clerk.send(f"{LIST}/board.next", value="0", reason="Bảng nhỏ")
        assert off.status == 303
        late = await clerk.send(REPEAT, value="3", reason="thử", version="5")
        assert (late.status, "Người khác vừa đổi" in late.words) == (422, True)
        assert (await clerk.get(f"{LIST}/board.unknown")).status == 404
        hostile = await clerk.send(f"{LIST}/board.notices", value="<b>x", reason="<i>y")
        assert hostile.status == 303
        assert "<b>x" not in (await clerk.get(hostile.location)).text


async def test_the_same_value_again_writes_nothing(house: House, clock: StillClock):
    async with at_work(house, clock, Role.SUPERVISOR) as clerk:
        done = await clerk.send(REPEAT, value="2", reason="thử")
        assert done.location == f"{REPEAT}?done=parameter-same"
        assert "Chưa ai đổi." in (await clerk.get(REPEAT)).words


async def test_a_setting_is_found_by_words_without_accents_whatever_its_area(
    house: House, clock: StillClock
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        found = await clerk.get(f"{LIST}?q=gio+nhac")
        assert "Giờ nhắc hôm trước" in found.words
        assert "Hiện giờ làm việc" not in found.words
        assert "Không thấy cài đặt nào như vậy" in (await clerk.get(f"{LIST}?q=%00xyz<b>")).words
        long_area = (await clerk.get(f"{LIST}?area=queue")).text
        assert long_area.index("<h2>Đặt lịch</h2>") < long_area.index("<h2>Nhắc lịch</h2>")
        assert long_area.count("<h2>Phát số</h2>") == 1
        assert "14 ngày làm việc" in long_area
        assert "50%" in long_area
