"""The cleaner against three yardsticks: twins of PDF text, invented noise, and clean texts that must stay whole.

    python tests/gold/score_clean.py [--only a b c] [--seeds N] [--show N] [--heldout]

a. Commentaries as PDF text against their clean twins: sentences, paragraphs, radicals left. Needs the shared texts.
b. Clean essays of corpus/, damaged by `noise.py` in one way at a time and in combinations: precision, recall and F1
   of characters, white space apart. A copy kept in place of its original counts as lost and as noise in `F1`;
   `either` asks only how much of the essay is there in its order, from whichever copy. With --heldout the same for
   `noise_heldout.py`, apart: no floor stands on it.
c. Clean texts: what is taken away from corpus/ (nothing should be) and, where the shared texts are, from commentaries
   and speeches, per 100,000 characters and rule.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import unicodedata
import zlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from djtext.clean import clean
from djtext.read.decode import decode
from djtext.text.sentences import spans

sys.path.insert(0, str(Path(__file__).parent))
import noise_heldout
from noise import CLASHES, KINDS, NOISE, Damaged, damage, original

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
COMBINATIONS = 60
ESSAYS_EACH = 5  # essays damaged by each combination


def squeezed(text: str) -> str:
    """Without white space, and one form of each character, so that the width of a comma does not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def clean_essays() -> list[tuple[str, str]]:
    """Name and text of the essays of corpus/ that were left without noise."""
    with (ROOT / "corpus" / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["file"] for row in csv.DictReader(file) if not row["noise"]]
    return [(name, decode((ROOT / "corpus" / name).read_bytes()).text) for name in names]


# --- (b) invented noise


class NoiseSet(NamedTuple):
    kinds: Collection[str]
    clashes: Sequence[set[str]]
    damage: Callable[[str, Sequence[str], int], Damaged]


GATE = NoiseSet(KINDS, CLASHES, damage)
HELD_OUT = NoiseSet(noise_heldout.KINDS, noise_heldout.CLASHES, noise_heldout.damage)


@dataclass(frozen=True)
class Case:
    """An essay, the kinds of noise put into it, and what came of it."""

    name: str
    kinds: tuple[str, ...]
    seed: int
    f1: float
    precision: float
    recall: float
    either: float  # F1 of the essay's characters in order, from whichever copy
    uncleaned: float
    paragraphs: float  # share of the essay's paragraphs found whole
    stayed: list[str]  # noise
    lost: list[str]  # text


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right or wrong or missed else 1.0


def longest_rise(numbers: Iterable[int]) -> int:
    """Length of the longest strictly rising subsequence: of the essay's characters, how many are there in order.

    >>> longest_rise([3, 4, 1, 2, 3, 4, 5])
    5
    """
    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return len(ends)


