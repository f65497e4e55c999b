"""Fit the model of roles and themes and write src/djtext/data/roles.npz.

    python tools/train_roles.py [--out FILE]

Learns from the coded training sentences of ../shared/gold, from the labels of tools/labels.jsonl and from the essays
of corpus/gold that are not held out; the development sentences and the held-out essays are never read here. A small
network over character n-grams (roles) and regressions over them (themes) look at each sentence; what they say of the
documents they were not fitted to (five folds by document) is what the networks and trees over the surroundings learn
from. Seeded; the same texts and library versions give the same weights up to rounding. Takes about ten minutes. `tests/gold/score_roles.py` scores the result.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import coded
import fit_net
import fit_words
import numpy as np
import scipy.sparse as sp
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from djtext.roles import grams, model
from djtext.roles.classify import counts, hits_of
from djtext.roles.cues import ROLES
from djtext.roles.trees import Trees, flat, raw
from djtext.text.outline import outline
from djtext.themes import codebook
from djtext.themes.find import Matcher, compile_book
from djtext.types import Document

THEMES = (
    "liangzhangpi", "xingshizhuyi", "guanliaozhuyi", "buzuowei", "zouchujiguan", "ronghe", "lilunxuexi", "zerenluoshi",
    "zhidujianshe", "kaohejiandu", "duiwujianshe", "fuwuqunzhong", "lianzheng", "zuzhishenghuo", "chuangxin",
)  # fmt: skip
FOLDS, SEED, FEWEST, BITS = 5, 0, 6, 20
THRESHOLD = 0.4
READERS = 2  # networks over n-grams, side by side
UNITS, NETWORKS = 384, 2  # those that weigh the surroundings
# Texts of a few units have networks of their own, which learn from stretches of so many units, cut out of documents: in
# all this share of the coded units
SHORT_UNITS, LENGTHS, PIECES = 96, (1, 1, 2, 2, 3, 3, 4), 0.5
# What a coded unit of each source weighs: for the networks over n-grams, and for all that read what these say
EARLY = {"own": 1.5, "gold-train": 1.5, "labels": 1.0, "section": 1.0}
LATE = {"own": 3.0, "gold-train": 4.0, "labels": 1.0, "section": 1.0}
# The sections were written with a cause for most problems, which web texts do not give: their causes weigh less
OF_CAUSES = 0.5
Made = TypeVar("Made")
LETTERS = {letter: ROLES.index(name) for letter, name in coded.ROLES.items()}


@dataclass
class Doc:
    """One document: its units as the model sees them, hits of the codebook, codes where there are any."""

    seen: model.Seen
    hits: np.ndarray
    lost: np.ndarray
    other: np.ndarray
    coded: list[coded.Coded | None]
    source: str


def prepared(doc: Document, spans: tuple[coded.Coded, ...], source: str, matcher: Matcher) -> Doc:
    units = outline(doc)
    hits, lost, other = counts(hits_of(doc, units, matcher), len(units), THEMES)
    return Doc(model.see(units), hits, lost, other, coded.align(units, spans), source)


def read() -> list[Doc]:
    """All coded documents that may be learned from."""
    matcher = compile_book(codebook.load(None))
    sources = (coded.shared_gold("train"), coded.labels(), coded.own(heldout=False), coded.sections(heldout=False))
    docs = [prepared(one.doc, one.spans, one.source, matcher) for source in sources for one in source]
    return [doc for doc in docs if doc.seen.units]


@dataclass
class Task:
    """What is learned: rows of `x` are the units of all documents, in order."""

    docs: list[Doc]
    first: np.ndarray  # where the units of each document begin
    coded: np.ndarray  # rows with codes
    doc_of: np.ndarray  # document of each coded row
    at: list[np.ndarray]  # for each document the places of its coded units
    role: np.ndarray
    theme: np.ndarray
    unsure: np.ndarray
    early: np.ndarray  # what each coded row weighs, rare roles more
    late: np.ndarray
    fold: np.ndarray  # of each document


def task(docs: list[Doc]) -> Task:
    first = np.cumsum([0] + [len(doc.seen.units) for doc in docs])
    rows = [(d, n, found) for d, doc in enumerate(docs) for n, found in enumerate(doc.coded) if found is not None]
    doc_of = np.array([d for d, _, _ in rows])
    role = np.array([LETTERS[found.roles[0]] for *_, found in rows])
    theme = np.array([[key in found.themes for key in THEMES] for *_, found in rows])
    unsure = np.array([[key in found.maybe for key in THEMES] for *_, found in rows]) & ~theme
    source = np.array([docs[d].source for d in doc_of])
    early, late = (balanced(np.array([of[name] for name in source]), role) for of in (EARLY, LATE))
    for weight in (early, late):
        weight[(source == "section") & (role == ROLES.index("cause"))] *= OF_CAUSES
    order = np.random.default_rng(SEED).permutation(len(docs))
    fold = np.empty(len(docs), dtype=int)
    fold[order] = np.arange(len(docs)) % FOLDS
    return Task(
        docs, first, np.array([first[d] + n for d, n, _ in rows]), doc_of, [np.array([n for n, f in enumerate(doc.coded) if f is not None], dtype=int) for doc in docs],
        role, theme, unsure, early, late, fold,
    )  # fmt: skip


def balanced(weight: np.ndarray, role: np.ndarray) -> np.ndarray:
    """Weights of coded units with rare roles weighing more, one on average."""
    share = np.bincount(role, weights=weight, minlength=len(ROLES))
    result = weight * ((weight.sum() / len(ROLES) / share) ** 0.5)[role]
    return result / result.mean()


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


def boosted(x: np.ndarray, y: np.ndarray, weight: np.ndarray, **options: float) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(random_state=SEED, **options).fit(x, y, sample_weight=weight)


@dataclass(frozen=True)
class Grams:
    """The n-grams of all units, weighted, and the index by which the model finds them."""

    x: sp.csr_matrix
    names: np.ndarray
    idf: np.ndarray
    slots: np.ndarray

    def table(self, weights: np.ndarray, bias: np.ndarray) -> grams.Table:
        """Weights of the weighted n-grams as a table; in half precision, as they are kept."""
        halves = (weights * self.idf[:, None]).astype(np.float16)
        return grams.ready(
            grams.Table(self.names, self.slots, halves, (self.idf**2).astype(np.float32), bias.astype(np.float32))
        )


def words(these: Grams, this: Task, learn: np.ndarray) -> model.Words:
    """The roles by n-grams, from the chosen coded rows: networks side by side, each from its own start."""
    fitted = [
        fit_words.fit(
            these.x[this.coded[learn]], this.role[learn], this.theme[learn], this.unsure[learn],
            this.early[learn], roles=len(ROLES), seed=SEED + n,
        )
        for n in range(READERS)
    ]  # fmt: skip
    roles = slice(0, len(ROLES))
    table = these.table(
        np.concatenate([one.grams for one in fitted], axis=1), np.concatenate([one.bias for one in fitted])
    )
    return model.Words(
        table, np.stack([one.out[:, roles] for one in fitted]), np.stack([one.out_bias[roles] for one in fitted])
    )


def theme_table(these: Grams, this: Task, learn: np.ndarray) -> grams.Table:
    """The themes by n-grams, one after the other; what the coders were unsure of is left out."""
    coefficients, intercepts = [], []
    here = these.x[this.coded[learn]]
    for theme in range(len(THEMES)):
        known = ~this.unsure[learn, theme]
        fitted = LogisticRegression(C=8, class_weight={0: 1, 1: 3}, solver="liblinear", max_iter=200, random_state=SEED)
        fitted.fit(here[known], this.theme[learn, theme][known])
        coefficients.append(fitted.coef_[0])
        intercepts.append(fitted.intercept_[0])
    return these.table(np.array(coefficients).T, np.array(intercepts))


def looks(this: Task, fit: Callable[[np.ndarray], Made], look: Callable[[int, Made], None]) -> Made:
    """Fit to all coded rows; let `look` see each document with what was fitted to the other folds."""
    for fold in range(FOLDS):
        fitted = fit(this.fold[this.doc_of] != fold)
        for number in np.nonzero(this.fold == fold)[0]:
            look(number, fitted)
    return fit(np.ones(len(this.role), dtype=bool))


def pieces(this: Task) -> list[tuple[int, slice]]:
    """Stretches of documents whose units are all coded, drawn at random; a single unit is a sentence."""
    draws = np.random.default_rng(SEED)
    wanted = int(PIECES * len(this.role) / np.mean(LENGTHS))
    found: list[tuple[int, slice]] = []
    while len(found) < wanted:
        number, length = int(this.doc_of[draws.integers(len(this.doc_of))]), int(draws.choice(LENGTHS))
        begin = int(draws.choice(this.at[number]))
        doc, here = this.docs[number], slice(begin, begin + length)
        whole = len(doc.coded[here]) == length and None not in doc.coded[here]
        if whole and (length > 1 or doc.seen.units[begin].kind == "sentence"):
            found.append((number, here))
    return found


def piece_rows(this: Task, seen: list[model.Look]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, role and weight of the units of such stretches, each read as a text of its own."""
    row = np.full(this.first[-1], -1)
    row[this.coded] = np.arange(len(this.coded))
    features, rows = [], []
    for number, here in pieces(this):
        look = seen[number]
        part = replace(look, roles=look.roles[here], clauses=look.clauses[here])
        features.append(model.role_features(part, model.see(this.docs[number].seen.units[here])))
        rows.append(row[this.first[number] :][here])
    chosen = np.concatenate(rows)
    return np.concatenate(features), this.role[chosen], this.late[chosen]


