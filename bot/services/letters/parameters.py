"""What officers can change about letters."""

from bot.kernel.parameters import Parameter, Values, flag, whole, words
from bot.services.letters.model import LetterRules

_AREA = "Thư gửi người dân"

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        key="letters.congratulate",
        kind="bool",
        default=True,
        label="Tự gửi thư chúc mừng",
        help="Tắt thì thư chúc mừng sinh con, kết hôn cũng chờ cán bộ duyệt từng lá.",
        area=_AREA,
    ),
    Parameter(
        key="letters.wait_hours",
        kind="int",
        default=2,
        lowest=0,
        highest=72,
        label="Thư chúc mừng chờ sau khi trả kết quả",
        help="Trong lúc chờ, cán bộ ghi thêm tên cháu, tên hai vợ chồng, hoặc giữ thư lại.",
        area=_AREA,
        unit="giờ",
    ),
    Parameter(
        key="letters.signer_title",
        kind="text",
        default="Giám đốc Trung tâm",
        label="Chức danh người ký thư",
        help="Ví dụ: Giám đốc Trung tâm, Chủ tịch Ủy ban nhân dân xã.",
        area=_AREA,
    ),
    Parameter(
        key="letters.signer_name",
        kind="text",
        default="",
        label="Người ký thư",
        help="Để trống thì thư chúc mừng không tự gửi, thư khác phải ghi người ký khi duyệt.",
        area=_AREA,
    ),
)


def rules_from(values: Values) -> LetterRules:
    """Return the rules as officers set them."""
    return LetterRules(
        congratulate=flag(values, "letters.congratulate"),
        wait_hours=whole(values, "letters.wait_hours"),
        signer_title=words(values, "letters.signer_title"),
        signer_name=words(values, "letters.signer_name"),
    )
