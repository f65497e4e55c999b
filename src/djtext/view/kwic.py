"""A concordance in a terminal: the matches under each other, whatever the width of the signs before them."""

from __future__ import annotations

import sys
from itertools import chain, islice
from typing import TextIO

from djtext.lang import t
from djtext.types import Cell, Table
from djtext.view.escape import terminal as safe
from djtext.view.terminal import cells, console, show_notes, width_of, write_parts

_LOOKED_AT = 200  # rows by which the widths are chosen; the rest may be a stream of any length
_DOC, _DATE = 24, 10


def fitted(text: str, columns: int, *, keep: str = "start") -> str:
    """The part of a text that fits into so many columns: its `start`, its `end`, or `both` with … between.

    >>> fitted("前面是两张皮", 7, keep="end"), fitted("两张皮的后面", 7)
    ('两张皮', '两张皮')
    >>> fitted("01-院墙之内与院墙之外.txt", 16, keep="both")
    '01-院墙…外.txt'
    """
    if cells(text) <= columns:
        return text
    if keep == "both":
        half = (columns - 1) // 2
        return fitted(text, columns - 1 - half) + "…" + fitted(text, half, keep="end")
    if keep == "end":
        text = text[::-1]
    count = max(0, columns // 2)  # so many fit, for none is wider than two columns
    used = cells(text[:count])
    for char in text[count:]:
        used += cells(char)
        if used > columns:
            break
        count += 1
    return text[:count] if keep == "start" else text[:count][::-1]


def show_kwic(table: Table, stream: TextIO | None = None) -> None:
    """One line a place: document, date, left context, match, right context; contexts cut to what fits.

    The match begins in the same column on every line. A narrow terminal leaves out the date, then the document.
    """
    stream = stream or sys.stdout
    width = width_of(stream)
    rows = iter(table.rows)
    first = list(islice(rows, _LOOKED_AT))

    def widest(column: int, most: int) -> int:
        return min(most, max((cells(safe(str(row[column]))) for row in first), default=0))

    doc, date = widest(0, _DOC), widest(1, _DATE)
    if width - doc - date < 50:
        date = 0
    if width - doc < 40:
        doc = 0
    labels = [size + 2 for size in (doc, date) if size]
    room = max(16, width - sum(labels) - 2)
    match = widest(3, room // 3)
    left = min(widest(2, room), (room - match + 1) // 2)
    out = console(stream, width)
    if first:
        heads = [(t("文档", "doc"), doc), (t("日期", "date"), date)]
        shown = "".join(_padded(fitted(head, size), size + 2) for head, size in heads if size)
        shown += " " * max(0, left - cells(t("左文", "left"))) + t("左文", "left") + " "
        shown += _padded(t("命中", "match"), match + 1) + t("右文", "right")
        write_parts(out, [(shown, "bold")])
    for row in chain(first, rows):
        write_parts(out, _shown(row, doc=doc, date=date, left=left, room=room))
    show_notes(table, out)


def _shown(row: tuple[Cell, ...], *, doc: int, date: int, left: int, room: int) -> list[tuple[str, str]]:
    before = fitted(safe(str(row[2])), left, keep="end")
    match = fitted(safe(str(row[3])), room - left, keep="both")
    after = fitted(safe(str(row[4])), max(0, room - left - cells(match)))
    parts = []
    if doc:
        parts.append((_padded(fitted(safe(str(row[0])), doc, keep="both"), doc + 2), "dim"))
    if date:
        parts.append((_padded(fitted(safe(str(row[1])), date), date + 2), "dim"))
    parts.append((" " * (left - cells(before)) + before + " ", ""))
    parts.append((match, "bold red"))
    parts.append(((" " + after).rstrip(), ""))
    return parts


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - cells(text))
