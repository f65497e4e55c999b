"""Key words: words commoner in one group of documents than in the others, with how sure, how much and in how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from djtext.lang import t
from djtext.measures.keyness import bh, g2, log_ratio, p_value
from djtext.read.where import parse_where
from djtext.types import Cell, Column, Document, Table

DocCounts = tuple[tuple[str, ...], tuple[int, ...]]  # different words, and how often each stands
GroupOf = Callable[[Document], str]
Order = Literal["g2", "log_ratio", "hits", "range", "word"]

COLUMNS = (
    Column("group", "text", "组", "group", "the group in which the word is commoner"),
    Column("word", "text", "词", "word", "the word, as segmented from the folded text"),
    Column("hits", "int", "词频", "hits", "how often it stands in the group"),
    Column("per_10k", "float", "每万词", "per 10k words", "hits per 10,000 words of the group"),
    Column("range", "int", "篇数", "range", "documents of the group with it"),
    Column("doc_share", "share", "占比", "doc share", "range divided by the documents of the group, 0 to 1"),
    Column("ref_hits", "int", "对照词频", "hits in reference", "how often it stands in the reference"),
    Column("ref_per_10k", "float", "对照每万词", "per 10k in reference", "ref_hits per 10,000 words of the reference"),
    Column("ref_range", "int", "对照篇数", "range in reference", "documents of the reference with it"),
    Column(
        "ref_doc_share",
        "share",
        "对照占比",
        "doc share in reference",
        "ref_range divided by the documents of the reference, 0 to 1",
    ),
    Column(
        "g2",
        "float",
        "G²（四格）",
        "G² (4-cell)",
        "log-likelihood ratio over four cells (Dunning 1993): how sure; 3.84 is p < .05 for one test",
    ),
    Column(
        "log_ratio",
        "float",
        "Log Ratio",
        "Log Ratio",
        "binary logarithm of the ratio of the rates (Hardie 2014): 1 is twice as common; a count of 0 taken as ½",
    ),
    Column(
        "q",
        "p",
        "q（BH）",
        "q (BH)",
        "Benjamini–Hochberg q (1995) over all tests of the table; takes every word as independent, so read it with range",
    ),
)


REST = "rest"
KNOWN = ("doc", "id", "path", "title", "date", "year", "month", "source", "author")


@dataclass(frozen=True, slots=True)
class Grouping:
    """What decides a document's group: `of` gives its name, or the empty string where it has none.

    `first` are the groups that must be there, in their order; `fields` the fields that are asked.
    """

    of: GroupOf
    first: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def grouping(by: str | None, target: str | None, reference: str | None) -> Grouping:
    """Groups by a field, or two sets, each a condition as of `--where` (`genre=讲话`), a folder or a file.

    A document that is in both sets is in no group; without a reference, all that are not of the target are the `rest`.

    >>> group = grouping(None, "genre=讲话", None)
    >>> group.of(Document("a", "", meta=(("genre", "讲话"),))), group.of(Document("b", "")), group.first
    ('genre=讲话', 'rest', ('genre=讲话', 'rest'))
    >>> grouping("year", None, None).of(Document("a", "", date="2019-05"))
    '2019'

    Raises UsageError where a condition cannot be read.
    """
    if by is not None:
        return Grouping(lambda doc: doc.get(by).strip(), (), (by,))
    given = [name for name in (target, reference) if name]
    names = [name if is_condition(name) else Path(name).absolute().name for name in given]
    if len(set(names)) < len(names):
        names = given
    tests = [_member(name) for name in given]

    def of(doc: Document) -> str:
        within = [name for name, test in zip(names, tests, strict=True) if test(doc)]
        return within[0] if len(within) == 1 else "" if within or reference else REST

    conditions = parse_where(tuple(name for name in given if is_condition(name)))
    fields = tuple(term.field for term in conditions.terms) if conditions else ()
    return Grouping(of, tuple(names) if reference else (*names, REST), fields)


def is_condition(name: str) -> bool:
    """Is a set named by a condition, and not by a path?

    >>> is_condition("year>=2012"), is_condition("speeches/")
    (True, False)
    """
    return any(sign in name for sign in "=<>~")


def _member(name: str) -> Callable[[Document], bool]:
    if is_condition(name):
        return parse_where((name,)) or (lambda _: False)
    folder = Path(name).absolute()
    return lambda doc: Path(doc.path).absolute().is_relative_to(folder)


@dataclass(slots=True)
class _Group:
    docs: int = 0
    words: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    range: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Size:
    """A group with its documents and words."""

    name: str
    docs: int
    words: int


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The table; the groups in order; documents that belong to none; how many tests q is over; fields that were seen."""

    table: Table
    groups: tuple[Size, ...]
    left_out: int
    tests: int
    fields: tuple[str, ...]


