"""Boosted decision trees from plain arrays: what scikit-learn fitted, evaluated without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees by outcome: node arrays are (trees, nodes); a leaf points at itself."""

    feature: NDArray[Any]
    threshold: NDArray[Any]
    left: NDArray[Any]
    right: NDArray[Any]
    value: NDArray[Any]
    outcome: NDArray[Any]  # which outcome each tree adds to
    base: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Flat:
    """The same trees laid out for walking: nodes of all trees in a row, both children of a node side by side."""

    feature: NDArray[Any]
    threshold: NDArray[Any]
    child: NDArray[Any]
    value: NDArray[Any]
    leaf: NDArray[Any]
    first: NDArray[Any]
    spread: NDArray[Any]  # trees × outcomes: 1 where a tree adds to an outcome
    base: NDArray[Any]


def flat(trees: Trees) -> Flat:
    """Lay trees out for walking."""
    import numpy as np

    count, nodes = trees.feature.shape
    first = np.arange(count, dtype=np.int32) * nodes
    left, right = (side.astype(np.int32) + first[:, None] for side in (trees.left, trees.right))
    child = np.stack([left.ravel(), right.ravel()], axis=1).ravel()
    itself = np.arange(count * nodes)
    spread = (trees.outcome[:, None] == np.arange(len(trees.base))).astype(np.float64)
    return Flat(
        trees.feature.ravel().astype(np.int32), trees.threshold.ravel(), child, trees.value.ravel().astype(np.float64),
        left.ravel() == itself, first, spread, trees.base.astype(np.float64),
    )  # fmt: skip


def raw(features: NDArray[np.float32], trees: Flat) -> NDArray[np.float64]:
    """The sum of the trees' values: one row an example, one column an outcome."""
    import numpy as np

    rows, width = features.shape
    cells = np.ascontiguousarray(features).ravel()
    at = np.tile(trees.first, rows)
    row = np.repeat(np.arange(rows, dtype=np.int32) * width, len(trees.first))
    open_ = np.nonzero(~trees.leaf.take(at))[0]
    while len(open_):
        here = at.take(open_)
        goes_right = cells.take(row.take(open_) + trees.feature.take(here)) > trees.threshold.take(here)
        here = trees.child.take(2 * here + goes_right)
        at[open_] = here
        open_ = open_.compress(~trees.leaf.take(here))
    values = trees.value.take(at).reshape(rows, len(trees.first))
    result: NDArray[np.float64] = trees.base + values @ trees.spread
    return result
