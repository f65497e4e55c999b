"""Discovered phrases in a terminal: one line a phrase, its place in the example marked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from djtext.lang import t
from djtext.measures.phrases import KIND_NAMES, RULE_NAMES, labels
from djtext.types import Column, Table
from djtext.view.escape import terminal as safe
from djtext.view.files import number
from djtext.view.terminal import console, crop, show_notes, width_of, write_line

_LONGEST = 40  # columns for a phrase; longer ones are cut


def show_phrases(table: Table, stream: TextIO | None = None) -> None:
    """The table of phrases for people: phrase, kind, counts, figures, first year, and the example cut to what fits."""
    from rich.text import Text

    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    kinds = labels(KIND_NAMES)
    head = (t("提法", "phrase"), t("类别", "kind"), t("次数", "hits"), t("篇数", "docs"), t("凝固度", "cohesion"),
            t("自由度", "entropy"), t("首见", "first"))  # fmt: skip
    lines = [
        [
            _cut(safe(str(row["phrase"])), _LONGEST),
            kinds.get(str(row["kind"]), str(row["kind"])),
            str(row["hits"]),
            str(row["docs"]),
            number(row["cohesion"], Column("", "float", digits=1)),
            number(row["entropy"], Column("", "float", digits=1)),
            str(row["first"] or "")[:4],
        ]
        for row in rows
    ]
    marks = []
    for row in rows:
        text, phrase, told = str(row["example"]), str(row["phrase"]), str(row["expansion"] or "")
        start = text.find(phrase)
        length = len(phrase) if start >= 0 else 0
        before, hit, after = (
            safe(text[: max(0, start)]),
            safe(text[max(0, start) : max(0, start) + length]),
            safe(text[max(0, start) + length :]),
        )
        if told:
            before, hit, after = "", "＝" + safe(told), "　" + before + hit + after
        marks.append((before, hit, after))
    _lines(
        table,
        head,
        lines,
        {0, 1, 6},
        (5, 4, 1),
        t("全称、例句", "stands for, example"),
        marks,
        stream or sys.stdout,
        Text,
    )


def _cut(text: str, columns: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= columns else set_cell_size(text, columns - 1).rstrip() + "…"


def show_families(table: Table, stream: TextIO | None = None) -> None:
    """Families for people: the canonical form once, its wordings below each other."""
    from rich.text import Text

    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    rules = labels(RULE_NAMES)
    head = (
        t("提法族", "family"),
        t("写法", "form"),
        t("规则", "rule"),
        t("次数", "hits"),
        t("篇数", "docs"),
        t("年份", "years"),
    )
    lines, before = [], ""
    marks = []
    for row in rows:
        first, last = str(row["first"] or "")[:4], str(row["last"] or "")[:4]
        lines.append(
            [
                "" if row["family"] == before else _cut(safe(str(row["family"])), 28),
                _cut(safe(str(row["form"])), _LONGEST),
                rules.get(str(row["rule"]), str(row["rule"])),
                str(row["hits"]),
                str(row["docs"]),
                first if first == last else f"{first}–{last}",
            ]
        )
        before = str(row["family"])
        text, form = str(row["example"]), str(row["form"])
        at = text.find(form)
        start, end = (at, at + len(form)) if at >= 0 else (0, 0)
        marks.append((safe(text[:start]), safe(text[start:end]), safe(text[end:])))
    _lines(table, head, lines, {0, 1, 2, 5}, (), t("首见例句", "first example"), marks, stream or sys.stdout, Text)


def _lines(
    table: Table, head: Sequence[str], lines: Sequence[Sequence[str]], left: set[int], drop: Sequence[int], last: str,
    marks: Sequence[tuple[str, str, str]], stream: TextIO, text_type: type,
) -> None:  # fmt: skip
    """Aligned columns and behind them an example cut around its mark; narrow terminals give up `drop`, in this order."""
    from rich.cells import cell_len

    width = width_of(stream)
    out = console(stream, width)
    widths = [max([cell_len(head[n]), *(cell_len(line[n]) for line in lines)]) for n in range(len(head))]
    kept = list(range(len(head)))
    for n in drop:
        if width - sum(widths[k] + 2 for k in kept) < 28:
            kept.remove(n)
    room = width - sum(widths[k] + 2 for k in kept)

    def pad(text: str, n: int) -> str:
        space = " " * (widths[n] - cell_len(text))
        return text + space if n in left else space + text

    write_line(
        out,
        text_type(
            ("  ".join(pad(head[n], n) for n in kept) + ("  " + last if room >= 12 else "")).rstrip(), style="bold"
        ),
    )
    for line, (before, hit, after) in zip(lines, marks, strict=True):
        shown = text_type()
        for n in kept:
            shown.append(pad(line[n], n) + "  ", style="bold" if n == 0 else "")
        if room >= 12:
            cut, a, b = crop(before + hit + after, len(before), len(before) + len(hit), room)
            shown.append(cut[:a])
            shown.append(cut[a:b], style="bold red")
            shown.append(cut[b:])
        shown.rstrip()
        write_line(out, shown)
    show_notes(table, out)
