"""Agreement, scores, confusions and disagreements for a reader at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TextIO

from djtext.lang import current, t
from djtext.measures.coders.machine import MACHINE
from djtext.measures.coders.recipe import ALL, MACRO
from djtext.measures.labels import ROLE_NAMES
from djtext.types import Cell, Column, Table
from djtext.view.escape import terminal as safe
from djtext.view.terminal import console, show_notes, show_table, width_of, write_line
from djtext.view.wrap import wrap

_QUOTE = 3  # lines of a unit that are shown


def names_of(themes: Mapping[str, str]) -> dict[str, str]:
    """Codes as people read them, roles and themes."""
    return {**{key: pair[current() == "en"] for key, pair in ROLE_NAMES.items()}, **themes}


def show_agreement(table: Table, names: Mapping[str, str], stream: TextIO | None = None) -> None:
    """A block for each group of coders, a line for each code."""
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    columns = (
        Column("code", "text", "编码", "code"),
        Column("measure", "text", "尺度", "scale"),
        Column("units", "int", "单位", "units"),
        Column("agreement", "share", "一致率", "agreement"),
        Column("lenient", "share", "含次选", "w/ second"),
        Column("kappa", "float", "κ", "κ", digits=3),
        Column("fleiss", "float", "Fleiss", "Fleiss", digits=3),
        Column("alpha", "float", "α", "α", digits=3),
        Column("interval", "text", "α 95%", "α 95%"),
        Column("ac1", "float", "AC1", "AC1", digits=3),
        Column("f1", "float", "F1", "F1", digits=3),
        Column("note", "text", "说明", "note"),
    )
    blocks: dict[str, list[dict[str, Cell]]] = {}
    for row in rows:
        blocks.setdefault(str(row["coders"]), []).append(row)
    _blocks(blocks, columns, names, stream)


def show_scores(table: Table, names: Mapping[str, str], stream: TextIO | None = None) -> None:
    """A block for each coder, a line for each code."""
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    columns = (
        Column("code", "text", "编码", "code"),
        Column("units", "int", "单位", "units"),
        Column("coded", "int", "人工", "coded"),
        Column("found", "int", "机器", "found"),
        Column("both", "int", "相同", "both"),
        Column("precision", "float", "精确率", "precision", digits=3),
        Column("recall", "float", "召回率", "recall", digits=3),
        Column("f1", "float", "F1", "F1", digits=3),
        Column("interval", "text", "F1 95%", "F1 95%"),
        Column("note", "text", "说明", "note"),
    )
    blocks: dict[str, list[dict[str, Cell]]] = {}
    for row in rows:
        blocks.setdefault(t(f"机器对照 {row['coder']}", f"machine against {row['coder']}"), []).append(row)
    _blocks(blocks, columns, names, stream)


def _blocks(
    blocks: Mapping[str, Sequence[dict[str, Cell]]],
    columns: tuple[Column, ...],
    names: Mapping[str, str],
    stream: TextIO | None,
) -> None:
    """Each block under its name; columns that are empty throughout are left out."""
    from rich.text import Text

    stream = stream or sys.stdout
    out = console(stream, width_of(stream))
    lines = {name: [_line(row, columns, names) for row in rows] for name, rows in blocks.items()}
    kept = [
        n for n in range(len(columns)) if any(line[n] not in (None, "") for block in lines.values() for line in block)
    ]
    for name, block in lines.items():
        write_line(out, Text(safe(name), style="bold underline"))
        shown = tuple(tuple(line[n] for n in kept) for line in block)
        show_table(Table(name, tuple(columns[n] for n in kept), shown), stream)


def _line(row: Mapping[str, Cell], columns: tuple[Column, ...], names: Mapping[str, str]) -> tuple[Cell, ...]:
    what, code = str(row["what"]), str(row["code"])
    group = {"role": t("角色", "roles"), "themes": t("主题", "themes")}.get(what, what)
    shown: dict[str, Cell] = {**row}
    if code in {ALL, MACRO}:
        kind = {MACRO: t("宏平均", "macro mean"), ALL: t("全部", "all")}[code]
        shown["code"] = f"{group}{t('：', ': ')}{kind}"
    else:
        shown["code"] = f"  {names.get(code, code)}"
    low, high = ("alpha_low", "alpha_high") if "alpha" in row else ("f1_low", "f1_high")
    if row.get(low) is not None:
        shown["interval"] = f"{row[low]:.3f} – {row[high]:.3f}"
    if shown.get("measure") == "yes/no":
        shown["measure"] = t("有/无", "yes/no")
    return tuple(shown.get(column.name) for column in columns)


def show_confusion(table: Table, names: Mapping[str, str], stream: TextIO | None = None) -> None:
    """A matrix for each pair of coders: a row a code of the one, a column a code of the other."""
    pairs: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    order: dict[str, None] = {}
    for first, second, _, one, other, units, _ in table.rows:
        pairs.setdefault((str(first), str(second)), {})[str(one), str(other)] = int(units or 0)
        order.setdefault(str(one))
    for cells in pairs.values():
        for _, other in cells:
            order.setdefault(other)
    known = [role for role in ROLE_NAMES if role in order]
    codes = [*known, *sorted(code for code in order if code not in known)]
    for (first, second), cells in pairs.items():
        columns = (
            Column("a", "text", f"{first} ↓ {second} →", f"{first} ↓ {second} →"),
            *(Column(code, "int", names.get(code, code), names.get(code, code)) for code in codes),
            Column("sum", "int", "合计", "sum"),
        )
        rows = tuple(
            (
                names.get(one, one),
                *(cells.get((one, other)) for other in codes),
                sum(cells.get((one, other), 0) for other in codes),
            )
            for one in codes
        )
        show_table(Table("", columns, rows), stream)
    out = console(stream or sys.stdout, width_of(stream or sys.stdout))
    show_notes(table, out)


def show_disagreements(
    table: Table, coders: Sequence[str], names: Mapping[str, str], *, limit: int, stream: TextIO | None = None
) -> None:
    """One block a unit: its text, and what each coder says of it."""
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    rows = tuple(table.rows)
    for cells in rows[:limit]:
        row: dict[str, Any] = dict(zip(table.names(), cells, strict=True))
        head = Text(f"{row['rank']}.  ", style="bold")
        head.append(safe(str(row["doc"])), style="bold")
        head.append("" if row["start"] is None else f" @{row['start']}", style="dim")
        head.append(t(f"  相距 {row['distance']:.2f}", f"  distance {row['distance']:.2f}"), style="dim")
        write_line(out, head)
        lines = wrap(safe(str(row["text"])), max(20, width - 4))
        for line in [*lines[:_QUOTE], *(["…"] if len(lines) > _QUOTE else [])]:
            write_line(out, Text("    " + line))
        for n, name in enumerate(coders):
            tail = MACHINE if f"role_{n + 1}" not in row else str(n + 1)
            said = [names.get(str(row[f"role_{tail}"]), str(row[f"role_{tail}"])) or t("未编", "not coded")]
            themes = str(row[f"themes_{tail}"])
            if themes:
                keys = t("无主题", "no theme") if themes == "-" else "、".join(names.get(k, k) for k in themes.split())
                said.append(keys)
            shown = Text(f"    {safe(name)}{t('：', ': ')}", style="cyan")
            shown.append(safe(" · ".join(said)))
            if tail == MACHINE and row["confidence"] is not None:
                shown.append(
                    t(f"（把握 {row['confidence']:.2f}）", f" (confidence {row['confidence']:.2f})"), style="dim"
                )
            write_line(out, shown)
    if len(rows) > limit:
        more = t(
            f"另有 {len(rows) - limit} 处：--limit N 多看一些，-o 文件 全部写出",
            f"{len(rows) - limit} more: --limit N shows more, -o FILE writes all",
        )
        table = replace(table, notes=(more, *table.notes))
    show_notes(table, out)
