"""A citizen sends the slip's photo on Telegram: its code is read, nothing of it is kept."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dossiers import CODE
from tests.simulators.telegram_house import House, open_house
from tests.simulators.telegram_people import Person
from tests.web.pictures import a_bomb, a_photo, an_empty_photo

NOTHING = "Bấm unsupported:photo"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, mode="polling") as house:
        yield house


@pytest.fixture
def person(house: House) -> Person:
    return house.person()


async def answered(house: House, person: Person, file: bytes | None, **content: object) -> str:
    """Send a photo; return what the bot heard."""
    if file is not None:
        house.simulator.files["slip"] = file
    before = len(person.screen)
    person.sends(**(content or {"photo": [{"file_id": "thumb", "width": 90, "file_size": 900},
                                          {"file_id": "slip", "width": 1280}]}))  # fmt: skip
    await house.until(lambda: len(person.screen) > before)
    return person.screen[-1]


async def test_the_code_in_a_photo_is_as_good_as_typed(house: House, person: Person) -> None:
    assert await answered(house, person, a_photo(CODE)) == f"Nghe: {CODE}"
    picture = {"document": {"file_id": "slip", "mime_type": "image/png", "file_size": 9000}}
    assert await answered(house, person, a_photo(CODE, kind="PNG"), **picture) == f"Nghe: {CODE}"


async def test_a_photo_without_a_code_is_met_with_a_sentence(house: House, person: Person) -> None:
    for file in (an_empty_photo(), a_bomb(), b"not a picture", b""):
        assert await answered(house, person, file) == NOTHING


async def test_a_photo_that_cannot_be_fetched_is_met_with_the_same_sentence(
    house: House, person: Person
) -> None:
    assert await answered(house, person, None) == NOTHING
    house.simulator.fail("getFile", 429, "Too Many Requests: retry after 5", retry_after=5)
    assert await answered(house, person, a_photo(CODE)) == NOTHING
    del house.simulator.files["slip"]
    large = {"document": {"file_id": "x", "mime_type": "image/png", "file_size": 10**9}}
    assert await answered(house, person, None, **large) == "Bấm unsupported:document"
    hostile = {"photo": [{"file_id": 7}, "x", None]}
    assert await answered(house, person, None, **hostile) == NOTHING
