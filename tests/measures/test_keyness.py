"""Values of the published sources, by name; then laws; then scipy and statsmodels."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.keyness import (
    Comparison,
    bh,
    chi2,
    compare,
    contingency,
    g2,
    g2_two_cell,
    log_ratio,
    odds_ratio,
    p_value,
    pct_diff,
    simple_maths,
)

# The toy corpus of quanteda.textstats: d1 is b seven times and a three times, d2 a seven times and b twice; the word is b.
TOY = (7, 10, 2, 9)

GROUP = st.integers(1, 5000).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))
TWO = st.tuples(GROUP, GROUP).map(lambda pair: (*pair[0], *pair[1]))
GROUPS = st.lists(GROUP, min_size=2, max_size=8)


def swapped(two: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return two[2], two[3], two[0], two[1]


def test_g2_four_cell_quanteda_extras() -> None:
    value = g2(10, 100, 5, 200)
    assert value == pytest.approx(7.329812, abs=5e-7)
    assert p_value(value) == pytest.approx(0.006782, abs=5e-7)
    assert g2(5, 200, 10, 100) == pytest.approx(-7.329812, abs=5e-7)


def test_g2_two_cell_ucrel() -> None:
    assert g2_two_cell(10, 100, 5, 200) == pytest.approx(6.931472, abs=5e-7)
    assert g2_two_cell(5, 200, 10, 100) == pytest.approx(-6.931472, abs=5e-7)


def test_g2_dunning_1993() -> None:
    # the cells 10, 0, 3, 31764, read by rows and by columns
    assert g2(10, 10, 3, 31_767) == pytest.approx(167.23, abs=0.005)
    assert g2(10, 13, 0, 31_764) == pytest.approx(167.23, abs=0.005)


def test_corrections_quanteda_textstats() -> None:
    assert chi2(*TOY, correction="yates") == pytest.approx(2.632438, abs=5e-7)
    assert chi2(*TOY) == chi2(*TOY, correction="none") == pytest.approx(4.337160, abs=5e-7)
    assert g2(*TOY) == pytest.approx(4.534939, abs=5e-7)
    assert g2(*TOY, correction="williams") == pytest.approx(4.200833, abs=5e-7)
    # what quanteda's own tests expect of the fourth, in lines that are commented out there
    assert chi2(*TOY, correction="williams") == pytest.approx(4.017626, abs=5e-7)


def test_log_ratio_hardie_2014() -> None:
    assert log_ratio(10, 100, 5, 200) == 2.0
    # a count of 0 becomes .5 before the division by the size
    assert log_ratio(0, 100, 5, 200) == pytest.approx(math.log2((0.5 / 100) / (5 / 200)))
    assert log_ratio(5, 200, 0, 100) == pytest.approx(math.log2((5 / 200) / (0.5 / 100)))


def test_odds_ratio_pojanapunya_todd() -> None:
    odds = odds_ratio(16_217, 2_796_938, 735, 2_087_946)
    assert odds is not None
    assert round(odds.ratio, 1) == 16.6
    assert not odds.corrected


def test_pct_diff_gabrielatos_marchi() -> None:
    value = pct_diff(206_523, 959_641, 178_174, 1_562_358)
    assert value is not None
    assert round(value, 1) == 88.7


def test_simple_maths_kilgarriff_2009() -> None:
    assert simple_maths(35, 112_289_776, 263, 1_559_716_979) == pytest.approx(1.1224, abs=5e-5)
    assert simple_maths(0, 10, 0, 20, n=100) == 1


def test_benjamini_hochberg() -> None:
    assert bh([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.02, 0.04, 0.04, 0.02))


def test_two_and_four_cells_differ_and_meet_where_rare() -> None:
    two, four = g2_two_cell(10, 100, 5, 200), g2(10, 100, 5, 200)
    assert two is not None
    assert four is not None
    assert two < four
    assert g2_two_cell(10, 10**7, 5, 2 * 10**7) == pytest.approx(g2(10, 10**7, 5, 2 * 10**7), rel=1e-5)


@given(TWO)
def test_swapping_the_groups_negates(two: tuple[int, int, int, int]) -> None:
    for measure in (g2, g2_two_cell, chi2, log_ratio):
        value, other = measure(*two), measure(*swapped(two))
        assert value == (None if other is None else -other)
    for correction in ("yates", "williams"):
        assert chi2(*two, correction=correction) == -chi2(*swapped(two), correction=correction)  # type: ignore[arg-type, operator]
    odds, other_odds = odds_ratio(*two), odds_ratio(*swapped(two))
    if odds and other_odds:
        assert odds.ratio == pytest.approx(1 / other_odds.ratio)
        assert odds.low == pytest.approx(1 / other_odds.high)


@given(TWO, st.integers(2, 9))
def test_copies_of_the_corpus_change_no_ratio(two: tuple[int, int, int, int], times: int) -> None:
    assume(two[0] and two[2])
    more = tuple(times * number for number in two)
    for measure in (log_ratio, pct_diff, simple_maths):
        assert measure(*more) == pytest.approx(measure(*two))  # type: ignore[operator]
    # the statistics are of evidence, and grow with it
    assert g2(*more) == pytest.approx(times * g2(*two), rel=1e-6, abs=1e-6)  # type: ignore[arg-type, operator]
    assert chi2(*more) == pytest.approx(times * chi2(*two), rel=1e-6, abs=1e-6)  # type: ignore[arg-type, operator]


@given(TWO)
def test_signs_and_sizes_agree(two: tuple[int, int, int, int]) -> None:
    count_a, size_a, count_b, size_b = two
    direction = (count_a * size_b > count_b * size_a) - (count_a * size_b < count_b * size_a)
    for value in (g2(*two), g2_two_cell(*two), chi2(*two), chi2(*two, correction="yates")):
        assert value is not None
        assert math.isfinite(value)
        if abs(value) > 1e-9:
            assert (value > 0) - (value < 0) == direction
        else:
            assert p_value(value) == pytest.approx(1, abs=1e-4)
    yates, plain = chi2(*two, correction="yates"), chi2(*two)
    assert abs(yates) <= abs(plain)  # type: ignore[arg-type]
    assert abs(g2(*two, correction="williams")) <= abs(g2(*two))  # type: ignore[arg-type]
    odds = odds_ratio(*two)
    if odds:
        assert 0 < odds.low < odds.ratio < odds.high
        if not odds.corrected:
            assert (odds.ratio > 1) - (odds.ratio < 1) == direction


@given(TWO)
def test_scipy(two: tuple[int, int, int, int]) -> None:
    count_a, size_a, count_b, size_b = two
    assume(0 < count_a + count_b < size_a + size_b)
    table = np.array([[count_a, size_a - count_a], [count_b, size_b - count_b]])
    for ours, correction, lambda_ in (
        (chi2(*two), False, "pearson"),
        (chi2(*two, correction="yates"), True, "pearson"),
        (g2(*two), False, "log-likelihood"),
    ):
        theirs = stats.chi2_contingency(table, correction=correction, lambda_=lambda_)
        assert abs(ours) == pytest.approx(theirs.statistic, rel=1e-7, abs=1e-7)  # type: ignore[arg-type]
        assert p_value(ours) == pytest.approx(theirs.pvalue, rel=1e-5, abs=1e-5)
    expected = stats.contingency.expected_freq(table)[:, 0]
    two_cell = stats.power_divergence(table[:, 0], expected, lambda_="log-likelihood")
    assert abs(g2_two_cell(*two)) == pytest.approx(max(0, two_cell.statistic), rel=1e-7, abs=1e-7)  # type: ignore[arg-type]


@given(TWO)
def test_odds_ratio_is_scipys(two: tuple[int, int, int, int]) -> None:
    count_a, size_a, count_b, size_b = two
    table = [[count_a, size_a - count_a], [count_b, size_b - count_b]]
    assume(0 not in table[0] + table[1])
    odds = odds_ratio(*two)
    assert odds is not None
    theirs = stats.contingency.odds_ratio(table, kind="sample")
    low, high = theirs.confidence_interval(0.95)
    assert (odds.ratio, odds.low, odds.high) == pytest.approx((theirs.statistic, low, high), rel=1e-9)


def test_haldane_says_so() -> None:
    odds = odds_ratio(0, 10, 3, 10)
    assert odds is not None
    assert odds.corrected
    assert odds.ratio == pytest.approx((0.5 / 10.5) / (3.5 / 7.5))


def test_odds_ratio_is_statsmodels() -> None:
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    made = tables.Table2x2(np.array([[10, 90], [5, 195]]))
    odds = odds_ratio(10, 100, 5, 200)
    assert odds is not None
    assert odds.ratio == pytest.approx(made.oddsratio)
    assert (odds.low, odds.high) == pytest.approx(made.oddsratio_confint())


@given(st.lists(st.floats(0, 1), max_size=30))
def test_bh_is_scipys(p_values: list[float]) -> None:
    q_values = bh(p_values)
    assert q_values == pytest.approx(tuple(stats.false_discovery_control(p_values)) if p_values else ())
    assert all(p <= q <= 1 for p, q in zip(p_values, q_values, strict=True) if q is not None)


def test_bh_is_statsmodels() -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    p_values = [random.Random(place).random() ** 3 for place in range(50)]
    assert bh(p_values) == pytest.approx(tuple(multitest.multipletests(p_values, method="fdr_bh")[1]))


@given(st.lists(st.none() | st.floats(0, 1), max_size=20), st.randoms())
def test_bh_keeps_places_and_none(p_values: list[float | None], chance: random.Random) -> None:
    order = list(range(len(p_values)))
    chance.shuffle(order)
    q_values, again = bh(p_values), bh([p_values[place] for place in order])
    assert again == tuple(q_values[place] for place in order)
    assert [q is None for q in q_values] == [p is None for p in p_values]
    tested = [p for p in p_values if p is not None]
    assert [q for q in q_values if q is not None] == list(bh(tested))


@given(GROUPS)
def test_contingency_is_scipys(groups: list[tuple[int, int]]) -> None:
    counts, sizes = [count for count, _ in groups], [size for _, size in groups]
    made = contingency(counts, sizes)
    assert made.df == len(groups) - 1
    assert made.cramers_v is not None
    assert 0 <= made.cramers_v <= 1 + 1e-12
    if not 0 < sum(counts) < sum(sizes):
        assert (made.chi2, made.p, made.cramers_v) == (0, 1, 0)
        return
    table = np.array([[count, size - count] for count, size in groups])
    theirs = stats.chi2_contingency(table, correction=False)
    assert made.chi2 == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
    assert made.df == theirs.dof
    assert made.p == pytest.approx(theirs.pvalue, rel=1e-7, abs=1e-9)
    assert made.cramers_v == pytest.approx(stats.contingency.association(table, method="cramer"), abs=1e-7)


@given(GROUPS, st.randoms())
def test_contingency_permuted(groups: list[tuple[int, int]], chance: random.Random) -> None:
    order = list(range(len(groups)))
    chance.shuffle(order)
    counts, sizes = [count for count, _ in groups], [size for _, size in groups]
    made = contingency(counts, sizes)
    again = contingency([counts[place] for place in order], [sizes[place] for place in order])
    assert again.chi2 == pytest.approx(made.chi2)
    assert again.against_rest == tuple(made.against_rest[place] for place in order)


def test_two_groups_are_each_others_rest() -> None:
    made = contingency([10, 5], [100, 200])
    assert made.against_rest == (compare(10, 100, 5, 200), compare(5, 200, 10, 100))
    assert made.chi2 == pytest.approx(chi2(10, 100, 5, 200))
    assert made.p == pytest.approx(p_value(chi2(10, 100, 5, 200)))


def test_empty_groups_are_left_out() -> None:
    with_empty, without = contingency([10, 0, 5], [100, 0, 200]), contingency([10, 5], [100, 200])
    assert (with_empty.chi2, with_empty.df, with_empty.p) == (without.chi2, 1, without.p)
    assert with_empty.against_rest[1] == Comparison(None, None, None, None, None)
    assert contingency([3], [10]).chi2 is None
    assert contingency([], []).p is None
    assert contingency([3, 0], [10, 0]).df == 0


def test_none_where_nothing_can_be_said() -> None:
    for measure in (g2, g2_two_cell, chi2, log_ratio, pct_diff, odds_ratio, simple_maths):
        assert measure(0, 0, 5, 10) is None
        assert measure(5, 10, 0, 0) is None
    assert p_value(None) is None
    # nowhere, and everywhere
    assert g2(0, 10, 0, 20) == chi2(0, 10, 0, 20) == g2(10, 10, 20, 20) == chi2(10, 10, 20, 20) == 0
    assert log_ratio(0, 10, 0, 20) is None
    assert odds_ratio(0, 10, 0, 20) is None
    assert odds_ratio(10, 10, 20, 20) is None
    assert pct_diff(5, 10, 0, 20) is None
    assert pct_diff(0, 10, 5, 20) == -100


@pytest.mark.parametrize("bad", [(-1, 10, 1, 10), (11, 10, 1, 10), (1, 10, math.nan, 10), (1, math.inf, 1, 10)])
def test_impossible_counts(bad: tuple[float, float, float, float]) -> None:
    for measure in (g2, g2_two_cell, chi2, log_ratio, pct_diff, odds_ratio, simple_maths, compare):
        with pytest.raises(ValueError):
            measure(*bad)
    with pytest.raises(ValueError):
        contingency([bad[0], bad[2]], [bad[1], bad[3]])


def test_wrong_options() -> None:
    with pytest.raises(ValueError, match="williams"):
        chi2(1, 2, 1, 2, correction="bonferroni")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="williams"):
        g2(1, 2, 1, 2, correction="yates")  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        simple_maths(1, 2, 1, 2, n=0)
    with pytest.raises(ValueError):
        odds_ratio(1, 2, 1, 2, level=1)
    with pytest.raises(ValueError):
        bh([0.5, 1.5])
    with pytest.raises(ValueError):
        contingency([1], [2, 3])
