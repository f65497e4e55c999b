"""The same essay on several sites, damaged differently on each: found by the clauses that documents share."""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, compress

from djtext.study.postings import HOLDERS, Postings
from djtext.text.codes import CLAUSE, WORD, codes

_LINE_END = 10
SIZE = 24
_SHORTEST = 8
_SHARE = 0.5
_FEWEST = 6
_MANY = 2000  # documents from which on arrays are worth the time of loading their library
_MOST = 5  # documents looked at: those that share the most marks


def sketch(text: str) -> tuple[int, ...]:
    """The 24 smallest hashes of a text's clauses of eight characters or more (bottom-k sketch, Broder 1997).

    Equal for equal texts, alike for texts that share clauses, whatever stands around them.

    >>> sketch("党建") == ()
    True
    """
    import numpy as np

    known = codes(text)
    ends = (known.kinds & CLAUSE) != 0
    points = np.where(ends, _LINE_END, known.points)[(known.kinds & (WORD | CLAUSE)) != 0].astype("<u2")
    # Which are long enough is told by where they end, before and behind all of them too.
    places = np.flatnonzero(np.concatenate(([_LINE_END], points, [_LINE_END])) == _LINE_END)
    long = (places[1:] - places[:-1] > _SHORTEST).tolist()
    clauses = points.tobytes().decode("utf-16-le").encode("utf-8").split(b"\n")
    found = set(map(zlib.crc32, compress(clauses, long)))
    return tuple(sorted(found)[:SIZE])


class Seen:
    """The documents so far. `twins` names for each new one the earlier one that it repeats.

    A document costs eight bytes for each mark, one for their number, and its id in UTF-8 with a number of eight bytes.
    """

    def __init__(self) -> None:
        self._ids = Names()
        self._sizes = bytearray()  # marks of each document
        self._few: dict[int, list[int]] | None = {}  # while there are few: mark → the first `HOLDERS` that bear it
        self._many: Postings | None = None  # then: the same in arrays

    def twin(self, doc: str, marks: Sequence[int]) -> tuple[str, float]:
        """The earlier document that shares at least half of its sketch, and the share; or the empty string."""
        return self.twins([(doc, marks)])[0]

    def twins(self, docs: Sequence[tuple[str, Sequence[int]]]) -> list[tuple[str, float]]:
        """`twin` for one after the other of some documents; many at once take a fifth of the time."""
        found = [("", 0.0)] * len(docs)
        some = [n for n, (_, marks) in enumerate(docs) if len(marks) >= _FEWEST]
        first = len(self._sizes)
        for n in some:
            self._ids.append(docs[n][0])
            self._sizes.append(len(docs[n][1]))
        for number, shared in self._shared(first, [docs[n][1] for n in some]):
            found[some[number - first]] = self._best(self._sizes[number], shared)
        return found

    def _shared(self, first: int, sketches: list[Sequence[int]]) -> Iterator[tuple[int, dict[int, int]]]:
        """For new documents that may repeat another: their number, and how many marks they share with each earlier one.

        Counted in a dictionary at first, which needs no library; in arrays once it would take much memory.
        """
        if self._few is not None and first + len(sketches) > _MANY:
            self._many, self._few = Postings(self._few), None
        if self._many is not None:
            yield from self._many.add(first, sketches, self._sizes)
            return
        holders = self._few
        if holders is None:
            raise RuntimeError("marks in neither place")
        for number, marks in enumerate(sketches, first):
            bearing = [holders.setdefault(mark, []) for mark in marks]
            shared = Counter(chain.from_iterable(bearing))
            if shared and self._may_repeat(len(marks), shared):
                yield number, shared
            for here in bearing:
                if len(here) < HOLDERS:
                    here.append(number)

    def _may_repeat(self, size: int, shared: Counter[int]) -> bool:
        """Is there one that shares half the marks of either?"""
        if max(shared.values()) >= _SHARE * size:
            return True
        sizes = self._sizes
        return any(count >= _SHARE * sizes[holder] for holder, count in shared.items())

    def _best(self, size: int, shared: dict[int, int]) -> tuple[str, float]:
        """Of the five documents that share most marks (the earlier of equals) the one that shares the most of its own."""
        best, share = "", 0.0
        for count, holder in sorted((-count, holder) for holder, count in shared.items())[:_MOST]:
            value = -count / min(size, self._sizes[holder])
            if value >= _SHARE and value > share:
                best, share = self._ids[holder], value
        return best, share


class Names:
    """A list of texts that only grows, as bytes.

    >>> names = Names()
    >>> names.append("甲.txt"); names.append("乙.txt")
    >>> names[0], names[1], len(names)
    ('甲.txt', '乙.txt', 2)
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._ends)

    def append(self, name: str) -> None:
        """One more text at the end."""
        self._bytes += name.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def __getitem__(self, number: int) -> str:
        begin = self._ends[number - 1] if number else 0
        return self._bytes[begin : self._ends[number]].decode("utf-8", "surrogatepass")
