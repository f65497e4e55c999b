"""Character n-grams of many short texts at once, as numbers, and their weights from a table: numpy, no loops.

A text is folded, spaces are dropped, digits become 0, and its ends are marked. An n-gram of one to three characters is
one 64-bit number, so that looking it up in an open-addressed table is exact: no n-gram is taken for another. Sums are
made clause by clause, and those of a text from those of its clauses, so that each n-gram is looked up once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from djtext.text.fold import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BEGIN, _END = "\x02", "\x03"
_SPACE = re.compile(r"\s+")
_SPACE_IN_LINE = re.compile(r"[^\S\n]+")
_DIGIT = re.compile(r"\d")
_MULTIPLIER = 0x9E3779B97F4A7C15
_STOPS, _CLOSES = "，；：。！？", "”）"
_BASIC = 1 << 16  # characters of the basic plane
_RAISED = 3 * 128  # no sum of three bytes is below its negative
_MOST_ROWS = (1 << 16) // (2 * _RAISED)  # so many raised sums fit two bytes
_SHORTEST = 3  # characters of a first clause, its mark among them: a mark at the front of a text is no clause


def plain(text: str) -> str:
    """A text as the model sees it.

    >>> plain("2019年, 走出 机关")
    '0000年，走出机关'
    """
    return _DIGIT.sub("0", _SPACE.sub("", fold(text).text))


def plain_all(texts: Sequence[str]) -> list[str]:
    """`plain` of every text of one document, in one go; whether it is in traditional characters is asked of the whole.

    >>> plain_all(["2019年, 走出 机关", "", "两张皮"])
    ['0000年，走出机关', '', '两张皮']
    """
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts):  # a text with a line break in it
        return [plain(text) for text in texts]
    found = fold(joined).text
    if sum(map(len, found.split())) + found.count("\n") < len(found):  # three times as fast to ask as to replace
        found = _SPACE_IN_LINE.sub("", found)
    return _DIGIT.sub("0", found).split("\n")


def keys(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The n-grams of plain texts as numbers, and the text that each stands in: all of one length, then of the next."""
    import numpy as np

    found, starts = _keys(texts)
    owner = np.repeat(np.arange(len(texts)), np.diff(starts))
    numbers, owners = [], []
    for length, grams in enumerate(found):
        inside = owner[: len(grams)] == owner[length:]
        numbers.append(grams[inside])
        owners.append(owner[: len(grams)][inside])
    return np.concatenate(numbers), np.concatenate(owners)


def _keys(texts: Sequence[str]) -> tuple[list[NDArray[np.uint64]], NDArray[np.int64]]:
    """All n-grams of the texts in a row, by length, and where each text starts; some reach into the next text."""
    import numpy as np

    joined = "".join(f"{_BEGIN}{text}{_END}" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    pair = codes[:-1] | codes[1:] << np.uint64(21)
    triple = pair[:-1] | codes[2:] << np.uint64(42)
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 2, out=starts[1:])
    return [codes, pair, triple], starts


@dataclass(frozen=True, slots=True)
class Table:
    """N-grams with a row of weights each: `slots` is an open-addressed index of `grams`.

    `weights` and `squares` may have one row more than there are grams, of zeros, for what the table does not hold.
    Weights may be whole numbers of one byte, to be taken times `step` (one an outcome): a row is then one look at memory.
    """

    grams: NDArray[Any]
    slots: NDArray[Any]
    weights: NDArray[Any]  # one row a gram, one column an outcome
    squares: NDArray[Any]  # square of each gram's rarity weight
    bias: NDArray[Any]
    step: NDArray[Any] | None = None
    singles: NDArray[Any] | None = None  # the row of each character of the basic plane, or -1; `ready` makes it


