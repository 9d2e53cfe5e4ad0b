"""Words of the console that stand in no template."""

from datetime import datetime, timedelta

from bot.kernel.calendar_vn import HANOI
from bot.services.officers.model import Problem
from bot.services.officers.wording import ROLE_NAMES

ROLES = {role.value: name for role, name in ROLE_NAMES.items()}
ROLE_HELP = {
    "officer": "Làm việc ở quầy, hồ sơ, tin báo, thư, nhập hồ sơ; soạn thay đổi cho kho thủ tục.",
    "supervisor": (
        "Thêm quyền duyệt, công bố, sắp xếp phòng chờ, đổi cài đặt, xem nhật ký."
        " Bắt buộc xác thực hai bước."
    ),
    "administrator": "Thêm quyền quản lý cán bộ và khóa API. Bắt buộc xác thực hai bước.",
}
# What a page says after a change; the address carries only the key.
DONE = {
    "import-written": "Đã ghi tệp. Dưới đây là kết quả từng dòng.",
    "import-dropped": "Đã bỏ tệp, không ghi gì.",
    "columns": "Đã đổi cách hiểu các cột.",
    "entered": "Đã ghi hồ sơ.",
    "notice-cancelled": "Đã hủy tin.",
    "call-take": "Đã nhận. Số điện thoại ở dưới.",
    "call-done": "Đã ghi: gọi xong.",
    "call-later": "Đã trả lại danh sách.",
    "step-ready": "Đã ghi: có kết quả.",
    "step-missing": "Đã ghi: yêu cầu bổ sung giấy tờ. Hạn trả tạm dừng từ bây giờ.",
    "step-handed": "Đã ghi: đã trả kết quả.",
    "step-halt": "Đã ghi: dừng xử lý.",
    "step-go-on": "Đã ghi: tiếp tục xử lý. Hạn trả được tính lại.",
    "step-receive": "Đã ghi: đã tiếp nhận.",
    "key-revoked": "Đã thu hồi khóa. Hệ thống dùng khóa này bị từ chối ngay từ lời gọi sau.",
    "changed": "Đã lưu.",
    "parameter": "Đã lưu. Giá trị mới có hiệu lực ngay.",
    "parameter-same": "Giá trị vẫn như cũ, không ghi gì.",
    "closure": "Đã cho nghỉ. Lịch hẹn đã dời, từng người được báo.",
    "reopened": "Đã mở lại.",
    "forgiven": "Đã bỏ qua. Lần vắng này không tính.",
    "arrived": "Đã điểm danh. Người này đã vào hàng.",
    "disabled": "Đã khóa tài khoản. Mọi phiên của người này đã kết thúc.",
    "enabled": "Đã mở lại tài khoản.",
    "factor-reset": "Đã đặt lại xác thực hai bước.",
    "factor-on": "Đã bật xác thực hai bước.",
    "factor-off": "Đã tắt xác thực hai bước.",
    "phone-ended": "Đã gỡ điện thoại.",
    "password": "Đã đổi mật khẩu. Các phiên khác đã kết thúc.",
    "sessions": "Đã kết thúc phiên.",
    "left": "Đã đăng xuất.",
    "letter-approved": "Đã duyệt. Thư được gửi trong giờ gửi tin.",
    "letter-by-hand": "Đã duyệt. Không có ai để nhắn: hãy in thư và trao tận tay.",
    "letter-declined": "Đã ghi: không gửi thư này.",
    "letters-declined": "Đã ghi: không gửi những thư đã chọn.",
    "letter-back": "Đã thu lại. Thư chưa gửi, sửa rồi duyệt lại.",
    "letter-handed": "Đã ghi: đã trao thư.",
    "letter-template": "Đã lưu bản mới. Thư duyệt từ bây giờ theo bản này.",
    "drafted": "Đã giữ thành bản nháp. Người dân chưa thấy gì.",
    "taught": "Đã thành bản nháp, câu hỏi đã ra khỏi danh sách. Công bố rồi máy mới trả lời theo.",
    "taught-published": "Đã công bố. Vài giây nữa máy trả lời được câu này.",
    "dismissed": "Đã bỏ qua.",
    "submitted": "Đã gửi duyệt.",
    "withdrawn": "Đã bỏ bản nháp.",
    "published": "Đã công bố. Vài giây nữa máy trả lời theo nội dung mới.",
    "rejected": "Đã từ chối.",
    "undone": "Đã hoàn tác. Vài giây nữa máy trả lời như trước.",
}
AREAS = {
    "keys": "Khóa API",
    "dossiers": "Hồ sơ",
    "notices": "Tin báo",
    "login": "Đăng nhập",
    "account": "Tài khoản của mình",
    "officers": "Quản lý cán bộ",
    "parameters": "Cài đặt",
    "knowledge": "Kho thủ tục",
    "questions": "Câu hỏi chờ dạy",
    "letters": "Thư",
    "queue": "Hàng chờ",
    "audit": "Xem nhật ký",
}
ACTIONS = {
    "keys.made": "Tạo khóa API",
    "keys.revoked": "Thu hồi khóa API",
    "dossiers.imported": "Nhập tệp hồ sơ",
    "dossiers.entered": "Nhập một hồ sơ",
    "notices.cancel": "Hủy một tin báo",
    "notices.call_take": "Nhận gọi điện, xem số",
    "notices.call_give_back": "Chưa gọi được",
    "notices.call_done": "Đã gọi điện",
    "notices.batch_prepare": "Soạn đợt tin",
    "notices.batch_start": "Chạy đợt tin",
    "notices.batch_pause": "Tạm ngừng đợt tin",
    "notices.batch_stop": "Dừng đợt tin",
    "dossiers.step": "Đổi trạng thái hồ sơ",
    "dossiers.batch-running": "Chạy đợt báo kết quả",
    "dossiers.batch-paused": "Tạm ngừng đợt báo kết quả",
    "dossiers.batch-stopped": "Dừng đợt báo kết quả",
    "dossiers.seen": "Xem hồ sơ",
    "dossiers.person-changed": "Người nộp hoặc số điện thoại đổi, phải chứng minh lại",
    "dossiers.person-seen": "Xem tên, số điện thoại người nộp",
    "dossiers.searched": "Tìm hồ sơ",
    "officers.seat": "Đổi quầy của cán bộ",
    "login.opened": "Đăng nhập",
    "login.refused": "Đăng nhập bị từ chối",
    "login.recovery-code": "Dùng một mã dự phòng",
    "login.left": "Đăng xuất",
    "account.password": "Đổi mật khẩu của mình",
    "account.factor-on": "Bật xác thực hai bước",
    "account.factor-off": "Tắt xác thực hai bước",
    "account.recovery-codes": "Tạo lại mã dự phòng",
    "account.chat-code": "Lấy mã nối điện thoại",
    "account.chat-linked": "Nối điện thoại",
    "account.chat-ended": "Gỡ điện thoại",
    "officers.added": "Thêm cán bộ",
    "officers.renamed": "Sửa tên cán bộ",
    "officers.role": "Đổi vai trò",
    "officers.disabled": "Khóa tài khoản",
    "officers.enabled": "Mở lại tài khoản",
    "officers.password-reset": "Cấp lại mật khẩu",
    "officers.factor-reset": "Đặt lại xác thực hai bước",
    "officers.sessions-ended": "Kết thúc phiên làm việc",
    "knowledge.drafted": "Soạn bản nháp",
    "knowledge.submitted": "Gửi duyệt",
    "knowledge.withdrawn": "Bỏ bản nháp",
    "knowledge.published": "Công bố thay đổi",
    "knowledge.rejected": "Từ chối thay đổi",
    "knowledge.undone": "Hoàn tác thay đổi",
    "questions.taught": "Dạy máy câu hỏi",
    "questions.dismissed": "Bỏ qua câu hỏi",
    "letters.approved": "Duyệt thư",
    "letters.left": "Thư chúc mừng tự gửi",
    "letters.declined": "Không gửi thư",
    "letters.dropped": "Bỏ thư nháp không còn đúng",
    "letters.handed-over": "Trao thư tận tay",
    "letters.lost": "Thư không nhắn được cho ai, chờ trao tay",
    "letters.taken-back": "Thu lại thư chưa gửi",
    "letters.template": "Sửa mẫu thư",
    "parameters.changed": "Đổi cài đặt",
    "queue.field": "Đổi lĩnh vực của hàng chờ",
    "queue.counter": "Đổi quầy",
    "queue.close": "Báo đóng cửa",
    "queue.reopen": "Mở cửa lại",
    "queue.forgive": "Bỏ qua lần không đến",
    "queue.next": "Gọi số tiếp theo",
    "queue.again": "Gọi lại số",
    "queue.start": "Bắt đầu tiếp người dân",
    "queue.absent": "Ghi vắng mặt",
    "queue.finish": "Kết thúc số",
    "audit.seen": "Xem nhật ký",
}
TOO_MANY_TRY = "Nhiều người đang thử cùng lúc. Chờ ít giây rồi bấm lần nữa."
# Beside which field a refusal stands.
FIELDS = {
    Problem.WRONG_PASSWORD.value: "current",
    Problem.WRONG_CODE.value: "code",
    Problem.SECRET_UNREADABLE.value: "code",
    Problem.PASSWORD_SHORT.value: "new",
    Problem.PASSWORD_LONG.value: "new",
    Problem.PASSWORD_NAMED.value: "new",
    Problem.PASSWORD_SIMPLE.value: "new",
    Problem.PASSWORD_SAME.value: "new",
    Problem.LOGIN_SHAPE.value: "login",
    Problem.LOGIN_TAKEN.value: "login",
    Problem.NAME_MISSING.value: "name",
    Problem.NAME_LONG.value: "name",
    Problem.REASON_MISSING.value: "reason",
}


def say_moment(moment: datetime | None, now: datetime) -> str:
    """Return a moment in Hanoi's time, short when it was today or yesterday."""
    if moment is None:
        return "chưa lần nào"
    local, today = moment.astimezone(HANOI), now.astimezone(HANOI).date()
    if local.date() == today:
        return f"{local:%H:%M} hôm nay"
    if local.date() == today - timedelta(days=1):
        return f"{local:%H:%M} hôm qua"
    return f"{local:%H:%M ngày %d/%m/%Y}"


def as_sentence(text: str) -> str:
    """Return a refusal as a sentence: a capital first, a full stop last."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
