"""Agreement of coders: shares, chance-corrected coefficients, and the scores of a machine against a coder.

`units` is one sequence of codings a unit, one place a coder; None is a coding that is missing. All coefficients are 1
where all codings agree and 0 where they agree as often as chance would have it; below 0 they agree less. What
"chance" means differs, and so do the numbers. A coefficient that is not defined is None, never NaN.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from djtext.measures.intervals import Interval

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]

V = TypeVar("V", bound=Hashable)
Level = Literal["nominal", "ordinal", "interval"]
Units = Sequence[Sequence[V | None]]
Distance = Callable[[V, V], float]
Times = Sequence[int] | None
_CELLS = 4_000_000  # numbers held at once


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each from 0 to 1, with the counts; None where nothing was found, or nothing is there."""

    tp: float
    fp: float
    fn: float
    precision: float | None
    recall: float | None
    f1: float | None


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
    return _rounded((observed - expected) / (1 - expected))


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


DISTANCES: dict[str, Distance[Any]] = {"jaccard": jaccard_distance, "masi": masi_distance}


def krippendorff_alpha(
    units: Units[V], *, level: Level = "nominal", distance: Distance[V] | None = None, times: Times = None
) -> float | None:
    """Krippendorff's α: any number of coders, missing codings allowed; at most 1.

    >>> rows = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
    >>> units = [[None if code == "*" else int(code) for code in unit] for unit in zip(*rows)]
    >>> [round(krippendorff_alpha(units, level=level), 6) for level in ("nominal", "ordinal", "interval")]
    [0.691358, 0.806721, 0.810845]

    Formula: 1 − D_o / D_e over the codings of units that have two or more. The difference of two codes is 1 (nominal),
    the codings ranked between them, squared (ordinal), their difference squared (interval), or what `distance` says
    (for sets: `masi_distance`, `jaccard_distance`; such a distance is taken as it is, not squared). Ordinal and interval
    take numbers.

    None where no unit has two codings, or all of them are one code: agreement then cannot be told from chance. Raises
    ValueError where `level` is unknown, or ordinal or interval codes are no numbers.

    Source: Krippendorff (2004, ch. 11; 2011).
    """
    tally = _tally(units, ["" for _ in units], times, level=level, distance=distance)
    if tally is None:
        return None
    import numpy as np

    (value,) = _alphas(np.ones((1, 1)), tally)
    return None if np.isnan(value) else _rounded(float(value))


