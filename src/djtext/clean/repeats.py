"""What stands twice: the title, a passage pasted again, a summary that is the body's beginning, the whole body."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from djtext.clean.draft import Span, lines_of

_GRAM = 24
_MANY = 50  # places of half a run that are compared one with another
_LEAST = 150  # hanzi and letters of a passage that cannot stand twice by intention
_LEAST_LINE = 30  # and of a whole paragraph: a sentence that the lead takes from the body is not one
_WORDS = re.compile("[\u3400-\u9fffA-Za-z0-9]+")
_WORD = re.compile("[\u3400-\u9fffA-Za-z0-9]")
_ANCHORS = (re.compile("[的和在]"), re.compile("[是了一不要人大有为党]"))
_NOT_WORD = re.compile("[^\u3400-\u9fffA-Za-z0-9]+")
_ENDING = re.compile(r"\.(?:docx?|pdf|txt|wps|rtf|pptx?)\s*$", re.IGNORECASE)


def repeated_title(text: str) -> Iterator[Span]:
    """The title where it stands again below itself, on its own line or run into the first words of the body."""
    lines = [line for line in lines_of(text) if line.bare]
    if len(lines) < 2:
        return
    ending = _ENDING.search(lines[0].text)
    if ending:
        yield lines[0].start + ending.start(), lines[0].start + len(lines[0].text), "file-ending"
    title = _ENDING.sub("", lines[0].bare)
    plain = _NOT_WORD.sub("", title)
    if not 4 <= len(plain) <= 50 or title[-1] in "。！？；，":
        return
    for line in lines[1:8]:
        bare = _ENDING.sub("", line.bare)
        if _NOT_WORD.sub("", bare) == plain:
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
    plain = _NOT_WORD.sub("", text)
    if len(plain) < 2 * _LEAST_LINE:
        return
    candidates = _repeats(plain)
    if not candidates:
        return
    places = _Places(text)
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


class _Places:
    """Where the characters of the text without marks stand in the text."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._counts: list[int] = []
        count = 0
        for match in _WORDS.finditer(text):
            self._starts.append(match.start())
            self._counts.append(count)
            count += match.end() - match.start()

    def __getitem__(self, place: int) -> int:
        run = bisect_right(self._counts, place) - 1
        return self._starts[run] + place - self._counts[run]


def _repeats(plain: str) -> Sequence[int]:
    """Where runs of 24 characters begin that stand twice or more, in order.

    Looked for around frequent characters only: of a run with one in it, either the half before it or the half from it
    on lies within the run, and stands twice too. A run without any lies between two of them: there it is looked for
    around characters less frequent, at last at every place.
    """
    half = _GRAM // 2
    found: set[int] = set()
    compared: dict[int, list[tuple[int, int]]] = {}
    regions = [(0, len(plain))]
    for anchor in _ANCHORS:
        seen: dict[str, list[int]] = {}
        left: list[tuple[int, int]] = []
        for start, stop in regions:
            before = start
            for match in anchor.finditer(plain, start, stop):
                at = match.start()
                if at - half >= start:
                    seen.setdefault(plain[at - half : at], []).append(at - half)
                if at + half <= stop:
                    seen.setdefault(plain[at : at + half], []).append(at)
                if at - before >= _GRAM:
                    left.append((before, at))
                before = at + 1
            if stop - before >= _GRAM:
                left.append((before, stop))
        for starts in seen.values():
            if len(starts) > _MANY:
                return range(len(plain) - _GRAM + 1)
            for place, second in enumerate(starts):
                for other in starts[:place]:
                    _grow(plain, other, second, found, compared)
        regions = left
    whole: dict[str, int] = {}
    for start, stop in regions:
        for at in range(start, stop - _GRAM + 1):
            other = whole.setdefault(plain[at : at + _GRAM], at)
            if other != at:
                found |= {other, at}
    return sorted(found)


def _grow(plain: str, left: int, right: int, found: set[int], compared: dict[int, list[tuple[int, int]]]) -> None:
    """From two places where half a run stands: the places of all whole ones within what the two have in common.

    `compared` holds, by distance, the stretches found to be in common so far.
    """
    left, right = min(left, right), max(left, right)
    known = compared.setdefault(right - left, [])
    if left == right or any(start <= left < stop for start, stop in known):
        return
    size = _GRAM // 2
    while right + size < len(plain) and plain[left + size] == plain[right + size]:
        size += 1
    while left and plain[left - 1] == plain[right - 1]:
        left, right, size = left - 1, right - 1, size + 1
    known.append((left, left + size))
    found.update(range(left, left + size - _GRAM + 1))
    found.update(range(right, right + size - _GRAM + 1))


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


def _is_summary(text: str, places: _Places, first: tuple[int, int], second: tuple[int, int]) -> bool:
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
