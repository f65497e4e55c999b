"""How evenly something is spread over the parts of a corpus."""

from __future__ import annotations

from collections.abc import Sequence


def dp(counts: Sequence[float], sizes: Sequence[float]) -> float:
    """Deviation of proportions of Gries: 0 even, towards 1 all in one small part. No unit.

    `counts[i]` is how often the thing stands in part i, `sizes[i]` how large that part is. Half the sum of the
    absolute differences between observed and expected shares.

    >>> round(dp([2, 1, 0], [1, 1, 1]), 4), dp([0, 0, 1, 2, 5], [1, 1, 1, 1, 1])
    (0.3333, 0.475)

    Raises ValueError where the lengths differ, or the sizes or the counts sum to zero.

    Source: Gries (2008), Dispersions and adjusted frequencies in corpora.
    """
    if len(counts) != len(sizes):
        raise ValueError("counts and sizes must have the same length")
    total, size = float(sum(counts)), float(sum(sizes))
    if total <= 0 or size <= 0:
        raise ValueError("counts and sizes must each sum to more than zero")
    return sum(abs(count / total - part / size) for count, part in zip(counts, sizes, strict=True)) / 2


def dp_norm(counts: Sequence[float], sizes: Sequence[float]) -> float:
    """DP divided by its largest possible value, 1 − the share of the smallest part, so that 1 can be reached.

    >>> dp_norm([2, 1, 0], [1, 1, 1]), dp_norm([0, 0, 1, 2, 5], [1, 1, 1, 1, 1])
    (0.5, 0.59375)

    Raises ValueError as `dp` does, and where there is one part only.

    Source: Lijffijt & Gries (2012), correction to Gries (2008).
    """
    largest = 1 - min(sizes) / sum(sizes)
    if largest <= 0:
        raise ValueError("dispersion needs more than one part")
    return round(dp(counts, sizes) / largest, 12)
