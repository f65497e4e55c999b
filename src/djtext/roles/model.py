"""The packaged model: weights of n-grams, trees over the surroundings; arrays only, no pickle, no download."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from djtext import resources
from djtext.roles import grams
from djtext.roles.cues import ROLES
from djtext.roles.features import context, governing, same_paragraph, surroundings
from djtext.roles.trees import Flat, Trees, flat, raw, softmax
from djtext.types import Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TREE_FIELDS = ("feature", "threshold", "left", "right", "value", "outcome", "base")
_CLAUSE = re.compile("[^，；：。！？]+[，；：。！？”）]*")
_SECOND_LOOK = 0.7  # share of the second look in the mean
_CONTENT = 0.6  # what the text below a heading says of the heading's own role, beside its words
_EDGE = 4.0  # theme scores are cut off here: beyond, a sentence says no more


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for roles and for the themes in `themes`; `about` says what it was made from."""

    table: grams.Table
    role_trees: Flat
    again_trees: Flat
    theme_trees: Flat
    themes: tuple[str, ...]
    threshold: float
    about: dict[str, Any]


def save(path: Path, table: grams.Table, *, roles: Trees, again: Trees, themes: Trees, about: dict[str, Any]) -> None:
    """Write a model as one npz of plain arrays; `about` names its `themes` and its `threshold`."""
    import numpy as np

    arrays: dict[str, Any] = {name: getattr(table, name) for name in ("grams", "slots", "weights", "squares", "bias")}
    for prefix, trees in (("role", roles), ("again", again), ("theme", themes)):
        arrays |= {f"{prefix}_{name}": getattr(trees, name) for name in _TREE_FIELDS}
    arrays["about"] = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
    with path.open("wb") as file:
        np.savez(file, **arrays)


@lru_cache(maxsize=2)
def load(path: Path | None = None) -> Model:
    """The packaged model, or another file of the same form."""
    import numpy as np

    with np.load(path or resources.data("roles.npz"), allow_pickle=False) as arrays:
        found = {name: arrays[name] for name in arrays.files}
    about = json.loads(found["about"].tobytes().decode())
    table = grams.Table(*(found[name] for name in ("grams", "slots", "weights", "squares", "bias")))
    role_trees, again_trees, theme_trees = (
        flat(Trees(*(found[f"{prefix}_{name}"] for name in _TREE_FIELDS))) for prefix in ("role", "again", "theme")
    )
    return Model(table, role_trees, again_trees, theme_trees, tuple(about["themes"]), float(about["threshold"]), about)


@dataclass(frozen=True, slots=True)
class Look:
    """What texts say by their own words, one row a text.

    `roles`: log shares of the five roles (scaled); `themes`: a score for each theme; `clauses`: for each role the most
    that one clause says of it, what the first clause says, and what the last.
    """

    roles: NDArray[Any]
    themes: NDArray[Any]
    clauses: NDArray[Any]


def first_look(texts: Sequence[str], table: grams.Table) -> Look:
    """What each text's own words say, whole and clause by clause."""
    import numpy as np

    width = len(ROLES)
    values = grams.scores(texts, table)
    roles = log_shares(softmax(values[:, :width]))
    clauses = [_CLAUSE.findall(text) or [text] for text in texts]
    sizes = np.array([len(found) for found in clauses])
    parts = log_shares(softmax(grams.scores([part for found in clauses for part in found], table)[:, :width]))
    ends = np.cumsum(sizes)
    most = np.maximum.reduceat(parts, ends - sizes, axis=0) if len(texts) else parts
    by_clause = np.concatenate([most, parts[ends - sizes], parts[ends - 1]], axis=1)
    return Look(roles, np.clip(values[:, width:], -_EDGE, _EDGE), by_clause)


def log_shares(shares: NDArray[Any]) -> NDArray[Any]:
    """Shares as the trees read them."""
    import numpy as np

    logs: NDArray[Any] = np.log(shares + 1e-4) / 3
    return logs


def role_features(
    look: Look, units: Sequence[Sentence], texts: Sequence[str], above: list[tuple[int, ...]]
) -> NDArray[Any]:
    """What the role trees read of each unit."""
    import numpy as np

    around = context(look.roles, units, above)
    return np.concatenate(
        [*around, look.clauses, same_paragraph(units), surroundings(units, texts, above)], axis=1, dtype=np.float32
    )


