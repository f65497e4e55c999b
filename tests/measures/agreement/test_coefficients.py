"""Coefficients: published values, laws of all of them (Krippendorff's α among them), and what is not defined."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.agreement.alpha import bootstrap_alpha, krippendorff_alpha
from djtext.measures.agreement.coefficients import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    specific_agreement,
)
from djtext.measures.agreement.scores import score

CODES = st.sampled_from(["P", "R", "O", None])
UNITS = st.lists(st.tuples(CODES, CODES, CODES), min_size=1, max_size=12)


def test_alpha_and_kappa_differ_as_published() -> None:
    units = list(zip("1100000000", "0110010100", strict=True))
    assert percent_agreement(units) == pytest.approx(0.6)
    assert krippendorff_alpha(units) == pytest.approx(0.095238, abs=5e-7)
    assert cohen_kappa(units) == pytest.approx(0.090909, abs=5e-7)


def test_cohens_own_example() -> None:
    """Cohen (1960), table 1: shares of 200 cases, κ = .492."""
    cells = {"11": 88, "12": 14, "13": 18, "21": 10, "22": 40, "23": 10, "31": 2, "32": 6, "33": 12}
    units = [tuple(pair) for pair, n in cells.items() for _ in range(n)]
    assert cohen_kappa(units) == pytest.approx(0.492, abs=5e-4)


def test_fleiss_example() -> None:
    """Ten subjects, fourteen raters, five categories: κ = .210."""
    table = ((0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
             (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7))  # fmt: skip
    units = [[code for code, n in enumerate(row) for _ in range(n)] for row in table]
    assert fleiss_kappa(units) == pytest.approx(0.210, abs=5e-4)


def test_ac1_stays_high_where_one_code_prevails() -> None:
    """Gwet (2008): 118, 5, 2, 0 gives κ −.0234 and AC1 .9408."""
    units = [("+", "+")] * 118 + [("+", "-")] * 5 + [("-", "+")] * 2
    assert cohen_kappa(units) == pytest.approx(-0.0234, abs=5e-5)
    assert gwet_ac1(units) == pytest.approx(0.9408, abs=5e-5)


@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=6), st.integers(1, 4))
def test_times_are_repeats(units: Any, n: int) -> None:
    times = [n + place for place in range(len(units))]
    repeated = [unit for unit, k in zip(units, times, strict=True) for _ in range(k)]
    docs = [str(place) for place in range(len(units))]
    for measure in (percent_agreement, cohen_kappa, fleiss_kappa, krippendorff_alpha, gwet_ac1):
        assert measure(units, times=times) == measure(repeated)
    wide = [doc for doc, k in zip(docs, times, strict=True) for _ in range(k)]
    assert bootstrap_alpha(units, docs, times=times, resamples=20) == bootstrap_alpha(repeated, wide, resamples=20)


@given(UNITS)
def test_coefficients_are_none_or_at_most_one(units: Any) -> None:
    pairs = [unit[:2] for unit in units]
    for value in (
        percent_agreement(units), cohen_kappa(pairs), fleiss_kappa(units), krippendorff_alpha(units),
        gwet_ac1(units),
    ):  # fmt: skip
        assert value is None or (math.isfinite(value) and value <= 1 + 1e-12)


@given(UNITS, st.randoms())
def test_order_of_units_and_coders_does_not_matter(units: Any, random: Any) -> None:
    other = list(units)
    random.shuffle(other)
    other = [(z, x, y) for x, y, z in other]
    for measure in (percent_agreement, fleiss_kappa, krippendorff_alpha, gwet_ac1):
        first, second = measure(units), measure(other)  # type: ignore[operator]
        assert first is None if second is None else first == pytest.approx(second, abs=1e-9)


def test_full_agreement_is_one() -> None:
    units = [("P", "P"), ("R", "R"), ("O", "O")]
    assert cohen_kappa(units) == fleiss_kappa(units) == krippendorff_alpha(units) == gwet_ac1(units) == 1


@pytest.mark.parametrize("units", [[("P", "P")] * 5, [("P", None), (None, "R")], []])
def test_no_variation_or_no_pairs_is_none(units: Any) -> None:
    assert cohen_kappa(units) is krippendorff_alpha(units) is gwet_ac1(units) is None
    assert bootstrap_alpha(units, ["a"] * len(units)) is None
    assert fleiss_kappa(units) is None


def test_wrong_levels_and_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="numbers"):
        krippendorff_alpha([("P", "R")], level="ordinal")
    with pytest.raises(ValueError, match="two coders"):
        cohen_kappa([("P", "R", "O")])
    with pytest.raises(ValueError, match="level"):
        krippendorff_alpha([(1, 2)], level="ratio")  # type: ignore[arg-type]


def test_specific_agreement_is_the_f1_of_two_coders() -> None:
    pairs = [(True, True), (True, False), (False, True), (False, False), (True, True)]
    cells = Counter(pairs)
    assert specific_agreement(pairs) == score(cells[True, True], cells[True, False], cells[False, True]).f1
    assert specific_agreement([(False, False)]) is None
