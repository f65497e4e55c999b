"""How often each theme stands in a corpus, in how many documents, and how evenly."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from djtext.lang import t
from djtext.measures.dispersion import dp_among
from djtext.themes.count import DocThemes, Example
from djtext.types import Cell, Codebook, Column, Document, Table

COLUMNS = (
    Column("theme", "text", "主题键", "theme", "key of the theme in the codebook"),
    Column("label", "text", "主题", "label", "name of the theme"),
    Column("hits", "int", "命中", "hits", "places where a pattern of the theme stands"),
    Column("docs", "int", "篇数", "docs", "documents with at least one hit"),
    Column("doc_share", "share", "占比", "doc share", "docs divided by all documents analysed, 0 to 1"),
    Column("per_10k", "float", "每万字", "per 10k", "hits per 10,000 hanzi of the whole corpus"),
    Column(
        "dp",
        "float",
        "DP",
        "DP",
        "deviation of proportions over documents (Gries 2008): 0 even, towards 1 concentrated",
    ),
    Column("as_problem", "int", "作为问题", "as problem", "hits whose sentence states a failing"),
    Column(
        "as_remedy", "int", "作为对策", "as remedy", "hits whose sentence demands, forbids or does something about it"
    ),
    Column("first", "date", "最早", "first", "date of the earliest dated document with a hit"),
    Column("last", "date", "最晚", "last", "date of the latest dated document with a hit"),
    Column("example", "text", "例句", "example", "a sentence with a hit"),
    Column("example_doc", "text", "例句出处", "example doc", "document of the example"),
)


@dataclass(slots=True)
class _Tally:
    hits: int = 0
    as_problem: int = 0
    as_remedy: int = 0
    docs: array[int] = field(default_factory=lambda: array("L"))
    counts: array[int] = field(default_factory=lambda: array("L"))
    first: str = ""
    last: str = ""
    example: Example | None = None
    example_doc: str = ""


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """The table, the size of what was counted, and for each row the part of its example that is the hit."""

    table: Table
    docs: int
    chars: int
    hanzi: int
    marks: tuple[tuple[int, int], ...]


def themes(counted: Iterable[tuple[Document, DocThemes]], book: Codebook, *, min_docs: int = 1) -> ThemeTable:
    """Themes of a corpus, most frequent first (by hits, then documents, then the codebook's order).

    `counted` gives each document with its counts. Rates are per 10,000 hanzi. `dp` is over documents, sized by hanzi.
    Themes in fewer than `min_docs` documents are left out.
    """
    tallies: dict[int, _Tally] = {}
    sizes: list[int] = []
    chars = 0
    for doc, value in counted:
        number = len(sizes)
        sizes.append(value.hanzi)
        chars += value.chars
        date = doc.date
        for count in value.counts:
            tally = tallies.get(count.theme)
            if tally is None:
                tally = tallies[count.theme] = _Tally()
            tally.hits += count.hits
            tally.as_problem += count.as_problem
            tally.as_remedy += count.as_remedy
            tally.docs.append(number)
            tally.counts.append(count.hits)
            if date:
                if not tally.first or date < tally.first:
                    tally.first = date
                if date > tally.last:
                    tally.last = date
            if tally.example is None or count.example.score < tally.example.score:
                tally.example, tally.example_doc = count.example, doc.id
    hanzi = sum(sizes)
    order = sorted(tallies, key=lambda place: (-tallies[place].hits, -len(tallies[place].docs), place))
    rows: list[tuple[Cell, ...]] = []
    marks: list[tuple[int, int]] = []
    for place in order:
        tally = tallies[place]
        if len(tally.docs) < min_docs or tally.example is None:
            continue
        theme = book.themes[place]
        parts = [sizes[number] for number in tally.docs]
        rows.append(
            (
                theme.key,
                theme.label,
                tally.hits,
                len(tally.docs),
                round(len(tally.docs) / len(sizes), 4),
                round(tally.hits * 10_000 / hanzi, 4) if hanzi else None,
                round(dp_among(tally.counts, parts, hanzi), 4) if hanzi else None,
                tally.as_problem,
                tally.as_remedy,
                tally.first,
                tally.last,
                tally.example.text,
                tally.example_doc,
            )
        )
        marks.append((tally.example.start, tally.example.end))
    title = t("主题频次", "Themes")
    return ThemeTable(Table(title, COLUMNS, tuple(rows), name="themes"), len(sizes), chars, hanzi, tuple(marks))


def by_document(counted: Iterable[tuple[Document, DocThemes]], book: Codebook) -> Table:
    """Documents by themes: one row a document, one column a theme of the codebook, hits in the cells."""
    columns = (
        Column("doc", "text", "文档", "doc", "document id"),
        Column("title", "text", "标题", "title", "title of the document"),
        Column("date", "date", "日期", "date", "ISO date, may be partial"),
        *(
            Column(theme.key, "int", theme.label, theme.label_en or theme.key, theme.definition)
            for theme in book.themes
        ),
    )

    def rows() -> Iterable[tuple[Cell, ...]]:
        for doc, value in counted:
            found = {count.theme: count.hits for count in value.counts}
            yield (doc.id, doc.title, doc.date, *(found.get(place, 0) for place in range(len(book.themes))))

    return Table(t("文档 × 主题", "Documents by themes"), columns, rows(), name="themes-by-doc")
