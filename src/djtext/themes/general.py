"""What is to be expected of general Chinese: the frequencies of jieba's dictionary as a background.

The dictionary (MIT licence) holds some 350,000 words with their frequencies in newspapers and other prose, 60 million
running words in all. A phrase that is no word of it is expected as often as its words would meet by chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HANZI_A_WORD = 1.65  # hanzi for each word in running text, by which counts of words and of characters are compared
_UNKNOWN = 0.5  # hits of a character that is no word
_LONGEST = 12


@dataclass(frozen=True, slots=True, eq=False)
class General:
    """Words with frequency and tag, and how many running words there are in all."""

    words: dict[str, tuple[int, str]]
    total: int

    def cut(self, text: str) -> tuple[tuple[str, ...], float]:
        """The likeliest words of a phrase, and log₂ of the probability that they meet by chance at a given place.

        >>> general().cut("破解党建难题")[0]
        ('破解', '党建', '难题')
        """
        best: list[tuple[float, int]] = [(0.0, 0)]
        unknown = math.log2(_UNKNOWN / self.total)
        for end in range(1, len(text) + 1):
            choices = []
            for start in range(max(0, end - _LONGEST), end):
                word = text[start:end]
                known = self.words.get(word)
                if known is not None:
                    choices.append((best[start][0] + math.log2(max(known[0], _UNKNOWN) / self.total), start))
                elif end - start == 1:
                    # a mark that joins parts costs nothing
                    choices.append((best[start][0] + (unknown if word.isalnum() else 0.0), start))
            best.append(max(choices))
        words: list[str] = []
        end = len(text)
        while end:
            start = best[end][1]
            words.append(text[start:end])
            end = start
        return tuple(reversed(words)), best[-1][0]

    def tag(self, word: str) -> str:
        """The tag of a word in jieba's set, `x` for one that is not known."""
        known = self.words.get(word)
        return known[1] if known else "x"

    def hits(self, text: str) -> float:
        """How often a phrase would stand in the texts behind the figures, by its own frequency or by chance."""
        known = self.words.get(text)
        return float(known[0]) if known else self.total * 2 ** self.cut(text)[1]


def read(lines: Iterable[str]) -> General:
    """Figures from lines of `word frequency tag`.

    >>> read(["三会一课 9 n", "党课 1 n"]).total
    10
    """
    words: dict[str, tuple[int, str]] = {}
    for line in lines:
        parts = line.split()
        if len(parts) == 3 and parts[1].isdigit():
            words[parts[0]] = (int(parts[1]), parts[2])
    return General(words, sum(count for count, _ in words.values()))


@lru_cache(maxsize=1)
def general() -> General:
    """The figures of jieba's dictionary as it is installed."""
    from importlib.util import find_spec

    spec = find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - jieba is a dependency
        return General({}, 1)
    with (Path(spec.origin).parent / "dict.txt").open(encoding="utf-8") as lines:
        return read(lines)
