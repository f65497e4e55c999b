"""Texts laid end to end as symbols, for counting runs of characters, with the way back to each text.

A symbol is a hanzi, a letter, or the mark 、 that joins the parts of a slogan. Quotation marks leave no symbol, but where
they stood is known; everything else (other marks, digits, white space, ends of texts) is a boundary. A long run of text
that an earlier document has already is copied: it is a boundary throughout, so that one essay on three sites counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from djtext.text.fold import Folded, fold
from djtext.types import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPENED, CLOSED = 1, 2  # a quotation mark stands before this symbol; behind it
LED, TRAILED = 4, 8  # a word stands before this symbol that leads up to a term; one behind it that follows on a term
JOINER = "、"
COPIED = 50  # characters; shorter runs in common are formulas and quotations, which recur by right
_OPENING, _CLOSING = "“‘「『", "”’」』"
_BATCH = 400  # documents
_MARK, _OPEN, _CLOSE = 0xFFFF, 0xFFFE, 0xFFFD


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it is searched: its text folded, and the stretches of it that earlier documents have.

    `skipped` are offsets in the folded text.
    """

    doc: Document
    folded: Folded
    skipped: tuple[tuple[int, int], ...] = ()

    def is_copied(self, start: int, end: int) -> bool:
        """Does a stretch of the folded text lie in a copied one, in whole or in part?"""
        return any(a < end and start < b for a, b in self.skipped)


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """The symbols of all sources, 0 for a boundary; source n has those from `starts[n]` to `starts[n + 1]`."""

    sources: tuple[Source, ...]
    symbols: NDArray[np.uint16]
    quotes: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many symbols there are, boundaries left out."""
        import numpy as np

        return int(np.count_nonzero(self.symbols))

    def sizes(self) -> tuple[int, ...]:
        """How many symbols each source has, boundaries left out."""
        import numpy as np

        if not self.sources:
            return ()
        counts = np.add.reduceat(self.symbols > 0, self.starts[:-1], dtype=np.int64)
        return tuple(counts.tolist())


@cache
def _classes() -> NDArray[np.uint16]:
    """For every code of the basic plane its symbol, 0 for a boundary, or a sign that a quotation mark stands here."""
    import numpy as np

    table = np.zeros(0x10000, np.uint16)
    for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x41, 0x5B), (0x61, 0x7B)):
        table[start:end] = np.arange(start, end, dtype=np.uint16)
    table[ord("〇")] = ord("〇")
    table[ord(JOINER)] = ord(JOINER)
    for char in _OPENING:
        table[ord(char)] = _OPEN
    for char in _CLOSING:
        table[ord(char)] = _CLOSE
    table.flags.writeable = False
    return table


@cache
def _numerals() -> NDArray[np.uint16]:
    import numpy as np

    return np.array([ord(char) for char in "一二三四五六七八九十"], np.uint16)


def _codes(text: str) -> NDArray[Any]:
    """The codes of a text, one a character; those beyond the basic plane are 0."""
    import numpy as np

    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) == 2 * len(text):
        return np.frombuffer(data, "<u2")
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return np.where(wide > 0xFFFF, 0, wide).astype(np.uint16)


def symbols(text: str) -> tuple[NDArray[np.uint16], NDArray[np.uint8], NDArray[np.int32]]:
    """The symbols of a folded text, the quotation marks beside each, and where each stands.

    >>> made, quotes, places = symbols("坚持“三会一课”，好")
    >>> "".join(chr(code) if code else "|" for code in made), quotes.tolist(), places.tolist()
    ('坚持三会一课|好', [0, 0, 1, 0, 0, 2, 0, 0], [0, 1, 3, 4, 5, 6, 8, 9])
    """
    import numpy as np

    classes = _classes()[_codes(text)]
    is_open, is_close = classes == _OPEN, classes == _CLOSE
    kept = np.flatnonzero(~(is_open | is_close)).astype(np.int32)
    made = classes[kept]
    if len(made) > 2:  # 一、 at the head of a line numbers it and joins nothing
        numeral = np.isin(made, _numerals())
        boundary = made == 0
        heads = np.flatnonzero(made == ord(JOINER))
        one, two, three = (np.where(heads >= k, heads - k, -1) for k in (1, 2, 3))
        bare = (two < 0) | boundary[two]
        teens = (two >= 0) & numeral[two] & ((three < 0) | boundary[three])
        made = made.copy()
        made[heads[(one >= 0) & numeral[one] & (bare | teens)]] = 0
    quotes = np.zeros(len(kept), np.uint8)
    if len(kept):
        behind = np.searchsorted(kept, np.flatnonzero(is_open))
        quotes[behind[behind < len(kept)]] |= OPENED
        before = np.searchsorted(kept, np.flatnonzero(is_close)) - 1
        quotes[before[before >= 0]] |= CLOSED
    return made, quotes, kept


def sources(docs: Sequence[Document], *, copied: int | None = COPIED) -> tuple[Source, ...]:
    """Documents made ready, in their order. Runs of `copied` characters or more that an earlier document has are marked.

    Earlier is by date, the undated last, and then by place in the sequence; the first place in a document counts too.
    None marks nothing.

    >>> text = "机关党建要走出院墙，把支部建在项目上，把党课讲到田埂上，让群众看得见、摸得着、信得过，这才是本事，不是样子。"
    >>> docs = [Document("a", text, date="2020"), Document("b", text, date="2019")]
    >>> [bool(each.skipped) for each in sources(docs, copied=30)]
    [True, False]
    """
    folded = [fold(doc.text) for doc in docs]
    if copied is None:
        return tuple(Source(doc, text) for doc, text in zip(docs, folded, strict=True))
    spans = _copied([text.text for text in folded], _ranks(docs), copied)
    return tuple(Source(doc, text, spans.get(n, ())) for n, (doc, text) in enumerate(zip(docs, folded, strict=True)))


def _ranks(docs: Sequence[Document]) -> list[int]:
    """The place of each document in the order of time."""
    order = sorted(range(len(docs)), key=lambda n: (not docs[n].date, docs[n].date, n))
    ranks = [0] * len(docs)
    for rank, n in enumerate(order):
        ranks[n] = rank
    return ranks


def _copied(texts: Sequence[str], ranks: Sequence[int], shortest: int) -> dict[int, tuple[tuple[int, int], ...]]:
    """The stretches of each text that stand in one before it (or earlier in itself), found by fingerprints."""
    import numpy as np

    from djtext.reuse.shingles import Plan, bare, grams

    size = max(9, min(20, shortest // 2))
    plan = Plan(size, max(2, min(12, shortest // 4)), size)
    hashes, docs, begins, ends, at = [], [], [], [], []
    for first in range(0, len(texts), _BATCH):
        made = bare(texts[first : first + _BATCH])
        found = grams(made, plan)
        hashes.append(found.hashes)
        docs.append(found.doc + np.int32(first))
        begins.append(made.places[found.at])
        ends.append(made.places[found.at + size - 1] + 1)
        at.append(found.at - made.starts[found.doc].astype(np.int32))
    if not hashes:
        return {}
    doc, begin, end = np.concatenate(docs), np.concatenate(begins), np.concatenate(ends)
    place, keys = np.concatenate(at), np.concatenate(hashes)
    del hashes, docs, begins, ends, at
    order = np.lexsort((np.arange(len(keys)), np.asarray(ranks, np.int32)[doc], keys))
    again = np.zeros(len(keys), bool)
    again[order[1:]] = keys[order[1:]] == keys[order[:-1]]
    del order
    made_spans: dict[int, tuple[tuple[int, int], ...]] = {}
    marked = np.flatnonzero(again)
    if not len(marked):
        return made_spans
    # neighbours among the fingerprints that are both copied and near each other belong to one run
    breaks = np.flatnonzero(
        (np.diff(marked) != 1) | (np.diff(doc[marked]) != 0) | (np.diff(place[marked]) > size + plan.window)
    )
    firsts = marked[np.r_[0, breaks + 1]]
    lasts = marked[np.r_[breaks, len(marked) - 1]]
    long = place[lasts] - place[firsts] + size >= shortest - plan.window
    for a, b in zip(firsts[long].tolist(), lasts[long].tolist(), strict=True):
        n = int(doc[a])
        made_spans[n] = (*made_spans.get(n, ()), (int(begin[a]), int(end[b])))
    return made_spans


def stream(given: Sequence[Source], *, leads: Sequence[str] = (), tails: Sequence[str] = ()) -> Stream:
    """The symbols of all sources, end to end, a boundary between each and in place of what is copied.

    Behind `leads` (坚持, 加强) and before `leads` and `tails` (战略, 活动) a term may begin and end as at a mark.
    """
    import numpy as np

    total = sum(len(each.folded.text) + 1 for each in given)
    all_symbols, all_quotes = np.zeros(total, np.uint16), np.zeros(total, np.uint8)
    starts = np.zeros(len(given) + 1, np.int64)
    marker = None
    if leads or tails:
        import daachorse

        marker = daachorse.CharwiseDoubleArrayAhoCorasick([*leads, *tails])
    count = 0
    for n, each in enumerate(given):
        made, quotes, places = symbols(each.folded.text)
        if each.skipped:
            made = made.copy()
            for start, end in each.skipped:
                a, b = np.searchsorted(places, (start, end))
                made[a:b] = 0
        if marker is not None:
            quotes = quotes.copy()
            for start, end, number in marker.find_overlapping(made.tobytes().decode("utf-16-le", "surrogatepass")):
                if number < len(leads) and end < len(quotes):
                    quotes[end] |= LED
                if start:
                    quotes[start - 1] |= TRAILED
        all_symbols[count : count + len(made)] = made
        all_quotes[count : count + len(made)] = quotes
        count += len(made) + 1
        starts[n + 1] = count
    return Stream(tuple(given), all_symbols[:count], all_quotes[:count], starts)
