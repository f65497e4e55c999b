from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from djtext.study.holders import Holders


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1) | st.integers(0, 5), st.integers(0, 10**6)), max_size=60))
def test_as_a_dictionary_of_lists(pairs: list[tuple[int, int]]) -> None:
    holders, expected = Holders(most=3), dict[int, list[int]]()
    for mark, number in pairs:
        assert holders.add(mark, number) == expected.setdefault(mark, [])[:3]
        expected[mark].append(number)
    assert all(holders.get(mark) == numbers[:3] for mark, numbers in expected.items())


def test_many_marks_make_the_table_grow() -> None:
    holders = Holders(most=50)
    for number in range(30_000):
        holders.add(number * 857_001 % 2**32, number)
    assert all(holders.get(number * 857_001 % 2**32) == [number] for number in range(30_000))
