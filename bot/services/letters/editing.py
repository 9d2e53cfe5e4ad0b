"""Templates as officers keep them: every version stays, an old one can be taken up again."""

from collections.abc import Mapping
from datetime import timedelta

from bot.kernel.audit import Actor
from bot.kernel.clock import Clock
from bot.kernel.errors import LetterError, NotFoundError
from bot.services.letters import filling
from bot.services.letters.filling import Place
from bot.services.letters.model import About, Finished, Kind, Letter, State, TemplateVersion, Texts
from bot.services.letters.template_store import TemplateStore
from bot.services.letters.templates import (
    PLACEHOLDERS,
    fill,
    kind_of,
    problems_of,
    sms_of,
    warnings_of,
)

_SHIPPED = "Mẫu đi kèm phần mềm"
_LONGEST_WHY = 500
# Long names on purpose: what fits here fits everywhere.
_SAMPLE: Mapping[str, str] = {
    "ho_ten": "Hoàng Thị Ngọc Diễm",
    "ten_be": "Nguyễn Hoàng Bảo Ngọc",
    "ten_chong": "Vi Văn Thành",
    "ten_vo": "Hoàng Thị Ngọc Diễm",
    "cach_goi": "cụ bà",
    "ten_nguoi_mat": "Lê Thị Sáng",
    "ly_do": "phải xác minh lại ranh giới thửa đất với hai hộ liền kề",
    "co_quan_lam_cham": "Chi nhánh Văn phòng đăng ký đất đai",
    "can_bo_phu_trach": "ông Lê Văn Hùng",
    "kenh_phan_anh": "số 1022",
    "noi_dung_gop_y": "Ông/bà góp ý ghế chờ ít, buổi sáng nhiều người phải đứng.",
    "viec_da_lam": "kê thêm mười hai ghế ở sảnh chờ",
    "noi_dung_sai": "ghi nhầm ngày sinh",
    "cach_sua": "in lại bản đúng và thu hồi bản cũ",
    "chuc_danh": "Giám đốc Trung tâm",
    "nguoi_ky": "Trịnh Văn Bình",
    "gio_moi": "16:30",
}


class Templates:
    """The templates of one commune."""

    def __init__(self, store: TemplateStore, shipped: Mapping[str, Texts], clock: Clock) -> None:
        self._store = store
        self._shipped = shipped
        self._clock = clock
        self._added = False

    async def get(self, name: str, version: int = 0) -> TemplateVersion:
        """Return a version of a template, the newest when none is named.

        Raises:
            NotFoundError: there is none.
        """
        await self._add_shipped()
        found = await self._store.get(name, version) if name in PLACEHOLDERS else None
        if found is None:
            raise NotFoundError(f"there is no template {name!r} version {version}")
        return found

    async def versions(self, name: str) -> list[TemplateVersion]:
        """Return all versions, the newest first."""
        await self._add_shipped()
        return await self._store.versions(name)

    def check(self, name: str, texts: Texts) -> tuple[dict[str, str], list[str]]:
        """Return what is wrong with texts, by text, and what should be better."""
        return problems_of(name, texts), warnings_of(texts)

    def sample(self, name: str, texts: Texts, place: Place) -> tuple[Finished, str]:
        """Return texts with invented values, and the SMS.

        Raises:
            LetterError: they cannot be filled in.
        """
        problems = problems_of(name, texts)
        if problems:
            raise LetterError(problems)
        now = self._clock.now()
        letter = self._sample_letter(kind_of(name), place)
        given = {**_SAMPLE, "ngay_moi": f"{now + timedelta(days=7):%Y-%m-%d}"}
        if name.endswith("_child"):
            given |= {"cach_goi": filling.CHILD, "ten_nguoi_mat": "Lê Minh An"}
        values = filling.values_of(letter, given, place, now)
        values["dien_thoai"] = values["dien_thoai"] or "0237 000 0000"
        return fill(texts, values, kind=letter.kind), sms_of(texts, values)

    async def save(self, actor: Actor, name: str, seen: int, texts: Texts, why: str) -> int:
        """Keep a new version; it holds for letters approved from now on.

        Args:
            actor: who saves it.
            name: of the template.
            seen: the version that was edited.
            texts: all of them.
            why: in the officer's words.

        Raises:
            LetterError: what is wrong, by text; or somebody else saved one meanwhile.
        """
        problems = problems_of(name, texts)
        why = " ".join(why.split())[:_LONGEST_WHY]
        if not why:
            problems["why"] = "Ghi vì sao sửa."
        if problems:
            raise LetterError(problems)
        if (await self.get(name)).texts == texts:
            raise LetterError({"": "Chưa sửa chữ nào."})
        version = await self._store.add(name, texts, seen, actor, why, self._clock.now())
        if version is None:
            raise LetterError({"": "Người khác vừa lưu mẫu này. Xin xem lại bản mới rồi sửa."})
        return version

    def _sample_letter(self, kind: Kind, place: Place) -> Letter:
        now = self._clock.now()
        about = About(
            id=0,
            code="H56.12.5-261118-0012",
            procedure_code="",
            procedure_name="Đăng ký biến động đất đai",
            applicant=_SAMPLE["ho_ten"],
            status=4,
            status_at=now,
            received_at=now - timedelta(days=7),
            due=place.calendar.closing_time((now + timedelta(days=1)).date()),
            again=0,
            unit="",
            officer="",
            note="",
        )
        return Letter(
            id=0,
            kind=kind,
            appointment=0,
            state=State.DRAFTED,
            doubts=(),
            template="",
            template_version=0,
            values={},
            officer="",
            reason="",
            signed_document="",
            due_again=None,
            drafted_at=now,
            decided_at=None,
            sent_at=None,
            version=0,
            about=about,
        )

    async def _add_shipped(self) -> None:
        if not self._added:
            await self._store.add_shipped(self._shipped, _SHIPPED, self._clock.now())
            self._added = True
