"""Of the aligned passages those that are listed, and where these begin and end in the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os.path import realpath
from typing import TYPE_CHECKING, Any

from djtext.reuse.align import Stretches
from djtext.reuse.groups import SHARE, grouped, near_duplicates
from djtext.reuse.shingles import Bare, Plan
from djtext.types import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAME = 0.8
_OPENING = "“‘「『《〈（(【[\"'"
_CLOSING_OR_STOP = "”’」』》〉）)】]，。、；：！？,.;:!?…—"


def itself(passages: Stretches, every: Sequence[Document]) -> NDArray[Any]:
    """Which passages have one and the same file on both sides, as when a new text lies in the folder of the old ones."""
    import numpy as np

    real: dict[str, str] = {}

    def same(one: Document, other: Document) -> bool:
        if not one.path or one.text != other.text:
            return False
        return real.setdefault(one.path, realpath(one.path)) == real.setdefault(other.path, realpath(other.path))

    pairs = zip(passages.x_doc.tolist(), passages.y_doc.tolist(), strict=True)
    return np.array([same(every[x], every[y]) for x, y in pairs], bool)


def groups(passages: Stretches, sizes: NDArray[Any]) -> tuple[tuple[int, ...], ...]:
    """Groups of near duplicates; `passages` in the order of the pairs of documents."""
    import numpy as np

    begins = np.concatenate(
        ([True], (passages.x_doc[1:] != passages.x_doc[:-1]) | (passages.y_doc[1:] != passages.y_doc[:-1]))
    )[: len(passages)]
    pair = np.cumsum(begins) - 1
    enough = np.ones(int(begins.sum()), bool)
    for doc, start, end in ((passages.x_doc, passages.x0, passages.x1), (passages.y_doc, passages.y0, passages.y1)):
        enough &= np.bincount(pair, weights=end - start) >= SHARE * sizes[doc[begins]]
    some = passages.only(enough[pair])
    shared: dict[tuple[int, int], tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    for x, x0, x1, y, y0, y1, _ in zip(*some.lists(), strict=True):
        in_x, in_y = shared.setdefault((x, y), ([], []))
        in_x.append((x0, x1))
        in_y.append((y0, y1))
    return grouped(len(sizes), near_duplicates(sizes.tolist(), shared))


def long_enough(made: Bare, passages: Stretches, min_length: int) -> NDArray[Any]:
    """Which passages may reach the length with the marks at their ends."""
    import numpy as np

    marks = np.zeros(len(passages), np.int64)
    longer = np.zeros(len(passages), np.int64)
    for step in (-1, 1):
        room = []
        for doc, start, end in (
            (passages.x_doc, passages.x0, passages.x1), (passages.y_doc, passages.y0, passages.y1)
        ):  # fmt: skip
            if step < 0:
                there = start > made.starts[doc]
                before = np.where(there, made.places[np.maximum(start - 1, 0)] + 1, 0)
                room.append(made.places[start] - before)
            else:
                longer = np.maximum(longer, made.places[end - 1] + 1 - made.places[start])
                there = end < made.starts[doc + 1]
                after = made.places[np.minimum(end, len(made.places) - 1)]
                room.append(np.where(there, after - made.places[end - 1] - 1, min_length))
        marks += np.minimum(*room)
    return longer + marks >= min_length


@dataclass(frozen=True, slots=True)
class Span:
    """Where a passage stands in two texts, and its length: that of the longer side."""

    x0: int
    x1: int
    y0: int
    y1: int
    length: int


def spans(made: Bare, passages: Stretches, every: Sequence[Document], min_length: int) -> Iterator[Span | None]:
    """Offsets in the texts, the marks that both have at their ends included; None where the passage is too short."""
    places = made.places
    starts = (places[passages.x0].tolist(), places[passages.y0].tolist())
    ends = ((places[passages.x1 - 1] + 1).tolist(), (places[passages.y1 - 1] + 1).tolist())
    docs = (passages.x_doc.tolist(), passages.y_doc.tolist())
    for x, x0, x1, y, y0, y1, edits in zip(
        docs[0], starts[0], ends[0], docs[1], starts[1], ends[1], passages.edits.tolist(), strict=True
    ):
        one, other = every[x].text, every[y].text
        left, right = _marks(one, x0, other, y0, -1), _marks(one, x1, other, y1, 1)
        length = max(x1 - x0, y1 - y0)
        before = _fewer(one, x0, left, _OPENING, -1) if left else 0
        after = _fewer(one, x1, right, _CLOSING_OR_STOP, 1) if right else 0
        if length + before + after < min_length:
            if edits or length + left + right < min_length:
                yield None
                continue
            before, after = left, right  # the same run of characters, marks at its ends and all, is long enough
        yield Span(x0 - before, x1 + after, y0 - before, y1 + after, length + before + after)


_SAME_MARK = dict(zip("，；：？！（）．“”‘’＂＇「」『』", ',;:?!().""\'\'"\'""""', strict=True))


