"""Against scipy, which the package itself does without."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.distributions import chi2_sf, normal_p, normal_z


@given(st.floats(0, 2000), st.integers(1, 300))
def test_chi2_sf_is_scipys(x: float, df: int) -> None:
    assert chi2_sf(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-9, abs=1e-13)


@given(st.floats(0, 600), st.integers(3, 40))
def test_small_tails_keep_their_digits(x: float, df: int) -> None:
    expected = stats.chi2.sf(x, df)
    if expected < 1e-3:
        assert chi2_sf(x, df) == pytest.approx(expected, rel=1e-9)


@given(st.floats(0, 500), st.floats(0, 500), st.integers(1, 50))
def test_it_falls_from_one(x: float, y: float, df: int) -> None:
    low, high = sorted((x, y))
    assert chi2_sf(0, df) == 1
    assert 0 <= chi2_sf(high, df) <= chi2_sf(low, df) * (1 + 1e-12) <= 1 + 1e-12


def test_ends() -> None:
    assert chi2_sf(math.inf, 1) == chi2_sf(math.inf, 2) == chi2_sf(math.inf, 3) == 0
    assert chi2_sf(1e6, 7) == 0


@pytest.mark.parametrize(("x", "df"), [(-1, 1), (math.nan, 1), (1, 0)])
def test_no_chi2(x: float, df: int) -> None:
    with pytest.raises(ValueError):
        chi2_sf(x, df)


@given(st.floats(-30, 30))
def test_normal_p_is_scipys(z: float) -> None:
    assert normal_p(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-9)


@given(st.floats(0.01, 0.999))
def test_normal_z_and_p_are_inverse(level: float) -> None:
    assert normal_p(normal_z(level)) == pytest.approx(1 - level)


@pytest.mark.parametrize("level", [0, 1, -1, 2])
def test_no_level(level: float) -> None:
    with pytest.raises(ValueError):
        normal_z(level)
