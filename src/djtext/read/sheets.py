"""Workbooks to records, with python-calamine: cells as text, dates in ISO, formulas as the value saved with them."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.columns import TEXT_NAMES, Record, names_of, tidy
from djtext.read.delimited import headless
from djtext.read.raw import ReadOptions
from djtext.read.zips import Budget, open_zip, pieces

_CELL_BYTES = 128  # that one cell of a sheet's rectangle takes, empty or not
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z", re.IGNORECASE)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0"
_LONGEST = 32_767  # characters that a cell can hold: what was longer was cut when the workbook was made
_ABOVE = 5  # rows in which the one that names the columns is looked for


def sheets(data: bytes, options: ReadOptions) -> Iterator[tuple[str, list[str], list[Record]]]:
    """Name, columns and records of each sheet in order, the empty ones without records. Raises as `grids`."""
    for name, grid, _ in grids(data, options):
        yield (name, *_table(grid, options))


def grids(data: bytes, options: ReadOptions) -> Iterator[tuple[str, list[list[str]], int]]:
    """Name, cells as text and number of the first row (from 1) of each sheet in order.

    Raises InputError: `encrypted`, `limit` (it unpacks to too much, or its cells are scattered too widely), `corrupt`.
    """
    from python_calamine import CalamineWorkbook

    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise InputError(t("有密码保护", "protected by a password"), code="encrypted")
    if data.startswith(b"PK"):
        _check(data, options)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
    except BaseException as error:
        raise _failed(error) from None
    for place, name in enumerate(names):
        try:
            sheet = book.get_sheet_by_index(place)
            grid = sheet.to_python(skip_empty_area=True)
        except BaseException as error:
            raise _failed(error) from None
        yield tidy(name), [[_string(cell) for cell in row] for row in grid], (sheet.start or (0, 0))[0] + 1


def _failed(error: BaseException) -> BaseException:
    """What to raise for an error of the library, whose panics are no Exception."""
    if isinstance(error, (MemoryError, KeyboardInterrupt, SystemExit)):
        return error
    if type(error).__name__ == "PasswordError":
        return InputError(t("有密码保护", "protected by a password"), code="encrypted")
    return InputError(t("不是电子表格，或已损坏", "not a workbook, or damaged"), code="corrupt")


def _check(data: bytes, options: ReadOptions) -> None:
    """Unpack every member under the limits, and measure the rectangles that the cells span."""
    budget = Budget(options.max_produced)
    archive = open_zip(data, budget)
    for info in archive.infolist():
        if not _SHEET.match(info.filename):
            for _ in pieces(archive, info, budget):
                pass
            continue
        columns: set[bytes] = set()
        rows = [1 << 30, 0]
        rest = b""
        for piece in pieces(archive, info, budget):
            found = _REFERENCE.findall(rest + piece)
            rest = piece[-24:]
            if found:
                columns.update({column for column, _ in found})
                numbers = {int(row) for _, row in found}
                rows = [min(rows[0], min(numbers)), max(rows[1], max(numbers))]
        if columns:
            places = [_column(letters) for letters in columns]
            area = (max(places) - min(places) + 1) * (rows[1] - rows[0] + 1)
            if area * _CELL_BYTES > options.memory > 0:
                raise InputError(t("表格的单元格分布过散", "the cells of a sheet span too much"), code="limit")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _table(grid: list[list[str]], options: ReadOptions) -> tuple[list[str], list[Record]]:
    """Columns and records of the rows of a sheet. Lines above the one that names the columns are not documents."""
    rows = [row for row in grid if any(cell.strip() for cell in row)]
    if not rows:
        return [], []
    wanted = {options.text_column.strip().lower()} if options.text_column else set(TEXT_NAMES)
    top = 0
    for place, row in enumerate(rows[:_ABOVE]):
        if wanted & {cell.strip().lower() for cell in row}:
            top = place
            break
    while top < min(_ABOVE, len(rows) - 1) and _is_heading(rows[top], rows[top + 1]):
        top += 1
    if top == 0 and headless(rows[0], options):
        columns = names_of([], len(rows[0]))
        top = -1
    else:
        columns = names_of(rows[top])
    return columns, [_record(columns, row) for row in rows[top + 1 :]]


def _record(columns: list[str], row: list[str]) -> Record:
    """A row; partial where a cell is as long as a cell can be, for then its end is missing, most likely."""
    partial = ("", "")
    full = [name for name, cell in zip(columns, row, strict=False) if len(cell) >= _LONGEST]
    if full:
        detail = t(f"“{full[0]}”一格达到 Excel 上限 {_LONGEST} 字，可能被截断", f"cell '{full[0]}' is at Excel's limit")
        partial = ("truncated", detail)
    return Record(dict(zip(columns, row, strict=False)), partial)


def _is_heading(row: list[str], below: list[str]) -> bool:
    """Whether a row is a heading over the table: one cell, with several below."""
    return sum(bool(cell.strip()) for cell in row) == 1 and sum(bool(cell.strip()) for cell in below) > 1


def _string(cell: Any) -> str:
    """A cell as text.

    >>> [_string(cell) for cell in ("007", 2019.0, 1.5, True, datetime.date(2019, 5, 6), None)]
    ['007', '2019', '1.5', 'TRUE', '2019-05-06', '']
    """
    if isinstance(cell, str):
        return tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)
