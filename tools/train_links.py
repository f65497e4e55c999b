"""Fit the weights that decide which remedy answers which problem, and write src/djtext/data/links.json.

    python tools/train_links.py

Learns from the links of the essays of corpus/gold that are not held out; passages come from the packaged role model.
Prints the F1 over remedies on these essays by five folds of documents, and chooses the threshold there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import coded
import numpy as np
from sklearn.linear_model import LogisticRegression

from djtext.roles import link
from djtext.roles.classify import classify
from djtext.roles.passages import passages
from djtext.themes import codebook
from djtext.themes.find import compile_book
from djtext.types import Passage

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "gold"))
from score_pairs import Gold, gold_links, overlap, remedy_f1

OUT = coded.ROOT / "src" / "djtext" / "data" / "links.json"


def answers(problem: Passage, remedy: Passage, gold: Sequence[Gold]) -> bool:
    """Is this pair among the coded ones, by overlap of both ends?"""
    return any(overlap(problem, g.problem) and overlap(remedy, g.remedy) for g in gold)


def main() -> int:
    matcher = compile_book(codebook.load(None))
    docs = []
    for one in coded.own(heldout=False):
        gold = gold_links(one)
        found = passages(classify(one.doc, matcher), one.doc.text)
        described = list(link.describe(found))
        docs.append((found, described, gold))
    rows, truth, weight, doc_of = [], [], [], []
    for number, (_, described, gold) in enumerate(docs):
        for remedy, pairs in described:
            for problem, figures in pairs:
                rows.append([figures.get(name, 0.0) for name in link.FEATURES])
                truth.append(answers(problem.passage, remedy.passage, gold))
                weight.append(1.0)
                doc_of.append(number)
    x, y, doc = np.array(rows), np.array(truth), np.array(doc_of)
    print(f"{len(docs)} essays, {len(y)} pairs, {y.sum()} coded")

    def fit(chosen: np.ndarray) -> dict[str, float]:
        fitted = LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000).fit(x[chosen], y[chosen])
        return {name: round(float(value), 3) for name, value in zip(link.FEATURES, fitted.coef_[0], strict=True)}

    by_fold = [fit(doc % 5 != fold) for fold in range(5)]
    best = (0.0, 0.0)
    for threshold in np.arange(0.1, 0.6, 0.05):
        said = []
        for number, (found, _, gold) in enumerate(docs):
            link._weights.cache_clear()
            OUT.write_text(
                json.dumps({"weights": by_fold[number % 5], "threshold": float(threshold)}), encoding="utf-8"
            )
            said.append((link.links(found), gold))
        f1 = remedy_f1(said)
        print(f"threshold {threshold:.2f}: P {f1[0]:.3f} R {f1[1]:.3f} F1 {f1[2]:.3f}")
        best = max(best, (f1[2], float(threshold)))
    final = {"made_by": "tools/train_links.py", "threshold": round(best[1], 2), "weights": fit(doc >= 0)}
    OUT.write_text(json.dumps(final, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(final)
    return 0


if __name__ == "__main__":
    sys.exit(main())
