"""Tables of documents: CSV, TSV, Excel workbooks, JSON and JSON Lines, one document a row."""

from __future__ import annotations

from collections.abc import Iterator

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.columns import Record, columns_of, documents, has_text
from djtext.read.delimited import parse
from djtext.read.jsonrecords import collect
from djtext.read.raw import Raw, ReadOptions
from djtext.read.sheets import sheets

HEAVY = ("python_calamine",)
_MUCH_TEXT = 200  # hanzi on a sheet that has no text column, from which on leaving it out is told


def read_csv(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document a row of a file whose cells are parted by commas, semicolons or tabs, whichever fits.

    The first row names the columns; see `djtext.read.columns` for which of them is the text. A row with more or fewer
    cells, or with quotes that do not pair, is given as `partial` with the number of its line.

    Raises InputError: `no-text-column`, `no-column`, `binary`, `corrupt` (no table in it).

    >>> table = "编号,标题,正文\\n007,短评,走出机关\\n008,,深入基层\\n".encode()
    >>> [(raw.member, raw.text, raw.meta) for raw in read_csv(table, ReadOptions())]
    [('007', '走出机关', (('title', '短评'),)), ('008', '深入基层', ())]
    """
    yield from _delimited(data, options, "")


def read_tsv(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """As `read_csv`; cells are parted by tabs, unless the first line has none."""
    yield from _delimited(data, options, "\t")


def _delimited(data: bytes, options: ReadOptions, delimiter: str) -> Iterator[Raw]:
    columns, records, encoding = parse(data, options, delimiter=delimiter)
    if not records:
        raise InputError(t("表里没有数据行", "a table without rows"), code="no-text")
    yield from documents(columns, records, options, encoding=encoding)


def read_xlsx(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document a row of every sheet that has a text column; also opens .xls, .xlsb and .ods.

    Cells are text as written, whole numbers without `.0`, dates in ISO, formulas the value that was saved with them.
    `Raw.member` begins with the sheet's name where several sheets have documents. A sheet without a text column is
    left out; where it holds much text, a Raw without text says so in `partial`.

    Raises InputError: `no-text-column`, `no-column`, `encrypted`, `limit`, `corrupt`, `no-text` (no rows at all).
    """
    tables = [(name, columns, records) for name, columns, records in sheets(data, options) if records]
    if not tables:
        raise InputError(t("表里没有数据行", "a workbook without rows"), code="no-text")
    fit = [has_text(columns, records, options) for _, columns, records in tables]
    if not any(fit):
        raise _no_text_column([column for _, columns, _ in tables for column in columns])
    for (name, columns, records), is_fit in zip(tables, fit, strict=True):
        if is_fit:
            yield from documents(columns, records, options, encoding="", prefix=f"{name}!" if sum(fit) > 1 else "")
        elif sum(record.hanzi for record in records) >= _MUCH_TEXT:
            yield Raw("", member=name, partial=("no-text-column", _no_text_column(columns).message))


def read_jsonl(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document a line of JSON Lines, an item of a JSON array, or an item of the list inside a JSON object.

    A JSON object with a text field is one document. Numbers stay as written. Lines that cannot be read are counted,
    and the last document is `partial` (`bad-lines`) with their numbers.

    Raises InputError: `corrupt` (no line can be read), `no-text-column`, `no-column`, `binary`.

    >>> lines = '{"id": "007", "text": "走出机关", "year": 2019}\\n{"text": \\n'.encode()
    >>> [(raw.member, raw.text, raw.meta, raw.partial) for raw in read_jsonl(lines, ReadOptions())]
    [('007', '走出机关', (('year', '2019'), ('date', '2019')), ('bad-lines', '1 行无法解析：2'))]
    """
    found = collect(data, options)
    columns = columns_of(found.records)
    if found.single:
        for raw in documents(columns, found.records, options, encoding=found.encoding):
            yield Raw(raw.text, raw.encoding, raw.replaced, meta=raw.meta, flags=raw.flags, partial=found.partial)
        return
    records = found.records
    if found.partial[0] and records:
        records = [*records[:-1], Record(records[-1].fields, found.partial)]
    yield from documents(columns, records, options, encoding=found.encoding)


def _no_text_column(columns: list[str]) -> InputError:
    from djtext.read.columns import no_text_column

    return no_text_column(list(dict.fromkeys(columns)))
