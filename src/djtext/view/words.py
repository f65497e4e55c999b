"""Tables about words in a terminal: the columns that matter, the first rows, and what was left out said below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

from djtext.lang import t
from djtext.types import Table
from djtext.view.terminal import show_table


def show_some(table: Table, names: Sequence[str], *, rows: int | None = None, stream: TextIO | None = None) -> None:
    """The columns of these names and the first `rows` rows; a note says how many more there are."""
    places = [table.names().index(name) for name in names]
    whole = tuple(table.rows)
    shown = tuple(tuple(row[place] for place in places) for row in whole[:rows])
    notes = table.notes
    if len(shown) < len(whole):
        rest = len(whole) - len(shown)
        notes += (t(f"另有 {rest:,} 行；--limit N 或 -o 文件 可看全部", f"{rest:,} more rows: --limit N or -o FILE shows them"),)  # fmt: skip
    columns = tuple(table.columns[place] for place in places)
    show_table(replace(table, columns=columns, rows=shown, notes=notes, made_by=""), stream)