def ready(table: Table) -> Table:
    """A table in single precision, or in bytes, with its row of zeros and its single characters, as `sums` reads it fastest."""
    import numpy as np

    if len(table.weights) > len(table.grams):
        return table
    count = len(table.grams)
    weights = np.empty((count + 1, table.weights.shape[1]), dtype=np.float32 if table.step is None else np.int8)
    squares = np.empty(count + 1, dtype=np.float32)
    for whole, given in ((weights, table.weights), (squares, table.squares)):
        whole[:count], whole[count:] = given, 0
    singles = np.full(_BASIC, -1, dtype=np.int32)
    alone = np.nonzero(table.grams < _BASIC)[0]
    singles[table.grams[alone]] = alone
    return Table(table.grams, table.slots, weights, squares, table.bias.astype(np.float32), table.step, singles)


def make_slots(grams: NDArray[np.uint64], bits: int) -> NDArray[np.int32]:
    """The index of a list of distinct n-grams: slot → row, −1 where empty."""
    import numpy as np

    slots = np.full(1 << bits, -1, dtype=np.int32)
    at = _hash(grams, bits)
    for row, place in enumerate(at.tolist()):
        while slots[place] >= 0:
            place = (place + 1) & ((1 << bits) - 1)
        slots[place] = row
    return slots


