"""Laws of the tests over documents, exact p by counting every partition, scipy's own permutation test, and the time."""

from __future__ import annotations

import itertools
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.keyness import log_ratio
from djtext.measures.permutation import Permuted, many_groups, two_groups

DOCS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 500), st.booleans()), min_size=4, max_size=15
).filter(lambda docs: len({doc[3] for doc in docs}) == 2)

Docs = list[tuple[int, int, int, bool]]


def run(docs: Docs, order: list[int], **options: object) -> tuple[Permuted, ...]:
    """Both themes of the documents, given in this order, each under its own name."""
    return two_groups(
        [docs[i][:2] for i in order],
        [docs[i][2] for i in order],
        [docs[i][3] for i in order],
        ids=[f"doc{i:02}" for i in order],
        permutations=99,
        **options,  # type: ignore[arg-type]
    )


@settings(max_examples=50)
@given(DOCS, st.randoms(), st.sampled_from(["difference", "log_ratio"]))
def test_the_order_of_documents_changes_nothing(docs: Docs, chance: random.Random, statistic: str) -> None:
    order = list(range(len(docs)))
    made = run(docs, order, statistic=statistic)
    chance.shuffle(order)
    assert run(docs, order, statistic=statistic) == made


@settings(max_examples=50)
@given(DOCS, st.sampled_from(["difference", "log_ratio"]))
def test_swapping_the_groups_negates_and_keeps_p(docs: Docs, statistic: str) -> None:
    order = list(range(len(docs)))
    made = run(docs, order, statistic=statistic)
    other = run([(*doc[:3], not doc[3]) for doc in docs], order, statistic=statistic)
    for one, two in zip(made, other, strict=True):
        assert one.p == two.p
        if one.statistic is None:
            assert two.statistic is None
        else:
            assert two.statistic == pytest.approx(-one.statistic, abs=1e-15)


@settings(max_examples=50)
@given(DOCS)
def test_bounds_and_rates(docs: Docs) -> None:
    for theme, made in enumerate(run(docs, list(range(len(docs))))):
        assert made.p is not None
        assert 1 / 100 <= made.p <= 1
        hits = [sum(doc[theme] for doc in docs if doc[3] is first) for first in (True, False)]
        sizes = [sum(doc[2] for doc in docs if doc[3] is first) for first in (True, False)]
        assert made.statistic == pytest.approx(hits[0] / sizes[0] - hits[1] / sizes[1])


@settings(max_examples=50)
@given(DOCS)
def test_log_ratio_is_that_of_keyness(docs: Docs) -> None:
    for theme, made in enumerate(run(docs, list(range(len(docs))), statistic="log_ratio")):
        hits = [sum(doc[theme] for doc in docs if doc[3] is first) for first in (True, False)]
        sizes = [sum(doc[2] for doc in docs if doc[3] is first) for first in (True, False)]
        sizes = [1000 * size for size in sizes]  # keyness wants counts below sizes, and the ratio does not change
        expected = log_ratio(hits[0], sizes[0], hits[1], sizes[1])
        assert made.statistic == (None if expected is None else pytest.approx(expected))


def test_a_theme_does_not_depend_on_the_others() -> None:
    docs = [(i % 3, i % 5, 100 + i, i % 2 == 0) for i in range(12)]
    both = run(docs, list(range(12)))
    alone = two_groups(
        [[doc[1]] for doc in docs],
        [doc[2] for doc in docs],
        [doc[3] for doc in docs],
        ids=[f"doc{i:02}" for i in range(12)],
        permutations=99,
    )
    assert both[1:] == alone


def test_the_seed_decides() -> None:
    docs = [(i % 4, 0, 100 + i, i % 2 == 0) for i in range(14)]
    order = list(range(14))
    assert run(docs, order, seed=1) == run(docs, order, seed=1)
    assert len({run(docs, order, seed=seed)[0].p for seed in range(8)}) > 1


