"""A centre's letters on a database, without a web server."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.letters import LetterHouse, build_letters
from bot.db.models import NoticeRow
from bot.db.notices import notice_sealer
from bot.kernel.audit import Actor
from bot.kernel.clock import StillClock
from bot.kernel.receipts import read_receipt_code
from bot.services.dossiers.model import Status
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Role
from bot.services.letters.model import Kind, Letter, LetterRules
from tests.dossiers import SECRET_KEY, a_dossier, an_event, at, dossiers_of, somebody
from tests.web.house import PROCEDURES

SITE = "https://motcua.example.vn"
HUNG = Actor(officer_id=1, login="hung")
SIGNED = LetterRules(signer_name="Trịnh Văn Bình")
SORRY = {
    "ho_ten": "Nguyễn Thị Lan",
    "ly_do": "phải xác minh lại ranh giới thửa đất với hai hộ liền kề",
    "co_quan_lam_cham": "Chi nhánh Văn phòng đăng ký đất đai",
    "can_bo_phu_trach": "ông Lê Văn Hùng",
    "ngay_moi": "2026-12-02",
    "gio_moi": "16:30",
    "kenh_phan_anh": "số 1022",
    "chuc_danh": "Giám đốc Trung tâm",
    "nguoi_ky": "Trịnh Văn Bình",
}


class LetterDesk:
    """The letters, the dossiers, and what was written to citizens."""

    def __init__(self, database: AsyncEngine, clock: StillClock, brain: Brain) -> None:
        self.database, self.clock, self.brain = database, clock, brain
        self.dossiers: Dossiers = dossiers_of(database, clock, brain)
        self.rules = SIGNED
        self.house: LetterHouse = self.open()

    def open(self) -> LetterHouse:
        """Return the letters as one process has them."""

        async def rules() -> LetterRules:
            return self.rules

        return build_letters(
            self.database,
            self.clock,
            SECRET_KEY,
            root=PROCEDURES,
            brain=lambda: self.brain,
            dossiers=lambda: self.dossiers,
            site=SITE,
            rules=lambda: self.rules,
        )

    @property
    def letters(self) -> Any:
        """Return the service."""
        return self.house.letters

    async def bring(self, *, reader: str = "lan", role: Role = Role.SELF, **facts: Any) -> str:
        """Bring a dossier that somebody follows; return its code."""
        told = a_dossier(**facts)
        await self.dossiers.put(told)
        code = read_receipt_code(told.code)
        assert code is not None
        if reader:
            await self.dossiers.follow(code, somebody(reader), role, "1")
        return told.code

    async def step(self, code: str, status: Status, moment: datetime, **more: Any) -> None:
        """Change a dossier's status."""
        await self.dossiers.add_event(code, an_event(status, moment, **more))

    def at(self, day: str, hour: str = "09:00") -> None:
        """Let it be some moment."""
        self.clock.move(at(day, hour) - self.clock.now())

    async def run(self) -> int:
        """Let the timed work run once."""
        return await self.house.drafting.run()

    async def waiting(self) -> list[tuple[Kind, int]]:
        """Return kind and appointment of what waits."""
        return [(each.kind, each.appointment) for each in await self.letters.waiting()]

    async def one(self) -> Letter:
        """Return the only letter that waits."""
        (letter,) = await self.letters.waiting()
        return letter

    async def notices(self) -> list[Any]:
        """Return what was written to citizens, with its values opened."""
        sealer = notice_sealer(SECRET_KEY)
        async with self.database.connect() as connection:
            rows = (await connection.execute(select(NoticeRow).order_by(NoticeRow.id))).all()
        return [(row, json.loads(sealer.open(row.sealed_values, row.key))) for row in rows]
