"""What officers are told when something is refused."""

from bot.kernel.errors import OfficerError
from bot.services.officers.model import Problem, Role
from bot.services.officers.passwords import LONGEST, SHORTEST

ROLE_NAMES = {
    Role.OFFICER: "Cán bộ",
    Role.SUPERVISOR: "Phụ trách",
    Role.ADMINISTRATOR: "Quản trị",
}
_REFUSALS = {
    Problem.WRONG_LOGIN: "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    Problem.WRONG_CODE: "Mã chưa đúng, đã dùng rồi hoặc đã hết hạn. Chờ mã mới rồi nhập lại.",
    Problem.WRONG_PASSWORD: "Mật khẩu hiện tại chưa đúng.",
    Problem.LOCKED: "Sai nhiều lần nên phải tạm dừng. Chờ {minutes} phút rồi thử lại.",
    Problem.FIRST_PASSWORD_OVER: "Mật khẩu lần đầu đã quá hạn. Nhờ người quản trị cấp lại.",
    Problem.SESSION_OVER: "Phiên làm việc đã hết. Đăng nhập lại để làm tiếp.",
    Problem.SECRET_UNREADABLE: "Máy chủ không đọc được khóa xác thực của tài khoản này. Dùng mã "
    "dự phòng, hoặc nhờ người quản trị đặt lại xác thực hai bước.",
    Problem.PASSWORD_SHORT: f"Mật khẩu cần ít nhất {SHORTEST} ký tự. Ghép vài từ lại là đủ dài.",
    Problem.PASSWORD_LONG: f"Mật khẩu dài nhất {LONGEST} ký tự.",
    Problem.PASSWORD_NAMED: "Mật khẩu đừng lấy từ họ tên, tên đăng nhập hay tên xã.",
    Problem.PASSWORD_SIMPLE: "Mật khẩu này dễ đoán. Ghép vài từ không liên quan nhau, ví dụ tên "
    "một món ăn, một con vật và một đồ vật.",
    Problem.PASSWORD_SAME: "Mật khẩu mới phải khác mật khẩu đang dùng.",
    Problem.LOGIN_SHAPE: "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm hoặc "
    "gạch nối.",
    Problem.LOGIN_TAKEN: "Tên đăng nhập này đã có người dùng.",
    Problem.NAME_MISSING: "Chưa ghi họ và tên.",
    Problem.NAME_LONG: "Họ và tên dài quá.",
    Problem.REASON_MISSING: "Chưa ghi lý do.",
    Problem.CHANGED_MEANWHILE: "Người khác vừa đổi tài khoản này. Xem lại rồi hãy lưu.",
    Problem.LAST_ADMINISTRATOR: "Đây là người quản trị cuối cùng. Giao quyền quản trị cho người "
    "khác trước đã.",
    Problem.NOT_ONESELF: "Không tự làm việc này với tài khoản của mình. Nhờ một người quản trị "
    "khác.",
    Problem.FACTOR_OBLIGATORY: "Vai trò này bắt buộc có xác thực hai bước.",
    Problem.NO_SUCH_OFFICER: "Không có tài khoản này.",
}


def refusal(problem: Problem, **facts: object) -> OfficerError:
    """Return the error that tells an officer why."""
    return OfficerError(problem.value, _REFUSALS[problem].format(**facts))