def key_words(
    counted: Iterable[tuple[Document, DocCounts]],
    groups_by: Grouping,
    *,
    stop: frozenset[str] = frozenset(),
    min_hits: int = 1,
    min_docs: int = 1,
    top: int | None = None,
    order: Order = "g2",
) -> KeyTable:
    """Key words of every group: of two groups each against the other, of more each against all others together.

    Only words that are commoner in the group than in its reference have a row. Groups stand in the order of their names,
    those that were named before; within a group the most certain words first, `top` of them. `min_hits` and `min_docs` are of
    all groups together, and decide which words are tested. q is over all tests, also those without a row. Stop words are
    not tested, but counted in the sizes of the groups.
    """
    groups: dict[str, _Group] = {}
    left_out = 0
    fields: set[str] = set()
    for doc, (words, counts) in counted:
        fields.update(name for name, value in doc.meta if value)
        name = groups_by.of(doc)
        if not name:
            left_out += 1
            continue
        group = groups.setdefault(name, _Group())
        group.docs += 1
        group.words += sum(counts)
        group.hits.update(dict(zip(words, counts, strict=True)))
        group.range.update(words)
    first = groups_by.first
    names = sorted(groups, key=lambda name: (first.index(name) if name in first else len(first), name))
    sizes = tuple(Size(name, groups[name].docs, groups[name].words) for name in names)
    rows, tests = _rows(groups, names, stop, min_hits, min_docs)
    shown: list[tuple[Cell, ...]] = []
    for name in names:
        here = sorted(sorted(rows[name], key=ORDERS["word"]), key=ORDERS[order])
        shown += here if top is None else here[:top]
    return KeyTable(
        Table(t("关键词", "Key words"), COLUMNS, tuple(shown), name="keywords"), sizes, left_out, tests, tuple(sorted(fields))
    )  # fmt: skip


_G2, _RATIO = 10, 11
ORDERS: dict[Order, Callable[[tuple[Cell, ...]], tuple[float, str]]] = {
    "g2": lambda row: (-float(row[_G2] or 0), str(row[1])),
    "log_ratio": lambda row: (-float(row[_RATIO] or 0), str(row[1])),
    "hits": lambda row: (-int(row[2] or 0), str(row[1])),
    "range": lambda row: (-int(row[4] or 0), str(row[1])),
    "word": lambda row: (0, str(row[1])),
}


def _rows(
    groups: dict[str, _Group], names: list[str], stop: frozenset[str], min_hits: int, min_docs: int
) -> tuple[dict[str, list[tuple[Cell, ...]]], int]:
    """The rows of every group, and how many tests there were."""
    total = _Group()
    for group in groups.values():
        total.docs += group.docs
        total.words += group.words
        total.hits.update(group.hits)
        total.range.update(group.range)
    tested = sorted(
        word
        for word, hits in total.hits.items()
        if hits >= min_hits and total.range[word] >= min_docs and word not in stop
    )
    rows: dict[str, list[tuple[Cell, ...]]] = {name: [] for name in names}
    if len(names) < 2:
        return rows, 0
    pairs = [(names[0], groups[names[0]])] if len(names) == 2 else [(name, groups[name]) for name in names]
    found: list[tuple[str, str, float]] = []
    p_values: list[float | None] = []
    for name, group in pairs:
        rest = total.words - group.words
        for word in tested:
            here = group.hits[word]
            value = g2(here, group.words, total.hits[word] - here, rest)
            if value is None:
                continue
            p_values.append(p_value(value))
            found.append((name, word, value))
    for (name, word, value), q in zip(found, bh(p_values), strict=True):
        if value < 0 and len(names) == 2:
            name, value = names[1], -value
        if value > 0:
            rows[name].append(_row(name, word, value, q, groups[name], total))
    return rows, len(found)


def _row(name: str, word: str, value: float, q: float | None, group: _Group, total: _Group) -> tuple[Cell, ...]:
    hits, docs_with = group.hits[word], group.range[word]
    others_with = total.range[word] - docs_with
    others, words, docs = total.hits[word] - hits, total.words - group.words, total.docs - group.docs
    ratio = log_ratio(hits, group.words, others, words)
    return (
        name,
        word,
        hits,
        round(hits * 10_000 / group.words, 4),
        docs_with,
        round(docs_with / group.docs, 4),
        others,
        round(others * 10_000 / words, 4),
        others_with,
        round(others_with / docs, 4),
        round(value, 4),
        None if ratio is None else round(ratio, 4),
        None if q is None else float(f"{q:.4g}"),
    )
