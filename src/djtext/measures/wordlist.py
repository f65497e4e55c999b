"""Frequency list of words: how often, in how many documents, how evenly."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from djtext.lang import t
from djtext.measures.dispersion import arf, dp, juilland_d
from djtext.types import Cell, Column, Document, Table

DocWords = tuple[tuple[str, ...], "array[int]"]  # different words; for each place in the text the number of its word
Order = Literal["hits", "docs", "arf", "dp", "juilland_d", "word"]

COLUMNS = (
    Column("word", "text", "词", "word", "the word, as segmented from the folded text"),
    Column("hits", "int", "词频", "hits", "how often it stands in the corpus"),
    Column("docs", "int", "篇数", "docs", "documents with it (its range)"),
    Column("doc_share", "share", "占比", "doc share", "docs divided by all documents analysed, 0 to 1"),
    Column(
        "per_10k", "float", "每万词", "per 10k words", "hits per 10,000 words of the whole corpus; marks are no words"
    ),
    Column(
        "dp",
        "float",
        "DP",
        "DP",
        "deviation of proportions over documents, each sized by its words (Gries 2008): 0 even, towards 1 concentrated",
    ),
    Column(
        "juilland_d",
        "float",
        "Juilland D（按篇频率）",
        "Juilland's D (rates of documents)",
        "1 − V / √(k − 1) of the rates of the k documents, population standard deviation: 1 even, 0 all in one document",
    ),
    Column(
        "arf",
        "float",
        "ARF",
        "ARF",
        "average reduced frequency (Savický & Hlaváčová 2002): hits, those crowded together counted as little more than one",
    ),
)
_PLACE = {column.name: place for place, column in enumerate(COLUMNS)}


def _by(name: str, sign: int = -1) -> Callable[[tuple[Cell, ...]], tuple[float, int, int, str]]:
    """Key by one column, the largest first (`sign` 1: the smallest), empty cells last; then by hits, documents, word."""

    def key(row: tuple[Cell, ...]) -> tuple[float, int, int, str]:
        value = row[_PLACE[name]]
        number = sign * float(value) if value is not None else float("inf")
        return number, -int(row[1] or 0), -int(row[2] or 0), str(row[0])

    return key


ORDERS: dict[Order, Callable[[tuple[Cell, ...]], tuple[float, int, int, str]]] = {
    "hits": _by("hits"),
    "docs": _by("docs"),
    "arf": _by("arf"),
    "dp": _by("dp", 1),
    "juilland_d": _by("juilland_d"),
    "word": lambda row: (0, 0, 0, str(row[0])),
}


@dataclass(frozen=True, slots=True)
class WordTable:
    """The table, and the size of what was counted: documents, words, different words before any was left out."""

    table: Table
    docs: int
    words: int
    types: int


def frequency(
    counted: Iterable[tuple[Document, DocWords]],
    *,
    stop: frozenset[str] = frozenset(),
    min_hits: int = 1,
    min_docs: int = 1,
    order: Order = "hits",
) -> WordTable:
    """Words of a corpus, by default the most frequent first.

    Stop words have no row, but are counted in the size of the corpus and of its documents, so that no number of another
    word depends on the list. Dispersion is over documents; ARF over the corpus in the order of the documents.

    >>> made = frequency([(Document("a", ""), (("党建", "工作"), array("I", [0, 1, 0]))), (Document("b", ""), (("工作",), array("I", [0])))])
    >>> [row[:6] for row in made.table.rows]
    [('工作', 2, 2, 1.0, 5000.0, 0.25), ('党建', 2, 1, 0.5, 5000.0, 0.25)]
    """
    numbers: dict[str, int] = {}
    places: list[array[int]] = []
    starts: list[int] = []  # of each document, in words
    size = 0
    for _, (different, sequence) in counted:
        here = []
        for word in different:
            number = numbers.setdefault(word, len(numbers))
            if number == len(places):
                places.append(array("I"))
            here.append(places[number])
        starts.append(size)
        for place, local in enumerate(sequence, start=size):
            here[local].append(place)
        size += len(sequence)
    bounds = [*starts, size]
    full = sum(1 for start, end in pairwise(bounds) if end > start)
    rows = [
        row
        for word, number in numbers.items()
        if word not in stop and len(places[number]) >= min_hits
        for row in [_row(word, places[number], bounds, full)]
        if int(row[2] or 0) >= min_docs
    ]
    rows.sort(key=ORDERS[order])
    table = Table(t("词频", "Words"), COLUMNS, tuple(rows), name="words")
    return WordTable(table, len(starts), size, len(numbers))


def _row(word: str, places: Sequence[int], bounds: Sequence[int], full: int) -> tuple[Cell, ...]:
    """The row of a word that stands at these places; document i begins at `bounds[i]` and ends at `bounds[i + 1]`, and
    `full` of them have words."""
    counts: list[int] = []
    sizes: list[int] = []
    at = 0
    while at < len(places):
        doc = bisect_right(bounds, places[at]) - 1
        after = bisect_left(places, bounds[doc + 1], at)
        counts.append(after - at)
        sizes.append(bounds[doc + 1] - bounds[doc])
        at = after
    docs, size = len(bounds) - 1, bounds[-1]
    # all documents without the word, taken as one part, differ from their share as much as each on its own
    rest = size - sum(sizes)
    uneven = dp([*counts, 0], [*sizes, rest])
    even = juilland_d(counts, sizes, absent=full - len(counts))
    return (
        word,
        len(places),
        len(counts),
        round(len(counts) / docs, 4),
        round(len(places) * 10_000 / size, 4),
        round(uneven, 4),
        None if even is None else round(even, 4),
        round(arf(places, size) or 0, 4),
    )
