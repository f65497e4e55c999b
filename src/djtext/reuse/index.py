"""Which places of which documents have a fingerprint in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from djtext.reuse.shingles import WIDE_BITS, Fingerprint, Grams, Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CAP = 50  # documents; what stands in more is not paired with all of them
BUDGET = 4_000_000  # pairs of places
_BITS = 23
_BLOCK = 100_000
_REPEATS = 8  # places of one gram in one document that are looked at
_APART = 30  # characters between two shared stretches of one passage, at most


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Pairs of places (numbers of grams) with a gram in common.

    `shared` are the grams that stand in more than one document. A gram in more than `cap` documents is judged by its wide
    gram; one whose wide gram stands in more than `wide_cap` documents is paired with the first of them only: `capped`
    counts these.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    shared: NDArray[np.int64]
    cap: int
    wide_cap: int
    capped: int


@dataclass(frozen=True, slots=True, eq=False)
class _Sorted:
    """Grams sorted by a key: their numbers, and for each the bounds of its group and of the partners within it."""

    grams: NDArray[Any]
    group: NDArray[Any]
    first: NDArray[Any]
    end: NDArray[Any]
    docs: NDArray[Any]  # how many documents (to be paired with) have the key, by group


def join(found: Grams, *, new: NDArray[Any] | None = None, cap: int = CAP) -> Seeds:
    """All pairs of places in different documents that have a gram in common, but for those that `Seeds` tells of.

    The first of several documents is the one with the lowest number. With `new`, which says of each document whether it
    is new, only new documents are paired with old ones.
    """
    import numpy as np

    doc = found.doc

    fresh = None if new is None else new[doc]
    by_gram = _sorted(None, found.hashes, doc, fresh)
    one_cap, cost = _affordable(by_gram, fresh, cap)
    heavy = (by_gram.docs > one_cap)[by_gram.group]
    pairs = [_pairs(by_gram, ~heavy, fresh)]
    many = np.sort(by_gram.grams[heavy])
    by_wide = _sorted(many, wide_keys(found, many), doc, fresh)
    wide_cap, _ = _affordable(by_wide, fresh, cap, spent=cost)
    heavy = (by_wide.docs > wide_cap)[by_wide.group]
    pairs += [_pairs(by_wide, ~heavy, fresh), _pairs(by_wide, heavy, fresh, first_only=True)]
    left, right = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    apart = doc[left] != doc[right]
    return Seeds(
        left[apart], right[apart], np.sort(by_gram.grams), one_cap, wide_cap, int((by_wide.docs > wide_cap).sum())
    )


def wide_keys(found: Grams, numbers: NDArray[Any]) -> NDArray[Any]:
    """Keys of 64 bits of the wide grams of some grams."""
    import numpy as np

    low = np.uint64(0xFFFFFFFF)
    keys: NDArray[Any] = (found.hashes[numbers] << np.uint64(32)) | (found.wide[numbers] & low)
    return keys


def _sorted(numbers: NDArray[Any] | None, keys: NDArray[Any], doc: NDArray[Any], fresh: NDArray[Any] | None) -> _Sorted:
    """Grams (by number; all without any) by key, those left out that have no partner or stand too often in their document.

    In a group the old documents stand before the new ones.
    """
    import numpy as np

    places = np.flatnonzero(_repeated(keys))
    grams = places if numbers is None else numbers[places]
    keys = keys[places]
    if fresh is None:
        order = np.argsort(keys, kind="stable")
    else:
        order = np.argsort(fresh[grams], kind="stable")
        order = order[np.argsort(keys[order], kind="stable")]
    grams, keys = grams[order], keys[order]
    group, bounds = _groups(keys)
    enough = np.diff(bounds) > 1
    grams, group = grams[enough[group]], group[enough[group]]
    inner = doc[grams]
    if fresh is not None:  # both sides must be there
        new_here = np.bincount(group, weights=fresh[grams], minlength=len(enough))
        old_here = np.bincount(group, weights=~fresh[grams], minlength=len(enough))
        both = (new_here > 0) & (old_here > 0)
        grams, group, inner = grams[both[group]], group[both[group]], inner[both[group]]
    if not len(grams):
        none = np.zeros(0, np.int64)
        return _Sorted(none, none, none, none, none)
    begins = np.r_[True, (group[1:] != group[:-1]) | (inner[1:] != inner[:-1])]
    place = np.arange(len(grams))
    rank = place - np.maximum.accumulate(np.where(begins, place, 0))
    kept = rank < _REPEATS
    grams, group, begins = grams[kept], group[kept], begins[kept]
    counted = begins if fresh is None else begins & ~fresh[grams]
    changed = np.r_[True, group[1:] != group[:-1]]
    group = np.cumsum(changed) - 1
    docs = np.bincount(group, weights=counted).astype(np.int64)
    firsts = np.flatnonzero(changed)
    ends = np.r_[firsts[1:], len(grams)]
    if fresh is not None:  # partners are the old ones, which stand first
        ends = firsts + np.bincount(group, weights=~fresh[grams]).astype(np.int64)
    return _Sorted(grams, group, firsts[group], ends[group], docs)


def _repeated(keys: NDArray[Any]) -> NDArray[Any]:
    """Which keys (probably) stand more than once. Sorting values is much faster than sorting places, and most stand once."""
    import numpy as np

    values = np.sort(keys)
    twice = values[1:][values[1:] == values[:-1]]
    marked = np.zeros(1 << _BITS, bool)
    marked[_bits(twice)] = True
    made = np.empty(len(keys), bool)
    for start in range(0, len(keys), _BLOCK):
        made[start : start + _BLOCK] = marked[_bits(keys[start : start + _BLOCK])]
    return made


def _bits(keys: NDArray[Any]) -> NDArray[Any]:
    """Some bits of each key, as an index."""
    import numpy as np

    bits = (keys >> np.uint64(39)) & np.uint64((1 << _BITS) - 1)
    return bits.astype(np.int64)


def _groups(keys: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """For sorted keys: the number of each one's group, and where groups begin (and the last ends)."""
    import numpy as np

    changed = np.r_[True, keys[1:] != keys[:-1]][: len(keys)]
    return np.cumsum(changed) - 1, np.r_[np.flatnonzero(changed), len(keys)]


