"""Small neural networks from plain arrays: one hidden layer each, several side by side, evaluated with numpy."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

EDGE = 4.0  # standard deviations: a feature further out says no more


@dataclass(frozen=True, slots=True)
class Net:
    """Networks that read the same features; their answers are averaged.

    Shapes: `mean` and `scale` (features); `hidden` (features, networks × units), `hidden_bias` (networks × units);
    `out` (networks, units, outcomes), `out_bias` (networks, outcomes).
    """

    mean: NDArray[Any]
    scale: NDArray[Any]
    hidden: NDArray[Any]
    hidden_bias: NDArray[Any]
    out: NDArray[Any]
    out_bias: NDArray[Any]


FIELDS = ("mean", "scale", "hidden", "hidden_bias", "out", "out_bias")


def softmax(values: NDArray[Any]) -> NDArray[Any]:
    """Rows of scores as shares that sum to one."""
    import numpy as np

    columns = range(values.shape[-1])  # there are few: to go along them is much faster than along the rows
    top = reduce(np.maximum, (values[..., n] for n in columns))
    odds = np.exp(values - top[..., None])
    shares: NDArray[Any] = odds / reduce(np.add, (odds[..., n] for n in columns))[..., None]
    return shares


def standard(features: NDArray[Any], net: Net) -> NDArray[Any]:
    """Features in standard deviations from their mean, cut off at the edge."""
    import numpy as np

    scaled: NDArray[Any] = np.clip((features - net.mean) / net.scale, -EDGE, EDGE)
    return scaled


@lru_cache(maxsize=1)
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """Products of matrices on one thread: more gain nothing at this size, and could add in another order elsewhere."""
    pools = _threads()
    if all(pool.num_threads == 1 for pool in pools.lib_controllers if pool.user_api == "blas"):
        return nullcontext()  # it is so already: to say it again would cost as much as a product
    limited: AbstractContextManager[Any] = pools.limit(limits=1, user_api="blas")
    return limited


def shares(features: NDArray[Any], net: Net) -> NDArray[Any]:
    """Shares of the outcomes, one row an example: the geometric mean of what the networks say. Rows sum to 1."""
    import numpy as np

    networks, units, _ = net.out.shape
    with one_thread():
        inner = np.maximum(standard(features, net) @ net.hidden + net.hidden_bias, 0)
        said = np.matmul(inner.reshape(-1, networks, units).transpose(1, 0, 2), net.out) + net.out_bias[:, None]
    return softmax(np.log(softmax(said.astype(np.float64)) + 1e-6).mean(axis=0))
