"""Words that work everywhere and mean exactly one thing, whatever was talked about."""

from bot.handlers import values
from bot.kernel.vietnamese import fold
from bot.services.procedures.links import Subject, SubjectKind, button_value, words_to_send
from bot.services.procedures.menu import Menu

_WORDS = {
    values.BACK: ("quay lại", "trở lại", "back"),
    values.RESTART: ("làm lại", "bắt đầu lại", "làm lại từ đầu"),
    values.EXIT: ("thoát", "exit", "quit"),
    values.HELP: ("trợ giúp", "giúp", "help", "hướng dẫn"),
    values.PERSON: ("gặp cán bộ", "gặp người", "gặp nhân viên"),
    values.MENU: ("menu", "về đầu", "danh mục"),
    values.PRIVACY: ("riêng tư", "quyền riêng tư", "privacy"),
    values.DOSSIER: ("xem hồ sơ", "tra hồ sơ", "tra cứu hồ sơ", "mã hồ sơ", "dossier"),
    values.DOSSIERS: ("hồ sơ của tôi", "hồ sơ đang theo dõi", "my dossiers"),
    values.DOSSIER_LOST: ("mất giấy hẹn", "mất biên nhận", "mất phiếu hẹn"),
    values.FOLLOW: ("theo dõi", "theo dõi hồ sơ"),
    values.UNFOLLOW: (
        "bỏ theo dõi",
        "ngừng theo dõi",
        "thôi theo dõi",
        "bỏ theo dõi hồ sơ",
        "stop following",
    ),
    values.RESUME: (
        "nhận tin",
        "nhận lại tin",
        "nhận tin lại",
        "nhận tin nhắn",
        "nhận tin nhắn lại",
        "nhận lại tin nhắn",
        "nhận thông báo",
        "bật thông báo",
        "mở thông báo",
        "bật lại thông báo",
        "tôi muốn nhận tin",
        "tôi muốn nhận lại tin",
        "muốn nhận tin lại",
        "cho tôi nhận tin lại",
        "receive messages",
    ),
    values.FORGET: ("xóa dữ liệu", "xóa dữ liệu của tôi", "xóa hết dữ liệu"),
    values.join(values.EASY, "on"): ("chữ to", "nói chậm", "nói ngắn"),
    values.join(values.EASY, "off"): ("chữ thường", "nói đầy đủ"),
    values.join(values.LANGUAGE, "en"): ("english", "tiếng anh"),
    values.join(values.LANGUAGE, "vi"): ("tiếng việt", "vietnamese"),
}
COMMANDS = {fold(word): value for value, words in _WORDS.items() for word in words}


def words_of_prints(menu: Menu) -> dict[str, str]:
    """Return what a poster asks to send ("XEM ho tich") with the place that it leads to."""
    subjects = [Subject(SubjectKind.FIELD, field.slug) for field in menu.fields]
    subjects += [Subject(SubjectKind.LIFE, event.id) for event in menu.life_events]
    return {fold(words_to_send(subject)): button_value(subject) for subject in subjects}
