"""Precision, recall and F1 of a machine against a coder, with their intervals over documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from djtext.measures.agreement.resampling import draws, percentiles
from djtext.measures.intervals import Interval

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each from 0 to 1, with the counts; None where nothing was found, or nothing is there."""

    tp: float
    fp: float
    fn: float
    precision: float | None
    recall: float | None
    f1: float | None


def score(tp: float, fp: float, fn: float) -> Score:
    """Precision, recall and F1 of a machine's findings against a coder's.

    >>> score(3, 1, 2)
    Score(tp=3, fp=1, fn=2, precision=0.75, recall=0.6, f1=0.6666666666666666)

    Formulas: tp / (tp + fp), tp / (tp + fn), 2tp / (2tp + fp + fn). None where the divisor is 0.
    """
    return Score(tp, fp, fn, _share(tp, tp + fp), _share(tp, tp + fn), _share(2 * tp, 2 * tp + fp + fn))


@dataclass(frozen=True, slots=True)
class ScoreIntervals:
    """Intervals of precision, recall and F1; None where they cannot be told."""

    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


def bootstrap_scores(
    counts: Sequence[Sequence[Sequence[float]]], *, resamples: int = 999, seed: int = 1, confidence: float = 0.95
) -> tuple[tuple[ScoreIntervals, ...], Interval | None]:
    """Percentile bootstrap intervals over documents, of each code's scores and of the macro F1.

    `counts[d][c]` is (tp, fp, fn) of code c in document d. Whole documents are drawn with replacement; draws in which a
    score is not defined are left out. The macro F1 is the mean over the codes that a draw has. None throughout where there
    are fewer than two documents.

    >>> made, macro = bootstrap_scores([[(3, 1, 0)], [(2, 0, 1)], [(4, 1, 1)]])
    >>> made[0].f1, macro
    (Interval(low=0.8, high=0.8571428571428571), Interval(low=0.8, high=0.8571428571428571))

    Source: Efron (1979).
    """
    import numpy as np

    held = np.asarray(counts, dtype=np.float64)
    documents, codes = held.shape[:2] if held.ndim == 3 else (0, 0)
    if documents < 2:
        return tuple(ScoreIntervals(None, None, None) for _ in range(codes)), None
    drawn = np.stack([np.tensordot(weights, held, axes=1) for weights in draws(documents, resamples, seed)])
    tp, fp, fn = drawn[..., 0], drawn[..., 1], drawn[..., 2]

    def shares(part: Floats, whole: Floats) -> Floats:
        return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)

    scores = [shares(tp, tp + fp), shares(tp, tp + fn), shares(2 * tp, 2 * tp + fp + fn)]

    def interval(values: Floats) -> Interval | None:
        return percentiles(values[~np.isnan(values)], resamples, confidence)

    made = tuple(ScoreIntervals(*(interval(values[:, code]) for values in scores)) for code in range(codes))
    f1 = scores[2]
    there = ~np.isnan(f1)
    sums, numbers = np.where(there, f1, 0).sum(axis=1), there.sum(axis=1).astype(np.float64)
    return made, interval(shares(sums, numbers))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
