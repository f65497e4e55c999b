"""How evenly something is spread over the parts of a corpus."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


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


def dp_among(counts: Sequence[float], sizes: Sequence[float], size: float) -> float:
    """DP where only the parts that have the thing are given, and the `size` of all parts together. As `dp`, but quicker.

    >>> round(dp_among([5], [10], 30), 4), round(dp([5, 0, 0], [10, 10, 10]), 4)
    (0.6667, 0.6667)

    Raises ValueError as `dp` does.
    """
    if len(counts) != len(sizes):
        raise ValueError("counts and sizes must have the same length")
    total = float(sum(counts))
    if total <= 0 or size <= 0:
        raise ValueError("counts and sizes must each sum to more than zero")
    inside = sum(abs(count / total - part / size) for count, part in zip(counts, sizes, strict=True))
    return (inside + max(0.0, 1 - sum(sizes) / size)) / 2


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


def _rates(counts: Sequence[float], sizes: Sequence[float] | None, absent: int = 0) -> list[float] | None:
    """Counts per unit of size, or the counts themselves for equal parts; None where they have no dispersion."""
    if sizes is None:
        sizes = [1] * len(counts)
    if len(counts) != len(sizes):
        raise ValueError("counts and sizes must have the same length")
    if any(count < 0 for count in counts) or any(size <= 0 for size in sizes):
        raise ValueError("counts must not be negative, and every part needs a size above zero")
    if absent < 0:
        raise ValueError("there cannot be fewer than 0 further parts")
    if len(counts) + absent < 2 or not any(counts):
        return None
    return [count / size for count, size in zip(counts, sizes, strict=True)]


def juilland_d(counts: Sequence[float], sizes: Sequence[float] | None = None, *, absent: int = 0) -> float | None:
    """Juilland's D with the population standard deviation: 1 even, 0 all in one part. No unit; mind the direction.

    Without `sizes` the parts count as equal; with them, rates take the place of the counts, each part weighing the same.
    With many parts D is near 1 for nearly everything: compare it only between corpora with the same number of parts.
    `absent` counts further parts that have none of it, so that a rare word in many documents need not write them all out.

    >>> round(juilland_d([0, 4, 3, 2, 1]), 4), juilland_d([3, 0], [100, 100]), juilland_d([1, 2], [100, 200])
    (0.6464, 0.0, 1.0)
    >>> round(juilland_d([4, 3, 2, 1], absent=1), 4)
    0.6464

    Formula: 1 − V / √(k − 1), V the population standard deviation of the k rates over their mean. None where there is
    one part, or nothing to spread. Raises ValueError where lengths differ, a number is negative or a part has no size.

    Source: Juilland & Chang-Rodríguez (1964); worked in Carroll (1970); on rates as Gries (2008).
    """
    values = _rates(counts, sizes, absent)
    if values is None:
        return None
    k = len(values) + absent
    mean = math.fsum(values) / k
    spread = math.sqrt(math.fsum([absent * mean**2, *((value - mean) ** 2 for value in values)]) / k)
    return min(1.0, max(0.0, 1 - spread / (mean * math.sqrt(k - 1))))


def juilland_d_weighted(counts: Sequence[float], sizes: Sequence[float]) -> float | None:
    """Juilland's D in which a part weighs as much as its size: 1 even, 0 all in the smallest part. No unit.

    A short document with one chance hit then no longer decides. For equal parts it is `juilland_d`.

    >>> round(juilland_d_weighted([0, 4, 3, 2, 1], [10] * 5), 4), round(juilland_d_weighted([1, 9], [10, 990]), 4)
    (0.6464, 0.9091)

    Formula: 1 − V / √(1 / w − 1), V the standard deviation of the rates weighted by size over the common rate, w the
    share of the smallest part; the root is the largest V there can be, √(k − 1) for equal parts. None and ValueError as
    `juilland_d`.

    Source: the weighting is a generalisation made here, so that the range stays 0 to 1; no published values exist.
    """
    values = _rates(counts, sizes)
    if values is None:
        return None
    size = math.fsum(sizes)
    common = math.fsum(counts) / size
    variance = math.fsum(part * (value - common) ** 2 for part, value in zip(sizes, values, strict=True)) / size
    return min(1.0, max(0.0, 1 - math.sqrt(variance / (size / min(sizes) - 1)) / common))


def carroll_d2(counts: Sequence[float], sizes: Sequence[float] | None = None) -> float | None:
    """Carroll's D₂, the entropy of the parts' shares: 1 even, 0 all in one part. No unit.

    Without `sizes` the parts count as equal; with them, rates take the place of the counts.

    >>> round(carroll_d2([2, 1, 1, 1, 0]), 4), carroll_d2([5, 0]), carroll_d2([1, 2], [100, 200])
    (0.8277, 0.0, 1.0)

    Formula: −Σ r log₂ r / log₂ k, r each part's share of the sum of the k rates. None and ValueError as `juilland_d`.

    Source: Carroll (1970).
    """
    values = _rates(counts, sizes)
    if values is None:
        return None
    total = math.fsum(values)
    entropy = -math.fsum(value / total * math.log2(value / total) for value in values if value)
    return min(1.0, max(0.0, entropy / math.log2(len(values))))


def arf(positions: Sequence[int], n: int) -> float | None:
    """Average reduced frequency: occurrences, but those crowded together count as little more than one. 0 < ARF ≤ f.

    `positions` are where the thing stands among the `n` tokens of the corpus, its documents laid end to end, counted
    from 0. The frequency itself where evenly spaced, about 1 where all stand together. Unlike the other measures it
    depends on the order of the documents: give them in a fixed one.

    >>> arf([0, 25, 50, 75], 100), arf([10, 11, 12, 13], 100)
    (4.0, 1.12)

    Formula: (1 / v) Σ min(dᵢ, v), v = n / f, dᵢ the distance from each occurrence to the one before, the corpus closed to
    a ring. None where there is no occurrence. Raises ValueError where positions come twice or outside the corpus.

    Source: Savický & Hlaváčová (2002), Measures of word commonness.
    """
    if not positions:
        return None
    places = sorted(positions)
    if places[0] < 0 or places[-1] >= n or len(set(places)) < len(places):
        raise ValueError("positions must differ and lie within the corpus")
    v = n / len(places)
    gaps = [places[0] + n - places[-1], *(after - before for before, after in pairwise(places))]
    return math.fsum(min(gap, v) for gap in gaps) / v
