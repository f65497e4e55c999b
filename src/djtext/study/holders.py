"""Which documents bear a mark: a map from 32-bit numbers to lists of them, in arrays, without an object for each entry."""

from __future__ import annotations

from array import array
from itertools import chain

_CODE = "I" if array("I").itemsize >= 4 else "L"


class Holders:
    """For each mark the documents that bear it, the first `most` of them, in order.

    One table in two arrays: an entry stands at the place that its mark names, or at the next free one behind.

    >>> holders = Holders(most=2)
    >>> for number in range(3):
    ...     holders.add(4_000_000_000, number)
    >>> holders.get(4_000_000_000), holders.get(7)
    ([0, 1], [])
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._count = 0
        self._marks = array(_CODE, [0]) * 1024
        self._numbers = array(_CODE, [0]) * 1024  # plus one; 0 where the place is free

    def get(self, mark: int) -> list[int]:
        """The documents that bear a mark, in the order in which they came."""
        found = []
        marks, numbers = self._marks, self._numbers
        last = len(marks) - 1
        at = mark & last
        while numbers[at]:
            if marks[at] == mark:
                found.append(numbers[at] - 1)
            at = (at + 1) & last
        return found

    def add(self, mark: int, number: int) -> None:
        """One more document bears the mark; beyond the first `most` nothing is kept."""
        if len(self.get(mark)) >= self._most:
            return
        if 3 * self._count > 2 * len(self._marks):
            self._grow()
        self._put(mark, number + 1)
        self._count += 1

    def _put(self, mark: int, number: int) -> None:
        numbers = self._numbers
        last = len(numbers) - 1
        at = mark & last
        while numbers[at]:
            at = (at + 1) & last
        self._marks[at], numbers[at] = mark, number

    def _grow(self) -> None:
        marks, numbers = self._marks, self._numbers
        size = len(marks)
        self._marks, self._numbers = array(_CODE, [0]) * (2 * size), array(_CODE, [0]) * (2 * size)
        # From behind a free place on, so that those of one mark stay in their order.
        start = next(at for at in range(size) if not numbers[at])
        for at in chain(range(start, size), range(start)):
            if numbers[at]:
                self._put(marks[at], numbers[at])
