"""Two passages compared: how alike they are, and where they differ.

Marks, spaces, width and script make no difference (see `djtext.reuse.shingles.bare`). Exchanging the two passages changes
nothing but the sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from djtext.reuse.shingles import bare

if TYPE_CHECKING:
    from numpy.typing import NDArray

Change = Literal["same", "changed", "only_a", "only_b"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two passages: the same in both, changed, or in one of them only. Offsets within the two texts."""

    change: Change
    start_a: int
    end_a: int
    start_b: int
    end_b: int


def edit_distance(a: Sequence[Any], b: Sequence[Any]) -> int:
    """Fewest characters to put in, take out or change to make one sequence the other (Levenshtein 1966). Symmetric.

    >>> edit_distance("党建引领", "党建来引领"), edit_distance("", "党")
    (1, 1)
    """
    if len(a) > len(b):
        a, b = b, a
    # Myers (1999), in Hyyrö's form: a column of the table is two integers of one bit a row.
    place: dict[Any, int] = {}
    for n, item in enumerate(a):
        place[item] = place.get(item, 0) | 1 << n
    if not a:
        return len(b)
    full, top = (1 << len(a)) - 1, 1 << (len(a) - 1)
    up, down, score = full, 0, len(a)
    for item in b:
        match = place.get(item, 0)
        zero = (((match & up) + up) ^ up) | match | down
        right = down | ~(zero | up) & full
        left = up & zero
        if right & top:
            score += 1
        if left & top:
            score -= 1
        right = right << 1 | 1
        up = (left << 1 | ~(zero | right)) & full
        down = right & zero & full
    return score


def similarity(a: str, b: str) -> float:
    """Likeness of two passages, from 0 (nothing alike) to 1 (the same but for marks, spaces, width and script).

    >>> a = "切实为基层减负松绑持续整治形式主义官僚主义突出问题"
    >>> b = a[:12] + "地" + a[12:]
    >>> round(similarity(a, b), 4), similarity(a, b) == similarity(b, a)
    (0.9615, True)

    Formula: 1 − d / n, with d the edit distance of the bare texts and n the length of the longer. Two texts without any
    character that counts are alike.

    Source: Levenshtein (1966).
    """
    made = bare([a, b])
    middle = int(made.starts[1])
    one, other = made.codes[:middle].tolist(), made.codes[middle:].tolist()
    longer = max(len(one), len(other))
    return 1 - edit_distance(one, other) / longer if longer else 1.0


_CELLS = 30_000_000
_ANCHOR = 8


def differences(a: str, b: str) -> tuple[Piece, ...]:
    """Where two passages are the same and where not, in order; together the pieces are both texts.

    Marks and spaces belong to the piece that they stand in and make no difference. The pieces of (b, a) are those of
    (a, b) with the sides exchanged.

    >>> [(p.change, "走出机关服务群众"[p.start_a:p.end_a], "走出机关、主动服务群众"[p.start_b:p.end_b])
    ...  for p in differences("走出机关服务群众", "走出机关、主动服务群众")]
    [('same', '走出机关', '走出机关、'), ('only_b', '', '主动'), ('same', '服务群众', '服务群众')]
    """
    made = bare([a, b])
    middle = int(made.starts[1])
    one, other = made.codes[:middle], made.codes[middle:]
    turned = (len(one), one.tobytes()) > (len(other), other.tobytes())
    if turned:
        a, b, one, other = b, a, other, one
    places = (made.places[middle:], made.places[:middle]) if turned else (made.places[:middle], made.places[middle:])
    runs: list[tuple[str, int, int, int, int]] = []
    for change, i, j in _aligned(one, other):
        step_a, step_b = change != "only_b", change != "only_a"
        if runs and runs[-1][0] == change:
            last = runs[-1]
            runs[-1] = (change, last[1], i + step_a, last[3], j + step_b)
        else:
            runs.append((change, i, i + step_a, j, j + step_b))
    if not runs and (a or b):  # nothing but marks
        return (Piece("same", 0, len(b), 0, len(a)),) if turned else (Piece("same", 0, len(a), 0, len(b)),)
    pieces: list[Piece] = []
    at_a = at_b = 0
    for n, (change, _, to_a, _, to_b) in enumerate(runs):
        end = n == len(runs) - 1
        stop_a = len(a) if end or to_a == len(one) else int(places[0][to_a])
        stop_b = len(b) if end or to_b == len(other) else int(places[1][to_b])
        stop_a, stop_b = max(stop_a, at_a), max(stop_b, at_b)
        kind: Any = change
        if turned:
            kind = {"only_a": "only_b", "only_b": "only_a"}.get(change, change)
            pieces.append(Piece(kind, at_b, stop_b, at_a, stop_a))
        else:
            pieces.append(Piece(kind, at_a, stop_a, at_b, stop_b))
        at_a, at_b = stop_a, stop_b
    return tuple(pieces)


