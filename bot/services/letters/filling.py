"""What an officer fills in, and the values of the placeholders made of it. Pure functions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.kernel.calendar_vn import WorkingCalendar
from bot.services.letters import rules
from bot.services.letters.model import LATE, About, Circumstance, Kind, Letter, LetterRules
from bot.services.letters.templates import without_accents

CHILD = "cháu"
MANNERS = ("cụ ông", "cụ bà", "ông", "bà", "anh", "chị", CHILD)
LONGEST_NAME = 80
LONGEST_INPUT = 600
_WEEKDAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
_OFFICE_LENGTH, _SHORT_NAME_LENGTH, _CODE_LENGTH = 18, 16, 24
_NEEDED: Mapping[Kind, Mapping[str, str]] = {
    Kind.CONDOLENCE: {
        "ten_nguoi_mat": "Chưa ghi tên người mất.",
        "cach_goi": "Chưa chọn cách gọi người mất.",
        "ngay_mat": "Chưa ghi ngày mất.",
    },
    Kind.THANKS: {
        "noi_dung_gop_y": "Chưa tóm tắt góp ý.",
        "viec_da_lam": "Chưa ghi việc Trung tâm đã làm.",
    },
    Kind.APOLOGY_BEFORE: {},
    Kind.APOLOGY_AFTER: {"kenh_phan_anh": "Chưa ghi nơi phản ánh."},
    Kind.APOLOGY_MISTAKE: {
        "noi_dung_sai": "Chưa ghi nội dung sai.",
        "cach_sua": "Chưa ghi cách sửa.",
    },
}
_OF_ALL_APOLOGIES: Mapping[str, str] = {
    "ly_do": "Chưa ghi lý do.",
    "co_quan_lam_cham": "Chưa ghi cơ quan chịu trách nhiệm.",
    "can_bo_phu_trach": "Chưa ghi người dân gặp ai.",
    "ngay_moi": "Chưa chọn ngày hẹn mới.",
    "gio_moi": "Chưa chọn giờ hẹn mới.",
}
_AGAINST_WORDS: Mapping[Circumstance, str] = {
    Circumstance.REGISTERED_AGAIN: "đăng ký lại",
    Circumstance.ADULT: "người lớn hoặc đã có giấy tờ",
    Circumstance.CHILD_DIED: "cháu đã mất",
    Circumstance.CHILD_ABANDONED: "trẻ bị bỏ rơi hoặc vào cơ sở nuôi dưỡng",
    Circumstance.IN_DISPUTE: "việc nhận cha, mẹ, con đang có tranh chấp",
    Circumstance.NOT_FAMILY: "người nộp không phải cha, mẹ, ông, bà",
    Circumstance.LONG_AGO: "việc đã lâu",
    Circumstance.DECLARED_DEAD: "Tòa án tuyên bố",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What letters say about the centre.

    Attributes:
        short_name: returns what people call a procedure, "" when it is not known.
    """

    name: str
    commune: str
    phone: str
    hotline: str
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    short_name: Callable[[str], str] = lambda _code: ""


def suggested(letter: Letter, place: Place, settings: LetterRules) -> dict[str, str]:
    """Return what stands in the form before anybody has filled it in; nothing is guessed."""
    about = letter.about
    start = {
        "ho_ten": about.applicant,
        "chuc_danh": settings.signer_title,
        "nguoi_ky": settings.signer_name,
    }
    if letter.kind.is_apology:
        start |= {
            "co_quan_lam_cham": about.unit or place.name,
            "can_bo_phu_trach": about.officer,
            "gio_moi": "16:30",
        }
    if letter.kind is Kind.APOLOGY_AFTER:
        start["kenh_phan_anh"] = f"số {place.hotline or place.phone}" if place.phone else ""
    return start | dict(letter.values)


