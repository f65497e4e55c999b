"""Which themes stand together, more often than chance would have it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from djtext.lang import t
from djtext.measures import association
from djtext.measures.keyness import bh, p_value
from djtext.types import Cell, Codebook, Column, Document, Table

Within = Literal["sentence", "passage", "document"]
EXPECTED = 5  # a pair that never stands together has a row where chance would have it so often


def columns() -> tuple[Column, ...]:
    """The columns of the table."""
    return (
        Column("theme", "text", "主题键", "theme", t("一个主题的键", "key of the one theme")),
        Column("other", "text", "另一主题键", "other", t("另一个主题的键，在编码本中靠后", "key of the other, which comes later in the codebook")),
        Column("together", "int", "同现", "together", t("两者都有的句、段或篇数", "sentences, passages or documents that have both")),
        Column("expected", "float", "期望", "expected", t("两者互不相干时应有的数：units × units_other / units_all", "how many there would be if neither knew of the other: units × units_other / units_all")),
        Column("pmi", "float", "PMI（以 2 为底）", "PMI (base 2)", t("together / expected 的以 2 为底的对数（Church & Hanks 1990）：0 为独立；从不同现则空", "binary logarithm of together / expected (Church & Hanks 1990): 0 independent; empty where never together")),
        Column("jaccard", "float", "Jaccard", "Jaccard", t("两者都有的单位占有其一的单位的比例（Jaccard 1912）：0 从不，1 总是", "share of units with both among those with either (Jaccard 1912): 0 never, 1 always"), digits=3),
        Column("g2", "float", "G²（四格）", "G² (4-cell)", t("带符号的对数似然比（Dunning 1993）；负值表示同现少于期望", "signed log-likelihood ratio (Dunning 1993); negative where together less often than expected")),
        Column("q", "p", "q（BH）", "q (BH)", t("G² 的 p 按全部行校正（Benjamini & Hochberg 1995）；以各单位独立为前提", "p of G² adjusted over all rows (Benjamini & Hochberg 1995); takes units as independent")),
        Column("docs", "int", "同现篇数", "docs", t("有同现单位的文档数", "documents with a unit that has both")),
        Column("label", "text", "主题", "label", t("一个主题的名称", "name of the one theme")),
        Column("label_other", "text", "另一主题", "label other", t("另一个主题的名称", "name of the other")),
        Column("units", "int", "有此主题的单位", "units", t("有前一主题的句、段或篇数", "units that have the one theme")),
        Column("units_other", "int", "有另一主题的单位", "units other", t("有后一主题的句、段或篇数", "units that have the other")),
        Column("units_all", "int", "单位总数", "units all", t("全部句、段或篇数，没有主题的也算", "all units, those without a theme too")),
        Column("example", "text", "例句", "example", t("两者都有的一句，或一段的开头；以篇为单位时为空", "a sentence or the beginning of a passage that has both; empty for documents")),
        Column("example_doc", "text", "例句出处", "example doc", t("两者都有的一篇", "a document that has both")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocPairs:
    """The units of one document: how many there are, and which themes (by number) stand in each that has any.

    `texts` has for each of these units its text, cut to what an example needs.
    """

    units: int
    themes: tuple[tuple[int, ...], ...]
    texts: tuple[str, ...]


def cooccurrence(
    counted: Iterable[tuple[Document, DocPairs]], book: Codebook, *, within: Within, min_docs: int = 1
) -> Table:
    """Pairs of themes that stand together in a unit, those most often together first.

    A pair that never does has a row where five or more would be expected. The order of documents changes nothing.
    """
    singles: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    docs: Counter[tuple[int, int]] = Counter()
    best: dict[tuple[int, int], tuple[float, str, str]] = {}
    total = documents = 0
    for doc, value in counted:
        documents += 1
        total += value.units
        here: set[tuple[int, int]] = set()
        for themes, text in zip(value.themes, value.texts, strict=True):
            singles.update(themes)
            rank = (round(abs(len(text) - 40) / 10, 2), doc.id, text)
            for n, one in enumerate(themes):
                for other in themes[n + 1 :]:
                    pair = one, other
                    pairs[pair] += 1
                    here.add(pair)
                    if pair not in best or rank < best[pair]:
                        best[pair] = rank
        docs.update(here)
    found = sorted(singles)
    wanted = [
        (one, other)
        for n, one in enumerate(found)
        for other in found[n + 1 :]
        if (pairs[one, other] and docs[one, other] >= min_docs)
        or (not pairs[one, other] and min_docs == 1 and singles[one] * singles[other] >= EXPECTED * total)
    ]
    wanted.sort(key=lambda pair: (-pairs[pair], -docs[pair], pair))
    counts = [(pairs[pair], singles[pair[0]], singles[pair[1]], total) for pair in wanted]
    g2s = [association.g2(*count) for count in counts]
    q_values = bh([p_value(g2) for g2 in g2s])
    rows: list[tuple[Cell, ...]] = []
    for pair, count, g2, q in zip(wanted, counts, g2s, q_values, strict=True):
        first, second = book.themes[pair[0]], book.themes[pair[1]]
        _, example_doc, example = best.get(pair, (0.0, "", ""))
        rows.append(
            (
                first.key,
                second.key,
                count[0],
                _rounded(association.expected(*count)),
                _rounded(association.pmi(*count)),
                _rounded(association.jaccard(*count[:3])),
                _rounded(g2),
                None if q is None else float(f"{q:.4g}"),
                docs[pair],
                first.label,
                second.label,
                count[1],
                count[2],
                total,
                "" if within == "document" else example,
                example_doc,
            )
        )
    unit = {"sentence": t("句", "sentences"), "passage": t("段", "passages"), "document": t("篇", "documents")}[within]
    notes = [
        t(
            f"{documents} 篇，共 {total:,} {unit}，标题和小标题也算；共 {len(rows)} 对主题",
            f"{documents} documents, {total:,} {unit}, headings among them; {len(rows)} pairs of themes",
        )
    ]
    if within == "passage":
        notes.append(t("段：文中的一个自然段", "a passage is a paragraph of the text"))
    if any(row[2] == 0 for row in rows):
        notes.append(
            t(
                f"从不同现而期望在 {EXPECTED} 以上的也列出，其 PMI 为空",
                f"pairs never together are listed where {EXPECTED} or more are expected; their PMI is empty",
            )
        )
    if any(g2 is None for g2 in g2s):
        notes.append(t("每个单位都有的主题没有 G²", "no G² for a theme that stands in every unit"))
    return Table(t("主题同现", "Themes together"), columns(), tuple(rows), tuple(notes), name="cooccurrence")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
