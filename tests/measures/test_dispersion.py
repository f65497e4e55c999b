"""Values as published: Gries (2008), Lijffijt & Gries (2012), Carroll (1970), the tlda package."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.dispersion import arf, carroll_d2, dp, dp_norm, juilland_d, juilland_d_weighted

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


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8), st.integers(0, 5))
def test_parts_without_it_need_not_be_written_out(counts: list[int], absent: int) -> None:
    written = juilland_d([*counts, *[0] * absent])
    short = juilland_d(counts, absent=absent)
    assert short == (None if written is None else pytest.approx(written, abs=1e-9))
    with pytest.raises(ValueError):
        juilland_d(counts, absent=-1)


def test_juilland_d_carroll_1970() -> None:
    assert juilland_d([0, 4, 3, 2, 1]) == pytest.approx(0.6464, abs=5e-5)
    # with the sample standard deviation it would be .6047
    assert juilland_d([0, 4, 3, 2, 1]) != pytest.approx(0.6047, abs=5e-5)


def test_carroll_d2_carroll_1970() -> None:
    assert carroll_d2([2, 1, 1, 1, 0]) == pytest.approx(0.8277, abs=5e-5)


# The corpus of Gries (2008: 406), five parts of ten words, and the word a.
GRIES = "bamnibeupkbasatbewqnbcagabestabaghabeaatbahaabeaxa"


def test_arf_gries_2008() -> None:
    value = arf([place for place, word in enumerate(GRIES) if word == "a"], len(GRIES))
    assert value is not None
    assert round(value, 1) == 10.8


def test_directions() -> None:
    for measure in (juilland_d, carroll_d2, juilland_d_weighted):
        assert measure([5, 5], [10, 10]) == pytest.approx(1)
        assert measure([5, 0], [10, 10]) == pytest.approx(0, abs=1e-12)
        assert measure([1, 2], [10, 20]) == pytest.approx(1)
    # all in the smallest part, and all in the largest
    assert juilland_d_weighted([5, 0], [10, 30]) == pytest.approx(0, abs=1e-12)
    assert juilland_d_weighted([0, 5], [10, 30]) == pytest.approx(2 / 3)


@given(PARTS)
def test_other_laws(parts: list[tuple[int, int]]) -> None:
    counts, sizes = [c for c, _ in parts], [s for _, s in parts]
    for measure in (juilland_d, carroll_d2, juilland_d_weighted):
        value = measure(counts, sizes)
        assert value is not None
        assert 0 <= value <= 1
        assert value == pytest.approx(measure([2 * c for c in counts], [3 * s for s in sizes]), abs=1e-7)
        assert value == pytest.approx(measure(counts[::-1], sizes[::-1]), abs=1e-7)
    equal = [7] * len(counts)
    assert juilland_d(counts) == pytest.approx(juilland_d(counts, equal), abs=1e-7)
    assert juilland_d(counts) == pytest.approx(juilland_d_weighted(counts, equal), abs=1e-7)
    assert carroll_d2(counts) == pytest.approx(carroll_d2(counts, equal), abs=1e-7)


@given(PARTS)
def test_numpy_and_scipy(parts: list[tuple[int, int]]) -> None:
    counts, sizes = np.array([c for c, _ in parts]), np.array([s for _, s in parts])
    rates, k = counts / sizes, len(parts)
    assert juilland_d(counts.tolist(), sizes.tolist()) == pytest.approx(
        1 - stats.variation(rates, ddof=0) / math.sqrt(k - 1), abs=1e-7
    )
    assert carroll_d2(counts.tolist(), sizes.tolist()) == pytest.approx(stats.entropy(rates, base=k), abs=1e-7)
    common = np.average(rates, weights=sizes)
    spread = math.sqrt(np.cov(rates, aweights=sizes, ddof=0))
    worst = math.sqrt(sizes.sum() / sizes.min() - 1)
    assert juilland_d_weighted(counts.tolist(), sizes.tolist()) == pytest.approx(1 - spread / common / worst, abs=1e-7)


def test_none_where_there_is_nothing_to_spread() -> None:
    for measure in (juilland_d, carroll_d2, juilland_d_weighted):
        assert measure([0, 0], [1, 1]) is None
        assert measure([3], [5]) is None
        assert measure([], []) is None


@pytest.mark.parametrize(("counts", "sizes"), [([1], [1, 2]), ([1, -1], [2, 2]), ([1, 1], [2, 0])])
def test_bad_parts(counts: list[int], sizes: list[int]) -> None:
    for measure in (juilland_d, carroll_d2, juilland_d_weighted):
        with pytest.raises(ValueError):
            measure(counts, sizes)


PLACES = st.integers(1, 200).flatmap(
    lambda n: st.tuples(st.sets(st.integers(0, n - 1), min_size=1).map(list), st.just(n))
)


@given(PLACES, st.randoms())
def test_arf_laws(corpus: tuple[list[int], int], chance: random.Random) -> None:
    places, n = corpus
    value = arf(places, n)
    assert value is not None
    assert 0 < value <= len(places) + 1e-9
    assert value >= min(1, len(places)) - 1e-9
    assert arf(chance.sample(places, len(places)), n) == value
    # the corpus is a ring: where it begins does not matter
    shift = chance.randrange(n)
    assert arf([(place + shift) % n for place in places], n) == pytest.approx(value)


@given(PLACES)
def test_arf_is_the_mean_over_all_beginnings(corpus: tuple[list[int], int]) -> None:
    """The definition: cut the corpus into f equal parts, count the parts with the word, average over where to begin."""
    places, n = corpus
    f = len(places)
    if n % f:
        return
    v = n // f
    reduced = [len({((place - start) % n) // v for place in places}) for start in range(v)]
    assert arf(places, n) == pytest.approx(sum(reduced) / v)


def test_arf_ends() -> None:
    assert arf([0, 25, 50, 75], 100) == 4
    assert arf([3], 10) == 1
    assert arf(list(range(10)), 10) == 10
    assert arf([], 10) is None
    for places in ([10], [-1], [1, 1]):
        with pytest.raises(ValueError):
            arf(places, 10)