def _partners(by: _Sorted, fresh: NDArray[Any] | None) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each gram, the stretch of grams it is paired with."""
    import numpy as np

    place = np.arange(len(by.grams))
    if fresh is None:
        return place + 1, by.end
    is_new = fresh[by.grams]
    return by.first, np.where(is_new, by.end, by.first)


def _affordable(by: _Sorted, fresh: NDArray[Any] | None, cap: int, *, spent: int = 0) -> tuple[int, int]:
    """The highest number of documents, up to `cap`, at which all pairs are not too many; and how many they are."""
    import numpy as np

    start, end = _partners(by, fresh)
    each = np.bincount(by.group, weights=end - start, minlength=len(by.docs))
    cost = np.bincount(np.minimum(by.docs, cap + 1), weights=each, minlength=cap + 2)
    total = np.cumsum(cost)[: cap + 1]
    best = int(np.searchsorted(total, BUDGET - spent, side="right")) - 1
    best = max(1, best)
    return best, int(total[best])


def _pairs(
    by: _Sorted, chosen: NDArray[Any], fresh: NDArray[Any] | None, *, first_only: bool = False
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Every chosen gram with its partners; with `first_only`, with the first of its group."""
    import numpy as np

    start, end = _partners(by, fresh)
    if first_only:
        start = by.first
        wanted = np.arange(len(by.grams)) > by.first if fresh is None else fresh[by.grams]
        end = start + wanted
    start, end = start[chosen], end[chosen]
    count = end - start
    left = np.repeat(np.flatnonzero(chosen), count)
    within = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
    right = np.repeat(start, count) + within
    return by.grams[left], by.grams[right]


