"""A text while it is being cleaned: what is left, and where each character of it stood when it was read.

Steps find stretches to take out, in offsets of the text as it is at that moment; `without` takes them out and writes
them down in offsets of the text as it was read. What is kept and what was removed make up every character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate, count
from operator import add, sub
from typing import NamedTuple

Span = tuple[int, int, str]  # start, end, rule


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` is what is left. Run i of it begins at `places[i]` and stood at `origins[i]` of the text as read.

    `removed` lists (start, end, rule) of the text as read, in no order.
    """

    text: str
    places: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)
    removed: tuple[Span, ...] = ()

    def origin(self, place: int) -> int:
        """Where the character at `place` stood in the text as read."""
        run = bisect_right(self.places, place) - 1
        return self.origins[run] + place - self.places[run]


def without(draft: Draft, spans: Iterable[Span]) -> Draft:
    """The draft with these stretches taken out; where they overlap, the first to begin has the character.

    >>> draft = without(Draft("正文 下载 正文"), [(2, 6, "advert")])
    >>> draft.text, draft.removed, draft.origin(2)
    ('正文正文', ((2, 6, 'advert'),), 6)
    """
    ordered: list[Span] = []
    reached = 0
    for start, end, rule in sorted(spans, key=_order):
        start = max(start, reached)
        if start < end:
            ordered.append((start, end, rule))
            reached = end
    if not ordered:
        return draft
    bounds = [*draft.places[1:], len(draft.text)]  # where each run ends
    shifts = [origin - place for place, origin in zip(draft.places, draft.origins, strict=True)]
    removed = list(draft.removed)
    places: list[int] = []
    origins: list[int] = []
    pieces: list[str] = []
    length = run = at = 0
    for start, end, rule in [*ordered, (len(draft.text), len(draft.text), "")]:
        # What is kept, then what goes: a stretch may lie across runs, and is written down piece by piece.
        pieces.append(draft.text[at:start])
        while at < end or at < start:
            if at == bounds[run]:
                run += 1
            stop = min(bounds[run], start if at < start else end)
            if at < start:
                places.append(length)
                origins.append(at + shifts[run])
                length += stop - at
            else:
                removed.append((at + shifts[run], stop + shifts[run], rule))
            at = stop
    return Draft("".join(pieces), tuple(places) or (0,), tuple(origins) or (0,), tuple(removed))


def _order(span: Span) -> tuple[int, int]:
    return span[0], -span[1]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Stretches in order, neighbours of one rule joined."""
    found: list[Span] = []
    for start, end, rule in sorted(spans):
        if found and found[-1][1] == start and found[-1][2] == rule:
            found[-1] = (found[-1][0], end, rule)
        else:
            found.append((start, end, rule))
    return tuple(found)


class Line(NamedTuple):
    """One line: `text[start:end]`, without its line end; `bare` is it without white space around."""

    start: int
    end: int
    text: str
    bare: str


_line = partial(tuple.__new__, Line)  # so that no line needs a call of its own


@lru_cache(maxsize=2)  # one step after the other asks for the lines of one text
def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text, empty ones too; a form feed ends a line as well.

    >>> lines_of("党建\\n 业务")[1]
    Line(start=3, end=6, text=' 业务', bare='业务')
    """
    pieces = text.replace("\f", "\n").split("\n")
    sizes = list(map(len, pieces))
    ends = list(map(add, accumulate(sizes), count()))
    return tuple(map(_line, zip(map(sub, ends, sizes), ends, pieces, map(str.strip, pieces), strict=True)))