def stretches(text: str, places: Iterable[int], gap: int = 2) -> list[str]:
    """The text at these places, neighbours together."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place - found[-1][1] <= gap:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return [text[start:end] for start, end in found]


def judge(name: str, text: str, kinds: Sequence[str], seed: int, source: NoiseSet = GATE) -> Case:
    damaged = source.damage(text, kinds, seed)
    done = clean(damaged.text)
    if len(done.read) != len(damaged.text):
        raise ValueError(f"{name} {kinds} {seed}: `read` has another length than the input")
    removed = bytearray(len(damaged.text))
    for cut in done.removals:
        removed[cut.start : cut.end] = b"\1" * (cut.end - cut.start)
    if squeezed("".join(c for c, gone in zip(done.read, removed, strict=True) if not gone)) != squeezed(done.text):
        raise ValueError(f"{name} {kinds} {seed}: `text` is not `read` without the removals")
    solid = [place for place, char in enumerate(damaged.text) if not char.isspace()]
    stayed = [place for place in solid if not removed[place] and not damaged.mine[place]]
    lost = [place for place in solid if removed[place] and damaged.mine[place]]
    right = sum(damaged.mine[place] for place in solid) - len(lost)
    total = right + len(lost)
    kept = [original(damaged.origin[place]) for place in solid if not removed[place]]
    ordered = longest_rise([place for place in kept if place != NOISE])
    ours = [squeezed(line) for line in text.split("\n") if line.strip()]
    theirs = Counter(squeezed(line) for line in done.text.split("\n"))
    whole = sum(min(count, theirs[line]) for line, count in Counter(ours).items())
    return Case(
        name,
        tuple(kinds),
        seed,
        f1(right, len(stayed), len(lost)),
        right / (right + len(stayed)) if right else 0.0,
        right / total if total else 1.0,
        f1(ordered, len(kept) - ordered, total - ordered),
        f1(total, len(solid) - total, 0),
        whole / len(ours) if ours else 1.0,
        stretches(damaged.text, stayed),
        stretches(damaged.text, lost),
    )


def seed_of(*parts: object) -> int:
    return zlib.crc32(" ".join(map(str, parts)).encode()) % 100_000


def chosen_combinations(source: NoiseSet = GATE) -> list[tuple[str, ...]]:
    """Sixty seeded combinations of two or three kinds that can occur together."""
    rng = random.Random(20)
    found: list[tuple[str, ...]] = []
    while len(found) < COMBINATIONS:
        pick = tuple(sorted(rng.sample(list(source.kinds), rng.choice((2, 3)))))
        pairs = [set(pair) for pair in combinations(pick, 2)]
        if pick not in found and not any(pair <= clash for pair in pairs for clash in source.clashes):
            found.append(pick)
    return found


def noise_cases(
    *, seeds: int = 1, essays_each: int = ESSAYS_EACH, every: int = 1, source: NoiseSet = GATE
) -> Iterator[Case]:
    """Each kind alone on each essay, then the combinations on some; of the combinations one in `every`."""
    essays = clean_essays()
    for name in source.kinds:
        for essay, text in essays:
            for turn in range(seeds):
                yield judge(essay, text, [name], seed_of(essay, name, turn), source)
    for number, kinds in enumerate(chosen_combinations(source)):
        if number % every:
            continue
        for essay, text in random.Random(number).sample(essays, min(essays_each, len(essays))):
            yield judge(essay, text, kinds, seed_of(essay, *kinds), source)


@dataclass
class Summary:
    """Cases by kind (`+` for the combinations), the mean over all and the worst kind alone."""

    rows: dict[str, list[Case]] = field(default_factory=lambda: defaultdict(list))

    def add(self, case: Case) -> None:
        self.rows[case.kinds[0] if len(case.kinds) == 1 else "+"].append(case)

    @property
    def mean(self) -> float:
        return mean(case.f1 for cases in self.rows.values() for case in cases)

    @property
    def worst(self) -> tuple[float, str]:
        return min((mean(case.f1 for case in cases), name) for name, cases in self.rows.items() if name != "+")


def summarise(cases: Iterable[Case]) -> Summary:
    summary = Summary()
    for case in cases:
        summary.add(case)
    return summary


def show_noise(summary: Summary, samples: int) -> None:
    print(
        f"{'kind':<18}{'P':>7}{'R':>7}{'F1':>7}{'worst':>7}{'either':>8}{'none':>7}{'paras':>7}{'n':>5}  worst essay (seed)"
    )
    everything = [case for cases in summary.rows.values() for case in cases]
    for name, cases in [*summary.rows.items(), ("all", everything)]:
        low = min(cases, key=lambda case: case.f1)
        means = [
            mean(getattr(case, part) for case in cases)
            for part in ("precision", "recall", "f1", "either", "uncleaned", "paragraphs")
        ]
        label = low.name if len(low.kinds) == 1 else f"{low.name} {'+'.join(low.kinds)}"
        print(
            f"{'combinations' if name == '+' else name:<18}{means[0]:>7.4f}{means[1]:>7.4f}{means[2]:>7.4f}{low.f1:>7.3f}"
            f"{means[3]:>8.4f}{means[4]:>7.3f}{means[5]:>7.3f}{len(cases):>5}  {label} ({low.seed})"
        )
    print(f"mean F1 {summary.mean:.4f}; worst kind {summary.worst[1]} {summary.worst[0]:.4f}")
    print("(F1: a copy kept in place of its original is an error; either: it is not; none: without cleaning;")
    print(" paras: share of paragraphs found whole, line ends and all)")
    if not samples:
        return
    for name, cases in summary.rows.items():
        bad = sorted((case for case in cases if case.f1 < 1), key=lambda case: case.f1)
        if bad:
            print(f"\n== {name}: {len(bad)} of {len(cases)} below 1")
        for case in bad[:samples]:
            print(f"  {case.f1:.4f} {case.name} {'+'.join(case.kinds)} seed {case.seed}")
            for sign, pieces in (("stayed", case.stayed), ("lost", case.lost)):
                for piece, count in Counter(pieces).most_common(4):
                    shown = piece if len(piece) <= 120 else f"{piece[:60]}…{piece[-50:]} ({len(piece)})"
                    print(f"    {sign} {count}× {shown!r}")


def show_commonest(summary: Summary, count: int = 10) -> None:
    """What stayed and what was lost, by the number of cases it happened in."""
    for label, part in (("leftovers", "stayed"), ("losses", "lost")):
        seen: Counter[str] = Counter()
        where: dict[str, Counter[str]] = defaultdict(Counter)
        for name, cases in summary.rows.items():
            for case in cases:
                for piece in {noise_heldout.masked(piece) for piece in getattr(case, part)}:
                    seen[piece] += 1
                    where[piece][name] += 1
        print(f"\ncommonest {label} (cases; invented names and numbers masked)")
        for piece, cases_with in seen.most_common(count):
            shown = piece if len(piece) <= 90 else f"{piece[:50]}…{piece[-35:]} ({len(piece)})"
            print(f"  {cases_with:>4}  {shown!r}  {', '.join(name for name, _ in where[piece].most_common(3))}")


# --- (a) twins


@dataclass
class Twins:
    """Counts over all pairs of PDF text and clean text."""

    pairs: int = 0
    sentences: int = 0
    found: int = 0
    ours: int = 0
    paragraphs: int = 0
    whole: int = 0
    radicals: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.sentences

    @property
    def precision(self) -> float:
        return self.found / self.ours

    @property
    def paragraph_recall(self) -> float:
        return self.whole / self.paragraphs


def _bare(text: str) -> str:
    return "".join(text.split())


def sentences_of(text: str) -> Counter[str]:
    return Counter(_bare(line[a:b]) for line in text.split("\n") for a, b in spans(line))


def paragraphs_of(text: str) -> Counter[str]:
    return Counter(_bare(line) for line in text.split("\n") if line.strip())


def twins(shared: Path, *, cleaned: bool = True) -> Twins | None:
    """PDF text against its twin; None where they are not here."""
    result = Twins()
    for path in sorted((shared / "data" / "commentary-pdf").glob("*.txt")):
        other = shared / "data" / "commentary" / path.name
        if not other.is_file():
            continue
        text = decode(path.read_bytes()).text
        if cleaned:
            text = clean(text).text
        gold = decode(other.read_bytes()).text
        for got, wanted, missing in (
            (sentences_of(text), sentences_of(gold), result.missing),
            (paragraphs_of(text), paragraphs_of(gold), result.broken),
        ):
            missing.extend((path.name, piece) for piece in (wanted - got).elements())
        wanted, got = sentences_of(gold), sentences_of(text)
        result.extra.extend((path.name, piece) for piece in (got - wanted).elements())
        result.pairs += 1
        result.sentences += wanted.total()
        result.ours += got.total()
        result.found += (wanted & got).total()
        result.paragraphs += paragraphs_of(gold).total()
        result.whole += (paragraphs_of(gold) & paragraphs_of(text)).total()
        result.radicals += sum("\u2e80" <= char <= "\u2fdf" for char in text)
    return result if result.pairs else None


def show_twins(shared: Path, samples: int) -> None:
    result = twins(shared)
    if result is None:
        print(f"skipped: twins of PDF text are not in {shared}")
        return
    print(f"{'':<12}{'recall':>8}{'precision':>11}{'paragraphs':>12}{'radicals':>10}   ({result.pairs} pairs)")
    raw = twins(shared, cleaned=False)
    for name, row in (("cleaned", result), ("as it is", raw)):
        if row is not None:
            print(f"{name:<12}{row.recall:>8.4f}{row.precision:>11.4f}{row.paragraph_recall:>12.4f}{row.radicals:>10}")
    rng = random.Random(3)
    for label, pieces in (
        ("missing sentences", result.missing),
        ("extra sentences", result.extra),
        ("missing paragraphs", result.broken),
    ):
        if samples and pieces:
            print(f"\n== {label}: {len(pieces)}")
            for name, piece in sorted(rng.sample(pieces, min(samples, len(pieces)))):
                print(f"  {name}: {piece[:100]!r}{f' … {piece[-20:]!r}' if len(piece) > 100 else ''}")


# --- (c) clean texts


@dataclass
class Loss:
    """What was taken from texts that should stay whole, white space apart."""

    texts: int = 0
    characters: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def lost(self) -> int:
        return self.by_rule.total()

    def add(self, name: str, text: str) -> None:
        done = clean(text)
        self.texts += 1
        self.characters += len(_bare(text))
        for cut in done.removals:
            count = len(_bare(done.read[cut.start : cut.end]))
            if count:
                self.by_rule[cut.rule] += count
                before, after = done.read[max(cut.start - 12, 0) : cut.start], done.read[cut.end : cut.end + 12]
                self.samples[cut.rule].append(f"{name}: {before!r} [{cut.text[:120]!r}] {after!r}")


def corpus_loss() -> Loss:
    loss = Loss()
    for name, text in clean_essays():
        loss.add(name, text)
    return loss


def _speeches(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.txt")):
        yield path.stem, decode(path.read_bytes()).text
    for path in sorted(folder.rglob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            content = json.loads(line).get("content")
            if isinstance(content, str) and content:
                yield f"{path.stem}:{number}", content


def show_loss(shared: Path, samples: int) -> None:
    parts = [("corpus", corpus_loss())]
    for name in ("commentary", "speeches"):
        folder = shared / "data" / name
        if not folder.is_dir():
            print(f"skipped: {name} is not in {shared}")
            continue
        loss = Loss()
        for label, text in _speeches(folder):
            loss.add(label, text)
        parts.append((name, loss))
    for name, loss in parts:
        rate = loss.lost / loss.characters * 100_000
        print(f"{name}: {loss.texts} texts, {loss.characters} characters, {loss.lost} lost, {rate:.1f} per 100,000")
        for rule, count in loss.by_rule.most_common():
            print(f"  {rule:<20}{count / loss.characters * 100_000:>8.1f}  in {len(loss.samples[rule])} places")
            chosen = random.Random(5).sample(loss.samples[rule], min(samples, len(loss.samples[rule])))
            for sample in chosen:
                print(f"      {sample}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=("a", "b", "c"), default=("a", "b", "c"))
    parser.add_argument("--seeds", type=int, default=1, help="(b) times that each kind is put into each essay")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="samples of what went wrong")
    parser.add_argument("--heldout", action="store_true", help="(b) score the held-out noise too")
    parser.add_argument("--shared", type=Path, default=SHARED)
    given = parser.parse_args()
    if "a" in given.only:
        print("(a) PDF text against clean twins")
        show_twins(given.shared, given.show)
    if "b" in given.only:
        print("\n(b) invented noise in clean essays")
        show_noise(summarise(noise_cases(seeds=given.seeds)), given.show)
        if given.heldout:
            print("\n(b) held-out noise, apart from the gate")
            held = summarise(noise_cases(seeds=given.seeds, source=HELD_OUT))
            show_noise(held, given.show)
            show_commonest(held)
    if "c" in given.only:
        print("\n(c) clean texts")
        show_loss(given.shared, given.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
