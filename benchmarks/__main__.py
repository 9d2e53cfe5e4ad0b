"""``make bench``: every measurement, one table; ``python -m benchmarks NAME`` for one of them."""

import importlib
import sys

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Row

SUITES = ("understanding", "peers", "growth", "starting", "web_sockets", "telegram_webhook",
          "dossiers", "notices", "bookings", "boards")  # fmt: skip


def main(names: list[str]) -> None:
    table = Table("what", "measured", "bar", "met", title="motcua, measured on this machine")
    try:
        for name in names or SUITES:
            print(f"measuring {name} ...", file=sys.stderr)
            rows: list[Row] = importlib.import_module(f"benchmarks.{name}").measure()
            for row in rows:
                table.add_row(row.what, row.measured, row.bar, row.verdict)
    finally:  # what was measured is shown even if a later measurement fails
        Console(width=150).print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
