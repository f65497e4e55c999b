"""From places with a gram in common to passages: exact stretches, small changes bridged, edits counted.

All of it is done on the bare text (see `djtext.reuse.shingles`), for all pairs of documents at once. The document whose bare text
is the lesser (shorter, then by its checksum) is always x, so the result does not depend on which document came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from djtext.reuse.index import Seeds
from djtext.reuse.shingles import Bare, Grams, Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

APART = 30  # characters between two exact stretches of one passage, at most
_STEPS = ((1, 1, 1), (1, 0, 1), (0, 1, 1), (2, 2, 2), (2, 0, 2), (0, 2, 2), (2, 1, 2), (1, 2, 2))  # in x, in y, edits
_LOOK = 32
_NEXT = 5  # neighbours in which a stretch may find its continuation
_INSIDE = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Aligned stretches: from `x0` to `x1` in one document, from `y0` to `y1` in another, with so many edits between.

    Places count characters of `Bare.codes`; `x_doc` and `y_doc` are the documents.
    """

    x_doc: NDArray[np.int64]
    x0: NDArray[np.int64]
    x1: NDArray[np.int64]
    y_doc: NDArray[np.int64]
    y0: NDArray[np.int64]
    y1: NDArray[np.int64]
    edits: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.x0)

    def lists(self) -> list[list[int]]:
        """All columns as lists."""
        columns = (self.x_doc, self.x0, self.x1, self.y_doc, self.y0, self.y1, self.edits)
        return [column.tolist() for column in columns]

    def only(self, chosen: NDArray[Any]) -> Stretches:
        """Those chosen, by mask or number."""
        return Stretches(
            self.x_doc[chosen], self.x0[chosen], self.x1[chosen], self.y_doc[chosen], self.y0[chosen], self.y1[chosen],
            self.edits[chosen],
        )  # fmt: skip


def align(made: Bare, found: Grams, seeds: Seeds, plan: Plan) -> Stretches:
    """The passages around pairs of places that have a gram in common."""
    exact = _grown(made, _runs(made, found, seeds, plan), plan)
    chained = _chained(made, exact, plan)
    return _stretched(made, chained)


def _ranks(made: Bare) -> NDArray[Any]:
    """The order of documents by their bare text, shorter ones first; equal for equal texts."""
    import zlib

    import numpy as np

    codes = np.ascontiguousarray(made.codes)
    bounds = made.starts.tolist()
    sums = [zlib.crc32(codes[start:end].data) for start, end in pairwise(bounds)]
    return (np.diff(made.starts) << 32) | np.array(sums, np.int64)


def _runs(made: Bare, found: Grams, seeds: Seeds, plan: Plan) -> Stretches:
    """Pairs of places on one diagonal, close enough to overlap, as one exact stretch."""
    import numpy as np

    total = max(1, len(made.codes))
    rank = _ranks(made)
    doc_left, doc_right = found.doc[seeds.left], found.doc[seeds.right]
    left, right = (found.at[side].astype(np.int64) for side in (seeds.left, seeds.right))
    turn = (rank[doc_left] > rank[doc_right]) | ((rank[doc_left] == rank[doc_right]) & (doc_left > doc_right))
    x, y = np.where(turn, right, left), np.where(turn, left, right)
    bits = np.uint64(32)
    key = np.sort(((x - y + total).astype(np.uint64) << bits) | x.astype(np.uint64))
    x = (key & np.uint64(0xFFFFFFFF)).astype(np.int64)
    diagonal = (key >> bits).astype(np.int64) - total
    # Grams of one pair of documents only are as close as that: no gram reaches beyond its document.
    begins = np.r_[True, (diagonal[1:] != diagonal[:-1]) | (x[1:] - x[:-1] >= plan.size)][: len(x)]
    first = np.flatnonzero(begins)
    last = np.r_[first[1:], len(x)] - 1 if len(first) else first
    x0, x1 = x[first], x[last] + plan.size
    y0 = x0 - diagonal[first]
    return _stretches(made, x0, x1, y0, y0 + (x1 - x0), np.zeros(len(x0), np.int64))


