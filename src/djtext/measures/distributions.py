"""The few distributions that the measures need, without scipy, whose import alone takes 0.3 seconds."""

from __future__ import annotations

import math


def normal_p(z: float) -> float:
    """Two-sided p of a standard normal z, 0 to 1; small means further from 0 than chance allows.

    >>> round(normal_p(1.959964), 6), normal_p(0.0)
    (0.05, 1.0)

    Formula: erfc(|z| / √2).
    """
    return math.erfc(abs(z) / math.sqrt(2))


def normal_z(level: float) -> float:
    """The z between whose two signs the share `level` of a standard normal lies: 1.96 for 0.95.

    >>> round(normal_z(0.95), 6)
    1.959964

    Raises ValueError where `level` is not between 0 and 1, both excluded.
    """
    if not 0 < level < 1:
        raise ValueError("level must be between 0 and 1")
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + level) / 2)


def chi2_sf(x: float, df: int) -> float:
    """Probability that a χ² with `df` degrees of freedom is at least `x`; 1 at 0, falling towards 0. No unit.

    >>> round(chi2_sf(3.841459, 1), 6), round(chi2_sf(5.991465, 2), 6), round(chi2_sf(18.307038, 10), 6)
    (0.05, 0.05, 0.05)

    Formula: Q(df / 2, x / 2), the upper regularised incomplete gamma function; with one degree erfc(√(x / 2)).
    Raises ValueError where `x` is negative or `df` below 1.

    Source: Abramowitz & Stegun (1964), 6.5.29, 6.5.31 and 26.4.
    """
    if not x >= 0:
        raise ValueError("a χ² is never negative")
    if df < 1:
        raise ValueError("degrees of freedom must be at least 1")
    if df == 1:
        return math.erfc(math.sqrt(x / 2))
    if df == 2:
        return math.exp(-x / 2)
    return _upper_gamma(df / 2, x / 2)


def _upper_gamma(a: float, x: float) -> float:
    """Q(a, x): by the power series of its complement below a + 1, by the continued fraction above, where each is fast."""
    if x == 0:
        return 1.0
    if math.isinf(x):
        return 0.0
    scale = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        step = a
        while term > total * 1e-17:
            step += 1
            term *= x / step
            total += term
        return max(0.0, 1 - scale * total)
    # Lentz's way through the fraction; neither c nor d reaches 0, because x > a
    b = x + 1 - a
    c, d = math.inf, 1 / b
    value = d
    for i in range(1, 100_000):
        factor = -i * (i - a)
        b += 2
        d = 1 / (b + factor * d)
        c = b + factor / c
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return scale * value
