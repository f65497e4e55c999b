"""Fit the model that tells a heading from a first sentence, and write src/djtext/data/leads.json.

    python tools/train_leads.py [--out FILE]

Learns from the codes of tools/leads.jsonl (h: a heading; hashes, no text) and from the coded headings of our own essays
that are not held out. Prints what five folds by document give; seeded; the same texts give the same file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import coded
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from djtext.text import leads
from djtext.text.leads import Opening, features, item_features
from djtext.text.outline import inner_openings, items, opening
from djtext.text.sentences import paragraphs, spans

LEADS = coded.ROOT / "tools" / "leads.jsonl"
SEED, FOLDS, LEAST = 0, 5, 0.1
CODED = 80  # characters of an item by which its code is found
Cases = list[tuple[list[str], bool]]  # those of one text, paragraph or series, which are judged together


def judged(openings: Sequence[Opening], codes: dict[str, bool]) -> Cases:
    """The coded ones of some leads; `codes` by the key of the lead."""
    keys = [coded.key(one.lead) for one in openings]
    return [(found, codes[keys[place]]) for place, found in features(openings).items() if keys[place] in codes]


def front(text: str) -> list[Opening]:
    return [opening(text, place, *span) for place, span in enumerate(paragraphs(text))]


def of_items(text: str, codes: dict[str, bool]) -> list[Cases]:
    """The coded items of a text, by series; `codes` by the key of what the sentence begins with."""
    listed = [text[start:end] for line in paragraphs(text) for start, end in spans(text, *line)]
    found = list(items(listed))
    keys = [coded.key(listed[place][:CODED]) for place, _ in found]
    series: dict[int, Cases] = {}
    for number, one in item_features([item for _, item in found]).items():
        if keys[number] in codes:
            series.setdefault(found[number][1].series, []).append((one, codes[keys[number]]))
    return list(series.values())


def within(text: str, codes: dict[str, bool]) -> list[Cases]:
    """The coded leads within paragraphs, by paragraph."""
    return [judged(inner_openings(text, list(spans(text, *line))), codes) for line in paragraphs(text)]


def read() -> Iterator[tuple[list[Cases], list[Cases], list[Cases]]]:
    """Of each document that may be learned from the leads at the front of paragraphs, those within, and items."""
    listed = {row["doc"]: row for row in map(json.loads, LEADS.read_text(encoding="utf-8").splitlines())}
    for one in (*coded.shared_gold("train"), *coded.labels(), *coded.sections(heldout=False)):
        row = listed.get(coded.name_of(one.doc), {})
        fronts, inners, marked = (
            {key: code == "h" for key, code in row.get(kind, {}).items()} for kind in ("leads", "inner", "items")
        )
        text = one.doc.text
        yield [judged(front(text), fronts)], within(text, inners), of_items(text, marked)
    for one in coded.own(heldout=False):
        text = one.doc.text
        heads = {start for start, _, heading in coded.headings(one) if heading.startswith("H")}
        openings = zip(front(text), paragraphs(text), strict=True)
        codes = {coded.key(found.lead): start in heads for found, (start, _) in openings if found.lead}
        inners = {coded.key(text[span.start : span.end - 1]): span.start in heads for span in one.spans}
        glued = {start for start, _, heading in coded.headings(one) if heading.startswith("h")}
        marked = {
            coded.key(text[span.start : min(span.end, span.start + CODED)]): span.start in glued for span in one.spans
        }
        yield [judged(front(text), codes)], within(text, inners), of_items(text, marked)


def fit(docs: list[list[Cases]]) -> dict[str, float]:
    flat = [case for groups in docs for found in groups for case in found]
    index = DictVectorizer(dtype=np.float32)
    x = index.fit_transform([dict.fromkeys(found, 1.0) for found, _ in flat])
    fitted = LogisticRegression(C=1.0, max_iter=300, fit_intercept=False).fit(x, [truth for _, truth in flat])
    weights = zip(index.get_feature_names_out(), fitted.coef_[0], strict=True)
    return {name: round(float(weight), 3) for name, weight in weights if abs(weight) >= LEAST}


def tell(name: str, docs: list[list[Cases]]) -> None:
    """What five folds by document give."""
    share, begin = (leads.SERIES, 0.0) if name == "items" else (leads.OTHERS, leads.FROM)
    fold = np.random.default_rng(SEED).permutation(len(docs)) % FOLDS
    right = said = true = count = 0
    for number in range(FOLDS):
        weights = fit([groups for groups, here in zip(docs, fold, strict=True) if here != number])
        for found in (found for groups, here in zip(docs, fold, strict=True) if here == number for found in groups):
            scores = {n: sum(weights.get(one, 0.0) for one in case) for n, (case, _) in enumerate(found)}
            together = leads.together(scores, dict.fromkeys(scores, 0), share)
            for n, (_, truth) in enumerate(found):
                heading = together[n] > begin
                right, said, true, count = right + (heading and truth), said + heading, true + truth, count + 1
    print(f"{name}: {len(docs)} documents, {count} leads, {true} of them headings; folds: precision {right / said:.3f}, recall {right / true:.3f}, F1 {2 * right / (said + true):.3f}")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=coded.ROOT / "src" / "djtext" / "data" / "leads.json")
    given = parser.parse_args()
    weights = {}
    for name, docs in zip(("front", "inner", "items"), zip(*read(), strict=True), strict=True):
        here = [groups for groups in docs if any(groups)]
        tell(name, here)
        weights[name] = fit(here)
    text = json.dumps({"made_by": "tools/train_leads.py", **weights}, ensure_ascii=False, indent=0)
    given.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
