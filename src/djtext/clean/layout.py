"""White space that the page made: blank lines, indents, blanks inside Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from djtext.clean.draft import Span, lines_of
from djtext.text.sieve import sparse

_BLANKS = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_EDGES = re.compile(f"^[{_BLANKS}]+|[{_BLANKS}]+$")
_EMPTY = re.compile(f"(?<=\\n)(?:[{_BLANKS}\\f]*\\n)+|\\A(?:[{_BLANKS}\\f]*\\n)+|\\n[{_BLANKS}\\f\\n]*\\Z")
_BEFORE_MARK = re.compile(
    f"(?<=[\u4e00-\u9fff”’）》])[{_BLANKS}]+(?=[，。；：、！？”’）》,;:!?])|(?<=[，。；：、！？])[{_BLANKS}]+(?=[\u4e00-\u9fff“‘《（])|(?<=[“‘《（])[{_BLANKS}]+(?=[\u4e00-\u9fff])"
)
_SPREAD = re.compile(
    f"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[{_BLANKS}]{{1,3}}[\u4e00-\u9fff](?![\u4e00-\u9fff])){{2,}}"
)
_BETWEEN = re.compile(f"(?<=[\u4e00-\u9fff])[{_BLANKS}]+(?=[\u4e00-\u9fff])")
_INSIDE = re.compile(f"[{_BLANKS}](?<=[^\\s][{_BLANKS}])[{_BLANKS}]*[^\\s]")
_GAP = re.compile(f"[{_BLANKS}]+")


def inner_spaces(text: str) -> Iterator[Span]:
    """Blanks before marks, and between hanzi inside running text or in words spread out (形 式 主 义).

    A single blank between two parts of a title or a name stays.
    """
    if not _INSIDE.search(text):
        return
    for match in sparse(_BEFORE_MARK, _GAP, text):
        yield match.start(), match.end(), "inner-space"
    for line in lines_of(text):
        if not _INSIDE.search(line.text):
            continue
        for match in _SPREAD.finditer(line.text):
            for gap in _GAP.finditer(match.group()):
                start = line.start + match.start() + gap.start()
                yield start, start + gap.end() - gap.start(), "inner-space"
        if len(line.bare) >= 40 and re.search("[，。；]", line.bare):
            between = list(_BETWEEN.finditer(line.text.rstrip()))
            lead = len(line.text) - len(line.text.lstrip())
            for match in between:
                if match.start() > lead and not _sets_apart(line.text, match.start(), match.end()):
                    yield line.start + match.start(), line.start + match.end(), "inner-space"


def _sets_apart(text: str, start: int, end: int) -> bool:
    """Whether a blank stands where a heading ends and its paragraph begins, or in a name of two characters."""
    before = re.split("[。！？；，：、]", text[:start])[-1].strip()
    after = re.split("[。！？；，：、]", text[end:])[0].strip()
    heading = start < 40 and not re.search("[。！？；，]", text[:start])
    name = len(before) == 1 or len(after) == 1
    return heading or name or end - start > 3


def blank_space(text: str) -> Iterator[Span]:
    """Empty lines, and blanks at the edges of lines."""
    lines = lines_of(text)
    if not all(line.bare for line in lines):
        for match in _EMPTY.finditer(text):
            if match.end() > match.start():
                yield match.start(), match.end(), "layout"
    for line in lines:
        if not line.bare or len(line.bare) == len(line.text):
            continue
        for match in _EDGES.finditer(line.text):
            yield line.start + match.start(), line.start + match.end(), "layout"
