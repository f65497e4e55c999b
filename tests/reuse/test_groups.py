from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.reuse.groups import grouped, near_duplicates, union

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda s: (min(s), max(s))), max_size=8)


@given(SPANS)
def test_union_counts_each_character_once(spans: list[tuple[int, int]]) -> None:
    assert union(spans) == len({n for start, end in spans for n in range(start, end)})


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12), st.randoms())
def test_groups_do_not_depend_on_the_order_of_pairs(pairs: list[tuple[int, int]], random: object) -> None:
    expected = grouped(10, pairs)
    shuffled = [(b, a) for a, b in pairs]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert grouped(10, shuffled) == expected
    members = [n for group in expected for n in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 and list(group) == sorted(group) for group in expected)
    home = {n: group for group in expected for n in group}
    assert all(a == b or home[a] == home[b] for a, b in pairs)


def test_a_long_chain_is_one_group() -> None:
    assert grouped(50_000, [(n, n + 1) for n in range(49_999)]) == (tuple(range(50_000)),)


@pytest.mark.parametrize(
    ("sizes", "length", "alike"),
    [
        ((200, 200), 100, True),
        ((202, 200), 100, False),  # less than half of one
        ((198, 198), 99, False),  # half, but a few sentences
        ((50, 50), 45, True),  # nine tenths of two short texts
        ((50, 51), 45, False),
        ((1000, 120), 120, False),  # an excerpt
    ],
)
def test_near_duplicates(sizes: tuple[int, int], length: int, alike: bool) -> None:
    assert near_duplicates(sizes, {(0, 1): ([(0, length)], [(0, length)])}) == (((0, 1),) if alike else ())
