"""The figures that newspapers report come out of dossiers of the same shape, and balance."""

import datetime as dt
from typing import Any

import pytest

from bot.kernel.clock import StillClock
from tests.api.conftest import OneStop
from tests.dossier_years import COMMUNE, DISTRICT, Shape, lines

JULY = dt.date(2026, 7, 1)


def balances(figures: dict[str, Any]) -> bool:
    """Say whether every dossier is counted once."""
    parts = ("solved", "pending", "paused", "waiting", "refused")
    ends = ("early", "on_time", "late", "unclear")
    return (
        figures["received"] == sum(figures[name] for name in parts)
        and figures["solved"] == sum(figures[name] for name in ends)
        and figures["withdrawn"] <= figures["solved"]
        and figures["overdue"] <= figures["pending"]
    )


@pytest.mark.parametrize(("shape", "kept"), [(COMMUNE, "99.94"), (DISTRICT, "100.00")])
async def test_the_figures_of_the_article_come_out(
    one_stop: OneStop, clock: StillClock, shape: Shape, kept: str
):
    answer = await one_stop.bulk(*lines(shape, JULY, 130, clock.now()))
    assert {each["result"] for each in answer.lines} == {"created"}
    asked = await one_stop.call("GET", "/api/v1/reports/dossiers?from=2026-07-01&to=2026-11-27")
    totals = asked.body["totals"]
    for name in ("received", "solved", "early", "on_time", "late", "pending", "paused",
                 "withdrawn"):  # fmt: skip
        assert totals[name] == getattr(shape, name), name
    assert totals["kept_promises"] == kept
    assert balances(totals)
    for name in ("by_field", "by_channel"):
        groups = [each["figures"] for each in asked.body[name]]
        assert all(balances(each) for each in groups)
        for figure in totals:
            if figure != "kept_promises":
                assert sum(each[figure] for each in groups) == totals[figure], (name, figure)
    channels = {each["name"]: each["figures"]["received"] for each in asked.body["by_channel"]}
    assert channels["online"] == shape.online
    assert "Mai" not in asked.text


async def test_days_count_by_vietnamese_time_and_both_ends_belong_to_it(one_stop: OneStop):
    await one_stop.put(received_at="2026-11-20T00:10:00+07:00")
    for days, received in (("from=2026-11-20&to=2026-11-20", 1), ("to=2026-11-19", 0), ("", 1)):
        asked = await one_stop.call("GET", f"/api/v1/reports/dossiers?{days}")
        assert asked.body["totals"]["received"] == received, days


@pytest.mark.parametrize(
    "days", ["from=20/11/2026", "from=2026-11-20&to=2026-11-19", "from=2000-01-01", "to=9999-12-31"]
)
async def test_wrong_days_are_refused(one_stop: OneStop, days: str):
    refused = await one_stop.call("GET", f"/api/v1/reports/dossiers?{days}")
    assert (refused.status, refused.kind) == (422, "wrong-days")


async def test_other_reports_do_not_exist(one_stop: OneStop):
    assert (await one_stop.call("GET", "/api/v1/reports/names")).kind == "no-such-report"