def bootstrap_alpha(
    units: Units[V],
    docs: Sequence[str],
    *,
    level: Level = "nominal",
    distance: Distance[V] | None = None,
    times: Times = None,
    resamples: int = 999,
    seed: int = 1,
    confidence: float = 0.95,
) -> Interval | None:
    """Percentile bootstrap interval of α, over documents; `docs[i]` is the document of unit i.

    >>> units, docs = [("P", "P"), ("R", "R"), ("P", "R"), ("R", "R"), ("P", "P")], "aabbc"
    >>> made = bootstrap_alpha(units, docs)
    >>> round(made.low, 3), made.high
    (-0.222, 1.0)

    Whole documents are drawn with replacement, as sentences of one document are not independent. Draws in which α is not
    defined are left out. None where fewer than two documents have a unit with two codings, or α is not defined in most
    draws. The result depends neither on the order of units nor of documents. Raises ValueError as `krippendorff_alpha`.

    Source: Efron (1979); for α cf. Zapf et al. (2016).
    """
    import numpy as np

    tally = _tally(units, docs, times, level=level, distance=distance)
    if tally is None or tally.documents < 2:
        return None
    weights = _draws(tally.documents, resamples, seed)
    step = max(1, _CELLS // max(1, len(tally.values)))
    found = np.concatenate([_alphas(weights[at : at + step], tally) for at in range(0, resamples, step)])
    return _percentiles(found[~np.isnan(found)], resamples, confidence)


@dataclass(frozen=True, slots=True)
class _Tally:
    """The codings of pairable units by document, in order of its name.

    `margins` (documents × codes, sparse): how often each code was given. `observed`: the disagreement within the units
    of each document; with ordinal codes, whose distance depends on the margins, all coincidences (documents × codes²).
    """

    values: tuple[Any, ...]
    margins: Any
    observed: Floats
    level: Level
    distance: Distance[Any] | None

    @property
    def documents(self) -> int:
        return int(self.margins.shape[0])


def _tally(
    units: Units[Any], docs: Sequence[str], times: Times, *, level: Level, distance: Distance[Any] | None
) -> _Tally | None:
    import numpy as np
    from scipy.sparse import coo_array

    if level not in get_args(Level):
        raise ValueError(f"level must be one of {', '.join(get_args(Level))}")
    if len(units) != len(docs):
        raise ValueError("one document a unit")
    pairable: Counter[tuple[str, tuple[Any, ...]]] = Counter()
    for unit, doc, n in zip(units, docs, times if times is not None else [1] * len(units), strict=True):
        given = tuple(value for value in unit if value is not None)
        if len(given) >= 2:
            pairable[doc, given] += n
    values = {value for _, given in pairable for value in given}
    if distance is None and level != "nominal" and not all(_is_number(value) for value in values):
        raise ValueError(f"{level} codes must be numbers")
    if not pairable:
        return None
    ordered = tuple(sorted(values, key=_order))
    place = {value: n for n, value in enumerate(ordered)}
    q = len(ordered)
    row = {name: n for n, name in enumerate(sorted({doc for doc, _ in pairable}))}
    ordinal = distance is None and level == "ordinal"
    observed = np.zeros((len(row), q * q if ordinal else 1))
    cells: dict[tuple[int, int], float] = {}
    for (doc, given), n in pairable.items():
        counts = Counter(given)
        for one, k in counts.items():
            cell = (row[doc], place[one])
            cells[cell] = cells.get(cell, 0.0) + n * k
            for other, m in counts.items():
                pairs = n * k * (m - (one == other)) / (len(given) - 1)
                if ordinal:
                    observed[row[doc], place[one] * q + place[other]] += pairs
                elif one != other:
                    observed[row[doc], 0] += pairs * _between(one, other, level, distance)
    rows, columns = zip(*cells, strict=True)
    margins = coo_array((list(cells.values()), (rows, columns)), shape=(len(row), q)).tocsr()
    return _Tally(ordered, margins, observed, level, distance)


def _between(one: Any, other: Any, level: Level, distance: Distance[Any] | None) -> float:
    """How far two different codes are apart."""
    if distance is not None:
        return float(distance(one, other))
    return 1.0 if level == "nominal" else float(one - other) ** 2


def _alphas(weights: Floats, tally: _Tally) -> Floats:
    """α for each row of weights, which say how often each document counts; NaN where it is not defined."""
    import numpy as np

    margins = np.asarray((tally.margins.T @ weights.T).T)
    n = margins.sum(axis=1)
    observed = weights @ tally.observed
    if tally.distance is not None:
        expected = _expected(margins, tally)
    elif tally.level == "nominal":
        expected = n * n - (margins * margins).sum(axis=1)
    elif tally.level == "interval":
        x = np.array([float(value) for value in tally.values])
        x = (x - x[0]) / ((x[-1] - x[0]) or 1.0)
        expected = 2 * (n * (margins @ (x * x)) - (margins @ x) ** 2)
        expected[(margins > 0).sum(axis=1) < 2] = 0
        span = float(tally.values[-1] - tally.values[0]) or 1.0
        observed = observed / (span * span)
    else:
        distances = [_ordinal(row) for row in margins]
        expected = np.array([(np.outer(row, row) * d).sum() for row, d in zip(margins, distances, strict=True)])
        observed = np.array([[o @ d.ravel()] for o, d in zip(observed, distances, strict=True)])
    good = (n >= 2) & (expected > 0)
    made = np.full(len(weights), np.nan)
    made[good] = 1 - observed[good, 0] * (n[good] - 1) / expected[good]
    return made


def _expected(margins: Floats, tally: _Tally) -> Floats:
    """Σ n_c n_k δ_ck for each row of margins, a block of codes at a time."""
    import numpy as np

    distance, values = tally.distance, tally.values
    total = np.zeros(len(margins))
    step = max(1, _CELLS // len(values))
    member = _membership(values) if distance in (masi_distance, jaccard_distance) else None
    for at in range(0, len(values), step):
        if member is not None:
            block = _set_distances(member[at : at + step], member, masi=distance is masi_distance)
        else:
            block = np.array([[float(distance(a, b)) for b in values] for a in values[at : at + step]])  # type: ignore[misc]
        total += ((margins @ block.T) * margins[:, at : at + step]).sum(axis=1)
    return total


def _membership(values: Sequence[frozenset[Any]]) -> Floats:
    """Which set has which member."""
    import numpy as np

    place = {item: n for n, item in enumerate(sorted({item for value in values for item in value}, key=str))}
    made = np.zeros((len(values), max(1, len(place))))
    for n, value in enumerate(values):
        for item in value:
            made[n, place[item]] = 1
    return made


def _set_distances(first: Floats, second: Floats, *, masi: bool) -> Floats:
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


def _ordinal(margins: Floats) -> Floats:
    """Squared ordinal differences: how many codings lie between two codes, half of each end counted."""
    import numpy as np

    middle = np.cumsum(margins) - margins / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e150


def _order(value: Any) -> Any:
    """Values of one kind in an order that does not depend on hashing."""
    if isinstance(value, frozenset):
        return (len(value), sorted(map(str, value)))
    return value


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
    drawn = np.stack([np.tensordot(weights, held, axes=1) for weights in _draws(documents, resamples, seed)])
    tp, fp, fn = drawn[..., 0], drawn[..., 1], drawn[..., 2]

    def shares(part: Floats, whole: Floats) -> Floats:
        return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)

    scores = [shares(tp, tp + fp), shares(tp, tp + fn), shares(2 * tp, 2 * tp + fp + fn)]

    def interval(values: Floats) -> Interval | None:
        return _percentiles(values[~np.isnan(values)], resamples, confidence)

    made = tuple(ScoreIntervals(*(interval(values[:, code]) for values in scores)) for code in range(codes))
    f1 = scores[2]
    there = ~np.isnan(f1)
    sums, numbers = np.where(there, f1, 0).sum(axis=1), there.sum(axis=1).astype(np.float64)
    return made, interval(shares(sums, numbers))


def _draws(documents: int, resamples: int, seed: int) -> Floats:
    """How often each document is drawn, a row a draw."""
    import numpy as np

    if resamples < 1:
        raise ValueError("resamples must be at least 1")
    rng = np.random.default_rng(seed)
    return rng.multinomial(documents, np.full(documents, 1 / documents), size=resamples).astype(np.float64)


def _percentiles(values: Floats, resamples: int, confidence: float) -> Interval | None:
    import numpy as np

    if not 0 < confidence < 1:
        raise ValueError("confidence must be between 0 and 1")
    if len(values) * 2 < resamples:
        return None
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _rounded(value: float) -> float:
    """Without the dust of floating point, so that perfect agreement is 1 and chance is 0."""
    return round(value, 12)
