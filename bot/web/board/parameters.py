"""What officers set for the boards on screen."""

from bot.kernel.parameters import Parameter, Values, flag, whole, words
from bot.web.board.settings import BoardSettings, read_halls, read_notices

_AREA = "Bảng gọi số"

PARAMETERS = (
    Parameter(
        key="board.notices",
        kind="text",
        default="",
        label="Thông báo trên bảng",
        help="Chạy ở chân bảng, lần lượt. Nhiều thông báo thì ngăn bằng dấu |.",
        area=_AREA,
    ),
    Parameter(
        key="board.repeat",
        kind="int",
        default=2,
        lowest=0,
        highest=3,
        label="Số lần đọc mỗi lượt gọi",
        help="0 là tắt cả chuông lẫn giọng đọc. Có số khác đang đợi gọi thì chỉ đọc một lần.",
        area=_AREA,
        unit="lần",
    ),
    Parameter(
        key="board.next",
        kind="bool",
        default=True,
        label="Hiện số sắp đến lượt",
        help="Cột bên phải: ba số tiếp theo của từng lĩnh vực.",
        area=_AREA,
    ),
    Parameter(
        key="board.ready",
        kind="bool",
        default=True,
        label="Hiện hồ sơ có kết quả hôm nay",
        help="Chỉ hiện ngày và số cuối của mã hồ sơ, không hiện tên.",
        area=_AREA,
    ),
    Parameter(
        key="board.hours",
        kind="bool",
        default=True,
        label="Hiện giờ làm việc",
        help="Ở chân bảng, xen với thông báo.",
        area=_AREA,
    ),
    Parameter(
        key="board.halls",
        kind="text",
        default="",
        label="Các phòng có bảng riêng",
        help="Ví dụ: tang-1: 1,2,3; tang-2: 4,5. Bảng của phòng mở ở /board?hall=tang-1.",
        area=_AREA,
    ),
)


def settings_from(values: Values) -> BoardSettings:
    """Return the settings of the boards."""
    return BoardSettings(
        notices=read_notices(words(values, "board.notices")),
        halls=read_halls(words(values, "board.halls")),
        next_up=flag(values, "board.next"),
        ready=flag(values, "board.ready"),
        hours=flag(values, "board.hours"),
        repeat=whole(values, "board.repeat"),
    )
