"""CSV and TSV to records: strict where the file is in order, row by row where its quotes are not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.columns import TEXT_NAMES, Record, hanzi, names_of, tidy
from djtext.read.decode import decode
from djtext.read.raw import ReadOptions

_DELIMITERS = (",", "\t", ";")
_HEAD = 100_000  # characters by which the delimiter is told
_FAR = 100_000  # characters that one broken cell may take
_SEARCH = 3_000_000  # characters that the search for the ends of broken cells may take in one file
_SEP = re.compile(r"sep=(.)\n", re.IGNORECASE)

Row = tuple[int, list[str], bool]  # number of its first line, cells, whether its quotes are in order


def text_of(data: bytes, options: ReadOptions) -> tuple[str, str]:
    """The text of a table's bytes and its encoding; characters within cells stay as they are where it is UTF-8."""
    if not options.encoding and b"\0" not in data[:4096]:
        try:
            return data.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            pass
    decoded = decode(data, encoding=options.encoding)
    return decoded.text, decoded.encoding


def parse(data: bytes, options: ReadOptions, *, delimiter: str = "") -> tuple[list[str], list[Record], str]:
    """Columns, records and encoding. A `delimiter` that the first line does not have is not believed."""
    text, encoding = text_of(data, options)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    usual = csv.field_size_limit()
    csv.field_size_limit(max(usual, min(max(options.max_bytes, len(text)), 2**31 - 1)))
    try:
        columns, records = _parsed(text, options, delimiter)
    finally:
        csv.field_size_limit(usual)  # the limit is the process's, and others rely on it
    return columns, records, encoding


def _parsed(text: str, options: ReadOptions, delimiter: str) -> tuple[list[str], list[Record]]:
    first = 1
    if stated := _SEP.match(text):  # as Excel writes it
        delimiter, text, first = stated[1], text[stated.end() :], 2
    elif not delimiter or delimiter not in text.lstrip("\n").split("\n", 1)[0]:
        delimiter = sniff_delimiter(text)
    numbered = [row for row in rows(text, delimiter, first=first) if any(cell.strip() for cell in row[1])]
    if not numbered:
        raise InputError(t("表是空的", "an empty table"), code="no-text")
    header = numbered[0][1]
    if headless(header, options):
        columns = names_of([], len(header))
    else:
        columns = names_of(header)
        numbered = numbered[1:]
    return columns, [_record(columns, row, delimiter) for row in numbered]


def headless(header: list[str], options: ReadOptions) -> bool:
    """Whether the first row is data already: it has a cell of prose and no known name.

    >>> headless(["1", "一些干部不愿走出机关，群众有意见，说他们坐在办公室里看材料、听汇报、发通知。"], ReadOptions())
    True
    """
    names = {cell.strip().lower() for cell in header}
    known = {*TEXT_NAMES, "title", "标题", "date", "日期", "id", options.text_column.strip().lower()} - {""}
    return not names & known and any(hanzi(cell) >= 30 for cell in header)


def sniff_delimiter(text: str) -> str:
    """Comma, tab or semicolon: the one by which most rows have as many cells as the first.

    >>> sniff_delimiter("编号;正文\\n1;深入基层, 联系群众\\n")
    ';'
    """
    head = text[:_HEAD]
    best, found = (0.0, 0), ","
    for delimiter in _DELIMITERS:
        widths = [len(cells) for _, cells, _ in islice(rows(head, delimiter), 50) if cells]
        if len(text) > len(head) and len(widths) > 1:
            widths.pop()  # it may be cut
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if score > best:
                best, found = score, delimiter
    return found


def _record(columns: list[str], row: Row, delimiter: str) -> Record:
    line, cells, in_order = row
    cells = [tidy(cell) for cell in cells]
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    partial = ("", "")
    if len(cells) != len(columns):
        partial = (
            "ragged",
            t(
                f"第 {line} 行有 {len(cells)} 格，应有 {len(columns)} 格",
                f"line {line} has {len(cells)} cells, not {len(columns)}",
            ),
        )
    elif not in_order:
        partial = ("quotes", t(f"第 {line} 行的引号不成对", f"line {line}: quotes that do not pair"))
    if len(cells) > len(columns):  # what is too much belongs to the last column, most likely
        kept = len(columns) - 1
        cells = [*cells[:kept], delimiter.join(cells[kept:])]
    return Record(dict(zip(columns, cells, strict=False)), partial)


def rows(text: str, delimiter: str, *, first: int = 1) -> Iterator[Row]:
    """All rows. Where quotes are out of order, the row is read again on its own, and reading goes on behind it."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    start = 0
    search = _SEARCH
    width = 0
    while start < len(lines):
        reader = csv.reader(
            (lines[place] + "\n" for place in range(start, len(lines))), delimiter=delimiter, strict=True
        )
        done = 0  # lines that whole rows have taken
        try:
            for cells in reader:
                width = width or len(cells)
                yield first + start + done, cells, True
                done = reader.line_num
            return
        except csv.Error:
            start += done
            cells, taken, spent = _recover(lines, start, delimiter, width, search)
            search -= spent
            width = width or len(cells)
            yield first + start, cells, False
            start += taken


def _recover(lines: list[str], start: int, delimiter: str, width: int, search: int) -> tuple[list[str], int, int]:
    """Cells of the broken row that begins at a line, how many lines it takes, and how many characters were searched.

    What gives as many cells as the other rows have, in this order: the line, quotes within cells let be; the lines up
    to one whose odd number of quotes closes the cell; the line, all quotes let be; the lines up to where it closes.
    """
    line = lines[start]
    lenient = _cells(line, delimiter)
    if lenient is not None and len(lenient) == width:
        return lenient, 1, 0
    plain = line.split(delimiter)
    spent = 0
    if lenient is None and search > 0:
        cells, taken, spent = _closing(lines, start, delimiter, width)
        if len(cells) == width and (len(plain) != width or lines[start + taken - 1].count('"') % 2):
            return cells, taken, spent
    return plain, 1, spent


def _closing(lines: list[str], start: int, delimiter: str, width: int) -> tuple[list[str], int, int]:
    """Cells of a row whose open quote is closed on a later line, the lines it takes, the characters searched."""
    joined = lines[start]
    spent = 0
    for taken in range(2, len(lines) - start + 1):
        line = lines[start + taken - 1]
        joined += "\n" + line
        spent += len(line) + 1
        if '"' in line:
            spent += len(joined)
            cells = _cells(joined, delimiter)
            if cells is not None:
                return cells, taken, spent
            if not line.count('"') % 2 and line.count(delimiter) == width - 1:
                break  # a row of its own
        if len(joined) > _FAR or spent > 3 * _FAR:
            break
    return [], 1, spent


def _cells(text: str, delimiter: str) -> list[str] | None:
    """Cells where a quote ends a cell only before a delimiter or the end; None where a quote stays open.

    >>> _cells('1,"他说"走出机关"，好",x', ",")
    ['1', '他说"走出机关"，好', 'x']
    """
    cells = []
    place = 0
    while True:
        if text.startswith('"', place):
            end = place + 1
            while True:
                end = text.find('"', end)
                if end < 0:
                    return None
                if text.startswith('""', end):
                    end += 2
                elif end + 1 == len(text) or text.startswith(delimiter, end + 1):
                    break
                else:
                    end += 1
            cells.append(text[place + 1 : end].replace('""', '"'))
            place = end + 1
        else:
            end = text.find(delimiter, place)
            end = len(text) if end < 0 else end
            cells.append(text[place:end])
            place = end
        if place >= len(text):
            return cells
        place += 1
