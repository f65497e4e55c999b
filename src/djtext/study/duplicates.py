"""The same essay on several sites, damaged differently on each: found by the clauses that documents share."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from itertools import chain

from djtext.study.holders import Holders

_MARKS = "。！？；，、：,;:!?"
_NOISE = re.compile("[^\u3400-\u9fffA-Za-z0-9\n]+")
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
    for mark in _MARKS:
        text = text.replace(mark, "\n")
    clauses = {clause for clause in _NOISE.sub("", text).split("\n") if len(clause) >= _SHORTEST}
    found = {zlib.crc32(clause.encode("utf-8", "replace")) for clause in clauses}
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
        number = len(self._ids)
        shared = Counter(chain.from_iterable([self._holders.add(mark, number) for mark in marks]))
        best, share = "", 0.0
        if shared and self._may_repeat(len(marks), shared):
            fifth = sorted(shared.values(), reverse=True)[:_MOST][-1]  # numbers alone are sorted ten times as fast
            near = sorted((-count, holder) for holder, count in shared.items() if count >= fifth)[:_MOST]
            for count, holder in near:
                value = -count / min(len(marks), self._sizes[holder])
                if value >= _SHARE and value > share:
                    best, share = self._ids[holder], value
        self._ids.append(doc)
        self._sizes.append(len(marks))
        if len(marks) < SIZE:
            self._short.add(number)
        return best, share

    def _may_repeat(self, size: int, shared: Counter[int]) -> bool:
        """Is there one that shares half the marks of either?"""
        if max(shared.values()) >= _SHARE * size:
            return True
        return any(shared[holder] >= _SHARE * self._sizes[holder] for holder in shared.keys() & self._short)