def problems_of(
    letter: Letter, given: Mapping[str, str], place: Place, now: datetime
) -> dict[str, str]:
    """Return what is wrong with a filled-in form, by field; in Vietnamese."""
    needed = {"ho_ten": "Chưa ghi gửi ai.", "nguoi_ky": "Chưa ghi người ký."}
    needed |= _NEEDED.get(letter.kind, {})
    needed |= _OF_ALL_APOLOGIES if letter.kind.is_apology else {}
    problems = {name: says for name, says in needed.items() if not given.get(name, "").strip()}
    for name, text in given.items():
        most = LONGEST_NAME if name.startswith(("ten_", "ho_ten", "nguoi_ky")) else LONGEST_INPUT
        if len(text) > most:
            problems[name] = f"Dài quá {most} ký tự."
    checks = {
        Kind.MARRIAGE: _marriage_problems,
        Kind.CONDOLENCE: _condolence_problems,
    }
    check = checks.get(letter.kind)
    if check:
        problems = check(given, now, place) | problems
    if letter.kind.is_apology:
        problems = _apology_problems(letter, given, place, now) | problems
    found = [Circumstance(name) for name in given.get("vuong", "").split()]
    forbidden = rules.against(letter.kind, found)
    if forbidden:
        named = "; ".join(_AGAINST_WORDS[each] for each in forbidden)
        problems["vuong"] = f"Không gửi thư này: {named}. Hãy bấm «Không gửi»."
    return problems


def values_of(
    letter: Letter, given: Mapping[str, str], place: Place, now: datetime
) -> dict[str, str]:
    """Return the value of every placeholder, as far as it is known."""
    about, zone = letter.about, place.calendar.zone
    today = now.astimezone(zone)
    values = {name: text.strip() for name, text in given.items()}
    values |= {
        "don_vi": place.name,
        "don_vi_sms": office_for_sms(place.commune),
        "dien_thoai": place.phone or place.hotline,
        "ten_sms": name_for_sms(values.get("ho_ten", "")),
        "ma_ho_so": about.code,
        "ma_sms": about.code if len(about.code) <= _CODE_LENGTH else about.code[-6:],
        "thu_tuc": lowered(place.short_name(about.procedure_code) or about.procedure_name),
        "ngay_nhan": f"{about.received_at.astimezone(zone):%d/%m/%Y}",
        "ngay_ky": f"Ngày {today.day} tháng {today.month} năm {today.year}",
    }
    if about.due is not None:
        due = about.due.astimezone(zone)
        values |= {"gio_hen": say_hour(due.time()), "ngay_hen": f"{due:%d/%m/%Y}"}
    if letter.kind.is_apology:
        values |= _apology_values(values, place)
    if letter.kind is Kind.CONDOLENCE and values.get("ten_nguoi_mat"):
        values["nguoi_mat"] = f"{values.get('cach_goi', '')} {values['ten_nguoi_mat']}".strip()
        values["la_tre_em"] = "1" if values.get("cach_goi") == CHILD else ""
    return values


def new_promise(given: Mapping[str, str], place: Place) -> datetime | None:
    """Return the new date and hour of a form; None when they cannot be read."""
    try:
        day = date.fromisoformat(given.get("ngay_moi", "").strip())
        hour = time.fromisoformat(given.get("gio_moi", "").strip())
    except ValueError:
        return None
    return datetime.combine(day, hour.replace(tzinfo=None, second=0, microsecond=0)).replace(
        tzinfo=place.calendar.zone
    )


def say_hour(hour: time) -> str:
    """Return "16 giờ 30", or "17 giờ"."""
    return f"{hour.hour} giờ {hour.minute:02}" if hour.minute else f"{hour.hour} giờ"


def say_weekday(day: date) -> str:
    """Return "thứ Năm", "Chủ nhật"."""
    return "Chủ nhật" if day.weekday() == 6 else f"thứ {_WEEKDAYS[day.weekday()]}"


def _sms_weekday(day: date) -> str:
    return without_accents(say_weekday(day))


def name_for_sms(name: str) -> str:
    """Return "ong/ba N.V.An": no more of a name than needed."""
    words = without_accents(name).split()
    if not words:
        return "ong/ba"
    short = "".join(f"{word[0].upper()}." for word in words[:-1]) + words[-1]
    called = f"ong/ba {short}"
    return called if len(called) <= _SHORT_NAME_LENGTH else "ong/ba"


