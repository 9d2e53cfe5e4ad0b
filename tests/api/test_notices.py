"""A one-stop system asks for a notice to whoever follows a dossier."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.db.models import NoticeRow
from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.api_keys.model import Scope
from bot.services.dossiers.sights import Person, Role
from tests.api.conftest import CODE, OneStop
from tests.dossiers import dossiers_of
from tests.notices import Line, house_of

URL = "/api/v1/notices"


@pytest.fixture
async def followed(
    one_stop: OneStop, database: AsyncEngine, clock: StillClock, brain: Brain
) -> OneStop:
    """The system has told of a dossier that its applicant follows on Telegram."""
    assert (await one_stop.put()).status == 201
    dossiers = dossiers_of(database, clock, brain)
    assert await dossiers.follow(ReceiptCode(CODE), Person("telegram:1", "1"), Role.SELF, "2026-11")
    return one_stop


def wish(**more: Any) -> dict[str, Any]:
    return {"code": CODE, "template": "come", **more}


async def test_the_wish_is_written_and_sent_in_our_words(
    followed: OneStop, database: AsyncEngine, brain: Brain, clock: StillClock
):
    answer = await followed.call("POST", URL, wish(text="Mang theo bản gốc."), Idempotency_Key="a")
    assert (answer.status, answer.body) == (201, {"people": 1, "new": 1})
    replayed = await followed.call(
        "POST", URL, wish(text="Mang theo bản gốc."), Idempotency_Key="a"
    )
    assert replayed.headers["Idempotency-Replayed"] == "true"
    again = await followed.call("POST", URL, wish(text="Mang theo bản gốc."))
    assert (again.status, again.body) == (200, {"people": 1, "new": 0})
    line = Line()
    await house_of(database, brain, clock, line).sender.send()
    [message] = line.sent
    assert "mời ông/bà đến" in message.text
    assert "Mang theo bản gốc." in message.text
    assert "Mai" not in message.text


async def test_the_code_is_read_tolerantly(followed: OneStop):
    answer = await followed.call("POST", URL, wish(code="h26.15.3 26112O 0012"))
    assert answer.status == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (wish(text="Bấm http://nop-phi.example"), "text"),
        (wish(template="note"), "text"),
        (wish(template="pay"), "template"),
        (wish(phone="0912345678"), "phone"),
        ({"template": "come"}, "code"),
        (wish(text="x" * 201), "text"),
    ],
)
async def test_what_is_refused_is_named(followed: OneStop, body: dict[str, Any], field: str):
    answer = await followed.call("POST", URL, body)
    assert answer.status == 422
    assert [error["field"] for error in answer.body["errors"]] == [field]


async def test_only_for_dossiers_of_the_system_itself(followed: OneStop, database: AsyncEngine):
    other = await followed.other("phan-mem-khac")
    assert (await other.call("POST", URL, wish())).kind == "other-source"
    unknown = await followed.call("POST", URL, wish(code="H26.15.3-261120-9999"))
    assert unknown.kind == "no-such-dossier"
    async with database.connect() as connection:
        assert (await connection.scalars(select(NoticeRow.id))).all() == []


async def test_a_key_needs_the_scope(followed: OneStop):
    reader = await followed.other("mot-cua-tinh", Scope.DOSSIERS_WRITE)
    assert (await reader.call("POST", URL, wish())).kind == "scope-missing"
