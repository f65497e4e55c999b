"""Krippendorff's α: published values, the definition computed the long way, its bootstrap."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.agreement.alpha import bootstrap_alpha, krippendorff_alpha
from djtext.measures.agreement.distances import jaccard_distance, masi_distance

# the sample that comes with the package krippendorff: three coders, * is missing
SAMPLE = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
CODES = st.sampled_from(["P", "R", "O", None])
UNITS = st.lists(st.tuples(CODES, CODES, CODES), min_size=1, max_size=12)


def units_of(*rows: str) -> list[tuple[int | None, ...]]:
    return [tuple(None if code == "*" else int(code) for code in unit) for unit in zip(*rows, strict=True)]


def long_alpha(units: Any, distance: Any) -> float | None:
    """Krippendorff's α from its definition: every pair within units, every pair over all."""
    pairable = [[v for v in unit if v is not None] for unit in units]
    pairable = [unit for unit in pairable if len(unit) > 1]
    values = [v for unit in pairable for v in unit]
    if not values:
        return None
    observed = sum(sum(distance(x, y) for x, y in permutations(unit, 2)) / (len(unit) - 1) for unit in pairable) / len(
        values
    )
    expected = sum(distance(x, y) for x, y in permutations(values, 2)) / (len(values) * (len(values) - 1))
    return None if expected == 0 else 1 - observed / expected


def test_alpha_of_the_known_sample() -> None:
    units = units_of(*SAMPLE)
    assert krippendorff_alpha(units) == pytest.approx(0.691358, abs=5e-7)
    assert krippendorff_alpha(units, level="interval") == pytest.approx(0.810845, abs=5e-7)


def test_alpha_of_krippendorffs_own_example() -> None:
    """Krippendorff (2011), section E: four observers, twelve units."""
    units = units_of("1233214123 **"[:9] + "***", "123322412" + "5*3", "*33323422" + "51*", "123324412" + "51*")
    found = [krippendorff_alpha(units, level=level) for level in ("nominal", "ordinal", "interval")]
    assert found == pytest.approx([0.743, 0.815, 0.849], abs=6e-4)


@given(UNITS)
def test_alpha_is_its_definition(units: Any) -> None:
    found, wanted = krippendorff_alpha(units), long_alpha(units, lambda x, y: float(x != y))
    assert found is None if wanted is None else found == pytest.approx(wanted, abs=1e-9)


@given(
    st.lists(
        st.tuples(st.frozensets(st.sampled_from("abc")), st.frozensets(st.sampled_from("abc"))), min_size=1, max_size=8
    )
)
def test_alpha_of_sets_is_its_definition(units: Any) -> None:
    for distance in (masi_distance, jaccard_distance, lambda x, y: abs(len(x) - len(y))):
        found, wanted = krippendorff_alpha(units, distance=distance), long_alpha(units, distance)
        assert found is None if wanted is None else found == pytest.approx(wanted, abs=1e-9)


def test_bootstrap_draws_documents_and_is_seeded() -> None:
    units = [("P", "P"), ("R", "P"), ("R", "R"), ("P", "P"), ("R", "R"), ("P", "R")] * 3
    docs = [f"d{n % 6}" for n in range(18)]
    made = bootstrap_alpha(units, docs, seed=4)
    assert made is not None and made == bootstrap_alpha(units[::-1], docs[::-1], seed=4)
    assert made.low < (krippendorff_alpha(units) or 9) < made.high
    assert bootstrap_alpha(units, ["one"] * 18) is None


def test_bootstrap_of_ordinal_codes_uses_the_draws_own_ranks() -> None:
    units = [(1, 1), (2, 3), (3, 3), (4, 4), (1, 2), (4, 3)]
    made = bootstrap_alpha(units, list("aabbcc"), level="ordinal", resamples=200)
    assert made is not None and -1 <= made.low <= made.high <= 1
