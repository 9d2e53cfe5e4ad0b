"""What officers set for the kiosks on screen."""

from bot.kernel.parameters import Parameter, Values, words
from bot.web.kiosk.settings import KioskSettings, read_networks

_AREA = "Máy lấy số"

PARAMETERS = (
    Parameter(
        key="kiosk.networks",
        kind="text",
        default="",
        label="Mạng được mở máy lấy số",
        help="Ví dụ: 192.168.1.0/24, 10.0.0.7. Để trống là mọi máy trong mạng nội bộ.",
        area=_AREA,
    ),
    Parameter(
        key="kiosk.paper",
        kind="choice",
        default="80",
        choices=(("80", "80 mm"), ("58", "58 mm")),
        label="Khổ giấy in số",
        help="Máy nào dùng giấy khác thì mở bằng địa chỉ có ?paper=58.",
        area=_AREA,
    ),
    Parameter(
        key="kiosk.printing",
        kind="choice",
        default="ask",
        choices=(("ask", "Khi bấm In phiếu"), ("auto", "Tự in mỗi số"), ("no", "Không in")),
        label="In phiếu số",
        help="Không in thì người dân quét mã QR, hoặc nhớ số trên màn hình.",
        area=_AREA,
    ),
)


def settings_from(values: Values) -> KioskSettings:
    """Return the settings of the kiosks."""
    return KioskSettings(
        networks=read_networks(words(values, "kiosk.networks")),
        paper=words(values, "kiosk.paper"),
        printing=words(values, "kiosk.printing"),
    )
