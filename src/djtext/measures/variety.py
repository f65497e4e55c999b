"""Lexical diversity and formulaicity of every document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from djtext.lang import t
from djtext.measures.diversity import formulaicity
from djtext.types import Cell, Column, Document, Table

# words, different words, TTR, MATTR (None where the text is shorter than the window), Yule's K, text without white space
DocVariety = tuple[int, int, float | None, float | None, float | None, str]

COLUMNS = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("title", "text", "标题", "title", "title of the document"),
    Column("date", "date", "日期", "date", "ISO date, may be partial"),
    Column("chars", "int", "字符", "chars", "characters of the folded text without white space, marks included"),
    Column("words", "int", "词数", "words", "words that were counted; marks are no words"),
    Column("types", "int", "不同的词", "types", "different words"),
    Column("ttr", "float", "TTR", "TTR", "types / words (Johnson 1944); falls with length, so compare equal lengths only"),
    Column(
        "mattr",
        "float",
        "MATTR",
        "MATTR",
        "mean type–token ratio of all windows of equal length (Covington & McFall 2010): higher is more varied; "
        "empty where the text is shorter than the window",
    ),
    Column("yule_k", "float", "Yule K", "Yule's K", "10⁴ (Σ f² − N) / N² (Yule 1944): higher is more repetitive, 0 no word twice"),
    Column(
        "formulaicity",
        "share",
        "套话率",
        "formulaicity",
        "share of the characters inside sequences that other documents of the corpus have too (after Forsyth & Grabowski 2015)",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VarietyTable:
    """The table, its documents, the formulaicity of the corpus (None where there is none), and how many documents with
    words are shorter than the window."""

    table: Table
    docs: int
    share: float | None
    short: int


def variety(counted: Iterable[tuple[Document, DocVariety]], *, n: int = 8, docs: int = 2) -> VarietyTable:
    """Diversity of every document in the order given; formulaic is a sequence of `n` characters in `docs` documents.

    With fewer documents than that there is no formulaicity.

    >>> made = variety([(Document("a", ""), (3, 2, 0.6667, None, 2222.2222, "坚持以人民为中心")), (Document("b", ""), (0, 0, None, None, None, ""))])
    >>> [row[3:] for row in made.table.rows], made.short
    ([(8, 3, 2, 0.6667, None, 2222.2222, 0.0), (0, 0, 0, None, None, None, None)], 1)
    """
    rows: list[tuple[Cell, ...]] = []
    short = 0

    def texts() -> Iterator[str]:
        nonlocal short
        for doc, (words, types, ttr, mattr, yule_k, text) in counted:
            short += bool(words) and mattr is None
            measured = (None if value is None else round(value, 4) for value in (ttr, mattr, yule_k))
            rows.append((doc.id, doc.title, doc.date, len(text), words, types, *measured))
            yield text

    made = formulaicity(texts(), n=n, docs=docs)  # keeps numbers made from each text, not the text
    alone = len(rows) < docs
    whole = tuple(
        (*row, None if share is None or alone else round(share, 4))
        for row, share in zip(rows, made.by_text, strict=True)
    )
    table = Table(t("词汇多样性", "Lexical diversity"), COLUMNS, whole, name="diversity")
    return VarietyTable(table, len(rows), None if alone else made.share, short)
