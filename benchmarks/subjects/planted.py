"""How fast passages shared by documents are found, and whether all are: against MinHash with LSH (datasketch).

    python -m benchmarks.subjects.planted                      10,000 documents; about a minute
    python -m benchmarks.subjects.planted --documents 2000

Documents are made up of words of a made-up vocabulary whose frequencies fall as those of a language do, so that short
runs are shared by chance. Among them are planted near duplicates, of which 5, 15 and 30 % were changed (by clause, and
by single characters), and quotations of 20, 40 and 80 characters. Both methods see the same documents in the same
process, in turn, and are timed without making them. `pip install datasketch` for the comparison; without it, djtext alone.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from djtext.reuse.find import find
from djtext.reuse.shingles import bare
from djtext.types import Document

PERCENTS = (5, 15, 30)
SIZES = (20, 40, 80)
_CLAUSE = re.compile("(?<=[，。\n])")
Pair = tuple[int, int]


@dataclass(slots=True)
class Planted:
    """Documents, and by name what is planted in them: a pair of numbers, and the text quoted."""

    texts: list[str] = field(default_factory=list)
    truth: dict[str, list[tuple[Pair, str]]] = field(default_factory=dict)


def made_up(count: int, *, seed: int, characters: int = 900) -> list[str]:
    """Documents of so many characters each, of 20,000 words of 3,500 hanzi, with marks and paragraphs."""
    rng = np.random.default_rng(seed)
    hanzi = np.array([chr(code) for code in range(0x4E00, 0x4E00 + 3500)])
    rng.shuffle(hanzi)
    weights = 1 / np.arange(1, 3501) ** 0.8
    weights /= weights.sum()
    sizes = rng.choice([1, 2, 2, 2, 3, 4], size=20_000)
    words = ["".join(rng.choice(hanzi, size=int(size), p=weights)) for size in sizes]
    falling = np.cumsum(1 / np.arange(1, 20_001))
    falling /= falling[-1]
    documents = []
    for _ in range(count):
        chosen = np.searchsorted(falling, rng.random(int(characters / 2.1))).tolist()
        stops = rng.random(len(chosen)).tolist()
        documents.append(
            "".join(
                words[min(word, 19_999)]
                + ("，" if stop < 0.12 else "。" if stop < 0.165 else "。\n" if stop < 0.17 else "")
                for word, stop in zip(chosen, stops, strict=True)
            )
        )
    return documents


def by_clause(text: str, percent: int, others: list[str], rng: random.Random) -> str:
    """So many clauses of a text put in place by clauses of others."""
    clauses = _CLAUSE.split(text)
    strange = _CLAUSE.split(rng.choice(others))
    for place in rng.sample(range(len(clauses)), round(len(clauses) * percent / 100)):
        clauses[place] = rng.choice(strange)
    return "".join(clauses)


def by_character(text: str, percent: int, others: list[str], rng: random.Random) -> str:
    """So many characters of a text changed, taken out or put in, at random."""
    strange = "".join(char for char in rng.choice(others) if char.isalnum())
    made = list(text)
    for place in rng.sample(range(len(made)), round(len(made) * percent / 100)):
        new = rng.choice(strange)
        made[place] = rng.choice([new, "", made[place] + new])
    return "".join(made)


def plant(texts: list[str], *, each: int, seed: int) -> Planted:
    """Near duplicates added, and quotations put in; every document is source or target of one quotation at most."""
    rng = random.Random(seed)
    made = Planted(list(texts))
    for name, edit in (("clauses", by_clause), ("characters", by_character)):
        for percent in PERCENTS:
            for _ in range(each):
                source = rng.randrange(len(texts))
                made.truth.setdefault(f"near duplicate, {percent} % of {name}", []).append(
                    ((source, len(made.texts)), "")
                )
                made.texts.append(edit(texts[source], percent, texts, rng))
    free = list(range(len(texts)))
    rng.shuffle(free)
    for size in SIZES:
        for _ in range(min(each, len(texts) // 8)):
            source, target = free.pop(), free.pop()
            start = rng.randrange(len(texts[source]) - size)
            quote, place = texts[source][start : start + size], rng.randrange(len(texts[target]))
            made.texts[target] = texts[target][:place] + quote + texts[target][place:]
            made.truth.setdefault(f"quotation of {size} characters", []).append(((source, target), quote))
    return made


def plain(text: str) -> str:
    """Text without marks and spaces."""
    return "".join(map(chr, bare([text]).codes.tolist()))


def by_djtext(planted: Planted) -> tuple[float, Callable[[Pair, str], bool]]:
    """Seconds taken, and whether a planted pair was found: of a quotation, all of it."""
    documents = [Document(f"{n:06d}", text) for n, text in enumerate(planted.texts)]
    began = time.perf_counter()
    found = find(documents)
    seconds = time.perf_counter() - began
    passages: dict[Pair, list[str]] = {}
    for row in found.passages:
        a, b = sorted((int(found.docs[row.a].id), int(found.docs[row.b].id)))
        passages.setdefault((a, b), []).append(found.docs[row.a].text[row.start_a : row.end_a])

    def hit(pair: Pair, quote: str) -> bool:
        a, b = sorted(pair)
        return any(plain(quote) in plain(text) for text in passages.get((a, b), []))

    return seconds, hit


def by_minhash(planted: Planted) -> tuple[float, Callable[[Pair, str], bool]]:
    """The same by MinHash of 128 permutations over runs of five characters, and LSH at a Jaccard index of one half."""
    from datasketch import MinHash, MinHashLSH

    began = time.perf_counter()
    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    sketches = []
    for n, text in enumerate(planted.texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([run.encode() for run in {text[i : i + 5] for i in range(len(text) - 4)}])
        lsh.insert(n, sketch)
        sketches.append(sketch)
    alike = [set(lsh.query(sketch)) for sketch in sketches]
    seconds = time.perf_counter() - began

    def hit(pair: Pair, _quote: str) -> bool:
        return pair[1] in alike[pair[0]]

    return seconds, hit


def recall(pairs: Iterable[tuple[Pair, str]], hit: Callable[[Pair, str], bool]) -> float:
    """The share of planted pairs that was found."""
    results = [hit(pair, quote) for pair, quote in pairs]
    return sum(results) / len(results)


def main() -> None:
    """Make the documents, run both, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=200, help="near duplicates and quotations planted of each sort")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    planted = plant(made_up(given.documents, seed=given.seed), each=given.each, seed=given.seed + 1)
    characters = sum(map(len, planted.texts))
    print(f"{len(planted.texts):,} documents, {characters:,} characters")
    find([Document("a", "党建" * 20), Document("b", "业务" * 20)])  # libraries loaded, tables made
    methods: dict[str, Callable[[Planted], tuple[float, Callable[[Pair, str], bool]]]] = {"djtext": by_djtext}
    try:
        import datasketch

        methods[f"datasketch {datasketch.__version__}"] = by_minhash
    except ImportError:
        print("datasketch is not installed: djtext alone (pip install datasketch)")
    seconds: dict[str, list[float]] = {name: [] for name in methods}
    hits: dict[str, Callable[[Pair, str], bool]] = {}
    for _ in range(given.repeats):
        for name, method in methods.items():
            taken, hits[name] = method(planted)
            seconds[name].append(taken)
    print("| | " + " | ".join(methods) + " |")
    print("|---" * (len(methods) + 1) + "|")
    for what, pairs in planted.truth.items():
        print(f"| {what} | " + " | ".join(f"{recall(pairs, hits[name]):.3f}" for name in methods) + " |")
    middle = {name: statistics.median(taken) for name, taken in seconds.items()}
    print("| seconds, median | " + " | ".join(f"{value:.2f}" for value in middle.values()) + " |")
    print(
        "| seconds, each run | " + " | ".join(", ".join(f"{t:.2f}" for t in taken) for taken in seconds.values()) + " |"
    )
    print(
        "| million characters a second | "
        + " | ".join(f"{characters / value / 1e6:.1f}" for value in middle.values())
        + " |"
    )
    if len(middle) == 2:
        ours, theirs = middle.values()
        print(f"djtext takes 1/{theirs / ours:.1f} of the time")


if __name__ == "__main__":
    main()
