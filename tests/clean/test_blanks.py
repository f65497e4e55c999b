"""Blank stretches and counts of lines are those that the expressions describe, told without looking everywhere."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from djtext.clean import counters, flags, layout, watermarks
from djtext.clean.draft import lines_of
from djtext.clean.signs import SITE, signs_of
from djtext.text.codes import BLANKS, CHAPTER, codes
from djtext.text.sieve import at_places

blank_texts = st.text(alphabet="党， \u3000\t\n\n\f\x1c", max_size=30)
texts = st.lists(
    st.sampled_from(["1、", "2.", "12．", "１、", "\n", " ", "党", "第一篇", "范文二", "篇", "三篇", "资料网", "网络", "站", "站位", "QQ"]), max_size=14
).map("".join)  # fmt: skip


@given(blank_texts)
def test_empty_lines_and_edges(text: str) -> None:
    expected = [match.span() for match in layout._EMPTY.finditer(text) if match.group()]
    for line in lines_of(text):
        if line.bare:
            edges = re.finditer(f"^[{BLANKS}]+|[{BLANKS}]+$", line.text)
            expected += [(line.start + match.start(), line.start + match.end()) for match in edges]
    assert sorted((start, end) for start, end, _ in layout.blank_space(text)) == sorted(expected)


@given(blank_texts)
def test_lines(text: str) -> None:
    lines = lines_of(text)
    assert "\n".join(line.text for line in lines) == text.replace("\f", "\n")
    assert all(text[line.start : line.end] == line.text and line.bare == line.text.strip() for line in lines)


@given(texts)
def test_counters_chapters_and_sites_are_seen(text: str) -> None:
    items = [line for line in lines_of(text) if counters._ITEM.match(line.bare)]
    assert len(items) >= len(counters._COUNTER.findall(text))
    places = {max(place - before, 0) for place in codes(text).places(CHAPTER) for before in (0, 1)}
    numbered = list(at_places(flags._NUMBERED, text, sorted(places)))
    assert len(numbered) == len(flags._NUMBERED.findall(text))
    if len(flags._SEVERAL.findall(text)) >= 2:
        assert len(numbered) >= 2
    sites = sorted({place for place, kind in signs_of(text) if kind & SITE})
    found = [match.span() for match in at_places(watermarks.SITE, text, sites)]
    assert found == [match.span() for match in watermarks.SITE.finditer(text)]
