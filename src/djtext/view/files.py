"""Tables to files and streams: `WRITERS` is the one list of formats.

Files are written beside their place and renamed when whole, so that nothing half-written is left.
"""

from __future__ import annotations

import csv
import errno
import html
import io
import itertools
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from djtext.errors import DjtextError, NoSpace, OutputRefused, UsageError
from djtext.lang import current, t
from djtext.types import Cell, Column, Table
from djtext.view import escape

Writer = Callable[[Table, BinaryIO], None]

XLSX_ROWS = 1_048_575
XLSX_CELL = 32_767
_CUT = "…[cut]"


def heading(column: Column) -> str:
    """What people read above a column, in the language in force."""
    return (column.zh if current() == "zh" else column.en) or column.name


def number(value: Cell, column: Column) -> str:
    """A cell as people read it: shares as percentages, rates with the column's decimals, p with three."""
    if value is None or value == "":
        return ""
    if column.type == "share" and isinstance(value, (int, float)):
        return f"{value:.1%}"
    if column.type == "p" and isinstance(value, (int, float)):
        return "<0.001" if value < 0.001 else f"{value:.3f}"
    if isinstance(value, float):
        text = f"{value:.{column.digits}f}"
        return text.removeprefix("-") if float(text) == 0 else text
    return str(value)


def _delimited(table: Table, out: BinaryIO, *, delimiter: str, bom: bool) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig" if bom else "utf-8", newline="", errors="replace")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.names())
    for row in table.rows:
        writer.writerow([escape.sheet(cell) if isinstance(cell, str) else cell for cell in row])
    text.flush()
    text.detach()


def write_csv(table: Table, out: BinaryIO) -> None:
    """CSV in UTF-8 with BOM, so that Excel shows Chinese; cells that would be formulas get a ' before them."""
    _delimited(table, out, delimiter=",", bom=True)


def write_tsv(table: Table, out: BinaryIO) -> None:
    """Tab-separated values, UTF-8; line ends and tabs within a cell become spaces."""
    clean = (
        tuple(c.replace("\t", " ").replace("\n", " ") if isinstance(c, str) else c for c in row) for row in table.rows
    )
    _delimited(Table(table.title, table.columns, clean), out, delimiter="\t", bom=False)


def _records(table: Table) -> Iterator[str]:
    names = table.names()
    for row in table.rows:
        yield escape.json_text(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False))


def write_json(table: Table, out: BinaryIO) -> None:
    """A JSON array of objects, one a row."""
    first = True
    out.write(b"[")
    for record in _records(table):
        out.write(b"\n" if first else b",\n")
        out.write(record.encode("utf-8", "replace"))
        first = False
    out.write(b"\n]\n" if not first else b"]\n")


def write_jsonl(table: Table, out: BinaryIO) -> None:
    """One JSON object a line, one a row."""
    for record in _records(table):
        out.write(record.encode("utf-8", "replace") + b"\n")


def write_markdown(table: Table, out: BinaryIO) -> None:
    """A Markdown table with its notes below."""
    lines = ["| " + " | ".join(heading(column) for column in table.columns) + " |"]
    lines.append("|" + "|".join(" --- " if c.type in {"text", "date"} else " ---: " for c in table.columns) + "|")
    out.write(("\n".join(lines) + "\n").encode("utf-8"))
    for row in table.rows:
        cells = (escape.markdown(number(cell, column)) for cell, column in zip(row, table.columns, strict=True))
        out.write(("| " + " | ".join(cells) + " |\n").encode("utf-8", "replace"))
    for note in _footer(table):
        out.write(f"\n{escape.markdown(note)}\n".encode("utf-8", "replace"))


def write_latex(table: Table, out: BinaryIO) -> None:
    """A booktabs table; Chinese needs XeLaTeX with the ctex package, as the comment on top says."""
    shape = "".join("l" if column.type in {"text", "date"} else "r" for column in table.columns)
    lines = [
        "% XeLaTeX; \\usepackage{ctex,booktabs}",
        f"\\begin{{tabular}}{{{shape}}}",
        "\\toprule",
        " & ".join(escape.latex(heading(column)) for column in table.columns) + r" \\",
        "\\midrule",
    ]
    for row in table.rows:
        cells = (_latex_cell(cell, column) for cell, column in zip(row, table.columns, strict=True))
        lines.append(" & ".join(cells) + r" \\")
    lines += ["\\bottomrule", "\\end{tabular}"]
    lines += [f"% {escape.latex(note)}" for note in _footer(table)]
    out.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _latex_cell(cell: Cell, column: Column) -> str:
    """A cell; numbers below 0 get a minus, not a hyphen."""
    text = escape.latex(number(cell, column))
    return f"$-${text[1:]}" if isinstance(cell, (int, float)) and text.startswith("-") else text


