"""Fit the network over n-grams: a few hidden units for roles and themes together; scipy, numpy and Adam, seeded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from djtext.roles.net import softmax

UNITS, EPOCHS, RATE, BATCH = 24, 8, 2e-3, 256
DROP_GRAMS, DROP_HIDDEN = 0.3, 0.2
THEMES, POSITIVE = 0.5, 2.0  # what the themes weigh beside the roles, and a theme named beside one not named


@dataclass(frozen=True)
class Fitted:
    """Weights of the n-grams (n-grams, units) and of the units (units, outcomes), each with its bias."""

    grams: np.ndarray
    bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray


class Adam:
    """Adam for one array; of rows that had no slope nothing moves (as in PyTorch's SparseAdam)."""

    def __init__(self, value: np.ndarray) -> None:
        self.value, self.mean, self.square, self.steps = value, np.zeros_like(value), np.zeros_like(value), 0

    def move(self, slope: np.ndarray, rate: float, rows: np.ndarray | slice = slice(None)) -> None:
        self.steps += 1
        mean = self.mean[rows] = 0.9 * self.mean[rows] + 0.1 * slope
        square = self.square[rows] = 0.999 * self.square[rows] + 0.001 * slope * slope
        size = rate * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
        self.value[rows] -= (size * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)


def fit(
    x: sp.csr_matrix, role: np.ndarray, theme: np.ndarray, unsure: np.ndarray, weight: np.ndarray, *, roles: int, seed: int
) -> Fitted:  # fmt: skip
    """`x`: weighted n-grams, one row an example; `role` its number, `theme` and `unsure` masks, `weight` of its role."""
    draws = np.random.default_rng(seed)
    themes = theme.shape[1]
    grams = Adam(draws.normal(0, 0.05, (x.shape[1], UNITS)).astype(np.float32))
    out = Adam((draws.uniform(-1, 1, (UNITS, roles + themes)) / np.sqrt(UNITS)).astype(np.float32))
    bias, out_bias = Adam(np.zeros(UNITS, np.float32)), Adam(np.zeros(roles + themes, np.float32))
    target = np.eye(roles, dtype=np.float32)[role]
    count = x.shape[0]
    steps = EPOCHS * -(-count // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = draws.permutation(count)
        for begin in range(0, count, BATCH):
            chosen = order[begin : begin + BATCH]
            step += 1
            rate = RATE * (0.5 * (1 + np.cos(np.pi * step / steps)) + 1e-3)
            part = x[chosen]
            part.data *= (draws.random(len(part.data), dtype=np.float32) > DROP_GRAMS) / np.float32(1 - DROP_GRAMS)
            kept = (draws.random((len(chosen), UNITS), dtype=np.float32) > DROP_HIDDEN) / np.float32(1 - DROP_HIDDEN)
            hidden = np.maximum(part @ grams.value + bias.value, 0)
            seen = hidden * kept
            said = seen @ out.value + out_bias.value
            of_role = (softmax(said[:, :roles]) - target[chosen]) * weight[chosen, None]
            sure = 1 / (1 + np.exp(-said[:, roles:]))
            named = theme[chosen]
            of_theme = np.where(named, POSITIVE * (sure - 1), sure) * ~unsure[chosen] * THEMES
            wrong = (np.concatenate([of_role, of_theme], axis=1) / len(chosen)).astype(np.float32)
            back = (wrong @ out.value.T) * kept * (hidden > 0)
            met, place = np.unique(part.indices, return_inverse=True)
            narrow = sp.csr_matrix((part.data, place, part.indptr), shape=(len(chosen), len(met)))
            grams.move(narrow.T @ back, rate, met)
            bias.move(back.sum(axis=0), rate)
            out.move(seen.T @ wrong, rate)
            out_bias.move(wrong.sum(axis=0), rate)
    return Fitted(grams.value, bias.value, out.value, out_bias.value)
