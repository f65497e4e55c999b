"""Page counters of previews, set into mid-sentence: `…基本上没有\\n\\n2、间断` is 没有间断; a list's item 2、 stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from djtext.clean.draft import Span, lines_of

_COUNTER = re.compile(r"(?:\A|\n)[ \t\u3000]*(\d{1,3})([、.．])[ \t]*(?=\S)")
_ITEM = re.compile(r"\d{1,3}[、.．]")
_ENDS = "。！？：…!?:”’」』）)》\n"
_LONG = 120  # a page holds at least so many characters


def page_counters(text: str) -> Iterator[Span]:
    """Counters 1、 2、 3、 … at which a page of the preview began.

    They count up by one; the stretches between are long, and several end in mid-sentence.
    """
    if len([line for line in lines_of(text) if _ITEM.match(line.bare)]) < 2:
        return
    found = list(_COUNTER.finditer(text))
    # One style of mark at a time: an essay's own 2. is no part of a preview's 1、 2、 3、.
    for series in (run for mark in "、.．" for run in _series([m for m in found if m.group(2) == mark])):
        if len(series) < 2:
            continue
        broken = [_breaks(text, match) for match in series[1:]]
        sizes = [b.start() - a.end() for a, b in pairwise(series)]
        long = sum(size >= _LONG for size in sizes)
        if sum(broken) < max(1, (len(broken) + 1) // 2) or long < max(1, 0.7 * len(sizes)):
            continue
        if len(broken) == 1 and sizes[0] < 2 * _LONG:
            continue
        for place, match in enumerate(series):
            if place and _breaks(text, match):
                # The sentence goes on: the line ends before the counter go too.
                start = len(text[: match.start()].rstrip())
                yield start, match.end(), "page-counter"
            else:
                yield match.start(1), match.end(), "page-counter"


def _series(found: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Runs that count up by one from 1 (or from 2, where the first page bears no number)."""
    used: set[int] = set()
    for place, match in enumerate(found):
        if place in used or int(match.group(1)) not in (1, 2):
            continue
        run = [match]
        members = [place]
        for later in range(place + 1, len(found)):
            if int(found[later].group(1)) == int(run[-1].group(1)) + 1:
                run.append(found[later])
                members.append(later)
        if len(run) >= 2:
            used |= set(members)
            yield run
        elif int(match.group(1)) == 2:
            yield run


def _breaks(text: str, match: re.Match[str]) -> bool:
    """Whether the text before a counter stops in mid-sentence."""
    before = text[: match.start()].rstrip()
    if not before:
        return False
    line = before[before.rfind("\n") + 1 :]
    return before[-1] not in _ENDS + "；;" and len(line) >= 60
