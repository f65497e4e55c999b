"""Fingerprints of texts: what two texts share can be found without comparing every text with every other.

A text is first made bare: marks and spaces are left out, and width, case, radicals and traditional forms made one.
Every run of `Plan.size` characters of the bare text has a hash; of every `Plan.window` neighbouring hashes the smallest
is a fingerprint (winnowing; Schleimer, Wilkerson & Aiken 2003). So two texts that share a run of `Plan.sure` characters
share at least one fingerprint, wherever the run stands in either.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from djtext.text.fold import KANGXI, RADICALS
from djtext.text.script import simplified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 10  # characters; shorter passages are words of the language, not reuse
LENGTH = 20
WIDE_BITS = 24
_WINDOW = 4
_BATCH = 250_000  # characters worked on at once, so that the arrays stay small
_MIX_A, _MIX_B, _BASE = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x9E3779B97F4A7C15
_NONE = 0xFFFFFFFFFFFFFFFF
_ALIKE = {"○": "〇", "◯": "〇", "著": "着"}
_FORMAT = b"djtext-fingerprint-1\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes, in characters of the bare text: of a gram, of the window, and of the wide gram that tells frequent grams apart.

    Every shared run of `length` bare characters has a fingerprint whose wide gram lies within the run.
    """

    size: int
    window: int
    wide: int

    @property
    def sure(self) -> int:
        """The length from which a shared run is certain to share a fingerprint."""
        return self.size + self.window - 1

    @classmethod
    def of(cls, length: int = LENGTH) -> Plan:
        """The plan for passages of at least `length` characters.

        Grams are shorter than the passages sought, because marks count as characters there and not here, and because a
        changed character cuts a passage in two: of 25 characters with one changed, 12 in a row are left.

        >>> Plan.of(20), Plan.of(20).sure
        (Plan(size=9, window=4, wide=17), 12)
        """
        if length < SHORTEST:
            raise ValueError(f"a passage has at least {SHORTEST} characters")
        size = max(5, min(9, length - 8))
        return cls(size, _WINDOW, min(2 * size - 1, length - _WINDOW + 1))


@dataclass(frozen=True, slots=True, eq=False)
class Bare:
    """Texts without marks and spaces, one behind the other, with the way back.

    `codes` are the characters of all texts; text n has those from `starts[n]` to `starts[n + 1]`; `places[i]` is the
    offset of the character in its own text.
    """

    codes: NDArray[np.uint16] | NDArray[np.uint32]
    places: NDArray[np.int32]
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """The fingerprints of many texts, in the order of the texts.

    Of each the hash, the hash of the wide gram, the place in `Bare.codes`, and the number of the text.
    """

    hashes: NDArray[np.uint64]
    wide: NDArray[np.uint32]
    at: NDArray[np.int32]
    doc: NDArray[np.int32]


@cache
def _table() -> NDArray[np.uint32]:
    """For every code point the one that stands for it, or 0 where it is a mark, a space or invisible."""
    import unicodedata

    import numpy as np

    table = np.zeros(0x110000, np.uint32)
    plain = (
        (0x3400, 0xA000),
        (0xAC00, 0xD7A4),
        (0x20000, 0x2F800),
        (0x30000, 0x32000),
    )  # folded to themselves, or below
    for start, end in plain:
        table[start:end] = np.arange(start, end, dtype=np.uint32)
    for start, end in ((0, 0x3400), (0xA000, 0xAC00), (0xF900, 0x20000), (0x2F800, 0x2FA20)):
        for code in range(start, end):
            char = chr(code)
            form = RADICALS.get(char) or KANGXI.get(char) or unicodedata.normalize("NFKC", char)
            form = form.lower() if len(form.lower()) == 1 else char
            if len(form) == 1 and form.isalnum():
                table[code] = ord(form)
            elif char.isalnum():
                table[code] = code
    hanzi = [chr(code) for code in (*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0))]
    for char, form in zip(hanzi, simplified("\n".join(hanzi))[::2], strict=True):
        table[ord(char)] = ord(form)
    for char, form in _ALIKE.items():
        table[ord(char)] = ord(form)
    # A form may itself have one (a compatibility ideograph that is traditional): go on until nothing changes.
    while not np.array_equal(table[table], table):
        table = table[table]
    # So that texts of the basic plane fit into 16 bits, a form beyond it takes the one within it.
    beyond = np.flatnonzero(table[:0x10000] > 0xFFFF)
    for code, form in zip(beyond[::-1].tolist(), table[beyond[::-1]].tolist(), strict=True):
        table[form] = code
    table = table[table]
    table.flags.writeable = False
    return table


