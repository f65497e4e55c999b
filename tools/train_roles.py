"""Fit the model of roles and themes and write src/djtext/data/roles.npz.

    python tools/train_roles.py [--out FILE]

Learns from the coded training sentences of ../shared/gold, from the labels of tools/labels.jsonl and from the essays
of corpus/gold that are not held out; the development sentences and the held-out essays are never read here. A linear
model over character n-grams looks at each sentence; what it says of the documents it was not fitted to (five folds by
document) is what the trees over the surroundings learn from. Seeded; the same texts and library versions give the same
weights. `tests/gold/score_roles.py` scores the result.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import coded
import numpy as np
import scipy.sparse as sp
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from djtext.roles import grams, model
from djtext.roles.classify import counts, hits_of
from djtext.roles.cues import ROLES
from djtext.roles.features import governing
from djtext.roles.trees import Trees, flat, raw
from djtext.text.outline import outline
from djtext.themes import codebook
from djtext.themes.find import compile_book
from djtext.types import Sentence

THEMES = (
    "liangzhangpi", "xingshizhuyi", "guanliaozhuyi", "buzuowei", "zouchujiguan", "ronghe", "lilunxuexi", "zerenluoshi",
    "zhidujianshe", "kaohejiandu", "duiwujianshe", "fuwuqunzhong", "lianzheng", "zuzhishenghuo", "chuangxin",
)  # fmt: skip
FOLDS, SEED, FEWEST, BITS = 5, 0, 4, 19
THRESHOLD = 0.45
WEIGHT = {"own": 1.5, "gold-train": 1.5, "labels": 1.0}
LETTERS = {letter: ROLES.index(name) for letter, name in coded.ROLES.items()}


@dataclass
class Doc:
    """One training document: its units, what is known of them, and where its rows begin."""

    units: tuple[Sentence, ...]
    texts: list[str]
    above: list[tuple[int, ...]]
    hits: np.ndarray
    lost: np.ndarray
    other: np.ndarray
    coded: list[coded.Coded | None]
    source: str
    first: int


def read() -> list[Doc]:
    matcher = compile_book(codebook.load(None))
    docs: list[Doc] = []
    first = 0
    for source in (coded.shared_gold("train"), coded.labels(), coded.own(heldout=False)):
        for one in source:
            units = outline(one.doc)
            hits, lost, other = counts(hits_of(one.doc, units, matcher), len(units), THEMES)
            found = coded.align(units, one.spans)
            texts = [grams.plain(unit.text) for unit in units]
            docs.append(Doc(units, texts, governing(units), hits, lost, other, found, one.source, first))
            first += len(units)
    return docs


def matrix(texts: Sequence[str], wanted: np.ndarray) -> tuple[sp.csr_matrix, np.ndarray, np.ndarray]:
    """Weighted n-grams of every unit; the vocabulary is made of the wanted rows."""
    found, owner = grams.keys(texts)
    names, cells = np.unique(found, return_inverse=True)
    whole = sp.csr_matrix((np.ones(len(cells), dtype=np.float32), (owner, cells)), shape=(len(texts), len(names)))
    whole.sum_duplicates()
    documents = np.asarray((whole[wanted] > 0).sum(axis=0)).ravel()
    kept = documents >= FEWEST
    idf = (np.log(len(wanted) / documents[kept]) + 1).astype(np.float32)
    whole = whole[:, kept]
    length = np.sqrt(np.maximum(1e-9, whole @ (idf**2)))
    weighted = sp.diags(1 / length) @ whole @ sp.diags(idf)
    return weighted.tocsr().astype(np.float32), names[kept], idf


def fit_roles(x: sp.csr_matrix, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    share = np.bincount(y, weights=weight, minlength=len(ROLES))
    balance = (weight.sum() / len(ROLES) / share) ** 0.5
    return LogisticRegression(C=5, max_iter=120, tol=1e-3).fit(x, y, sample_weight=weight * balance[y])


def fit_themes(x: sp.csr_matrix, y: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and intercepts, one column a theme; `known` leaves out what the coders were unsure of."""
    coefficients, intercepts = [], []
    for theme in range(y.shape[1]):
        rows = known[:, theme]
        fitted = LogisticRegression(C=8, class_weight={0: 1, 1: 3}, solver="liblinear", max_iter=200, random_state=SEED)
        fitted.fit(x[rows], y[rows, theme])
        coefficients.append(fitted.coef_[0])
        intercepts.append(fitted.intercept_[0])
    return np.array(coefficients).T, np.array(intercepts)


