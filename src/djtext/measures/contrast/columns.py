"""The columns of a comparison, with their meaning, and the cells of a row in their order."""

from __future__ import annotations

import math

from djtext.lang import t
from djtext.measures.contrast.comparison import Contrast, Contrasted
from djtext.types import Cell, Column


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


def _number(value: float | None, digits: int = 4) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)


def _small(value: float | None) -> float | None:
    """A p, to four figures."""
    return None if value is None else float(f"{value:.4g}")
