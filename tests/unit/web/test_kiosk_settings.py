"""Who may use the kiosk, and how a machine is set up by its address."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.parameters import defaults
from bot.web.kiosk.parameters import PARAMETERS, settings_from
from bot.web.kiosk.settings import (
    PRIVATE,
    KioskSettings,
    is_inside,
    machine_of,
    read_networks,
)


def test_the_values_nobody_changed_give_the_usual_kiosk():
    assert settings_from(defaults(PARAMETERS)) == KioskSettings()


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("10.20.30.40", True),
        ("172.31.0.9", True),
        ("fd00::7", True),
        ("fe80::1%eth0", True),
        ("::ffff:192.168.1.20", True),
        ("172.32.0.9", False),
        ("203.0.113.5", False),
        ("::ffff:203.0.113.5", False),
        ("2001:ee0:4f00::1", False),
        ("", False),
        ("nobody", False),
    ],
)
def test_usually_every_machine_of_a_private_network_may_use_the_kiosk(address: str, inside: bool):
    assert is_inside(address, PRIVATE) is inside


def test_an_office_may_name_its_own_networks():
    networks = read_networks("192.168.7.3/24; 113.160.10.4 không-phải-mạng")
    assert networks == (ip_network("192.168.7.0/24"), ip_network("113.160.10.4/32"))
    assert is_inside("113.160.10.4", networks)
    assert not is_inside("192.168.1.20", networks)
    assert is_inside("8.8.8.8", read_networks("0.0.0.0/0"))


@pytest.mark.parametrize("text", ["", "  ", "phòng chờ", ";,;", "300.1.1.1"])
def test_what_cannot_be_read_shuts_nobody_of_the_hall_out(text: str):
    assert read_networks(text) == PRIVATE


@given(st.text(max_size=60), st.text(max_size=40))
def test_no_text_breaks_the_entrance(text: str, address: str):
    is_inside(address, read_networks(text))


def test_an_address_overrides_what_holds_for_all_machines():
    settings = KioskSettings(paper="58", printing="auto")
    usual = machine_of(settings, {})
    assert (usual.paper, usual.printing, usual.query) == ("58", "auto", "")
    other = machine_of(settings, {"paper": "80", "print": "ask", "fields": "civil,land"})
    assert (other.paper, other.printing) == ("80", "ask")
    assert other.fields == {"civil", "land"}
    assert other.query == "?paper=80&print=ask&fields=civil%2Cland"
    assert other.other_size == "/kiosk?paper=80&print=ask&fields=civil%2Cland&size=2"
    assert machine_of(settings, {"size": "2"}).other_size == "/kiosk"


@given(st.dictionaries(st.sampled_from(["paper", "print", "size", "fields", "lang"]), st.text()))
def test_no_address_breaks_a_machine(query: dict[str, str]):
    machine = machine_of(KioskSettings(), query)
    assert machine.paper in ("58", "80")
    assert "<" not in machine.query
