"""Agreement: published values, the definition computed the long way, laws, and what is not defined."""

from __future__ import annotations

import math
from collections import Counter
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures import agreement as a

CODES = st.sampled_from(["P", "R", "O", None])
UNITS = st.lists(st.tuples(CODES, CODES, CODES), min_size=1, max_size=12)
# the sample that comes with the package krippendorff: three coders, * is missing
SAMPLE = ("*****34121133*3", "1*213343*******", "**21344*21133*4")


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
    assert a.krippendorff_alpha(units) == pytest.approx(0.691358, abs=5e-7)
    assert a.krippendorff_alpha(units, level="interval") == pytest.approx(0.810845, abs=5e-7)


def test_alpha_of_krippendorffs_own_example() -> None:
    """Krippendorff (2011), section E: four observers, twelve units."""
    units = units_of("1233214123 **"[:9] + "***", "123322412" + "5*3", "*33323422" + "51*", "123324412" + "51*")
    found = [a.krippendorff_alpha(units, level=level) for level in ("nominal", "ordinal", "interval")]
    assert found == pytest.approx([0.743, 0.815, 0.849], abs=6e-4)


def test_alpha_and_kappa_differ_as_published() -> None:
    units = list(zip("1100000000", "0110010100", strict=True))
    assert a.percent_agreement(units) == pytest.approx(0.6)
    assert a.krippendorff_alpha(units) == pytest.approx(0.095238, abs=5e-7)
    assert a.cohen_kappa(units) == pytest.approx(0.090909, abs=5e-7)


def test_cohens_own_example() -> None:
    """Cohen (1960), table 1: shares of 200 cases, κ = .492."""
    cells = {"11": 88, "12": 14, "13": 18, "21": 10, "22": 40, "23": 10, "31": 2, "32": 6, "33": 12}
    units = [tuple(pair) for pair, n in cells.items() for _ in range(n)]
    assert a.cohen_kappa(units) == pytest.approx(0.492, abs=5e-4)


def test_fleiss_example() -> None:
    """Ten subjects, fourteen raters, five categories: κ = .210."""
    table = ((0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
             (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7))  # fmt: skip
    units = [[code for code, n in enumerate(row) for _ in range(n)] for row in table]
    assert a.fleiss_kappa(units) == pytest.approx(0.210, abs=5e-4)


def test_ac1_stays_high_where_one_code_prevails() -> None:
    """Gwet (2008): 118, 5, 2, 0 gives κ −.0234 and AC1 .9408."""
    units = [("+", "+")] * 118 + [("+", "-")] * 5 + [("-", "+")] * 2
    assert a.cohen_kappa(units) == pytest.approx(-0.0234, abs=5e-5)
    assert a.gwet_ac1(units) == pytest.approx(0.9408, abs=5e-5)


def test_distances_of_sets() -> None:
    abc, ab, bd, none = frozenset("abc"), frozenset("ab"), frozenset("bd"), frozenset[str]()
    assert a.masi_distance(ab, abc) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert a.masi_distance(abc, bd) == pytest.approx(1 - 1 / 3 * 1 / 4)
    assert a.masi_distance(none, ab) == a.jaccard_distance(none, ab) == 1
    assert a.masi_distance(none, none) == a.jaccard_distance(none, none) == 0


@given(UNITS)
def test_alpha_is_its_definition(units: Any) -> None:
    found, wanted = a.krippendorff_alpha(units), long_alpha(units, lambda x, y: float(x != y))
    assert found is None if wanted is None else found == pytest.approx(wanted, abs=1e-9)


@given(
    st.lists(
        st.tuples(st.frozensets(st.sampled_from("abc")), st.frozensets(st.sampled_from("abc"))), min_size=1, max_size=8
    )
)
def test_alpha_of_sets_is_its_definition(units: Any) -> None:
    for distance in (a.masi_distance, a.jaccard_distance, lambda x, y: abs(len(x) - len(y))):
        found, wanted = a.krippendorff_alpha(units, distance=distance), long_alpha(units, distance)
        assert found is None if wanted is None else found == pytest.approx(wanted, abs=1e-9)


@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=6), st.integers(1, 4))
def test_times_are_repeats(units: Any, n: int) -> None:
    times = [n + place for place in range(len(units))]
    repeated = [unit for unit, k in zip(units, times, strict=True) for _ in range(k)]
    docs = [str(place) for place in range(len(units))]
    for measure in (a.percent_agreement, a.cohen_kappa, a.fleiss_kappa, a.krippendorff_alpha, a.gwet_ac1):
        assert measure(units, times=times) == measure(repeated)
    wide = [doc for doc, k in zip(docs, times, strict=True) for _ in range(k)]
    assert a.bootstrap_alpha(units, docs, times=times, resamples=20) == a.bootstrap_alpha(repeated, wide, resamples=20)


