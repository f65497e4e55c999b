"""Samples: order does not matter, weights add up, strata get their share, larger samples hold smaller ones."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.sampling import Drawn, Pool, allocate, deal, draw, stratified

SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), max_size=6)


def pool_of(names: list[str], n: int, seed: int = 1) -> Pool[str, str]:
    pool: Pool[str, str] = Pool(n=n, seed=seed)
    for name in names:
        pool.add(name[0], name, name)
    return pool


@given(SIZES, st.integers(0, 200), st.sampled_from(["proportional", "equal"]))
def test_allocation_adds_up_within_the_strata(sizes: dict[str, int], n: int, how: str) -> None:
    made = allocate(sizes, n, how=how)  # type: ignore[arg-type]
    assert sum(made.values()) == min(n, sum(sizes.values()))
    assert all(0 <= made[name] <= sizes[name] for name in made)
    if n >= len(made):
        assert all(made.values())


@given(SIZES, st.integers(0, 100))
def test_equal_allocation_differs_only_where_strata_are_short(sizes: dict[str, int], n: int) -> None:
    made = allocate(sizes, n, how="equal")
    open_ = [made[name] for name in made if made[name] < sizes[name]]
    assert not open_ or max(made.values()) - min(open_) <= 1


def test_proportional_is_proportional() -> None:
    assert allocate({"a": 500, "b": 300, "c": 200}, 100) == {"a": 50, "b": 30, "c": 20}


def test_the_order_of_inputs_does_not_matter_and_weights_add_up() -> None:
    names = [f"{stratum}{n}" for stratum, size in (("a", 70), ("b", 25), ("c", 5)) for n in range(size)]
    made = stratified(pool_of(names, 20), str, 20)
    random.Random(7).shuffle(names)
    assert stratified(pool_of(names, 20), str, 20) == made
    assert sum(one.weight for one in made) == pytest.approx(100)
    assert stratified(pool_of(names, 20, seed=2), str, 20) != made


def test_a_larger_sample_of_one_seed_holds_the_smaller() -> None:
    names = [f"a{n}" for n in range(100)]
    small = {one.identity for one in stratified(pool_of(names, 10), str, 10)}
    large = {one.identity for one in stratified(pool_of(names, 30), str, 30)}
    assert small < large


def test_cells_merged_into_a_stratum_are_drawn_from_as_one() -> None:
    names = [f"{cell}{n}" for cell in "abc" for n in range(30)]
    merged = stratified(pool_of(names, 12), lambda cell: "x" if cell in "ab" else cell, 12)
    wanted = sorted((name for name in names if name[0] in "ab"), key=lambda name: draw(name, 1))[:8]
    assert [one.identity for one in merged if one.stratum == "x"] == wanted


def test_units_that_cannot_be_drawn_are_counted_and_not_held() -> None:
    """Cells are sets of letters; the stratum is the rarest letter. Held or not, the sample is the same."""
    rng = random.Random(3)
    cells = [tuple(sorted(rng.sample("abcdefgh", rng.choice([1, 1, 2, 3])))) for _ in range(4000)]
    totals = {letter: sum(letter in cell for cell in cells) for letter in "abcdefgh"}

    def stratum(cell: tuple[str, ...]) -> str:
        return min(cell, key=lambda letter: (totals[letter], letter))

    made, held = [], []
    for sparing in (False, True):
        pool: Pool[tuple[str, ...], int] = Pool(n=40, seed=1)
        for n, cell in enumerate(cells):
            pool.add(cell, str(n), n, rivals=[(x,) for x in cell] if sparing and len(cell) > 1 else [])
        made.append(stratified(pool, stratum, 40, how="equal"))
        held.append(sum(len(heap) for heap in pool.heaps.values()))
    assert made[0] == made[1]
    assert held[1] < 0.6 * held[0]


def test_every_unit_is_as_likely() -> None:
    names = [f"a{n}" for n in range(20)]
    times = dict.fromkeys(names, 0)
    for seed in range(400):
        for one in stratified(pool_of(names, 5, seed=seed), str, 5):
            times[one.identity] += 1
    assert all(60 <= n <= 145 for n in times.values())  # 100 expected, standard deviation 8.7


@pytest.mark.parametrize(("coders", "overlap"), [(1, 0), (2, 4), (3, 0), (2, 10)])
def test_hands_share_what_they_should(coders: int, overlap: int) -> None:
    units = [Drawn(str(n), n, "a", 1.0, 1.0) for n in range(10)]
    hands = deal(units, coders, overlap)
    sets = [{unit.identity for unit, _ in hand} for hand in hands]
    assert set.union(*sets) == {unit.identity for unit in units}
    assert all({unit.identity for unit, shared in hand if shared} <= set.intersection(*sets) for hand in hands)
    if coders > 1:
        assert len(set.intersection(*sets)) == overlap
    with pytest.raises(ValueError):
        deal(units, 2, 11)