def _doc(made: Bare, place: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    return np.searchsorted(made.starts, place, side="right") - 1


def _stretches(made: Bare, x0: Any, x1: Any, y0: Any, y1: Any, edits: Any) -> Stretches:
    return Stretches(_doc(made, x0), x0, x1, _doc(made, y0), y0, y1, edits)


def _equal_run(codes: NDArray[Any], x: NDArray[Any], y: NDArray[Any], most: NDArray[Any], step: int) -> NDArray[Any]:
    """How many characters are equal from x and y on, forwards (`step` 1) or backwards (-1, from the one before), at most."""
    import numpy as np

    done = np.zeros(len(x), np.int64)
    going = np.flatnonzero(most > 0)
    width = 1  # most end at once
    while len(going):
        width = max(1, min(width, 4_000_000 // len(going)))
        offsets = done[going, None] + np.arange(width)
        inside = offsets < most[going, None]
        offsets = np.where(inside, offsets, 0)
        if step > 0:
            equal = codes[x[going, None] + offsets] == codes[y[going, None] + offsets]
        else:
            equal = codes[x[going, None] - 1 - offsets] == codes[y[going, None] - 1 - offsets]
        equal &= inside
        run = np.where(equal.all(axis=1), width, equal.argmin(axis=1))
        done[going] += run
        going = going[run == width]
        width *= 4
    return done


def _room(made: Bare, s: Stretches, step: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Characters left in either document before (-1) or behind (1) a stretch."""
    if step > 0:
        return made.starts[s.x_doc + 1] - s.x1, made.starts[s.y_doc + 1] - s.y1
    return s.x0 - made.starts[s.x_doc], s.y0 - made.starts[s.y_doc]


_BUCKETS = 1 << 22


def _grown(made: Bare, s: Stretches, plan: Plan) -> Stretches:
    """Exact stretches as long as they can be; those that have become one are one.

    Those shorter than what is sure to be found, and without another of the same two documents near, are dropped: chance.
    """
    import numpy as np

    before = _equal_run(made.codes, s.x0, s.y0, np.minimum(*_room(made, s, -1)), -1)
    after = _equal_run(made.codes, s.x1, s.y1, np.minimum(*_room(made, s, 1)), 1)
    grown = Stretches(s.x_doc, s.x0 - before, s.x1 + after, s.y_doc, s.y0 - before, s.y1 + after, s.edits)
    bucket = (grown.x_doc * 1_000_003 + grown.y_doc) % _BUCKETS
    alone = np.bincount(bucket, minlength=_BUCKETS)[bucket] == 1
    grown = grown.only(~alone | (grown.x1 - grown.x0 >= plan.sure))
    order = np.lexsort((grown.x0, grown.x0 - grown.y0))
    grown = grown.only(order)
    same = (grown.x0[1:] == grown.x0[:-1]) & (grown.y0[1:] == grown.y0[:-1])
    return grown.only(np.concatenate(([True], ~same))[: len(grown)])


def _chained(made: Bare, s: Stretches, plan: Plan) -> Stretches:
    """Exact stretches that follow each other in both documents with little between them, as one.

    Two are joined when each is the other's nearest, at most 30 characters lie between, and the edits there are at most half
    the length of the shorter one. A stretch that stays alone and is shorter than what is sure to be found is dropped.
    """
    import numpy as np

    if not len(s):
        return s
    s = s.only(np.lexsort((s.y0, s.x0, s.y_doc, s.x_doc)))
    changed = np.r_[True, (s.x_doc[1:] != s.x_doc[:-1]) | (s.y_doc[1:] != s.y_doc[:-1]), True]
    single = changed[1:] & changed[:-1]
    alone_long = s.only(single & (s.x1 - s.x0 >= plan.sure))
    return _joined([alone_long, _linked(made, s.only(~single), plan)])


def _joined(parts: Sequence[Stretches]) -> Stretches:
    import numpy as np

    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in parts])

    return Stretches(*(column(name) for name in Stretches.__slots__))


def _linked(made: Bare, s: Stretches, plan: Plan) -> Stretches:
    """The same for stretches of which each has another of the same two documents; sorted by documents and place."""
    import numpy as np

    if not len(s):
        return s
    count = len(s)
    size = s.x1 - s.x0
    far = np.iinfo(np.int64).max
    best_next, best_cost = np.full(count, -1), np.full(count, far)
    best_before, before_cost = np.full(count, -1), np.full(count, far)
    for ahead in range(1, min(_NEXT, count - 1) + 1):
        i, j = np.arange(count - ahead), np.arange(ahead, count)
        gap_x, gap_y = s.x0[j] - s.x1[i], s.y0[j] - s.y1[i]
        over = np.maximum(0, -np.minimum(gap_x, gap_y))
        cost = np.maximum(gap_x, gap_y) + over
        shorter = np.minimum(size[i], size[j] - over)
        fits = (
            (s.x_doc[i] == s.x_doc[j]) & (s.y_doc[i] == s.y_doc[j]) & (cost <= APART) & (over < plan.size)
            & (s.y0[j] > s.y0[i]) & (s.x0[j] > s.x0[i]) & (np.abs(gap_x - gap_y) <= np.maximum(1, shorter // 2))
        )  # fmt: skip
        cost = np.where(fits, cost + over, far)
        better = cost < best_cost[i]
        best_next[i], best_cost[i] = np.where(better, j, best_next[i]), np.where(better, cost, best_cost[i])
        better = cost < before_cost[j]
        best_before[j], before_cost[j] = np.where(better, i, best_before[j]), np.where(better, cost, before_cost[j])
    i = np.flatnonzero(best_next >= 0)
    i = i[best_before[best_next[i]] == i]
    j = best_next[i]
    gap_x, gap_y = s.x0[j] - s.x1[i], s.y0[j] - s.y1[i]
    over = np.maximum(0, -np.minimum(gap_x, gap_y))
    edits = _distances(made.codes, s.x1[i], gap_x + over, s.y1[i], gap_y + over)
    good = edits <= np.maximum(1, np.minimum(size[i], size[j] - over) // 2)
    i, j, edits = i[good], j[good], edits[good]
    alone = np.ones(count, bool)
    alone[i] = alone[j] = False
    root = np.arange(count)
    root[j] = i
    while True:
        up = root[root]
        if np.array_equal(up, root):
            break
        root = up
    total = np.bincount(root[j], weights=edits, minlength=count).astype(np.int64)
    last = np.arange(count)
    np.maximum.at(last, root, np.arange(count))
    kept = np.flatnonzero((root == np.arange(count)) & ~(alone & (size < plan.sure)))
    end = last[kept]
    return Stretches(s.x_doc[kept], s.x0[kept], s.x1[end], s.y_doc[kept], s.y0[kept], s.y1[end], total[kept])


def _distances(
    codes: NDArray[Any], x: NDArray[Any], x_size: NDArray[Any], y: NDArray[Any], y_size: NDArray[Any]
) -> NDArray[Any]:
    """Levenshtein distances of many short pairs of stretches."""
    import numpy as np

    made: NDArray[Any] = np.maximum(x_size, y_size)
    hard = np.flatnonzero(np.minimum(x_size, y_size) > 0)
    for some in np.array_split(hard, max(1, len(hard) // 20_000)):
        if not len(some):
            continue
        m, n = x_size[some], y_size[some]
        columns = np.arange(int(n.max()) + 1, dtype=np.int16)
        across = np.arange(int(n.max()))
        other = codes[np.where(across < n[:, None], y[some, None] + across, y[some, None])]
        row = np.broadcast_to(columns, (len(some), len(columns)))
        for r in range(1, int(m.max()) + 1):
            char = codes[np.where(r <= m, x[some] + r - 1, x[some])]
            new = np.empty((len(some), len(columns)), np.int16)
            new[:, 0] = r
            np.minimum(row[:, 1:] + 1, row[:, :-1] + (other != char[:, None]), out=new[:, 1:])
            row = np.minimum.accumulate(new - columns, axis=1) + columns
            done = np.flatnonzero(m == r)
            made[some[done]] = row[done, n[done]]
    return made


def _stretched(made: Bare, s: Stretches) -> Stretches:
    """Both ends carried on over one or two changed characters, as long as enough equal ones follow: 3 or 5."""
    import numpy as np

    x0, x1, y0, y1, edits = s.x0.copy(), s.x1.copy(), s.y0.copy(), s.y1.copy(), s.edits.copy()
    for step in (1, -1):
        going = np.arange(len(s))
        while len(going):
            here = Stretches(s.x_doc[going], x0[going], x1[going], s.y_doc[going], y0[going], y1[going], edits[going])
            room_x, room_y = _room(made, here, step)
            at_x, at_y = (here.x1, here.y1) if step > 0 else (here.x0, here.y0)
            score = np.full(len(going), -1)
            best = np.zeros((4, len(going)), np.int64)
            for over_x, over_y, cost in _STEPS:
                most = np.minimum(np.minimum(room_x - over_x, room_y - over_y), _LOOK)
                run = _equal_run(made.codes, at_x + step * over_x, at_y + step * over_y, most, step)
                value = np.where(run >= 1 + 2 * cost, run - 3 * cost, -1)
                better = value > score
                score = np.where(better, value, score)
                best = np.where(
                    better,
                    np.array([over_x, over_y, cost, 0])[:, None] + run * np.eye(4, dtype=np.int64)[3][:, None],
                    best,
                )
            chosen = score >= 0
            going, best = going[chosen], best[:, chosen]
            if step > 0:
                x1[going] += best[0] + best[3]
                y1[going] += best[1] + best[3]
            else:
                x0[going] -= best[0] + best[3]
                y0[going] -= best[1] + best[3]
            edits[going] += best[2]
            whole = going[best[3] == _LOOK]
            if len(whole):  # equal as far as was looked: on to the end of it
                rest = Stretches(
                    s.x_doc[whole], x0[whole], x1[whole], s.y_doc[whole], y0[whole], y1[whole], edits[whole]
                )
                most = np.minimum(*_room(made, rest, step))
                run = _equal_run(made.codes, *((rest.x1, rest.y1) if step > 0 else (rest.x0, rest.y0)), most, step)
                if step > 0:
                    x1[whole] += run
                    y1[whole] += run
                else:
                    x0[whole] -= run
                    y0[whole] -= run
    return Stretches(s.x_doc, x0, x1, s.y_doc, y0, y1, edits)


def without_inner(s: Stretches) -> Stretches:
    """Without those that lie, by four fifths in both documents, within a longer one of the same two documents.

    Of two of the same length the first stays.
    """
    import numpy as np

    s = s.only(np.lexsort((s.y0, s.x0, s.y_doc, s.x_doc)))
    size_x, size_y = s.x1 - s.x0, s.y1 - s.y0
    size = np.maximum(size_x, size_y)
    kept = np.ones(len(s), bool)
    one = np.arange(len(s))
    ahead = 0
    while len(one):
        ahead += 1
        one = one[one + ahead < len(s)]
        other = one + ahead
        same = (s.x_doc[one] == s.x_doc[other]) & (s.y_doc[one] == s.y_doc[other])
        one, other = one[same], other[same]
        in_x = np.minimum(s.x1[one], s.x1[other]) - s.x0[other]
        in_y = np.minimum(s.y1[one], s.y1[other]) - np.maximum(s.y0[one], s.y0[other])
        less = np.where(size[other] <= size[one], other, one)
        kept[less[(in_x >= _INSIDE * size_x[less]) & (in_y >= _INSIDE * size_y[less])]] = False
    return s.only(kept)
