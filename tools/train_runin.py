"""Fit the model that finds the end of a heading run into its paragraph, and write src/djtext/data/runin.json.

    python tools/train_runin.py [--data FOLDER]... [--out FILE]

Positive examples are headings on lines of their own and short leads with a full stop, joined without any mark with
the sentence that follows, and those that our coded essays and sections have; negative ones are numbered sentences that
begin without a heading. Documents whose names
stand in the development gold are left out, and so are the held-out essays of corpus/gold. A tenth of the documents is
kept for the figures that are printed. Seeded; the same texts give the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import coded
import numpy as np

from djtext.read import Found, discover
from djtext.study.load import load
from djtext.text import runin
from djtext.text.fold import fold
from djtext.text.outline import mark
from djtext.text.sentences import paragraphs, spans

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SEED = 7
NONE = -1
ITEM = 7


def documents(folders: list[Path]) -> Iterator[tuple[str, str]]:
    """Name and text of every document that may be learned from."""
    held = set()
    listed = ROOT / "corpus" / "gold" / "heldout.txt"
    if listed.is_file():
        held = set(listed.read_text(encoding="utf-8").split("\n"))
    gold = SHARED / "gold" / "sentences.dev.jsonl"
    if gold.is_file():
        held |= {json.loads(line)["doc"].rpartition("/")[2] for line in gold.open(encoding="utf-8")}
    for folder in folders:
        for found in discover([str(folder)]):
            if isinstance(found, Found) and Path(found.path).name not in held:
                yield from ((one.doc.id, one.doc.text) for one in load(found) if one.doc is not None)


def examples(text: str) -> Iterator[tuple[str, int, int]]:
    """(piece, where its words begin, where the heading ends or NONE), made from headings that stand apart."""
    lines = [text[a:b].strip() for a, b in paragraphs(text)]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        pieces = [line[a:b] for a, b in spans(line)]
        found = mark(line)
        if found is None or found.rank == ITEM:
            continue
        apart = line[-1] not in "。！？；，、：:;,!?" and 3 <= len(line) - found.end <= 38 and len(pieces) == 1
        if apart and len(after) > 30 and mark(after) is None:
            yield line + next(after[a:b] for a, b in spans(after)), found.end, len(line)
        for piece, behind in zip(pieces, [*pieces[1:], ""], strict=True):
            here = mark(piece)
            if here is None or here.rank == ITEM:
                continue
            if 3 <= len(piece) - here.end <= 34 and piece[-1] == "。" and len(behind) > 12 and mark(behind) is None:
                yield piece[:-1] + behind, here.end, len(piece) - 1
            elif len(piece) > 34 and here.rank > 2:
                yield piece, here.end, NONE


def coded_examples() -> Iterator[tuple[str, int, int]]:
    """Marked sentences of our own essays, as coded."""
    for one in coded.own(heldout=False):
        codes = {start: heading for start, _, heading in coded.headings(one)}
        for span in one.spans:
            piece = plain(one.doc.text[span.start : span.end])
            found = mark(piece)
            heading = codes.get(span.start, "")
            if found is None or heading.startswith(("H", "T")):
                continue
            if heading.startswith("h"):
                yield piece, found.end, len(plain(heading.partition(":")[2]))
            elif len(piece) > found.end + 12:
                yield piece, found.end, NONE


def section_examples() -> Iterator[tuple[str, int, int]]:
    """Marked sentences of our coded sections: a heading there has no stop at its end where it runs into the next."""
    for one in coded.sections(heldout=False):
        for span, after in pairwise(one.spans):
            words = plain(one.doc.text[span.start : span.end])
            found = mark(words)
            if found is None:
                continue
            if words[-1] not in "。！？；”’…：:，,!?;）)" and span.end == after.start:
                yield words + plain(one.doc.text[after.start : after.end]), found.end, len(words)
            elif len(words) > 34 and words[-1] in "。；！？":
                yield words, found.end, NONE


def plain(text: str) -> str:
    return fold(text).text


def pairs(texts: list[str]) -> str:
    """For each frequent pair of characters: how firmly it holds together, how readily it begins, how readily it ends."""
    single: Counter[str] = Counter()
    double: Counter[str] = Counter()
    begins: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for text in texts:
        single.update(text)
        double.update(text[n : n + 2] for n in range(len(text) - 1))
        for a, b in paragraphs(text):
            line = text[a:b].strip()
            for start, end in spans(line):
                begins[line[start:end][:2]] += 1
                if end - start < 40:
                    ends[line[start:end].rstrip("。；！？")[-2:]] += 1
            for clause in re.split("[，。；：]", line):
                ends[clause[-2:]] += 0.2  # type: ignore[assignment]
    total = sum(single.values())
    lines: dict[str, list[str]] = {}
    for pair, count in sorted(double.items()):
        if count < 8 or not re.fullmatch("[\u4e00-\u9fff“《]{2}", pair):
            continue
        held = math.log(count * total / (single[pair[0]] * single[pair[1]]))
        figures = [held, math.log((begins[pair] + 0.1) / count) + 7, math.log((ends[pair] + 0.1) / count) + 7]
        lines.setdefault("".join(str(min(9, max(0, round(f * 1.3)))) for f in figures), []).append(pair)
    return "".join(f"{figures} {''.join(found)}\n" for figures, found in sorted(lines.items()))


def fit(
    cases: list[tuple[str, int, int]], *, epochs: int = 40, rate: float = 0.05, decay: float = 2e-4
) -> dict[str, float]:
    """Conditional logit over the candidates of each case, with `none` as one more; Adam, full batches."""
    counts: Counter[str] = Counter()
    listed: list[tuple[list[list[str]], int]] = []
    for piece, at, gold in cases:
        item = is_item(piece)
        options = [place for place in runin.candidates(piece, at) if runin.usable(piece, place, item=item)]
        if gold != NONE and gold not in options:
            continue
        rows = [list(runin.features(piece, at, place)) for place in options] + [list(runin.none_features(piece, at))]
        target = options.index(gold) if gold != NONE else len(options)
        listed.append((rows, target))
        counts.update(feature for feature in rows[target])
        for row in rows:
            counts.update(dict.fromkeys(row, 0))
    names = sorted(name for name, count in counts.items() if count >= 2)
    index = {name: n for n, name in enumerate(names)}
    cells, rows_of, cases_of, targets = [], [], [], []
    row_number = 0
    for number, (rows, target) in enumerate(listed):
        targets.append(row_number + target)
        for row in rows:
            for feature in row:
                if feature in index:
                    cells.append(index[feature])
                    rows_of.append(row_number)
            cases_of.append(number)
            row_number += 1
    cell, row_at = np.array(cells), np.array(rows_of)
    case_at, gold_rows = np.array(cases_of), np.array(targets)
    starts = np.searchsorted(case_at, np.arange(len(listed)))
    weights, first, second = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, epochs * 5 + 1):
        scores = np.bincount(row_at, weights[cell], row_number)
        top = np.maximum.reduceat(scores, starts)
        odds = np.exp(scores - top[case_at])
        share = odds / np.add.reduceat(odds, starts)[case_at]
        share[gold_rows] -= 1
        slope = np.bincount(cell, share[row_at], len(names)) / len(listed) + decay * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(value), 3) for name, value in zip(names, weights, strict=True) if abs(value) >= 0.05}


def is_item(piece: str) -> bool:
    found = mark(piece)
    return found is not None and found.rank == ITEM


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "djtext" / "data" / "runin.json")
    given = parser.parse_args()
    folders = given.data or [
        ROOT / "corpus",
        *(SHARED / "data" / n for n in ("essays", "party", "commentary", "speeches")),
    ]
    texts = list(documents([folder for folder in folders if folder.is_dir()]))
    texts += [(one.doc.id, one.doc.text) for one in coded.sections(heldout=False)]
    table = given.out.with_name("runin-pairs.txt")
    table.write_text(pairs([plain(text) for _, text in texts]), encoding="utf-8")
    train: dict[str, tuple[str, int, int]] = {}
    test: dict[str, tuple[str, int, int]] = {}
    for name, text in texts:
        held = hashlib.sha256(name.encode()).digest()[0] < 26
        for case in examples(plain(text)):
            (test if held else train)[re.sub(r"\s", "", case[0])] = case
    kinds = Counter(case[2] == NONE for case in train.values())
    print(f"train: {kinds[False]} headings, {kinds[True]} without; test: {len(test)}")
    own = list(coded_examples())
    own += section_examples()
    print(
        f"coded in our own essays and sections: {sum(gold != NONE for *_, gold in own)} headings, {sum(gold == NONE for *_, gold in own)} without"
    )
    weights = fit(list(train.values()) + own * 4)
    text = json.dumps({"made_by": "tools/train_runin.py", "weights": weights}, ensure_ascii=False, indent=0)
    given.out.write_text(text + "\n", encoding="utf-8")
    runin._weights.cache_clear()
    right = wrong = missed = quiet = 0
    for piece, at, gold in test.values():
        said = runin.cut(piece, at, item=is_item(piece))
        right += gold != NONE and said == gold
        wrong += said != 0 and said != gold
        missed += gold not in (NONE, said)
        quiet += gold == NONE and said == 0
    print(f"{len(weights)} weights; right {right}, wrong {wrong}, missed {missed}, rightly none {quiet}")
    print(f"precision {right / max(1, right + wrong):.3f}, recall {right / max(1, right + missed):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