class _Forms:
    """The part of the table for the basic plane, in 16 bits, made for the characters that turn up."""

    def __init__(self) -> None:
        import numpy as np

        self.table = np.zeros(0x10000, np.uint16)
        self._known = np.zeros(0x10000, bool)

    def of(self, codes: NDArray[Any]) -> NDArray[np.uint16]:
        """The forms of some characters."""
        import numpy as np

        here = np.zeros(0x10000, bool)
        here[codes] = True
        new = np.flatnonzero(here & ~self._known)
        if len(new):
            forms = _few_forms(new)
            if forms is None:
                self.table, self._known = _table()[:0x10000].astype(np.uint16), np.ones(0x10000, bool)
            else:
                self.table[new] = forms
                self._known[new] = True
        return np.take(self.table, codes)


@cache
def _forms() -> _Forms:
    return _Forms()


_OTHER_FORM = "乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽"  # characters of GB 2312 that have a simplified form; all others there are simplified


def _form(char: str) -> int:
    """The first step of the table for one character."""
    import unicodedata

    code = ord(char)
    if char in _ALIKE:
        return ord(_ALIKE[char])
    if 0x3400 <= code < 0xA000:
        if char not in _OTHER_FORM:
            try:
                char.encode("gb2312")
            except UnicodeEncodeError:
                return ord(simplified(char))
            return code
        return ord(simplified(char))
    if 0xAC00 <= code < 0xF900:
        return code if code < 0xD7A4 else 0
    form = RADICALS.get(char) or KANGXI.get(char) or unicodedata.normalize("NFKC", char)
    form = form.lower() if len(form.lower()) == 1 else char
    if len(form) == 1 and form.isalnum():
        return ord(form)
    return code if char.isalnum() else 0


def _few_forms(codes: NDArray[Any]) -> NDArray[np.uint16] | None:
    """What the table has for some different characters of the basic plane; None where one leads beyond it."""
    import numpy as np

    made = np.zeros(len(codes), np.uint16)
    for n, code in enumerate(codes.tolist()):
        before, now = -1, code
        while now != before and now:
            before, now = now, _form(chr(now))
            if now > 0xFFFF:
                return None
        made[n] = now
    return made


def bare(texts: Sequence[str]) -> Bare:
    """Texts without marks and spaces, forms made one.

    >>> made = bare(["机 关，党建！", "機關黨建"])
    >>> made.codes[:4].tolist() == made.codes[4:].tolist(), made.places.tolist()
    (True, [0, 2, 4, 5, 0, 1, 2, 3])
    """
    import numpy as np

    total = sum(map(len, texts))
    codes: NDArray[Any] = np.empty(total, np.uint16)
    places, starts = np.empty(total, np.int32), np.zeros(len(texts) + 1, np.int64)
    count = done = 0
    for batch in _batches(texts):
        folded = _folded("".join(batch))
        if folded.dtype != codes.dtype and codes.dtype == np.uint16:
            wider = np.empty(total, np.uint32)
            wider[:count] = codes[:count]
            codes = wider
        kept = np.flatnonzero(folded)
        end = count + len(kept)
        codes[count:end] = folded[kept]
        ends = np.cumsum([len(text) for text in batch])
        stops = np.searchsorted(kept, ends)
        first = here = 0
        for stop, behind in zip(stops.tolist(), ends.tolist(), strict=True):
            np.subtract(kept[first:stop], here, out=places[count + first : count + stop], casting="same_kind")
            first, here = stop, behind
        starts[done + 1 : done + 1 + len(batch)] = count + stops
        count, done = end, done + len(batch)
    return Bare(codes[:count], places[:count], starts)


