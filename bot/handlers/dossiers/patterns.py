"""How people ask about dossiers, as expressions over spelled-out messages. Data.

The first that fits wins, so what is said in special words stands before what is said in plain
ones. ``<GET>`` stands for going to fetch something, ``<WHO>`` for a person, ``<NOT>`` for "no" and
``<NUMBER>`` for a phone number.
"""

import re
from collections.abc import Mapping

from bot.handlers.dossiers.kinds import About, Ask

_STANDS_FOR = {
    "<GET>": r"(?:lay|nhan|den|toi|ra|len|di)",
    "<WHO>": (
        r"(?:con|chau|chong|vo|me|ma|bo|ba|cha|em|anh|chi|ong|chu|ban|nguoi \w+|ai(?: khac| do)?"
        r"|hang xom|nguoi nha|nguoi than)"
    ),
    "<NOT>": r"(?:khong|chua)",
    "<NUMBER>": r"so (?:dien thoai|may|phone)",
}
_ASKS: Mapping[Ask, tuple[str, ...]] = {
    Ask.LETTER: (r"\b(?:thu|van ban|giay|cong van) xin loi",),
    Ask.FETCHER: (
        (
            r"\b(?:<GET>|lay ket qua|nhan ket qua) (?:ket qua |giay |duoc )?(?:ho|giup|gium"
            r"|dum|thay)\b"
        ),
        r"\b(?:nho|cho|de|bao|kieu) <WHO>.{0,20} (?:lay|nhan)\b",
        r"\b(?:doi|thay) nguoi (?:khac )?(?:lay|nhan|di)",
        r"\buy quyen\b",
        r"\bnguoi (?:khac|nha|than) (?:\w+ ){0,2}<GET>\b",
        (
            r"\b<WHO>(?: toi| em| minh| gai| trai| ruot)? (?:di |den |ra |toi |len )?(?:lay"
            r"|nhan) (?:ket qua |giay )?(?:thay |giup |ho )?(?:co )?(?:duoc|khong)"
        ),
    ),
    Ask.WITHDRAW: (
        r"\brut (?:lai )?(?:ho so|don|lai|giay)",
        r"\bmuon rut\b",
        r"\bhuy (?:bo )?(?:ho so|don)\b",
        r"\bnop (?:nham|lon|sai|trung)",
        r"\bkhong (?:muon )?(?:lam|nop) nua\b",
        r"\bho so .{0,20}(?:muon|xin|can) huy",
    ),
    Ask.DATE: (
        (
            r"\b(?:doi|doi lai|lui|doi lich|sua|gia han) (?:lai )?(?:cai )?(?:ngay|lich"
            r"|gio) (?:hen|tra|lay)"
        ),
        r"\b(?:lay|tra|lam|giai quyet|xu ly|xong) (?:\w+ ){0,3}(?:som|nhanh|gap)(?: hon)?\b",
        r"\b(?:dang|rat|qua|can) gap\b",
        r"\bday nhanh",
        r"\blay som",
        r"\b(?:xin|cho) (?:them|lui|gia han)\b.{0,10}\b(?:ngay|han|hom|tuan)\b",
    ),
    Ask.PHONE: (
        r"\b(?:doi|thay|cap nhat|sua|them) (?:lai )?so (?:dien thoai|nhan tin|may)",
        r"\b(?:doi|mat|bo) (?:so|sim) (?:cu|roi|dien thoai)",
    ),
    Ask.OPEN: (
        (
            r"\b(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cuoi tuan|ngay nghi|ngay le"
            r"|ngoai gio|buoi (?:trua|toi|sang|chieu)|trua nay|toi nay|chieu nay|sang mai"
            r"|chieu mai|ngay mai|mai|hom nay|bay gio|ngay mot|may gio)\b.{0,25}\b<GET>\b"
        ),
        (
            r"\b<GET>\b.{0,20}\b(?:thu (?:[2-7]|bay)|chu nhat|cuoi tuan|ngoai gio"
            r"|buoi (?:trua|toi)|may gio|gio nao)\b"
        ),
    ),
    Ask.BRING: (
        (
            r"\b(?:mang|cam|dem|xach|dem theo"
            r"|chuan bi)(?: theo)?(?: nhung)?(?: them)?(?: giay to)? (?:gi|nhung gi|giay gi)\b"
        ),
        r"\b(?:can|phai|co) (?:mang|cam|dem|xach)\b",
        r"\b<GET> (?:ket qua |giay )?(?:thi )?can (?:co )?(?:nhung )?(?:giay to |giay )?gi",
    ),
    Ask.HAND_IN: (
        (
            r"\b(?:nop|dua|gui|bo sung|up|tai)(?: len| lai)?(?: them| bo sung| giay to| giay"
            r"| ho so| cai do)* (?:o dau|cho nao|cho dau|dau|noi nao|quay nao|quay may|the nao"
            r"|cach nao|kieu gi|bang cach)"
        ),
        r"\b(?:nop|gui|dua|bo sung|xin) (?:them|bo sung) (?:giay|ho so|to|cai|qua|online|tren)",
        r"\b(?:nop|muon|xin|can) bo sung(?: ho so| giay to| qua| online|$)",
        r"\bnop (?:them|online|qua mang|tren mang)\b",
        r"\bbo sung (?:qua|tren|online|bang)\b",
    ),
    Ask.MISSING: (
        r"\bthieu (?:nhung )?(?:gi|giay|cai|mon|to)",
        r"\bcon thieu\b",
        r"\bbo sung (?:them )?(?:nhung )?(?:gi|giay gi|cai gi|giay to gi)",
        r"\bcan (?:them|bo sung) (?:nhung )?(?:gi|giay)",
        r"\bcon can gi",
    ),
    Ask.WHY_LATE: (
        r"\b(?:vi|tai|do) sao\b",
        (
            r"\bsao (?:ma |lai |van |con |no |ho so )*(?:\w+ ){0,3}(?:tre|lau|cham|chua"
            r"|qua han|im|ngam)\b"
        ),
        r"\bly do\b",
        r"\btre vi\b",
        r"\btai ai\b",
        r"\b(?:lau|cham|tre) (?:qua|the|vay|du|hen)",
    ),
    Ask.WHO: (
        (
            r"\bai (?:dang |la nguoi |se |dung ra )?(?:lam|giai quyet|xu ly|phu trach|giu|cam"
            r"|thu ly|duyet|ky|tiep nhan|nhan ho so)"
        ),
        r"\b(?:can bo|nguoi|nhan vien|ong|ba|phong|bo phan) nao\b",
        r"\bai (?:lam|lo)\b",
        r"\bten can bo",
        r"\bhoi ai\b",
        r"\bgap ai\b",
    ),
    Ask.FEE: (
        r"\b(?:mat|ton) tien\b",
        r"\bbao nhieu (?:tien|the|vay|$)",
        r"\b(?:het|mat|ton|nop|dong|tra) (?:them )?(?:bao nhieu|may)",
        r"\b(?:le )?phi\b",
        r"\btien nong",
        r"\b(?:nop|dong|tra) tien\b",
        r"\bmien phi",
    ),
    Ask.RESULT: (
        r"\bket qua (?:la|gom|nhan duoc|co|ra|nhan) ?(?:nhung )?(?:gi|cai gi|giay gi|the nao)",
        r"\b(?:nhan|duoc|lay|cap|ra) (?:duoc |ve )?(?:cai |giay |to )?gi\b",
        r"\bket qua gi\b",
    ),
    Ask.WHEN: (
        r"\b(?:phai|can|nen) lam (?:gi|sao)|\blam gi (?:nua|tiep)|\bbuoc tiep",
        r"\b(?:bao|khi|chung|luc|hom|ngay|thang|tuan|may gio) (?:gio|nao)\b",
        r"\bngay (?:hen|may)\b",
        r"\bbao lau",
        r"\b(?:may|bao nhieu) (?:ngay|hom|tuan) nua",
        r"\bhen (?:lai |tra )?(?:ngay|hom|bao|khi|may)",
        r"\b(?:xong|co|duoc|ve|ra|duyet|ky) chua\b",
        r"\b(?:toi|den) (?:dau|buoc|khau)\b",
        r"\b(?:sao|the nao|ra sao|den dau|toi dau) roi\b",
        r"\bhen tra\b",
        r"\bhen moi\b",
        r"\btinh trang",
    ),
    Ask.WHERE: (
        r"\b(?:o dau|cho nao|noi nao|quay nao|quay may|quay so may|dia chi)\b",
        r"\b(?:lay|nhan|den|toi|ra) dau\b",
    ),
}
_ABOUTS: Mapping[About, tuple[str, ...]] = {
    About.SCAM: (
        (
            r"\b(?:tin nhan|tin|sms|link|duong link|cuoc goi|goi|nhan|zalo)\b.*\b(?:lua dao"
            r"|bi lua|phai lua|co lua|lua khong|gia mao|mao danh|that khong|that hay|co that"
            r"|phai that|dang tin|tin duoc)\b"
        ),
        r"\b(?:lua dao|gia mao|mao danh)\b.*\b(?:tin nhan|tin|sms|link|goi|nhan)\b",
        (
            r"\b(?:nguoi|can bo|so la|ai do|xung la|goi)\b.*\b(?:doi|xin|hoi|bat|yeu cau|kieu)\b"
            r".*\b(?:otp|mat khau|chuyen (?:tien|khoan)|so the)\b"
        ),
    ),
    About.OTHERS: (
        r"\bai (?:\w+ )?(?:xem|biet|tra) (?:duoc )?(?:cai )?ho so",
        (
            r"\b(?:hang xom|nguoi ngoai|nguoi quen|dong nghiep)\b.{0,12}\b(?:xem|biet|tra)\b"
            r".*\bho so"
        ),
        (
            r"\b(?:xem|tra|theo doi) (?:giup |ho )?ho so (?:cua |giup |cho )?(?:chong|vo|con|me|bo"
            r"|ba|ma|em|anh|chi|ong|chau|ban)\b.*\bduoc khong\b"
        ),
        (
            r"\b(?:xem|tra|biet|kiem tra|hoi|theo doi)\b.*\b(?:ho so|giay) (?:cua |giup "
            r"|ho )?(?:nguoi khac|nguoi ta|hang xom|nguoi quen|nguoi la|ban be|ban toi|ban em"
            r"|ban minh|dong nghiep)"
        ),
        (
            r"\bho so (?:cua )?(?:nguoi khac|nguoi ta|hang xom|nguoi quen|nguoi la|ban be"
            r"|ban toi|ban em)\b.*\b(?:xem|tra|biet|kiem tra|theo doi|duoc khong)\b"
        ),
        (
            r"\bnguoi (?:khac|ta|la) .{0,12}(?:xem|biet|tra) (?:duoc )?(?:ho so|cua (?:toi|em"
            r"|minh))"
        ),
    ),
    About.BY_PHONE: (
        (
            r"\b(?:tra|xem|tim|kiem tra|do|tra cuu)\b.*\b(?:theo|bang|qua"
            r"|voi) (?:cai )?(?:so dien thoai|so can cuoc|can cuoc|cccd|ten|ho ten|so cccd|cmnd)"
        ),
    ),
    About.FORGOT_PHONE: (
        r"\b(?:quen|<NOT> (?:con )?(?:nho|biet)|mat|that lac)\b.{0,20}\b<NUMBER>",
        r"\bso dien thoai.{0,30}\b(?:quen|khong nho|mat) (?:mat )?(?:roi)?$",
        r"\b(?:quen|khong nho|khong biet) (?:4|bon) so",
    ),
    About.NO_PHONE: (r"\b<NOT> (?:co|xai|dung|biet dung) (?:<NUMBER>|dien thoai)(?! ban)\b",),
    About.PHONE: (
        (
            r"\b(?:doi|thay|cap nhat) (?:lai )?so (?:dien thoai )?(?:nhan tin|nhan thong bao"
            r"|tren giay hen|trong ho so|cua ho so)"
        ),
    ),
    About.OWN_PHONE: (
        (
            r"^(?:da )?(?:day la )?<NUMBER>(?: cua)?(?: (?:toi|tui|em|minh|bac|chau|con|co"
            r"|chu|anh|chi|nha))?(?: la)?[ :]+[\d▪][\d▪ .]*\W*(?:a|nhe|nha)?$"
        ),
    ),
    About.LOST: (
        (
            r"\b(?:giay hen|phieu hen|bien nhan)(?: cua \w+)?(?: (?:da|bi))* "
            r"(?:mat|rach|that lac|uot|hong|chay|nhau)\b"
        ),
        (
            r"^.{0,25}\b(?:<NOT> (?:con )?(?:co|nho|biet|thay|giu|tim thay)|quen|mat|that lac"
            r"|lam mat|roi mat|rach) (?:mat |cai |to |duoc |het )*(?:ma(?: ho so| so)?"
            r"|so ho so|giay hen|phieu hen|bien nhan|giay bien nhan|phieu"
            r"|to giay hen)(?: ho so| roi| dau| a| nua| thi sao| lam sao| ad| o dau| em| het"
            r"| luon| gi| sao| phai| tra| xem| the nao| co| duoc| khong| con| chau| bac| oi)*\W*$"
        ),
    ),
    About.NO_NEWS: (
        (
            r"\b<NOT> (?:he )?(?:nhan|thay|co) (?:duoc )?(?:tin nhan|tin|thong bao|sms|bao"
            r"|ai bao|ai nhan|nhan)(?: nao| gi| tin| het| ca| ve| roi| luon| chi| a| cho toi"
            r"| cho em| ket qua)*\W*$"
        ),
    ),
    About.MINE: (
        (
            r"\btheo doi (?:nhung |may |bao nhieu |cac )?(?:cai |bo )?(?:ho so )?(?:nao|gi"
            r"|nhung gi|bao nhieu)\b"
        ),
        r"\b(?:nhung|may|cac|bao nhieu) ho so (?:nao )?(?:toi |em |minh )?(?:dang )?theo doi\b",
    ),
    About.WITHDRAW: (
        (
            r"^(?!.*\b(?:dai hoc|truong|thau|ngan hang|viec lam)\b).*\b(?:muon|xin|can|cho"
            r"|lam sao|cach|nham|lon)\b.{0,20}\b(?:rut|huy) (?:lai |bo )?ho so\b"
        ),
        r"\bho so\b.{0,25}\b(?:muon|xin|can) (?:rut|huy)",
        r"\bnop (?:nham|lon) (?:ho so|don|giay)",
        r"\b(?:rut|huy) ho so (?:duoc khong|the nao|lam sao|thi sao)",
        r"^(?:rut|huy) (?:bo |lai )?(?:cai )?ho so$",
        r"\bnop (?:nham|lon)\b.*\b(?:rut|huy|lay) (?:lai )?",
    ),
}


def _compiled(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    pattern = "|".join(alternatives)
    for name, meant in _STANDS_FOR.items():
        pattern = pattern.replace(name, meant)
    return re.compile(pattern)


ASKED = tuple((ask, _compiled(said)) for ask, said in _ASKS.items())
OF_ALL = tuple((about, _compiled(said)) for about, said in _ABOUTS.items())
