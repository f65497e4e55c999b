"""Trends on a screen: a line a theme, its course as a sparkline."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from djtext.lang import t
from djtext.measures.resonance import Resonance
from djtext.measures.timeline import Course, Timeline
from djtext.types import Column, Table
from djtext.view.compare import _aligned, room_for, sparkline
from djtext.view.escape import terminal as safe
from djtext.view.files import number
from djtext.view.terminal import console, show_notes, width_of, write_line

_P = Column("", "p")
_WIDEST = 48  # columns of a sparkline


def merged(made: Timeline, course: Course, most: int) -> tuple[list[float | None], int]:
    """The rates of a course in at most so many steps, and how many periods go into a step."""
    step = max(1, -(-len(made.periods) // most))
    values: list[float | None] = []
    for start in range(0, len(made.periods), step):
        size = sum(made.sizes[start : start + step])
        values.append(sum(course.hits[start : start + step]) * 10_000 / size if size else None)
    return values, step


def _stretch(first: str, last: str) -> str:
    """From the beginning of one period to the end of another.

    >>> _stretch("1980-1989", "1990-1999"), _stretch("2019", "2019"), _stretch("2019-05", "2019-06")
    ('1980–1999', '2019', '2019-05–2019-06')
    """
    if len(first) != 7:  # no month
        first, last = first[:4], last[-4:]
    return first if first == last else f"{first}–{last}"


def show_trends(table: Table, made: Timeline, notes: Sequence[str], stream: TextIO | None = None) -> None:
    """One line a theme: its course, size, slope, certainty, first and last year, and its strongest burst."""
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    word = t("主题", "theme") if made.unit.column == "theme" else t("短语", "phrase")
    step = 1
    lines = []
    for course in made.courses:
        values, step = merged(made, course, min(_WIDEST, max(8, width - 78)))
        strongest = max(course.bursts, key=lambda burst: burst.weight, default=None)
        test = course.test
        p = test.p if test and any(course.hits) else None
        lines.append(
            (
                safe(made.unit.shown(course.key)),
                f"{sparkline(values)}|",
                str(sum(course.hits)),
                str(sum(course.docs)),
                "" if course.slope is None else f"{course.slope.slope * 10:+.2f}",
                number(p, _P),
                number(course.q, _P),
                f"{course.first[:4]}–{course.last[:4]}" if course.first else "",
                "" if strongest is None else _stretch(made.periods[strongest.start], made.periods[strongest.end]),
            )
        )
    span = f"{made.periods[0]} → {made.periods[-1]}" if made.periods else ""
    head = (
        word,
        span,
        t("命中", "hits"),
        t("篇数", "docs"),
        t("每十年", "per decade"),
        "p",
        "q",
        t("首末", "years"),
        t("最强突发", "burst"),
    )
    whole = [head, *lines]
    for n, line in enumerate(_aligned(whole, left={0, 1, 7, 8}, widths=(room_for(whole, 0, width),))):
        write_line(out, Text(line, style="bold" if n == 0 else ""))
    said = [*notes, *made.notes]
    said.insert(
        0,
        t(
            f"走势为每万汉字的命中数，{f'每格 {step} 期' if step > 1 else '每格一期'}，每行以其最高值为满格，· 表示无文档；"
            "每十年：Sen 斜率 × 10；p：Mann–Kendall；突发：Kleinberg",
            f"courses are hits per 10,000 hanzi, {f'{step} periods' if step > 1 else 'one period'} a step, each line to its own highest, "
            "· without documents; per decade: Sen's slope × 10; p: Mann–Kendall; burst: Kleinberg",
        ),
    )
    show_notes(Table(table.title, (), (), tuple(said)), out)


def show_novelty(table: Table, made: Resonance, stream: TextIO | None = None) -> None:
    """The course of novelty, then documents with their values."""
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    names = table.names()
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    floats = {column.name: column for column in table.columns}
    head = (
        t("日期", "date"),
        t("新颖", "novelty"),
        t("消逝", "transience"),
        t("共鸣", "resonance"),
        t("命中", "hits"),
        t("标题", "title"),
    )
    lines = [
        (
            safe(str(row["date"])),
            *(number(row[name], floats[name]) for name in ("novelty", "transience", "resonance")),
            str(row["hits"]),
            safe(str(row["title"] or row["doc"])),
        )
        for row in rows
    ]
    if len(made.docs) > 1:
        values = [value.novelty for value in made.values]
        step = max(1, -(-len(values) // max(8, width - 30)))
        means = []
        for start in range(0, len(values), step):
            known = [value for value in values[start : start + step] if value is not None]
            means.append(sum(known) / len(known) if known else None)
        span = f"{made.docs[0].date[:4]}–{made.docs[-1].date[:4]}"
        write_line(out, Text(f"{t('新颖度', 'novelty')} {span}  {sparkline(means)}|"))
    whole = [head, *lines]
    for n, line in enumerate(_aligned(whole, left={0, 5}, widths=(10, 9, 10, 9, 8, room_for(whole, 5, width)))):
        write_line(out, Text(line, style="bold" if n == 0 else ""))
    show_notes(table, out)
