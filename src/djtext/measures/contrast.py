"""The comparison table: what is commoner in which group, how sure, how much, and in how many documents.

Statistics come from `keyness`, `dispersion` and `permutation`; here they meet the counts of a corpus.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from djtext.errors import UsageError
from djtext.lang import t
from djtext.measures import keyness
from djtext.measures.counts import Corpus, Sample, Unit
from djtext.measures.dispersion import dp
from djtext.measures.groups import Groups, least_p
from djtext.measures.intervals import rate
from djtext.measures.permutation import Permuted, many_groups, two_groups
from djtext.types import Cell, Column, Table

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


def _number(value: float | None, digits: int = 4) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)


def _small(value: float | None) -> float | None:
    """A p, to four figures."""
    return None if value is None else float(f"{value:.4g}")


def columns(made: Contrasted) -> tuple[Column, ...]:
    """The columns of a comparison; those of the groups are `hits_NAME`, `per_10k_NAME`, `doc_share_NAME`."""
    unit, names = made.unit, made.groups.names
    theme = unit.column == "theme"
    word = t("主题键", "theme") if theme else t("词语", "term")
    meaning = (
        t("编码本中的主题键", "key of the theme in the codebook") if theme else t("词或短语", "the word or phrase")
    )
    found = [Column(unit.column, "text", word, word, meaning)]
    for name in names:
        found += [
            Column(f"hits_{name}", "int", f"命中（{name}）", f"hits ({name})", t(f"{name}中的命中数", f"places where it stands, in {name}")),
            Column(f"per_10k_{name}", "float", f"{unit.per}（{name}）", f"{unit.per} ({name})", t(f"{name}：{unit.per_help}", f"{unit.per_help}, in {name}")),
            Column(f"doc_share_{name}", "share", f"篇占比（{name}）", f"doc share ({name})", t(f"{name}中有它的文档所占的比例", f"share of the documents of {name} that have it")),
        ]  # fmt: skip
    versus = (
        t(f"{names[0]}对{names[1]}", f"{names[0]} against {names[1]}")
        if made.two
        else t("“突出的组”对其余各组之和", "the group in column group against all others together")
    )
    tested = t("G²", "G²") if made.two else t("各组 χ²", "χ² over all groups")
    found += [
        Column("g2", "float", "G²（四格）", "G² (4-cell)", t(f"四格对数似然比（Dunning 1993），{versus}；正值表示前者更常见；单次检验 3.84 相当于 p < .05", f"log-likelihood ratio over four cells (Dunning 1993), {versus}; positive: commoner in the first of these; 3.84 is p < .05 for one test")),
        Column("log_ratio", "float", "对数比", "log ratio", t(f"两个频率之比的以 2 为底的对数（Hardie 2014），{versus}；1 表示两倍；零频以 0.5 代替", f"binary logarithm of the ratio of rates (Hardie 2014), {versus}; 1 is twice as common; ½ in place of a count of 0")),
        Column("q", "p", "q（BH）", "q (BH)", t(f"{tested} 的 p 按全部行校正（Benjamini & Hochberg 1995）；以命中相互独立为前提，须与 q_docs 同看", f"p of {tested}, adjusted over all rows (Benjamini & Hochberg 1995); takes hits as independent: read q_docs beside it")),
        Column("range", "int", "出现篇数", "range", t("各组中有它的文档数", "documents with it, in all groups")),
        Column("label", "text", "名称", "label", t("主题名称，或词语本身", "name of the theme, or the word itself")),
        Column("group", "text", "突出的组", "stands out", t("两组时为更常见的一组；多组时为与其余相差最大（|G²| 最大）的一组", "of two groups the one in which it is commoner, of more the one furthest from the others (largest |G²|)")),
        Column("p_docs", "p", "p（篇级置换）", "p (documents)", t(f"以整篇为单位随机置换 {made.permutations:,} 次，差异不小于实际的比例，(b + 1) / (n + 1)", f"share of {made.permutations:,} shuffles of whole documents that are at least as far from equal, (b + 1) / (n + 1)")),
        Column("q_docs", "p", "q（篇级置换）", "q (documents)", t("p_docs 按全部行校正（Benjamini & Hochberg 1995）", "p_docs, adjusted over all rows (Benjamini & Hochberg 1995)")),
        Column("p", "p", "p", "p", t(f"{tested} 的 p，自由度 {len(names) - 1}", f"of {tested}, degrees of freedom: {len(names) - 1}")),
    ]  # fmt: skip
    if not made.two:
        found += [
            Column("chi2", "float", "χ²", "χ²", t("Pearson χ²，各组命中与其余，不作校正", "Pearson, over hits and the rest of all groups, without correction")),
            Column("cramers_v", "float", "Cramér's V", "Cramér's V", t("√(χ² / N)：0 各组相同，1 完全不同；命中远少于字数时总是很小", "root of χ² / N: 0 alike, 1 all or nothing; tiny where hits are few among many hanzi"), digits=4),
        ]  # fmt: skip
    found += [
        Column("pct_diff", "float", "%DIFF", "%DIFF", t("前者频率高出后者百分之几（Gabrielatos & Marchi 2011），前后同 g2；后者为 0 时空", "per cent by which the first rate lies above the second (Gabrielatos & Marchi 2011), the two as in g2; empty where the second is 0"), digits=1),
        Column("odds_ratio", "float", "优势比", "odds ratio", t("前后同 g2；有零格时各格加 0.5（Haldane 1956）", "of the two as in g2; ½ added to each cell where one is 0 (Haldane 1956)")),
        Column("odds_low", "float", "优势比下限", "odds low", t("95% 置信区间下限（Woolf 1955）", "lower end of its 95 % interval (Woolf 1955)")),
        Column("odds_high", "float", "优势比上限", "odds high", t("95% 置信区间上限", "upper end of its 95 % interval")),
        Column("dp", "float", "DP", "DP", t("偏差比例（Gries 2008），以各组全部文档为部分：0 均匀，接近 1 集中", "deviation of proportions over the documents of all groups (Gries 2008): 0 even, towards 1 concentrated")),
    ]  # fmt: skip
    found += [Column(f"docs_{name}", "int", f"篇数（{name}）", f"docs ({name})", t(f"{name}中有它的文档数", f"documents of {name} that have it")) for name in names]  # fmt: skip
    if not made.two:
        for name in names:
            rest = t(f"{name}对其余各组之和", f"{name} against all others together")
            found += [
                Column(f"g2_rest_{name}", "float", f"G²（四格，{name}对其余）", f"G² (4-cell, {name} against the rest)", rest),
                Column(f"log_ratio_rest_{name}", "float", f"对数比（{name}对其余）", f"log ratio ({name} against the rest)", rest),
                Column(f"q_rest_{name}", "p", f"q（BH，{name}对其余）", f"q (BH, {name} against the rest)", t(f"g2_rest_{name} 的 p，按全部行和组校正", f"p of g2_rest_{name}, adjusted over all rows and groups")),
            ]  # fmt: skip
    found += [
        Column("example", "text", "例句", "example", t("“突出的组”中的一句", "a sentence of the group in column group")),
        Column("example_doc", "text", "例句出处", "example doc", t("例句所在的文档", "its document")),
        Column("example_other", "text", "另一边的例句", "example of the others", t("其他组中的一句", "a sentence of another group")),
        Column("example_other_doc", "text", "另一边的例句出处", "its doc", t("所在的文档", "its document")),
    ]  # fmt: skip
    return tuple(found)


def cells(made: Contrasted, row: Contrast) -> tuple[Cell, ...]:
    """One row, in the order of `columns`."""
    found: list[Cell] = [row.key]
    for hits, per_10k, share in zip(row.hits, row.rates, row.shares, strict=True):
        found += [hits, _number(per_10k), _number(share)]
    measures = row.measures
    odds = measures.odds if measures else None
    found += [
        _number(measures.g2) if measures else None,
        _number(measures.log_ratio) if measures else None,
        _small(row.q),
        row.range,
        made.unit.label(row.key),
        made.groups.names[row.group] if row.group >= 0 else "",
        _small(row.p_docs),
        _small(row.q_docs),
        _small(row.p),
    ]
    if not made.two:
        found += [_number(row.chi2), _number(row.cramers_v, 6)]
    found += [
        _number(measures.pct_diff, 2) if measures else None,
        _number(odds.ratio) if odds else None,
        _number(odds.low) if odds else None,
        _number(odds.high) if odds else None,
        _number(row.dp),
        *row.docs,
    ]
    if not made.two:
        for n in range(len(made.groups.groups)):
            one = row.against[n] if row.against else None
            found += [
                _number(one.g2) if one else None,
                _number(one.log_ratio) if one else None,
                _small(row.against_q[n]) if row.against else None,
            ]
    for sample in (row.example, row.other):
        found += [sample.text if sample else "", sample.doc if sample else ""]
    return tuple(found)


_RISING = {"p", "q", "p_docs", "q_docs"}


def ordered(made: Contrasted, *, by: str = "", top: int | None = None) -> Contrasted:
    """The rows sorted by a column: p and q rising, other numbers falling and without regard to their sign.

    Without a column, by |G²| for two groups and by χ² for more. `top` keeps so many rows; of two groups, so many of
    each side. Raises UsageError, listing the columns, where there is no such column.
    """
    by = by or ("g2" if made.two else "chi2")
    heads = columns(made)
    names = [column.name for column in heads]
    if by == made.unit.column:
        rows = made.rows
    else:
        kinds = {column.name: column.type for column in heads}
        if kinds.get(by, "text") == "text":
            known = [name for name in names if kinds[name] != "text"]
            raise UsageError(
                t(f"--sort：没有“{by}”这一列可以排序", f"--sort: no column '{by}' to sort by"),
                hint=t(f"可用：{'、'.join([names[0], *known])}", f"known: {', '.join([names[0], *known])}"),
            )
        place = names.index(by)
        rising = by in _RISING or by.startswith("q_")

        def rank(row: Contrast) -> tuple[bool, float, float, int]:
            value = cells(made, row)[place]
            number = abs(float(value)) if isinstance(value, (int, float)) else 0.0
            return (
                value is None,
                number if rising else -number,
                -abs((row.measures and row.measures.g2) or 0),
                -row.range,
            )

        rows = tuple(sorted(made.rows, key=rank))  # of equals the order of the corpus stays
    if top is not None:
        if made.two and not made.unit.always:
            rows = tuple(row for row in rows if row.group >= 0)  # alike in both: on neither side
        rows = _first(rows, top, sides=made.two)
    return replace(made, rows=rows)


def _first(rows: tuple[Contrast, ...], top: int, *, sides: bool) -> tuple[Contrast, ...]:
    """The first rows, of all or of each group that stands out."""
    seen: dict[int, int] = {}
    kept = []
    for row in rows:
        side = row.group if sides else 0
        seen[side] = seen.get(side, 0) + 1
        if seen[side] <= top:
            kept.append(row)
    return tuple(kept)


def table(made: Contrasted, *, notes: Sequence[str] = (), made_by: str = "") -> Table:
    """All columns, for files."""
    return Table(
        t("比较", "Comparison"),
        columns(made),
        tuple(cells(made, row) for row in made.rows),
        (*notes, *made.notes),
        made_by,
        "compare",
    )


def paper(made: Contrasted, *, notes: Sequence[str] = (), made_by: str = "") -> Table:
    """The columns that fit on a page, names for keys: for Markdown, LaTeX and HTML."""
    heads = {column.name: column for column in columns(made)}
    name = t("主题", "theme") if made.unit.column == "theme" else t("词语", "term")
    per_group = ("hits", "per_10k") if made.two else ("per_10k",)
    wanted = [f"{what}_{group}" for group in made.groups.names for what in per_group]
    wanted += (
        ["g2", "log_ratio", "q", "q_docs"] if made.two else ["chi2", "cramers_v", "group", "log_ratio", "q", "q_docs"]
    )
    wanted += ["range", "dp"]
    odds = Column("odds", "text", "优势比 [95 % CI]", "odds ratio [95 % CI]", "odds ratio with its interval")
    places = [list(heads).index(column) for column in wanted]
    if not made.two:  # many columns: the name of the group says enough, a note says the rest
        for group in made.groups.names:
            heads[f"per_10k_{group}"] = replace(heads[f"per_10k_{group}"], zh=group, en=group)
        said = t(f"各组之下为{made.unit.per}的命中数", f"under the groups: hits {made.unit.per}")
        notes = (*notes, said)
    rows: list[tuple[Cell, ...]] = []
    for row in made.rows:
        whole = cells(made, row)
        shown: list[Cell] = [made.unit.shown(row.key), *(whole[place] for place in places)]
        if made.two:
            found = row.measures.odds if row.measures else None
            shown.append(f"{found.ratio:.2f} [{found.low:.2f}, {found.high:.2f}]" if found else "")
        rows.append(tuple(shown))
    shown_columns = (Column(made.unit.column, "text", name, name), *(heads[column] for column in wanted))
    return Table(
        t("比较", "Comparison"),
        (*shown_columns, odds) if made.two else shown_columns,
        tuple(rows),
        (*notes, *made.notes),
        made_by,
        "compare",
    )
