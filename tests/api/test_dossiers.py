"""The one-stop software tells the centre about dossiers."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.kernel.audit import COMMAND_LINE
from bot.kernel.clock import StillClock
from bot.services.api_keys.model import Scope
from tests.api.conftest import CODE, ONE, OneStop, a_dossier

LATER = "2026-11-24T10:00:00+07:00"


async def test_a_dossier_is_created_replaced_and_read_back(one_stop: OneStop):
    created = await one_stop.put()
    assert (created.status, created.body["result"]) == (201, "created")
    assert created.headers["Location"] == ONE
    assert (await one_stop.put()).body["result"] == "same"
    changed = await one_stop.put(note="Đã thẩm tra")
    assert (changed.status, changed.body["result"]) == (200, "changed")
    read = await one_stop.call("GET", ONE)
    assert read.status == 200
    assert read.body["applicant_name"] == "Lò Thị Mai"
    assert read.body["phone"] == "+84912345678"
    assert read.body["note"] == "Đã thẩm tra"
    assert read.body["due_at"] == "2026-11-27T17:00:00+07:00"
    assert read.headers["Cache-Control"] == "no-store"


async def test_a_code_is_found_however_it_is_written(one_stop: OneStop):
    await one_stop.put()
    assert (await one_stop.call("GET", "/api/v1/dossiers/h26.15.3-2611ZO-0012")).status == 404
    assert (await one_stop.call("GET", "/api/v1/dossiers/h26.15.3-26112O-OO12")).status == 200


async def test_events_move_a_dossier_on_and_duplicates_and_late_ones_are_recognised(
    one_stop: OneStop,
):
    await one_stop.put(as_of="2026-11-20T10:00:00+07:00")
    told = await one_stop.event(5, LATER, missing=["Bản sao giấy chứng sinh"])
    assert (told.status, told.body["result"]) == (201, "changed")
    again = await one_stop.event(5, LATER, missing=["Bản sao giấy chứng sinh"])
    assert (again.status, again.body["result"]) == (200, "same")
    late = await one_stop.event(2, "2026-11-20T09:20:00+07:00")
    assert (late.status, late.body["result"]) == (200, "late")
    read = (await one_stop.call("GET", ONE)).body
    assert (read["status"], read["missing"]) == (5, ["Bản sao giấy chứng sinh"])


async def test_the_history_may_follow_after_a_first_report_of_how_things_stand(one_stop: OneStop):
    await one_stop.put(status=4)
    assert (await one_stop.event(9, "2026-11-23T10:00:00+07:00")).body["result"] == "changed"
    assert (await one_stop.call("GET", ONE)).body["status"] == 9


async def test_an_odd_step_is_obeyed_with_a_remark(one_stop: OneStop):
    await one_stop.put(status=2)
    odd = await one_stop.event(10, LATER)
    assert [each["type"] for each in odd.body["remarks"]] == ["unusual_step"]
    assert (await one_stop.call("GET", ONE)).body["status"] == 10


async def test_an_event_of_an_unknown_dossier_and_codes_that_are_none_are_refused(
    one_stop: OneStop,
):
    unknown = await one_stop.event(4, LATER)
    assert (unknown.status, unknown.kind) == (404, "no-such-dossier")
    assert (await one_stop.call("GET", ONE)).status == 404
    for code in ("1.001193", "0912345678", "H26.15.3-261332-0001", "%00", "a" * 3000, "%F0%9F%98"):
        refused = await one_stop.put(code)
        assert refused.status in (400, 422), code
        assert refused.body["detail"], code


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": 11}, "status"),
        ({"status": "4"}, "status"),
        ({"status": True}, "status"),
        ({"received_at": "20/11/2026"}, "received_at"),
        ({"received_at": "2026-02-30T09:00:00+07:00"}, "received_at"),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, "received_at"),
        ({"received_at": 1763600000}, "received_at"),
        ({"due_at": "9999-12-31T23:59:59-14:00"}, "due_at"),
        ({"submitted_via": "fax"}, "submitted_via"),
        ({"applicant_name": "  \t "}, "applicant_name"),
        ({"applicant_name": "x" * 201}, "applicant_name"),
        ({"applicant_name": None}, "applicant_name"),
        ({"missing": ["a"] * 51}, "missing"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_a_wrong_field_is_named_in_vietnamese_and_what_was_sent_is_not_repeated(
    one_stop: OneStop, change: dict[str, object], field: str
):
    refused = await one_stop.put(**change)
    assert (refused.status, refused.kind) == (422, "invalid")
    assert [each["field"].split(".")[0] for each in refused.body["errors"]] == [field]
    assert field in refused.body["detail"]
    assert "Mai" not in refused.text


async def test_hostile_texts_are_kept_on_one_line_or_refused(one_stop: OneStop):
    await one_stop.put(note="a\x00b\nc\u202e<script>", phone="gọi vợ tôi")
    read = (await one_stop.call("GET", ONE)).body
    assert read["note"] == "a b c <script>"
    assert read["phone"] == ""
    json_type = "application/json"
    half = b'{"applicant_name": "\\ud800"}'
    for data in (b"", b"{", b"[1]", half, b'"x"', b"\xff\xfe", b"[" * 100_000, b"NaN"):
        refused = await one_stop.call("PUT", ONE, data=data, Content_Type=json_type)
        assert refused.status in (400, 422), data[:20]
        assert refused.body["detail"].startswith(("Nội dung gửi", "Trường")), data[:20]


async def test_wrong_types_lengths_and_methods_have_their_own_status(one_stop: OneStop):
    form = "application/x-www-form-urlencoded"
    assert (await one_stop.call("PUT", ONE, data=b"a=1", Content_Type=form)).status == 415
    assert (await one_stop.put(note="x" * 300_000)).status == 413
    assert (await one_stop.call("DELETE", ONE)).status == 405
    assert (await one_stop.call("GET", "/api/v1/nothing")).status == 404


async def test_strangers_and_keys_without_the_right_learn_nothing(one_stop: OneStop):
    await one_stop.put()
    nobody = OneStop(one_stop.house, one_stop.desk, one_stop.session, "")
    for header in ("", "Bearer", "Bearer x", "Basic abc", f"Bearer {one_stop.secret}x"):
        refused = await nobody.call("GET", ONE, Authorization=header)
        assert (refused.status, refused.kind) == (401, "key-missing-or-wrong")
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    reader = await one_stop.other("kiem-tra", Scope.REPORTS)
    assert (await reader.call("GET", ONE)).kind == "scope-missing"
    assert (await reader.put()).status == 403


async def test_a_dossier_belongs_to_the_system_that_told_of_it(one_stop: OneStop):
    await one_stop.put()
    other = await one_stop.other("he-thong-bo")
    assert (await other.call("GET", ONE)).status == 404
    assert (await other.put()).kind == "other-source"
    assert (await other.event(5, LATER)).status == 409
    (line,) = (await other.bulk({"code": CODE, **a_dossier()})).lines
    assert line["problem"]["type"] == "urn:motcua:problem:other-source"
    newer_key = await one_stop.other("mot-cua-tinh")
    assert (await newer_key.call("GET", ONE)).status == 200


async def test_a_revoked_key_opens_nothing_from_the_next_call_on(one_stop: OneStop):
    await one_stop.put()
    (key,) = await one_stop.desk.keys.everything()
    assert key.used_at is not None
    await one_stop.desk.keys.revoke(COMMAND_LINE, key.id)
    assert (await one_stop.call("GET", ONE)).status == 401


async def test_of_a_key_only_a_digest_is_kept(one_stop: OneStop, database):
    async with database.connect() as connection:
        (row,) = (await connection.execute(text("SELECT * FROM api_keys"))).all()
    assert len(one_stop.secret) == 47
    assert one_stop.secret not in str(row)
    assert one_stop.secret[:10] in row


async def test_who_calls_too_often_is_told_to_wait(one_stop: OneStop, clock: StillClock):
    answers = [await one_stop.call("GET", ONE) for _ in range(301)]
    assert answers[-2].status == 404
    assert (answers[-1].status, answers[-1].kind) == (429, "too-many-requests")
    assert answers[-1].headers["Retry-After"] == "1"
    clock.move(timedelta(seconds=1))
    assert (await one_stop.call("GET", ONE)).status == 404


async def test_a_repeated_call_is_answered_as_before_and_done_once(
    one_stop: OneStop, clock: StillClock
):
    await one_stop.put(status=2)
    first = await one_stop.event(4, LATER, Idempotency_Key="abc-1")
    assert first.body["result"] == "changed"
    again = await one_stop.event(4, LATER, Idempotency_Key="abc-1")
    assert (again.status, again.body) == (first.status, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await one_stop.event(5, LATER, Idempotency_Key="abc-1")
    assert (other.status, other.kind) == (422, "idempotency-key-reused")
    clock.move(timedelta(hours=25))
    assert (await one_stop.event(4, LATER, Idempotency_Key="abc-1")).body["result"] == "same"


async def test_a_refusal_is_repeated_too_and_bad_names_of_calls_are_refused(one_stop: OneStop):
    unknown = await one_stop.event(4, LATER, Idempotency_Key="x")
    await one_stop.put(status=2)
    again = await one_stop.event(4, LATER, Idempotency_Key="x")
    assert (unknown.status, again.status, again.kind) == (404, 404, "no-such-dossier")
    for name in ("", "x" * 256, "hai từ", "a b"):
        refused = await one_stop.event(4, LATER, Idempotency_Key=name)
        assert (refused.status, refused.kind) == (400, "idempotency-key-malformed")


async def test_the_same_call_at_the_same_time_happens_once(one_stop: OneStop):
    await one_stop.put(status=2)
    answers = await asyncio.gather(
        *(one_stop.event(4, LATER, Idempotency_Key="once") for _ in range(12))
    )
    done = [each for each in answers if each.status == 201]
    assert {each.status for each in answers} <= {201, 409}
    assert len([each for each in done if "Idempotency-Replayed" not in each.headers]) == 1
    assert len((await one_stop.call("GET", ONE)).body["events"]) == 2


async def test_two_systems_may_use_the_same_name_for_their_calls(one_stop: OneStop):
    other = await one_stop.other("he-thong-bo")
    await one_stop.put(status=2)
    await other.put("H26.15.3-261120-0013", status=2)
    first = await one_stop.event(4, LATER, Idempotency_Key="1")
    second = await other.event(4, LATER, code="H26.15.3-261120-0013", Idempotency_Key="1")
    assert (first.status, second.status) == (201, 201)