def exact_p(hits: list[int], sizes: list[int], first: list[bool]) -> float:
    """Share of all ways to choose the first group that are as extreme."""

    def difference(members: tuple[int, ...]) -> float:
        inner, text = sum(hits[i] for i in members), sum(sizes[i] for i in members)
        return abs(inner / text - (sum(hits) - inner) / (sum(sizes) - text))

    observed = difference(tuple(i for i, inside in enumerate(first) if inside))
    ways = [difference(members) for members in itertools.combinations(range(len(hits)), sum(first))]
    return sum(way >= observed - 1e-12 for way in ways) / len(ways)


def test_p_nears_the_exact_one() -> None:
    hits, sizes = [9, 8, 7, 3, 1, 2, 4, 2], [100, 120, 90, 110, 100, 95, 105, 130]
    first = [True, True, True, False, False, False, True, False]
    (made,) = two_groups([[hit] for hit in hits], sizes, first, ids="abcdefgh", permutations=20_000)
    assert made.p == pytest.approx(exact_p(hits, sizes, first), abs=0.01)


def test_scipys_permutation_test() -> None:
    hits, sizes = np.array([9, 8, 7, 3, 1, 2, 4, 2]), np.array([100, 120, 90, 110, 100, 95, 105, 130])
    first = [True] * 4 + [False] * 4

    def difference(one: np.ndarray, two: np.ndarray, axis: int) -> np.ndarray:
        one, two = one.astype(int), two.astype(int)
        return hits[one].sum(axis) / sizes[one].sum(axis) - hits[two].sum(axis) / sizes[two].sum(axis)

    theirs = stats.permutation_test((np.arange(4), np.arange(4, 8)), difference, vectorized=True, n_resamples=np.inf)
    (made,) = two_groups(hits[:, None], sizes, first, ids="abcdefgh", permutations=20_000)
    assert made.statistic == pytest.approx(theirs.statistic)
    assert made.p == pytest.approx(theirs.pvalue, abs=0.015)


def test_p_is_uniform_without_a_difference() -> None:
    rng = np.random.default_rng(5)
    hits = rng.poisson(3, (40, 400))
    made = two_groups(
        hits, [100] * 40, [i < 20 for i in range(40)], ids=[f"{i:02}" for i in range(40)], permutations=199
    )
    assert 0.01 <= np.mean([theme.p <= 0.05 for theme in made]) <= 0.09


def test_hits_crowded_into_one_document_do_not_convince() -> None:
    # as words they would: G² of 60/2000 against 0/2000 is above 80
    counts = [[60]] + [[0]] * 19
    (made,) = two_groups(counts, [200] * 20, [True] * 10 + [False] * 10, ids=[f"{i:02}" for i in range(20)])
    assert made.p == 1.0


@pytest.mark.parametrize("rate", [0.1, 0.3, 1 / 3, 0])
def test_equal_rates_are_no_difference_whatever_the_rounding(rate: float) -> None:
    sizes = [3, 7, 11, 13, 17, 19, 23, 29]
    counts = [[size * rate] for size in sizes]
    (made,) = two_groups(counts, sizes, [True, False] * 4, ids="abcdefgh")
    assert made.statistic == pytest.approx(0, abs=1e-15)
    assert made.p == 1
    (many,) = many_groups(counts, sizes, list("xyzxyzxy"), ids="abcdefgh")
    assert many.statistic == pytest.approx(0, abs=1e-12)
    assert many.p == 1


def test_documents_without_text_are_left_out() -> None:
    counts, sizes, first = [[3], [4], [0], [1], [0]], [100, 100, 100, 100, 0], [True, True, False, False, False]
    assert two_groups(counts, sizes, first, ids="abcde") == two_groups(counts[:4], sizes[:4], first[:4], ids="abcd")
    assert many_groups(counts, sizes, "xxyyy", ids="abcde") == many_groups(counts[:4], sizes[:4], "xxyy", ids="abcd")


def test_none_where_a_group_is_empty() -> None:
    nothing = (Permuted(None, None, 999),)
    assert two_groups([[1], [2]], [10, 10], [True, True], ids="ab") == nothing
    assert two_groups([[1], [0]], [10, 0], [True, False], ids="ab") == nothing
    assert many_groups([[1], [2]], [10, 10], "xx", ids="ab") == nothing
    assert two_groups([], [], [], ids=[]) == many_groups([], [], [], ids=[]) == ()