def again_features(
    first: NDArray[Any], shares: NDArray[Any], units: Sequence[Sentence], above: list[tuple[int, ...]]
) -> NDArray[Any]:
    """What the second trees read: all that the first did, and what these said of the surroundings."""
    import numpy as np

    return np.concatenate([first, *context(log_shares(shares), units, above)], axis=1, dtype=np.float32)


def _shares(
    look: Look, units: Sequence[Sentence], texts: Sequence[str], above: list[tuple[int, ...]], model: Model
) -> NDArray[Any]:
    """Two looks at the surroundings, the second with what the first made of the neighbours, and a mean of both."""
    import numpy as np

    features = role_features(look, units, texts, above)
    first = softmax(raw(features, model.role_trees))
    second = softmax(raw(again_features(features, first, units, above), model.again_trees))
    logs = (1 - _SECOND_LOOK) * np.log(first + 1e-6) + _SECOND_LOOK * np.log(second + 1e-6)
    return softmax(_with_content(logs, units, above))


def _with_content(logs: NDArray[Any], units: Sequence[Sentence], above: list[tuple[int, ...]]) -> NDArray[Any]:
    """A heading also takes the role of what it heads, and of what the headings parallel to it head."""
    import numpy as np

    *_, content, _, parallel = context(softmax(logs), units, above)
    says = np.log(content + 0.05)
    has_parallel = parallel.sum(axis=1) > 0
    says[has_parallel] = (says[has_parallel] + 0.5 * np.log(parallel[has_parallel] + 0.05)) / 1.5
    heads = np.array([unit.kind == "heading" for unit in units]) & (content.sum(axis=1) > 0)
    return np.where(heads[:, None], (1 - _CONTENT) * logs + _CONTENT * says, logs)


def theme_features(
    roles: NDArray[Any], themes: NDArray[Any], hits: NDArray[Any], lost: NDArray[Any], other: NDArray[Any],
    units: Sequence[Sentence], texts: Sequence[str], above: list[tuple[int, ...]],
) -> NDArray[Any]:  # fmt: skip
    """What the theme trees read, as an array of units × themes × features.

    `hits` and `lost` are counts of a theme's patterns in a unit that stand, or gave way to another theme's; `other`
    counts hits of themes that the model does not know.
    """
    import numpy as np

    count, width = themes.shape
    length = np.array([min(len(text), 200) / 50 for text in texts])
    best = themes.max(axis=1, keepdims=True)
    layers = [
        *context(themes, units, above, empty=-_EDGE),
        *context(hits, units, above),
        lost,
        hits / np.maximum(0.1, length)[:, None],
        np.argsort(np.argsort(-themes, axis=1, kind="stable"), axis=1, kind="stable"),
        themes - best,
    ]
    of_unit = [
        hits.sum(axis=1), other, length, np.array([unit.kind != "sentence" for unit in units]), best[:, 0],
        (themes > 0).sum(axis=1), *roles.T,
    ]  # fmt: skip
    layers += [np.repeat(np.asarray(column, dtype=float)[:, None], width, axis=1) for column in of_unit]
    layers += [np.tile(np.arange(width) == theme, (count, 1)) for theme in range(width)]
    return np.stack(layers, axis=2).astype(np.float32)


def candidates(themes: NDArray[Any], hits: NDArray[Any]) -> NDArray[Any]:
    """The pairs of unit and theme that are worth a closer look."""
    chosen: NDArray[Any] = (themes > -3.0) | (hits > 0)
    return chosen


def predict(
    units: Sequence[Sentence], model: Model, *, hits: NDArray[Any], lost: NDArray[Any], other: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Shares of the five roles (rows sum to 1), and the probability of each theme, for the units of one document."""
    import numpy as np

    texts = [grams.plain(unit.text) for unit in units]
    above = governing(units)
    look = first_look(texts, model.table)
    roles, themes = look.roles, look.themes
    shares = _shares(look, units, texts, above, model)
    about = np.zeros(themes.shape)
    close = candidates(themes, hits)
    if close.any():
        rows = theme_features(roles, themes, hits, lost, other, units, texts, above)[close]
        about[close] = 1 / (1 + np.exp(-raw(rows, model.theme_trees)[:, 0]))
    return shares, about


def role_shares(units: Sequence[Sentence], model: Model) -> NDArray[Any]:
    """Shares of the five roles for the units of one document."""
    texts = [grams.plain(unit.text) for unit in units]
    above = governing(units)
    return _shares(first_look(texts, model.table), units, texts, above, model)
