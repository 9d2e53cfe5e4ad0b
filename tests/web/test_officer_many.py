"""A result reported for many dossiers: looked at, started, paused, stopped."""

import io
from typing import Any

import pytest
from aiohttp import FormData

from bot.kernel.audit import Actor
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.audit.model import Wanted
from bot.services.dossiers.batches import A_TICK
from bot.services.dossiers.model import Status
from bot.services.dossiers.sights import Role as Whose
from bot.services.officers.model import Role
from tests.dossiers import a_dossier, somebody
from tests.web.clerk import Clerk, Page, at_work, browsing, hire
from tests.web.house import House

MANY = "/officer/ready/many"


def numbered(number: int) -> str:
    return f"H56.12.5-261118-{number:04}"


async def with_dossiers(house: House, many: int, **more: Any) -> list[str]:
    codes = [numbered(number) for number in range(1, many + 1)]
    await house.desk.dossiers().bulk([a_dossier(code=code, **more) for code in codes])
    return codes


async def pasted(clerk: Clerk, text: str, file: bytes = b"", name: str = "a.csv") -> Page:
    form = FormData(default_to_multipart=True)
    form.add_field("form_token", (await clerk.get(MANY)).token)
    form.add_field("codes", text)
    if file:
        form.add_field("file", io.BytesIO(file), filename=name)
    return await clerk.post(MANY, form)  # type: ignore[arg-type]


async def status_of(house: House, code: str) -> Status:
    dossier = await house.desk.dossiers().get(code)
    assert dossier is not None
    return dossier.status


async def test_who_hears_of_it_is_shown_before_anything_happens(house: House, clock: StillClock):
    one, two, three = await with_dossiers(house, 3)
    dossiers = house.desk.dossiers()
    await dossiers.follow(ReceiptCode(one), somebody(), Whose.SELF, "1")
    await dossiers.put(a_dossier(code=numbered(7), phone=""))
    await dossiers.put(a_dossier(code=numbered(8), status=Status.RETURNED))
    await dossiers.put(a_dossier(code=numbered(9), status=Status.WITHDRAWN))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        kept = await pasted(
            clerk, f"1. {one} bà Lan\n{two}\n{two}\n{numbered(7)}\n{numbered(8)}",
            f"Mã;Tên\n{three};A\n{numbered(9)};B\n{numbered(99)};C".encode(),
        )  # fmt: skip
        shown = (await clerk.get(kept.location)).words
        for words in (
            "4 hồ sơ sẽ được ghi", "Báo qua chat trên web 1 người",
            "Chưa ai theo dõi, có số điện thoại: 2", "Không theo dõi, không có số điện thoại: 1",
            "Không có trong hệ thống, sẽ bỏ qua: 1", "Đã có kết quả từ trước, sẽ bỏ qua: 1",
            "Không ở bước báo được, sẽ bỏ qua: 1",
        ):  # fmt: skip
            assert words in shown
        assert await status_of(house, one) is Status.RECEIVED


async def test_a_batch_runs_is_paused_goes_on_and_says_what_became_of_each(
    house: House, clock: StillClock
):
    codes = await with_dossiers(house, A_TICK + 5)
    batches = house.desk.dossiers().batches
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = (await pasted(clerk, "\n".join([*codes, numbered(9999)]))).location
        await batches.work()
        assert await status_of(house, codes[0]) is Status.RECEIVED
        await clerk.send(page, f"{page}/start")
        running = await clerk.get(page)
        assert "refresh" in running.text
        assert await batches.work() == A_TICK
        assert f"{A_TICK} / {A_TICK + 6} hồ sơ" in (await clerk.get(page)).words
        await clerk.send(page, f"{page}/pause")
        assert await batches.work() == 0
        assert await status_of(house, codes[-1]) is Status.RECEIVED
        twice = await clerk.send(page, f"{page}/pause")
        assert (twice.status, "Người khác vừa đổi đợt này" in twice.words) == (409, True)
        await clerk.send(page, f"{page}/start")
        await batches.work()
        await batches.work()
        done = (await clerk.get(page)).words
        assert "đã xong" in done
        assert f"Đã báo có kết quả {A_TICK + 5} hồ sơ" in done
        assert "Không có trong hệ thống 1 hồ sơ" in done
        assert await status_of(house, codes[-1]) is Status.DONE
        records = (await house.desk.audit.list(Wanted(object_id="đợt 1"))).records
        assert [record.action.rpartition("-")[2] for record in records] == [
            "running", "paused", "running",
        ]  # fmt: skip


