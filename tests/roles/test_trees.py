from __future__ import annotations

import numpy as np

from djtext.roles.net import softmax
from djtext.roles.trees import Trees, flat, raw


def stump() -> Trees:
    """Two trees: the first asks feature 0 at 1.5 for outcome 0, the second is a single leaf for outcome 1."""
    return Trees(
        feature=np.array([[0, 0, 0], [0, 0, 0]], dtype=np.int16),
        threshold=np.array([[1.5, np.inf, np.inf], [np.inf, np.inf, np.inf]], dtype=np.float32),
        left=np.array([[1, 1, 2], [0, 0, 0]], dtype=np.int16),
        right=np.array([[2, 1, 2], [0, 0, 0]], dtype=np.int16),
        value=np.array([[0, 10, 20], [7, 0, 0]], dtype=np.float32),
        outcome=np.array([0, 1]),
        base=np.array([1.0, 2.0]),
    )


def test_each_example_falls_to_its_leaf() -> None:
    found = raw(np.array([[1.0], [1.5], [2.0]], dtype=np.float32), flat(stump()))
    assert found.tolist() == [[11, 9], [11, 9], [21, 9]]


def test_no_examples_no_rows() -> None:
    assert raw(np.zeros((0, 1), dtype=np.float32), flat(stump())).shape == (0, 2)


def test_as_scikit_learn_says() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from train_roles import trees_of

    draws = np.random.default_rng(3)
    x = draws.normal(size=(300, 6)).astype(np.float32)
    y = (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype(int) + (x[:, 3] > 1)
    fitted = HistGradientBoostingClassifier(max_iter=12, max_leaf_nodes=7, random_state=0).fit(x, y)
    assert np.allclose(softmax(raw(x, flat(trees_of(fitted, 3)))), fitted.predict_proba(x), atol=1e-5)
