"""What a board's address asks for, and what officers set for all."""

from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.parameters import defaults
from bot.web.board.parameters import PARAMETERS, settings_from
from bot.web.board.screen import mask_code
from bot.web.board.settings import BoardSettings, read_halls, read_notices, shown
from bot.web.board.view import Shown

TWO_FLOORS = BoardSettings(halls=read_halls("tang-1: 1,2,3; Tang-2: 4,5"))


def test_the_values_nobody_changed_give_the_usual_board():
    assert settings_from(defaults(PARAMETERS)) == BoardSettings(halls={})


def test_a_board_shows_its_hall_alone():
    assert shown(TWO_FLOORS, {"hall": "TANG-2"}).counters == {4, 5}
    assert shown(TWO_FLOORS, {"hall": "tang-1", "counters": "2,9"}).counters == {2}
    assert shown(TWO_FLOORS, {"hall": "tang-9"}) is None
    assert shown(TWO_FLOORS, {}) == Shown()


def test_an_address_may_leave_parts_and_sound_out():
    silent = shown(TWO_FLOORS, {"show": "hours", "sound": "0"})
    assert silent == Shown(next_up=False, ready=False, hours=True, repeat=0)


def test_notices_are_parted_by_bars():
    assert read_notices("Họp lúc 16 giờ. | | Mất điện chiều mai.") == (
        "Họp lúc 16 giờ.",
        "Mất điện chiều mai.",
    )


def test_a_code_on_the_board_is_known_to_its_holder_only():
    assert mask_code("H26.15-261120-0012") == "…1120-0012"
    assert mask_code("000.00.12.H62-261120-0107") == "…1120-0107"
    assert mask_code("HS-2026-0012") == "…2026-0012"


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
def test_no_address_breaks_a_board(hall, counters, show):
    asked = {"hall": hall, "counters": counters, "show": show}
    board = shown(TWO_FLOORS, asked)
    assert board is None or all(number >= 0 for number in board.counters)


@given(st.text(max_size=300))
def test_any_text_gives_halls_with_counters(text):
    assert all(numbers for numbers in read_halls(text).values())