def theme_rows(this: Task, seen: list[model.Look]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, truth and weight of the pairs of coded unit and theme that are worth a look."""
    rows, truth, weight = [], [], []
    for number, at in enumerate(this.at):
        if not len(at):
            continue
        doc, here = this.docs[number], this.doc_of == number
        close = np.zeros(doc.hits.shape, dtype=bool)
        close[at] = model.candidates(seen[number].themes[at], doc.hits[at]) & ~this.unsure[here]
        rows.append(model.theme_features(seen[number], doc.hits, doc.lost, doc.other, doc.seen, close))
        truth.append(this.theme[here][close[at]])
        weight.append(np.full(int(close.sum()), LATE[doc.source]))
    return np.concatenate(rows), np.concatenate(truth), np.concatenate(weight)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=coded.ROOT / "src" / "djtext" / "data" / "roles.npz")
    given = parser.parse_args()
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)

    this = task(read())
    sources = Counter(this.docs[d].source for d in this.doc_of)
    tell(f"{len(this.docs)} documents, {len(this.role)} coded units: {sources}")
    x, names, idf = matrix([text for doc in this.docs for text in doc.seen.texts], this.coded)
    these = Grams(x, names, idf, grams.make_slots(names, BITS))
    tell(f"{len(names)} n-grams")
    seen: list[model.Look] = [model.Look(*[np.empty(0)] * 3)] * len(this.docs)

    def look_at_themes(number: int, table: grams.Table) -> None:
        seen[number] = replace(seen[number], themes=grams.scores(this.docs[number].seen.texts, table))

    def look_at_roles(number: int, fitted: model.Words) -> None:
        seen[number] = replace(model.first_look(this.docs[number].seen.texts, fitted), themes=seen[number].themes)

    themes = looks(this, lambda learn: theme_table(these, this, learn), look_at_themes)
    tell("themes by n-grams")
    roles = looks(this, lambda learn: words(these, this, learn), look_at_roles)
    own = np.concatenate([seen[d].roles[at].argmax(axis=1) for d, at in enumerate(this.at) if len(at)])
    tell(f"own words alone, documents not fitted to: accuracy {(own == this.role).mean():.3f}")
    features = np.concatenate(
        [
            model.role_features(look, doc.seen)[at]
            for look, doc, at in zip(seen, this.docs, this.at, strict=True)
            if len(at)
        ]
    )
    of_role = np.eye(len(ROLES))
    networks = fit_net.fit(features, of_role[this.role], this.late, units=UNITS, networks=NETWORKS, seed=SEED)
    tell(f"networks over {features.shape[1]} features")
    features, role, weight = piece_rows(this, seen)
    short = fit_net.fit(features, of_role[role], weight, units=SHORT_UNITS, networks=NETWORKS, seed=SEED)
    tell(f"networks for short texts, {len(features)} units")
    b, truth, of_pair = theme_rows(this, seen)
    theme_trees = boosted(b, truth, of_pair, max_iter=150, learning_rate=0.08, l2_regularization=2, max_leaf_nodes=24)
    tell(f"theme trees over {b.shape[1]} features, {len(b)} pairs")
    exact = np.abs(raw(b[:500], flat(trees_of(theme_trees, 1))) - theme_trees._raw_predict(b[:500])).max()
    tell(f"largest difference to scikit-learn: {exact:.2g}")
    about_model = {
        "made_by": "tools/train_roles.py", "codebook": codebook.load(None).name, "documents": len(this.docs),
        "units": len(this.role), "seed": SEED, "themes": THEMES, "threshold": THRESHOLD,
    }  # fmt: skip
    model.save(
        given.out, roles, themes, roles=networks, short=short, themes=trees_of(theme_trees, 1), about=about_model
    )
    tell(f"{given.out.name}: {given.out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
