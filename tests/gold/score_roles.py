"""Roles and themes of sentences against coded texts that the model was not trained on.

    python tests/gold/score_roles.py [dev|heldout|sections|unseen] [--baseline] [--confusion] [--errors N]

`dev`: the development sentences of ../shared/gold, two coders; a role that either gave counts as right. `heldout`: the
essays of corpus/gold/heldout.txt, one coder. `sections`: corpus/gold/sections/heldout.tsv, one coder. `unseen`: corpus/gold/unseen,
seven other hands, each of a kind of its own. Sentences that cleaning takes out of a document count as `other` without
themes. A theme marked as `maybe` counts neither way. All coders were language models working from a guide.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
sys.path.insert(0, str(Path(__file__).parent))

import coded
from score_themes import FIFTEEN

from djtext.roles import model
from djtext.roles.classify import classify
from djtext.roles.cues import ROLES
from djtext.themes import codebook
from djtext.themes.find import compile_book, find

WEIGHTS: model.Model | None = None  # the packaged model
THREE = {"problem": "problem", "cause": "problem", "remedy": "remedy", "significance": "other", "other": "other"}


@dataclass(frozen=True, slots=True)
class Row:
    """A coded sentence and what was said of it."""

    text: str
    gold: tuple[str, ...]
    also: tuple[str, ...]
    said: str
    themes: frozenset[str]
    maybe: frozenset[str]
    found: frozenset[str]
    doc: str


def rows(docs: Iterable[coded.CodedDoc], lost: Sequence[coded.Coded] = ()) -> list[Row]:
    """The coded sentences of some documents with the model's answer: that of the unit that covers most of them."""
    matcher = compile_book(codebook.load(None))
    result = []
    for one in docs:
        labels = classify(one.doc, matcher, weights=WEIGHTS)
        for span in one.spans:
            best = max(
                labels,
                key=lambda item: min(item.sentence.end, span.end) - max(item.sentence.start, span.start),
            )
            inside = [i for i in labels if span.start <= i.sentence.start and i.sentence.end <= span.end] or [best]
            found = {key for item in {*inside, best} for key in item.themes if key in FIFTEEN}
            result.append(
                Row(
                    one.doc.text[span.start : span.end],
                    tuple(coded.ROLES[r] for r in span.roles),
                    tuple(coded.ROLES[r] for r in span.also if r in coded.ROLES),
                    best.role,
                    span.themes,
                    span.maybe,
                    frozenset(found),
                    one.doc.id,
                )
            )
    return result


def macro_f1(pairs: Sequence[tuple[tuple[str, ...], str]], classes: Sequence[str]) -> float:
    """Mean F1 over classes; an answer among the accepted ones counts as that one."""
    true, said, right = Counter(), Counter(), Counter()
    for gold, answer in pairs:
        real = answer if answer in gold else gold[0]
        true[real] += 1
        said[answer] += 1
        right[answer] += real == answer
    scores = [2 * right[c] / (true[c] + said[c]) if true[c] + said[c] else 0.0 for c in classes]
    return sum(scores) / len(scores)


def role_scores(found: Sequence[Row]) -> tuple[float, float]:
    """Macro F1 over three classes and over five."""
    five = [(row.gold, row.said) for row in found]
    three = [(tuple(THREE[role] for role in gold), THREE[said]) for gold, said in five]
    return macro_f1(three, ("problem", "remedy", "other")), macro_f1(five, ROLES)


def theme_scores(found: Sequence[Row]) -> tuple[float, float, float]:
    """Micro precision, recall and F1 over the fifteen themes."""
    right = sum(len(row.themes & row.found) for row in found)
    wrong = sum(len(row.found - row.themes - row.maybe) for row in found)
    missed = sum(len(row.themes - row.found) for row in found)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * right / max(1, 2 * right + wrong + missed)


def confusion(found: Sequence[Row]) -> str:
    """Coded roles down, given roles across."""
    table = Counter((row.said if row.said in row.gold else row.gold[0], row.said) for row in found)
    lines = ["coded \\ given " + "".join(f"{role:>13}" for role in ROLES)]
    lines += [f"{gold:<14}" + "".join(f"{table[gold, said]:>13}" for said in ROLES) for gold in ROLES]
    return "\n".join(lines)


def gold_docs(name: str) -> list[coded.CodedDoc]:
    """The documents of a set."""
    if name == "sections":
        return list(coded.sections(heldout=True))
    if name == "unseen":
        return list(coded.unseen())
    return list(coded.shared_gold("dev") if name == "dev" else coded.own(heldout=True))


def score(name: str) -> tuple[list[Row], int]:
    """The scored rows of a set, those that cleaning removed included; and how many these are."""
    found = rows(gold_docs(name))
    removed = 0
    if name == "dev":
        for row in coded.removed_rows("dev"):
            removed += 1
            found.append(
                Row(row["text"], tuple(coded.ROLES[r] for r in row["roles"]), (), "other", frozenset(row["themes"]),
                    frozenset(row["maybe"]), frozenset(), row["doc"])
            )  # fmt: skip
    return found, removed


def baselines(name: str, found: Sequence[Row]) -> None:
    """What simple methods give: n-gram regression over the shared training sentences, and hits of the codebook."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    train = [
        (one.doc.text[s.start : s.end], coded.ROLES[s.roles[0]])
        for one in coded.shared_gold("train")
        for s in one.spans
    ]
    if train:
        vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
        x = vectors.fit_transform([text for text, _ in train])
        fitted = LogisticRegression(C=5, max_iter=300, class_weight="balanced").fit(x, [role for _, role in train])
        said = fitted.predict(vectors.transform([row.text for row in found]))
        from dataclasses import replace

        three, five = role_scores([replace(row, said=str(answer)) for row, answer in zip(found, said, strict=True)])
        print(f"baseline, n-gram regression on gold/train, no context: 3-class {three:.3f}, 5-class {five:.3f}")
    matcher = compile_book(codebook.load(None))
    from dataclasses import replace

    hits = [
        replace(row, found=frozenset({h.theme for h in find(row.text, matcher).hits} & set(FIFTEEN))) for row in found
    ]
    print("baseline, every hit of the codebook: P {:.3f} R {:.3f} F1 {:.3f}".format(*theme_scores(hits)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["dev", "heldout", "sections", "unseen"])
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--confusion", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--model", type=Path)
    given = parser.parse_args()
    if given.model:
        global WEIGHTS
        WEIGHTS = model.load(given.model)
    for name in given.sets:
        found, removed = score(name)
        if not found:
            print(f"{name}: skipped, not here")
            continue
        three, five = role_scores(found)
        print(f"{name}: {len(found)} sentences ({removed} removed by cleaning)")
        print(f"  roles: 3-class macro F1 {three:.3f}, 5-class {five:.3f}")
        print("  themes: P {:.3f} R {:.3f} F1 {:.3f}".format(*theme_scores(found)))
        if given.baseline:
            baselines(name, found)
        if given.confusion:
            print(confusion(found))
        wrong = [row for row in found if row.said not in row.gold]
        for row in wrong[:: max(1, len(wrong) // given.errors)] if given.errors else []:
            print(f"  {'/'.join(row.gold)} → {row.said}: {row.text[:90]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