def initials(name: str) -> str:
    """Return the first letters of a name, where messages are kept outside the country."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def office_for_sms(commune: str) -> str:
    """Return a name of the centre that an SMS has room for."""
    plain = without_accents(commune)
    whole = f"UBND {plain}"
    return whole if len(whole) <= _OFFICE_LENGTH else plain[:_OFFICE_LENGTH].strip()


def lowered(name: str) -> str:
    """Return a name as it stands inside a sentence."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _apology_values(values: Mapping[str, str], place: Place) -> dict[str, str]:
    made = {"van_ban": _signed_document(values.get("so_van_ban", ""))}
    for name in ("ly_do", "noi_dung_sai", "cach_sua"):
        if values.get(name):
            made[name] = lowered(values[name].rstrip(" ."))
    brought = values.get("cach_giao", "").strip(" .")
    made["giao_ket_qua"] = (
        f"Nếu ông/bà muốn, Trung tâm gửi kết quả về tận nhà: {lowered(brought)}." if brought else ""
    )
    promise = new_promise(values, place)
    if promise is not None:
        made |= {
            "gio_hen_moi": f"{say_hour(promise.time())}, {say_weekday(promise.date())}",
            "ngay_hen_moi": f"{promise:%d/%m/%Y}",
            "hen_moi_sms": f"{promise:%Hh%M} {_sms_weekday(promise)} {promise:%d/%m}",
        }
    return made


def _signed_document(number: str) -> str:
    number = number.strip(" .")
    if number:
        return f"Văn bản xin lỗi có chữ ký {number} sẽ được gửi đến ông/bà."
    return "Văn bản xin lỗi có chữ ký sẽ được gửi đến ông/bà sau thư này."


def _marriage_problems(given: Mapping[str, str], _now: datetime, _place: Place) -> dict[str, str]:
    wife, husband = given.get("ten_vo", "").strip(), given.get("ten_chong", "").strip()
    if bool(wife) == bool(husband):
        return {}
    empty = "ten_vo" if husband else "ten_chong"
    return {empty: "Ghi tên cả hai người, hoặc để trống cả hai."}


def _condolence_problems(given: Mapping[str, str], now: datetime, place: Place) -> dict[str, str]:
    problems = {}
    if given.get("cach_goi") and given["cach_goi"] not in MANNERS:
        problems["cach_goi"] = "Chọn một cách gọi trong danh sách."
    if re.search(r"\bchết\b", given.get("ten_nguoi_mat", ""), re.IGNORECASE):
        problems["ten_nguoi_mat"] = "Thư chia buồn tuyệt đối không dùng chữ «chết»."
    today = now.astimezone(place.calendar.zone).date()
    try:
        died = date.fromisoformat(given.get("ngay_mat", "").strip())
    except ValueError:
        return problems | {"ngay_mat": "Ngày mất viết như 2026-11-20."}
    if died > today:
        problems["ngay_mat"] = "Ngày mất chưa tới."
    if rules.died_long_ago(died, today):
        problems["ngay_mat"] = "Đã mất từ một năm trở lên: không gửi thư. Hãy bấm «Không gửi»."
    declared = Circumstance.DECLARED_DEAD.value in given.get("vuong", "").split()
    if declared and not given.get("vi_sao_gui", "").strip():
        problems["vi_sao_gui"] = "Tòa án tuyên bố: ghi vì sao vẫn nên gửi, hoặc bấm «Không gửi»."
    return problems


def _apology_problems(
    letter: Letter, given: Mapping[str, str], place: Place, now: datetime
) -> dict[str, str]:
    problems = {}
    reason = given.get("ly_do", "").strip()
    if reason and not rules.is_real_reason(reason):
        problems["ly_do"] = "Ghi lý do cụ thể, ít nhất 15 chữ cái; đừng viết «lý do khách quan»."
    if given.get("ngay_moi", "").strip():
        problem = _promise_problem(letter.about, new_promise(given, place), place, now)
        if problem:
            problems["ngay_moi"] = problem
    if (
        rules.needs_leader(letter.kind, letter.about.again)
        and not given.get("vi_sao_hen_lai", "").strip()
    ):
        problems["vi_sao_hen_lai"] = "Đã hẹn lại một lần. Phụ trách phải ghi vì sao hẹn thêm."
    return problems


def _promise_problem(about: About, promise: datetime | None, place: Place, now: datetime) -> str:
    if promise is None:
        return "Ngày giờ hẹn mới chưa đọc được."
    if promise <= now:
        return "Ngày giờ hẹn mới đã qua."
    if about.due is not None and promise <= about.due:
        return "Ngày giờ hẹn mới phải sau hẹn cũ."
    shifts = place.calendar.shifts(promise.date())
    if not shifts:
        return "Ngày này Trung tâm nghỉ."
    if not any(shift.start <= promise.time() <= shift.end for shift in shifts):
        return "Giờ này Trung tâm không làm việc."
    return ""


def keeps_promise(kind: Kind) -> bool:
    """Say whether approving a letter moves the dossier's promise."""
    return kind in LATE
