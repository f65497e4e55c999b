"""Values of the published sources, by name; then laws; then nltk and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.association import (
    DeltaP,
    delta_p,
    expected,
    from_cells,
    g2,
    jaccard,
    lambda_z,
    log_dice,
    npmi,
    pmi,
    t_score,
)

CELLS = st.tuples(*[st.integers(0, 500)] * 4)
FULL_CELLS = st.tuples(*[st.integers(1, 500)] * 4)
Cells = tuple[int, int, int, int]


def test_pmi_church_hanks_1990() -> None:
    value = pmi(8, 1105, 44, 15_000_000)
    assert value is not None
    assert round(value, 1) == 11.3


def test_t_score_manning_schuetze() -> None:
    assert t_score(8, 15_828, 4_675, 14_307_668) == pytest.approx(0.999932, abs=5e-7)


def test_delta_p_gries_2013() -> None:
    made = delta_p(*from_cells(5610, 168_938, 2257, 10_233_063))
    assert made.second_given_first == pytest.approx(0.032, abs=5e-4)
    assert made.first_given_second == pytest.approx(0.697, abs=5e-4)


def test_lambda_quanteda_issue_940() -> None:
    made = lambda_z(*from_cells(2, 0, 0, 7))
    assert made is not None
    assert made.value == pytest.approx(4.317488, abs=5e-7)
    assert made.z == pytest.approx(2.027787, abs=5e-7)


def test_g2_dunning_1993() -> None:
    assert g2(*from_cells(10, 0, 3, 31_764)) == pytest.approx(167.23, abs=0.005)


def test_jaccard_datasketch() -> None:
    # the two sets of words of its README: ten of twelve words of each are in the other, fourteen in either
    shared = {"minhash", "is", "a", "data", "structure", "for", "estimating", "the", "similarity", "between"}
    one, two = shared | {"probabilistic", "datasets"}, shared | {"probability", "documents"}
    assert (len(one & two), len(one | two)) == (10, 14)
    assert jaccard(len(one & two), len(one), len(two)) == pytest.approx(0.714286, abs=5e-7)


def test_npmi_bouma_2009() -> None:
    assert npmi(*from_cells(10, 0, 0, 90)) == 1
    assert npmi(*from_cells(1, 9, 9, 81)) == pytest.approx(0, abs=1e-12)
    assert npmi(*from_cells(0, 10, 10, 80)) == -1


def test_log_dice_rychly_2008() -> None:
    # 14 where the two stand only together; one less where half as often
    assert log_dice(7, 7, 7) == 14
    assert log_dice(7, 14, 14) == 13
    # below 0 means: together less than once in 16,000 times that either stands
    assert log_dice(1, 16_384, 16_384) == 0


@given(CELLS)
def test_bounds(cells: Cells) -> None:
    counts = from_cells(*cells)
    f12, f1, f2, _ = counts
    values = [pmi(*counts), npmi(*counts), t_score(*counts), log_dice(f12, f1, f2), jaccard(f12, f1, f2), g2(*counts)]
    made, coupled = delta_p(*counts), lambda_z(*counts)
    values += [made.first_given_second, made.second_given_first]
    assert coupled is not None
    values += [coupled.value, coupled.z]
    assert all(value is None or math.isfinite(value) for value in values)
    assert values[1] is None or -1 <= values[1] <= 1
    assert values[3] is None or values[3] <= 14
    assert values[4] is None or 0 <= values[4] <= 1
    assert all(value is None or -1 - 1e-12 <= value <= 1 + 1e-12 for value in values[6:8])


@given(CELLS)
def test_first_and_second_exchanged(cells: Cells) -> None:
    counts, other = from_cells(*cells), from_cells(cells[0], cells[2], cells[1], cells[3])
    for measure in (expected, pmi, npmi, t_score):
        assert measure(*counts) == pytest.approx(measure(*other))
    assert log_dice(*counts[:3]) == log_dice(*other[:3])
    assert jaccard(*counts[:3]) == jaccard(*other[:3])
    assert delta_p(*counts) == DeltaP(delta_p(*other).first_given_second, delta_p(*other).second_given_first)
    one, two = g2(*counts), g2(*other)
    if one is not None and two is not None:
        assert one == pytest.approx(two, rel=1e-7, abs=1e-7)


@given(FULL_CELLS, st.integers(2, 9))
def test_copies_of_the_corpus_change_no_strength(cells: Cells, times: int) -> None:
    counts = from_cells(*cells)
    more = from_cells(*(times * cell for cell in cells))
    assert pmi(*more) == pytest.approx(pmi(*counts), abs=1e-9)
    assert npmi(*more) == pytest.approx(npmi(*counts), abs=1e-9)
    assert log_dice(*more[:3]) == pytest.approx(log_dice(*counts[:3]))
    assert jaccard(*more[:3]) == pytest.approx(jaccard(*counts[:3]))
    one, two = delta_p(*counts), delta_p(*more)
    assert (one.first_given_second, one.second_given_first) == pytest.approx(
        (two.first_given_second, two.second_given_first)
    )


@given(FULL_CELLS)
def test_all_agree_on_the_direction(cells: Cells) -> None:
    counts = from_cells(*cells)
    attraction = cells[0] * cells[3] - cells[1] * cells[2]
    made, coupled = delta_p(*counts), lambda_z(*counts, smoothing=0)
    assert coupled is not None
    values = [pmi(*counts), npmi(*counts), t_score(*counts), g2(*counts), made.first_given_second, coupled.value]
    for value in values:
        assert value is not None
        if attraction == 0:
            assert value == pytest.approx(0, abs=1e-6)
        else:
            assert value * attraction > 0


@given(FULL_CELLS)
def test_scipy(cells: Cells) -> None:
    counts = from_cells(*cells)
    table = np.array(cells).reshape(2, 2)
    assert expected(*counts) == pytest.approx(stats.contingency.expected_freq(table)[0, 0])
    theirs = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert abs(g2(*counts)) == pytest.approx(theirs, rel=1e-7, abs=1e-7)  # type: ignore[arg-type]
    coupled = lambda_z(*counts, smoothing=0)
    assert coupled is not None
    assert math.exp(coupled.value) == pytest.approx(stats.contingency.odds_ratio(table, kind="sample").statistic)


@settings(deadline=None)  # nltk takes its time to import
@given(FULL_CELLS)
def test_nltk(cells: Cells) -> None:
    association = pytest.importorskip("nltk.metrics.association")
    measures = association.BigramAssocMeasures
    f12, f1, f2, n = from_cells(*cells)
    theirs = (f12, (f1, f2), n)
    assert pmi(f12, f1, f2, n) == pytest.approx(measures.pmi(*theirs), abs=1e-9)
    assert t_score(f12, f1, f2, n) == pytest.approx(measures.student_t(*theirs), abs=1e-9)
    assert jaccard(f12, f1, f2) == pytest.approx(measures.jaccard(*theirs))
    # nltk adds 1e-20 inside its logarithm
    assert abs(g2(f12, f1, f2, n)) == pytest.approx(measures.likelihood_ratio(*theirs), rel=1e-6, abs=1e-6)  # type: ignore[arg-type]
    assert log_dice(f12, f1, f2) == pytest.approx(14 + math.log2(measures.dice(*theirs)))


def test_none_where_undefined() -> None:
    assert expected(0, 0, 0, 0) is None
    assert pmi(0, 3, 4, 10) is None
    assert t_score(0, 3, 4, 10) is None
    assert log_dice(0, 3, 4) is None
    assert log_dice(0, 0, 0) is None
    assert jaccard(0, 0, 0) is None
    assert jaccard(0, 3, 4) == 0
    assert npmi(0, 0, 4, 10) is None
    assert npmi(10, 10, 10, 10) is None
    assert g2(0, 0, 4, 10) is None
    assert g2(4, 10, 4, 10) is None
    assert delta_p(0, 0, 4, 10) == DeltaP(None, 0)
    assert delta_p(4, 10, 4, 10) == DeltaP(None, 0)
    assert delta_p(0, 0, 0, 0) == DeltaP(None, None)
    assert lambda_z(0, 3, 4, 10, smoothing=0) is None


@pytest.mark.parametrize("bad", [(-1, 3, 4, 10), (4, 3, 4, 10), (5, 6, 4, 10), (0, 6, 6, 10), (math.nan, 3, 4, 10)])
def test_impossible_counts(bad: tuple[float, float, float, float]) -> None:
    for measure in (expected, pmi, npmi, t_score, g2, delta_p, lambda_z):
        with pytest.raises(ValueError):
            measure(*bad)


def test_impossible_counts_without_n() -> None:
    for measure in (log_dice, jaccard):
        with pytest.raises(ValueError):
            measure(5, 4, 6)
    with pytest.raises(ValueError):
        lambda_z(1, 2, 3, 10, smoothing=-1)