def _aligned(a: NDArray[Any], b: NDArray[Any], i: int = 0, j: int = 0) -> list[tuple[str, int, int]]:
    """What is done to each character on a cheapest way from one to the other, with the places in both."""
    short = min(len(a), len(b))
    equal = a[:short] == b[:short]
    head = short if equal.all() else int(equal.argmin())
    rest = short - head
    equal = a[len(a) - rest :][::-1] == b[len(b) - rest :][::-1]
    tail = rest if equal.all() else int(equal.argmin())
    made: list[tuple[str, int, int]] = [("same", i + n, j + n) for n in range(head)]
    x, y = a[head : len(a) - tail], b[head : len(b) - tail]
    i, j = i + head, j + head
    if not len(x) or not len(y):
        made += [("only_a", i + n, j) for n in range(len(x))] + [("only_b", i, j + n) for n in range(len(y))]
    elif len(x) * len(y) <= _CELLS:
        made += _cheapest(x, y, i, j)
    else:
        cut = _anchor(x, y)
        if cut is None:
            made += [("only_a", i + n, j) for n in range(len(x))] + [
                ("only_b", i + len(x), j + n) for n in range(len(y))
            ]
        else:
            made += _aligned(x[: cut[0]], y[: cut[1]], i, j) + _aligned(
                x[cut[0] :], y[cut[1] :], i + cut[0], j + cut[1]
            )
    i, j = i + len(x), j + len(y)
    return made + [("same", i + n, j + n) for n in range(tail)]


def _cheapest(a: NDArray[Any], b: NDArray[Any], i: int, j: int) -> list[tuple[str, int, int]]:
    import numpy as np

    columns = np.arange(len(b) + 1, dtype=np.int32)
    table = np.empty((len(a) + 1, len(b) + 1), np.int16 if max(len(a), len(b)) < 30_000 else np.int32)
    table[0] = columns
    row = columns
    for n, char in enumerate(a, start=1):
        new = np.empty(len(columns), np.int32)
        new[0] = n
        np.minimum(row[1:] + 1, row[:-1] + (b != char), out=new[1:])
        row = np.minimum.accumulate(new - columns) + columns
        table[n] = row
    made: list[tuple[str, int, int]] = []
    m, n = len(a), len(b)
    while m or n:
        cost = table[m, n]
        if m and n and table[m - 1, n - 1] + (a[m - 1] != b[n - 1]) == cost:
            m, n = m - 1, n - 1
            made.append(("same" if a[m] == b[n] else "changed", i + m, j + n))
        elif m and table[m - 1, n] + 1 == cost:
            m -= 1
            made.append(("only_a", i + m, j + n))
        else:
            n -= 1
            made.append(("only_b", i + m, j + n))
    return made[::-1]


def _anchor(a: NDArray[Any], b: NDArray[Any]) -> tuple[int, int] | None:
    """A run of eight characters that stands once in each, the nearest to the middle."""
    first: dict[bytes, int] = {}
    second: dict[bytes, int] = {}
    for codes, found in ((a, first), (b, second)):
        data = codes.tobytes()
        width = codes.itemsize
        for n in range(len(codes) - _ANCHOR + 1):
            key = data[n * width : (n + _ANCHOR) * width]
            found[key] = -1 if key in found else n
    both = [(n, second[key]) for key, n in first.items() if n >= 0 and second.get(key, -1) >= 0]
    inner = [(n, m) for n, m in both if n or m]
    return min(inner, key=lambda place: (abs(2 * place[0] - len(a)) + abs(2 * place[1] - len(b)), place), default=None)