_STYLE = (
    "body{font:15px/1.6 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif;margin:2em}"
    "table{border-collapse:collapse}td,th{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:left;"
    "vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}th{border-bottom:2px solid #333}"
    "p{color:#666;font-size:90%}"
)


def write_html(table: Table, out: BinaryIO) -> None:
    """A page that needs nothing from elsewhere; no script, and a policy that forbids any."""

    def cell(tag: str, text: str, column: Column) -> str:
        kind = "" if column.type in {"text", "date"} else ' class="n"'
        return f"<{tag}{kind}>{html.escape(escape.xml(text))}</{tag}>"

    out.write(
        (
            f'<!doctype html>\n<html lang="{"zh-Hans" if current() == "zh" else "en"}">\n<meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{html.escape(table.title)}</title>\n<style>{_STYLE}</style>\n<h1>{html.escape(table.title)}</h1>\n"
            "<table>\n<thead><tr>"
            + "".join(cell("th", heading(column), column) for column in table.columns)
            + "</tr></thead>\n<tbody>\n"
        ).encode()
    )
    for row in table.rows:
        cells = "".join(
            cell("td", number(value, column), column) for value, column in zip(row, table.columns, strict=True)
        )
        out.write(f"<tr>{cells}</tr>\n".encode("utf-8", "replace"))
    out.write(b"</tbody>\n</table>\n")
    for note in _footer(table):
        out.write(f"<p>{html.escape(escape.xml(note))}</p>\n".encode("utf-8", "replace"))
    out.write(b"</html>\n")


