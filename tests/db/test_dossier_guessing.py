"""Proof by four digits, and what becomes of whoever guesses; on both engines."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.kernel.clock import StillClock
from bot.kernel.receipts import ReceiptCode
from bot.services.dossiers.service import Dossiers
from bot.services.dossiers.sights import Sight
from tests.dossiers import CODE, a_dossier, dossiers_of, somebody

LAN = ReceiptCode(CODE)
NOBODYS = ReceiptCode("H56.12.5-261118-0999")


@pytest.fixture
def dossiers(database: AsyncEngine, clock: StillClock) -> Dossiers:
    return dossiers_of(database, clock)


async def test_four_right_digits_give_the_rest(dossiers: Dossiers):
    await dossiers.put(a_dossier())
    assert (await dossiers.prove(LAN, "5678", somebody())).sight is Sight.FULL
    wrong = await dossiers.prove(LAN, "5679", somebody(message="2"))
    nobodys = await dossiers.prove(NOBODYS, "5679", somebody(message="3"))
    assert wrong == nobodys  # nobody learns whether code or digits were wrong
    assert wrong.sight is Sight.WRONG


async def test_five_wrong_ones_lock_the_person_and_the_code(dossiers: Dossiers, clock: StillClock):
    await dossiers.put(a_dossier())
    sights = []
    for number in range(6):
        seen = await dossiers.prove(LAN, f"000{number}", somebody(message=str(number)))
        sights.append(seen.sight)
        clock.move(timedelta(seconds=30))
    assert sights == [Sight.WRONG] * 5 + [Sight.LOCKED]
    right = await dossiers.prove(LAN, "5678", somebody("thief", "1"))
    other = await dossiers.prove(NOBODYS, "5678", somebody(message="9"))
    assert right.sight is Sight.LOCKED
    assert other.sight is Sight.LOCKED
    clock.move(timedelta(minutes=15))
    assert (await dossiers.prove(LAN, "5678", somebody(message="10"))).sight is Sight.FULL


async def test_a_message_that_comes_twice_counts_once(dossiers: Dossiers):
    await dossiers.put(a_dossier())
    for _ in range(8):
        assert (await dossiers.prove(LAN, "0000", somebody())).sight is Sight.WRONG


async def test_a_thousand_guesses_by_a_thousand_people_learn_nothing(
    dossiers: Dossiers, clock: StillClock
):
    await dossiers.put(a_dossier())
    known, unknown = [], []
    for number in range(500):
        digits = f"{number + 5400:04}"  # the right ones among them
        known.append((await dossiers.prove(LAN, digits, somebody(f"a{number}"))).sight)
        unknown.append((await dossiers.prove(NOBODYS, digits, somebody(f"b{number}"))).sight)
        clock.move(timedelta(seconds=1))
    assert known == unknown
    assert Sight.FULL not in known
    guesses = await dossiers.guesses(clock.now() - timedelta(hours=1))
    assert guesses.people == 1000
    assert guesses.locked_codes == (CODE,)


async def test_guesses_at_the_same_moment_do_not_all_pass(dossiers: Dossiers):
    await dossiers.put(a_dossier())
    proofs = [dossiers.prove(LAN, f"{n:04}", somebody(f"p{n}")) for n in range(40)]
    sights = [seen.sight for seen in await asyncio.gather(*proofs)]
    assert sights.count(Sight.WRONG) <= 5


async def test_walking_through_the_codes_is_slowed(dossiers: Dossiers, clock: StillClock):
    sights = []
    for number in range(12):
        code = ReceiptCode(f"H56.12.5-261118-{number:04}")
        sights.append((await dossiers.look_up(code, somebody(message=str(number)))).sight)
    assert sights == [Sight.UNKNOWN] * 10 + [Sight.SLOWED] * 2
    clock.move(timedelta(minutes=10))
    assert (await dossiers.look_up(LAN, somebody(message="x"))).sight is Sight.UNKNOWN
