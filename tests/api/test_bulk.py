"""Many dossiers in one call."""

import asyncio
import json

from tests.api.conftest import BULK, CODE, ONE, OneStop, a_dossier, json_lines

LATER = "2026-11-24T10:00:00+07:00"


def a_line(number: int, **changes: object) -> dict[str, object]:
    return {"code": f"H26.15.3-261120-{number:04}", **a_dossier(**changes)}


async def test_each_line_has_its_result_in_order(one_stop: OneStop):
    answer = await one_stop.bulk(
        a_line(1, status=2),
        b"\n",
        a_line(2, status=99),
        b"{not json\n",
        {"code": "H26.15.3-261120-0001", "status": 5, "at": LATER, "missing": ["Giấy chứng sinh"]},
        {"code": "H26.15.3-261120-0009", "status": 5, "at": LATER},
        a_line(1, code="1.001193"),
        b'{"code": "H26.15.3-261120-0007", "x": "' + b"y" * 70_000 + b'"}\n',
        a_line(3, phone="không có"),
        b"[]",
    )
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    shown = [(each["line"], each["result"], _kind(each)) for each in answer.lines]
    assert shown == [
        (1, "created", ""),
        (3, "refused", "invalid"),
        (4, "refused", "malformed-json"),
        (5, "changed", ""),
        (6, "unknown", "no-such-dossier"),
        (7, "refused", "refused"),
        (8, "refused", "line-too-long"),
        (9, "created", ""),
        (10, "refused", "invalid"),
    ]
    assert answer.lines[-2]["remarks"][0]["type"] == "bad_phone"
    assert (await one_stop.call("GET", f"{ONE[:-4]}0001")).body["status"] == 5


async def test_sending_everything_again_changes_nothing(one_stop: OneStop):
    rows = [a_line(number) for number in range(1, 1202)]
    first = await one_stop.bulk(*rows)
    assert {each["result"] for each in first.lines} == {"created"}
    second = await one_stop.bulk(*rows)
    assert [each["result"] for each in second.lines] == ["same"] * 1201


async def test_a_bulk_call_with_a_name_happens_once(one_stop: OneStop):
    first = await one_stop.bulk(a_line(1), Idempotency_Key="import-1")
    again = await one_stop.bulk(a_line(1), Idempotency_Key="import-1")
    assert (first.text, again.text) == (again.text, first.text)
    assert again.lines[0]["result"] == "created"
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await one_stop.bulk(a_line(2), Idempotency_Key="import-1")
    assert (other.status, other.kind) == (422, "idempotency-key-reused")


async def test_who_hangs_up_finds_the_reply_when_calling_again(one_stop: OneStop):
    rows = [a_line(number) for number in range(1, 1001)]
    house = one_stop.house
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    body = json_lines(*rows)
    head = (
        f"POST {BULK} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {one_stop.secret}\r\n"
        f"Content-Type: application/x-ndjson\r\nIdempotency-Key: gone\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    await reader.readexactly(12)  # the first words of the reply
    writer.close()
    for _ in range(200):
        again = await one_stop.bulk(*rows, Idempotency_Key="gone")
        if again.status == 200:
            break
        assert again.kind in ("idempotency-key-in-hand", "too-many-requests")
        await asyncio.sleep(0.05)
    assert [each["result"] for each in again.lines] == ["created"] * 1000


async def test_too_many_lines_other_types_and_forms_are_refused(one_stop: OneStop):
    many = await one_stop.call(
        "POST", BULK, data=b"\n" * 50_001, Content_Type="application/x-ndjson"
    )
    assert (many.status, many.kind) == (413, "too-many-lines")
    form = await one_stop.bulk(a_line(1), Content_Type="text/html")
    assert (form.status, form.kind) == (415, "not-json-lines")
    assert (await one_stop.bulk(b"\n\n")).text == ""


async def test_a_line_is_never_repeated_to_its_sender(one_stop: OneStop):
    answer = await one_stop.bulk(a_line(1, submitted_via="Lò Thị Mai"), a_line(2, status="x"))
    assert "Mai" not in answer.text
    assert [each["code"] for each in answer.lines] == ["", ""]


async def test_a_dossier_by_name_and_its_event_may_come_in_one_call(one_stop: OneStop):
    event = {"code": CODE.lower(), "status": 9, "at": LATER, "by": "Trần Thị Hoa"}
    answer = await one_stop.bulk({"code": CODE, **a_dossier(status=2)}, event)
    assert [each["result"] for each in answer.lines] == ["created", "changed"]
    assert (await one_stop.call("GET", ONE)).body["officer"] == "Trần Thị Hoa"


def _kind(line: dict[str, object]) -> str:
    problem = json.loads(json.dumps(line)).get("problem")
    return str(problem["type"]).rsplit(":", 1)[-1] if problem else ""
