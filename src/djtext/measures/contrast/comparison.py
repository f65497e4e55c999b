"""Every row of a comparison computed: counts by group, the statistics on them, the test over whole documents, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from djtext.lang import t
from djtext.measures import keyness
from djtext.measures.counts import Corpus, Sample, Unit
from djtext.measures.dispersion import dp
from djtext.measures.groups import Groups, least_p
from djtext.measures.intervals import rate
from djtext.measures.permutation import Permuted, many_groups, two_groups

PERMUTATIONS = 9_999
_COLUMNS_AT_ONCE = 2_000  # of the table that is shuffled: bounds the memory


@dataclass(frozen=True, slots=True)
class Contrast:
    """One thing in all groups.

    `hits`, `docs`, `rates` (per 10,000) and `shares` (of documents) have one entry a group. `group` is the group that
    stands out: of two the one in which it is commoner, of more the one furthest from all others together, −1 where none
    does. `measures` compare the first group with the second, or the one that stands out with the others; `against` each
    of more than two groups with the others. `example` is from the group that stands out, `other` from the others.
    """

    key: str
    hits: tuple[int, ...]
    docs: tuple[int, ...]
    rates: tuple[float | None, ...]
    shares: tuple[float | None, ...]
    group: int
    measures: keyness.Comparison | None
    chi2: float | None
    cramers_v: float | None
    p: float | None
    against: tuple[keyness.Comparison, ...]
    range: int
    dp: float | None
    q: float | None = None
    against_q: tuple[float | None, ...] = ()
    p_docs: float | None = None
    q_docs: float | None = None
    example: Sample | None = None
    other: Sample | None = None


@dataclass(frozen=True, slots=True)
class Contrasted:
    """All contrasts in the order of the table, with what they were made from. `tested` counts those that have a p."""

    rows: tuple[Contrast, ...]
    groups: Groups
    unit: Unit
    tested: int
    permutations: int
    seed: int
    notes: tuple[str, ...]

    @property
    def two(self) -> bool:
        """Are there two groups?"""
        return len(self.groups.groups) == 2


def contrast(
    corpus: Corpus, groups: Groups, *, min_docs: int = 1, permutations: int = PERMUTATIONS, seed: int = 1
) -> Contrasted:
    """Compare the groups of a corpus, everything that stands in at least `min_docs` of their documents.

    Two groups: signed four-cell G², log ratio, %DIFF and odds ratio of the first against the second. More: χ² over all
    with Cramér's V, and the same measures of each group against all others together. `q` is Benjamini–Hochberg's over
    the p of all rows (of G², or of χ²); `p_docs` is from `permutations` shuffles of whole documents between groups of the
    same sizes, `q_docs` adjusts it. `permutations` 0 leaves these empty.

    The order of documents changes nothing. Swapping two groups changes the sign of G² and of the log ratio. Raises
    ValueError where `permutations` is negative.

    Source: see `djtext.measures.keyness`, `djtext.measures.permutation` and `djtext.measures.dispersion`.
    """
    if permutations < 0:
        raise ValueError("permutations must not be negative")
    tallies = _tally(corpus, groups)
    chosen = [n for n, tally in enumerate(tallies) if _kept(corpus.unit, tally.range, min_docs)]
    listed = len(corpus.unit.listed)  # what is not listed stands in the order in which it was met: not in the table
    chosen.sort(key=lambda n: (n, "") if n < listed else (listed, corpus.keys[n]))
    sizes = [group.size for group in groups.groups]
    odd: list[str] = []
    rows = [_row(corpus, groups, n, tallies[n], sizes, odd) for n in chosen]
    rows = _with_q(rows)
    inside = [d for d, member in enumerate(groups.member) if member >= 0]
    if permutations and rows:
        tests = _shuffled(corpus, groups, inside, chosen, permutations, seed)
        tests = [test if row.range else replace(test, p=None) for test, row in zip(tests, rows, strict=True)]
        q_docs = keyness.bh([test.p for test in tests])
        rows = [replace(row, p_docs=test.p, q_docs=q) for row, test, q in zip(rows, tests, q_docs, strict=True)]
    tested = sum(row.p is not None for row in rows)
    said = tuple(_notes(groups, rows, odd, permutations=permutations))
    return Contrasted(tuple(rows), groups, corpus.unit, tested, permutations, seed, said)


def _kept(unit: Unit, documents: int, min_docs: int) -> bool:
    return documents >= min_docs or (unit.always and min_docs == 1)


@dataclass(slots=True)
class _Tally:
    hits: list[int]
    docs: list[int]
    range: int
    entries: list[tuple[int, int]]  # document and hits, of the documents that are in a group


def _tally(corpus: Corpus, groups: Groups) -> list[_Tally]:
    k = len(groups.groups)
    tallies = [_Tally([0] * k, [0] * k, 0, []) for _ in corpus.keys]
    for at, key, hits in zip(corpus.at, corpus.key, corpus.hits, strict=True):
        member = groups.member[at]
        if member >= 0:
            tally = tallies[key]
            tally.hits[member] += hits
            tally.docs[member] += 1
            tally.range += 1
            tally.entries.append((at, hits))
    return tallies


def _spread(corpus: Corpus, tally: _Tally, size: int) -> float | None:
    """DP over the documents; those without a hit count as one part, which changes nothing in the sum."""
    if not tally.range or not size:
        return None
    parts = [corpus.sizes[at] for at, _ in tally.entries]
    return dp([*(hits for _, hits in tally.entries), 0], [*parts, size - sum(parts)])


def _row(corpus: Corpus, groups: Groups, number: int, tally: _Tally, sizes: Sequence[int], odd: list[str]) -> Contrast:
    key = corpus.keys[number]
    names = groups.names
    possible = all(hits <= size for hits, size in zip(tally.hits, sizes, strict=True))
    if not possible:
        odd.append(key)
    some = tally.range > 0 and possible
    measures: keyness.Comparison | None = None
    against: tuple[keyness.Comparison, ...] = ()
    chi2 = cramers_v = p = None
    out = -1
    if some and len(sizes) == 2:
        measures = keyness.compare(tally.hits[0], sizes[0], tally.hits[1], sizes[1])
        p = measures.p
        out = -1 if not measures.g2 else 0 if measures.g2 > 0 else 1
    elif some:
        table = keyness.contingency(tally.hits, sizes)
        chi2, cramers_v, p, against = table.chi2, table.cramers_v, table.p, table.against_rest
        furthest = max(range(len(sizes)), key=lambda n: (abs(against[n].g2 or 0), -n))
        if against[furthest].g2:
            out, measures = furthest, against[furthest]
    others = [found for n, name in enumerate(names) if n != out and (found := corpus.samples.get((name, key)))]
    return Contrast(
        key,
        tuple(tally.hits),
        tuple(tally.docs),
        tuple(rate(hits, size) for hits, size in zip(tally.hits, sizes, strict=True)),
        tuple(docs / group.docs if group.docs else None for docs, group in zip(tally.docs, groups.groups, strict=True)),
        out,
        measures,
        chi2,
        cramers_v,
        p,
        against,
        tally.range,
        _spread(corpus, tally, sum(sizes)),
        example=corpus.samples.get((names[out], key)) if out >= 0 else None,
        other=min(others, key=lambda sample: (sample.score, sample.doc), default=None),
    )


def _with_q(rows: list[Contrast]) -> list[Contrast]:
    """q of every row, and of every group against the others, over all rows and groups."""
    rows = [replace(row, q=q) for row, q in zip(rows, keyness.bh([row.p for row in rows]), strict=True)]
    flat = iter(keyness.bh([made.p for row in rows for made in row.against]))
    return [replace(row, against_q=tuple(next(flat) for _ in row.against)) for row in rows]


def _shuffled(
    corpus: Corpus, groups: Groups, inside: list[int], keys: list[int], permutations: int, seed: int
) -> list[Permuted]:
    """The test over documents of every key, some columns at a time; the shuffles are the same for all."""
    ids = [corpus.docs[d].id for d in inside]
    sizes = [corpus.sizes[d] for d in inside]
    members = [groups.member[d] for d in inside]
    made: list[Permuted] = []
    for start in range(0, len(keys), _COLUMNS_AT_ONCE):
        counts = corpus.matrix(inside, keys[start : start + _COLUMNS_AT_ONCE])
        if len(groups.groups) == 2:
            first = [member == 0 for member in members]
            made += two_groups(counts, sizes, first, ids=ids, permutations=permutations, seed=seed)
        else:
            named = [f"{member:06d}" for member in members]
            made += many_groups(counts, sizes, named, ids=ids, permutations=permutations, seed=seed)
    return made


def _notes(groups: Groups, rows: list[Contrast], odd: list[str], *, permutations: int) -> Iterator[str]:
    """What a reader must know about these figures."""
    if not rows:
        yield t("没有符合条件的行", "no row meets the conditions")
        return
    two = len(groups.groups) == 2
    nowhere = [row.key for row in rows if not row.range]
    if nowhere:
        yield t(
            f"没有出现，无从比较：{'、'.join(nowhere)}", f"stands nowhere, nothing to compare: {', '.join(nowhere)}"
        )
    if odd:
        yield t(f"命中多于字数，不作检验：{'、'.join(odd)}", f"more hits than hanzi, not tested: {', '.join(odd)}")
    if two and any(0 in row.hits and row.range for row in rows):
        yield t(
            "一组为零时：对数比以 0.5 代 0，优势比各格加 0.5；对照组为零时 %DIFF 不存在，留空",
            "where one group has none: log ratio takes ½ for 0, the odds ratio adds ½ to each cell; without any in the "
            "second group %DIFF does not exist and is empty",
        )
    elif any(0 in row.hits and row.range for row in rows):
        yield t("某组为零时，对数比以 0.5 代 0", "where a group has none, log ratio takes ½ for 0")
    if not permutations:
        yield t(
            "没有做篇级检验（--permutations 0），相应列为空",
            "no test over documents (--permutations 0): its columns are empty",
        )
    else:
        least = least_p(groups)
        if least > 0.01:
            yield t(
                f"组太小：篇级检验的 p 最小也有 {least:.2g}",
                f"groups are small: no test over documents can give a p below {least:.2g}",
            )
