"""The same essay on several sites, damaged differently on each: found by the clauses that documents share."""

from __future__ import annotations

import re
import zlib
from collections import Counter

from djtext.study.holders import Holders

_MARKS = "。！？；，、：,;:!?"
_NOISE = re.compile("[^\u3400-\u9fffA-Za-z0-9\n]+")
SIZE = 24
_SHORTEST = 8
_SHARE = 0.5
_FEWEST = 6


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

    def twin(self, doc: str, marks: tuple[int, ...]) -> tuple[str, float]:
        """The earlier document that shares at least half of its sketch, and the share; or the empty string."""
        if len(marks) < _FEWEST:
            return "", 0.0
        shared = Counter(holder for mark in marks for holder in self._holders.get(mark))
        best, share = "", 0.0
        for holder, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:5]:
            value = count / min(len(marks), self._sizes[holder])
            if value >= _SHARE and value > share:
                best, share = self._ids[holder], value
        number = len(self._ids)
        self._ids.append(doc)
        self._sizes.append(len(marks))
        for mark in marks:
            self._holders.add(mark, number)
        return best, share
