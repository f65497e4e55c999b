"""Sentence-level themes against the machine-coded development sentences: precision, recall and F1 per theme.

    python tests/gold/score_themes.py [GOLD.jsonl] [--heldout] [--codebook FILE] [--baseline]

`--heldout` takes the essays of corpus/gold/heldout.txt, which no pattern was made from, in place of the development set.
A theme that the coders marked as `maybe` counts neither for nor against. `--baseline` also scores a codebook that
has each theme's label as its only pattern. The gold was coded by language models from a guide, not by people.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from djtext.themes import codebook
from djtext.themes.find import compile_book, find
from djtext.types import Codebook

OWN = Path(__file__).parents[2] / "corpus" / "gold"
GOLD = Path(__file__).parents[3] / "shared" / "gold" / "sentences.dev.jsonl"
FIFTEEN = (
    "liangzhangpi", "xingshizhuyi", "guanliaozhuyi", "buzuowei", "zouchujiguan", "ronghe", "lilunxuexi", "zerenluoshi",
    "zhidujianshe", "kaohejiandu", "duiwujianshe", "fuwuqunzhong", "lianzheng", "zuzhishenghuo", "chuangxin",
)  # fmt: skip


@dataclass
class Score:
    """Counts of one theme."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(gold: Path, book: Codebook, docs: frozenset[str] = frozenset()) -> dict[str, Score]:
    """Scores per theme, and over all under `micro`; of some documents only where `docs` names them."""
    matcher = compile_book(book)
    scores = {key: Score() for key in (*FIFTEEN, "micro")}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if docs and row["doc"] not in docs:
            continue
        found = {hit.theme for hit in find(row["text"], matcher).hits}
        for key in FIFTEEN:
            said, is_so = key in found, key in row["themes"]
            for here in (scores[key], scores["micro"]):
                here.right += said and is_so
                here.missed += is_so and not said
                here.wrong += said and not is_so and key not in row.get("maybe", [])
    return scores


def labels_only(book: Codebook) -> Codebook:
    """The baseline: each theme by its label alone."""
    themes = tuple(
        replace(theme, patterns=(theme.label,), not_patterns=()) for theme in book.themes if theme.key in FIFTEEN
    )
    return replace(book, themes=themes)


def show(name: str, scores: dict[str, Score]) -> None:
    print(f"{name:<16}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>8}")
    for key, s in scores.items():
        print(f"{key:<16}{s.precision:>7.3f}{s.recall:>7.3f}{s.f1:>7.3f}{s.right:>7}{s.wrong:>7}{s.missed:>8}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--heldout", action="store_true")
    parser.add_argument("--codebook", type=Path)
    parser.add_argument("--baseline", action="store_true")
    given = parser.parse_args()
    docs: frozenset[str] = frozenset()
    if given.heldout:
        given.gold = OWN / "sentences.jsonl"
        docs = frozenset((OWN / "heldout.txt").read_text(encoding="utf-8").split("\n")) - {""}
    if not given.gold.is_file():
        print(f"skipped: {given.gold} is not here")
        return 0
    book = codebook.load(given.codebook)
    show(book.title, score(given.gold, book, docs))
    if given.baseline:
        show("labels only", score(given.gold, labels_only(book), docs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
