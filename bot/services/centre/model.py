"""The centre that speaks: name, address, phone, hours."""

from dataclasses import dataclass, field

from bot.kernel.calendar_vn import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Centre:
    """One commune's service centre.

    Attributes:
        name: official name of the centre.
        commune: the commune it serves, as people say it.
        address: where to go; "" when not configured.
        phone: the centre's own line; "" when not configured.
        hotline: where complaints and urgent questions are heard; "" when not configured.
        calendar: when its counters are open.
        configured: False while the built-in sample is in use.
    """

    name: str
    commune: str
    address: str = ""
    phone: str = ""
    hotline: str = ""
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    configured: bool = True
