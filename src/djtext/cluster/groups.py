"""Passages in groups: k-means over their vectors, the number of groups by silhouette, stability by resampling.

Groups are the best of ten starts; what is only compared with them (numbers of groups to choose from, resamples) the
best of three. A resample is 80 % of the passages, 10,000 at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 10  # passages below which groups say nothing
_RESAMPLES = 20
_SHARE = 0.8
_SAMPLE = 2_000  # passages over which the silhouette is taken
MANY = 20_000  # passages from which mini-batches are used
_MOST = 16
_RUNS, _QUICK_RUNS = 10, 3  # starts of k-means: for the groups, and for what is only compared with them
_RESAMPLED = 10_000  # passages of a resample at most


@dataclass(frozen=True, slots=True)
class Groups:
    """A number for each passage (0 the largest group), the centres, and how firm the groups are.

    `silhouette` is the mean over passages, −1 to 1; `stability` the mean adjusted Rand index (Hubert and Arabie 1985)
    between the groups and those of resamples, 1 the same, 0 chance; `by_group` for each group the mean share of its
    best match in the resamples (Jaccard; Hennig 2007), 0 to 1. Undefined values are None.
    """

    labels: tuple[int, ...]
    centres: Any
    silhouette: float | None
    stability: float | None
    by_group: tuple[float | None, ...]


def one_thread() -> Any:
    """Run what follows on one thread: sums in another order would change the last digits, and with them the groups."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)


def _fit(
    vectors: NDArray[Any], k: int, seed: int, start: NDArray[Any] | None = None, *, runs: int = _RUNS
) -> tuple[NDArray[Any], NDArray[Any]]:
    from sklearn.cluster import KMeans, MiniBatchKMeans

    init: Any = "k-means++" if start is None else start
    runs = runs if start is None else 1
    if len(vectors) >= MANY:
        fitted = MiniBatchKMeans(k, init=init, random_state=seed, n_init=min(runs, _QUICK_RUNS), batch_size=4096)
    else:
        fitted = KMeans(k, init=init, random_state=seed, n_init=runs)
    labels = fitted.fit_predict(vectors)
    return labels, fitted.cluster_centers_


def choose(vectors: NDArray[Any], *, seed: int = 0) -> int:
    """The number of groups with the best mean silhouette (Rousseeuw 1987) among 2 … 16, at least five passages each."""
    import numpy as np
    from sklearn.metrics import silhouette_score

    most = min(_MOST, len(vectors) // 5)
    if most <= 2:
        return min(2, len(vectors))
    sample = np.random.default_rng(seed).permutation(len(vectors))[:_SAMPLE]
    best = (-2.0, 2)
    for k in range(3, most + 1):
        labels, _ = _fit(vectors[sample], k, seed, runs=_QUICK_RUNS)
        if len(set(labels.tolist())) > 1:
            best = max(best, (round(float(silhouette_score(vectors[sample], labels)), 6), -k))
    return abs(best[1])


def group(
    vectors: NDArray[Any],
    *,
    k: int | None = None,
    seed: int = 0,
    start: NDArray[Any] | None = None,
    resamples: int = _RESAMPLES,
) -> Groups:
    """Group passages. Rows must come in an order that does not depend on the input's; `start` gives first centres.

    Raises ValueError for no rows.
    """
    import numpy as np
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    count = len(vectors)
    if not count:
        raise ValueError("there is nothing to group")
    wanted = len(start) if start is not None else k or choose(vectors, seed=seed)
    distinct = len({row.tobytes() for row in np.ascontiguousarray(vectors.round(9) + 0.0)})
    wanted = max(1, min(wanted, distinct, count))
    first, centres = _fit(vectors, wanted, seed, None if start is None else start[:wanted])
    order = sorted(
        set(first.tolist()), key=lambda label: (-int((first == label).sum()), int(np.argmax(first == label)))
    )
    number = {label: place for place, label in enumerate(order)}
    labels = np.array([number[label] for label in first.tolist()])
    centres = centres[order]
    silhouette = None
    if 1 < len(order) < count:
        chosen = np.random.default_rng(seed).permutation(count)[:_SAMPLE]
        if len(set(labels[chosen].tolist())) > 1:
            silhouette = round(float(silhouette_score(vectors[chosen], labels[chosen])), 4)
    rands: list[float] = []
    matches: list[list[float]] = [[] for _ in order]
    if len(order) > 1 and count >= FEWEST:
        draws = np.random.default_rng(seed + 1)
        for _ in range(resamples):
            size = max(len(order), min(int(count * _SHARE), _RESAMPLED))
            part = np.sort(draws.permutation(count)[:size])
            first_centres = None if start is None else start[: len(order)]
            again, _ = _fit(vectors[part], len(order), seed, first_centres, runs=_QUICK_RUNS)
            rands.append(float(adjusted_rand_score(labels[part], again)))
            for place in range(len(order)):
                mine = labels[part] == place
                shares = [
                    float((mine & (again == other)).sum() / (mine | (again == other)).sum())
                    for other in set(again.tolist())
                ]
                if mine.any():
                    matches[place].append(max(shares))
    return Groups(
        tuple(labels.tolist()), centres, silhouette, round(float(np.mean(rands)), 4) if rands else None,
        tuple(round(float(np.mean(found)), 4) if found else None for found in matches),
    )  # fmt: skip


def seeded(
    vectors: NDArray[Any], themes: Sequence[Sequence[str]], *, fewest: int = 3
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """First centres from themes: the mean vector of each theme's passages, for themes with at least `fewest`."""
    import numpy as np

    rows: dict[str, list[int]] = {}
    for row, keys in enumerate(themes):
        for key in keys:
            rows.setdefault(key, []).append(row)
    chosen = sorted((key for key in rows if len(rows[key]) >= fewest), key=lambda key: (-len(rows[key]), key))[:_MOST]
    centres = np.array([vectors[rows[key]].mean(axis=0) for key in chosen])
    return centres, tuple(chosen)
