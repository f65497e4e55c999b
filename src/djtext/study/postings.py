"""Which documents bear a mark, in sorted arrays: eight bytes for each, and many documents asked for at once.

A posting is one number: the mark in its upper 32 bits, the number of the document in its lower ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOLDERS = 50  # a mark in more documents is a formula of the genre: only the first are kept
_LOW = 0xFFFFFFFF
_LONGEST = 1 << 19  # postings of a run


class Postings:
    """For each mark the first `HOLDERS` documents that bear it, in order.

    >>> postings = Postings({7: [0], 8: [0], 9: [0]})
    >>> [(number, dict(shared)) for number, shared in postings.add(1, [(7, 8, 6), (6,)], bytes([3, 3, 1]))]
    [(1, {0: 2}), (2, {1: 1})]
    """

    def __init__(self, held: Mapping[int, Sequence[int]]) -> None:
        """`held` are the documents of each mark so far, by number."""
        import numpy as np

        made = [mark << 32 | number for mark, numbers in held.items() for number in numbers]
        self._runs = [np.sort(np.array(made, np.uint64))]  # each sorted, earlier documents first

    def add(
        self, first: int, sketches: Sequence[Sequence[int]], sizes: Sequence[int] | bytearray
    ) -> Iterator[tuple[int, dict[int, int]]]:
        """Documents that share half of their marks, or half of the other's, with one that came before, in order of their numbers.

        Each with how many marks it shares with which earlier ones. The new documents are numbered from `first` on; `sizes`
        are the numbers of marks of all.
        """
        import numpy as np

        lengths = [len(marks) for marks in sketches]
        marks = np.array(list(chain.from_iterable(sketches)), np.uint64)
        numbers = np.repeat(np.arange(first, first + len(sketches), dtype=np.uint64), lengths)
        keys = np.sort(marks << np.uint64(32) | numbers)
        marks, numbers = keys >> np.uint64(32), keys & np.uint64(_LOW)
        taken = np.zeros(len(keys), np.int64)
        pairs: list[NDArray[Any]] = []  # new document, earlier document, once for each mark in common

        def meet(held: NDArray[Any], begin: NDArray[Any], there: NDArray[Any]) -> None:
            """Enter the earlier documents of each mark, those from `begin` on, as long as there are fewer than `HOLDERS`."""
            count = np.minimum(there, HOLDERS - taken)
            mine = np.repeat(np.arange(len(keys)), count)
            place = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(begin, count)
            pairs.append(numbers[mine] << np.uint64(32) | held[place] & _LOW)
            taken[:] += count

        low = marks << np.uint64(32)
        for held in self._runs:
            begin = np.searchsorted(held, low)
            meet(held, begin, np.searchsorted(held, low | _LOW, "right") - begin)
        group = np.searchsorted(marks, marks)
        meet(keys, group, np.arange(len(keys)) - group)
        self._keep(keys[taken < HOLDERS])
        yield from _shared(np.sort(np.concatenate(pairs)), np.frombuffer(bytes(sizes), np.uint8))

    def _keep(self, keys: NDArray[Any]) -> None:
        """Into the last run, or a new one where that is long: to sort all again would take their room twice more."""
        import numpy as np

        if len(self._runs[-1]) >= _LONGEST:
            self._runs.append(keys)
        else:
            self._runs[-1] = np.sort(np.concatenate((self._runs[-1], keys)), kind="stable")  # merges what is sorted


def _shared(pairs: NDArray[Any], sizes: NDArray[Any]) -> Iterator[tuple[int, dict[int, int]]]:
    """Sorted pairs of documents, counted, those of documents that may repeat another."""
    import numpy as np

    if not len(pairs):
        return
    first = np.flatnonzero(np.r_[True, pairs[1:] != pairs[:-1]])
    counts = np.diff(first, append=len(pairs))
    new, earlier = (pairs[first] >> np.uint64(32)).astype(np.int64), (pairs[first] & _LOW).astype(np.int64)
    enough = 2 * counts >= np.minimum(sizes[new], sizes[earlier])
    for number in np.unique(new[enough]).tolist():
        begin, end = np.searchsorted(new, [number, number + 1])
        yield number, dict(zip(earlier[begin:end].tolist(), counts[begin:end].tolist(), strict=True))
