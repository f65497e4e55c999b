"""Mann–Kendall and Sen against scipy; bursts against recorded vectors, against every path, and against laws."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.trend import (
    Burst,
    PeriodBurst,
    batched_bursts,
    kleinberg,
    kleinberg_states,
    mann_kendall,
    sen_slope,
)

EXAMPLE = [1, 2.3, 3.1, 4.5, 5.2, 6.8, 7.1, 8.9, 9.5, 10.2]
VALUES = st.lists(st.integers(-5, 5), min_size=2, max_size=25)


def test_mann_kendall_example() -> None:
    made = mann_kendall(EXAMPLE)
    assert (made.s, made.variance, made.tau) == (45, 125, 1)
    assert made.z == pytest.approx(3.935480, abs=5e-7)


def test_sen_slope_example() -> None:
    made = sen_slope(EXAMPLE)
    assert made is not None
    assert made.slope == pytest.approx(1.05)


@given(VALUES.filter(lambda values: len(values) > 2))
def test_mann_kendall_is_scipys_kendall(values: list[int]) -> None:
    made = mann_kendall(values)
    n = len(values)
    # scipy's τ-b divides S by √(pairs · pairs without ties)
    untied = n * (n - 1) / 2 - sum(math.comb(values.count(value), 2) for value in set(values))
    if not untied:
        assert (made.s, made.z, made.p, made.tau) == (0, None, None, 0)
        return
    theirs = stats.kendalltau(range(n), values, method="asymptotic")
    assert made.s == pytest.approx(theirs.statistic * math.sqrt(n * (n - 1) / 2 * untied))
    # scipy's z has no continuity correction: its p is that of S, ours that of |S| − 1
    assert made.z is not None
    assert made.p is not None
    assert stats.norm.sf(abs(made.s) / math.sqrt(made.variance)) * 2 == pytest.approx(theirs.pvalue)
    assert made.p == pytest.approx(2 * stats.norm.sf(max(0, abs(made.s) - 1) / math.sqrt(made.variance)))
    assert -1 <= made.tau <= 1  # type: ignore[operator]


def test_variance_counts_every_order() -> None:
    values = [1, 2, 2, 3, 3, 3]
    sums = [mann_kendall(order).s for order in itertools.permutations(values)]
    assert sum(sums) == 0
    assert mann_kendall(values).variance == pytest.approx(sum(s * s for s in sums) / len(sums))


@given(VALUES)
def test_time_reversed(values: list[int]) -> None:
    made, back = mann_kendall(values), mann_kendall(values[::-1])
    assert (back.s, back.p) == (-made.s, made.p)
    ahead, behind = sen_slope(values), sen_slope(values[::-1])
    assert ahead is not None
    assert behind is not None
    assert behind.slope == pytest.approx(-ahead.slope)
    assert ahead.low <= ahead.slope <= ahead.high


@given(st.lists(st.integers(-5, 5), min_size=3, max_size=20), st.randoms())
def test_sen_is_scipys_theil_slope(values: list[int], chance: random.Random) -> None:
    times = sorted(chance.sample(range(1950, 2030), len(values)))
    made = sen_slope(values, times)
    theirs = stats.theilslopes(values, times, alpha=0.95)
    assert made is not None
    assert made.slope == pytest.approx(theirs.slope, abs=1e-12)
    assert made.intercept == pytest.approx(theirs.intercept, abs=1e-9)
    assert made.low == pytest.approx(min(theirs.low_slope, theirs.slope), abs=1e-12)
    assert made.high == pytest.approx(max(theirs.high_slope, theirs.slope), abs=1e-12)


def test_several_values_at_one_time() -> None:
    values, times = [1, 2, 2, 4, 5, 4, 7], [1, 1, 2, 3, 3, 4, 5]
    made, theirs = sen_slope(values, times), stats.theilslopes(values, times, alpha=0.95)
    assert made is not None
    assert (made.slope, made.low, made.high) == pytest.approx((theirs.slope, theirs.low_slope, theirs.high_slope))


@given(VALUES, st.integers(1, 9), st.integers(-9, 9))
def test_scale_and_shift(values: list[int], scale: int, shift: int) -> None:
    moved = [scale * value + shift for value in values]
    assert mann_kendall(moved) == mann_kendall(values)
    one, other = sen_slope(values), sen_slope(moved)
    assert one is not None
    assert other is not None
    assert (other.slope, other.low, other.high) == pytest.approx((scale * one.slope, scale * one.low, scale * one.high))


def test_no_trend_to_find() -> None:
    for values in ([], [1.0]):
        made = mann_kendall(values)
        assert (made.s, made.variance, made.z, made.p, made.tau) == (0, 0, None, None, None)
        assert sen_slope(values) is None
    assert mann_kendall([3, 3, 3]).p is None
    flat = sen_slope([3, 3, 3])
    assert flat is not None
    assert (flat.slope, flat.low, flat.high, flat.intercept) == (0, 0, 0, 3)
    assert sen_slope([1, 2], [2000, 2000]) is None


def test_bad_series() -> None:
    with pytest.raises(ValueError):
        mann_kendall([1, math.nan])
    for values, times, level in [([1, 2], [1], 0.95), ([1, math.inf], None, 0.95), ([1, 2], None, 1)]:
        with pytest.raises(ValueError):
            sen_slope(values, times, level=level)


# Bursts. OFFSETS is the example of the R package bursts on CRAN (help page of kleinberg). The levels below are not taken
# from R itself, which is not run here: they are as recorded in the tests of node-kleinberg-burst (MIT), whose author states
# that package as the source of its reference data. Written as runs: level, number of events. A level belongs to the gap
# before its event, so the first event has level 0.
OFFSETS = [
    *range(0, 401, 100),
    *range(410, 451, 5),
    *range(451, 471, 2),
    *range(480, 601, 5),
    700,
    *range(710, 801, 5),
    900,
    1000,
]
RECORDED = {
    (2, 1): [(0, 6), (1, 8), (2, 10), (1, 25), (0, 2), (1, 18), (0, 2)],
    (3, 1): [(0, 6), (1, 43), (0, 2), (1, 18), (0, 2)],
    (2, 3): [(0, 6), (1, 43), (0, 22)],
}


@pytest.mark.parametrize(("s", "gamma"), RECORDED)
def test_kleinberg_reference_vectors(s: float, gamma: float) -> None:
    recorded = [level for level, times in RECORDED[s, gamma] for _ in range(times)]
    assert len(recorded) == len(OFFSETS)
    assert [0, *kleinberg_states(OFFSETS, s=s, gamma=gamma)] == recorded


def test_kleinberg_rows_of_the_example() -> None:
    assert kleinberg(OFFSETS) == (
        Burst(1, 0, 1000),
        Burst(2, 410, 600),
        Burst(3, 450, 469),
        Burst(2, 710, 800),
    )
    assert kleinberg(OFFSETS, s=3) == (Burst(1, 0, 1000), Burst(2, 410, 600), Burst(2, 710, 800))
    assert kleinberg(OFFSETS, gamma=3) == (Burst(1, 0, 1000), Burst(2, 410, 600))


def cost(gaps: list[float], path: tuple[int, ...], s: float, gamma: float) -> float:
    """What Kleinberg's model charges for a path, written from the formula: −ln of the densities, and the climbs."""
    mean = sum(gaps) / len(gaps)
    climbs = sum(max(0, after - before) for before, after in itertools.pairwise((0, *path)))
    densities = [s**state / mean * math.exp(-(s**state) / mean * gap) for state, gap in zip(path, gaps, strict=True)]
    return gamma * math.log(len(gaps)) * climbs - sum(math.log(density) for density in densities)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=6),
    st.sampled_from([2, 3, 1.5]),
    st.sampled_from([0.2, 1, 3]),
)
def test_no_path_is_cheaper(gaps: list[int], s: float, gamma: float) -> None:
    states = kleinberg_states(list(itertools.accumulate(gaps, initial=0)), s=s, gamma=gamma)
    every = itertools.product(range(4), repeat=len(gaps))
    least = min(cost(gaps, path, s, gamma) for path in every)
    assert cost(gaps, states, s, gamma) <= least + 1e-9


