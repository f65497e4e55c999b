"""What stands twice: the title, a passage pasted again, a summary that is the body's beginning, the whole body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from djtext.clean.draft import Span, lines_of
from djtext.text.codes import WORD, codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GRAM = 24
_LEAST = 150  # hanzi and letters of a passage that cannot stand twice by intention
_LEAST_LINE = 30  # and of a whole paragraph: a sentence that the lead takes from the body is not one
_WORD = re.compile("[\u3400-\u9fffA-Za-z0-9]")
_NOT_WORD = re.compile("[^\u3400-\u9fffA-Za-z0-9]+")
_ENDING = re.compile(r"\.(?:docx?|pdf|txt|wps|rtf|pptx?)\s*$", re.IGNORECASE)


def repeated_title(text: str) -> Iterator[Span]:
    """The title where it stands again below itself, on its own line or run into the first words of the body."""
    lines = list(islice((line for line in lines_of(text) if line.bare), 8))
    if len(lines) < 2:
        return
    ending = _ENDING.search(lines[0].text)
    if ending:
        yield lines[0].start + ending.start(), lines[0].start + len(lines[0].text), "file-ending"
    title = _ENDING.sub("", lines[0].bare)
    plain = _NOT_WORD.sub("", title)
    if not 4 <= len(plain) <= 50 or title[-1] in "。！？；，":
        return
    for line in lines[1:]:
        bare = _ENDING.sub("", line.bare) if "." in line.bare else line.bare
        begins = _WORD.search(bare)
        if begins and begins.group() == plain[0] and _NOT_WORD.sub("", bare) == plain:
            yield line.start, line.end, "repeated-title"
            continue
        yield from _run_in(text, title, line.start + len(line.text) - len(line.text.lstrip()), line.end)


def _run_in(text: str, title: str, start: int, stop: int) -> Iterator[Span]:
    """The title run into a paragraph's first words: twice in a row, or set apart by a blank.

    A paragraph whose first sentence begins with the words of the title is left alone.
    """
    at, times, apart = start, 0, False
    while text.startswith(title, at) and at + len(title) < stop:
        at += len(title)
        times += 1
        while at < stop and text[at] in " \u3000\t":
            at += 1
            apart = True
    if (times >= 2 or (times and apart)) and text[at] not in "，。、；：！？,;:":
        yield start, at, "repeated-title"


def repeated_passages(text: str) -> Iterator[Span]:
    """Passages of 150 characters, and whole paragraphs, that stand twice, whatever marks and line ends differ.

    Where one of the two breaks off (a summary, a preview), that one goes; otherwise the second.
    """
    import numpy as np

    known = codes(text)
    words = (known.kinds & WORD) != 0
    points = known.points[words]
    if len(points) < 2 * _LEAST_LINE:
        return
    candidates = _repeats(points)
    if not candidates:
        return
    plain = points.astype("<u2").tobytes().decode("utf-16-le")  # no such character stands beyond the first plane
    places: Sequence[int] = np.flatnonzero(words).data
    first: dict[str, int] = {}
    runs: list[tuple[int, int, int]] = []  # start of the original, start of the copy, length
    reached = 0
    for at in candidates:
        if at < reached:
            continue
        origin = first.setdefault(plain[at : at + _GRAM], at)
        if origin == at or origin + _GRAM > at:
            continue
        length = _GRAM
        while at + length < len(plain) and origin + length < at and plain[origin + length] == plain[at + length]:
            first.setdefault(plain[at + length - _GRAM + 1 : at + length + 1], at + length - _GRAM + 1)
            length += 1
        back = 0
        while origin - back > 0 and at - back > origin + length and plain[origin - back - 1] == plain[at - back - 1]:
            back += 1
        runs.append((origin - back, at - back, length + back))
        reached = at + length
    least = max(_LEAST, len(plain) // 50)  # a book quotes itself at length
    for origin, copy, length, other in _chained(runs):
        if length < least and not (
            length >= max(_LEAST_LINE, len(plain) // 400)
            and _whole_lines(text, places[origin], places[origin + other - 1])
            and _whole_lines(text, places[copy], places[copy + length - 1])
        ):
            continue
        keep_first = not _is_summary(text, places, (origin, other), (copy, length))
        start, size = (copy, length) if keep_first else (origin, other)
        begin, end = places[start], places[start + size - 1] + 1
        begin = _to_line_start(text, begin)
        end = _past_more(text, _past_marks(text, end))
        yield begin if keep_first else _from_label(text, begin), end, "repeated-passage"


def _repeats(points: NDArray[Any]) -> list[int]:
    """Where runs of 24 of these code points begin that stand twice or more, in order.

    Runs that are the same have the same hash, made of those of their halves; of most texts all hashes differ.
    """
    import numpy as np

    if len(points) <= _GRAM:
        return []
    hashes = points.astype(np.uint32)
    for width, factor in ((1, 0x9E3779B1), (2, 0x85EBCA6B), (4, 0xC2B2AE35)):
        hashes = hashes[:-width] * np.uint32(factor) + hashes[width:]
    hashes = hashes[:-16] * np.uint32(0x27D4EB2F) + hashes[8:-8] * np.uint32(0x165667B1) + hashes[16:]
    ordered = np.sort(hashes)
    if not (ordered[1:] == ordered[:-1]).any():
        return []
    order = np.argsort(hashes)
    same = np.zeros(len(order) + 1, np.bool_)
    same[1:-1] = ordered[1:] == ordered[:-1]
    found: dict[bytes, list[int]] = {}
    for place in np.sort(order[same[1:] | same[:-1]]).tolist():
        found.setdefault(points[place : place + _GRAM].tobytes(), []).append(place)
    return sorted(place for places in found.values() if len(places) > 1 for place in places)


def _chained(runs: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Runs that follow each other at both places, as one: (original, copy, length of copy, length of original)."""
    current: list[int] = []
    for origin, copy, length in runs:
        if current:
            gap_a, gap_b = origin - (current[0] + current[3]), copy - (current[1] + current[2])
            if 0 <= gap_a <= 30 and 0 <= gap_b <= 30:
                current[2] = copy + length - current[1]
                current[3] = origin + length - current[0]
                continue
            yield current[0], current[1], current[2], current[3]
        current = [origin, copy, length, length]
    if current:
        yield current[0], current[1], current[2], current[3]


