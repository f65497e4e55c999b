"""The way back from a coded piece of text to its place: names of units, offsets of other programs, texts that moved."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_INVISIBLE = "\\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_NOTHING = re.compile(f"[{_INVISIBLE}]+")
_SOMETHING = re.compile(f"[^{_INVISIBLE}]+")


def unit_id(doc: str, start: int, text: str) -> str:
    """The name of a unit of coding: twelve hexadecimal digits of its document, place and text, the same everywhere.

    >>> unit_id("a.txt", 0, "走出机关。")
    'ebc780dc4ca6'
    """
    data = f"{doc}\\0{start}\\0{bare(text)}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:12]


def bare(text: str) -> str:
    """A text without white space and invisible characters: what a spreadsheet or browser may change is gone.

    >>> bare(" 走出\\u200b机关。\\r\\n")
    '走出机关。'
    """
    return _NOTHING.sub("", text)


def from_utf16(text: str, offset: int) -> int:
    """The place, in characters, of an offset counted in UTF-16 units as JavaScript does; past the end, as far past the end.

    >>> from_utf16("𠮷𠮷走出", 4), from_utf16("走出", 1), from_utf16("𠮷", 5)
    (2, 1, 4)
    """
    starts = _astral(text)
    before = bisect_left(starts, offset)
    if before and offset == starts[before - 1] + 1:  # within a pair
        offset += 1
    return offset - before


@lru_cache(maxsize=4)
def _astral(text: str) -> tuple[int, ...]:
    """Where, in UTF-16 units, the characters that take two of them begin."""
    return tuple(match.start() + n for n, match in enumerate(_ASTRAL.finditer(text)))


def to_utf16(text: str, places: Sequence[int]) -> list[int]:
    """Places, in rising order, counted in UTF-16 units as JavaScript does.

    >>> to_utf16("𠮷𠮷走出", [0, 1, 2, 4])
    [0, 2, 4, 6]
    """
    made = []
    at = extra = 0
    for place in places:
        extra += sum(char > "\uffff" for char in text[at:place])
        at = place
        made.append(place + extra)
    return made


def find_again(text: str, piece: str, start: int | None = None) -> tuple[int, int] | None:
    """Where a piece stands in a text: at `start` if it does, else the nearest place to it (the first, without `start`).

    White space and invisible characters need not agree. None where it does not stand there, or is empty.

    >>> find_again("学习。走出机关。学习。", "学习。", 7), find_again("走出\\u200b机 关。", "走出机关")
    ((8, 11), (0, 6))
    """
    wanted = bare(piece)
    if not wanted:
        return None
    if start is not None and start >= 0 and text.startswith(piece, start):
        return start, start + len(piece)
    places = _places(text, piece)
    if places:
        best = min(places, key=lambda place: (abs(place - (start or 0)), place))
        return best, best + len(piece)
    kept, plain = _kept(text)
    places = _places(plain, wanted)
    if not places:
        return None
    near = bisect_left(kept, start or 0)
    best = min(places, key=lambda place: (abs(place - near), place))
    return kept[best], kept[best + len(wanted) - 1] + 1


@lru_cache(maxsize=4)
def _kept(text: str) -> tuple[tuple[int, ...], str]:
    """A text as `bare` has it, and where its characters stood."""
    kept = tuple(n for match in _SOMETHING.finditer(text) for n in range(*match.span()))
    return kept, _NOTHING.sub("", text)


def _places(text: str, piece: str) -> list[int]:
    found: list[int] = []
    place = text.find(piece)
    while place >= 0 and len(found) < 10_000:
        found.append(place)
        place = text.find(piece, place + 1)
    return found
