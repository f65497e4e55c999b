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
_DIGIT = re.compile(r"\d")
_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})
_MULTIPLIER = 0x9E3779B97F4A7C15


def plain(text: str) -> str:
    """A text as the model sees it.

    >>> plain("2019年, 走出 机关")
    '0000年，走出机关'
    """
    return _DIGIT.sub("0", _SPACE.sub("", fold(text).text)).translate(_WIDE)


def keys(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The n-grams of plain texts as numbers, and the text that each stands in, in order of text."""
    import numpy as np

    joined = "".join(f"{_BEGIN}{text}{_END}" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    pair = codes[:-1] | codes[1:] << np.uint64(21)
    triple = pair[:-1] | codes[2:] << np.uint64(42)
    found = np.concatenate([codes, pair, triple])
    place = np.concatenate([owner, owner[:-1], owner[:-2]])
    order = np.argsort(place, kind="stable")
    return found[order], place[order]


@dataclass(frozen=True, slots=True)
class Table:
    """N-grams with a row of weights each: `slots` is an open-addressed index of `grams`."""

    grams: NDArray[Any]
    slots: NDArray[Any]
    weights: NDArray[Any]  # one row a gram, one column an outcome
    squares: NDArray[Any]  # square of each gram's rarity weight
    bias: NDArray[Any]


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


def scores(texts: Sequence[str], table: Table) -> NDArray[np.float32]:
    """One row a text, one column an outcome: the sum of its n-grams' weights over their joint length, plus bias."""
    import numpy as np

    result = np.tile(table.bias.astype(np.float32), (len(texts), 1))
    if not texts:
        return result
    grams, owner = keys(texts)
    rows = rows_of(grams, table)
    known = rows >= 0
    rows, owner = rows[known], owner[known]
    if not len(rows):
        return result
    starts = np.nonzero(np.diff(owner, prepend=-1))[0]
    sums = np.add.reduceat(table.weights[rows].astype(np.float32), starts, axis=0)
    length = np.sqrt(np.add.reduceat(table.squares[rows], starts))
    result[owner[starts]] += sums / length[:, None]
    return result
