"""Figures whose sums balance."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.services.dossiers.figures import balanced_percentages, count_up
from bot.services.dossiers.model import Status, SubmittedVia, Summary
from tests.dossiers import at

NOW = at("25/11")


def one(status: int, finished: int | None = None, due: int | None = 3) -> Summary:
    """Return a dossier finished and due so many days after receipt."""
    received = at("2/11")
    return Summary(
        status=Status(status),
        submitted_via=SubmittedVia.ONLINE,
        procedure_code="1.001193",
        field_name="Hộ tịch",
        received_at=received,
        finished_at=None if finished is None else received + timedelta(days=finished),
        due_at=None if due is None else received + timedelta(days=due),
    )


def test_the_figures_of_a_real_commune_balance():
    early, on_time, late = [one(10, 1)] * 1246, [one(10, 3)] * 597, [one(10, 4)]
    figures = count_up([*early, *on_time, *late, *[one(4)] * 37], NOW)
    assert (figures.received, figures.solved, figures.pending) == (1881, 1844, 37)
    assert (figures.early, figures.on_time, figures.late) == (1246, 597, 1)
    assert figures.kept_promises == Decimal("99.94")


@given(
    st.lists(
        st.builds(
            one,
            st.integers(1, 10),
            st.none() | st.integers(0, 9),
            st.none() | st.integers(0, 9),
        )
    )
)
def test_every_dossier_is_counted_once(summaries: list[Summary]):
    figures = count_up(summaries, NOW)
    assert figures.received == len(summaries)
    parts = figures.solved + figures.pending + figures.paused + figures.waiting + figures.refused
    assert parts == figures.received
    judged = figures.early + figures.on_time + figures.late + figures.unclear
    assert judged == figures.solved


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10**6), min_size=1))
def test_shares_add_up_to_a_hundred(counts: dict[str, int]):
    shares = balanced_percentages(counts)
    assert sum(shares.values()) == (100 if any(counts.values()) else 0)
    for name, count in counts.items():
        assert count or not shares[name]
