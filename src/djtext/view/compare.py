"""A comparison on a screen: direction, size, certainty, range, and an example from each side."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from djtext.lang import t
from djtext.measures.contrast import Contrast, Contrasted
from djtext.measures.counts import Sample
from djtext.measures.groups import Groups
from djtext.types import Column, Table
from djtext.view.escape import terminal as safe
from djtext.view.files import number
from djtext.view.terminal import console, crop, show_notes, width_of, write_line

if TYPE_CHECKING:
    from rich.console import Console

_BARS = "▁▂▃▄▅▆▇█"
_P = Column("", "p")
_RATE = Column("", "float")


def sparkline(values: Sequence[float | None]) -> str:
    """Heights from 0 to the largest value; · where there is none, a blank for 0.

    >>> sparkline([0, 1, None, 4, 8])
    ' ▁·▄█'
    """
    top = max((value for value in values if value is not None), default=0)
    return "".join(
        "·" if value is None else " " if not value or not top else _BARS[max(0, math.ceil(value / top * 8) - 1)]
        for value in values
    )


def certainty(q: float | None, q_docs: float | None) -> str:
    """● sure by words and by documents, ◐ by words alone, ○ not; by words alone where documents were not tested.

    >>> certainty(0.001, 0.01), certainty(0.001, 0.2), certainty(0.2, 0.01), certainty(0.001, None)
    ('●', '◐', '○', '◐')
    """
    if q is None or q > 0.05:
        return "○"
    return "●" if q_docs is not None and q_docs <= 0.05 else "◐"


def times(row: Contrast) -> str:
    """The size of a difference: how many times the rate; of more than two groups ↓ where the one that stands out has less."""
    if row.measures is None or row.measures.log_ratio is None:
        return ""
    if row.group >= 0 and not row.hits[row.group]:
        return t("没有", "none")
    if row.group >= 0 and sum(row.hits) == row.hits[row.group]:
        return t("独有", "only")
    factor = 2 ** abs(row.measures.log_ratio)
    shown = f"×{factor:.1f}" if factor < 100 else f"×{factor:.0f}"
    return ("↓" if len(row.hits) > 2 and row.measures.log_ratio < 0 else "") + shown


def show_comparison(table: Table, made: Contrasted, notes: Sequence[str], stream: TextIO | None = None) -> None:
    """A comparison for people: the groups, then what is commoner where, with an example from each side below."""
    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    _show_groups(out, made.groups)
    if made.two:
        for side, name in enumerate(made.groups.names):
            rows = [row for row in made.rows if row.group == side]
            if rows:
                _head(out, t(f"“{name}”中更常见", f"commoner in {name}"))
                _two(out, made, rows, side, width)
    elif any(row.group >= 0 for row in made.rows):
        _head(out, t("各组之间", "among the groups"))
        _many(out, made, [row for row in made.rows if row.group >= 0], width)
    nothing = [made.unit.shown(row.key) for row in made.rows if row.group < 0]
    if nothing:
        _plain(
            out,
            t(
                f"没有差别或无从比较：{'、'.join(nothing)}",
                f"no difference, or nothing to compare: {', '.join(nothing)}",
            ),
        )
    if any(row.group >= 0 for row in made.rows):
        _plain(
            out,
            t(
                "● 按命中、按篇都显著（q ≤ 0.05）  ◐ 只按命中显著，可能集中在少数篇  ○ 不显著",
                "● sure by hits and by documents (q ≤ .05)  ◐ by hits alone: perhaps a few documents  ○ not sure",
            )
            + ("" if made.two else t("  ↓ 少于其余", "  ↓ less than the rest")),
        )
    show_notes(Table(table.title, (), (), tuple(notes)), out)


def _show_groups(out: Console, groups: Groups) -> None:
    from rich.text import Text

    cells = [(safe(group.name), f"{group.docs:,}", f"{group.chars:,}", f"{group.hanzi:,}") for group in groups.groups]
    head = (t("组", "group"), t("篇数", "docs"), t("字符", "chars"), t("汉字", "hanzi"))
    for n, line in enumerate(_aligned([head, *cells], left={0})):
        write_line(out, Text(line, style="bold" if n == 0 else ""))


def _head(out: Console, text: str) -> None:
    from rich.text import Text

    write_line(out, Text(""))
    write_line(out, Text(safe(text), style="bold"))


def _plain(out: Console, text: str) -> None:
    from rich.text import Text

    write_line(out, Text(safe(text), style="dim"))


def _aligned(lines: Sequence[Sequence[str]], *, left: set[int], widths: Sequence[int] = ()) -> list[str]:
    """Columns of equal display width, two blanks apart; those in `left` begin at the left."""
    from rich.cells import cell_len, set_cell_size

    columns = list(zip(*lines, strict=True))
    sizes = [max(map(cell_len, column)) for column in columns]
    for n, most in enumerate(widths):
        sizes[n] = min(sizes[n], most)

    def pad(text: str, n: int) -> str:
        if cell_len(text) > sizes[n]:
            text = set_cell_size(text, sizes[n] - 1).rstrip() + "…"
        space = " " * (sizes[n] - cell_len(text))
        return text + space if n in left else space + text

    return ["  ".join(pad(cell, n) for n, cell in enumerate(line)).rstrip() for line in lines]


def room_for(lines: Sequence[Sequence[str]], column: int, width: int) -> int:
    """How wide one column may be, that the lines fit; 16 at least."""
    from rich.cells import cell_len

    others = [max(map(cell_len, cells)) for n, cells in enumerate(zip(*lines, strict=True)) if n != column]
    return max(16, width - sum(others) - 2 * len(others))


def _two(out: Console, made: Contrasted, rows: list[Contrast], side: int, width: int) -> None:
    """What is commoner in one of two groups."""
    word = t("主题", "theme") if made.unit.column == "theme" else t("词语", "term")
    names = made.groups.names
    other = 1 - side
    head = ("", word, t("倍数", "times"), f"{made.unit.per}", t("对方", "other"), t("G²（四格）", "G² (4-cell)"),
            t("q（命中）", "q (hits)"), t("q（篇）", "q (docs)"), t("篇数", "docs"), t("对方", "other"))  # fmt: skip
    lines = [
        (
            certainty(row.q, row.q_docs),
            safe(made.unit.shown(row.key)),
            times(row),
            number(row.rates[side], _RATE),
            number(row.rates[other], _RATE),
            number(abs(row.measures.g2) if row.measures and row.measures.g2 is not None else None, _RATE),
            number(row.q, _P),
            number(row.q_docs, _P),
            f"{row.docs[side]}/{made.groups.groups[side].docs}",
            f"{row.docs[other]}/{made.groups.groups[other].docs}",
        )
        for row in rows
    ]
    _block(out, [head, *lines], rows, [(names[side], names[other])] * len(rows), width)


def _many(out: Console, made: Contrasted, rows: list[Contrast], width: int) -> None:
    """What differs among more than two groups."""
    word = t("主题", "theme") if made.unit.column == "theme" else t("词语", "term")
    names = made.groups.names
    head = ("", word, t("各组", "groups"), t("最突出的组", "stands out"), t("倍数", "times"), f"{made.unit.per}", t("其余", "rest"), "V",
            t("q（命中）", "q (hits)"), t("q（篇）", "q (docs)"), t("篇数", "docs"))  # fmt: skip
    lines = []
    for row in rows:
        rest_size = sum(group.size for n, group in enumerate(made.groups.groups) if n != row.group)
        rest = (
            sum(hits for n, hits in enumerate(row.hits) if n != row.group) * 10_000 / rest_size if rest_size else None
        )
        lines.append(
            (
                certainty(row.q, row.q_docs),
                safe(made.unit.shown(row.key)),
                sparkline(row.rates),
                safe(names[row.group]),
                times(row),
                number(row.rates[row.group], _RATE),
                number(rest, _RATE),
                "" if row.cramers_v is None else f"{row.cramers_v:.3f}",
                number(row.q, _P),
                number(row.q_docs, _P),
                str(row.range),
            )
        )
    sides = [(names[row.group], t("其余", "rest")) for row in rows]
    _block(out, [head, *lines], rows, sides, width, left={0, 1, 2, 3})


def _block(
    out: Console,
    lines: Sequence[Sequence[str]],
    rows: Sequence[Contrast],
    sides: Sequence[tuple[str, str]],
    width: int,
    *,
    left: set[int] | None = None,
) -> None:
    """Lines of figures, each with its examples below."""
    from rich.text import Text

    shown = _aligned(lines, left=left or {0, 1}, widths=(2, room_for(lines, 1, width)))
    write_line(out, Text(shown[0], style="bold"))
    for line, row, (one, other) in zip(shown[1:], rows, sides, strict=True):
        write_line(out, Text(line))
        _example(out, one, row.example, width)
        _example(out, other, row.other, width)


def _example(out: Console, name: str, sample: Sample | None, width: int) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    lead = f"     {safe(name)}{t('：', ': ')}"
    if sample is None:
        write_line(out, Text(lead + t("（没有）", "(none)"), style="dim"))
        return
    before, hit, after = (
        safe(sample.text[: sample.start]), safe(sample.text[sample.start : sample.end]), safe(sample.text[sample.end :]),
    )  # fmt: skip
    room = max(24, width - cell_len(lead))
    cut, a, b = crop(before + hit + after, len(before), len(before) + len(hit), room)
    line = Text(lead, style="dim")
    line.append(cut[:a], style="not dim")
    line.append(cut[a:b], style="not dim bold red")
    line.append(cut[b:], style="not dim")
    write_line(out, line)


def show_evidence(table: Table, stream: TextIO | None = None) -> None:
    """Sentences for people: document, paragraph, place, then the sentence around the hit."""
    from rich.cells import cell_len
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    names = table.names()
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    leads = _aligned(
        [
            (t("文档", "doc"), t("段", "para"), t("起止", "place")),
            *((safe(str(row["doc"])), str(row["para"]), f"{row['start']}–{row['end']}") for row in rows),
        ],
        left={0},
        widths=(36,),
    )
    longest = max(map(cell_len, leads))
    write_line(out, Text(f"{leads[0]}{' ' * (longest - cell_len(leads[0]))}  {t('句子', 'sentence')}", style="bold"))
    for lead, row in zip(leads[1:], rows, strict=True):
        sentence = str(row["sentence"])
        start = int(row["start"] or 0) - int(row["sentence_start"] or 0)
        end = start + len(str(row["text"]))
        before, hit, after = safe(sentence[:start]), safe(sentence[start:end]), safe(sentence[end:])
        cut, a, b = crop(before + hit + after, len(before), len(before) + len(hit), max(24, width - longest - 2))
        line = Text(lead + " " * (longest - cell_len(lead)) + "  ")
        line.append(cut[:a])
        line.append(cut[a:b], style="bold red")
        line.append(cut[b:])
        write_line(out, line)
    show_notes(table, out)
