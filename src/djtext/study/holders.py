"""Which documents bear a mark: a map from 32-bit numbers to lists of them, in arrays, without an object for each entry."""

from __future__ import annotations

from array import array
from itertools import chain

_CODE = "I" if array("I").itemsize >= 4 else "L"
_FIRST = 1 << 14  # places to begin with
_GROWTH = 4  # times as many when two thirds are taken: each time all entries are put anew


class Holders:
    """For each mark the documents that bear it, the first `most` of them, in order.

    One table in two arrays: an entry stands at the place that its mark names, or at the next free one behind.

    >>> holders = Holders(most=2)
    >>> [holders.add(4_000_000_000, number) for number in range(3)]
    [[], [0], [0, 1]]
    >>> holders.get(4_000_000_000), holders.get(7)
    ([0, 1], [])
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._count = 0
        self._marks = array(_CODE, [0]) * _FIRST
        self._numbers = array(_CODE, [0]) * _FIRST  # plus one; 0 where the place is free

    def get(self, mark: int) -> list[int]:
        """The documents that bear a mark, in the order in which they came."""
        return self._look(mark)[0]

    def add(self, mark: int, number: int) -> list[int]:
        """One more document bears the mark; beyond the first `most` nothing is kept. Gives those that came before it."""
        if 3 * self._count > 2 * len(self._marks):
            self._grow()
        found, at = self._look(mark)
        if len(found) < self._most:
            self._marks[at], self._numbers[at] = mark, number + 1
            self._count += 1
        return found

    def _look(self, mark: int) -> tuple[list[int], int]:
        """The documents that bear a mark, and the free place behind them."""
        found = []
        marks, numbers = self._marks, self._numbers
        last = len(marks) - 1
        at = mark & last
        while holder := numbers[at]:
            if marks[at] == mark:
                found.append(holder - 1)
            at = (at + 1) & last
        return found, at

    def _grow(self) -> None:
        marks, numbers = self._marks, self._numbers
        size = len(marks)
        last = _GROWTH * size - 1
        new_marks, new_numbers = array(_CODE, [0]) * (last + 1), array(_CODE, [0]) * (last + 1)
        # From behind a free place on, so that those of one mark stay in their order.
        start = numbers.index(0)
        for at in chain(range(start, size), range(start)):
            if number := numbers[at]:
                mark = marks[at]
                to = mark & last
                while new_numbers[to]:
                    to = (to + 1) & last
                new_marks[to], new_numbers[to] = mark, number
        self._marks, self._numbers = new_marks, new_numbers
