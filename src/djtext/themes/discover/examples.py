"""The sentence around a place: where it begins and ends, which of two makes the better example, and the example itself."""

from __future__ import annotations

from collections.abc import Sequence

from djtext.themes.discover.found import Example
from djtext.themes.stream import Source

_SENTENCE_ENDS = "。！？；\n"
Best = tuple[float, int, int, int]  # how bad an example is, document, place in its folded text


def better(known: Best | None, text: str, n: int, start: int, end: int) -> Best:
    """The better example of two: a whole sentence of middling length."""
    first, last = bounds(text, start, end)
    length = last - first
    value = abs(length - 40) / 10 if length >= 15 else 10 + (15 - length)
    return (value, n, start, end) if known is None or value < known[0] else known


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, as offsets, without white space around it."""
    first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
    ends = [at for at in (text.find(mark, max(start, end - 1)) for mark in _SENTENCE_ENDS) if at >= 0]
    last = min(ends) if ends else len(text)
    if last < len(text) and text[last] != "\n":
        last += 1
        while last < len(text) and text[last] in "”’」』）)":
            last += 1
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def example(given: Sequence[Source], n: int, start: int, end: int) -> Example:
    """The sentence around a place in the folded text of a source, with offsets in the text as it stands."""
    folded, text = given[n].folded, given[n].doc.text
    first, last = bounds(folded.text, start, end)
    a, b = folded.start(first), folded.end(last)
    x, y = folded.start(start), folded.end(end)
    return Example(n, x, y, text[a:b], x - a)
