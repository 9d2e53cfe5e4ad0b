"""A believable commune to look at before one's own is configured."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.app.brain import build_centre
from bot.config import CentreSettings, Settings
from bot.kernel.calendar_vn import HANOI
from bot.services.officers.model import Role

DEMO_CENTRE = CentreSettings(
    name="Trung tâm Phục vụ hành chính công xã Mẫu (bản dùng thử)",
    commune="xã Mẫu",
    address="số 1 đường Trung Tâm, xã Mẫu",
    phone="0200 000 0000",
)
_LONG_HOURS = "0:00-23:59"
_A_LOOK_AROUND = timedelta(hours=2)
# Name, log-in name, role. Their passwords are made anew for each database.
DEMO_OFFICERS = (
    ("Nguyễn Thị Hoa", "can-bo", Role.OFFICER),
    ("Trần Văn Bình", "phu-trach", Role.SUPERVISOR),
    ("Lê Minh Châu", "quan-tri", Role.ADMINISTRATOR),
)


def with_demo_centre(settings: Settings, now: datetime) -> Settings:
    """Return the settings with the demo commune, unless a centre is configured.

    Whoever looks around at night or on a holiday finds it open as well: that one day has long
    hours. The hours of the week stay as they are told.
    """
    if settings.centre != CentreSettings():
        return settings
    today = now.astimezone(HANOI).date()
    demo = settings.model_copy(update={"centre": DEMO_CENTRE})
    calendar = build_centre(demo, Path(demo.procedures), today).calendar
    if calendar.is_open(now) and calendar.is_open(now + _A_LOOK_AROUND):
        return demo
    centre = DEMO_CENTRE.model_copy(update={"hours": {today.isoformat(): _LONG_HOURS}})
    return demo.model_copy(update={"centre": centre})
