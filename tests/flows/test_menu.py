"""The menu-and-number path reaches every procedure without typing a word."""

from collections import deque

import pytest

from bot.app.brain import Brain, build_console
from bot.kernel.clock import StillClock
from bot.knowledge.model import Status
from tests.chatting import Chat

_WAYS = ("life", "fields", "field", "menu", "start", "proc")


@pytest.mark.parametrize("easy", [False, True])
async def test_every_living_procedure_is_reached_by_choices_alone(
    brain: Brain, clock: StillClock, easy: bool
):
    session = build_console(brain, clock)
    await session.begin(welcomed=True)
    if easy:
        await session.tap("easy:on")
    reached: set[str] = set()
    waiting, seen = deque(["menu"]), {"menu"}
    while waiting:
        place = waiting.popleft()
        await session.tap(place)
        choices = await session.choices()
        if easy:
            assert len(choices) <= 3, place
        for choice in choices:
            verb, *arguments = choice.value.split(":")
            if verb == "proc":
                reached.add(arguments[0])
            elif verb in _WAYS and choice.value not in seen:
                seen.add(choice.value)
                waiting.append(choice.value)
    living = {
        code for code, card in brain.knowledge.procedures.items() if card.status is not Status.ENDED
    }
    assert living - reached == set()


async def test_choices_are_few_enough_to_read_and_their_values_fit_every_channel(
    brain: Brain, clock: StillClock
):
    session = build_console(brain, clock)
    await session.begin(welcomed=True)
    for code, card in brain.knowledge.procedures.items():
        for value in (
            f"proc:{code}",
            f"more:{code}",
            f"cases:{code}",
            f"ask:{code}:0",
            f"list:{code}",
        ):
            await session.tap(value)
            choices = await session.choices()
            assert 1 <= len(choices) <= 18, value
            for choice in choices:
                assert len(choice.value.encode()) <= 64, choice
                assert choice.value.isascii(), choice
                assert choice.label.strip(), choice
        for case in card.cases:
            await session.tap(f"case:{code}:{case.id}")


async def test_a_person_who_only_types_numbers_gets_to_an_answer(chat: Chat):
    await chat.starts()
    await chat.says("7")  # Việc khác
    await chat.says("3")
    heard = await chat.says("1")
    assert "Nguồn:" in heard


async def test_easy_mode_offers_three_at_most_everywhere_and_the_rest_behind_one_button(
    brain: Brain, clock: StillClock
):
    session = build_console(brain, clock)
    await session.begin(welcomed=True)
    await session.tap("easy:on")
    for code, card in brain.knowledge.procedures.items():
        for value in (f"proc:{code}", f"ask:{code}:0", f"cases:{code}", f"list:{code}"):
            await session.tap(value)
            assert len(await session.choices()) <= 3, value
        if card.questions:
            await session.tap(f"ask:{code}:0")
            wanted = {f"ans:{code}:0:{place}" for place in range(len(card.questions[0].options))}
            seen = {choice.value for choice in await session.choices()}
            while "rest" in seen:
                await session.tap("rest")
                seen = seen - {"rest"} | {choice.value for choice in await session.choices()}
            assert wanted <= seen


async def test_a_list_of_papers_is_offered_only_where_there_are_papers(
    brain: Brain, clock: StillClock
):
    session = build_console(brain, clock)
    await session.begin(welcomed=True)
    for code, card in brain.knowledge.procedures.items():
        for case in card.cases:
            await session.tap(f"case:{code}:{case.id}")
            for choice in await session.choices():
                if choice.value.startswith("list:"):
                    answer = await session.tap(choice.value)
                    assert "0/0" not in answer.outgoing[0].text
                    assert "cũ rồi" not in answer.outgoing[0].text


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ("XEM 1.001193", "Đăng ký khai sinh"),
        ("xem ho tich", "Đăng ký kết hôn"),
        ("Xem Hộ Tịch", "Đăng ký kết hôn"),
        ("XEM em be", "Đăng ký khai sinh"),
    ],
)
async def test_the_words_on_a_poster_open_what_it_is_about(chat: Chat, sent: str, heard: str):
    assert heard in await chat.says(sent)
