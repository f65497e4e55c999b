"""Clusters of problem passages against the themes that were coded for them: adjusted Rand index, with a baseline.

    python tests/gold/score_clusters.py

All coded essays of corpus/gold. The passages are the coded runs of problem and cause sentences; the class of a passage
is its commonest coded theme. Ours: `djtext cluster`'s vectors (words, reduced, with the judged themes beside them) and
k-means; baseline: TF-IDF of words and k-means with as many clusters.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import coded

from djtext.cluster.groups import group
from djtext.cluster.vectors import space, tokenised
from djtext.roles.classify import classify
from djtext.themes import codebook
from djtext.themes.find import compile_book


def coded_passages() -> tuple[list[str], list[tuple[str, ...]], list[str]]:
    """Texts, judged themes and coded class of each problem passage."""
    matcher = compile_book(codebook.load(None))
    texts, judged, classes = [], [], []
    for heldout in (False, True):
        for one in coded.own(heldout=heldout):
            labels = classify(one.doc, matcher)
            run: list[coded.Coded] = []
            for span in [*one.spans, None]:
                if span is not None and span.roles[0] in "PC":
                    run.append(span)
                    continue
                counted = Counter(key for s in run for key in s.themes)
                if counted and run[-1].end - run[0].start >= 12:
                    start, end = run[0].start, run[-1].end
                    inside = [i for i in labels if start <= i.sentence.start and i.sentence.end <= end]
                    texts.append(one.doc.text[start:end])
                    judged.append(tuple(dict.fromkeys(key for i in inside for key in i.themes)))
                    classes.append(min(counted, key=lambda key: (-counted[key], key)))
                run = []
    return texts, judged, classes


def main() -> int:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import adjusted_rand_score

    texts, judged, classes = coded_passages()
    k = len(set(classes))
    print(f"{len(texts)} problem passages, {k} themes")
    ours = [
        adjusted_rand_score(classes, group(space(texts, judged, seed=s).vectors, k=k, seed=s, resamples=0).labels)
        for s in range(5)
    ]
    words = [
        adjusted_rand_score(classes, group(space(texts, seed=s).vectors, k=k, seed=s, resamples=0).labels)
        for s in range(5)
    ]
    matrix = TfidfVectorizer(analyzer=lambda found: found).fit_transform(tokenised(texts))
    base = [adjusted_rand_score(classes, KMeans(k, n_init=10, random_state=s).fit_predict(matrix)) for s in range(5)]
    for name, found in (("ours", ours), ("without themes", words), ("baseline, TF-IDF and k-means", base)):
        print(
            f"{name}: adjusted Rand index {sum(found) / len(found):.3f} (five seeds, {min(found):.3f} to {max(found):.3f})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