def _marks(one: str, x: int, other: str, y: int, step: int) -> int:
    """How many marks and spaces both texts have from there on, the same in both."""
    count = 0
    while True:
        i, j = (x + count, y + count) if step > 0 else (x - count - 1, y - count - 1)
        if i < 0 or j < 0 or i >= len(one) or j >= len(other):
            return count
        mark = one[i]
        if mark.isalnum() or (mark != other[j] and _SAME_MARK.get(mark, mark) != _SAME_MARK.get(other[j], other[j])):
            return count
        count += 1


def _fewer(text: str, place: int, count: int, wanted: str, step: int) -> int:
    """Of so many marks, those next to the passage that belong to it by their shape."""
    for n in range(count):
        if text[place + n if step > 0 else place - n - 1] not in wanted:
            return n
    return count


def inner_grams(at: NDArray[Any], plan: Plan, passages: Stretches) -> list[NDArray[Any]]:
    """Of grams at these places, those whose wide gram lies within each passage.

    Given are the numbers of the first and of the one behind the last, in x and in y.
    """
    import numpy as np

    ends = (passages.x1 - plan.wide + 1, passages.y1 - plan.wide + 1)
    bounds = np.concatenate((passages.x0, ends[0], passages.y0, ends[1])).astype(np.int32)
    x0, x1, y0, y1 = np.split(np.searchsorted(at, bounds), 4)
    return [x0, np.maximum(x0, x1), y0, np.maximum(y0, y1)]


def often(docs: NDArray[Any], inner: Sequence[NDArray[Any]], formula: int) -> NDArray[Any]:
    """Which passages stand in so many documents, by half of their grams or more."""
    import numpy as np

    many = np.concatenate(([0], np.cumsum(docs >= formula)))
    x0, x1, y0, y1 = inner
    made: NDArray[Any] = 2 * (many[x1] - many[x0] + many[y1] - many[y0]) >= np.maximum(1, x1 - x0 + y1 - y0)
    return made


def docs_of(docs: NDArray[Any], inner: Sequence[NDArray[Any]]) -> list[int]:
    """In how many documents the middle one of the grams of each passage stands; 2 at least."""
    made = []
    for a, b, c, d in zip(*(side.tolist() for side in inner), strict=True):
        values = sorted(docs[a:b].tolist() + docs[c:d].tolist())
        made.append(max(2, values[len(values) // 2]) if values else 2)
    return made


def once(passages: Stretches, often: NDArray[Any], new: NDArray[Any] | None) -> NDArray[Any]:
    """Which passages stay: of those that stand in many documents, each stretch of a document with the first that has it."""
    import numpy as np

    some = passages.only(often)
    turn = some.x_doc > some.y_doc if new is None else new[some.x_doc]
    doc = np.where(turn, some.x_doc, some.y_doc)
    partner = np.where(turn, some.y_doc, some.x_doc)
    start, end = np.where(turn, some.x0, some.y0), np.where(turn, some.x1, some.y1)
    size = end - start
    order = np.lexsort((partner, start, -size, doc))
    again = (start[order][1:] == start[order][:-1]) & (end[order][1:] == end[order][:-1])
    order = order[np.concatenate(([True], ~again))[: len(order)]]
    chosen: list[int] = []
    last, taken = -1, np.zeros((0, 2), np.int64)
    for n, number in zip(order.tolist(), doc[order].tolist(), strict=True):
        if number != last:
            last, taken = number, np.zeros((0, 2), np.int64)
        inside = np.minimum(taken[:, 1], end[n]) - np.maximum(taken[:, 0], start[n])
        if not (inside >= _SAME * size[n]).any():
            taken = np.concatenate((taken, [[start[n], end[n]]]))
            chosen.append(n)
    kept = ~often
    kept[np.flatnonzero(often)[chosen]] = True
    return kept
