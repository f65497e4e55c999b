"""Whole documents drawn with replacement, and the interval that the draws give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from djtext.measures.intervals import Interval

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]


def draws(documents: int, resamples: int, seed: int) -> Floats:
    """How often each document is drawn, a row a draw."""
    import numpy as np

    if resamples < 1:
        raise ValueError("resamples must be at least 1")
    rng = np.random.default_rng(seed)
    return rng.multinomial(documents, np.full(documents, 1 / documents), size=resamples).astype(np.float64)


def percentiles(values: Floats, resamples: int, confidence: float) -> Interval | None:
    """The middle part of what the draws give; None where most draws give nothing."""
    import numpy as np

    if not 0 < confidence < 1:
        raise ValueError("confidence must be between 0 and 1")
    if len(values) * 2 < resamples:
        return None
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))