async def test_what_was_not_reached_when_it_stops_is_as_it_was(house: House, clock: StillClock):
    codes = await with_dossiers(house, A_TICK + 1)
    batches = house.desk.dossiers().batches
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = (await pasted(clerk, "\n".join(codes))).location
        await clerk.send(page, f"{page}/start")
        await batches.work()
        await clerk.send(page, f"{page}/stop")
        await batches.work()
        assert await status_of(house, codes[-1]) is Status.RECEIVED
        assert "đã dừng" in (await clerk.get(page)).words
        assert (await clerk.send(MANY, f"{page}/start")).status == 409


async def test_a_long_list_can_be_pasted(house: House, clock: StillClock):
    codes = await with_dossiers(house, 600)
    async with at_work(house, clock, Role.OFFICER) as clerk:
        kept = await pasted(clerk, "\n".join(f"{code}\tNguyễn Thị Thập" for code in codes))
        assert "600 hồ sơ sẽ được ghi" in (await clerk.get(kept.location)).words


async def test_the_list_as_it_is_filtered_becomes_a_batch(house: House, clock: StillClock):
    await with_dossiers(house, 3, counter="quầy 1")
    await house.desk.dossiers().put(a_dossier(code=numbered(50), counter="quầy 2"))
    async with at_work(house, clock, Role.OFFICER) as clerk:
        filtered = "/officer/dossiers?view=working&counter=qu%E1%BA%A7y+1"
        assert "Báo có kết quả cho cả danh sách" in (await clerk.get(filtered)).words
        kept = await clerk.send(filtered, f"{MANY}/listed", view="working", counter="quầy 1")
        assert "3 hồ sơ sẽ được ghi" in (await clerk.get(kept.location)).words
        nothing = await clerk.send(filtered, f"{MANY}/listed", view="new")
        assert nothing.status == 422


async def test_two_processes_at_work_record_each_result_once(house: House, clock: StillClock):
    codes = await with_dossiers(house, 8)
    dossiers = house.desk.dossiers()
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = (await pasted(clerk, "\n".join(codes))).location
        await clerk.send(page, f"{page}/start")
        batch = await dossiers.batches.get(1)
        assert batch is not None
        first = ReceiptCode(codes[0])
        # A crash between the step and its record in the batch.
        await dossiers.batches._step(Actor(officer_id=1, login="the.officer"), batch, first)
        await dossiers.batches.work()
        kept = await dossiers.get(codes[0])
        assert kept is not None
        assert [event.status for event in kept.events] == [Status.RECEIVED, Status.DONE]
        assert "Đã báo có kết quả 8 hồ sơ" in (await clerk.get(page)).words


@pytest.mark.parametrize(
    ("text", "file", "name", "says"),
    [
        ("", b"", "a.csv", "Không thấy mã hồ sơ nào"),
        ("không có mã ở đây", b"", "a.csv", "Không thấy mã hồ sơ nào"),
        ("", b"PK\x03\x04 broken", "a.xlsx", "tệp Excel hỏng"),
        ("", b"\xff\xfe\x00", "a.txt", "Không thấy mã hồ sơ nào"),
        ("", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.csv", "Không thấy mã hồ sơ nào"),
    ],
)
async def test_lists_without_codes_are_met_with_a_sentence(
    house: House, clock: StillClock, text: str, file: bytes, name: str, says: str
):
    async with at_work(house, clock, Role.OFFICER) as clerk:
        refused = await pasted(clerk, text, file, name)
        assert (refused.status, says in refused.words) == (422, True)


async def test_a_batch_that_is_not_there_is_not_found(house: House, clock: StillClock):
    await hire(house, "an.nv")
    async with browsing(house) as clerk:
        await clerk.enter("an.nv")
        assert (await clerk.get(f"{MANY}/77")).status == 404


async def test_lines_without_a_code_are_shown_before_they_are_left_out(
    house: House, clock: StillClock
):
    one, two = await with_dossiers(house, 2)
    text = f"1,Nguyễn A,{one}\n2. Trần Thị B (chưa rõ mã)\n1.001193\n-----\n"
    async with at_work(house, clock, Role.OFFICER) as clerk:
        asked = await pasted(clerk, text, f"STT,Mã,Tên\n2,{two},C\n3,,D".encode())
        assert asked.status == 422
        assert "Đọc được 2 mã, 3 dòng không có mã" in asked.words
        for line in ("Trần Thị B (chưa rõ mã)", "1.001193", "3,,D"):
            assert f"«{line}»" in asked.words.replace("2. Trần", "Trần")
        form = FormData(default_to_multipart=True)
        form.add_field("form_token", asked.token)
        form.add_field("codes", f"{text}{two}")
        form.add_field("skip", "yes")
        kept = await clerk.post(MANY, form)  # type: ignore[arg-type]
        assert "2 hồ sơ sẽ được ghi" in (await clerk.get(kept.location)).words
