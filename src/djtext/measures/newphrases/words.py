"""The text of a document cut into words by how often the baseline has them, so that a phrase begins and ends where words do."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from djtext.measures.newphrases.edges import HOLDING, LOOSE, is_loose
from djtext.measures.profile.baseline import Baseline
from djtext.measures.profile.keys import LONGEST_WORD, word_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 12  # hanzi of a phrase
_HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"[{_HANZI}]+")


class Words:
    """A folded text and where its words begin and end."""

    def __init__(self, plain: str, codes: NDArray[Any], base: Baseline) -> None:
        import numpy as np

        self.plain = plain
        self.counts = np.zeros((LONGEST_WORD + 1, len(codes)), np.int64)
        for length in range(1, LONGEST_WORD + 1):
            keys, at = word_hashes(codes, length)
            different, back = np.unique(keys, return_inverse=True)
            self.counts[length, at] = base.word_counts(different)[back]
        self.total = float(max(1, self.counts[1].sum()) * 1000)
        self.inside = codes > 0
        self.known: dict[int, list[int]] = {}

    def cuts(self, place: int) -> list[int]:
        """Where words begin and end in the run of hanzi around a place, by the likeliest way to cut it."""
        start = place
        while start > 0 and self.inside[start - 1]:
            start -= 1
        if start in self.known:
            return self.known[start]
        end = place
        while end < len(self.inside) and self.inside[end]:
            end += 1
        size = end - start
        columns = self.counts[:, start:end].tolist()
        best = [0.0] + [-math.inf] * size
        came = [0] * (size + 1)
        for at in range(size):
            for length in range(1, min(LONGEST_WORD, size - at) + 1):
                count = columns[length][at]
                if not count and length > 1:
                    continue
                value = best[at] + math.log((count or 0.5) / self.total)
                if value > best[at + length]:
                    best[at + length], came[at + length] = value, at
        found = [size]
        while found[-1]:
            found.append(came[found[-1]])
        self.known[start] = [start + at for at in reversed(found)]
        return self.known[start]

    def pieces(self, start: int, end: int, *, outward: bool = False) -> list[tuple[int, int]]:
        """The phrases of a stretch: its whole words (with `outward` those that reach out of it too), particles at the edges
        left out; parted at such words as hold no phrase together, and where that is too long at all particles."""
        cuts = self.cuts(start)
        if outward:
            low = max((cut for cut in cuts if cut <= start), default=start)
            high = min((cut for cut in cuts if cut >= end), default=end)
        else:
            low = min((cut for cut in cuts if cut >= start), default=end)
            high = max((cut for cut in cuts if cut <= end), default=start)
        inner = [cut for cut in cuts if low <= cut <= high]
        words = list(pairwise(inner))
        whole = self._trimmed(words)
        if not whole:
            return []
        parting = LOOSE if whole[-1][1] - whole[0][0] > LONGEST else LOOSE - HOLDING
        made: list[tuple[int, int]] = []
        here: list[tuple[int, int]] = []
        for word in [*whole, None]:
            if word is None or self.plain[slice(*word)] in parting:
                some = self._trimmed(here)
                if some:
                    made.append((some[0][0], some[-1][1]))
                here = []
            else:
                here.append(word)
        return made

    def _trimmed(self, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
        first, last = 0, len(words)
        while first < last and (is_loose(self.plain[slice(*words[first])]) or self._cut_off(words[first])):
            first += 1
        while last > first and is_loose(self.plain[slice(*words[last - 1])]):
            last -= 1
        return words[first:last]

    def _cut_off(self, word: tuple[int, int]) -> bool:
        """Is a single character all that is left of a word whose beginning stands in quotation marks (“左”倾)?"""
        return word[1] - word[0] == 1 and self.plain[word[0] - 1 : word[0]] in {"”", "’", "」", "』"}