def write_xlsx(table: Table, out: BinaryIO) -> None:
    """An Excel workbook: each table with a frozen head, and a sheet of notes with the meaning of each column.

    Text is never a formula or a link. A cell over 32,767 characters is cut and marked; rows beyond a sheet's
    1,048,575 go on in further sheets; the notes say so.
    """
    import datetime

    import xlsxwriter

    book = xlsxwriter.Workbook(
        out,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": False,
         "in_memory": True},
    )  # fmt: skip
    # A fixed date keeps the bytes the same from run to run.
    book.set_properties({"title": escape.xml(table.title), "created": datetime.datetime(2000, 1, 1)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {name: book.add_format({"valign": "top", **shape}) for name, shape in _FORMATS.items()}
    for digits in {column.digits for one in (table, *table.more) for column in one.columns} - {2}:
        formats[f"float{digits}"] = book.add_format({"valign": "top", "num_format": "0." + "0" * digits})
    notes = list(_footer(table))
    tables = (table, *table.more)
    for one in tables:
        notes += _sheets(book, one, head, formats)
    sheet = book.add_worksheet("notes")
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 90)
    r = 0
    for r, note in enumerate(notes, start=1):
        sheet.write_string(r - 1, 0, escape.xml(note))
    for one in tables:
        r += 1
        first = "column" if len(tables) == 1 else one.name
        for n, name in enumerate((first, t("名称", "name"), t("含义", "meaning"))):
            sheet.write_string(r, n, name, head)
        for column in one.columns:
            r += 1
            for n, text in enumerate((column.name, heading(column), column.help)):
                sheet.write_string(r, n, escape.xml(text))
        r += 1
    book.close()


_FORMATS: dict[str, dict[str, str | bool]] = {
    "share": {"num_format": "0.0%"},
    "float": {"num_format": "0.00"},
    "p": {"num_format": '[<0.001]"<0.001";0.000'},
    "int": {"num_format": "0"},
    "text": {},
    "date": {},
    "long": {"text_wrap": True},
}


def _sheets(book: Any, table: Table, head: Any, formats: dict[str, Any]) -> list[str]:
    """Write one table, over as many sheets as it needs; what there is to say of it."""
    rows = iter(table.rows)
    cut = 0
    said = []
    for part in itertools.count(1):
        block = list(itertools.islice(rows, XLSX_ROWS))
        if part > 1 and not block:
            break
        sheet = book.add_worksheet(table.name[:25] if part == 1 else f"{table.name[:25]}-{part}")
        widths = [min(24, _width(name)) for name in table.names()]
        for n, column in enumerate(table.columns):
            sheet.write_string(0, n, escape.xml(column.name), head)
        for r, row in enumerate(block, start=1):
            for n, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                if isinstance(value, str):
                    text = escape.xml(value)
                    if len(text) > XLSX_CELL:
                        text = text[: XLSX_CELL - len(_CUT)] + _CUT
                        cut += 1
                    if r <= 200:
                        widths[n] = max(widths[n], _width(text))
                    if text:
                        sheet.write_string(r, n, text, formats["long" if len(text) > 30 else column.type])
                elif value is not None:
                    kind = f"float{column.digits}" if column.type == "float" and column.digits != 2 else column.type
                    sheet.write_number(r, n, value, formats[kind])
                    widths[n] = max(widths[n], 8)
        for n, width in enumerate(widths):
            sheet.set_column(n, n, min(60, width + 2))
        sheet.freeze_panes(1, 1)
        if block:
            sheet.autofilter(0, 0, len(block), len(table.columns) - 1)
        if len(block) < XLSX_ROWS:
            break
        if part == 1:
            said.append(
                t(
                    "行数超过一张工作表的上限，后面的行在其后各表",
                    "more rows than one sheet holds: the rest are on further sheets",
                )
            )
    if cut:
        said.append(
            t(
                f"{cut} 个单元格超过 32,767 字，已截断并标记 {_CUT}",
                f"{cut} cells over 32,767 characters were cut and marked {_CUT}",
            )
        )
    return said


def _width(text: str) -> int:
    """Width of a text in a sheet, hanzi counted double."""
    return sum(2 if char > "\u2e7f" else 1 for char in text[:80])


def _footer(table: Table) -> Iterator[str]:
    yield from table.notes
    if table.made_by:
        yield table.made_by


WRITERS: dict[str, Writer] = {
    "csv": write_csv,
    "tsv": write_tsv,
    "xlsx": write_xlsx,
    "json": write_json,
    "jsonl": write_jsonl,
    "md": write_markdown,
    "tex": write_latex,
    "html": write_html,
}
_SAME = {"ndjson": "jsonl", "markdown": "md", "latex": "tex", "htm": "html", "xlsm": "xlsx"}


def writer_for(name: str) -> Writer:
    """The writer of a format or file name ending.

    Raises UsageError, listing the formats, where there is none.
    """
    key = name.lower().lstrip(".")
    writer = WRITERS.get(_SAME.get(key, key))
    if writer is None:
        raise UsageError(
            t(f"不认识的输出格式“{name}”", f"unknown output format '{name}'"),
            hint=t(f"可用：{'、'.join(WRITERS)}", f"known: {', '.join(WRITERS)}"),
        )
    return writer


def check_target(path: Path, *, force: bool) -> None:
    """Refuse, before any work, an output that exists, or whose folder is missing or cannot be written to."""
    if path.is_dir():
        raise OutputRefused(t(f"{path} 是文件夹", f"{path} is a folder"), hint=t("给出文件名", "give a file name"))
    if path.exists() and not force:
        raise OutputRefused(
            t(f"{path} 已经存在", f"{path} exists already"),
            hint=t("加 --force 覆盖，或换一个文件名", "add --force to replace it, or choose another name"),
        )
    folder = path.parent
    if not folder.is_dir():
        raise OutputRefused(
            t(f"{folder} 文件夹不存在", f"there is no folder {folder}"), hint=t("先建立文件夹", "make the folder first")
        )
    if not os.access(folder, os.W_OK):
        raise OutputRefused(
            t(f"{folder} 不能写入", f"{folder} cannot be written to"), hint=t("换一个文件夹", "choose another folder")
        )


def write_file(table: Table, path: Path, *, force: bool = False, format: str = "") -> None:  # noqa: A002 - the option's name
    """Write a table, in the format of the file's ending or the one given; whole or not at all.

    Raises OutputRefused where the file exists and `force` is not given, NoSpace where the disk is full.
    """
    writer = writer_for(format or path.suffix)
    check_target(path, force=force)
    write_whole(path, lambda out: writer(table, out))


def write_whole(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    """Fill a temporary file beside `path`, then rename it to `path`."""
    handle = -1
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            handle = -1
            fill(out)
            out.flush()
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise _write_error(path, error) from None
    except Exception as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else error.__context__
        if isinstance(cause, OSError) and type(error).__module__.startswith("xlsxwriter"):
            raise _write_error(path, cause) from None
        raise
    finally:
        if handle >= 0:
            os.close(handle)
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _write_error(path: Path | str, error: OSError) -> DjtextError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return NoSpace(
            t(f"{path}：磁盘空间不足，没有写出", f"{path}: no space left; nothing was written"),
            hint=t("腾出空间，或写到别处", "make room or write elsewhere"),
        )
    return OutputRefused(
        t(
            f"{path}：写不出去（{os.strerror(error.errno or 0)}）",
            f"{path}: cannot be written ({os.strerror(error.errno or 0)})",
        ),
        hint=t("换一个位置", "choose another place"),
    )
