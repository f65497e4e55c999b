from __future__ import annotations

import numpy as np
import pytest

from djtext.roles.net import EDGE, Net, shares, softmax, standard


def one(networks: int = 1) -> Net:
    """Networks of two hidden units over two features: each outcome is the positive part of its feature, scaled by 2."""
    return Net(
        mean=np.array([1.0, 0.0]),
        scale=np.array([1.0, 2.0]),
        hidden=np.tile(np.eye(2), networks),
        hidden_bias=np.zeros(2 * networks),
        out=np.stack([2 * np.eye(2)] * networks),
        out_bias=np.zeros((networks, 2)),
    )


def test_a_network_by_hand() -> None:
    found = shares(np.array([[2.0, 0.0], [1.0, 4.0], [1.0, 0.0]]), one())
    e = np.exp
    assert found[0].tolist() == pytest.approx([e(2) / (e(2) + 1), 1 / (e(2) + 1)], abs=1e-5)
    assert found[1].tolist() == pytest.approx([1 / (1 + e(4)), e(4) / (1 + e(4))], abs=1e-5)
    assert found[2].tolist() == [0.5, 0.5]


def test_networks_of_one_mind_say_what_one_says() -> None:
    examples = np.array([[2.0, 0.0], [0.3, 4.0]])
    assert np.allclose(shares(examples, one(3)), shares(examples, one()))


def test_what_lies_far_out_says_no_more() -> None:
    assert standard(np.array([[100.0, -100.0]]), one()).tolist() == [[EDGE, -EDGE]]


def test_fitting_finds_a_rule_and_is_the_same_twice() -> None:
    from fit_net import fit

    draws = np.random.default_rng(5)
    x = draws.normal(size=(30_000, 3)).astype(np.float32)
    y = ((x[:, 0] * x[:, 1] > 0) & (x[:, 2] < 1)).astype(int)
    target, weight = np.eye(2)[y], np.ones(len(x))
    found = fit(x[:25_000], target[:25_000], weight[:25_000], units=24, networks=1, seed=1)
    assert (shares(x[25_000:], found).argmax(axis=1) == y[25_000:]).mean() > 0.8
    again = fit(x[:25_000], target[:25_000], weight[:25_000], units=24, networks=1, seed=1)
    assert np.array_equal(found.hidden, again.hidden)


def test_shares_sum_to_one() -> None:
    shares = softmax(np.array([[1000.0, 0.0], [-5.0, -5.0]]))
    assert np.allclose(shares.sum(axis=1), 1)
    assert shares[1].tolist() == [0.5, 0.5]
