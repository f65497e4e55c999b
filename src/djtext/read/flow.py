"""Lines on their way from a word processor's file to one text, with the parts that are no essay marked."""

from __future__ import annotations

import re

# A part is some text and the rule that takes it out of the essay ("" where none does); a line is its parts in order.
Part = tuple[str, str]
Line = list[Part]

_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_PROSE = re.compile(r"[。！？；：][”’」』）)]?\s*\Z")


def plain(line: Line) -> str:
    """The text of a line.

    >>> plain([("一、", ""), ("走出机关", "")])
    '一、走出机关'
    """
    return "".join(text for text, _ in line)


def tidy(text: str) -> str:
    """Line ends as LF, and no other control character than the tab.

    >>> tidy("走出\\x0b机关\\x01")
    '走出\\n机关'
    """
    return _CONTROLS.sub("", _ENDS.sub("\n", text))


def marks(text: str) -> set[str]:
    """The flags for characters that were lost (`replaced`) or that only one font can show (`private-use`).

    >>> marks("走出\ufffd"), marks("走出")
    ({'replaced'}, set())
    """
    found = {"replaced"} if "\ufffd" in text else set()
    return found | {"private-use"} if _PRIVATE.search(text) else found


def table_row(cells: list[list[Line]]) -> list[Line]:
    """The lines of one row of a table: one line, its cells joined by a tab.

    A row stays several lines where it is no row but a frame around prose: where only one cell is filled, or where a
    cell holds two paragraphs or more that end like sentences.

    >>> [plain(line) for line in table_row([[[("姓名", "")]], [[("单位", "")], [("职务", "")]]])]
    ['姓名\\t单位 职务']
    >>> [plain(line) for line in table_row([[[("主要做法", "")]], [[("走出机关。", "")], [("深入群众。", "")]]])]
    ['主要做法', '走出机关。', '深入群众。']
    """
    filled = [[line for line in cell if plain(line).strip()] for cell in cells]
    prose = any(sum(_PROSE.search(plain(line)) is not None for line in cell) > 1 for cell in filled)
    if prose or sum(map(bool, filled)) <= 1:
        return [line for cell in filled for line in cell]
    made: Line = []
    for place, cell in enumerate(filled):
        if place:
            made.append(("\t", ""))
        for number, line in enumerate(cell):
            if number:
                made.append((" ", ""))
            made += [(text.replace("\n", " "), rule) for text, rule in line]
    while made and made[-1][0] == "\t":
        made.pop()
    return [made]


def assemble(lines: list[Line]) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """One text of all lines, and where in it each marked part is, as (start, end, rule).

    >>> assemble([[("目录", "toc")], [("走出", ""), ("机关", "hidden")]])
    ('目录\\n走出机关', ((0, 2, 'toc'), (5, 7, 'hidden')))
    """
    made: list[str] = []
    dropped: list[tuple[int, int, str]] = []
    length = 0
    for place, line in enumerate(lines):
        if place:
            made.append("\n")
            length += 1
        for text, rule in line:
            clean = tidy(text)
            if not clean:
                continue
            made.append(clean)
            start, length = length, length + len(clean)
            if rule and dropped and dropped[-1][2] == rule and dropped[-1][1] == start:
                dropped[-1] = (dropped[-1][0], length, rule)
            elif rule:
                dropped.append((start, length, rule))
    return "".join(made), tuple(dropped)
