"""Krippendorff's α, of any number of coders and codes of any level, and its bootstrap interval.

Codings are counted once, by document (`_Tally`); α of all documents and α of each draw are then sums over these counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from djtext.measures.agreement.coefficients import Times, Units, V, rounded
from djtext.measures.agreement.distances import Distance, jaccard_distance, masi_distance, membership, set_distances
from djtext.measures.agreement.resampling import draws, percentiles
from djtext.measures.intervals import Interval

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]

Level = Literal["nominal", "ordinal", "interval"]
_CELLS = 4_000_000  # numbers held at once


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
    return None if np.isnan(value) else rounded(float(value))


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
    weights = draws(tally.documents, resamples, seed)
    step = max(1, _CELLS // max(1, len(tally.values)))
    found = np.concatenate([_alphas(weights[at : at + step], tally) for at in range(0, resamples, step)])
    return percentiles(found[~np.isnan(found)], resamples, confidence)


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
    member = membership(values) if distance in (masi_distance, jaccard_distance) else None
    for at in range(0, len(values), step):
        if member is not None:
            block = set_distances(member[at : at + step], member, masi=distance is masi_distance)
        else:
            block = np.array([[float(distance(a, b)) for b in values] for a in values[at : at + step]])  # type: ignore[misc]
        total += ((margins @ block.T) * margins[:, at : at + step]).sum(axis=1)
    return total


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
