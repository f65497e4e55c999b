"""What a baseline is known by: its documents as sorted arrays, asked for what a new document has in common with them.

A baseline is made of parts, each of some documents, so that it can be kept and brought up to date part by part. No answer
depends on how documents are spread over parts.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from djtext.reuse.shingles import Fingerprint, Plan, bare, grams
from djtext.text.fold import fold
from djtext.text.words import cutter, domain_words
from djtext.themes.count import count_hanzi
from djtext.themes.find import compile_book, find
from djtext.types import Codebook, Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = 1  # of what the arrays mean; raised where the same documents would give others
PART_CHARS = 1_500_000
PART_DOCS = 20_000
FOUR = 4
LONGEST_WORD = 4
_MAGIC = b"djtext-profile\n"
_BASE, _MIX = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
_BUCKETS = 1 << 16
_TF = 255
_HANZI = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x40000))


@dataclass(frozen=True, slots=True)
class BaseDoc:
    """A document of a baseline: its number there, and what its profile is made from.

    `counts` are (theme by place in the codebook, hits); `member` is the part of the id that names a record of a file.
    """

    number: int
    text: str
    date: str
    digest: str
    member: str
    counts: tuple[tuple[int, int], ...]
    mark: str = ""


def base_job(book: Codebook) -> Callable[[Document], tuple[str, tuple[tuple[int, int], ...]]]:
    """The function of one document that a baseline in a folder is read with: its text, and its hits by theme."""
    matcher = compile_book(book)
    places = {theme.key: n for n, theme in enumerate(book.themes)}

    def job(doc: Document) -> tuple[str, tuple[tuple[int, int], ...]]:
        counts: dict[int, int] = {}
        for hit in find(doc.text, matcher, doc=doc.id).hits:
            counts[places[hit.theme]] = counts.get(places[hit.theme], 0) + 1
        return doc.text, tuple(sorted(counts.items()))

    return job


def hanzi_codes(text: str) -> NDArray[np.uint32]:
    """The characters of a folded text as numbers, 0 where one is no hanzi.

    >>> hanzi_codes("党，a").tolist() == [ord("党"), 0, 0]
    True
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32)
    kept = np.zeros(len(codes), bool)
    for low, high in _HANZI:
        kept |= (codes >= low) & (codes < high)
    return np.where(kept, codes, np.uint32(0))


