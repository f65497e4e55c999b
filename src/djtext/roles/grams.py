"""Character n-grams of many short texts at once, as numbers, and their weights from a table: numpy, no loops.

A text is folded, spaces are dropped, digits become 0, and its ends are marked. An n-gram of one to three characters is
one 64-bit number, so that looking it up in an open-addressed table is exact: no n-gram is taken for another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
    return _DIGIT.sub("0", _SPACE_IN_LINE.sub("", fold(joined).text)).split("\n")


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
    return [codes, pair, triple], np.cumsum([0, *(len(text) + 2 for text in texts)])


@dataclass(frozen=True, slots=True)
class Table:
    """N-grams with a row of weights each: `slots` is an open-addressed index of `grams`.

    `weights` and `squares` may have one row more than there are grams, of zeros, for what the table does not hold.
    """

    grams: NDArray[Any]
    slots: NDArray[Any]
    weights: NDArray[Any]  # one row a gram, one column an outcome
    squares: NDArray[Any]  # square of each gram's rarity weight
    bias: NDArray[Any]


def ready(table: Table) -> Table:
    """A table in single precision with its row of zeros, as `scores` reads it fastest."""
    import numpy as np

    if len(table.weights) > len(table.grams):
        return table
    nothing = np.zeros((1, table.weights.shape[1]), dtype=np.float32)
    weights = np.concatenate([table.weights.astype(np.float32), nothing])
    squares = np.append(table.squares.astype(np.float32), np.float32(0))
    return Table(table.grams, table.slots, weights, squares, table.bias.astype(np.float32))


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
    rows: NDArray[np.int32] = table.slots[place]
    open_ = np.nonzero((rows >= 0) & (table.grams[rows] != grams))[0]
    while len(open_):
        place[open_] = (place[open_] + 1) & (size - 1)
        again = table.slots[place[open_]]
        rows[open_] = again
        open_ = open_[(again >= 0) & (table.grams[again] != grams[open_])]
    return rows


def scores(texts: Sequence[str], table: Table, *others: Table) -> list[NDArray[np.float32]]:
    """For each table one row a text, one column an outcome: the sum of its n-grams' weights over their joint length,
    plus bias. All tables have the grams and squares of the first.

    An n-gram that reaches from one text into the next holds both end marks, so that no table has it.
    """
    import numpy as np

    tables = [ready(one) for one in (table, *others)]
    result = [np.tile(one.bias, (len(texts), 1)) for one in tables]
    if not texts:
        return result
    found, starts = _keys(texts)
    starts = starts[:-1]
    length: NDArray[Any] = np.zeros(len(texts), dtype=np.float32)
    sums = [np.zeros_like(rows) for rows in result]
    for grams in found:
        if not len(grams):  # of one empty text
            continue
        rows = rows_of(grams, tables[0])
        begins = np.minimum(starts, len(grams) - 1)  # an empty last text has no triple
        length = length + np.add.reduceat(tables[0].squares.take(rows, mode="wrap"), begins)
        for one, total in zip(tables, sums, strict=True):
            total += np.add.reduceat(one.weights.take(rows, axis=0, mode="wrap"), begins, axis=0)
    length = np.sqrt(length)
    known = length > 0
    for rows, total in zip(result, sums, strict=True):
        rows[known] += total[known] / length[known, None]
    return result
