"""The packaged model: weights of n-grams, networks over the surroundings; arrays only, no pickle, no download."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from djtext import resources
from djtext.roles import grams, net
from djtext.roles.cues import ROLES
from djtext.roles.features import (
    SPEAKS_OF_CAUSES,
    Frame,
    alike,
    context,
    frame,
    governing,
    headed,
    same_paragraph,
    surroundings,
)
from djtext.roles.net import Net, softmax
from djtext.roles.rules import Rule, holding
from djtext.roles.trees import Flat, Trees, flat, raw
from djtext.types import Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TREE_FIELDS = ("feature", "threshold", "left", "right", "value", "outcome", "base")
_CONTENT = 0.3  # what the text below a heading says of the heading's own role, beside its words
# Rare roles weigh more in the fit; so much of it is taken back, and given to the role that lost by it, in log shares
_BALANCE = {"cause": -0.2, "remedy": 0.25}
_FEW = 4  # texts of no more units have networks of their own
_SHORT = 12  # in one of no more the surroundings say little: its own words count as much as the networks
_SCALE = 3  # log shares are divided by it where networks read them
_EDGE = 4.0  # theme scores are cut off here: beyond, a sentence says no more


@dataclass(frozen=True, slots=True)
class Words:
    """Networks that read a text's n-grams: the columns of `table` are the hidden units of one after the other.

    `out` (networks, units, roles) and `bias` (networks, roles) say which roles the units speak for.
    """

    table: grams.Table
    out: NDArray[Any]
    bias: NDArray[Any]

    def log_shares(self, sums: NDArray[Any]) -> NDArray[Any]:
        """What the weights of n-grams say, one row a text or clause: log shares of the roles, scaled; the networks' mean."""
        import numpy as np

        networks, units, _ = self.out.shape
        hidden = np.maximum(sums + self.table.bias, 0).reshape(len(sums), networks, units)
        with net.one_thread():
            said = np.matmul(hidden.transpose(1, 0, 2), self.out) + self.bias[:, None]
        mean: NDArray[Any] = log_shares(softmax(said)).mean(axis=0)
        return mean


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for roles and for the themes in `themes`; `about` says what it was made from.

    `words` has the networks over n-grams for the roles, `theme_table` has the weights of n-grams for the themes;
    `short_net` stands for `role_net` in texts of a few units.
    """

    words: Words
    theme_table: grams.Table
    role_net: Net
    short_net: Net
    theme_trees: Flat
    themes: tuple[str, ...]
    threshold: float
    about: dict[str, Any]


def save(
    path: Path, words: Words, theme_table: grams.Table, *, roles: Net, short: Net, themes: Trees, about: dict[str, Any]
) -> None:
    """Write a model as one npz of plain arrays; `about` names its `themes` and its `threshold`.

    Both tables have the same n-grams. Weights of words are kept as one of 255 steps of their column.
    """
    import numpy as np

    table = words.table
    count = len(table.grams)
    arrays: dict[str, Any] = {"grams": table.grams, "slots": table.slots, "squares": table.squares[:count]}
    step = np.abs(table.weights).max(axis=0) / 127
    arrays |= {"words_weights": np.round(table.weights[:count] / step).astype(np.int8), "words_step": step}
    arrays["themes_weights"] = theme_table.weights[:count].astype(np.float16)
    arrays |= {"words_bias": table.bias, "themes_bias": theme_table.bias}
    arrays |= {"words_out": words.out.astype(np.float32), "words_out_bias": words.bias.astype(np.float32)}
    arrays |= {f"theme_{name}": getattr(themes, name) for name in _TREE_FIELDS}
    for kind, networks in (("role", roles), ("short", short)):
        arrays |= {f"{kind}_{name}": getattr(networks, name).astype(np.float32) for name in net.FIELDS}
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
    of_words, of_themes = (
        grams.ready(
            grams.Table(
                found["grams"], found["slots"], found[f"{name}_weights"], found["squares"], found[f"{name}_bias"],
                found.get(f"{name}_step"),
            )
        )
        for name in ("words", "themes")
    )  # fmt: skip
    theme_trees = flat(Trees(*(found[f"theme_{name}"] for name in _TREE_FIELDS)))
    role_net, short_net = (Net(*(found[f"{kind}_{name}"] for name in net.FIELDS)) for kind in ("role", "short"))
    words = Words(of_words, found["words_out"], found["words_out_bias"])
    return Model(
        words, of_themes, role_net, short_net, theme_trees, tuple(about["themes"]), float(about["threshold"]), about
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What texts say by their own words, one row a text.

    `roles`: log shares of the five roles (scaled); `themes`: a score for each theme; `clauses`: for each role the most
    that one clause says of it, what the first clause says, and what the last.
    """

    roles: NDArray[Any]
    themes: NDArray[Any]
    clauses: NDArray[Any]


def first_look(texts: Sequence[str], words: Words, theme_table: grams.Table | None = None) -> Look:
    """What each text's own words say, whole and clause by clause; of themes only where their table is given."""
    import numpy as np

    tables = (words.table,) if theme_table is None else (words.table, theme_table)
    found = grams.sums(texts, *tables)
    both = words.log_shares(np.concatenate([found.by_text(), found.by_clause()]))
    whole, parts = both[: len(texts)], both[len(texts) :]
    first = found.first
    last = np.empty_like(first)
    last[:-1], last[-1:] = first[1:] - 1, len(parts) - 1
    most = np.maximum.reduceat(parts, first, axis=0) if len(texts) else parts
    by_clause = np.concatenate([most, parts[first], parts[last] if len(texts) else parts], axis=1)
    themes: NDArray[Any] = np.empty((len(texts), 0), dtype=np.float32)
    if theme_table is not None:
        themes = np.clip(found.by_text(1) + theme_table.bias, -_EDGE, _EDGE)
    return Look(whole, themes, by_clause)


