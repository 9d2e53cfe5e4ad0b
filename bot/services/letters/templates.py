"""Templates: which one, which placeholders it may have, and filling them. Pure functions.

A letter with one empty placeholder is not sent at all; an officer is told which one.
"""

import re
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from bot.kernel.errors import DataError, LetterError
from bot.knowledge.parts import Record
from bot.knowledge.yaml_files import read_record
from bot.services.letters.model import Finished, Kind, Texts

FOLDER = "letters"
MOST_WORDS = 150
MOST_CHAT_LINES = 5
SMS_LENGTH = 160
LONGEST_TEXT = 3000
TEXT_NAMES = tuple(each.name for each in fields(Texts))

_COMMON = frozenset({"don_vi", "don_vi_sms", "dien_thoai", "ho_ten", "ten_sms", "ma_ho_so"})
_LATE = _COMMON | {
    "ma_sms",
    "thu_tuc",
    "ngay_nhan",
    "gio_hen",
    "ngay_hen",
    "ly_do",
    "co_quan_lam_cham",
    "gio_hen_moi",
    "ngay_hen_moi",
    "hen_moi_sms",
    "can_bo_phu_trach",
    "van_ban",
}
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "birth": _COMMON | {"ten_be"},
    "birth_nameless": _COMMON,
    "marriage": _COMMON | {"ten_vo", "ten_chong"},
    "marriage_nameless": _COMMON,
    "condolence": _COMMON | {"nguoi_mat"},
    "condolence_child": _COMMON | {"nguoi_mat"},
    "thanks": _COMMON | {"noi_dung_gop_y", "viec_da_lam"},
    "apology_before": _LATE,
    "apology_after": _LATE | {"giao_ket_qua", "kenh_phan_anh"},
    "apology_mistake": _LATE - {"gio_hen", "ngay_hen"} | {"noi_dung_sai", "cach_sua"},
}
# An apology without these is none: reason, date, who is responsible, whom to call, the document.
NEEDED: Mapping[str, frozenset[str]] = {
    name: frozenset(
        {"ly_do", "gio_hen_moi", "ngay_hen_moi", "co_quan_lam_cham", "dien_thoai", "van_ban"}
    )
    for name in PLACEHOLDERS
    if name.startswith("apology")
}
# May be empty: how the result is brought home is offered or not.
_MAY_BE_EMPTY = frozenset({"giao_ket_qua"})
_FORBIDDEN_IN_CONDOLENCE = re.compile(r"\bchết\b", re.IGNORECASE)
_GSM = re.compile(r"[A-Za-z0-9 @$!\"#%&'()*+,\-./:;<=>?\n_]*")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")


class _File(Record):
    title: str
    greeting: str
    body: str
    closing: str
    card: str
    chat: str
    sms: str = ""


def template_of(kind: Kind, values: Mapping[str, str]) -> str:
    """Return the template for a letter: without a name, the wording that needs none."""
    match kind:
        case Kind.BIRTH:
            return "birth" if values.get("ten_be") else "birth_nameless"
        case Kind.MARRIAGE:
            named = values.get("ten_vo") and values.get("ten_chong")
            return "marriage" if named else "marriage_nameless"
        case Kind.CONDOLENCE:
            return "condolence_child" if values.get("la_tre_em") else "condolence"
        case _:
            return kind.value


def kind_of(template: str) -> Kind:
    """Return what a template is for."""
    return Kind(template.removesuffix("_nameless").removesuffix("_child"))


def load_shipped(root: Path) -> dict[str, Texts]:
    """Read the templates that come with the program.

    Raises:
        DataError: one is missing, wrong, or breaks a rule of its kind.
    """
    shipped: dict[str, Texts] = {}
    problems: list[str] = []
    for name in PLACEHOLDERS:
        path = root / FOLDER / f"{name}.yaml"
        file = read_record(path, _File)
        shipped[name] = Texts(**{each: getattr(file, each).strip() for each in TEXT_NAMES})
        problems += [
            f"{path}:1: {field}: {says}" for field, says in problems_of(name, shipped[name]).items()
        ]
    if problems:
        raise DataError(problems)
    return shipped


def problems_of(name: str, texts: Texts) -> dict[str, str]:
    """Return why a template cannot be saved, by text; in Vietnamese."""
    problems: dict[str, str] = {}
    for field in TEXT_NAMES:
        says = _problem(name, field, getattr(texts, field))
        if says:
            problems[field] = says
    if "body" not in problems:
        used = placeholders(texts.body) | placeholders(texts.greeting)
        missing = NEEDED.get(name, frozenset()) - used
        if missing:
            problems["body"] = f"Thư xin lỗi phải có {_named(missing)}."
    return problems


def warnings_of(texts: Texts) -> list[str]:
    """Return what may be saved but should be better; in Vietnamese."""
    words = len(f"{texts.greeting} {texts.body} {texts.closing}".split())
    found = []
    if words > MOST_WORDS:
        found.append(f"Thư dài {words} chữ, nên gọn trong {MOST_WORDS} chữ.")
    if len(texts.chat.splitlines()) > MOST_CHAT_LINES:
        found.append(f"Tin chat dài quá {MOST_CHAT_LINES} dòng.")
    return found