def fours(codes: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Hashes (32 bits) of all runs of four hanzi, and where they begin."""
    return word_hashes(codes, FOUR)


def bigrams(codes: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Numbers (32 bits) of all pairs of neighbouring hanzi, and where they begin."""
    import numpy as np

    at = np.flatnonzero((codes[:-1] > 0) & (codes[1:] > 0)) if len(codes) > 1 else np.zeros(0, np.int64)
    low = np.uint32(0xFFFF)
    return ((codes[at] & low) << np.uint32(16)) | (codes[at + 1] & low), at


def text_key(text: str) -> int:
    """A number for the text without marks and spaces, forms made one; equal for texts that differ in print only.

    >>> text_key("走出机关，服务群众。") == text_key("走出 機關 服務群眾")
    True
    """
    import numpy as np

    codes = bare([text]).codes.astype("<u4")
    return int.from_bytes(hashlib.sha256(np.ascontiguousarray(codes).data).digest()[:8], "little")


def file_key(digest: str, member: str) -> int:
    """A number for the bytes of a file and the record in it; 0 where the bytes are not known."""
    if not digest:
        return 0
    return int.from_bytes(hashlib.sha256(f"{digest} {member}".encode("utf-8", "replace")).digest()[:8], "little") or 1


def date_key(date: str) -> int:
    """A date as a number that sorts: unknown dates last, unknown months and days after the known.

    >>> date_key("2019-05-06"), date_key("2019"), date_key("")
    (20190506, 20199999, 99999999)
    """
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    if parts is None:
        return 99_999_999
    return int(f"{parts[1]}{parts[2] or '99'}{parts[3] or '99'}")


_ARRAYS = {
    "ids": "<i8", "dates": "<i4", "hanzi": "<i4", "texts": "<u8", "files": "<u8", "marks": "<u8", "themes": "<u2",
    "pairs": "<u4", "pair_ends": "<u4", "pair_docs": "<u2", "pair_counts": "u1",
    "gram_starts": "<u4", "gram_low": "<u2", "gram_wide": "<u2", "gram_docs": "<u2",
    "four_starts": "<u4", "four_low": "<u2", "words": "<u4", "word_counts": "<u4",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some documents of a baseline.

    Per document: number, date, hanzi, keys of text and file, a mark of its stored state, hits of each theme. Then the
    pairs of hanzi with the documents they stand in and how often there; the fingerprints for reuse, and the runs of four
    hanzi, both by the upper half of their hashes with the lower half stored; hashes of the words of one to four hanzi, with
    how often each stands.
    """

    ids: NDArray[Any]
    dates: NDArray[Any]
    hanzi: NDArray[Any]
    texts: NDArray[Any]
    files: NDArray[Any]
    marks: NDArray[Any]
    themes: NDArray[Any]
    pairs: NDArray[Any]
    pair_ends: NDArray[Any]
    pair_docs: NDArray[Any]
    pair_counts: NDArray[Any]
    gram_starts: NDArray[Any]
    gram_low: NDArray[Any]
    gram_wide: NDArray[Any]
    gram_docs: NDArray[Any]
    four_starts: NDArray[Any]
    four_low: NDArray[Any]
    words: NDArray[Any]
    word_counts: NDArray[Any]

    def __len__(self) -> int:
        return len(self.ids)

    def to_bytes(self) -> bytes:
        """The arrays as bytes: a line of JSON with their sizes, then each as it is."""
        import numpy as np

        parts = [np.ascontiguousarray(getattr(self, name), kind) for name, kind in _ARRAYS.items()]
        head = json.dumps({"version": VERSION, "shapes": [part.shape for part in parts]}).encode()
        return b"".join([_MAGIC, struct.pack("<I", len(head)), head, *(part.tobytes() for part in parts)])

    @classmethod
    def from_bytes(cls, data: bytes) -> Part:
        """What `to_bytes` made. Raises ValueError where the bytes are something else, or do not fit together."""
        import numpy as np

        try:
            if not data.startswith(_MAGIC):
                raise ValueError("no profile")
            at = len(_MAGIC) + 4
            (size,) = struct.unpack_from("<I", data, len(_MAGIC))
            head = json.loads(data[at : at + size])
            if head["version"] != VERSION:
                raise ValueError("another version")
            at += size
            found = []
            for (_name, kind), shape in zip(_ARRAYS.items(), head["shapes"], strict=True):
                count = 1
                for side in shape:
                    if not isinstance(side, int) or side < 0:
                        raise ValueError("a size that cannot be")
                    count *= side
                found.append(np.frombuffer(data, kind, count, at).reshape(shape))
                at += found[-1].nbytes
            if at != len(data):
                raise ValueError("too short or too long")
        except (struct.error, TypeError, KeyError, AttributeError, UnicodeDecodeError) as error:
            raise ValueError(str(error)) from None
        made = cls(*found)
        made.check()
        return made

    def check(self) -> None:
        """Raise ValueError unless the arrays fit together, so that no answer can lead outside them."""
        n = len(self.ids)
        sides = (self.dates, self.hanzi, self.texts, self.files, self.marks, self.themes)
        good = all(len(side) == n for side in sides) and self.themes.ndim == 2
        good &= len(self.pairs) == len(self.pair_ends) and len(self.pair_docs) == len(self.pair_counts)
        good &= len(self.gram_low) == len(self.gram_wide) == len(self.gram_docs)
        good &= len(self.words) == len(self.word_counts)
        for starts, count in (
            (self.pair_ends, len(self.pair_docs)),
            (self.gram_starts, len(self.gram_low)),
            (self.four_starts, len(self.four_low)),
        ):
            good = good and (not len(starts) or (int(starts[-1]) == count and bool((starts[1:] >= starts[:-1]).all())))
        good = good and len(self.gram_starts) == len(self.four_starts) == _BUCKETS + 1
        good = good and all(not len(docs) or int(docs.max()) < n for docs in (self.pair_docs, self.gram_docs))
        if not good:
            raise ValueError("arrays that do not fit together")


def part(docs: Sequence[BaseDoc], themes: int) -> Part:
    """The profile of some documents (at most 65,535), in their order; `themes` is how many the codebook has."""
    import numpy as np

    plan = Plan.of()
    texts = [doc.text for doc in docs]
    made = bare(texts)
    found = grams(made, plan)
    low = np.uint64(0xFFFF)
    wide = (found.wide >> np.uint32(16)).astype(np.uint64)
    keys = (found.hashes & np.uint64(0xFFFFFFFF)) << np.uint64(32)
    packed = np.sort(keys | (found.doc.astype(np.uint64) << np.uint64(16)) | wide)
    gram = (packed >> np.uint64(32)).astype(np.uint32)
    bounds = made.starts.tolist()
    codes32 = made.codes.astype("<u4")
    text_keys = [
        int.from_bytes(hashlib.sha256(codes32[bounds[n] : bounds[n + 1]].data).digest()[:8], "little")
        for n in range(len(texts))
    ]
    folded = [fold(text).text for text in texts]
    codes = hanzi_codes("\n".join(folded))
    sizes = np.array([len(text) + 1 for text in folded], np.int64)
    owner = np.repeat(np.arange(len(folded), dtype=np.uint64), sizes)
    pair, at = bigrams(codes)
    both, counts = np.unique((pair.astype(np.uint64) << np.uint64(16)) | owner[at], return_counts=True)
    different, first = np.unique((both >> np.uint64(16)).astype(np.uint32), return_index=True)
    four = np.unique(fours(codes)[0])
    words, word_counts = _words(folded)
    matrix = np.zeros((len(docs), themes), np.uint16)
    for n, doc in enumerate(docs):
        for place, hits in doc.counts:
            matrix[n, place] = min(hits, 65_535)
    return Part(
        np.array([doc.number for doc in docs], np.int64),
        np.array([date_key(doc.date) for doc in docs], np.int32),
        np.array([count_hanzi(doc.text) for doc in docs], np.int32),
        np.array(text_keys, np.uint64),
        np.array([file_key(doc.digest, doc.member) for doc in docs], np.uint64),
        np.array([mark_key(doc.mark) for doc in docs], np.uint64),
        matrix,
        different,
        np.append(first[1:], len(both))[: len(different)].astype(np.uint32),
        (both & low).astype(np.uint16),
        np.minimum(counts, _TF).astype(np.uint8),
        _starts(gram),
        (gram & np.uint32(0xFFFF)).astype(np.uint16),
        (packed & low).astype(np.uint16),
        ((packed >> np.uint64(16)) & low).astype(np.uint16),
        _starts(four),
        (four & np.uint32(0xFFFF)).astype(np.uint16),
        words,
        word_counts,
    )


def _words(texts: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Hashes of the words of one to four hanzi of some folded texts, and how often each stands."""
    from collections import Counter

    import numpy as np

    cut = cutter(domain_words())
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(cut(text))
    known = sorted(word for word in counts if len(word) <= LONGEST_WORD and word.isalpha() and word > "\u3400")
    hashes = [np.zeros(0, np.uint32)]
    sizes = [np.zeros(0, np.int64)]
    for length in range(1, LONGEST_WORD + 1):
        some = [word for word in known if len(word) == length]
        codes = hanzi_codes("\n".join(some))
        keys, at = word_hashes(codes, length)
        starts = np.arange(len(some)) * (length + 1)
        here = np.isin(starts, at, assume_unique=True)
        hashes.append(keys[np.isin(at, starts, assume_unique=True)])
        sizes.append(np.array([counts[word] for word in some], np.int64)[here])
    every, back = np.unique(np.concatenate(hashes), return_inverse=True)
    return every, np.bincount(back, weights=np.concatenate(sizes), minlength=len(every)).astype(np.uint32)


def word_hashes(codes: NDArray[Any], length: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Hashes of all runs of so many hanzi, and where they begin."""
    import numpy as np

    if len(codes) < length:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    whole = np.ones(len(codes) - length + 1, bool)
    for step in range(length):
        whole &= codes[step : len(codes) - length + 1 + step] > 0
    at = np.flatnonzero(whole)
    made = np.full(len(at), length, np.uint64)
    for step in range(length):
        made = made * np.uint64(_BASE) + codes[at + step]
    made ^= made >> np.uint64(31)
    made *= np.uint64(_MIX)
    return (made >> np.uint64(32)).astype(np.uint32), at


def mark_key(mark: str) -> int:
    """The first 64 bits of a checksum in hexadecimal digits."""
    return int(mark[:16], 16) if mark else 0


def _starts(keys: NDArray[Any]) -> NDArray[Any]:
    """Where the keys of each upper half begin, among sorted ones."""
    import numpy as np

    counts = np.bincount(keys >> np.uint32(16), minlength=_BUCKETS)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)


def batches(docs: Iterable[BaseDoc], *, chars: int = PART_CHARS) -> Iterator[list[BaseDoc]]:
    """Documents in lots that one part can hold."""
    lot: list[BaseDoc] = []
    size = 0
    for doc in docs:
        lot.append(doc)
        size += len(doc.text)
        if size >= chars or len(lot) >= PART_DOCS:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


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
        weight = (1 + np.log(np.minimum(counts, _TF))) * idf
        table = np.concatenate(([0.0], 1 + np.log(np.arange(1, _TF + 1))))
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
        table = np.concatenate(([0.0], 1 + np.log(np.arange(1, _TF + 1))))
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
