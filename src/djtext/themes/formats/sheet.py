"""Codebooks as CSV: one row a pattern, not_pattern, example or counter-example.

Columns: theme, label, label_en, kind, definition, when, when_not, type, pattern. `theme` and `pattern` are needed; a
row without `type` is a pattern. What describes the theme may stand in its first row only.
"""

from __future__ import annotations

import csv
import io

from djtext.lang import t
from djtext.themes.formats.assemble import Entry, Incoming, Outgoing, assemble, wrong
from djtext.types import Codebook

COLUMNS = ("theme", "label", "label_en", "kind", "definition", "when", "when_not", "type", "pattern")
TYPES = {"pattern": "patterns", "not_pattern": "not_patterns", "example": "examples", "counter_example": "counter_examples"}  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TEXTS = ("label", "label_en", "kind", "definition", "when", "when_not")


def _guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a ' that stands there already is doubled."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def write(book: Codebook) -> Outgoing:
    """A codebook as CSV in UTF-8 with BOM; cells that would be formulas get a ' before them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for theme in book.themes:
        about = [_guarded(text) for text in (theme.key, *(getattr(theme, name) for name in _TEXTS))]
        for kind, field in TYPES.items():
            for value in getattr(theme, field):
                writer.writerow([*about, kind, _guarded(value)])
                about = [about[0], *[""] * len(_TEXTS)]
    lost = (t("编码本的名称和版本（读回时取文件名）", "name and version (the file's name is taken when read)"),)
    return Outgoing(out.getvalue().encode("utf-8-sig", "replace"), lost)


def read(data: bytes, name: str) -> Incoming:
    """A codebook from CSV. Raises CodebookError, with the line, where it is none, or where a cell is a formula."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong(
            name, data[: error.start].count(b"\n") + 1, t("不是 UTF-8 编码", "not UTF-8"),
            t("在 Excel 里另存为“CSV UTF-8”", "save it as 'CSV UTF-8' in Excel"),
        ) from None  # fmt: skip
    reader = csv.DictReader(io.StringIO(text, newline=""))
    entries: dict[str, Entry] = {}
    try:
        columns = reader.fieldnames or []
        missing = [column for column in ("theme", "pattern") if column not in columns]
        if missing:
            raise wrong(
                name, 1, t(f"没有 {'、'.join(missing)} 这一栏", f"no column {', '.join(missing)}"),
                t(f"第一行写栏名：{','.join(COLUMNS)}", f"the first line names the columns: {','.join(COLUMNS)}"),
            )  # fmt: skip
        for row in reader:
            _take(row, reader.line_num, name, entries)
    except csv.Error as error:
        raise wrong(name, reader.line_num, f"CSV: {error}") from None
    return assemble(name, entries.values())


def _take(row: dict[str, str | None], line: int, name: str, entries: dict[str, Entry]) -> None:
    cells = {}
    for column in COLUMNS:
        value = (row.get(column) or "").strip()
        if value.startswith(_FORMULA):
            raise wrong(
                name, line, t(f"{column} 一格像公式：{value[:20]}", f"the cell under {column} looks like a formula: {value[:20]}"),
                t("真是文字就在前面加 '", "put ' before it if it is text"),
            )  # fmt: skip
        cells[column] = value[1:] if value.startswith("'") else value
    if not any(cells.values()):
        return
    if not cells["theme"]:
        raise wrong(name, line, t("theme 一格是空的", "the cell under theme is empty"))
    entry = entries.setdefault(cells["theme"], Entry(cells["theme"]))
    for column in _TEXTS:
        if cells[column] and not getattr(entry, column):
            setattr(entry, column, cells[column])
    kind, value = cells["type"] or "pattern", cells["pattern"]
    if kind not in TYPES:
        raise wrong(
            name, line, t(f"type 不能是 {kind}", f"type cannot be {kind}"),
            t(f"可用：{'、'.join(TYPES)}", f"known: {', '.join(TYPES)}"),
        )  # fmt: skip
    if value:
        values = getattr(entry, TYPES[kind])
        values.append((line, value) if kind.endswith("pattern") else value)
