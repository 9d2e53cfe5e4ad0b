"""Another system books for people who are known by their phone number."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.kernel.clock import StillClock
from bot.services.api_keys.model import Scope
from tests.api.conftest import Answer, OneStop
from tests.queues import moment

DAY = "2026-11-26"
NINE = "2026-11-26T09:00:00+07:00"
BOOKINGS = "/api/v1/bookings"


def wish(**changes: Any) -> dict[str, Any]:
    return {"field": "civil", "start": NINE, "phone": "0912 345 678", **changes}


async def book(one_stop: OneStop, **changes: Any) -> Answer:
    headers = {name: changes.pop(name) for name in list(changes) if name[0].isupper()}
    return await one_stop.call("POST", BOOKINGS, wish(**changes), **headers)


async def slots(one_stop: OneStop) -> dict[str, int]:
    answer = await one_stop.call("GET", f"/api/v1/slots?field=civil&day={DAY}")
    assert answer.status == 200
    return {slot["start"]: slot["free"] for slot in answer.body["slots"]}


async def test_a_place_is_found_booked_and_cancelled(one_stop: OneStop):
    before = await slots(one_stop)
    booked = await book(one_stop, papers_ready=True, for_whom="bà Lò Thị Mai")
    assert (booked.status, booked.body["state"], booked.body["number"]) == (201, "booked", "H001")
    assert booked.body["start"] == NINE
    where = booked.headers["Location"]
    assert where == f"{BOOKINGS}/{booked.body['id']}"
    assert "Mai" not in booked.text
    assert (await slots(one_stop)).get(NINE, 0) == before[NINE] - 1
    for _ in range(2):
        ended = await one_stop.call("DELETE", where)
        assert (ended.status, ended.body["state"]) == (200, "cancelled")
    assert await slots(one_stop) == before


async def test_another_system_cannot_cancel_what_it_did_not_book(one_stop: OneStop):
    booked = await book(one_stop)
    other = await one_stop.other("so-khac", Scope.BOOKINGS)
    assert (await other.call("DELETE", booked.headers["Location"])).status == 404
    assert (await one_stop.call("DELETE", booked.headers["Location"])).status == 200


async def test_a_repeated_call_books_once(one_stop: OneStop):
    first = await book(one_stop, Idempotency_Key="k1")
    again = await book(one_stop, Idempotency_Key="k1")
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_calls_at_once_never_sell_a_place_twice(one_stop: OneStop):
    places = (await slots(one_stop))[NINE]
    calls = [book(one_stop, phone=f"09{number:08d}") for number in range(12)]
    answers = await asyncio.gather(*calls)
    losers = [one for one in answers if one.status == 409]
    assert len(answers) - len(losers) == places
    for loser in losers:
        assert loser.kind == "slot-taken"
        assert loser.body["offers"][0]["start"] != NINE


@pytest.mark.parametrize(
    ("changes", "status", "kind"),
    [
        ({"field": "xxx"}, 404, "not-found"),
        ({"start": "2026-11-26T09:07:00+07:00"}, 422, "not-a-slot"),
        ({"start": "2026-11-29T09:00:00+07:00"}, 422, "not-a-slot"),
        ({"start": "2026-11-25T08:00:00+07:00"}, 409, "too-late"),
        ({"start": "2027-06-01T09:00:00+07:00"}, 422, "too-far"),
        ({"start": "mai"}, 422, "invalid"),
        ({"phone": "12"}, 422, "invalid"),
        ({"phone": ""}, 422, "invalid"),
        ({"procedures": ["x"] * 9}, 422, "invalid"),
        ({"surprise": 1}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_booked_is_said(
    one_stop: OneStop, changes: dict[str, Any], status: int, kind: str
):
    answer = await book(one_stop, **changes)
    assert (answer.status, answer.kind) == (status, kind)
    assert answer.body["detail"].endswith(".")


async def test_one_phone_has_one_booking_in_a_field(one_stop: OneStop):
    await book(one_stop)
    answer = await book(one_stop, start="2026-11-26T10:00:00+07:00")
    assert (answer.status, answer.kind) == (409, "too-many-bookings")
    assert answer.body["limit"] == 1


async def test_near_its_time_a_booking_stays(one_stop: OneStop, clock: StillClock):
    booked = await book(one_stop)
    start = moment(clock.now().date() + timedelta(days=1), 9)
    clock.move(start - clock.now() - timedelta(minutes=30))
    answer = await one_stop.call("DELETE", booked.headers["Location"])
    assert (answer.status, answer.kind) == (409, "too-late")


async def test_only_keys_for_bookings_may_book(one_stop: OneStop):
    other = await one_stop.other("bao-cao", Scope.REPORTS)
    assert (await book(other)).kind == "scope-missing"
    assert (await one_stop.call("DELETE", f"{BOOKINGS}/nothing")).status == 404


@pytest.mark.parametrize("query", ["", "?field=civil", "?day=2026-11-26", "?field=civil&day=x"])
async def test_slots_need_a_field_and_a_day(one_stop: OneStop, query: str):
    answer = await one_stop.call("GET", f"/api/v1/slots{query}")
    assert (answer.status, answer.kind) == (400, "invalid")
