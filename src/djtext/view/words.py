"""Tables about words in a terminal: the columns that matter, the first rows, and what was left out said below."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

from djtext.lang import t
from djtext.types import Cell, Table
from djtext.view.escape import terminal as safe
from djtext.view.files import heading, number
from djtext.view.terminal import crop, show_table, width_of

_LEAST = 16  # columns that an example needs to say something


def show_some(
    table: Table, names: Sequence[str], *, rows: int | None = None, example: str = "", stream: TextIO | None = None
) -> None:
    """The columns of these names and the first `rows` rows; a note says how many more there are.

    `example` names a column of sentences, which comes last and is cut to the part around the word of its row, or left out
    where a terminal is too narrow.
    """
    stream = stream or sys.stdout
    whole = tuple(table.rows)
    notes = table.notes
    if rows is not None and len(whole) > rows:
        rest = len(whole) - rows
        notes += (t(f"另有 {rest:,} 行；--limit N 或 -o 文件 可看全部", f"{rest:,} more rows: --limit N or -o FILE shows them"),)  # fmt: skip
    shown = _picked(replace(table, rows=whole[:rows]), names)
    if example:
        room = width_of(stream) - _width(shown)
        if room >= _LEAST:
            cut = (_around(sentence, word, room) for sentence, word in _examples(table, whole[:rows], example))
            kept = tuple((*row, text) for row, text in zip(shown.rows, cut, strict=True))
            column = next(column for column in table.columns if column.name == example)
            shown = replace(shown, columns=(*shown.columns, column), rows=kept)
    show_table(replace(shown, notes=notes, made_by=""), stream)


def _picked(table: Table, names: Sequence[str]) -> Table:
    places = [table.names().index(name) for name in names]
    rows = tuple(tuple(row[place] for place in places) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in places), rows=rows)


def _examples(table: Table, rows: Sequence[tuple[Cell, ...]], example: str) -> list[tuple[str, str]]:
    sentence, word = table.names().index(example), table.names().index("word")
    return [(str(row[sentence]), str(row[word])) for row in rows]


def _around(sentence: str, word: str, columns: int) -> str:
    """The part of a sentence around a word that fits; its beginning where the word is written otherwise there."""
    sentence = safe(sentence)
    at = max(0, sentence.find(word))
    return crop(sentence, at, at + len(word), columns)[0]


def _width(table: Table) -> int:
    """Columns of a terminal that a table takes, with the space behind each column."""
    from rich.cells import cell_len

    texts = zip(
        *([safe(number(v, c)) for v, c in zip(row, table.columns, strict=True)] for row in table.rows), strict=True
    )
    widest = [max(map(cell_len, cells)) for cells in texts] or [0] * len(table.columns)
    return sum(max(w, cell_len(heading(c))) + 2 for w, c in zip(widest, table.columns, strict=True))