def _is_summary(text: str, places: Sequence[int], first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether the first of two, each (start, length) in words, breaks off: a summary above the body."""
    origin, length = first
    copy, copied = second
    end = places[origin + length - 1] + 1
    tail = text[end : end + 8].lstrip()
    line = text[text.rfind("\n", 0, places[origin]) + 1 : places[origin]]
    before = text[: places[origin]].rstrip()[-12:]
    label = "[【\\[]?[\u4e00-\u9fff]{2,6}[\\]】]?\\s*[:：]?\\s*[“‘《（(]*"
    above = before.rsplit("\n", 1)[-1] if not line.strip() else ""
    labelled = bool(re.fullmatch(label, line.strip())) or bool(
        re.search("摘要|简介|导读|提要|概述|描述|预览|概要|速览", line + above)
    )
    broken = tail.startswith(("…", "...", "．．"))
    # The first stops where its line stops and the body follows at once and goes on: the first was cut off.
    after = places[copy + copied - 1] + 1
    cut = _line_ends(text, _past_marks(text, end)) and not _line_ends(text, _past_marks(text, after))
    goes_on = len(text[after:].strip()) > max(150, length // 3)
    at_once = len(text[end : places[copy]].strip()) < 120 and len(text[: places[origin]].strip()) < 400
    return copy >= origin + length and goes_on and (labelled or broken or (cut and at_once))


def _line_ends(text: str, place: int) -> bool:
    """Whether nothing more stands on the line."""
    return not text[place : place + 40].lstrip(" \u3000") or text[place : place + 40].lstrip(" \u3000").startswith("\n")


_MORE = re.compile("[…．.。 ]*[\\[【(（]?(?:更多|展开(?:全文)?|阅读全文|查看(?:更多|全文)|详细)[\\]】)）]?[>》»]*")


def _past_more(text: str, place: int) -> int:
    """On over the word that offers the rest: …[更多]."""
    match = _MORE.match(text, place)
    return match.end() if match else place


def _from_label(text: str, place: int) -> int:
    """Back over a label that opens the line: 摘要：, 内容提要："""
    start = text.rfind("\n", 0, place) + 1
    return start if re.fullmatch("[\u4e00-\u9fff]{2,6}\\s*[:：]\\s*[“‘《（(]*", text[start:place]) else place


def _whole_lines(text: str, first: int, last: int) -> bool:
    """Whether a stretch takes up its lines, but for marks and blanks."""
    before = text[text.rfind("\n", 0, first) + 1 : first]
    end = text.find("\n", last)
    after = text[last + 1 : end if end >= 0 else len(text)]
    if before.strip().startswith("—"):  # where a quotation is from; two may be from one place
        return False
    return not _WORD.search(before) and not _WORD.search(after)


def _to_line_start(text: str, place: int) -> int:
    """Back over the marks that open the passage, to the line's start where nothing else stands before."""
    at = place
    while at and text[at - 1] in "“‘《（(「 \u3000\t—":
        at -= 1
    return at


def _past_marks(text: str, place: int) -> int:
    """On over the marks that close the passage."""
    while place < len(text) and text[place] in "。！？；，、：…”’》）)」.!?;,: \u3000":
        place += 1
    return place
