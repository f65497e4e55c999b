"""Fit a network with one hidden layer to soft labels: numpy and Adam, seeded."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from djtext.roles.net import Net, softmax, standard

EPOCHS, RATE, DECAY, BATCH = 16, 3e-3, 1e-4, 256
DROP_IN, DROP_HIDDEN = 0.1, 0.4


def fit(x: np.ndarray, target: np.ndarray, weight: np.ndarray, *, units: int, networks: int, seed: int) -> Net:
    """Networks side by side, each from its own start; `target` has a share for each outcome, `weight` one an example."""
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    empty = np.zeros(0)
    ready = standard(x, Net(mean, scale, *[empty] * 4)).astype(np.float32)
    parts = [_one(ready, target.astype(np.float32), weight, units, seed + n) for n in range(networks)]
    return Net(
        mean.astype(np.float32), scale.astype(np.float32),
        np.concatenate([part[0] for part in parts], axis=1), np.concatenate([part[1] for part in parts]),
        np.stack([part[2] for part in parts]), np.stack([part[3] for part in parts]),
    )  # fmt: skip


def _one(x: np.ndarray, target: np.ndarray, weight: np.ndarray, units: int, seed: int) -> list[np.ndarray]:
    draws = np.random.default_rng(seed)
    sizes = (x.shape[1], units, target.shape[1])
    first, second = ((draws.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32) for a, b in pairwise(sizes))
    values = [first, np.zeros(units, np.float32), second, np.zeros(sizes[2], np.float32)]
    means = [np.zeros_like(value) for value in values]
    squares = [np.zeros_like(value) for value in values]
    weight = (weight / weight.mean()).astype(np.float32)
    steps = EPOCHS * -(-len(x) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = draws.permutation(len(x))
        for begin in range(0, len(x), BATCH):
            chosen = order[begin : begin + BATCH]
            step += 1
            slopes = _slopes(x[chosen], target[chosen], weight[chosen], values, draws)
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for n, slope in enumerate(slopes):
                means[n] = 0.9 * means[n] + 0.1 * slope
                squares[n] = 0.999 * squares[n] + 0.001 * slope * slope
                move = means[n] / (1 - 0.9**step) / (np.sqrt(squares[n] / (1 - 0.999**step)) + 1e-8)
                shrink = DECAY * rate / RATE * values[n] if values[n].ndim == 2 else 0
                values[n] -= (rate * (move + shrink)).astype(np.float32)
    return values


def _slopes(
    x: np.ndarray, target: np.ndarray, weight: np.ndarray, values: list[np.ndarray], draws: np.random.Generator
) -> list[np.ndarray]:
    """Slopes of the cross-entropy, with parts of the features and of the hidden units left out by chance."""
    first, first_bias, second, second_bias = values
    x = x * (draws.random(x.shape, dtype=np.float32) > DROP_IN) / (1 - DROP_IN)
    kept = (draws.random((len(x), first.shape[1]), dtype=np.float32) > DROP_HIDDEN) / np.float32(1 - DROP_HIDDEN)
    hidden = np.maximum(x @ first + first_bias, 0) * kept
    wrong = (softmax(hidden @ second + second_bias) - target) * weight[:, None] / len(x)
    back = (wrong @ second.T) * (hidden > 0) * kept
    return [x.T @ back, back.sum(axis=0), hidden.T @ wrong, wrong.sum(axis=0)]
