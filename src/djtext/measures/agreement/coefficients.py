"""Shares of agreement and the coefficients that correct them for chance by counting: Cohen, Fleiss, Gwet, Dice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

V = TypeVar("V", bound=Hashable)
Units = Sequence[Sequence[V | None]]
Times = Sequence[int] | None


def percent_agreement(units: Units[V], *, times: Times = None) -> float | None:
    """Mean share, over units with two codings or more, of the pairs of codings that are equal; 0 to 1.

    >>> percent_agreement([("P", "P"), ("P", "R"), ("R", "R"), ("O", None)])
    0.6666666666666666

    With two coders: units on which they agree / units that both have coded. Not corrected for chance. None where no unit
    has two codings. Here and below `times[i]` is how often unit i occurs, once where it is not given.
    """
    agreed, number = 0.0, 0
    for unit, n in _counted(units, times):
        counts = Counter(value for value in unit if value is not None)
        m = counts.total()
        if m >= 2:
            agreed += n * sum(k * (k - 1) for k in counts.values()) / (m * (m - 1))
            number += n
    return agreed / number if number else None


def cohen_kappa(units: Units[V], *, times: Times = None) -> float | None:
    """Cohen's κ, unweighted, of two coders, over the units that both have coded; -1 to 1.

    >>> first, second = "1100000000", "0110010100"
    >>> round(cohen_kappa(list(zip(first, second))), 6)
    0.090909

    Formula: (p_o − p_e) / (1 − p_e), p_e from the shares of codes of each coder. None where no unit has both codings, or
    both coders use one and the same code throughout. Raises ValueError where a unit has not two places.

    Source: Cohen (1960).
    """
    if any(len(unit) != 2 for unit in units):
        raise ValueError("Cohen's kappa takes two coders")
    first: Counter[V] = Counter()
    second: Counter[V] = Counter()
    n = equal = 0
    for (a, b), k in _counted(units, times):
        if a is not None and b is not None:
            first[a] += k
            second[b] += k
            n += k
            equal += k * (a == b)
    if not n:
        return None
    expected = sum(first[code] * second[code] for code in first)  # times n²
    if expected == n * n:
        return None
    return (equal * n - expected) / (n * n - expected)


def fleiss_kappa(units: Units[V], *, times: Times = None) -> float | None:
    """Fleiss' κ over the units that all coders have coded.

    >>> fleiss_kappa([("a", "a", "a"), ("b", "b", "b"), ("a", "b", "a")])
    0.55

    Formula: (P̄ − P̄_e) / (1 − P̄_e), P̄_e from the codes of all coders pooled; of two coders it is Scott's π. Units with a
    coding missing are left out, as the formula wants equally many codings a unit. None where none is left, or there is
    one code only. Raises ValueError where units differ in the number of coders or have fewer than two.

    Source: Fleiss (1971).
    """
    full = [(unit, n) for unit, n in _counted(units, times) if all(value is not None for value in unit)]
    number = sum(n for _, n in full)
    if not number:
        return None
    m = len(full[0][0])
    if m < 2 or any(len(unit) != m for unit in units):
        raise ValueError("Fleiss' kappa takes the same coders, two or more, for every unit")
    pooled: Counter[V] = Counter()
    pairs = 0
    for unit, n in full:
        counts = Counter(value for value in unit if value is not None)
        pairs += n * sum(k * (k - 1) for k in counts.values())
        for value, k in counts.items():
            pooled[value] += n * k
    size = number * m
    square = sum(n * n for n in pooled.values())
    if square == size * size:
        return None
    observed, expected = pairs / (number * m * (m - 1)), square / (size * size)
    return rounded((observed - expected) / (1 - expected))


def gwet_ac1(units: Units[V], *, categories: int = 0, times: Times = None) -> float | None:
    """Gwet's AC1; unlike κ and α it stays high where nearly all codings are one code.

    >>> round(gwet_ac1([("+", "+")] * 118 + [("+", "-")] * 5 + [("-", "+")] * 2), 4)
    0.9408

    Formula: (p_a − p_e) / (1 − p_e), p_e = Σ π_k (1 − π_k) / (q − 1) over the q codes that could be given (`categories`;
    else those that occur), π_k the mean share of code k over units with a coding, p_a as `percent_agreement`. Missing
    codings are allowed. None where no unit has two codings, or there is one code only.

    Source: Gwet (2008).
    """
    agreed = percent_agreement(units, times=times)
    shares: dict[V, float] = {}
    coded = 0
    for unit, times_ in _counted(units, times):
        counts = Counter(value for value in unit if value is not None)
        if m := counts.total():
            coded += times_
            for value, n in counts.items():
                shares[value] = shares.get(value, 0.0) + times_ * n / m
    q = max(categories, len(shares))
    if agreed is None or q < 2:
        return None
    expected = sum((n / coded) * (1 - n / coded) for n in shares.values()) / (q - 1)
    return (agreed - expected) / (1 - expected)


def specific_agreement(units: Units[bool], *, times: Times = None) -> float | None:
    """How far coders agree on where a code applies: pairs that both say yes, of all codings that say yes; 0 to 1.

    >>> specific_agreement([(True, True), (True, False), (False, False)])
    0.6666666666666666

    Of two coders 2a / (2a + b + c), which is the F1 of either against the other; of more, over all pairs of codings. None
    where no pair says yes.

    Source: Dice (1945); Fleiss (1975).
    """
    both = single = 0
    for unit, n in _counted(units, times):
        yes = sum(value is True for value in unit)
        no = sum(value is False for value in unit)
        both += n * yes * (yes - 1)
        single += n * yes * no
    return both / (both + single) if both + single else None


def _counted(units: Units[V], times: Times) -> Iterable[tuple[tuple[V | None, ...], int]]:
    """Each different unit, with how often it occurs."""
    counted: Counter[tuple[V | None, ...]] = Counter()
    if times is None:
        counted.update(tuple(unit) for unit in units)
    else:
        for unit, n in zip(units, times, strict=True):
            counted[tuple(unit)] += n
    return counted.items()


def rounded(value: float) -> float:
    """Without the dust of floating point, so that perfect agreement is 1 and chance is 0."""
    return round(value, 12)
