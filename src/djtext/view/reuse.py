"""Passages that stand in two documents, in a terminal: a line each, or side by side with the differences marked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from djtext.lang import t
from djtext.measures.reuse import label
from djtext.reuse.differences import differences
from djtext.reuse.find import Reuse, Shared
from djtext.types import Document, Table
from djtext.view.escape import terminal as safe
from djtext.view.terminal import console, show_notes, width_of, write_line

if TYPE_CHECKING:
    from rich.text import Text

_GAP = "·"
Cell = tuple[str, bool]  # one character, and whether it differs


def middle(text: str, columns: int) -> str:
    """A name cut in its middle to so many columns, so that beginning and end stay.

    >>> middle("2018-05-16-区域化党建中的共建落差.txt", 20)
    '2018-05-1…建落差.txt'
    """
    from rich.cells import cell_len

    if cell_len(text) <= columns:
        return text
    left, right = 0, len(text)
    used = 1
    while True:
        grown = False
        if used + cell_len(text[left]) <= columns:
            used += cell_len(text[left])
            left += 1
            grown = True
        if left < right - 1 and used + cell_len(text[right - 1]) <= columns:
            right -= 1
            used += cell_len(text[right])
            grown = True
        if not grown:
            return text[:left] + "…" + text[right:]


def show_list(found: Reuse, rows: Sequence[Shared], table: Table, stream: TextIO | None = None) -> None:
    """One line a passage: length, likeness, kind, the two documents, the beginning of the text."""
    from rich.cells import cell_len, set_cell_size
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    if not rows:
        show_notes(table, out)
        return
    name = max(12, min(34, (width - 44) // 2))
    heads = (t("字数", "chars"), t("相似", "alike"), t("类别", "kind"))
    kinds = max(cell_len(heads[2]), *(cell_len(label(row.kind)) for row in rows))

    def right(text: str, columns: int) -> str:
        return " " * (columns - cell_len(text)) + text

    def left(text: str, columns: int) -> str:
        return text + " " * (columns - cell_len(text))

    head = f"{right(heads[0], 6)}  {right(heads[1], 6)}  {left(heads[2], kinds)}  {left(t('甲', 'a'), name)}    {left(t('乙', 'b'), name)}  {t('文字', 'text')}"
    write_line(out, Text(head, style="bold"))
    for row in rows:
        a, b = found.docs[row.a], found.docs[row.b]
        arrow = {"a_to_b": "→", "b_to_a": "←", "unknown": "—"}[row.direction]
        shown = Text(f"{row.length:>6}  {row.similarity:>6.1%}  {left(label(row.kind), kinds)}  ")
        shown.append(left(middle(safe(a.id), name), name), style="cyan")
        shown.append(f" {arrow}" + " " * (3 - cell_len(arrow)))
        shown.append(left(middle(safe(b.id), name), name), style="cyan")
        room = width - cell_len(shown.plain) - 2
        if room >= 8:
            text = safe(a.text[row.start_a : min(row.end_a, row.start_a + 200)])
            if cell_len(text) > room:
                text = set_cell_size(text, room - 1).rstrip() + "…"
            shown.append("  " + text)
        write_line(out, shown)
    show_notes(table, out)


def show_pairs(found: Reuse, rows: Sequence[Shared], table: Table, stream: TextIO | None = None) -> None:
    """Each passage side by side, character over against character; what differs is marked.

    With colour, it is red; without, a line of ^ stands below. A dot stands where the other text has something more.
    """
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    half = max(10, (width - 3) // 2)
    for n, row in enumerate(rows, start=1):
        a, b = found.docs[row.a], found.docs[row.b]
        facts = [
            f"{n}.",
            t(f"{row.length} 字", f"{row.length} characters"),
            t(f"相似 {row.similarity:.1%}", f"{row.similarity:.1%} alike"),
            label(row.kind),
        ]
        if row.whom:
            facts.append(t(f"引自 {row.whom}", f"from {row.whom}"))
        facts.append(t(f"见于 {row.docs} 篇", f"in {row.docs} documents"))
        facts.append(
            {"a_to_b": t("甲早于乙", "a is the earlier"), "b_to_a": t("乙早于甲", "b is the earlier"), "unknown": t("先后不明", "order unknown")}[
                row.direction
            ]
        )  # fmt: skip
        write_line(out, Text(safe("  ".join(facts)), style="bold"))
        write_line(out, _row(_named(a, row.start_a, t("甲 ", "a ")), _named(b, row.start_b, t("乙 ", "b ")), half))
        left, right = a.text[row.start_a : row.end_a], b.text[row.start_b : row.end_b]
        coloured = out.color_system is not None and not out.no_color
        for one, other in side_by_side(left, right, half):
            write_line(out, _both(one, other, half, coloured=coloured))
            if not coloured and any(differs for _, differs in (*one, *other)):
                write_line(out, _row(_carets(one), _carets(other), half))
        write_line(out, Text(""))
    show_notes(table, out)


def _named(doc: Document, start: int, mark: str) -> str:
    return safe(f"{mark}{doc.id}" + (f" ({doc.date})" if doc.date and doc.date not in doc.id else "") + f" @{start}")


def _row(left: str, right: str, half: int) -> Text:
    from rich.cells import cell_len
    from rich.text import Text

    left, right = middle(left, half), middle(right, half)
    return Text((left + " " * (half - cell_len(left)) + " │ " + right).rstrip(), style="dim")


def _both(one: Sequence[Cell], other: Sequence[Cell], half: int, *, coloured: bool) -> Text:
    from rich.cells import cell_len
    from rich.text import Text

    made = Text()
    for n, cells in enumerate((one, other)):
        for char, differs in cells:
            made.append(char, style="bold red" if differs and coloured else "")
        if n == 0:
            made.append(" " * (half - sum(cell_len(char) for char, _ in cells)) + " │ ")
    made.rstrip()
    return made


def _carets(cells: Sequence[Cell]) -> str:
    from rich.cells import cell_len

    return "".join(("^" if differs else " ") * cell_len(char) for char, differs in cells).rstrip()


def side_by_side(a: str, b: str, columns: int) -> Iterator[tuple[list[Cell], list[Cell]]]:
    """Two passages in lines of at most so many columns, equal characters at the same place on both sides.

    Escapes of what could steer the terminal count with the width they have. Line ends and tabs are spaces.

    >>> for one, other in side_by_side("走出机关服务群众", "走出机关主动服务群众", 12):
    ...     print("".join(c for c, _ in one), "|", "".join(c for c, _ in other))
    走出机关···· | 走出机关主动
    服务群众 | 服务群众
    """
    from rich.cells import cell_len

    one: list[Cell] = []
    other: list[Cell] = []
    used = 0
    for left, right, differs in _matched(a, b):
        wide = max(cell_len(left), cell_len(right))
        if used + wide > columns and used:
            yield one, other
            one, other, used = [], [], 0
        one += _filled(left, wide, differs)
        other += _filled(right, wide, differs)
        used += wide
    if one or other:
        yield one, other


def _filled(text: str, wide: int, differs: bool) -> list[Cell]:
    from rich.cells import cell_len

    rest = wide - cell_len(text)
    if text or not differs:
        return [(text + " " * rest, differs)]
    return [(_GAP * wide, False)]


def _matched(a: str, b: str) -> Iterator[tuple[str, str, bool]]:
    """Character over against character: of equal pieces those that count, with marks where they stand."""
    for piece in differences(a, b):
        left, right = a[piece.start_a : piece.end_a], b[piece.start_b : piece.end_b]
        differs = piece.change != "same"
        yield from _over(left, right, differs=differs)


def _over(left: str, right: str, *, differs: bool) -> Iterator[tuple[str, str, bool]]:
    i = j = 0
    while i < len(left) or j < len(right):
        one = left[i] if i < len(left) else ""
        other = right[j] if j < len(right) else ""
        # A mark that the other side has not here stands alone, so that what follows is even again.
        if one and other and one.isalnum() != other.isalnum():
            if one.isalnum():
                one = ""
            else:
                other = ""
        mark = not (one or other).isalnum()
        yield safe(one), safe(other), differs and not mark
        i += bool(one)
        j += bool(other)
