"""Print the tables: ``make simulate``."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from statistics import mean, stdev

from benchmarks.queue_month.hall import Policy, play
from benchmarks.queue_month.measures import Figures, figures
from benchmarks.queue_month.world import Demand, month
from bot.services.queue.rules import QueueRules

RULES = QueueRules()
PLAIN = Policy(
    "plain first come, first served", books=False, fair=False, priority=False, returns=False
)
ALL = Policy("all rules (the defaults)")
ALONE = (
    PLAIN,
    replace(PLAIN, name="+ booking, booked ones stand in line like all", books=True),
    replace(PLAIN, name="+ booking and one fair order", books=True, fair=True),
    replace(PLAIN, name="+ priority 1 : 2 only", priority=True),
    replace(PLAIN, name="+ back after three only", returns=True),
    ALL,
)
HEAD = (
    "| policy | walk-in p50 / p90 | priority p50 / p90 | booked p50 / p90 | booked within 10 min "
    "| overtaken p99 | Jain | left | used | overtime a day |\n" + "|---" * 10 + "|"
)


def run(policy: Policy, demand: Demand, seeds: Iterable[int]) -> list[Figures]:
    """Return the figures of a month for each seed."""
    return [figures(play(month(seed, demand), policy)) for seed in seeds]


def line(name: str, months: list[Figures]) -> str:
    """Return one row; of several months the mean, for walk-ins' p90 with its spread."""

    def of(value: str) -> float:
        head, _, tail = value.partition(".")
        return mean(
            getattr(getattr(one, head), tail) if tail else getattr(one, head) for one in months
        )

    ninety = [one.walk_in.ninety for one in months]
    spread = f" ± {stdev(ninety):.1f}" if len(ninety) > 1 else ""
    booked = f"{of('booked.half'):.0f} / {of('booked.ninety'):.0f}" if of("booked.people") else "–"
    in_time = f"{of('in_time'):.0f} %" if of("booked.people") else "–"
    return (
        f"| {name} | {of('walk_in.half'):.0f} / {of('walk_in.ninety'):.0f}{spread} "
        f"| {of('priority.half'):.0f} / {of('priority.ninety'):.0f} | {booked} | {in_time} "
        f"| {of('overtaken'):.0f} | {of('jain'):.2f} | {of('left'):.1f} % | {of('used'):.0f} % "
        f"| {of('overtime'):.0f} min |"
    )


def sweeps() -> Iterable[tuple[str, Policy, Demand]]:
    """Return the variations, one value at a time."""
    usual = Demand()
    for share in (10, 30, 50, 70):
        yield f"{share} % of visitors try to book", ALL, Demand(booking_share=share / 100)
    many = Demand(booking_share=0.8)
    for percent in (30, 50, 70, 90):
        rules = replace(RULES, bookable_percent=percent)
        yield f"80 % try to book, {percent} % of places can be", replace(ALL, rules=rules), many
    for name, values in (
        ("ordinary_per_priority", (1, 2, 3, 4)),
        ("back_after", (1, 3, 6)),
        ("check_in_after", (5, 10, 20)),
        ("slot_minutes", (15, 30)),
    ):
        for value in values:
            policy = replace(ALL, rules=replace(RULES, **{name: value}))
            yield f"{name} = {value}", policy, usual


def main() -> None:
    """Print everything."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    print(f"Months simulated for each row: {seeds} (sweeps: {max(2, seeds // 2)})\n\n{HEAD}")
    for policy in ALONE:
        print(line(policy.name, run(policy, Demand(), range(seeds))), flush=True)
    print(f"\nOne value changed at a time, all other rules as they are:\n\n{HEAD}")
    for name, policy, demand in sweeps():
        print(line(name, run(policy, demand, range(max(2, seeds // 2)))), flush=True)
    shown = run(ALL, Demand(), range(seeds))
    print(f"\nThe range of waiting shown held for {mean(one.in_range for one in shown):.0f} %.")


if __name__ == "__main__":
    main()
