"""Concordance: every place where something stands, with what stands left and right of it."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from djtext.text.fold import Folded
from djtext.themes.find import Matcher, find
from djtext.types import Cell, Column, Document

Line = tuple[str, str, str, int, int]  # left, match, right, start, end
Row = tuple[Cell, ...]
Order = Literal["doc", "date", "left", "right", "match"]

COLUMNS = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("date", "date", "日期", "date", "ISO date of the document, may be partial or empty"),
    Column("left", "text", "左文", "left", "the characters before it; a line end is shown as a space"),
    Column("match", "text", "命中", "match", "the text that was matched, as it stands in the document"),
    Column("right", "text", "右文", "right", "the characters behind it; a line end is shown as a space"),
    Column("start", "int", "起", "start", "offset of its first character (code points, from 0)"),
    Column("end", "int", "止", "end", "offset behind its last character"),
)
_SPACE = re.compile(r"\s")


def lines(
    doc: Document, matcher: Matcher, theme: str, *, context: int = 30, folded: Folded | None = None
) -> tuple[Line, ...]:
    """Where a theme of a compiled codebook stands in a document, with so many characters on either side.

    White space within the context counts and is shown as spaces, so that `doc.text[start - len(left):start]` is the left
    context but for these.

    >>> from djtext.themes.find import compile_book
    >>> from djtext.types import Codebook, Theme
    >>> book = compile_book(Codebook("b", "1", (Theme("k", "", "problem", "", ("形式主义",)),)))
    >>> lines(Document("a", "一些干部\\n形式主义突出，反对形式主义。"), book, "k", context=3)
    (('干部 ', '形式主义', '突出，', 5, 9), ('，反对', '形式主义', '。', 14, 18))
    """
    text = doc.text

    def shown(start: int, end: int) -> str:
        return _SPACE.sub(" ", text[max(0, start) : end])

    return tuple(
        (shown(hit.start - context, hit.start), hit.text, shown(hit.end, hit.end + context), hit.start, hit.end)
        for hit in find(text, matcher, doc=doc.id, folded=folded).hits
        if hit.theme == theme
    )


@dataclass(slots=True)
class Tally:
    """What a concordance has found so far: places, the documents they stand in, and the documents searched."""

    hits: int = 0
    docs: int = 0
    searched: int = 0


def rows(counted: Iterable[tuple[Document, tuple[Line, ...]]], tally: Tally) -> Iterator[Row]:
    """The rows of a concordance in the order of the documents; `tally` counts along."""
    for doc, found in counted:
        tally.searched += 1
        tally.docs += bool(found)
        for line in found:
            tally.hits += 1
            yield (doc.id, doc.date, *line)


def _left(row: Row) -> str:
    return str(row[2])[::-1]


def _right(row: Row) -> str:
    return str(row[4])


def _match(row: Row) -> str:
    return str(row[3])


def _date(row: Row) -> str:
    return str(row[1]) or "~"  # undated last


ORDERS: dict[Order, Callable[[Row], str] | None] = {
    "doc": None,
    "date": _date,
    "left": _left,
    "right": _right,
    "match": _match,
}


def ordered(found: Iterable[Row], order: Order) -> Iterable[Row]:
    """Rows by document and place (as they come), by date, by the left context read outwards, the right one or the match.

    Characters are compared by code point, so that equal contexts stand together; of equals the earlier row comes first.

    >>> made = [("a", "2019", "不是", "党", "员", 0, 1), ("b", "", "才是", "党", "委", 0, 1), ("c", "2012", "入", "党", "时", 0, 1)]
    >>> [row[0] for row in ordered(made, "date")], [row[0] for row in ordered(made, "left")]
    (['c', 'a', 'b'], ['c', 'a', 'b'])
    """
    key = ORDERS[order]
    return found if key is None else sorted(found, key=key)


def sample(found: Iterable[Row], size: int, *, seed: int) -> list[Row]:
    """So many of the rows, each as likely as any other, in the order in which they come.

    Every place has a number made from the seed, its document and its offsets; the lowest are drawn. So the same seed draws
    the same places whatever the order of the documents, and a larger sample holds the smaller one.

    >>> made = [("a", "", "", "党", "", place, place + 1) for place in range(100)]
    >>> len(sample(made, 10, seed=1)), set(sample(made, 5, seed=1)) <= set(sample(made, 10, seed=1))
    (10, True)

    Source: bottom-k sampling, Cohen & Kaplan (2007).
    """

    def number(row: Row) -> bytes:
        name = f"{seed}\0{row[0]}\0{row[5]}\0{row[6]}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(name, digest_size=16).digest()

    drawn = heapq.nsmallest(size, ((number(row), place, row) for place, row in enumerate(found)))
    return [row for _, _, row in sorted(drawn, key=lambda item: item[1])]