def log_shares(shares: NDArray[Any]) -> NDArray[Any]:
    """Shares as the networks and trees read them."""
    import numpy as np

    logs: NDArray[Any] = np.log(shares + 1e-4) / _SCALE
    return logs


@dataclass(frozen=True, slots=True)
class Seen:
    """The units of one document as the model sees them: plain texts, the headings above, and the places."""

    units: Sequence[Sentence]
    texts: list[str]
    above: list[tuple[int, ...]]
    places: Frame


def see(units: Sequence[Sentence]) -> Seen:
    """Make the units of one document ready for the model."""
    above = governing(units)
    return Seen(units, grams.plain_all([unit.text for unit in units]), above, frame(units, above))


def role_features(look: Look, seen: Seen) -> NDArray[Any]:
    """What the networks of the roles read of each unit."""
    import numpy as np

    around = context(look.roles, seen.places).reshape(len(seen.units), -1)
    shape = surroundings(seen.units, seen.texts, seen.places)
    return np.concatenate([around, look.clauses, same_paragraph(seen.places), shape], axis=1, dtype=np.float32)


def _shares(look: Look, seen: Seen, model: Model) -> tuple[NDArray[Any], list[tuple[int, Rule]]]:
    """Shares of the roles, and the rules that moved them.

    What the networks say, moved by the rules; a heading also takes after what it heads, and headings worded alike after
    each other.
    """
    import numpy as np

    features = role_features(look, seen)
    said = net.shares(features, model.short_net if len(seen.units) <= _FEW else model.role_net)
    logs = np.log(said + 1e-3)
    if _FEW < len(said) <= _SHORT:
        logs += look.roles * _SCALE
    for role, by in _BALANCE.items():
        logs[:, ROLES.index(role)] += by
    explained = bool(features[0, SPEAKS_OF_CAUSES] > 0)
    moved = []
    for place, rule in holding(seen.units, seen.texts, seen.places.marks, explained=explained):
        role_at = ROLES.index(rule.role)
        if rule.between and not (
            0 < place < len(logs) - 1 and (logs[[place - 1, place + 1]].argmax(axis=1) == role_at).all()
        ):
            continue
        logs[place, role_at] += rule.by
        moved.append((place, rule))
    content = headed(softmax(logs), seen.places)
    is_head = np.array([unit.kind == "heading" for unit in seen.units]) & (content.sum(axis=1) > 0)
    logs = np.where(is_head[:, None], logs + _CONTENT * np.log(content + 0.05), logs)
    for group in alike(seen.units, seen.places):
        logs[group] = logs[group].mean(axis=0)
    return softmax(logs), moved


def theme_features(
    look: Look, hits: NDArray[Any], lost: NDArray[Any], other: NDArray[Any], seen: Seen, close: NDArray[Any]
) -> NDArray[Any]:
    """What the theme trees read: one row for each pair of unit and theme in the mask `close`, by unit, then by theme.

    `hits` and `lost` are counts of a theme's patterns in a unit that stand, or gave way to another theme's; `other`
    counts hits of themes that the model does not know.
    """
    import numpy as np

    themes = look.themes
    at, theme = np.nonzero(close)
    length = np.array([min(len(text), 200) / 50 for text in seen.texts])
    best = themes.max(axis=1, keepdims=True)
    layers = [
        *context(themes, seen.places, empty=-_EDGE).transpose(1, 0, 2),
        *context(hits, seen.places).transpose(1, 0, 2),
        lost,
        hits / np.maximum(0.1, length)[:, None],
        np.argsort(np.argsort(-themes, axis=1, kind="stable"), axis=1, kind="stable"),
        themes - best,
    ]
    of_unit = [
        hits.sum(axis=1), other, length, np.array([unit.kind != "sentence" for unit in seen.units]), best[:, 0],
        (themes > 0).sum(axis=1), *look.roles.T,
    ]  # fmt: skip
    columns = [layer[at, theme] for layer in layers] + [column[at] for column in of_unit]
    columns += [theme == n for n in range(themes.shape[1])]
    return np.column_stack(columns).astype(np.float32)


def candidates(themes: NDArray[Any], hits: NDArray[Any]) -> NDArray[Any]:
    """The pairs of unit and theme that are worth a closer look."""
    chosen: NDArray[Any] = (themes > -3.0) | (hits > 0)
    return chosen


def predict(
    units: Sequence[Sentence], model: Model, *, hits: NDArray[Any], lost: NDArray[Any], other: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Shares of the five roles (rows sum to 1), and the probability of each theme, for the units of one document."""
    import numpy as np

    seen = see(units)
    with net.one_thread():
        look = first_look(seen.texts, model.words, model.theme_table)
        shares, _ = _shares(look, seen, model)
    about = np.zeros(look.themes.shape)
    close = candidates(look.themes, hits)
    if close.any():
        rows = theme_features(look, hits, lost, other, seen, close)
        about[close] = 1 / (1 + np.exp(-raw(rows, model.theme_trees)[:, 0]))
    return shares, about


def role_evidence(units: Sequence[Sentence], model: Model) -> tuple[NDArray[Any], list[tuple[int, Rule]]]:
    """Shares of the five roles for the units of one document, and the rules that moved them, each with its unit's place."""
    seen = see(units)
    with net.one_thread():
        return _shares(first_look(seen.texts, model.words), seen, model)


def role_shares(units: Sequence[Sentence], model: Model) -> NDArray[Any]:
    """Shares of the five roles for the units of one document."""
    return role_evidence(units, model)[0]