def spread(wide: NDArray[Any], holder: NDArray[Any]) -> NDArray[Any]:
    """Of each gram, how many holders (documents, or groups of them) its wide gram has."""
    import numpy as np

    order = np.lexsort((holder, wide))
    group, bounds = _groups(wide[order])
    inner = holder[order]
    begins = np.r_[True, (inner[1:] != inner[:-1])][: len(order)]
    begins[bounds[:-1]] = True
    made = np.empty(len(order), np.int64)
    made[order] = np.bincount(group, weights=begins, minlength=len(bounds) - 1).astype(np.int64)[group]
    return made


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a new text that stands in an indexed document, as far as fingerprints alone tell.

    Exact to a few characters at either end: `djtext.reuse.find` with the text of `doc` gives the rest. `length` counts
    characters of the bare text; `docs` is in how many indexed documents the stretch stands.
    """

    doc: str
    start: int
    end: int
    other_start: int
    other_end: int
    length: int
    docs: int


class Index:
    """Fingerprints of many documents, asked for the passages of a new one without reading a text again.

    >>> from djtext.reuse.shingles import fingerprint
    >>> old = "开会说党建，检查看台账，年底比材料，群众却说不出支部做了哪件实事。"
    >>> index = Index([("old.txt", fingerprint(old))])
    >>> new = "有人感叹：“检查看台账，年底比材料，群众却说不出支部做了哪件实事”，此话不虚。"
    >>> [(c.doc, new[c.start : c.end]) for c in index.candidates(fingerprint(new))]
    [('old.txt', '看台账，年底比材料，群众却说不出支部做了哪件实事')]
    """

    def __init__(self, documents: Iterable[tuple[str, Fingerprint]]) -> None:
        """Index documents by id; where a stretch stands in very many of them, the first stand for all."""
        import numpy as np

        given = list(documents)
        self.ids = tuple(doc for doc, _ in given)
        self.plan = given[0][1].plan if given else Plan.of()
        if any(each.plan != self.plan for _, each in given):
            raise ValueError("fingerprints of different plans cannot be compared")
        counts = [len(each.keys) for _, each in given]
        keys = _joined([each.keys for _, each in given], np.uint64)
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._doc = np.repeat(np.arange(len(given), dtype=np.int32), counts)[order]
        self._at = _joined([each.at for _, each in given], np.int32)[order]
        self._starts = _joined([each.starts for _, each in given], np.int32)[order]
        self._ends = _joined([each.ends for _, each in given], np.int32)[order]

    def __len__(self) -> int:
        return len(self.ids)

    def candidates(self, new: Fingerprint, *, shortest: int | None = None, cap: int = CAP) -> tuple[Candidate, ...]:
        """The stretches of a new document that stand in indexed ones, in the order of the new text.

        `shortest` is in characters of the bare text, from the first to the last gram in common; by default what a shared run
        of 16 leaves at least. Small changes are bridged.
        A gram that stands in more than `cap` indexed documents is looked up by its wide gram, in the first `cap` of them.
        """
        import numpy as np

        if new.plan != self.plan:
            raise ValueError("fingerprints of different plans cannot be compared")
        rest = np.uint64((1 << WIDE_BITS) - 1)
        low = np.searchsorted(self._keys, new.keys & ~rest, side="left")
        high = np.searchsorted(self._keys, new.keys | rest, side="right")
        count = high - low
        mine = np.repeat(np.arange(len(low)), count)
        within = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count, count)
        theirs = np.repeat(low, count) + within
        many = count[mine] > cap
        same = self._keys[theirs] == new.keys[mine]
        kept = ~many | same
        mine, theirs = mine[kept], theirs[kept]
        if not len(mine):
            return ()
        docs = np.bincount(mine[self._keys[theirs] == new.keys[mine]], minlength=len(low))
        begins = np.r_[True, mine[1:] != mine[:-1]]
        place = np.arange(len(mine))
        kept = place - np.maximum.accumulate(np.where(begins, place, 0)) < cap
        mine, theirs = mine[kept], theirs[kept]
        made = self._stretches(new, mine, theirs, docs)
        least = self.plan.size + 1 if shortest is None else shortest
        return tuple(each for each in made if each.length >= least)

    def _stretches(
        self, new: Fingerprint, mine: NDArray[Any], theirs: NDArray[Any], docs: NDArray[Any]
    ) -> list[Candidate]:
        """Grams in common, put together where they follow each other in both documents."""
        import numpy as np

        doc, x, y = self._doc[theirs], new.at[mine].astype(np.int64), self._at[theirs].astype(np.int64)
        order = np.lexsort((x, x - y, doc))
        open_: list[list[int]] = []  # of the document in hand: numbers of the first and the last gram
        made: list[Candidate] = []
        last_doc = -1
        stretches: list[tuple[int, list[list[int]]]] = []
        for n in order.tolist():
            if doc[n] != last_doc:
                open_ = []
                last_doc = int(doc[n])
                stretches.append((last_doc, open_))
            if open_:
                before = open_[-1][1]
                if x[n] - y[n] == x[before] - y[before] and x[n] - x[before] <= self.plan.size + _APART:
                    open_[-1][1] = n
                    continue
            open_.append([n, n])
        for number, runs in stretches:
            for first, last in _bridged(sorted(runs, key=lambda run: (x[run[0]], y[run[0]])), x, y):
                a, b = mine[first], mine[last]
                inside = docs[a : b + 1]
                made.append(
                    Candidate(
                        self.ids[number], int(new.starts[a]), int(new.ends[b]), int(self._starts[theirs[first]]),
                        int(self._ends[theirs[last]]), int(x[last] - x[first]) + self.plan.size,
                        max(1, int(np.median(inside))),
                    )
                )  # fmt: skip
        return sorted(made, key=lambda each: (each.start, -each.length, each.doc, each.other_start))


def _bridged(runs: list[list[int]], x: NDArray[Any], y: NDArray[Any]) -> list[list[int]]:
    """Runs of one document in common, joined where little stands between them in both."""
    made: list[list[int]] = []
    for first, last in runs:
        for before in made[-4:][::-1]:
            end = before[1]
            gap_x, gap_y = x[first] - x[end], y[first] - y[end]
            if min(gap_x, gap_y) > 0 and max(gap_x, gap_y) <= 2 * _APART and abs(gap_x - gap_y) <= _APART // 2:
                before[1] = last
                break
        else:
            made.append([first, last])
    return made


def _joined(parts: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros(0, kind)