@given(UNITS)
def test_coefficients_are_none_or_at_most_one(units: Any) -> None:
    pairs = [unit[:2] for unit in units]
    for value in (
        a.percent_agreement(units), a.cohen_kappa(pairs), a.fleiss_kappa(units), a.krippendorff_alpha(units),
        a.gwet_ac1(units),
    ):  # fmt: skip
        assert value is None or (math.isfinite(value) and value <= 1 + 1e-12)


@given(UNITS, st.randoms())
def test_order_of_units_and_coders_does_not_matter(units: Any, random: Any) -> None:
    other = list(units)
    random.shuffle(other)
    other = [(z, x, y) for x, y, z in other]
    for measure in (a.percent_agreement, a.fleiss_kappa, a.krippendorff_alpha, a.gwet_ac1):
        first, second = measure(units), measure(other)  # type: ignore[operator]
        assert first is None if second is None else first == pytest.approx(second, abs=1e-9)


def test_full_agreement_is_one() -> None:
    units = [("P", "P"), ("R", "R"), ("O", "O")]
    assert a.cohen_kappa(units) == a.fleiss_kappa(units) == a.krippendorff_alpha(units) == a.gwet_ac1(units) == 1


@pytest.mark.parametrize("units", [[("P", "P")] * 5, [("P", None), (None, "R")], []])
def test_no_variation_or_no_pairs_is_none(units: Any) -> None:
    assert a.cohen_kappa(units) is a.krippendorff_alpha(units) is a.gwet_ac1(units) is None
    assert a.bootstrap_alpha(units, ["a"] * len(units)) is None
    assert a.fleiss_kappa(units) is None


def test_wrong_levels_and_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="numbers"):
        a.krippendorff_alpha([("P", "R")], level="ordinal")
    with pytest.raises(ValueError, match="two coders"):
        a.cohen_kappa([("P", "R", "O")])
    with pytest.raises(ValueError, match="level"):
        a.krippendorff_alpha([(1, 2)], level="ratio")  # type: ignore[arg-type]


def test_bootstrap_draws_documents_and_is_seeded() -> None:
    units = [("P", "P"), ("R", "P"), ("R", "R"), ("P", "P"), ("R", "R"), ("P", "R")] * 3
    docs = [f"d{n % 6}" for n in range(18)]
    made = a.bootstrap_alpha(units, docs, seed=4)
    assert made is not None and made == a.bootstrap_alpha(units[::-1], docs[::-1], seed=4)
    assert made.low < (a.krippendorff_alpha(units) or 9) < made.high
    assert a.bootstrap_alpha(units, ["one"] * 18) is None


def test_bootstrap_of_ordinal_codes_uses_the_draws_own_ranks() -> None:
    units = [(1, 1), (2, 3), (3, 3), (4, 4), (1, 2), (4, 3)]
    made = a.bootstrap_alpha(units, list("aabbcc"), level="ordinal", resamples=200)
    assert made is not None and -1 <= made.low <= made.high <= 1


def test_scores_and_their_intervals() -> None:
    assert a.score(0, 0, 2) == a.Score(0, 0, 2, None, 0.0, 0.0)
    assert a.score(0, 0, 0).f1 is None
    counts = [[(2, 0, 0), (0, 0, 0)], [(1, 1, 1), (0, 0, 0)], [(3, 0, 1), (0, 0, 0)]]
    (first, never), macro = a.bootstrap_scores(counts)
    assert first.f1 is not None and first.f1.low <= 12 / 15 <= first.f1.high == 1
    assert never == a.ScoreIntervals(None, None, None)
    assert macro == first.f1  # the other code is in no draw
    assert a.bootstrap_scores(counts[:1])[0][0].f1 is None


def test_specific_agreement_is_the_f1_of_two_coders() -> None:
    pairs = [(True, True), (True, False), (False, True), (False, False), (True, True)]
    cells = Counter(pairs)
    assert a.specific_agreement(pairs) == a.score(cells[True, True], cells[True, False], cells[False, True]).f1
    assert a.specific_agreement([(False, False)]) is None
