"""Do groups of documents differ? Tests that shuffle whole documents, because hits in one speech are not independent.

Counts are given for all themes (or words) together, one row a document, so that one set of shuffles serves them all.
Documents are put in the order of their ids first: the result does not depend on the order in which they were read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = Sequence[Sequence[float]] | NDArray[Any]
    Floats = NDArray[np.float64]

Statistic = Literal["difference", "log_ratio"]

SHUFFLED_AT_ONCE = 1_000_000  # cells of one block of shuffles: 8 MB
ROUNDING = 1e-9  # a shuffle that is less extreme by this little is as extreme: the rest is rounding


@dataclass(frozen=True, slots=True)
class Permuted:
    """The observed statistic of one theme, and how often a shuffle was as extreme."""

    statistic: float | None
    p: float | None
    permutations: int


def two_groups(
    counts: Counts,
    sizes: Sequence[float],
    first: Sequence[bool],
    *,
    ids: Sequence[str],
    permutations: int = 999,
    seed: int = 0,
    statistic: Statistic = "difference",
) -> tuple[Permuted, ...]:
    """Two-sided test over documents of the difference between two groups' rates, one result a theme.

    `counts[d][t]` is how often theme t stands in document d, `sizes[d]` how large that is, `first[d]` whether it belongs
    to the first group, `ids[d]` its name, unique. A rate is all hits of a group over all its text. The statistic is the
    first rate minus the second (in hits per unit of size, −1 to 1), or with `"log_ratio"` the binary logarithm of their
    ratio, as in `keyness.log_ratio`. Positive: commoner in the first group.

    >>> counts = [[9, 1], [8, 0], [7, 2], [0, 1], [1, 0], [2, 2]]
    >>> theme, other = two_groups(counts, [100] * 6, [True] * 3 + [False] * 3, ids="abcdef")
    >>> round(theme.statistic, 2), theme.p, other.p
    (0.07, 0.103, 1.0)

    p = (b + 1) / (n + 1), where b of n shuffles of the documents between groups of the same numbers are at least as far
    from 0: 1 / (n + 1) at best, and never far below one over the number of ways to choose the groups (3 of 6 above: 20).
    Documents of size 0 say nothing and are left out. Where a group then has none, statistic and p are None; so they are
    for a log ratio of a theme with no hits. Raises ValueError where lengths differ, a number is negative or not finite, an
    id comes twice, or `permutations` is below 1.

    Source: Fisher (1935), Pitman (1937); (b + 1) / (n + 1) of Davison & Hinkley (1997), Phipson & Smyth (2010).
    """
    import numpy as np

    _check_permutations(permutations)
    if statistic not in get_args(Statistic):
        raise ValueError(f"statistic must be one of {', '.join(get_args(Statistic))}")
    hits, lengths, (inside,) = arranged(counts, sizes, ids, np.asarray(first, dtype=bool))
    if not 0 < inside.sum() < len(inside):
        return tuple(Permuted(None, None, permutations) for _ in range(hits.shape[1]))
    total, size = hits.sum(axis=0), lengths.sum()

    def difference(member: Floats) -> Floats:
        inner, text = member @ hits, (member @ lengths)[:, None]
        outer, other = total - inner, size - text
        if statistic == "difference":
            return np.asarray(inner / text - outer / other)
        inner, outer = (np.where(part > 0, part, 0.5) for part in (inner, outer))
        return np.asarray(np.log2(inner / text) - np.log2(outer / other))

    observed = difference(inside[None, :].astype(np.float64))[0]
    # rates are rounded in proportion to the common rate, even where their difference is 0
    least = np.abs(observed) * (1 - ROUNDING) - ROUNDING * (total / size if statistic == "difference" else 1)
    extreme = np.zeros(hits.shape[1], dtype=np.int64)
    for block in _shuffles(inside, permutations, seed):
        extreme += (np.abs(difference(block.astype(np.float64))) >= least).sum(axis=0)
    undefined = (total == 0) & (statistic == "log_ratio")
    return _results(observed, extreme, undefined, permutations)


def many_groups(
    counts: Counts,
    sizes: Sequence[float],
    groups: Sequence[str],
    *,
    ids: Sequence[str],
    permutations: int = 999,
    seed: int = 0,
) -> tuple[Permuted, ...]:
    """Test over documents of whether the rates of any number of groups differ, one result a theme.

    As `two_groups`, with the name of each document's group. The statistic is the variance of the groups' rates around the
    common rate, each weighed by its expected hits: 0 where all are equal, no upper bound, no unit.

    >>> counts = [[9], [8], [7], [0], [1], [2], [4], [3], [5]]
    >>> (theme,) = many_groups(counts, [100] * 9, list("aaabbbccc"), ids="123456789")
    >>> round(theme.statistic, 2), theme.p
    (17.08, 0.005)

    Formula: Σ (hits of the group − E)² / E, E the common rate times its text. It looks like a χ², but its p comes from the
    shuffles: (b + 1) / (n + 1). Documents of size 0 are left out; statistic and p are None where fewer than two groups
    remain. Raises ValueError as `two_groups` does.

    Source: as `two_groups`.
    """
    import numpy as np

    _check_permutations(permutations)
    hits, lengths, (labels,) = arranged(counts, sizes, ids, np.asarray(list(groups), dtype=object))
    names = sorted(set(labels.tolist()))
    if len(names) < 2:
        return tuple(Permuted(None, None, permutations) for _ in range(hits.shape[1]))
    number = {name: place for place, name in enumerate(names)}
    codes = np.asarray([number[label] for label in labels], dtype=np.int64)
    total = hits.sum(axis=0)
    common = np.where(total > 0, total, 1) / lengths.sum()

    def variance(block: NDArray[Any]) -> Floats:
        value: Floats = np.zeros((len(block), hits.shape[1]))
        for code in range(len(names)):
            member = (block == code).astype(np.float64)
            expected = (member @ lengths)[:, None] * common
            value += (member @ hits - expected) ** 2 / expected
        return np.asarray(value * (total > 0))

    observed = variance(codes[None, :])[0]
    least = observed * (1 - ROUNDING) - ROUNDING
    extreme = np.zeros(hits.shape[1], dtype=np.int64)
    for block in _shuffles(codes, permutations, seed):
        extreme += (variance(block) >= least).sum(axis=0)
    return _results(observed, extreme, np.zeros(hits.shape[1], dtype=bool), permutations)


def arranged(
    counts: Counts, sizes: Sequence[float], ids: Sequence[str], *columns: NDArray[Any]
) -> tuple[Floats, Floats, tuple[NDArray[Any], ...]]:
    """Counts, sizes and further columns as arrays, in the order of the ids, without documents of size 0.

    Raises ValueError where lengths differ, a number is negative or not finite, or an id comes twice.
    """
    import numpy as np

    hits = np.asarray(counts, dtype=np.float64)
    lengths = np.asarray(sizes, dtype=np.float64)
    if hits.shape == (0,):
        hits = hits.reshape(0, 0)  # no document
    if hits.ndim != 2 or len({len(hits), len(lengths), len(ids), *map(len, columns)}) > 1:
        raise ValueError("counts, sizes, groups and ids must have one entry a document")
    if not (np.isfinite(hits).all() and np.isfinite(lengths).all() and (hits >= 0).all() and (lengths >= 0).all()):
        raise ValueError("counts and sizes must be finite and not negative")
    if len(set(ids)) < len(ids):
        raise ValueError("ids must differ")
    by_id = np.asarray(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.intp)
    order = by_id[lengths[by_id] > 0]
    return hits[order], lengths[order], tuple(column[order] for column in columns)


def _check_permutations(permutations: int) -> None:
    if permutations < 1:
        raise ValueError("permutations must be at least 1")


def _shuffles(labels: NDArray[Any], permutations: int, seed: int) -> Iterator[NDArray[Any]]:
    """`permutations` rows, each the labels in another order, in blocks that fit the memory."""
    import numpy as np

    rng = np.random.default_rng(seed)
    rows = max(1, SHUFFLED_AT_ONCE // len(labels))
    for start in range(0, permutations, rows):
        yield rng.permuted(np.tile(labels, (min(rows, permutations - start), 1)), axis=1)


def _results(
    observed: Floats, extreme: NDArray[Any], undefined: NDArray[Any], permutations: int
) -> tuple[Permuted, ...]:
    return tuple(
        Permuted(None, None, permutations)
        if empty
        else Permuted(float(value), (int(more) + 1) / (permutations + 1), permutations)
        for value, more, empty in zip(observed, extreme, undefined, strict=True)
    )
