"""Values as published: Gries (2008), Lijffijt & Gries (2012), the tlda package."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.dispersion import dp, dp_norm

PARTS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 1000)), min_size=2, max_size=20).filter(
    lambda p: sum(c for c, _ in p) > 0
)


def test_gries_2008() -> None:
    assert dp([2, 1, 0], [1, 1, 1]) == pytest.approx(0.3333, abs=5e-5)
    assert dp_norm([2, 1, 0], [1, 1, 1]) == pytest.approx(0.5)


def test_tlda_disp_dp() -> None:
    assert dp([0, 0, 1, 2, 5], [1] * 5) == pytest.approx(0.475)
    assert dp_norm([0, 0, 1, 2, 5], [1] * 5) == pytest.approx(0.59375)


def test_direction() -> None:
    assert dp([1, 1], [10, 10]) == 0
    assert dp([1, 0], [1, 99]) == pytest.approx(0.99)


@given(PARTS)
def test_laws(parts: list[tuple[int, int]]) -> None:
    counts, sizes = [c for c, _ in parts], [s for _, s in parts]
    value = dp(counts, sizes)
    assert 0 <= value < 1
    assert value == pytest.approx(dp([2 * c for c in counts], [3 * s for s in sizes]))
    assert value == pytest.approx(dp(counts[::-1], sizes[::-1]))
    assert value <= dp_norm(counts, sizes) + 1e-9 <= 1 + 2e-9


@pytest.mark.parametrize(("counts", "sizes"), [([], []), ([0], [1]), ([1], [1, 2]), ([1, 1], [0, 0])])
def test_no_value(counts: list[int], sizes: list[int]) -> None:
    with pytest.raises(ValueError):
        dp(counts, sizes)
