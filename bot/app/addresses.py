"""Where a phone on the same network finds this machine."""

import fcntl
import socket
import struct
from contextlib import suppress

_GET_ADDRESS = 0x8915  # SIOCGIFADDR
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # recognised here, not listened on


def network_addresses() -> list[str]:
    """Return this machine's IPv4 addresses other than the loopback one; asks nobody else."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                request = struct.pack("256s", name[:15].encode())
                answer = fcntl.ioctl(probe.fileno(), _GET_ADDRESS, request)
                found.append(socket.inet_ntoa(answer[20:24]))
    return [address for address in found if not address.startswith("127.")]


def addresses_to_print(host: str, port: int, public_url: str) -> list[str]:
    """Return the addresses of the site, the one on this machine first."""
    if public_url:
        return [public_url]
    if host not in EVERYWHERE:
        return [f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"]
    return [f"http://{name}:{port}" for name in ("localhost", *network_addresses())]