def linear(
    x: sp.csr_matrix, role: np.ndarray, theme: np.ndarray, unsure: np.ndarray, weight: np.ndarray, names: np.ndarray,
    idf: np.ndarray,
) -> grams.Table:  # fmt: skip
    """The linear models of roles and themes as one table of n-grams."""
    fitted = fit_roles(x, role, weight)
    coefficients, intercepts = fit_themes(x, theme, ~unsure)
    weights = np.concatenate([fitted.coef_.T, coefficients], axis=1) * idf[:, None]
    return grams.Table(
        names, grams.make_slots(names, BITS), weights.astype(np.float16), (idf**2).astype(np.float32),
        np.concatenate([fitted.intercept_, intercepts]).astype(np.float32),
    )  # fmt: skip


def trees_of(fitted: HistGradientBoostingClassifier, outcomes: int) -> Trees:
    """scikit-learn's trees as plain arrays."""
    listed = [(tree, outcome) for step in fitted._predictors for outcome, tree in enumerate(step)]
    nodes = max(len(tree.nodes) for tree, _ in listed)
    shape = (len(listed), nodes)
    feature, left, right = (np.zeros(shape, dtype=np.int16) for _ in range(3))
    threshold, value = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    for number, (tree, _) in enumerate(listed):
        node = tree.nodes
        count = len(node)
        leaf = node["is_leaf"].astype(bool)
        itself = np.arange(count)
        feature[number, :count] = np.where(leaf, 0, node["feature_idx"])
        # rounded down, so that a float32 feature falls on the same side as in the fit
        threshold[number, :count] = np.where(leaf, np.inf, node["num_threshold"])
        left[number, :count] = np.where(leaf, itself, node["left"])
        right[number, :count] = np.where(leaf, itself, node["right"])
        value[number, :count] = np.where(leaf, node["value"], 0)
    base = np.asarray(fitted._baseline_prediction, dtype=np.float64).ravel()[:outcomes]
    outcome_of = np.array([outcome for _, outcome in listed], dtype=np.int8)
    return Trees(feature, threshold, left, right, value, outcome_of, base)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=coded.ROOT / "src" / "djtext" / "data" / "roles.npz")
    given = parser.parse_args()
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)

    docs = read()
    rows = [(d, n, found) for d, doc in enumerate(docs) for n, found in enumerate(doc.coded) if found is not None]
    wanted = np.array([docs[d].first + n for d, n, _ in rows])
    doc_of = np.array([d for d, _, _ in rows])
    role = np.array([LETTERS[found.roles[0]] for *_, found in rows])
    theme = np.array([[key in found.themes for key in THEMES] for *_, found in rows])
    unsure = np.array([[key in found.maybe for key in THEMES] for *_, found in rows]) & ~theme
    weight = np.array([WEIGHT[docs[d].source] for d in doc_of])
    tell(f"{len(docs)} documents, {len(rows)} coded units: {Counter(docs[d].source for d in doc_of)}")
    x, names, idf = matrix([text for doc in docs for text in doc.texts], wanted)
    tell(f"{len(names)} n-grams")

    order = np.random.default_rng(SEED).permutation(len(docs))
    fold_of_doc = np.empty(len(docs), dtype=int)
    fold_of_doc[order] = np.arange(len(docs)) % FOLDS
    seen: list[model.Look] = [model.Look(*[np.empty(0)] * 3)] * len(docs)
    for fold in range(FOLDS):
        learn = fold_of_doc[doc_of] != fold
        table = linear(x[wanted[learn]], role[learn], theme[learn], unsure[learn], weight[learn], names, idf)
        for number in np.nonzero(fold_of_doc == fold)[0]:
            seen[number] = model.first_look(docs[number].texts, table)
        tell(f"fold {fold}")
    own = np.array([seen[d].roles[n].argmax() for d, n, _ in rows])
    tell(f"own words alone, documents not fitted to: accuracy {(own == role).mean():.3f}")
    table = linear(x[wanted], role, theme, unsure, weight, names, idf)
    tell("linear model")

    role_rows, theme_rows, theme_truth, theme_weight = [], [], [], []
    for number, doc in enumerate(docs):
        at = [n for n, found in enumerate(doc.coded) if found is not None]
        if not at:
            continue
        look = seen[number]
        role_rows.append(model.role_features(look, doc.units, doc.texts, doc.above)[at])
        layers = model.theme_features(
            look.roles, look.themes, doc.hits, doc.lost, doc.other, doc.units, doc.texts, doc.above
        )[at]
        here = doc_of == number
        close = model.candidates(look.themes[at], doc.hits[at]) & ~unsure[here]
        theme_rows.append(layers[close])
        theme_truth.append(theme[here][close])
        theme_weight.append(np.full(int(close.sum()), WEIGHT[doc.source]))
    a = np.concatenate(role_rows)
    share = np.bincount(role, weights=weight, minlength=len(ROLES))
    balanced = weight * ((weight.sum() / len(ROLES) / share) ** 0.5)[role]

    def boost(features: np.ndarray, chosen: np.ndarray, **more: float) -> HistGradientBoostingClassifier:
        options = {
            "max_iter": 80,
            "learning_rate": 0.1,
            "l2_regularization": 1,
            "max_leaf_nodes": 15,
            "max_depth": 7,
        } | more
        fitted = HistGradientBoostingClassifier(random_state=SEED, **options)
        return fitted.fit(features[chosen], role[chosen], sample_weight=balanced[chosen])

    everything = np.ones(len(role), dtype=bool)
    role_model = boost(a, everything)
    tell(f"role trees over {a.shape[1]} features")
    # what the first trees say of documents that they were not fitted to, for every unit: the second learn from it
    whole = [model.role_features(look, doc.units, doc.texts, doc.above) for look, doc in zip(seen, docs, strict=True)]
    again_rows: list[np.ndarray] = [np.empty(0)] * len(docs)
    for fold in range(FOLDS):
        fitted = boost(a, fold_of_doc[doc_of] != fold)
        for number in np.nonzero(fold_of_doc == fold)[0]:
            doc = docs[number]
            at = [n for n, found in enumerate(doc.coded) if found is not None]
            shares = fitted.predict_proba(whole[number])
            again_rows[number] = model.again_features(whole[number], shares, doc.units, doc.above)[at]
    c = np.concatenate([part for part in again_rows if len(part)])
    again_model = boost(c, everything)
    tell(f"second role trees over {c.shape[1]} features")
    b, truth, theme_weights = np.concatenate(theme_rows), np.concatenate(theme_truth), np.concatenate(theme_weight)
    theme_model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.08, l2_regularization=2, max_leaf_nodes=24, random_state=SEED
    ).fit(b, truth, sample_weight=theme_weights)
    tell(f"theme trees over {b.shape[1]} features, {len(b)} pairs")
    role_trees, again_trees = trees_of(role_model, len(ROLES)), trees_of(again_model, len(ROLES))
    theme_trees = trees_of(theme_model, 1)
    exact = np.abs(raw(a[:500], flat(role_trees)) - role_model._raw_predict(a[:500])).max()
    tell(f"largest difference to scikit-learn: {exact:.2g}")
    book = codebook.load(None)
    about = {
        "made_by": "tools/train_roles.py", "codebook": book.name, "documents": len(docs), "units": len(rows),
        "seed": SEED, "themes": THEMES, "threshold": THRESHOLD,
    }  # fmt: skip
    model.save(given.out, table, roles=role_trees, again=again_trees, themes=theme_trees, about=about)
    tell(f"{given.out.name}: {given.out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
