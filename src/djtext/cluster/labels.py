"""What a group of passages is about: its distinctive words, its themes, the passage nearest to its centre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from djtext.cluster.groups import Groups
from djtext.cluster.vectors import Space

_WORDS = 6


@dataclass(frozen=True, slots=True)
class Description:
    """Of one group: how many passages, distinctive words, themes with their share of passages, the nearest passage."""

    passages: int
    words: tuple[str, ...]
    themes: tuple[tuple[str, float], ...]
    nearest: int


def describe(found: Groups, space: Space, themes: Sequence[Sequence[str]]) -> tuple[Description, ...]:
    """A description of each group, in the order of the groups.

    Words are ranked by signed G² (Dunning 1993) of the passages that have them, the group against all others.
    """
    import numpy as np

    labels = np.array(found.labels)
    present = (space.counts > 0).astype(np.int64)
    total = np.asarray(present.sum(axis=0)).ravel()
    result = []
    for place in range(len(found.centres)):
        rows = np.nonzero(labels == place)[0]
        here = np.asarray(present[rows].sum(axis=0)).ravel()
        score = _g2(here, len(rows), total - here, len(labels) - len(rows))
        order = sorted(
            np.nonzero((here >= min(2, len(rows))) & (score > 0))[0].tolist(), key=lambda n: (-score[n], space.words[n])
        )
        counted = Counter(key for row in rows.tolist() for key in set(themes[row])) if themes else Counter()
        shares = sorted(
            ((key, count / len(rows)) for key, count in counted.items()), key=lambda item: (-item[1], item[0])
        )
        distance = np.linalg.norm(space.vectors[rows] - found.centres[place], axis=1).round(9)
        result.append(
            Description(
                len(rows), tuple(_distinct([space.words[n] for n in order])), tuple((key, round(share, 3)) for key, share in shares[:4]),
                int(rows[int(np.argmin(distance))]),
            )
        )  # fmt: skip
    return tuple(result)


def _distinct(words: Sequence[str]) -> list[str]:
    """The first words that are not part of one another."""
    chosen: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == _WORDS:
            break
    return chosen


def _g2(here: Any, size: int, there: Any, rest: int) -> Any:
    """Signed log-likelihood of counts in two sets of passages, for every word at once."""
    import numpy as np

    both = here + there
    expected_here, expected_there = both * size / (size + rest), both * rest / (size + rest)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(here > 0, here * np.log(here / expected_here), 0.0)
        terms += np.where(there > 0, there * np.log(there / np.maximum(expected_there, 1e-12)), 0.0)
        missing = (size - here, size - expected_here), (rest - there, rest - expected_there)
        for seen, expected in missing:
            terms += np.where(seen > 0, seen * np.log(seen / np.maximum(expected, 1e-12)), 0.0)
    return np.where(here / max(1, size) >= there / max(1, rest), 2 * terms, -2 * terms)