def _hash(grams: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    import numpy as np

    hashed: NDArray[np.int64] = ((grams * np.uint64(_MULTIPLIER)) >> np.uint64(64 - bits)).astype(np.int64)
    return hashed


def rows_of(grams: NDArray[np.uint64], table: Table) -> NDArray[np.int32]:
    """The row of each n-gram in a table, −1 where it has none."""
    import numpy as np

    size = len(table.slots)
    place = _hash(grams, size.bit_length() - 1)
    rows: NDArray[np.int32] = table.slots.take(place)
    open_ = np.nonzero((table.grams.take(rows, mode="wrap") != grams) & (rows >= 0))[0]
    while len(open_):
        place[open_] = (place[open_] + 1) & (size - 1)
        again = table.slots.take(place[open_])
        rows[open_] = again
        open_ = open_[(again >= 0) & (table.grams.take(again, mode="wrap") != grams[open_])]
    return rows


def _rows(found: list[NDArray[np.uint64]], table: Table) -> list[NDArray[np.int32]]:
    """As `rows_of`, for the n-grams of a text by length: those of one character are mostly looked up without a search."""
    import numpy as np

    codes, *longer = found
    if table.singles is None or int(codes.max()) >= _BASIC:
        return [rows_of(grams, table) for grams in found]
    rows = rows_of(np.concatenate(longer), table)
    cut = len(longer[0])
    return [table.singles.take(codes), rows[:cut], rows[cut:]][: len(found)]


@lru_cache(maxsize=1)
def _marks() -> NDArray[np.uint8]:
    """1 for a character that ends a clause, 2 for one that may follow it."""
    import numpy as np

    kinds = np.zeros(1 << 16, dtype=np.uint8)
    for number, marks in enumerate((_STOPS, _CLOSES), 1):
        kinds[[ord(mark) for mark in marks]] = number
    return kinds


def _clauses(codes: NDArray[np.uint64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where in the joined texts a clause begins; each text begins one, the marks behind a clause belong to it."""
    import numpy as np

    kinds = _marks()[np.minimum(codes, 0xFFFF).astype(np.int64)]
    tail = kinds == 1
    for _ in range(2):  # 。” and 。”）
        tail[1:] |= (kinds[1:] == 2) & tail[:-1]
    begins = np.zeros(len(codes), dtype=bool)
    begins[1:] = tail[:-1] & ~tail[1:] & (codes[1:] != ord(_END))
    for near in range(1, _SHORTEST + 1):
        begins[np.minimum(starts[:-1] + near, len(codes) - 1)] = False
    begins[starts[:-1]] = True
    return np.nonzero(begins)[0]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the n-grams of texts add up to, clause by clause: for each table one row a clause, one column an outcome.

    An n-gram belongs to the clause that it ends in. `squares` are the sums of the rarity weights' squares; `first` is
    the place of each text's first clause.
    """

    weights: list[NDArray[np.float32]]
    squares: NDArray[np.float32]
    first: NDArray[np.int64]

    def by_clause(self, table: int = 0) -> NDArray[np.float32]:
        """Sums over the square root of their squares, one row a clause."""
        return _over_length(self.weights[table], self.squares)

    def by_text(self, table: int = 0) -> NDArray[np.float32]:
        """The same, one row a text."""
        import numpy as np

        if not len(self.first):
            return self.weights[table]
        sums = np.add.reduceat(self.weights[table], self.first, axis=0)
        return _over_length(sums, np.add.reduceat(self.squares, self.first))


def _over_length(sums: NDArray[np.float32], squares: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    length = np.sqrt(squares)[:, None]
    return np.divide(sums, length, out=np.zeros_like(sums), where=length > 0)


def sums(texts: Sequence[str], *tables: Table) -> Sums:
    """What the n-grams of the texts weigh; all tables have the grams and squares of the first.

    An n-gram that reaches from one text into the next holds both end marks, so that no table has it.
    """
    import numpy as np

    tables = tuple(ready(one) for one in tables)
    if not texts:
        none = [np.zeros((0, one.weights.shape[1]), dtype=np.float32) for one in tables]
        return Sums(none, np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64))
    found, starts = _keys(texts)
    clauses = _clauses(found[0], starts)
    if not len(found[2]):  # one empty text
        found = found[:2]
    rows = _rows(found, tables[0])

    def ending(values: NDArray[Any], kind: Any) -> NDArray[Any]:
        """Rows of a table, added up where they end: an n-gram belongs to the clause it ends in."""
        total: NDArray[Any] = values.take(rows[0], axis=0, mode="wrap").astype(kind, copy=False)
        for shift, here in enumerate(rows[1:], 1):
            np.add(total[shift:], values.take(here, axis=0, mode="wrap"), out=total[shift:])
        return total

    def by_clause(values: NDArray[Any]) -> NDArray[np.float32]:
        if values.dtype == np.int8:
            return _sums_of_small(ending(values, np.int16), clauses)
        found: NDArray[np.float32] = np.add.reduceat(ending(values, np.float32), clauses, axis=0)
        return found

    totals = [by_clause(one.weights) if one.step is None else by_clause(one.weights) * one.step for one in tables]
    squares = by_clause(tables[0].squares)
    return Sums(totals, squares, np.searchsorted(clauses, starts[:-1]))


def _sums_of_small(values: NDArray[np.int16], first: NDArray[np.int64]) -> NDArray[np.float32]:
    """Sums of runs of rows from each `first` to the next; exact, for values that are three bytes' sum at most.

    Four values at a time are added as one number of 64 bits: raised above zero, so many rows of them at most that none
    runs over into its neighbour. That is three times as fast as adding them one by one.
    """
    import numpy as np

    width = values.shape[1]
    if width % 4:
        values = np.pad(values, ((0, 0), (0, -width % 4)))
    values = values + np.int16(_RAISED)
    lengths = np.empty_like(first)
    lengths[:-1], lengths[-1] = first[1:] - first[:-1], len(values) - first[-1]
    begins, starts = first, None
    if lengths.max() > _MOST_ROWS:
        pieces = -(-lengths // _MOST_ROWS)
        starts = np.cumsum(pieces) - pieces
        begins = np.repeat(first - starts * _MOST_ROWS, pieces) + np.arange(pieces.sum()) * _MOST_ROWS
    found = np.add.reduceat(values.view(np.uint64), begins, axis=0).view(np.uint16).astype(np.int32)
    if starts is not None:
        found = np.add.reduceat(found, starts, axis=0)
    return (found - (_RAISED * lengths)[:, None])[:, :width].astype(np.float32)


def scores(texts: Sequence[str], table: Table) -> NDArray[np.float32]:
    """One row a text, one column an outcome: the sum of its n-grams' weights over their joint length, plus bias."""
    found: NDArray[np.float32] = sums(texts, table).by_text() + table.bias
    return found
