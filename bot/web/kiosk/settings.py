"""What officers set for the kiosks, and what a kiosk's address asks for. Pure functions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlencode

Network = IPv4Network | IPv6Network

# This machine and the networks of offices and homes (RFC 1918, 3927, 4193, 4291).
PRIVATE: tuple[Network, ...] = tuple(
    ip_network(each)
    for each in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
_ASKED = {
    "paper": re.compile(r"58|80"),
    "print": re.compile(r"ask|auto|no"),
    "size": re.compile(r"2"),
    "fields": re.compile(r"[a-z0-9_,-]{1,200}"),
    "lang": re.compile(r"en"),
}


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """What holds for all kiosks of the centre.

    Attributes:
        networks: whose machines may use the kiosk without an officer logging in.
        paper: width of the slips in millimetres.
        printing: "ask", "auto" (every number at once) or "no".
    """

    networks: Sequence[Network] = PRIVATE
    paper: str = "80"
    printing: str = "ask"


@dataclass(frozen=True, slots=True)
class Machine:
    """How one machine is set up.

    Attributes:
        asked: what its address says; every link and form keeps it.
        fields: codes of the only fields it shows; empty means all.
    """

    asked: Mapping[str, str]
    paper: str
    printing: str
    big: bool
    fields: frozenset[str]

    @property
    def query(self) -> str:
        """Return what its addresses end with."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def other_size(self) -> str:
        """Return the first screen's address with the other size of type."""
        asked = {name: value for name, value in self.asked.items() if name != "size"}
        query = urlencode(asked if self.big else asked | {"size": "2"})
        return f"/kiosk?{query}" if query else "/kiosk"


def read_networks(text: str) -> tuple[Network, ...]:
    """Return the networks of ``192.168.1.0/24, 10.0.0.7``; what is unreadable is left out.

    Nothing readable means the usual: all private networks.
    """
    found = []
    for word in re.split(r"[\s,;]+", text):
        try:
            found.append(ip_network(word, strict=False))
        except ValueError:
            continue
    return tuple(found) or PRIVATE


def is_inside(address: str, networks: Sequence[Network]) -> bool:
    """Say whether an address belongs to one of the networks."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return any(known in network for network in networks)


def machine_of(settings: KioskSettings, query: Mapping[str, str]) -> Machine:
    """Return how the machine with this address is set up.

    Args:
        settings: of all kiosks.
        query: ``paper``, ``print``, ``size``, ``fields``, ``lang``; anything else is dropped.
    """
    asked = {
        name: query[name]
        for name, pattern in _ASKED.items()
        if name in query and pattern.fullmatch(query[name])
    }
    return Machine(
        asked=asked,
        paper=asked.get("paper", settings.paper),
        printing=asked.get("print", settings.printing),
        big="size" in asked,
        fields=frozenset(code for code in asked.get("fields", "").split(",") if code),
    )
