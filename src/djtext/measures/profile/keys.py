"""Characters, runs of hanzi, texts, files and dates as numbers that sort and compare."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from djtext.reuse.shingles import bare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOUR = 4
LONGEST_WORD = 4
_BASE, _MIX = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
_HANZI = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x40000))


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


def mark_key(mark: str) -> int:
    """The first 64 bits of a checksum in hexadecimal digits."""
    return int(mark[:16], 16) if mark else 0
