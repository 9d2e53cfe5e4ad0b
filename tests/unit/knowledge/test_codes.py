import pytest

from bot.knowledge.codes import find_codes

KNOWN = {"1.001193", "2.000815"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1.001193", ("1.001193",)),
        ("thủ tục 2-000815 phí bao nhiêu", ("2.000815",)),
        ("1.001193.000.00.00.H26", ("1.001193",)),
        ("1001193", ("1.001193",)),
        ("1 001193 và 2_000815", ("1.001193", "2.000815")),
        ("1.999999", ("1.999999",)),
        ("1999999", ()),
        ("0912 345678", ()),
        ("H56.12.5-261118-0012", ()),
        ("ngày 1.12.2026", ()),
    ],
)
def test_codes_are_found_in_noise(text, codes):
    assert find_codes(text, KNOWN)[0] == codes


def test_the_rest_of_the_message_stays():
    assert find_codes("phí của 1.001193.000.00.00.H26 là bao nhiêu", KNOWN)[1].split() == [
        "phí",
        "của",
        "là",
        "bao",
        "nhiêu",
    ]
