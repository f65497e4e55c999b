"""The same essay on several sites, damaged differently on each: found by the clauses that documents share."""

from __future__ import annotations

import zlib
from collections import Counter
from itertools import chain, compress

from djtext.study.holders import Holders
from djtext.text.codes import CLAUSE, WORD, codes

_LINE_END = 10
SIZE = 24
_SHORTEST = 8
_SHARE = 0.5
_FEWEST = 6
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
    """The documents so far. `twin` names the earlier one that a document repeats."""

    def __init__(self) -> None:
        self._holders = Holders(most=50)  # a clause in more documents is a formula of the genre
        self._ids: list[str] = []
        self._sizes: list[int] = []
        self._short: set[int] = set()  # those with fewer marks than there could be

    def twin(self, doc: str, marks: tuple[int, ...]) -> tuple[str, float]:
        """The earlier document that shares at least half of its sketch, and the share; or the empty string."""
        if len(marks) < _FEWEST:
            return "", 0.0
        shared = Counter(chain.from_iterable(self._holders.get(mark) for mark in marks))
        best, share = "", 0.0
        if shared and self._may_repeat(len(marks), shared):
            fifth = sorted(shared.values(), reverse=True)[:_MOST][-1]  # numbers alone are sorted ten times as fast
            near = sorted((-count, holder) for holder, count in shared.items() if count >= fifth)[:_MOST]
            for count, holder in near:
                value = -count / min(len(marks), self._sizes[holder])
                if value >= _SHARE and value > share:
                    best, share = self._ids[holder], value
        number = len(self._ids)
        self._ids.append(doc)
        self._sizes.append(len(marks))
        if len(marks) < SIZE:
            self._short.add(number)
        for mark in marks:
            self._holders.add(mark, number)
        return best, share

    def _may_repeat(self, size: int, shared: Counter[int]) -> bool:
        """Is there one that shares half the marks of either?"""
        if max(shared.values()) >= _SHARE * size:
            return True
        return any(shared[holder] >= _SHARE * self._sizes[holder] for holder in shared.keys() & self._short)
