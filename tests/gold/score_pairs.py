"""Links from remedies to problems, and headings run into paragraphs, against the held-out essays of corpus/gold.

    python tests/gold/score_pairs.py [--train] [--errors N]

F1 over remedies: a coded remedy is found where a given remedy passage that overlaps it is linked to a problem passage
that overlaps one of its coded problems; a given remedy is right under the same condition. Overlap means at least a
third of the shorter stretch. `--errors N` lists coded remedies that were not found, and headings missed, cut elsewhere or
none. One coder, a language model working from a guide.
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


@dataclass(frozen=True, slots=True)
class RunIn:
    """Headings of an essay at the front of a paragraph that goes on, as offsets: from where to where each was coded, and given."""

    text: str
    gold: dict[int, int]
    said: dict[int, int]
    glued: int  # how many of the coded ones end without a full stop

    def right(self) -> list[int]:
        """Where those begin that were found, their ends right to a character."""
        return [start for start, end in self.gold.items() if abs(self.said.get(start, -9) - end) <= 1]


def run_in(one: coded.CodedDoc) -> RunIn:
    """The headings that run into a paragraph of an essay."""
    units = outline(one.doc)
    paras: dict[int, int] = {}
    for unit in units:
        paras[unit.para] = paras.get(unit.para, 0) + 1
    said = {unit.start: unit.end for unit in units if unit.kind == "heading" and paras[unit.para] > 1}
    gold: dict[int, int] = {}
    glued = 0
    for start, end, heading in coded.headings(one):
        line_end = one.doc.text.find("\n", start)
        line_end = len(one.doc.text) if line_end < 0 else line_end
        if heading.startswith("h"):
            words = heading.partition(":")[2]
            gold[start] = start + len(words)
            glued += 1
        elif heading.startswith("H") and line_end - end > 8:
            gold[start] = end
    return RunIn(one.doc.text, gold, said, glued)


def run_in_scores(found: Sequence[RunIn]) -> tuple[float, float, float]:
    """Precision, recall and F1 of run-in headings."""
    right = sum(len(each.right()) for each in found)
    said, wanted = sum(len(each.said) for each in found), sum(len(each.gold) for each in found)
    return right / max(1, said), right / max(1, wanted), 2 * right / max(1, said + wanted)


def run_in_errors(found: Sequence[RunIn]) -> list[str]:
    """What was missed, called a heading without being one, or cut elsewhere, with what follows."""
    lines = []
    for each in found:
        right = set(each.right())
        for start in sorted(({*each.gold, *each.said}) - right):
            coded_as, given_as = (
                each.text[start : ends[start]] if start in ends else "" for ends in (each.gold, each.said)
            )
            kind = "cut elsewhere" if coded_as and given_as else "missed" if coded_as else "none"
            end = max(each.gold.get(start, start), each.said.get(start, start))
            lines.append(f"{kind}: coded [{coded_as}] given [{given_as}] then {each.text[end : end + 24]!r}")
    return lines


def missed_remedies(docs: Sequence[tuple[str, Sequence[Link], Sequence[Gold]]]) -> list[str]:
    """Coded remedies none of whose problems a link leads to, with what the links say instead."""
    lines = []
    for text, said, gold in docs:
        for span in sorted({g.remedy for g in gold}):
            accepted = [g.problem for g in gold if g.remedy == span]
            here = [link for link in said if overlap(link.remedy, span)]
            if not any(overlap(link.problem, p) for link in here for p in accepted):
                given = " / ".join(text[link.problem.start : link.problem.end][:30] for link in here) or "nothing"
                lines.append(
                    f"remedy [{text[span[0] : span[1]][:40]}] answers [{text[slice(*accepted[0])][:30]}], given: {given}"
                )
    return lines


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
        ours.append((one.doc.text, links(found), gold))
        base.append((nearest(found), gold))
    print(
        "pairs, over remedies: P {:.3f} R {:.3f} F1 {:.3f}".format(*remedy_f1([(said, gold) for _, said, gold in ours]))
    )
    print("baseline, the problem before it: P {:.3f} R {:.3f} F1 {:.3f}".format(*remedy_f1(base)))
    headings = [run_in(one) for one in docs]
    wanted, glued = sum(len(each.gold) for each in headings), sum(each.glued for each in headings)
    precision, recall, f1 = run_in_scores(headings)
    print(f"run-in headings: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({wanted} coded, {glued} without a stop)")
    for lines in (missed_remedies(ours), run_in_errors(headings)):
        print("\n".join(lines[: given.errors]), end="\n" * bool(lines and given.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