def _folded(text: str) -> NDArray[Any]:
    """Every character as the one that stands for it, or 0; of 16 bits where all are in the basic plane."""
    import numpy as np

    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) == 2 * len(text):
        return _forms().of(np.frombuffer(data, "<u2"))
    return np.take(_table(), np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4"))


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts in batches of some size; a longer text is a batch of its own."""
    start = size = 0
    for n, text in enumerate(texts):
        if size and size + len(text) > _BATCH:
            yield texts[start:n]
            start, size = n, 0
        size += len(text)
    if start < len(texts):
        yield texts[start:]


def grams(made: Bare, plan: Plan) -> Grams:
    """The fingerprints of all texts.

    Of a gram that stands several times in a row (a character repeated a thousand times) only the first place is kept.
    """
    import numpy as np

    total, last = len(made.codes), len(made.starts) - 1
    if total >= 1 << 31:
        raise ValueError("more than two thousand million characters cannot be compared at once")
    hashes, wide, at = np.empty(total, np.uint64), np.empty(total, np.uint32), np.empty(total, np.int32)
    first = count = 0
    while first < last:
        start = int(made.starts[first])
        end = max(first + 1, int(np.searchsorted(made.starts, start + _BATCH, side="right")) - 1)
        some = _winnowed(made.codes[start : made.starts[end]], made.starts[first + 1 : end + 1] - start, plan)
        here = slice(count, count + len(some[0]))
        hashes[here], wide[here], at[here] = some
        at[here] += start
        first, count = end, here.stop
    hashes, wide, at = hashes[:count], wide[:count], at[:count]
    numbers = np.repeat(np.arange(last, dtype=np.int32), np.diff(np.searchsorted(at, made.starts.astype(np.int32))))
    return Grams(hashes, wide, at, numbers)


def _winnowed(codes: NDArray[Any], ends: NDArray[Any], plan: Plan) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Hashes, wide hashes and places of the fingerprints of the texts that end at `ends`."""
    import numpy as np

    size, window = plan.size, plan.window
    none = np.uint64(_NONE)
    count = len(codes)
    if count < size:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint32), np.zeros(0, np.int64)
    rolled = _rolled(codes.astype(np.uint64), size)
    rolled ^= rolled >> np.uint64(32)
    rolled *= np.uint64(_MIX_A)
    rolled ^= rolled >> np.uint64(29)
    rolled >>= np.uint64(1)  # so that no gram equals `none`
    # `window - 1` cells of `none` before the first gram, between texts (at least), and behind the last
    padded = np.full(count + 2 * (window - 1), none, np.uint64)
    padded[window - 1 : window - 1 + len(rolled)] = rolled
    for back in range(1, size):
        gone = ends - back
        padded[gone[gone >= 0] + window - 1] = none
    small = _slid(padded, window, np.minimum)
    chosen = _slid(small, window, np.maximum)
    inner = padded[window - 1 : window - 1 + count]
    picked = (inner == chosen) & (inner != none)
    picked[1:] &= inner[1:] != inner[:-1]
    at = np.flatnonzero(picked)
    hashes = inner[at]
    ahead = np.minimum(at + (plan.wide - size), count - 1)
    wide = hashes * np.uint64(_BASE) + inner[ahead] * np.uint64(_MIX_B)
    return hashes, (wide >> np.uint64(32)).astype(np.uint32), at


