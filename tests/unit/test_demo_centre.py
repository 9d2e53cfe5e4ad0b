"""Whoever looks around finds the sample centre open, at whatever hour."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.brain import build_centre
from bot.app.demo.centre import DEMO_CENTRE, with_demo_centre
from bot.config import CentreSettings, Settings
from bot.services.queue.rules import QueueRules, issuing

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = Settings(procedures=ROOT / "procedures_data", centre=CentreSettings())


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 25, 2, 0, tzinfo=UTC),
        datetime(2026, 11, 25, 5, 0, tzinfo=UTC),  # the break
        datetime(2026, 11, 25, 15, 0, tzinfo=UTC),  # ten in the evening
        datetime(2026, 11, 24, 3, 0, tzinfo=UTC),  # a holiday
        datetime(2026, 11, 29, 3, 0, tzinfo=UTC),  # a Sunday
    ],
)
def test_the_sample_centre_is_open(now: datetime):
    settings = with_demo_centre(SETTINGS, now)
    calendar = build_centre(settings, Path(settings.procedures), now.date()).calendar
    assert calendar.is_open(now)
    assert issuing(now, QueueRules(), calendar).open


def test_in_ordinary_hours_nothing_is_added():
    morning = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert with_demo_centre(SETTINGS, morning).centre == DEMO_CENTRE


def test_a_configured_centre_stays_as_it_is():
    own = SETTINGS.model_copy(update={"centre": CentreSettings(name="Trung tâm xã Luận Thành")})
    assert with_demo_centre(own, datetime(2026, 11, 25, 15, 0, tzinfo=UTC)) == own
