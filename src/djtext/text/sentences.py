"""Paragraphs and sentences, with offsets: `text[start:end] == sentence.text`.

A sentence ends after 。！？；, after ASCII ! ? ; that follow a hanzi or a closing mark, after a full stop written as
ASCII . between hanzi or at a line's end, and at a line's end. Closing quotes and brackets stay with their sentence.
White space around a sentence belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HANZI = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSERS = "”’」』）)】》〉\"'"
_END = re.compile(
    # a mark first, then what it asks of its neighbours: the engine looks for a set of characters far faster
    f"[。！？；!?;.](?:(?<=[。！？；])|(?<=[{_HANZI}”’）》」』…%％0-9][!?;])"
    f"|(?<=[{_HANZI}”’）》」』]\\.)(?=\\s*(?:[{_HANZI}“‘《]|$)))"
    f"[。！？；!?;]*[{_CLOSERS}]*",
    re.MULTILINE,
)
_NUMBER = "一二三四五六七八九十百零〇两"
# Heading marks by level, for telling lines apart; the outline proper is read in text/outline.py.
_MARKS = (
    re.compile(f"第?[{_NUMBER}]+[、．.章节篇]|第[{_NUMBER}]+部分"),
    re.compile(f"[（(][{_NUMBER}]+[)）]"),
    re.compile(r"\d{1,2}[、．.](?!\d)"),
    re.compile(r"[（(]\d{1,2}[)）]|[①-⑳]"),
)
_HEADING_LENGTH = 40


def spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences in one paragraph (a stretch of text without line ends).

    >>> text = "“走出机关”。他说：“要沉下去！”一是学;二是做."
    >>> [text[a:b] for a, b in spans(text)]
    ['“走出机关”。', '他说：“要沉下去！”', '一是学;', '二是做.']
    """
    end = len(text) if end is None else end
    at = start
    for match in _END.finditer(text, start, end):
        first, stop = match.span()
        # An opening quote may be written as the closing one: "…。"他说 keeps the mark only if one is open.
        while stop > first + 1 and text[stop - 1] in "\"'" and text.count(text[stop - 1], at, stop) % 2:
            stop -= 1
        if stop > at:
            if text[at].isspace() or text[stop - 1].isspace():
                yield from _trimmed(text, at, stop)
            else:
                yield at, stop
            at = stop
    if at < end:
        yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    if stripped:
        yield start + left, start + left + len(stripped)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the lines that hold something."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def heading_level(line: str) -> int:
    """Level 1 to 4 of a line that is a heading by its mark and shape, or 0.

    >>> [heading_level(x) for x in ("一、存在的问题", "（二）学习不实", "3.重业务轻党建", "学习不够深入。")]
    [1, 2, 3, 0]
    """
    line = line.strip()
    if not line or len(line) > _HEADING_LENGTH or line[-1] in "。！；，、!;,":
        return 0
    for level, mark in enumerate(_MARKS, start=1):
        if mark.match(line):
            return level
    return 0
