"""Rates and how far to trust them: intervals of a share, and of a rate over documents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from djtext.measures.distributions import normal_z
from djtext.measures.permutation import arranged

if TYPE_CHECKING:
    from djtext.measures.permutation import Counts


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, low ≤ high, in the unit of what they enclose."""

    low: float
    high: float


def rate(count: float, size: float, *, per: float = 10_000) -> float | None:
    """How many in `per` units of size; None where there is no text.

    >>> rate(3, 6_000), rate(0, 0)
    (5.0, None)

    Formula: count × per / size. Raises ValueError where a number is negative.
    """
    if count < 0 or size < 0:
        raise ValueError("count and size must not be negative")
    return count * per / size if size else None


def wilson(count: float, n: float, *, level: float = 0.95) -> Interval | None:
    """Wilson's interval of the share count / n, between 0 and 1; holds for small n and for shares of 0 and 1.

    For independent cases, such as documents of documents; for hits of hanzi use `bootstrap_rates`.

    >>> made = wilson(8, 10)
    >>> round(made.low, 4), round(made.high, 4)
    (0.4902, 0.9433)

    Formula: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). None where n is 0. Raises ValueError where count is not
    between 0 and n, or level not between 0 and 1.

    Source: Wilson (1927).
    """
    if not 0 <= count <= n < math.inf:
        raise ValueError("count must be between 0 and n")
    z = normal_z(level)
    if not n:
        return None
    share, square = count / n, z * z / n
    middle = share + square / 2
    half = math.sqrt(square * (share * (1 - share) + square / 4))
    # rounding must not push an end past 0 or 1, nor past the share itself
    low = max(0.0, (middle - half) / (1 + square)) if count else 0.0
    high = min(1.0, (middle + half) / (1 + square)) if count < n else 1.0
    return Interval(min(low, share), max(high, share))


def bootstrap_rates(
    counts: Counts,
    sizes: Sequence[float],
    *,
    ids: Sequence[str],
    resamples: int = 999,
    seed: int = 0,
    level: float = 0.95,
    per: float = 10_000,
) -> tuple[Interval | None, ...]:
    """Percentile bootstrap interval over documents of each theme's rate per `per`, from 0 upwards.

    `counts[d][t]` is how often theme t stands in document d, `sizes[d]` how large that is, `ids[d]` its name, unique.
    Whole documents are drawn with replacement, so that hits crowded into one speech widen the interval.

    >>> (made,) = bootstrap_rates([[3], [0], [4], [1]], [1000, 1000, 1000, 1000], ids="abcd")
    >>> made
    Interval(low=2.5, high=35.0)

    Documents of size 0 are left out; None where fewer than two remain, because one document says nothing of the others.
    With under ten documents the interval is too narrow. Documents are put in the order of their ids first, so the result
    does not depend on the order of reading. Raises ValueError where lengths differ, a number is negative or not finite,
    an id comes twice, `resamples` is below 1, or `level` is not between 0 and 1.

    Source: Efron (1979).
    """
    import numpy as np

    if resamples < 1 or not 0 < level < 1:
        raise ValueError("resamples must be at least 1, and level between 0 and 1")
    hits, lengths, _ = arranged(counts, sizes, ids)
    n = len(lengths)
    if n < 2:
        return tuple(None for _ in range(hits.shape[1]))
    rng = np.random.default_rng(seed)
    rates = np.empty((resamples, hits.shape[1]))
    rows = max(1, 1_000_000 // n)
    for start in range(0, resamples, rows):
        drawn = rng.multinomial(n, np.full(n, 1 / n), size=min(rows, resamples - start)).astype(np.float64)
        rates[start : start + len(drawn)] = (drawn @ hits) * per / (drawn @ lengths)[:, None]
    ends = np.quantile(rates, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return tuple(Interval(float(low), float(high)) for low, high in ends.T)


def bootstrap_rate(
    counts: Sequence[float],
    sizes: Sequence[float],
    *,
    ids: Sequence[str],
    resamples: int = 999,
    seed: int = 0,
    level: float = 0.95,
    per: float = 10_000,
) -> Interval | None:
    """`bootstrap_rates` of one theme, `counts[d]` its hits in document d.

    >>> bootstrap_rate([3, 0, 4, 1], [1000, 1000, 1000, 1000], ids="abcd")
    Interval(low=2.5, high=35.0)

    None and ValueError as there.
    """
    (made,) = bootstrap_rates(
        [[count] for count in counts], sizes, ids=ids, resamples=resamples, seed=seed, level=level, per=per
    ) or (None,)
    return made
