"""White space that the page made: blank lines, indents, blanks inside Chinese."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from djtext.clean.draft import Span, lines_of
from djtext.text.codes import BLANK, BLANKS, SPACE, codes, spread
from djtext.text.sieve import at_places

_STRIPPED = "".join(chr(code) for first, last in spread(BLANKS) for code in range(first, last + 1))
_EMPTY = re.compile(f"(?<=\\n)(?:[{BLANKS}\\f]*\\n)+|\\A(?:[{BLANKS}\\f]*\\n)+|\\n[{BLANKS}\\f\\n]*\\Z")
_BEFORE_MARK = re.compile(
    f"(?<=[\u4e00-\u9fff”’）》])[{BLANKS}]+(?=[，。；：、！？”’）》,;:!?])|(?<=[，。；：、！？])[{BLANKS}]+(?=[\u4e00-\u9fff“‘《（])|(?<=[“‘《（])[{BLANKS}]+(?=[\u4e00-\u9fff])"
)
_SPREAD = re.compile(
    f"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[{BLANKS}]{{1,3}}[\u4e00-\u9fff](?![\u4e00-\u9fff])){{2,}}"
)
_BETWEEN = re.compile(f"(?<=[\u4e00-\u9fff])[{BLANKS}]+(?=[\u4e00-\u9fff])")
_INSIDE = re.compile(f"[{BLANKS}]+[^\\s]")
_PROSE = re.compile("[，。；]")
_MARK = re.compile("[。！？；，：、]")
_STOP = re.compile("[。！？；，]")
_GAP = re.compile(f"[{BLANKS}]+")
_start = attrgetter("start")


def inner_spaces(text: str) -> Iterator[Span]:
    """Blanks before marks, and between hanzi inside running text or in words spread out (形 式 主 义).

    A single blank between two parts of a title or a name stays.
    """
    known = codes(text)
    if not known.here & BLANK:
        return
    # Where blanks begin that have something before them on their line, and behind.
    gaps = [place for place in known.behind(SPACE, BLANK) if _INSIDE.match(text, place)]
    if not gaps:
        return
    for match in at_places(_BEFORE_MARK, text, gaps):
        yield match.start(), match.end(), "inner-space"
    lines = lines_of(text)
    for line, inside in groupby(gaps, lambda gap: lines[bisect_right(lines, gap, key=_start) - 1]):
        places = [gap - line.start for gap in inside]
        for match in _SPREAD.finditer(line.text) if len(places) >= 2 else ():
            for gap in _GAP.finditer(match.group()):
                start = line.start + match.start() + gap.start()
                yield start, start + gap.end() - gap.start(), "inner-space"
        if len(line.bare) >= 40 and _PROSE.search(line.bare):
            for match in at_places(_BETWEEN, line.text, places):
                if not _sets_apart(line.text, match.start(), match.end()):
                    yield line.start + match.start(), line.start + match.end(), "inner-space"


def _sets_apart(text: str, start: int, end: int) -> bool:
    """Whether a blank stands where a heading ends and its paragraph begins, or in a name of two characters."""
    before = _MARK.split(text[:start])[-1].strip()
    after = _MARK.split(text[end:], 1)[0].strip()
    heading = start < 40 and not _STOP.search(text[:start])
    name = len(before) == 1 or len(after) == 1
    return heading or name or end - start > 3


def blank_space(text: str) -> Iterator[Span]:
    """Empty lines, and blanks at the edges of lines."""
    lines = [line for line in lines_of(text) if len(line.bare) < len(line.text) or not line.bare]
    # An empty stretch begins with an empty line, or with the line end before it.
    empty = [place for line in lines if not line.bare for place in (line.start - 1, line.start) if place >= 0]
    for match in at_places(_EMPTY, text, empty):
        if match.end() > match.start():
            yield match.start(), match.end(), "layout"
    for line in lines:
        if line.bare:
            lead = len(line.text) - len(line.text.lstrip(_STRIPPED))
            if lead:
                yield line.start, line.start + lead, "layout"
            tail = len(line.text) - len(line.text.rstrip(_STRIPPED))
            if tail:
                yield line.end - tail, line.end, "layout"
