"""How strongly do two things go together? Two words in a window, two themes in a sentence.

Everything takes `f12`, in how many units (windows, sentences, documents) both stand; `f1` and `f2`, in how many each
stands; and `n`, how many units there are. Counts that cannot be (f12 above f1 or f2, more units with either than there
are) raise ValueError; a value that does not exist is None, never NaN.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from djtext.measures import keyness


def _checked(f12: float, f1: float, f2: float, n: float) -> None:
    if not (0 <= f12 <= min(f1, f2) and f1 + f2 - f12 <= n < math.inf):
        raise ValueError("need 0 ≤ f12 ≤ f1, f2, and f1 + f2 − f12 ≤ n")


def from_cells(n11: float, n10: float, n01: float, n00: float) -> tuple[float, float, float, float]:
    """(f12, f1, f2, n) of a 2×2 table: both, only the first, only the second, neither.

    >>> from_cells(2, 3, 4, 91)
    (2, 5, 6, 100)
    """
    return n11, n11 + n10, n11 + n01, n11 + n10 + n01 + n00


def expected(f12: float, f1: float, f2: float, n: float) -> float | None:
    """In how many units both would stand if neither knew of the other; compare with f12. 0 to n.

    >>> expected(8, 20, 30, 100)
    6.0

    Formula: f1 f2 / n. None where n is 0. Raises ValueError for impossible counts.
    """
    _checked(f12, f1, f2, n)
    return f1 * f2 / n if n else None


def pmi(f12: float, f1: float, f2: float, n: float) -> float | None:
    """Pointwise mutual information in bits: 0 independent, 1 twice as often together as expected; no bound.

    It prefers rare words strongly; read it beside f12, or use `log_dice`.

    >>> round(pmi(8, 1105, 44, 15_000_000), 1)
    11.3

    Formula: log₂(f12 n / (f1 f2)). None where f12 is 0. Raises ValueError for impossible counts.

    Source: Church & Hanks (1990).
    """
    _checked(f12, f1, f2, n)
    return math.log2(f12 / f1 * n / f2) if f12 else None


def npmi(f12: float, f1: float, f2: float, n: float) -> float | None:
    """PMI made comparable between pairs: −1 never together, 0 independent, 1 always together. No unit.

    >>> npmi(10, 10, 10, 100), npmi(0, 10, 10, 100)
    (1.0, -1.0)

    Formula: pmi / −log₂(f12 / n), −1 for f12 = 0. None where one of the two stands nowhere, or both everywhere. Raises
    ValueError for impossible counts.

    Source: Bouma (2009).
    """
    _checked(f12, f1, f2, n)
    if not f1 or not f2 or f12 == n:
        return None
    if not f12:
        return -1.0
    value = math.log2(f12 / f1 * n / f2) / -math.log2(f12 / n)
    return min(1.0, max(-1.0, value))


def t_score(f12: float, f1: float, f2: float, n: float) -> float | None:
    """Student's t of being together more often than expected; above 2 is usually kept. No unit, no bound.

    It prefers common pairs, as PMI prefers rare ones.

    >>> round(t_score(8, 15_828, 4_675, 14_307_668), 6)
    0.999932

    Formula: (f12 − f1 f2 / n) / √f12. None where f12 is 0. Raises ValueError for impossible counts.

    Source: Church et al. (1991); worked in Manning & Schütze (1999).
    """
    _checked(f12, f1, f2, n)
    return (f12 - f1 * f2 / n) / math.sqrt(f12) if f12 else None


def g2(f12: float, f1: float, f2: float, n: float) -> float | None:
    """Signed four-cell log-likelihood ratio; positive where together more often than expected. 3.84 is p < .05.

    >>> round(g2(10, 10, 13, 31_777), 2)
    167.23

    Formula: `keyness.g2` of the second thing, among the units with the first against those without. None where the first
    stands in every unit or in none. Raises ValueError for impossible counts.

    Source: Dunning (1993).
    """
    _checked(f12, f1, f2, n)
    return keyness.g2(f12, f1, f2 - f12, n - f1)


def log_dice(f12: float, f1: float, f2: float) -> float | None:
    """Dice's coefficient on a logarithmic scale: 14 always together, one less is half as strong, no lower bound.

    It does not use n, so it can be compared between corpora.

    >>> log_dice(10, 10, 10), log_dice(5, 10, 10)
    (14.0, 13.0)

    Formula: 14 + log₂(2 f12 / (f1 + f2)). None where f12 is 0. Raises ValueError for impossible counts.

    Source: Rychlý (2008).
    """
    _checked(f12, f1, f2, f1 + f2)
    return 14 + math.log2(2 * f12 / (f1 + f2)) if f12 else None


@dataclass(frozen=True, slots=True)
class DeltaP:
    """ΔP in both directions."""

    second_given_first: float | None
    first_given_second: float | None


def delta_p(f12: float, f1: float, f2: float, n: float) -> DeltaP:
    """How much likelier one becomes where the other stands, in each direction: −1 to 1, 0 independent.

    >>> made = delta_p(*from_cells(5610, 168_938, 2257, 10_233_063))
    >>> round(made.second_given_first, 3), round(made.first_given_second, 3)
    (0.032, 0.697)

    Formula: f12 / f1 − (f2 − f12) / (n − f1), and the same with 1 and 2 exchanged. A direction is None where its condition
    holds always or never. Raises ValueError for impossible counts.

    Source: Allan (1980); Ellis (2006); the example in Gries (2013).
    """
    _checked(f12, f1, f2, n)

    def given(condition: float, other: float) -> float | None:
        if not 0 < condition < n:
            return None
        return f12 / condition - (other - f12) / (n - condition)

    return DeltaP(given(f1, f2), given(f2, f1))


@dataclass(frozen=True, slots=True)
class Lambda:
    """The λ of a pair, and its z, λ over its standard error."""

    value: float
    z: float


def lambda_z(f12: float, f1: float, f2: float, n: float, *, smoothing: float = 0.5) -> Lambda | None:
    """The interaction λ of the log-linear model, the logarithm of the odds ratio, and its z. No unit, no bound.

    0 independent, positive together; |z| above 1.96 is p < .05.

    >>> made = lambda_z(*from_cells(2, 0, 0, 7))
    >>> round(made.value, 6), round(made.z, 6)
    (4.317488, 2.027787)

    Formula: ln(n11 n00 / (n10 n01)), `smoothing` added to every cell; z = λ / √(Σ 1 / cell). None where a cell is 0 after
    smoothing. Raises ValueError for impossible counts or a negative smoothing.

    Source: Blaheta & Johnson (2001), as in quanteda.textstats.
    """
    _checked(f12, f1, f2, n)
    if smoothing < 0:
        raise ValueError("smoothing must not be negative")
    cells = [cell + smoothing for cell in (f12, n - f1 - f2 + f12, f1 - f12, f2 - f12)]
    if 0 in cells:
        return None
    both, neither, first, second = (math.log(cell) for cell in cells)
    value = both + neither - first - second
    return Lambda(value, value / math.sqrt(math.fsum(1 / cell for cell in cells)))


def jaccard(f12: float, f1: float, f2: float) -> float | None:
    """Share of units with both among units with either: 0 never together, 1 always. No unit.

    >>> round(jaccard(10, 12, 12), 6)
    0.714286

    Formula: f12 / (f1 + f2 − f12). None where neither stands anywhere. Raises ValueError for impossible counts.

    Source: Jaccard (1912).
    """
    _checked(f12, f1, f2, f1 + f2)
    either = f1 + f2 - f12
    return f12 / either if either else None
