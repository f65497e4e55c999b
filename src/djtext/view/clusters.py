"""Clusters for a reader at a terminal: a block for each problem cluster, with the remedies that answer it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from djtext.lang import t
from djtext.types import Cell, Table
from djtext.view.escape import terminal as safe
from djtext.view.terminal import console, show_notes, width_of, write_line
from djtext.view.wrap import wrap

if TYPE_CHECKING:
    from rich.console import Console

_QUOTE = 90
_ANSWERS = 3


def show_clusters(
    table: Table, *, matrix: Table, labels: Mapping[str, str] | None = None, stream: TextIO | None = None
) -> None:
    """A block a problem cluster: size, label, a quotation, the remedy clusters linked to it; then the remedy clusters.

    `labels`: those of all clusters, by code, where the table has been cut short.
    """
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    names = table.names()
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    label = labels or {str(row["cluster"]): str(row["label"]) for row in rows}
    answers: dict[str, list[tuple[str, int]]] = {}
    for problem, remedy, links in matrix.rows:
        answers.setdefault(str(problem), []).append((str(remedy), int(links or 0)))
    for role, title in (("problem", t("问题", "Problems")), ("remedy", t("对策", "Remedies"))):
        chosen = [row for row in rows if row["role"] == role]
        if not chosen:
            continue
        write_line(out, Text(title, style="bold underline"))
        for row in chosen:
            code = str(row["cluster"])
            head = Text(f"{code}  ", style="bold")
            head.append(safe(str(row["label"])), style="bold red" if role == "problem" else "bold green")
            size = t(
                f"  {row['passages']} 段 / {row['docs']} 篇", f"  {row['passages']} passages / {row['docs']} documents"
            )
            head.append(size, style="cyan")
            if row["stability"] is not None:
                head.append(
                    t(
                        f"  稳定度 {float(str(row['stability'])):.2f}",
                        f"  stability {float(str(row['stability'])):.2f}",
                    ),
                    style="dim",
                )
            write_line(out, head)
            _quoted(out, row, width)
            for remedy, links in sorted(answers.get(code, []), key=lambda item: (-item[1], item[0]))[:_ANSWERS]:
                shown = Text(f"    → {remedy} ", style="green")
                shown.append(safe(label.get(remedy, "")))
                shown.append(t(f"  {links} 对", f"  {links} links"), style="dim")
                write_line(out, shown)
    show_notes(table, out)


def _quoted(out: Console, row: dict[str, Cell], width: int) -> None:
    from rich.text import Text

    text = " ".join(str(row["example"]).split())
    text = text if len(text) <= _QUOTE else text[:_QUOTE] + "…"
    for part in wrap(safe(f"“{text}” —— {row['example_doc']}"), max(20, width - 4)):
        write_line(out, Text("    " + part, style="dim"))