def test_a_theme_without_hits() -> None:
    docs = [[0], [0], [0], [0]]
    assert two_groups(docs, [10] * 4, [True, True, False, False], ids="abcd") == (Permuted(0.0, 1.0, 999),)
    made = two_groups(docs, [10] * 4, [True, True, False, False], ids="abcd", statistic="log_ratio")
    assert made == (Permuted(None, None, 999),)
    assert many_groups(docs, [10] * 4, "xxyz", ids="abcd") == (Permuted(0.0, 1.0, 999),)


def test_one_document_each() -> None:
    assert two_groups([[1], [5]], [10, 10], [True, False], ids="ab")[0].p == 1


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 300), st.sampled_from("xyz")), min_size=3, max_size=15),
    st.randoms(),
)
def test_many_groups_laws(docs: list[tuple[int, int, str]], chance: random.Random) -> None:
    def run_many(order: list[int], names: dict[str, str]) -> tuple[Permuted, ...]:
        return many_groups(
            [[docs[i][0]] for i in order],
            [docs[i][1] for i in order],
            [names[docs[i][2]] for i in order],
            ids=[f"{i:02}" for i in order],
            permutations=99,
        )

    order = list(range(len(docs)))
    (made,) = run_many(order, {"x": "x", "y": "y", "z": "z"})
    chance.shuffle(order)
    assert run_many(order, {"x": "x", "y": "y", "z": "z"}) == (made,)
    (renamed,) = run_many(order, {"x": "c", "y": "a", "z": "b"})
    assert renamed.p == made.p
    groups = sorted({doc[2] for doc in docs})
    if len(groups) == 1:
        assert made.p is None
        return
    assert made.p is not None
    assert 1 / 100 <= made.p <= 1
    hits = [sum(doc[0] for doc in docs if doc[2] == group) for group in groups]
    sizes = np.array([sum(doc[1] for doc in docs if doc[2] == group) for group in groups])
    if sum(hits):
        assert made.statistic == pytest.approx(
            stats.chisquare(hits, sum(hits) * sizes / sizes.sum()).statistic, abs=1e-12
        )


@pytest.mark.parametrize(
    ("counts", "sizes", "first", "ids", "options"),
    [
        ([[1], [2]], [10], [True, False], "ab", {}),
        ([[1], [2]], [10, 10], [True], "ab", {}),
        ([[1], [2]], [10, 10], [True, False], "a", {}),
        ([[1], [2, 3]], [10, 10], [True, False], "ab", {}),
        ([1, 2], [10, 10], [True, False], "ab", {}),
        ([[-1], [2]], [10, 10], [True, False], "ab", {}),
        ([[1], [2]], [10, float("nan")], [True, False], "ab", {}),
        ([[1], [2]], [10, 10], [True, False], "aa", {}),
        ([[1], [2]], [10, 10], [True, False], "ab", {"permutations": 0}),
        ([[1], [2]], [10, 10], [True, False], "ab", {"statistic": "median"}),
    ],
)
def test_bad_input(counts: list, sizes: list, first: list, ids: str, options: dict) -> None:
    with pytest.raises(ValueError):
        two_groups(counts, sizes, first, ids=ids, **options)
    if "statistic" not in options:
        with pytest.raises(ValueError):
            many_groups(counts, sizes, [str(inside) for inside in first], ids=ids, **options)


def test_blocks_of_shuffles_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    docs = [(i % 4, i % 3, 100 + i, i % 2 == 0) for i in range(14)]
    whole = run(docs, list(range(14)))
    monkeypatch.setattr("djtext.measures.permutation.SHUFFLED_AT_ONCE", 50)
    assert run(docs, list(range(14))) == whole


def test_seventy_seven_themes_of_a_thousand_documents_take_under_two_seconds() -> None:
    rng = np.random.default_rng(1)
    counts, sizes = rng.poisson(2, (1000, 77)).tolist(), rng.integers(500, 9000, 1000).tolist()
    ids = [f"{i:04}" for i in range(1000)]
    began = time.process_time()
    two_groups(counts, sizes, [i % 3 == 0 for i in range(1000)], ids=ids)
    many_groups(counts, sizes, [str(i % 7) for i in range(1000)], ids=ids)
    assert time.process_time() - began < 2
