"""Tables in a terminal: aligned Chinese, a bar for shares, the hit in the example marked."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from djtext.lang import t
from djtext.types import Column, Table
from djtext.view.escape import terminal as safe
from djtext.view.files import heading, number

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_EIGHTHS = " ▏▎▍▌▋▊▉█"
PLAIN_WIDTH = 120


def bar(share: float, width: int = 8) -> str:
    """A bar for a share from 0 to 1, always `width` columns wide.

    >>> bar(0.5, 4), bar(1.0, 4)
    ('██  ', '████')
    """
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def crop(text: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    """The part of a sentence around `start:end` that fits into so many columns, with the hit's place in it.

    >>> crop("前面很长很长的一段话说的是两张皮的问题后面也很长", 13, 16, 20)
    ('…的是两张皮的问题…', 3, 6)
    """
    from rich.cells import cell_len

    if cell_len(text) <= columns:
        return text, start, end
    left, right = start, end
    used = cell_len(text[start:end]) + 4
    go_left = True
    while True:
        grown = False
        for _ in range(2):
            go_left = not go_left
            if go_left and left > 0 and used + cell_len(text[left - 1]) <= columns:
                left -= 1
                used += cell_len(text[left])
                grown = True
            elif (
                not go_left
                and right < len(text)
                and used + cell_len(text[right]) <= columns
                and (not left or right - end < start - left + 4)
            ):
                used += cell_len(text[right])
                right += 1
                grown = True
        if not grown:
            break
    before, after = ("…" if left else ""), ("…" if right < len(text) else "")
    cut = before + text[left:right] + after
    return cut, len(before) + start - left, len(before) + end - left


def width_of(stream: TextIO) -> int:
    """Columns of a terminal; a fixed number where there is none, so that files look the same everywhere."""
    given = os.environ.get("COLUMNS", "")
    if given.isdigit() and int(given) > 20:
        return int(given)
    if stream.isatty():
        try:
            return os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            pass
    return PLAIN_WIDTH


def show_themes(
    table: Table,
    marks: Sequence[tuple[int, int]],
    stream: TextIO | None = None,
    *,
    labels: Mapping[str, str] | None = None,
) -> None:
    """The themes table for people: one line a theme, the example cut to what fits."""
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    head = (t("主题", "theme"), t("命中", "hits"), t("篇数", "docs"), t("占比", "share"), t("每万字", "per 10k"), "DP", t("问题/对策", "prob./rem."),
            t("年份", "years"), t("例句", "example"))  # fmt: skip
    lines: list[list[str]] = []
    for row in rows:
        share = float(row["doc_share"] or 0)
        first, last = str(row["first"])[:4], str(row["last"])[:4]
        label = safe((labels or {}).get(str(row["theme"])) or str(row["label"]))
        lines.append(
            [
                label,
                str(row["hits"]),
                str(row["docs"]),
                f"{bar(share)} {share:>4.0%}",
                number(row["per_10k"], Column("", "float")),
                number(row["dp"], Column("", "float")),
                f"{row['as_problem']}/{row['as_remedy']}",
                first if first == last else f"{first}–{last}",
            ]
        )
    from rich.cells import cell_len

    widths = [max([cell_len(head[n]), *(cell_len(line[n]) for line in lines)]) for n in range(8)]
    left = {0, 3, 7}
    # Narrow terminals: give up the years, the sides and DP, in this order, to leave the example room.
    drop: list[int] = []
    for n in (7, 6, 5):
        if width - sum(widths[k] + 2 for k in range(8) if k not in drop) < 24:
            drop.append(n)
    kept = [n for n in range(8) if n not in drop]
    room = width - sum(widths[k] + 2 for k in kept)
    out = console(stream, width)

    def pad(text: str, n: int) -> str:
        space = " " * (widths[n] - cell_len(text))
        return text + space if n in left else space + text

    title = Text("  ".join(pad(head[n], n) for n in kept), style="bold")
    if room >= 12:
        title.append("  " + head[8])
    write_line(out, title)
    for row, line, (start, end) in zip(rows, lines, marks, strict=True):
        shown = Text()
        for n in kept:
            shown.append(pad(line[n], n) + "  ", style="bold" if n == 0 else "cyan" if n == 3 else "")
        if room >= 12:
            # Escapes may lengthen the text; the hit itself is kept whole.
            sentence = str(row["example"])
            before, hit, after = safe(sentence[:start]), safe(sentence[start:end]), safe(sentence[end:])
            cut, a, b = crop(before + hit + after, len(before), len(before) + len(hit), room)
            shown.append(cut[:a])
            shown.append(cut[a:b], style="bold red")
            shown.append(cut[b:])
        write_line(out, shown)
    show_notes(table, out)


def show_table(table: Table, stream: TextIO | None = None) -> None:
    """Any table for people: every column, long text cut to what fits."""
    from rich.cells import cell_len, set_cell_size
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    columns = table.columns
    rows = [[safe(number(value, column)) for value, column in zip(row, columns, strict=True)] for row in table.rows]
    heads = [safe(heading(column)) for column in columns]
    widths = [max([cell_len(heads[n]), *(cell_len(row[n]) for row in rows)]) for n in range(len(columns))]
    over = sum(widths) + 2 * (len(widths) - 1) - width
    while over > 0 and max(widths) > 12:
        widest = widths.index(max(widths))
        rest = sorted(widths)[-2] if len(widths) > 1 else 12
        take = max(1, min(over, widths[widest] - max(12, rest)))
        widths[widest] -= take
        over -= take

    def fit(text: str, n: int, type_: str) -> str:
        if cell_len(text) > widths[n]:
            text = set_cell_size(text, widths[n] - 1).rstrip() + "…"
        space = " " * (widths[n] - cell_len(text))
        return text + space if type_ in {"text", "date"} else space + text

    out = console(stream, max(width, sum(widths) + 2 * len(widths)))
    write_line(
        out, Text("  ".join(fit(head, n, columns[n].type) for n, head in enumerate(heads)).rstrip(), style="bold")
    )
    for row in rows:
        write_line(out, Text("  ".join(fit(cell, n, columns[n].type) for n, cell in enumerate(row)).rstrip()))
    show_notes(table, out)


def show_notes(table: Table, out: Console) -> None:
    """The lines that stand below a table."""
    from rich.text import Text

    for note in (*table.notes, *([table.made_by] if table.made_by else [])):
        write_line(out, Text(safe(note), style="dim"))


def write_line(out: Console, text: Text) -> None:
    """One line, never wrapped, its brackets no markup."""
    out.print(text, soft_wrap=True, markup=False, emoji=False, highlight=False)


def write_parts(out: Console, parts: Sequence[tuple[str, str]]) -> None:
    """One line of texts, each with its style: as `write_line`, and fast where nobody sees the styles."""
    if not out.is_terminal:
        out.file.write("".join([text for text, _ in parts]) + "\n")
        return
    from rich.text import Text

    write_line(out, Text.assemble(*parts))


_EVEN = re.compile("[ -~\u3001-\u3017\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]*")  # one column if ASCII, else two


def cells(text: str) -> int:
    """Columns that a text takes in a terminal, as rich counts them; faster for plain Chinese.

    >>> cells("两张皮 ab"), cells("ｶﾅ“”")
    (9, 4)
    """
    if _EVEN.fullmatch(text):
        return 2 * len(text) - len(text.encode("ascii", "ignore"))
    from rich.cells import cell_len

    return cell_len(text)


def console(stream: TextIO, width: int) -> Console:
    """Colour only in a terminal and without NO_COLOR."""
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            """A reader that has seen enough is no failure: rich would end with exit code 1."""
            raise BrokenPipeError

    return Piped(file=stream, width=width, legacy_windows=False)
