"""A believable commune to look at before one's own is configured."""

from bot.config import CentreSettings, Settings
from bot.services.officers.model import Role

DEMO_CENTRE = CentreSettings(
    name="Trung tâm Phục vụ hành chính công xã Mẫu (bản dùng thử)",
    commune="xã Mẫu",
    address="số 1 đường Trung Tâm, xã Mẫu",
    phone="0200 000 0000",
)
# Name, log-in name, role. Their passwords are made anew for each database.
DEMO_OFFICERS = (
    ("Nguyễn Thị Hoa", "can-bo", Role.OFFICER),
    ("Trần Văn Bình", "phu-trach", Role.SUPERVISOR),
    ("Lê Minh Châu", "quan-tri", Role.ADMINISTRATOR),
)


def with_demo_centre(settings: Settings) -> Settings:
    """Return the settings with the demo commune, unless a centre is configured."""
    if settings.centre != CentreSettings():
        return settings
    return settings.model_copy(update={"centre": DEMO_CENTRE})
