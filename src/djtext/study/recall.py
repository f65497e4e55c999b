"""Which inputs the cache has values for, and these values: looked up many at a time.

An input is told by the SHA-256 of its bytes. A file whose stamp is that of the time when it was read is not read again
for it.
"""

from __future__ import annotations

import hashlib
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from djtext.errors import InputError
from djtext.read import Found
from djtext.read import load_bytes as read_bytes
from djtext.study.cache import Cache
from djtext.study.identity import Surroundings
from djtext.study.load import LoadOptions
from djtext.study.parcel import PLACE, Parcels, Where, place_of
from djtext.study.stamps import file_key, is_settled, stamp_of
from djtext.types import Outcome

LARGEST = 64_000_000  # bytes of an input above which its results are not held together to be kept
_AT_ONCE = 400
_AHEAD = 100


@dataclass(slots=True)
class Kept:
    """For each input the key of what is wanted of it (`PLACE` bytes) and the number of its value, 0 where there is none."""

    places: bytearray = field(default_factory=bytearray)
    numbers: array[int] = field(default_factory=lambda: array("q"))

    def place(self, n: int) -> bytes:
        """The key of the nth input."""
        return bytes(self.places[n * PLACE : (n + 1) * PLACE])


def recall(
    items: Sequence[Found | Outcome], options: LoadOptions, where: Where | None, parcels: Parcels, cache: Cache
) -> Kept:
    """What the cache has of some inputs. A value may still turn out to be damaged, or be gone."""
    around = Surroundings(options)
    kept = Kept()
    stream = iter(items)
    while lot := list(islice(stream, _AT_ONCE)):
        digests = _digests(lot, options, cache)
        places = [
            place_of(digest, item, around.of(item)) if digest and isinstance(item, Found) else b""
            for item, digest in zip(lot, digests, strict=True)
        ]
        found = cache.find([place for place in places if place])
        if where is not None:
            _with_filter(lot, digests, places, found, around, where, parcels, cache)
        for place in places:
            kept.numbers.append(found.get(place, 0))
            kept.places += place or bytes(PLACE)
    return kept


def _with_filter(
    items: list[Found | Outcome], digests: list[str], places: list[bytes], found: dict[bytes, int],
    around: Surroundings, where: Where, parcels: Parcels, cache: Cache,
) -> None:  # fmt: skip
    """What a run with a filter kept, for inputs of which no whole value is there."""
    for n, (item, digest, place) in enumerate(zip(items, digests, places, strict=True)):
        if place and place not in found and isinstance(item, Found):
            places[n] = place_of(digest, item, around.of(item), whole=False)
            number = cache.find([places[n]]).get(places[n], 0)
            if number and parcels.unpack(item, places[n], cache.get([number]).get(number, b""), where) is not None:
                found[places[n]] = number


def _digests(items: list[Found | Outcome], options: LoadOptions, cache: Cache) -> list[str]:
    """SHA-256 of each input's bytes, remembered or read; empty for one whose results are not kept."""
    keys = [file_key(item) if isinstance(item, Found) and item.size <= LARGEST else b"" for item in items]
    known = cache.remembered([key for key in keys if key])
    made = []
    for item, key in zip(items, keys, strict=True):
        if not key or not isinstance(item, Found):
            made.append("")
            continue
        stamp, digest = known.get(key, (b"", b""))
        if stamp and stamp == stamp_of(item):
            made.append(digest.hex())
            continue
        try:
            _, read, stamp = read_with_stamp(item, options)
        except InputError:
            made.append("")
            continue
        cache.remember(item, stamp, read)
        made.append(read.hex())
    return made


def read_with_stamp(item: Found, options: LoadOptions) -> tuple[bytes, bytes, bytes]:
    """The bytes of an input, their SHA-256, and a stamp that tells them from any others; empty where there is none.

    Raises InputError.
    """
    stamp, now = stamp_of(item), time.time_ns()
    data = read_bytes(item, options.read)
    sure = is_settled(stamp, now) and stamp == stamp_of(item)
    return data, hashlib.sha256(data).digest(), stamp if sure else b""


def values(numbers: Sequence[int], cache: Cache) -> Callable[[int], bytes]:
    """The function that gives the value of the nth input; they are asked for in this order, and read ahead."""
    held: dict[int, bytes] = {}
    coming: Iterator[int] = iter(range(len(numbers)))
    reached = -1

    def value(n: int) -> bytes:
        nonlocal reached
        if n > reached:
            held.clear()
            some: list[int] = []
            while len(some) < _AHEAD and (reached := next(coming, len(numbers))) < len(numbers):
                if numbers[reached] and reached >= n:
                    some.append(numbers[reached])
            held.update(cache.get(some))
        return held.get(numbers[n], b"")

    return value
