"""What the rows of a coded table say, one `Coding` a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t
from djtext.read.coded import Codes, Coding, Problem, Row
from djtext.read.coded.cells import list_of, number_of, string_of, whole_number
from djtext.read.coded.files import COLUMNS
from djtext.read.coded.names import fold_name, role_of, themes_of

_YES = frozenset({"1", "1.0", "true", "yes", "y", "x", "√", "✓", "是", "完成", "done", "ok", "对"})
_NO = frozenset({"", "0", "0.0", "false", "no", "n", "否", "未"})


def codings(
    rows: Iterable[Row], codes: Codes, problems: list[Problem], *, coder: str, done: bool = False, column: str = ""
) -> list[Coding]:
    """What rows of a table say, one `Coding` a row, in their order; what cannot be understood goes to `problems`.

    `done` takes every row as done; `column` is a further column whose cells are wanted. Raises UsageError where no row
    has a text or an id, or there is no such column.
    """
    rows = list(rows)
    columns = _columns(rows)
    if rows and "text" not in columns and "id" not in columns:
        raise UsageError(
            t(
                f"{rows[0].where}：没有 text 列，也没有 id 列",
                f"{rows[0].where}: neither a column text nor a column id",
            ),
            hint=t("djtext sample 生成编码表", "djtext sample makes a table to code"),
        )
    if column and rows and not any(column in row.fields for row in rows):
        raise UsageError(
            t(f"{rows[0].where}：没有“{column}”这一列", f"{rows[0].where}: no column '{column}'"),
            hint=t("检查 --on 的列名", "check the name given to --on"),
        )
    found = []
    for row in rows:
        item = _coding(row, columns, codes, problems, coder=coder, done=done, column=column)
        if item.id or item.text:
            found.append(item)
        else:
            problems.append(
                Problem(row.where, "no-text", t("没有原文也没有编号，此行不计", "neither text nor id; left out"))
            )
    return found


def _columns(rows: list[Row]) -> dict[str, str]:
    """Which column holds what."""
    there: dict[str, str] = {}
    for row in rows:
        for name in row.fields:
            there.setdefault(fold_name(str(name)), str(name))
    return {
        meaning: there[fold_name(name)]
        for meaning, names in COLUMNS.items()
        for name in reversed(names)
        if fold_name(name) in there
    }


def _coding(
    row: Row, columns: Mapping[str, str], codes: Codes, problems: list[Problem], *, coder: str, done: bool, column: str
) -> Coding:
    def cell(meaning: str) -> Any:
        return row.fields.get(columns[meaning]) if meaning in columns else None

    said = fold_name(string_of(cell("done")))
    if said not in _YES and said not in _NO:
        problems.append(
            Problem(
                row.where,
                "bad-done",
                t(
                    f"done 列的“{said}”看不懂，当作未完成",
                    f"'{said}' in column done is not understood, taken as not done",
                ),
            )
        )
    finished = done or said in _YES
    roles = [found for part in list_of(cell("role")) if (found := role_of(part, codes, problems, row.where))]
    second = [found for part in list_of(cell("second")) if (found := role_of(part, codes, problems, row.where))]
    role = roles[0] if roles else "other" if finished and not list_of(cell("role")) else None
    themes = themes_of(cell("themes"), codes, problems, row.where, blank_is_none=finished)
    value = string_of(row.fields.get(column)).strip() if column else ""
    return Coding(
        where=row.where,
        coder=string_of(cell("coder")).strip() or coder,
        id=string_of(cell("id")).strip(),
        doc=string_of(cell("doc")).strip(),
        text=string_of(cell("text")),
        start=whole_number(cell("start")),
        end=whole_number(cell("end")),
        role=role,
        second=tuple(dict.fromkeys([*roles[1:], *second])),
        themes=themes,
        value=value or None,
        confidence=number_of(cell("confidence")),
        weight=number_of(cell("weight")),
    )
