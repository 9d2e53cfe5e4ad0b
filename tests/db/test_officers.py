"""Accounts, log-in and the audit log, on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.brain import Brain
from bot.app.officers import build_desk
from bot.app.print_shop import PrintShop
from bot.db.models import AuditRecord, OfficerAccount, OfficerSession, OfficerTries
from bot.kernel.audit import COMMAND_LINE, Actor
from bot.kernel.clock import StillClock
from bot.kernel.errors import OfficerError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.wordlists import Wordlists
from bot.services.audit.model import Wanted
from bot.services.officers import totp
from bot.services.officers.model import Entered, Officer, Problem, Role
from bot.services.officers.rules import Step, next_step
from bot.services.upkeep.service import Upkeep
from bot.services.upkeep.store import JournalStore
from bot.web.officer.desk import Desk
from tests.web.house import DOORS, PROCEDURES

PASSWORD = "con trâu uống cà phê"  # noqa: S105
HERE = {"address": "192.0.2.7", "device": "Chrome, Linux", "reference": "abc"}


@pytest.fixture
def desk(database: AsyncEngine, clock: StillClock, brain: Brain) -> Desk:
    return desk_with(database, clock, b"a key for tests", brain)


def desk_with(database: AsyncEngine, clock: StillClock, key: bytes, brain: Brain) -> Desk:
    shipped = KnowledgeBase({}, {}, {}, {}, {}, Wordlists.model_construct())
    upkeep = Upkeep(JournalStore(database), shipped, clock)
    prints = PrintShop(NotImplemented, DOORS, clock)  # nobody prints here
    return build_desk(
        database,
        "xã Mẫu",
        clock,
        key,
        upkeep=upkeep,
        procedures=PROCEDURES,
        prints=prints,
        brain=lambda: brain,
    )


async def hired(desk: Desk, login: str = "an.nv", role: Role = Role.OFFICER) -> Officer:
    given = await desk.officers.add(
        COMMAND_LINE,
        name=f"Người {login}",
        login=login,
        role=role,
        password=PASSWORD,
        lasting=True,
    )
    return given.officer


def actor(officer: Officer) -> Actor:
    return Actor(officer_id=officer.id, login=officer.login, reference="abc")


async def enter(desk: Desk, login: str = "an.nv", password: str = PASSWORD) -> Entered:
    return await desk.door.enter(login, password, **HERE)


async def enrolled(desk: Desk, clock: StillClock, login: str = "an.nv") -> tuple[str, list[str]]:
    """Set up the second factor; return secret and recovery codes."""
    entered = await enter(desk, login)
    who = entered.session.officer
    secret = (await desk.own.enrolment(entered.session, "Một cửa")).secret
    code = totp.code_at(secret, totp.step_of(clock.now()))
    codes = await desk.own.enrol(entered.session, actor(who), code, PASSWORD)
    clock.move(timedelta(seconds=90))
    return secret, codes


async def refused(awaitable, problem: Problem) -> OfficerError:
    with pytest.raises(OfficerError) as refusal:
        await awaitable
    assert refusal.value.problem == problem
    return refusal.value


async def test_an_officer_enters_works_and_leaves(desk: Desk, clock: StillClock):
    officer = await hired(desk)
    entered = await enter(desk, " AN.nv ")
    session = await desk.door.session(entered.token)
    assert session is not None
    assert session.officer.id == officer.id
    assert next_step(session) is Step.DONE
    await desk.door.leave(session, actor(officer))
    assert await desk.door.session(entered.token) is None


async def test_neither_password_nor_cookie_nor_secret_can_be_read_from_the_database(
    desk: Desk, clock: StillClock, database: AsyncEngine, brain: Brain
):
    await hired(desk)
    secret, codes = await enrolled(desk, clock)
    entered = await enter(desk)
    async with database.connect() as connection:
        rows = []
        for table in ("officers", "officer_sessions", "officer_recovery_codes", "audit_records"):
            rows += (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608
    stored = repr(rows)
    for hidden in (PASSWORD, entered.token, secret, *codes, codes[0].replace("-", "")):
        assert hidden not in stored


async def test_a_wrong_password_and_an_unknown_name_are_told_the_same(desk: Desk):
    await hired(desk)
    known = await refused(enter(desk, password="con trâu uống trà"), Problem.WRONG_LOGIN)
    unknown = await refused(enter(desk, "nobody"), Problem.WRONG_LOGIN)
    assert str(known) == str(unknown)


@pytest.mark.parametrize("login", ["an.nv", "nobody"])
async def test_guessing_is_slowed_down_whether_or_not_the_name_exists(
    desk: Desk, clock: StillClock, login: str
):
    await hired(desk)
    for _ in range(5):
        await refused(enter(desk, login, "wrong"), Problem.WRONG_LOGIN)
    locked = await refused(enter(desk, login, PASSWORD), Problem.LOCKED)
    assert "15 phút" in str(locked)
    clock.move(timedelta(minutes=15))
    await refused(enter(desk, login, "wrong"), Problem.WRONG_LOGIN)
    locked = await refused(enter(desk, login, PASSWORD), Problem.LOCKED)
    assert "60 phút" in str(locked) or "1 giờ" in str(locked)
    clock.move(timedelta(minutes=60))
    if login == "an.nv":
        await enter(desk)
        await refused(enter(desk, login, "wrong"), Problem.WRONG_LOGIN)
        await enter(desk)


async def test_many_guesses_at_one_moment_get_no_more_tries_than_one_after_another(desk: Desk):
    await hired(desk)
    answers = await asyncio.gather(
        *(enter(desk, password=f"wrong {n}") for n in range(20)), return_exceptions=True
    )
    looked_at = [each for each in answers if getattr(each, "problem", "") == Problem.WRONG_LOGIN]
    assert all(isinstance(each, OfficerError) for each in answers)
    assert len(looked_at) <= 5
    await refused(enter(desk), Problem.LOCKED)


async def test_an_address_that_tries_many_names_is_slowed_down(desk: Desk):
    await hired(desk)
    for number in range(30):
        await refused(enter(desk, f"name{number}", "x"), Problem.WRONG_LOGIN)
    await refused(enter(desk), Problem.LOCKED)
    elsewhere = {**HERE, "address": "192.0.2.8"}
    await desk.door.enter("an.nv", PASSWORD, **elsewhere)


async def test_what_is_typed_into_the_wrong_field_is_not_kept(desk: Desk, database: AsyncEngine):
    await refused(enter(desk, "my-secret-password", "an.nv"), Problem.WRONG_LOGIN)
    async with database.connect() as connection:
        stored = [
            *(await connection.execute(select(OfficerTries))).all(),
            *(await connection.execute(select(AuditRecord))).all(),
        ]
        rows = (await connection.execute(text("SELECT * FROM audit_records"))).all()
    assert len(stored) == 2
    assert "my-secret-password" not in repr(rows)


async def test_sessions_end_unused_and_after_a_day(desk: Desk, clock: StillClock):
    await hired(desk)
    entered = await enter(desk)
    for _ in range(24):
        clock.move(timedelta(minutes=29))
        session = await desk.door.session(entered.token)
    assert session is not None
    clock.move(timedelta(minutes=25))
    assert await desk.door.session(entered.token) is None  # twelve hours are over
    other = await enter(desk)
    clock.move(timedelta(minutes=30))
    assert await desk.door.session(other.token) is None


async def test_the_second_factor_is_asked_for_and_no_code_works_twice(
    desk: Desk, clock: StillClock
):
    await hired(desk)
    secret, _ = await enrolled(desk, clock)
    first, second = await enter(desk), await enter(desk)
    assert next_step(first.session) is Step.CODE
    code = totp.code_at(secret, totp.step_of(clock.now()))
    proved = await desk.door.prove(first.session, code, **HERE)
    assert next_step(proved.session) is Step.DONE
    assert await desk.door.session(first.token) is None  # the cookie changed
    await refused(desk.door.prove(second.session, code, **HERE), Problem.WRONG_CODE)
    clock.move(timedelta(seconds=30))
    code = totp.code_at(secret, totp.step_of(clock.now()))
    await desk.door.prove(second.session, code, **HERE)


async def test_one_code_shown_by_two_at_once_lets_one_in(desk: Desk, clock: StillClock):
    await hired(desk)
    secret, _ = await enrolled(desk, clock)
    entered = [await enter(desk) for _ in range(2)]
    code = totp.code_at(secret, totp.step_of(clock.now()))
    answers = await asyncio.gather(
        *(desk.door.prove(each.session, code, **HERE) for each in entered), return_exceptions=True
    )
    assert sum(isinstance(each, Entered) for each in answers) == 1


async def test_right_password_again_and_again_gives_no_more_guesses_at_the_code(
    desk: Desk, clock: StillClock
):
    await hired(desk)
    await enrolled(desk, clock)
    for _ in range(5):
        entered = await enter(desk)
        await refused(desk.door.prove(entered.session, "000000", **HERE), Problem.WRONG_CODE)
    await refused(enter(desk), Problem.LOCKED)


async def test_a_recovery_code_works_once(desk: Desk, clock: StillClock):
    await hired(desk)
    _, codes = await enrolled(desk, clock)
    proved = await desk.door.prove((await enter(desk)).session, codes[3].upper(), **HERE)
    assert proved.session.officer.recovery_left == 9
    again = await enter(desk)
    await refused(desk.door.prove(again.session, codes[3], **HERE), Problem.WRONG_CODE)


async def test_with_another_secret_key_only_recovery_codes_work(
    desk: Desk, clock: StillClock, database: AsyncEngine, brain: Brain
):
    await hired(desk)
    secret, codes = await enrolled(desk, clock)
    moved = desk_with(database, clock, b"another key", brain)
    code = totp.code_at(secret, totp.step_of(clock.now()))
    entered = await enter(moved)
    await refused(moved.door.prove(entered.session, code, **HERE), Problem.SECRET_UNREADABLE)
    await moved.door.prove(entered.session, codes[0], **HERE)


async def test_a_new_password_ends_all_other_sessions(desk: Desk):
    await hired(desk)
    mine, other = await enter(desk), await enter(desk)
    who = actor(mine.session.officer)
    new = "mèo vàng ngủ trưa trên mái"
    change = desk.own.change_password
    await refused(change(mine.session, who, current="x", new=new), Problem.WRONG_PASSWORD)
    await refused(change(mine.session, who, current=PASSWORD, new=PASSWORD), Problem.PASSWORD_SAME)
    await refused(change(mine.session, who, current=PASSWORD, new="ngắn"), Problem.PASSWORD_SHORT)
    await change(mine.session, who, current=PASSWORD, new=new)
    assert await desk.door.session(mine.token) is not None
    assert await desk.door.session(other.token) is None
    await refused(enter(desk), Problem.WRONG_LOGIN)
    await enter(desk, password=new)


async def test_an_open_browser_lets_nobody_guess_the_password(desk: Desk):
    await hired(desk)
    mine = await enter(desk)
    who = actor(mine.session.officer)
    for _ in range(5):
        await refused(
            desk.own.change_password(mine.session, who, current="x", new=PASSWORD),
            Problem.WRONG_PASSWORD,
        )
    await refused(
        desk.own.change_password(mine.session, who, current=PASSWORD, new="x"), Problem.LOCKED
    )


async def test_a_first_password_must_be_changed_and_runs_out(desk: Desk, clock: StillClock):
    given = await desk.officers.add(COMMAND_LINE, name="Bình", login="binh", role=Role.OFFICER)
    entered = await enter(desk, "binh", given.password)
    assert next_step(entered.session) is Step.NEW_PASSWORD
    clock.move(timedelta(days=7))
    await refused(enter(desk, "binh", given.password), Problem.FIRST_PASSWORD_OVER)


async def test_a_new_role_a_reset_and_a_closed_account_end_sessions(desk: Desk):
    boss = actor(await hired(desk, "boss", Role.ADMINISTRATOR))
    officer = await hired(desk)
    officers = desk.officers
    entered = await enter(desk)
    officer = await officers.change(
        boss, officer.id, version=officer.version, name=officer.name, role=Role.SUPERVISOR,
        reason="thêm việc",
    )  # fmt: skip
    assert await desk.door.session(entered.token) is None
    entered = await enter(desk)
    given = await officers.reset_password(boss, officer.id, version=officer.version, reason="quên")
    assert await desk.door.session(entered.token) is None
    entered = await enter(desk, password=given.password)
    officer = await officers.disable(
        boss, officer.id, version=given.officer.version, reason="chuyển công tác"
    )
    assert await desk.door.session(entered.token) is None
    await refused(enter(desk, password=given.password), Problem.WRONG_LOGIN)
    await officers.enable(boss, officer.id, version=officer.version, reason="trở lại")
    await enter(desk, password=given.password)


async def test_of_two_changes_at_once_one_is_told(desk: Desk):
    boss = actor(await hired(desk, "boss", Role.ADMINISTRATOR))
    officer = await hired(desk)

    async def rename(name: str) -> Officer:
        return await desk.officers.change(
            boss, officer.id, version=officer.version, name=name, role=officer.role, reason=""
        )

    answers = await asyncio.gather(rename("Một"), rename("Hai"), return_exceptions=True)
    told = [each for each in answers if isinstance(each, OfficerError)]
    done = [each for each in answers if isinstance(each, Officer)]
    assert [each.problem for each in told] == [Problem.CHANGED_MEANWHILE]
    assert (await desk.officers.get(officer.id)).name == done[0].name


async def test_two_administrators_who_demote_each_other_leave_one(desk: Desk):
    one = await hired(desk, "one", Role.ADMINISTRATOR)
    two = await hired(desk, "two", Role.ADMINISTRATOR)

    async def demote(by: Officer, whom: Officer) -> Officer:
        return await desk.officers.change(
            actor(by), whom.id, version=whom.version, name=whom.name, role=Role.OFFICER,
            reason="thử",
        )  # fmt: skip

    answers = await asyncio.gather(demote(one, two), demote(two, one), return_exceptions=True)
    told = [each for each in answers if isinstance(each, OfficerError)]
    assert [each.problem for each in told] == [Problem.LAST_ADMINISTRATOR]
    left = [each.role for each in await desk.officers.everybody()]
    assert sorted(left) == [Role.ADMINISTRATOR, Role.OFFICER]


async def test_the_last_administrator_stays_and_nobody_closes_the_own_account(desk: Desk):
    boss = await hired(desk, "boss", Role.ADMINISTRATOR)
    officers = desk.officers
    await refused(
        officers.disable(COMMAND_LINE, boss.id, version=boss.version, reason="x"),
        Problem.LAST_ADMINISTRATOR,
    )
    await refused(
        officers.disable(actor(boss), boss.id, version=boss.version, reason="x"),
        Problem.NOT_ONESELF,
    )
    officer = await hired(desk)
    await refused(
        officers.disable(actor(boss), officer.id, version=officer.version, reason=" "),
        Problem.REASON_MISSING,
    )


async def test_one_name_for_one_person(desk: Desk):
    await hired(desk)
    await refused(hired(desk, "AN.NV"), Problem.LOGIN_TAKEN)
    await refused(hired(desk, "ấn"), Problem.LOGIN_SHAPE)
    with pytest.raises(OfficerError, match="họ tên"):
        await desk.officers.add(
            COMMAND_LINE,
            name="Lê Văn Ba",
            login="ba.lv",
            role=Role.OFFICER,
            password="lê văn ba 1970",
        )


async def test_the_audit_log_says_who_did_what_and_why(desk: Desk):
    boss = await hired(desk, "boss", Role.ADMINISTRATOR)
    officer = await hired(desk)
    await desk.officers.change(
        actor(boss), officer.id, version=officer.version, name=officer.name, role=Role.SUPERVISOR,
        reason="thay anh Ba nghỉ phép",
    )  # fmt: skip
    latest = (await desk.audit.list(Wanted(object_id="an.nv", area="officers"))).records[0]
    assert latest.officer == "boss"
    assert latest.action == "officers.role"
    assert latest.detail == "officer → supervisor"
    assert latest.reason == "thay anh Ba nghỉ phép"
    assert latest.reference == "abc"


async def test_what_is_refused_leaves_no_record(desk: Desk, database: AsyncEngine):
    boss = await hired(desk, "boss", Role.ADMINISTRATOR)
    before = await count(database, AuditRecord)
    await refused(
        desk.officers.disable(COMMAND_LINE, boss.id, version=boss.version, reason="x"),
        Problem.LAST_ADMINISTRATOR,
    )
    await refused(hired(desk, "boss"), Problem.LOGIN_TAKEN)
    assert await count(database, AuditRecord) == before
    assert await count(database, OfficerAccount) == 1


async def test_the_log_is_read_in_pages_and_by_filters(desk: Desk, clock: StillClock):
    for number in range(120):
        await desk.audit.record(COMMAND_LINE, "officers.x", "officer", str(number))
        clock.move(timedelta(minutes=1))
    await desk.audit.record(Actor(officer_id=9, login="lan"), "login.opened", "officer", "lan")
    seen, before = [], None
    while True:
        page = await desk.audit.list(Wanted(area="officers", before=before))
        seen += [record.object_id for record in page.records]
        before = page.next_before
        if before is None:
            break
    assert seen == [str(number) for number in reversed(range(120))]
    assert len((await desk.audit.list(Wanted(officer="lan"))).records) == 1
    since = clock.now() - timedelta(minutes=10)
    assert len((await desk.audit.list(Wanted(since=since, area="officers"))).records) == 10
    assert await desk.audit.officers() == ("lan", "may-chu")
    assert (await desk.audit.list(Wanted(area="%"))).records == ()


async def test_old_sessions_and_old_failures_are_forgotten(
    desk: Desk, clock: StillClock, database: AsyncEngine
):
    await hired(desk)
    await enter(desk)
    await refused(enter(desk, "nobody", "x"), Problem.WRONG_LOGIN)
    clock.move(timedelta(days=2))
    await refused(enter(desk, "somebody", "x"), Problem.WRONG_LOGIN)
    await enter(desk)
    assert await count(database, OfficerSession) == 1
    assert await count(database, OfficerTries) == 1


async def count(database: AsyncEngine, table) -> int:
    async with database.connect() as connection:
        return len((await connection.execute(select(table.__table__))).all())