@pytest.mark.parametrize(("s", "gamma"), [*RECORDED, (2, 0.2), (1.5, 1)])
def test_another_program_finds_the_same_path(s: float, gamma: float) -> None:
    """Dynamic programming forwards with whole paths kept, over more states than are needed."""
    gaps = [after - before for before, after in itertools.pairwise(OFFSETS)]
    mean, up = sum(gaps) / len(gaps), gamma * math.log(len(gaps))
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for gap in gaps:
        step = []
        for state in range(16):
            value, path = min((value + max(0, state - (path[-1] if path else 0)) * up, path) for value, path in best)
            rate = s**state / mean
            step.append((value + rate * gap - math.log(rate), (*path, state)))
        best = step
    value, path = min(best)
    assert kleinberg_states(OFFSETS, s=s, gamma=gamma) == path
    assert cost(gaps, path, s, gamma) == pytest.approx(value)


EVENTS = st.lists(st.integers(0, 400), min_size=2, max_size=30, unique=True)


@given(EVENTS, st.randoms())
def test_burst_laws(offsets: list[int], chance: random.Random) -> None:
    bursts = kleinberg(offsets)
    assert bursts[0] == Burst(1, min(offsets), max(offsets))
    assert kleinberg(chance.sample(offsets, len(offsets))) == bursts
    # the rows give back the states, and lie within one another
    times, states = sorted(offsets), kleinberg_states(offsets)
    for state, start, end in zip(states, times, times[1:], strict=False):
        assert state == sum(burst.start <= start and end <= burst.end for burst in bursts) - 1
    for burst in bursts[1:]:
        assert burst.start < burst.end
        assert any(o.level == burst.level - 1 and o.start <= burst.start and burst.end <= o.end for o in bursts)


