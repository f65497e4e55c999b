"""A concordance in a terminal: the matches under each other, whatever the width of the signs before them."""

from __future__ import annotations

import sys
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from djtext.lang import t
from djtext.types import Cell, Table
from djtext.view.escape import terminal as safe
from djtext.view.terminal import console, show_notes, width_of, write_line

if TYPE_CHECKING:
    from rich.text import Text

_LOOKED_AT = 200  # rows by which the widths are chosen; the rest may be a stream of any length
_DOC, _DATE = 24, 10


def fitted(text: str, columns: int, *, keep: str = "start") -> str:
    """The part of a text that fits into so many columns: its `start`, its `end`, or `both` with … between.

    >>> fitted("前面是两张皮", 7, keep="end"), fitted("两张皮的后面", 7)
    ('两张皮', '两张皮')
    >>> fitted("01-院墙之内与院墙之外.txt", 16, keep="both")
    '01-院墙…外.txt'
    """
    from rich.cells import cell_len

    if cell_len(text) <= columns:
        return text
    if keep == "both":
        half = (columns - 1) // 2
        return fitted(text, columns - 1 - half) + "…" + fitted(text, half, keep="end")
    used = 0
    taken = ""
    for char in text if keep == "start" else reversed(text):
        used += cell_len(char)
        if used > columns:
            break
        taken += char
    return taken if keep == "start" else taken[::-1]


def show_kwic(table: Table, stream: TextIO | None = None) -> None:
    """One line a place: document, date, left context, match, right context; contexts cut to what fits.

    The match begins in the same column on every line. A narrow terminal leaves out the date, then the document.
    """
    from rich.cells import cell_len
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    rows = iter(table.rows)
    first = list(islice(rows, _LOOKED_AT))

    def widest(column: int, most: int) -> int:
        return min(most, max((cell_len(safe(str(row[column]))) for row in first), default=0))

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
        shown += " " * max(0, left - cell_len(t("左文", "left"))) + t("左文", "left") + " "
        shown += _padded(t("命中", "match"), match + 1) + t("右文", "right")
        write_line(out, Text(shown, style="bold"))
    for row in chain(first, rows):
        write_line(out, _shown(row, doc=doc, date=date, left=left, room=room))
    show_notes(table, out)


def _shown(row: tuple[Cell, ...], *, doc: int, date: int, left: int, room: int) -> Text:
    from rich.cells import cell_len
    from rich.text import Text

    before = fitted(safe(str(row[2])), left, keep="end")
    match = fitted(safe(str(row[3])), room - left, keep="both")
    after = fitted(safe(str(row[4])), max(0, room - left - cell_len(match)))
    line = Text()
    if doc:
        line.append(_padded(fitted(safe(str(row[0])), doc, keep="both"), doc + 2), style="dim")
    if date:
        line.append(_padded(fitted(safe(str(row[1])), date), date + 2), style="dim")
    line.append(" " * (left - cell_len(before)) + before + " ")
    line.append(match, style="bold red")
    line.append((" " + after).rstrip())
    return line


def _padded(text: str, columns: int) -> str:
    from rich.cells import cell_len

    return text + " " * (columns - cell_len(text))
