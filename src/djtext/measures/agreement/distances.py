"""How far two sets of codes are apart, one pair at a time and for all pairs of two lists of sets at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]


V = TypeVar("V")

Distance = Callable[[V, V], float]


def jaccard_distance(a: frozenset[Any], b: frozenset[Any]) -> float:
    """1 − |a ∩ b| / |a ∪ b|, 0 to 1; two empty sets are equal.

    >>> jaccard_distance(frozenset("ab"), frozenset("bc"))
    0.6666666666666667

    Source: Jaccard (1912).
    """
    both = a | b
    return 1 - len(a & b) / len(both) if both else 0.0


def masi_distance(a: frozenset[Any], b: frozenset[Any]) -> float:
    """MASI distance of two sets, 0 to 1: 1 − J × M, M = 1 equal, 2/3 one within the other, 1/3 overlapping, 0 disjoint.

    >>> [round(masi_distance(frozenset(x), frozenset(y)), 4) for x, y in (("ab", "ab"), ("ab", "a"), ("ab", "bc"), ("a", "b"))]
    [0.0, 0.6667, 0.8889, 1.0]

    Two empty sets are equal. Source: Passonneau (2006).
    """
    if a == b:
        return 0.0
    common = a & b
    if not common:
        return 1.0
    weight = 2 / 3 if common in (a, b) else 1 / 3
    return 1 - weight * len(common) / len(a | b)


def membership(values: Sequence[frozenset[Any]]) -> Floats:
    """Which set has which member."""
    import numpy as np

    place = {item: n for n, item in enumerate(sorted({item for value in values for item in value}, key=str))}
    made = np.zeros((len(values), max(1, len(place))))
    for n, value in enumerate(values):
        for item in value:
            made[n, place[item]] = 1
    return made


def set_distances(first: Floats, second: Floats, *, masi: bool) -> Floats:
    """`jaccard_distance` or `masi_distance` of every set of one list to every set of another."""
    import numpy as np

    common = first @ second.T
    a, b = first.sum(axis=1)[:, None], second.sum(axis=1)[None, :]
    union = a + b - common
    jaccard = np.divide(common, union, out=np.ones_like(common), where=union > 0)
    if not masi:
        return np.asarray(1 - jaccard)
    within = (common == a) | (common == b)
    weight = np.where((common == a) & (common == b), 1.0, np.where(common == 0, 0.0, np.where(within, 2 / 3, 1 / 3)))
    return np.asarray(1 - jaccard * weight)