def _problem(name: str, field: str, text: str) -> str:
    if not text and field not in ("title", "closing", "sms"):
        return "Phần này chưa có chữ nào."
    if len(text) > LONGEST_TEXT:
        return f"Dài quá {LONGEST_TEXT} ký tự."
    try:
        used = placeholders(text)
    except ValueError:
        return "Dấu ngoặc nhọn { } phải đi thành cặp, trong đó là tên một biến."
    unknown = used - PLACEHOLDERS[name]
    if unknown:
        return f"Mẫu này không có biến {_named(unknown)}."
    if kind_of(name) is Kind.CONDOLENCE and _FORBIDDEN_IN_CONDOLENCE.search(text):
        return "Thư chia buồn tuyệt đối không dùng chữ «chết»."
    if _EMOJI.search(text):
        return "Thư không dùng biểu tượng, emoji."
    if field == "sms" and not _GSM.fullmatch(re.sub(r"\{[^{}]*\}", "", text)):
        return "SMS viết không dấu, không dùng ký tự lạ."
    return ""


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces.

    Raises:
        ValueError: braces that do not pair, are empty, or hold more than a name.
    """
    names = set()
    for _, name, layout, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if layout or conversion or not re.fullmatch(r"[a-z_]+", name):
            raise ValueError(text)
        names.add(name)
    return frozenset(names)


def fill(texts: Texts, values: Mapping[str, str], *, kind: Kind) -> Finished:
    """Return a letter with everything filled in.

    Args:
        texts: of the template.
        values: for every placeholder; ``ngay_ky``, ``chuc_danh``, ``nguoi_ky`` sign it.
        kind: decides the look.

    Raises:
        LetterError: a placeholder has no value; a condolence says the forbidden word.
    """
    needed = {*_used(texts), "don_vi", "chuc_danh", "nguoi_ky", "ngay_ky"} - _MAY_BE_EMPTY
    missing = sorted(name for name in needed if not values.get(name, "").strip())
    if missing:
        raise LetterError({name: f"Chưa có {LABELS.get(name, name)}." for name in missing})
    plain = {name: _plain(text) for name, text in values.items()}
    done = {name: _tidy(getattr(texts, name).format_map(plain)) for name in TEXT_NAMES}
    if kind is Kind.CONDOLENCE and _FORBIDDEN_IN_CONDOLENCE.search(" ".join(done.values())):
        raise LetterError({"nguoi_mat": "Thư chia buồn tuyệt đối không dùng chữ «chết»."})
    return Finished(
        look=_look(kind),
        title=done["title"],
        greeting=done["greeting"],
        paragraphs=tuple(part for part in done["body"].split("\n\n") if part),
        closing=done["closing"],
        card=done["card"],
        chat=done["chat"],
        sms=done["sms"],
        issuer=plain["don_vi"],
        signer_title=plain["chuc_danh"],
        signer=plain["nguoi_ky"],
        day=plain["ngay_ky"],
    )


def sms_of(texts: Texts, values: Mapping[str, str]) -> str:
    """Return the SMS in one part, with shorter values where needed; "" when there is none.

    Raises:
        LetterError: even the shortest form is too long, or a sign of it is not allowed.
    """
    if not texts.sms:
        return ""
    plain = {name: without_accents(_plain(text)) for name, text in values.items()}
    nameless = {"ten_sms": "ong/ba"}
    tries: tuple[dict[str, str], ...] = (
        {},
        nameless,
        {**nameless, "ma_sms": plain.get("ma_sms", "")[-6:]},
    )
    for shorter in tries:
        text = texts.sms.format_map({**plain, **shorter})
        if len(text) <= SMS_LENGTH and _GSM.fullmatch(text):
            return text
    raise LetterError({"sms": f"Tin SMS dài quá {SMS_LENGTH} ký tự hoặc có ký tự lạ."})


def without_accents(text: str) -> str:
    """Return a text as an SMS can carry it, capitals kept."""
    split = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in split if not unicodedata.combining(char))


def _plain(text: str) -> str:
    """Return a value on one line; what somebody typed sets nothing bold."""
    return " ".join(text.replace("**", "").split())


def _used(texts: Texts) -> set[str]:
    return {name for field in TEXT_NAMES for name in placeholders(getattr(texts, field))}


def _tidy(text: str) -> str:
    """Take away the blanks that an empty value leaves behind; keep the lines."""
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _look(kind: Kind) -> str:
    return "apology" if kind.is_apology else kind.value


def _named(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


# What a placeholder holds, for officers.
LABELS: Mapping[str, str] = {
    "don_vi": "tên Trung tâm",
    "don_vi_sms": "tên ngắn của Trung tâm trong SMS",
    "dien_thoai": "số điện thoại của Trung tâm",
    "ho_ten": "tên người nộp hồ sơ",
    "ten_sms": "tên rút gọn trong SMS",
    "ma_ho_so": "mã hồ sơ",
    "ma_sms": "mã hồ sơ",
    "thu_tuc": "tên thủ tục",
    "ngay_nhan": "ngày nhận hồ sơ",
    "gio_hen": "giờ hẹn cũ",
    "ngay_hen": "ngày hẹn cũ",
    "ly_do": "lý do",
    "co_quan_lam_cham": "cơ quan chịu trách nhiệm",
    "gio_hen_moi": "giờ hẹn mới",
    "ngay_hen_moi": "ngày hẹn mới",
    "hen_moi_sms": "hẹn mới viết gọn",
    "can_bo_phu_trach": "cán bộ phụ trách",
    "van_ban": "câu nói về văn bản có chữ ký",
    "giao_ket_qua": "câu nói về giao kết quả tận nhà",
    "kenh_phan_anh": "nơi phản ánh",
    "noi_dung_sai": "nội dung sai",
    "cach_sua": "cách sửa",
    "ten_be": "tên cháu bé",
    "ten_vo": "tên vợ",
    "ten_chong": "tên chồng",
    "nguoi_mat": "cách gọi và tên người mất",
    "noi_dung_gop_y": "câu tóm tắt góp ý",
    "viec_da_lam": "việc Trung tâm đã làm",
    "chuc_danh": "chức danh người ký",
    "nguoi_ky": "người ký",
    "ngay_ky": "ngày ký",
}
