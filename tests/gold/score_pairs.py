"""Links from remedies to problems, and headings run into paragraphs, against the held-out essays of corpus/gold.

    python tests/gold/score_pairs.py [--train] [--errors N]

F1 over remedies: a coded remedy is found where a given remedy passage that overlaps it is linked to a problem passage
that overlaps one of its coded problems; a given remedy is right under the same condition. Overlap means at least a
third of the shorter stretch. One coder, a language model working from a guide.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import coded

from djtext.roles.classify import classify
from djtext.roles.link import links
from djtext.roles.passages import passages
from djtext.text.outline import outline
from djtext.themes import codebook
from djtext.themes.find import compile_book
from djtext.types import Link, Passage

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """A coded link, as offsets of both ends."""

    problem: Span
    remedy: Span
    rule: str


def gold_links(one: coded.CodedDoc) -> list[Gold]:
    """The coded links of an essay."""
    numbers = coded.numbered(one)
    path = coded.ROOT / "corpus" / "gold" / "links.jsonl"
    result = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["doc"] == one.doc.id:
            ends = []
            for first, last in (row["problem"], row["remedy"]):
                inside = [numbers[n] for n in range(first, last + 1) if n in numbers]
                ends.append((inside[0][0], inside[-1][1]) if inside else (0, 0))
            result.append(Gold(ends[0], ends[1], row["rule"]))
    return result


def overlap(passage: Passage | Span, span: Span) -> bool:
    """Do two stretches share at least a third of the shorter?"""
    start, end = (passage.start, passage.end) if isinstance(passage, Passage) else passage
    shared = min(end, span[1]) - max(start, span[0])
    return shared > 0 and shared * 3 >= min(end - start, span[1] - span[0])


def remedy_f1(docs: Sequence[tuple[Sequence[Link], Sequence[Gold]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over remedies."""
    right = given = found = wanted = 0
    for said, gold in docs:
        remedies = {(link.remedy.start, link.remedy.end): link.remedy for link in said}
        for remedy in remedies.values():
            given += 1
            problems = [link.problem for link in said if link.remedy == remedy]
            right += any(overlap(remedy, g.remedy) and any(overlap(p, g.problem) for p in problems) for g in gold)
        for span in {g.remedy for g in gold}:
            wanted += 1
            accepted = [g.problem for g in gold if g.remedy == span]
            found += any(
                overlap(link.remedy, span) and any(overlap(link.problem, p) for p in accepted) for link in said
            )
    precision, recall = right / max(1, given), found / max(1, wanted)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def nearest(found: Sequence[Passage]) -> list[Link]:
    """The baseline: every remedy answers the last problem before it."""
    result: list[Link] = []
    last = None
    for passage in found:
        if passage.role in {"problem", "cause"}:
            last = passage
        elif passage.role == "remedy" and last is not None:
            result.append(Link(passage.doc, last, passage, "near", 1.0))
    return result


def run_in(docs: Sequence[coded.CodedDoc]) -> tuple[int, int, int, int]:
    """Headings at the front of a paragraph that goes on: right, given, coded; and those of them without a full stop."""
    right = given = wanted = glued = 0
    for one in docs:
        units = outline(one.doc)
        paras: dict[int, int] = {}
        for unit in units:
            paras[unit.para] = paras.get(unit.para, 0) + 1
        said = {unit.start: unit for unit in units if unit.kind == "heading" and paras[unit.para] > 1}
        gold: dict[int, int] = {}
        for start, end, heading in coded.headings(one):
            line_end = one.doc.text.find("\n", start)
            line_end = len(one.doc.text) if line_end < 0 else line_end
            if heading.startswith("h"):
                words = heading.partition(":")[2]
                gold[start] = start + len(words)
                glued += 1
            elif heading.startswith("H") and line_end - end > 8:
                gold[start] = end
        given += len(said)
        wanted += len(gold)
        right += sum(start in said and abs(said[start].end - end) <= 1 for start, end in gold.items())
    return right, given, wanted, glued


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", action="store_true", help="the essays that were learned from")
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    matcher = compile_book(codebook.load(None))
    docs = list(coded.own(heldout=not given.train))
    ours, base = [], []
    for one in docs:
        found = passages(classify(one.doc, matcher), one.doc.text)
        gold = gold_links(one)
        ours.append((links(found), gold))
        base.append((nearest(found), gold))
    print("pairs, over remedies: P {:.3f} R {:.3f} F1 {:.3f}".format(*remedy_f1(ours)))
    print("baseline, the problem before it: P {:.3f} R {:.3f} F1 {:.3f}".format(*remedy_f1(base)))
    right, said, wanted, glued = run_in(docs)
    f1 = 2 * right / max(1, said + wanted)
    print(
        f"run-in headings: P {right / max(1, said):.3f} R {right / max(1, wanted):.3f} F1 {f1:.3f} ({wanted} coded, {glued} without a stop)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