@given(EVENTS, st.integers(1, 60), st.integers(-1000, 1000))
def test_the_unit_and_the_origin_of_time_do_not_matter(offsets: list[int], scale: int, shift: int) -> None:
    # gaps that tie between two states may fall either way by rounding, so the costs are compared, not the paths
    moved = [scale * offset + shift for offset in offsets]
    gaps = [after - before for before, after in itertools.pairwise(sorted(offsets))]
    one, other = kleinberg_states(offsets), kleinberg_states(moved)
    assert cost(gaps, other, 2, 1) == pytest.approx(cost(gaps, one, 2, 1))


def test_few_events() -> None:
    assert kleinberg([]) == ()
    assert kleinberg([5]) == (Burst(1, 5, 5),)
    assert kleinberg([5, 9]) == (Burst(1, 5, 9),)
    assert kleinberg_states([5]) == ()
    assert kleinberg_states(range(0, 100, 10)) == (0,) * 9


def test_bad_events() -> None:
    with pytest.raises(ValueError, match="period"):
        kleinberg([1, 2, 2, 3])
    for offsets, s, gamma in [([1, 2], 1, 1), ([1, 2], 2, 0), ([1, math.nan], 2, 1), ([1, 2], math.inf, 1)]:
        with pytest.raises(ValueError):
            kleinberg(offsets, s=s, gamma=gamma)


def batched_cost(hits: list[int], totals: list[int], path: tuple[int, ...], s: float, gamma: float) -> float:
    share = sum(hits) / sum(totals)
    climbs = sum(after > before for before, after in itertools.pairwise((0, *path)))
    return gamma * math.log(len(hits)) * climbs - sum(
        float(stats.binom.logpmf(hit, total, share * s**state))
        for state, hit, total in zip(path, hits, totals, strict=True)
    )


def states_of(bursts: tuple[PeriodBurst, ...], n: int) -> tuple[int, ...]:
    return tuple(int(any(burst.start <= place <= burst.end for burst in bursts)) for place in range(n))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 60)), min_size=1, max_size=7),
    st.sampled_from([2, 1.5, 3]),
    st.sampled_from([0.2, 1]),
)
def test_no_run_of_periods_is_cheaper(periods: list[tuple[int, int]], s: float, gamma: float) -> None:
    hits, totals = [hit for hit, _ in periods], [hit + miss for hit, miss in periods]
    bursts = batched_bursts(hits, totals, s=s, gamma=gamma)
    if not sum(hits) or s * sum(hits) >= sum(totals):
        assert bursts == ()
        return
    n = len(hits)
    least = min(batched_cost(hits, totals, path, s, gamma) for path in itertools.product((0, 1), repeat=n))
    assert batched_cost(hits, totals, states_of(bursts, n), s, gamma) <= least + 1e-7
    for burst in bursts:
        assert burst.weight > 0
        inside = slice(burst.start, burst.end + 1)
        gain = sum(
            float(stats.binom.logpmf(hit, total, s * sum(hits) / sum(totals)))
            - float(stats.binom.logpmf(hit, total, sum(hits) / sum(totals)))
            for hit, total in zip(hits[inside], totals[inside], strict=True)
        )
        assert burst.weight == pytest.approx(gain, abs=1e-7)


def test_batched_burst_by_hand() -> None:
    # 22 of 350, p₀ = 22/350; twice that explains 9 and 8 of 50 better: each hit gains ln 2, each miss ln (1 − 2p₀)/(1 − p₀)
    (made,) = batched_bursts([1, 1, 2, 9, 8, 1, 0], [50] * 7)
    p = 22 / 350
    assert (made.start, made.end) == (3, 4)
    assert made.weight == pytest.approx(17 * math.log(2) + 83 * math.log((1 - 2 * p) / (1 - p)))


def test_two_batched_bursts_and_a_hard_gamma() -> None:
    hits = [0, 0, 9, 9, 0, 0, 0, 9, 0, 0]
    assert [(burst.start, burst.end) for burst in batched_bursts(hits, [100] * 10)] == [(2, 3), (7, 7)]
    assert batched_bursts(hits, [100] * 10, gamma=20) == ()


def test_a_burst_at_the_very_start_pays_too() -> None:
    assert [(b.start, b.end) for b in batched_bursts([20, 18, 1, 0, 1, 0], [100] * 6)] == [(0, 1)]
    assert batched_bursts([3, 1, 1, 1, 1, 1], [100] * 6) == ()


def test_periods_without_text() -> None:
    assert batched_bursts([0, 9, 0, 9, 0, 0, 0], [100, 50, 0, 50, 100, 100, 100])[0].start == 1


def test_no_batched_burst() -> None:
    assert batched_bursts([], []) == ()
    assert batched_bursts([0, 0], [5, 5]) == ()
    assert batched_bursts([4, 5], [5, 5]) == ()  # twice nine tenths is no rate
    assert batched_bursts([1], [50]) == ()
    assert batched_bursts([5] * 8, [50] * 8) == ()


def test_bad_periods() -> None:
    for hits, totals, s, gamma in [
        ([1], [1, 2], 2, 1),
        ([3], [2], 2, 1),
        ([-1], [2], 2, 1),
        ([1], [math.nan], 2, 1),
        ([1], [2], 1, 1),
        ([1], [2], 2, 0),
    ]:
        with pytest.raises(ValueError):
            batched_bursts(hits, totals, s=s, gamma=gamma)
