"""Does a document say what those before it did not, and do those after it go on saying it?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Novelty:
    """Surprise of a document after its past, of it before its future, and the first minus the second. In bits."""

    novelty: float | None
    transience: float | None
    resonance: float | None


def kl(current: Sequence[float], other: Sequence[float], *, smoothing: float = 0.0) -> float | None:
    """Kullback–Leibler divergence of `current` from `other` in bits: the surprise of one who expects the other. 0 alike.

    Counts or shares; each row is divided by its sum. The two directions differ.

    >>> round(kl([0.1, 0.8, 0.1], [0.8, 0.1, 0.1]), 6), kl([1, 1], [1, 0])
    (2.1, None)

    Formula: Σ p log₂(p / q), after `smoothing` is added to every cell. None where a row sums to 0, or where the other has 0
    where the current has not: the surprise would be infinite. Raises ValueError where lengths differ, or a cell or the
    smoothing is negative.

    Source: Kullback & Leibler (1951).
    """
    if len(current) != len(other):
        raise ValueError("rows must have the same length")
    if smoothing < 0 or not all(0 <= cell < math.inf for cell in (*current, *other)):
        raise ValueError("cells and smoothing must be finite and not negative")
    ours, theirs = ([cell + smoothing for cell in row] for row in (current, other))
    our_sum, their_sum = math.fsum(ours), math.fsum(theirs)
    if not our_sum or not their_sum or any(p and not q for p, q in zip(ours, theirs, strict=True)):
        return None
    terms = ((p / our_sum, q / their_sum) for p, q in zip(ours, theirs, strict=True) if p)
    return max(0.0, math.fsum(p * math.log2(p / q) for p, q in terms))


def novelty(rows: Sequence[Sequence[float]], *, w: int, smoothing: float = 0.0) -> tuple[Novelty, ...]:
    """Novelty, transience and resonance of each document, given in the order of time.

    `rows[d]` are the themes (topics, words) of document d, as counts or shares. Novelty is the mean surprise after each of
    the `w` documents before, transience before each of the `w` after, both from 0 upwards; resonance is novelty minus
    transience: positive where what was new was kept.

    >>> rows = [[.8, .1, .1], [.1, .8, .1], [.1, .7, .2], [.25, .5, .25], [.25, .25, .5]]
    >>> made = novelty(rows, w=1)[1]
    >>> round(made.novelty, 6), round(made.transience, 6), round(made.resonance, 6)
    (2.1, 0.054116, 2.045884)

    Formula: the means of `kl(row, earlier)` and of `kl(row, later)`. Counts have zeros, which make a surprise infinite and
    the value None: add some `smoothing` to every cell, ½ say, and name it. Novelty is None for the first `w` documents,
    transience for the last, resonance for both, and all for a document without themes unless smoothed. Raises ValueError
    where rows have different lengths, a cell or the smoothing is negative, or w is below 1.

    Source: Barron, Huang, Spang & DeDeo (2018), Individuals, institutions, and innovation in the debates of the French
    Revolution.
    """
    import numpy as np

    if w < 1 or smoothing < 0:
        raise ValueError("w must be at least 1, and smoothing not negative")
    if len({len(row) for row in rows}) > 1:
        raise ValueError("rows must have the same length")
    cells = np.asarray(rows, dtype=np.float64).reshape(len(rows), len(rows[0]) if rows else 0)
    if not (np.isfinite(cells).all() and (cells >= 0).all()):
        raise ValueError("cells must be finite and not negative")
    cells = cells + smoothing
    sums = cells.sum(axis=1, keepdims=True)
    shares = cells / np.where(sums > 0, sums, 1)
    logs = np.log2(np.where(shares > 0, shares, 1))
    before, after = np.zeros(len(rows)), np.zeros(len(rows))
    for lag in range(1, min(w, len(rows) - 1) + 1):
        before[lag:] += _surprise(shares[lag:], logs[lag:], shares[:-lag], logs[:-lag])
        after[:-lag] += _surprise(shares[:-lag], logs[:-lag], shares[lag:], logs[lag:])
    before[:w] = after[max(0, len(rows) - w) :] = np.inf

    def mean(value: float) -> float | None:
        return value / w if math.isfinite(value) else None

    made = []
    for past, future in zip(before.tolist(), after.tolist(), strict=True):
        new, passing = mean(past), mean(future)
        kept = None if new is None or passing is None else new - passing
        made.append(Novelty(new, passing, kept))
    return tuple(made)


def _surprise(
    shares: NDArray[Any], logs: NDArray[Any], other_shares: NDArray[Any], other_logs: NDArray[Any]
) -> NDArray[Any]:
    """Divergence of each row from its partner; infinite where it does not exist."""
    import numpy as np

    value = np.maximum((shares * (logs - other_logs)).sum(axis=1), 0)
    endless = ((shares > 0) & (other_shares <= 0)).any(axis=1) | (shares.sum(axis=1) <= 0)
    return np.where(endless, np.inf, value)
