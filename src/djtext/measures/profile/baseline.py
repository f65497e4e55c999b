"""The parts of a baseline put together, and what it answers about a new document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from djtext.measures.profile.arrays import MOST_TF, Part
from djtext.measures.profile.keys import file_key, text_key
from djtext.reuse.shingles import Fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Near:
    """A document of the baseline, by its number, and its cosine."""

    number: int
    cosine: float


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """Where a new document has fingerprints in common with the baseline.

    Stretches of the new bare text (`start`, `end`) with the document (by its row) that seems to have it. `docs` is, for
    each fingerprint of the new text, in how many documents it stands.
    """

    row: NDArray[Any]
    start: NDArray[Any]
    end: NDArray[Any]
    docs: NDArray[Any]


class Baseline:
    """The parts of a baseline, put together. Rows count through all parts.

    >>> from djtext.measures.profile import BaseDoc, part
    >>> old = BaseDoc(7, "走出机关，服务群众。", "2019", "", "", ())
    >>> base = Baseline([part([old], 0)])
    >>> len(base), base.known("走出机关服务群众", "", ""), base.known("天气", "", "")
    (1, (0,), ())
    """

    def __init__(self, parts: Sequence[Part], norms: NDArray[Any] | None = None) -> None:
        """`norms` are the lengths of the documents' vectors, where they are known already."""
        import numpy as np

        self.parts = tuple(parts)
        self.starts = np.concatenate(([0], np.cumsum([len(each) for each in self.parts]))).astype(np.int64)
        self.ids = self._joined("ids", np.int64)
        self.dates = self._joined("dates", np.int32)
        self.hanzi = self._joined("hanzi", np.int32)
        self.themes = (
            np.concatenate([each.themes for each in self.parts]) if self.parts else np.zeros((0, 0), np.uint16)
        )
        if norms is not None and len(norms) != len(self.ids):
            raise ValueError("norms of other documents")
        self.norms = self.measured() if norms is None else norms

    def _joined(self, name: str, kind: Any) -> NDArray[Any]:
        import numpy as np

        return np.concatenate([getattr(each, name) for each in self.parts]) if self.parts else np.zeros(0, kind)

    def __len__(self) -> int:
        return len(self.ids)

    def known(self, text: str, digest: str, member: str) -> tuple[int, ...]:
        """The rows of the documents that are the same file and record, or have the same text but for print."""
        import numpy as np

        if not len(self):
            return ()
        same = self._joined("texts", np.uint64) == np.uint64(text_key(text))
        file = file_key(digest, member)
        if file:
            same |= self._joined("files", np.uint64) == np.uint64(file)
        return tuple(np.flatnonzero(same).tolist())

    def unseen(self, keys: NDArray[Any]) -> NDArray[Any]:
        """Which hashes of four hanzi stand nowhere in the baseline."""
        import numpy as np

        found = np.zeros(len(keys), bool)
        for each in self.parts:
            mine, _ = _looked_up(each.four_starts, each.four_low, keys)
            found[mine] = True
        return ~found

    def _postings(self, keys: NDArray[Any]) -> Iterator[tuple[int, NDArray[Any], NDArray[Any], Part]]:
        """Of each part: its number, and for every posting of a key the number of the key and the place."""
        import numpy as np

        for n, each in enumerate(self.parts):
            if not len(each.pairs):
                continue
            place = np.minimum(np.searchsorted(each.pairs, keys), len(each.pairs) - 1)
            there = np.flatnonzero(each.pairs[place] == keys)
            place = place[there]
            begin = np.where(place > 0, each.pair_ends[place - 1], 0).astype(np.int64)
            mine, at = _spread(begin, each.pair_ends[place].astype(np.int64) - begin)
            yield n, there[mine], at, each

    def nearest(self, pairs: NDArray[Any], *, without: Sequence[int] = (), most: int = 3) -> tuple[Near, ...]:
        """The documents most like a new one by the cosine of their pairs of hanzi, given as they stand in its text.

        Weights are (1 + ln tf) · idf, idf = ln((1 + N) / (1 + df)) + 1. Of equal cosines the earlier date, then the lower number.
        """
        import numpy as np

        if not len(self) or not len(pairs):
            return ()
        keys, counts = np.unique(pairs, return_counts=True)
        found = list(self._postings(keys))
        df = np.zeros(len(keys))
        for _, mine, _, _ in found:
            df += np.bincount(mine, minlength=len(keys))
        idf = np.log((1 + len(self)) / (1 + df)) + 1
        weight = (1 + np.log(np.minimum(counts, MOST_TF))) * idf
        table = np.concatenate(([0.0], 1 + np.log(np.arange(1, MOST_TF + 1))))
        dot = np.zeros(len(self))
        for n, mine, at, each in found:
            value = (weight * idf)[mine] * table[each.pair_counts[at]]
            start = int(self.starts[n])
            dot[start : start + len(each)] += np.bincount(each.pair_docs[at], weights=value, minlength=len(each))
        norm = float(np.sqrt((weight**2).sum()))
        cosine = np.round(dot / (np.maximum(self.norms, 1e-12) * norm), 4)
        cosine[list(without)] = -1
        some = np.flatnonzero(cosine >= np.partition(cosine, -min(most, len(cosine)))[-min(most, len(cosine))])
        some = some[np.lexsort((self.ids[some], self.dates[some], -cosine[some]))][:most]
        return tuple(Near(int(self.ids[row]), min(1.0, float(cosine[row]))) for row in some.tolist() if cosine[row] > 0)

    def word_counts(self, keys: NDArray[Any]) -> NDArray[Any]:
        """How often each word, given by its hash, stands in the baseline."""
        import numpy as np

        made = np.zeros(len(keys), np.int64)
        for each in self.parts:
            if len(each.words):
                place = np.minimum(np.searchsorted(each.words, keys), len(each.words) - 1)
                made += np.where(each.words[place] == keys, each.word_counts[place], 0)
        return made

    def measured(self) -> NDArray[Any]:
        """The lengths of the documents' vectors; see `nearest`."""
        import numpy as np

        if not self.parts:
            return np.zeros(0, np.float32)
        keys = np.concatenate([each.pairs for each in self.parts])
        sizes: list[NDArray[Any]] = [np.diff(each.pair_ends.astype(np.int64), prepend=0) for each in self.parts]
        every, back = np.unique(keys, return_inverse=True)
        df = np.bincount(back, weights=np.concatenate(sizes), minlength=len(every))
        idf = (np.log((1 + len(self)) / (1 + df)) + 1)[back]
        table = np.concatenate(([0.0], 1 + np.log(np.arange(1, MOST_TF + 1))))
        made, done = [], 0
        for each, size in zip(self.parts, sizes, strict=True):
            value = np.repeat(idf[done : done + len(size)], size) * table[each.pair_counts]
            made.append(np.sqrt(np.bincount(each.pair_docs, weights=value**2, minlength=len(each))))
            done += len(size)
        return np.concatenate(made).astype(np.float32)

    def meeting(self, new: Fingerprint, *, without: Sequence[int] = ()) -> Meeting:
        """Where a new document seems to have passages in common with documents of the baseline; see `Meeting`.

        A stretch begins and ends with a fingerprint in common and has no gap of more than 30 characters; those of one
        fingerprint alone are chance.
        """
        import numpy as np

        size = new.plan.size
        keys = ((new.keys >> np.uint64(24)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        wide = ((new.keys >> np.uint64(8)) & np.uint64(0xFFFF)).astype(np.uint16)
        docs = np.zeros(len(keys), np.int64)
        left, row = [], []
        for n, each in enumerate(self.parts):
            mine, place = _looked_up(each.gram_starts, each.gram_low, keys)
            here = each.gram_docs[place].astype(np.int64) + int(self.starts[n])
            same = each.gram_wide[place] == wide[mine]
            both = np.unique((mine[same] << 32) | here[same]) >> 32
            docs += np.bincount(both, minlength=len(keys))
            left.append(mine)
            row.append(here)
        mine = np.concatenate(left) if left else np.zeros(0, np.int64)
        other = np.concatenate(row) if row else np.zeros(0, np.int64)
        if len(without):
            kept = ~np.isin(other, np.array(without))
            mine, other = mine[kept], other[kept]
        at = new.at[mine].astype(np.int64)
        both = np.unique((other << 32) | at)
        other, at = both >> 32, both & 0xFFFFFFFF
        if not len(both):
            none = np.zeros(0, np.int64)
            return Meeting(none, none, none, docs)
        begins = np.r_[True, (other[1:] != other[:-1]) | (at[1:] - at[:-1] > size + 30)]
        first = np.flatnonzero(begins)
        last = np.r_[first[1:], len(both)] - 1
        some = last > first
        first, last = first[some], last[some]
        return Meeting(other[first], at[first], at[last] + size, docs)


def _spread(low: NDArray[Any], count: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """For stretches given by start and length: the number of the stretch, and every place in it."""
    import numpy as np

    mine = np.repeat(np.arange(len(low)), count)
    within = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count, count)
    return mine, np.repeat(low, count) + within


def _looked_up(starts: NDArray[Any], lows: NDArray[Any], keys: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Which of some keys stand where: the number of the key and the place, for each match."""
    import numpy as np

    bucket = (keys >> np.uint32(16)).astype(np.int64)
    begin = starts[bucket].astype(np.int64)
    mine, place = _spread(begin, starts[bucket + 1].astype(np.int64) - begin)
    same = lows[place] == (keys & np.uint32(0xFFFF)).astype(np.uint16)[mine]
    return mine[same], place[same]
