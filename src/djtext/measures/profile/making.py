"""Documents made into one part of a baseline."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from djtext.measures.profile.arrays import BUCKETS, MOST_TF, Part
from djtext.measures.profile.documents import BaseDoc
from djtext.measures.profile.keys import (
    LONGEST_WORD,
    bigrams,
    date_key,
    file_key,
    fours,
    hanzi_codes,
    mark_key,
    word_hashes,
)
from djtext.reuse.shingles import Plan, bare, grams
from djtext.text.fold import fold
from djtext.text.words import cutter, domain_words
from djtext.themes.count import count_hanzi

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
        np.minimum(counts, MOST_TF).astype(np.uint8),
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


def _starts(keys: NDArray[Any]) -> NDArray[Any]:
    """Where the keys of each upper half begin, among sorted ones."""
    import numpy as np

    counts = np.bincount(keys >> np.uint32(16), minlength=BUCKETS)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)
