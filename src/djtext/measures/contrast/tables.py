"""The rows of a comparison sorted, and the tables made of them: all columns for files, those that fit on a page for paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from djtext.errors import UsageError
from djtext.lang import t
from djtext.measures.contrast.columns import cells, columns
from djtext.measures.contrast.comparison import Contrast, Contrasted
from djtext.types import Cell, Column, Table

_RISING = {"p", "q", "p_docs", "q_docs"}


def ordered(made: Contrasted, *, by: str = "", top: int | None = None) -> Contrasted:
    """The rows sorted by a column: p and q rising, other numbers falling and without regard to their sign.

    Without a column, by |G²| for two groups and by χ² for more. `top` keeps so many rows; of two groups, so many of
    each side. Raises UsageError, listing the columns, where there is no such column.
    """
    by = by or ("g2" if made.two else "chi2")
    heads = columns(made)
    names = [column.name for column in heads]
    if by == made.unit.column:
        rows = made.rows
    else:
        kinds = {column.name: column.type for column in heads}
        if kinds.get(by, "text") == "text":
            known = [name for name in names if kinds[name] != "text"]
            raise UsageError(
                t(f"--sort：没有“{by}”这一列可以排序", f"--sort: no column '{by}' to sort by"),
                hint=t(f"可用：{'、'.join([names[0], *known])}", f"known: {', '.join([names[0], *known])}"),
            )
        place = names.index(by)
        rising = by in _RISING or by.startswith("q_")

        def rank(row: Contrast) -> tuple[bool, float, float, int]:
            value = cells(made, row)[place]
            number = abs(float(value)) if isinstance(value, (int, float)) else 0.0
            return (
                value is None,
                number if rising else -number,
                -abs((row.measures and row.measures.g2) or 0),
                -row.range,
            )

        rows = tuple(sorted(made.rows, key=rank))  # of equals the order of the corpus stays
    if top is not None:
        if made.two and not made.unit.always:
            rows = tuple(row for row in rows if row.group >= 0)  # alike in both: on neither side
        rows = _first(rows, top, sides=made.two)
    return replace(made, rows=rows)


def _first(rows: tuple[Contrast, ...], top: int, *, sides: bool) -> tuple[Contrast, ...]:
    """The first rows, of all or of each group that stands out."""
    seen: dict[int, int] = {}
    kept = []
    for row in rows:
        side = row.group if sides else 0
        seen[side] = seen.get(side, 0) + 1
        if seen[side] <= top:
            kept.append(row)
    return tuple(kept)


def table(made: Contrasted, *, notes: Sequence[str] = (), made_by: str = "") -> Table:
    """All columns, for files."""
    return Table(
        t("比较", "Comparison"),
        columns(made),
        tuple(cells(made, row) for row in made.rows),
        (*notes, *made.notes),
        made_by,
        "compare",
    )


def paper(made: Contrasted, *, notes: Sequence[str] = (), made_by: str = "") -> Table:
    """The columns that fit on a page, names for keys: for Markdown, LaTeX and HTML."""
    heads = {column.name: column for column in columns(made)}
    name = t("主题", "theme") if made.unit.column == "theme" else t("词语", "term")
    per_group = ("hits", "per_10k") if made.two else ("per_10k",)
    wanted = [f"{what}_{group}" for group in made.groups.names for what in per_group]
    wanted += (
        ["g2", "log_ratio", "q", "q_docs"] if made.two else ["chi2", "cramers_v", "group", "log_ratio", "q", "q_docs"]
    )
    wanted += ["range", "dp"]
    odds = Column("odds", "text", "优势比 [95 % CI]", "odds ratio [95 % CI]", "odds ratio with its interval")
    places = [list(heads).index(column) for column in wanted]
    if not made.two:  # many columns: the name of the group says enough, a note says the rest
        for group in made.groups.names:
            heads[f"per_10k_{group}"] = replace(heads[f"per_10k_{group}"], zh=group, en=group)
        said = t(f"各组之下为{made.unit.per}的命中数", f"under the groups: hits {made.unit.per}")
        notes = (*notes, said)
    rows: list[tuple[Cell, ...]] = []
    for row in made.rows:
        whole = cells(made, row)
        shown: list[Cell] = [made.unit.shown(row.key), *(whole[place] for place in places)]
        if made.two:
            found = row.measures.odds if row.measures else None
            shown.append(f"{found.ratio:.2f} [{found.low:.2f}, {found.high:.2f}]" if found else "")
        rows.append(tuple(shown))
    shown_columns = (Column(made.unit.column, "text", name, name), *(heads[column] for column in wanted))
    return Table(
        t("比较", "Comparison"),
        (*shown_columns, odds) if made.two else shown_columns,
        tuple(rows),
        (*notes, *made.notes),
        made_by,
        "compare",
    )
