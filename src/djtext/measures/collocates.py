"""Collocates: words that stand near a term more often than elsewhere.

The term is matched on characters, so no word of the text need be equal to it. The words that share a character with one
of its places are the node; they are never collocates and are left out of all counts. What is counted is told by the span:

- ±n words: every word of the corpus is a unit. `near` units lie within n words of a node, in the same sentence; a unit
  that is near two nodes counts once. f12 is how many of them are the word, f2 how often it stands anywhere.
- sentence: every sentence (title and heading too) with a word is a unit. `near` sentences hold the node, f2 hold the word,
  f12 both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from djtext.lang import t
from djtext.measures import association
from djtext.types import Cell, Column, Document, Table

Placed = tuple[str, int, int]  # word, start, end
Near = tuple[str, int, int, int]  # word, units near a node, nodes with it near, number of the example
# units, units near a node, nodes, the sentences that serve as examples, words near, different words, units of each
DocCollocates = tuple[int, int, int, tuple[str, ...], tuple[Near, ...], tuple[str, ...], tuple[int, ...]]
Order = Literal["g2", "log_dice", "pmi", "t", "delta_p", "together", "word"]

COLUMNS = (
    Column("word", "text", "词", "word", "the collocate, as segmented from the folded text"),
    Column("together", "int", "同现", "together", "f12: how often it stands near the term (sentences, with that span)"),
    Column("docs", "int", "篇数", "docs", "documents in which it stands near the term (its range)"),
    Column("hits", "int", "词频", "hits", "f2: how often it stands anywhere, inside the term left out (sentences, likewise)"),
    Column("expected", "float", "期望同现", "expected", "f1 f2 / n: how often together if neither knew of the other"),
    Column(
        "g2",
        "float",
        "G²（四格）",
        "G² (4-cell)",
        "log-likelihood ratio over four cells (Dunning 1993), negative where less often together than expected; 3.84 is p < .05",
    ),
    Column(
        "log_dice",
        "float",
        "logDice",
        "logDice",
        "14 + log₂ Dice (Rychlý 2008) of the term's places and the word's: 14 always together; one less is half as strong",
    ),
    Column("pmi", "float", "PMI（底 2）", "PMI (base 2)", "binary logarithm of together / expected (Church & Hanks 1990); prefers rare words"),
    Column("t", "float", "t 值", "t-score", "(together − expected) / √together (Church et al. 1991); prefers common words"),
    Column(
        "delta_p_word",
        "float",
        "ΔP（词|项）",
        "ΔP (word | term)",
        "how much likelier the word is near the term than elsewhere (Gries 2013): −1 to 1",
    ),
    Column(
        "delta_p_term",
        "float",
        "ΔP（项|词）",
        "ΔP (term | word)",
        "how much likelier a place near the term is where the word stands than where it does not: −1 to 1",
    ),
    Column("term_hits", "int", "有此词的项", "term hits", "places of the term with the word near, for logDice"),
    Column("example", "text", "例句", "example", "a sentence in which they stand together"),
    Column("example_doc", "text", "例句出处", "example doc", "document of the example"),
)  # fmt: skip


def count(
    text: str, words: Sequence[Placed], sentences: Sequence[tuple[int, int]], nodes: Sequence[tuple[int, int]], *, span: int | None
) -> DocCollocates:  # fmt: skip
    """What one document holds: `words` and `sentences` with their offsets in order, `nodes` where the term stands.

    >>> words = [("党建", 0, 2), ("业务", 2, 4), ("两张皮", 4, 7), ("突出", 7, 9)]
    >>> made = count("党建业务两张皮突出", words, [(0, 9)], [(4, 7)], span=1)
    >>> made[:3], [near[:3] for near in made[4]]
    ((3, 2, 1), [('业务', 1, 1), ('突出', 1, 1)])
    """
    starts = [start for _, start, _ in words]
    ends = [end for _, _, end in words]
    opened = [start for start, _ in sentences]
    inside: dict[int, list[tuple[int, int]]] = {}
    for node in nodes:
        inside.setdefault(bisect_right(opened, node[0]) - 1, []).append(node)
    units = near_units = 0
    totals: Counter[str] = Counter()
    together: Counter[str] = Counter()
    term_hits: Counter[str] = Counter()
    examples: dict[str, tuple[float, int]] = {}
    shown: list[str] = []
    for number, (start, end) in enumerate(sentences):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        ranges = [
            (max(first, bisect_right(ends, left)), min(last, bisect_left(starts, right)))
            for left, right in inside.get(number, ())
        ]
        taken = {place for a, b in ranges for place in range(a, b)}
        free = [place for place in range(first, last) if place not in taken]
        here = [words[place][0] for place in free]
        if span is None:
            different = set(here)
            units += last > first
            totals.update(different)
            if not ranges:
                continue
            near_units += last > first
            together.update(different)
            term_hits.update(different)
        else:
            units += len(free)
            totals.update(here)
            if not ranges:
                continue
            covered: set[int] = set()
            for a, b in ranges:
                window = {*range(max(first, a - span), a), *range(b, min(last, b + span))} - taken
                covered |= window
                term_hits.update({words[place][0] for place in window})
            near_units += len(covered)
            together.update(words[place][0] for place in covered)
            different = {words[place][0] for place in covered}
        score = (abs(end - start - 40), len(shown))
        for word in different:
            if word not in examples or score < examples[word]:
                examples[word] = score
        shown.append(text[start:end])
    used = sorted({number for _, number in examples.values()})
    numbers = {number: place for place, number in enumerate(used)}
    return (
        units,
        near_units,
        len(nodes),
        tuple(shown[number] for number in used),
        tuple((word, together[word], term_hits[word], numbers[examples[word][1]]) for word in sorted(together)),
        tuple(totals),
        tuple(totals.values()),
    )


@dataclass(frozen=True, slots=True)
class CollocateTable:
    """The table, and what it was made from: documents, those with the term, its places, units near it, all units."""

    table: Table
    docs: int
    docs_with: int
    nodes: int
    near: int
    units: int


@dataclass(slots=True)
class _Tally:
    together: int = 0
    term_hits: int = 0
    docs: int = 0
    example: str = ""
    example_doc: str = ""
    score: float = field(default=float("inf"))


def collocates(
    counted: Iterable[tuple[Document, DocCollocates]],
    *,
    span: int | None,
    stop: frozenset[str] = frozenset(),
    min_hits: int = 1,
    min_docs: int = 1,
    order: Order = "g2",
) -> CollocateTable:
    """The words near a term, by default the most certain first (signed G²). `span` is that of `count`.

    Words that stand near it fewer than `min_hits` times, or in fewer than `min_docs` documents, have no row; stop words
    have none either, but are counted in all sizes. A measure that does not exist for a row is an empty cell.
    """
    tallies: dict[str, _Tally] = {}
    totals: Counter[str] = Counter()
    docs = docs_with = nodes = near = units = 0
    for doc, (doc_units, doc_near, doc_nodes, examples, found, words, counts) in counted:
        docs += 1
        docs_with += bool(doc_nodes)
        units += doc_units
        near += doc_near
        nodes += doc_nodes
        totals.update(dict(zip(words, counts, strict=True)))
        for word, together, term_hits, number in found:
            if word in stop:
                continue
            tally = tallies.setdefault(word, _Tally())
            tally.together += together
            tally.term_hits += term_hits
            tally.docs += 1
            score = abs(len(examples[number]) - 40)
            if score < tally.score:
                tally.score, tally.example, tally.example_doc = score, examples[number], doc.id
    rows = [
        _row(word, tally, totals[word], near if span is None else nodes, near, units)
        for word, tally in tallies.items()
        if tally.together >= min_hits and tally.docs >= min_docs
    ]
    rows.sort(key=lambda row: (-int(row[1] or 0), str(row[0])))
    rows.sort(key=ORDERS[order])
    table = Table(t("搭配词", "Collocates"), COLUMNS, tuple(rows), name="collocates")
    return CollocateTable(table, docs, docs_with, nodes, near, units)


def _row(word: str, tally: _Tally, hits: int, terms: int, near: int, units: int) -> tuple[Cell, ...]:
    f12 = tally.together
    cells = (f12, near, hits, units)
    both = association.delta_p(*cells)
    # a place of the term and a place of the word are the things that go together: neither can be counted twice
    dice = association.log_dice(min(f12, tally.term_hits), terms, hits)
    values = (
        association.expected(*cells),
        association.g2(*cells),
        dice,
        association.pmi(*cells),
        association.t_score(*cells),
        both.second_given_first,
        both.first_given_second,
    )
    measured = (None if value is None else round(value, 4) + 0.0 for value in values)  # + 0.0: no −0.0
    return (word, f12, tally.docs, hits, *measured, tally.term_hits, tally.example, tally.example_doc)


def _falling(name: str) -> Callable[[tuple[Cell, ...]], float]:
    place = [column.name for column in COLUMNS].index(name)

    def key(row: tuple[Cell, ...]) -> float:
        value = row[place]
        return -float(value) if value is not None else float("inf")

    return key


ORDERS: dict[Order, Callable[[tuple[Cell, ...]], float | str]] = {
    "g2": _falling("g2"),
    "log_dice": _falling("log_dice"),
    "pmi": _falling("pmi"),
    "t": _falling("t"),
    "delta_p": _falling("delta_p_word"),
    "together": _falling("together"),
    "word": lambda row: str(row[0]),
}
