"""Wilson against scipy and statsmodels; the bootstrap against its laws."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.intervals import bootstrap_rate, bootstrap_rates, rate, wilson

SHARE = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_rate() -> None:
    assert rate(3, 6000) == 5
    assert rate(3, 6000, per=1000) == 0.5
    assert rate(0, 0) is None
    with pytest.raises(ValueError):
        rate(-1, 10)


@given(SHARE, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_is_scipys(share: tuple[int, int], level: float) -> None:
    count, n = share
    made = wilson(count, n, level=level)
    assert made is not None
    theirs = stats.binomtest(count, n).proportion_ci(level, method="wilson")
    assert (made.low, made.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= made.low <= count / n <= made.high <= 1


@given(SHARE)
def test_wilson_mirrors(share: tuple[int, int]) -> None:
    count, n = share
    one, two = wilson(count, n), wilson(n - count, n)
    assert one is not None
    assert two is not None
    assert (one.low, one.high) == pytest.approx((1 - two.high, 1 - two.low), abs=1e-12)


def test_wilson_is_statsmodels() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    made = wilson(8, 10)
    assert made is not None
    assert (made.low, made.high) == pytest.approx(proportion.proportion_confint(8, 10, method="wilson"))


def test_wilson_without_cases() -> None:
    assert wilson(0, 0) is None
    for count, n, level in [(2, 1, 0.95), (-1, 1, 0.95), (1, 2, 1)]:
        with pytest.raises(ValueError):
            wilson(count, n, level=level)


DOCS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 300)), min_size=2, max_size=15)


@settings(max_examples=50)
@given(DOCS, st.randoms())
def test_bootstrap_laws(docs: list[tuple[int, int]], chance: random.Random) -> None:
    order = list(range(len(docs)))

    def run() -> object:
        return bootstrap_rate(
            [docs[i][0] for i in order], [docs[i][1] for i in order], ids=[f"{i:02}" for i in order], resamples=199
        )

    made = run()
    chance.shuffle(order)
    assert run() == made
    rates = [10_000 * count / size for count, size in docs]
    assert min(rates) - 1e-6 <= made.low <= made.high <= max(rates) + 1e-6  # type: ignore[attr-defined]


def test_bootstrap_of_many_themes_is_that_of_each() -> None:
    counts, sizes, ids = [[3, 1], [0, 2], [4, 0], [1, 1]], [1000, 1500, 900, 2000], "abcd"
    alone = [bootstrap_rate([row[theme] for row in counts], sizes, ids=ids) for theme in (0, 1)]
    assert list(bootstrap_rates(counts, sizes, ids=ids)) == alone


def test_bootstrap_is_scipys() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(500, 3000, 60)
    counts = rng.poisson(sizes / 200)
    made = bootstrap_rate(counts.tolist(), sizes.tolist(), ids=[f"{i:02}" for i in range(60)], resamples=4999)
    assert made is not None
    theirs = stats.bootstrap(
        (counts, sizes),
        lambda count, size, axis=-1: 10_000 * count.sum(axis=axis) / size.sum(axis=axis),
        paired=True,
        method="percentile",
        n_resamples=4999,
        rng=np.random.default_rng(4),
    ).confidence_interval
    assert (made.low, made.high) == pytest.approx((theirs.low, theirs.high), rel=0.02)


def test_bootstrap_of_equal_documents_has_no_width() -> None:
    made = bootstrap_rate([2, 2, 2], [100, 100, 100], ids="abc")
    assert made is not None
    assert (made.low, made.high) == pytest.approx((200, 200))


def test_crowded_hits_widen_the_interval() -> None:
    spread, crowded = (bootstrap_rate(counts, [100] * 10, ids="abcdefghij") for counts in ([2] * 10, [20] + [0] * 9))
    assert spread is not None
    assert crowded is not None
    assert spread.high - spread.low < crowded.high - crowded.low


def test_bootstrap_needs_two_documents() -> None:
    assert bootstrap_rate([3], [100], ids="a") is None
    assert bootstrap_rate([3, 0], [100, 0], ids="ab") is None
    assert bootstrap_rate([], [], ids="") is None
    assert bootstrap_rates([], [], ids="") == ()


def test_blocks_of_resamples_do_not_show() -> None:
    # enough documents that the draws come in several blocks
    n = 30_000
    made = bootstrap_rate([i % 3 for i in range(n)], [100] * n, ids=[f"{i:06}" for i in range(n)], resamples=99)
    assert made is not None
    assert made.low < 100 < made.high


@pytest.mark.parametrize("options", [{"resamples": 0}, {"level": 0}, {"level": 1}])
def test_bad_options(options: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        bootstrap_rate([1, 2], [10, 10], ids="ab", **options)  # type: ignore[arg-type]
