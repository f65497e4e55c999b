"""One part of a baseline: its arrays, and the bytes they are kept as.

The bytes may come from a stranger's file: what is read is checked, so that no answer can lead outside the arrays.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 1  # of what the arrays mean; raised where the same documents would give others
BUCKETS = 1 << 16  # of the upper half of a hash
MOST_TF = 255  # a pair of hanzi that stands oftener in a document counts as if it stood so often
_MAGIC = b"djtext-profile\n"
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
        good = good and len(self.gram_starts) == len(self.four_starts) == BUCKETS + 1
        good = good and all(not len(docs) or int(docs.max()) < n for docs in (self.pair_docs, self.gram_docs))
        if not good:
            raise ValueError("arrays that do not fit together")