def _rolled(codes: NDArray[Any], size: int) -> NDArray[Any]:
    """Polynomial hash (modulo 2**64) of every run of `size` characters, put together from runs of 1, 2, 4 …"""
    import numpy as np

    made: NDArray[Any] | None = None
    covered, width = 0, 1
    power = codes
    while True:
        if size & width:
            if made is None:
                made, covered = power, width
            else:
                factor = np.uint64(pow(_BASE, width, 1 << 64))
                stop = len(made) - width
                made = made[:stop] * factor + power[covered : covered + stop]
                covered += width
        if covered == size:
            return made if made is not codes and made is not None else codes.copy()
        factor = np.uint64(pow(_BASE, width, 1 << 64))
        power = power[:-width] * factor + power[width:]
        width *= 2


def _slid(values: NDArray[Any], window: int, of: Any) -> NDArray[Any]:
    """The least (or greatest) of every `window` neighbours."""
    made, width = values, 1
    while width < window:
        step = min(width, window - width)
        made = of(made[:-step], made[step:])
        width += step
    return made


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The fingerprints of one document, small enough to be stored with it.

    `keys` are the hashes of its grams (the upper 40 bits) and of their wide grams (the lower 24); `at` their places in the
    bare text; `starts` and `ends` the offsets in the text of the gram's first character and behind its last. `length` is
    the number of characters of the bare text.
    """

    keys: NDArray[np.uint64]
    at: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    length: int
    plan: Plan

    def to_bytes(self) -> bytes:
        """The same as bytes, about three and a half for each character of the text.

        >>> made = fingerprint("抓党建不能只抓材料，要抓到人心里去。")
        >>> again = Fingerprint.from_bytes(made.to_bytes())
        >>> again.keys.tolist() == made.keys.tolist(), again.ends.tolist() == made.ends.tolist()
        (True, True)
        """
        import numpy as np

        head = struct.pack("<5Q", len(self.keys), self.length, self.plan.size, self.plan.window, self.plan.wide)
        steps = [np.diff(part, prepend=0).astype("<i4").tobytes() for part in (self.at, self.starts, self.ends)]
        packed = zlib.compress(b"".join(steps), 6)
        body = head + self.keys.astype("<u8").tobytes() + packed
        return _FORMAT + body + struct.pack("<I", zlib.crc32(body))

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """What `to_bytes` made. Raises ValueError where the bytes are something else, or damaged."""
        import numpy as np

        body = data[len(_FORMAT) : -4]
        if data[: len(_FORMAT)] != _FORMAT or len(body) < 40 or struct.unpack("<I", data[-4:])[0] != zlib.crc32(body):
            raise ValueError("these bytes are no fingerprint, or are damaged")
        count, length, size, window, wide = struct.unpack_from("<5Q", body)
        keys = np.frombuffer(body, "<u8", count, 40).astype(np.uint64)
        steps = np.frombuffer(zlib.decompress(body[40 + 8 * count :]), "<i4").reshape(3, count)
        at, starts, ends = (np.cumsum(part, dtype=np.int32) for part in steps)
        return cls(keys, at, starts, ends, length, Plan(size, window, wide))


def fingerprint(text: str, plan: Plan | None = None) -> Fingerprint:
    """The fingerprints of one text, for passages of at least 20 characters unless a plan says otherwise.

    A pure function: it depends on nothing but the text. Marks and spaces change nothing but the offsets.

    >>> one, other = fingerprint("坚持走出机关、走进群众。"), fingerprint("堅持走出機關走進群眾")
    >>> one.keys.tolist() == other.keys.tolist()
    True
    """
    import numpy as np

    plan = plan or Plan.of()
    made = bare([text])
    found = grams(made, plan)
    keys = (found.hashes << np.uint64(WIDE_BITS)) | (found.wide >> np.uint32(32 - WIDE_BITS))
    return Fingerprint(
        keys, found.at, made.places[found.at], made.places[found.at + plan.size - 1] + 1, len(made.codes), plan
    )
