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
    depth: int


def raw(features: NDArray[np.float32], trees: Trees) -> NDArray[np.float64]:
    """The sum of the trees' values: one row an example, one column an outcome."""
    import numpy as np

    count, nodes = trees.feature.shape
    offset = np.arange(count) * nodes
    at = np.tile(offset, (len(features), 1))
    flat = {name: getattr(trees, name).ravel() for name in ("feature", "threshold", "left", "right", "value")}
    row = np.arange(len(features))[:, None]
    for _ in range(trees.depth):
        goes_left = features[row, flat["feature"][at]] <= flat["threshold"][at]
        at = np.where(goes_left, flat["left"][at], flat["right"][at]) + offset
    values = flat["value"][at]
    result = np.tile(trees.base.astype(np.float64), (len(features), 1))
    for outcome in range(len(trees.base)):
        result[:, outcome] += values[:, trees.outcome == outcome].sum(axis=1)
    return result


def softmax(values: NDArray[Any]) -> NDArray[Any]:
    """Rows of scores as shares that sum to one."""
    import numpy as np

    odds = np.exp(values - values.max(axis=1, keepdims=True))
    shares: NDArray[Any] = odds / odds.sum(axis=1, keepdims=True)
    return shares
