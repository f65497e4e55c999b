"""The rows of a coded file by its ending: tables, workbooks, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from djtext.errors import InputError, UsageError
from djtext.lang import t
from djtext.read import delimited, sheets
from djtext.read.coded import Problem, Row
from djtext.read.coded.names import fold_name
from djtext.read.columns import names_of
from djtext.read.raw import ReadOptions

MAX_BYTES = 64 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
COLUMNS = {  # what a column holds, and the names it may have; of several the first counts
    "id": ("uid", "id", "编号"),
    "doc": ("doc", "document", "文档"),
    "start": ("start", "起"),
    "end": ("end", "止"),
    "text": ("text", "sentence", "原文", "句子", "文本"),
    "role": ("role", "roles", "角色"),
    "second": ("second", "also", "次选"),
    "themes": ("themes", "theme", "主题"),
    "done": ("done", "完成"),
    "coder": ("coder", "编码员"),
    "confidence": ("confidence", "把握"),
    "weight": ("weight", "权重"),
}


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a coded file.

    Raises UsageError where it is missing, no regular file or over 64 MB.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise UsageError(
                t(f"{path}：没有这个编码文件", f"{path}: no such coded file"),
                hint=t(
                    "给出 csv、xlsx、jsonl、qdpx 或 Label Studio、Doccano 的导出文件",
                    "give a csv, xlsx, jsonl or qdpx file, or an export of Label Studio or Doccano",
                ),
            )
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(
                t(f"{path}：超过 64 MB", f"{path}: over 64 MB"),
                hint=t("拆成几个文件", "split it into several files"),
            )
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            t(f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})"),
            hint=t("检查权限", "check its permissions"),
        ) from None


def rows_of(path: str | Path, problems: list[Problem]) -> list[Row]:
    """All rows of a file, by its ending: csv, tsv, xlsx (also xls, ods), json, jsonl.

    Lines that cannot be read go to `problems`. Raises UsageError where the file holds no table.
    """
    path = Path(path)
    data = read_bytes(path)
    name = path.name
    kind = path.suffix.lower().lstrip(".")
    options = ReadOptions()
    try:
        if kind in {"csv", "tsv", "txt"}:
            return list(_delimited(name, data, options, problems))
        if kind in {"xlsx", "xlsm", "xls", "xlsb", "ods"}:
            return _workbook(name, data, options)
        if kind in {"json", "jsonl", "ndjson"}:
            return list(_json(name, data, options, problems))
    except InputError as error:
        raise UsageError(
            f"{path}: {error.message} [{error.code}]",
            hint=t("检查文件，或另存为 csv", "check the file, or save it as csv"),
        ) from None
    raise UsageError(
        t(f"{path}：不认识的编码文件格式", f"{path}: a coded file of an unknown format"),
        hint=t("可用：csv tsv xlsx json jsonl qdpx", "known: csv tsv xlsx json jsonl qdpx"),
    )


def _delimited(name: str, data: bytes, options: ReadOptions, problems: list[Problem]) -> Iterator[Row]:
    text, _ = delimited.text_of(data, options)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    header: list[str] = []
    for line, cells, in_order in delimited.rows(text, delimited.sniff_delimiter(text)):
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{name}:{line}"
        if not header:
            header = names_of(cells, len(cells))
            continue
        if not in_order:
            problems.append(Problem(where, "quotes", t("引号不成对", "quotes that do not pair")))
        if len(cells) > len(header):
            problems.append(
                Problem(
                    where,
                    "cells",
                    t(f"多出 {len(cells) - len(header)} 格", f"{len(cells) - len(header)} cells too many"),
                )
            )
        yield Row(where, {column: _unsheet(cell) for column, cell in zip(header, cells, strict=False)})


def _workbook(name: str, data: bytes, options: ReadOptions) -> list[Row]:
    """Rows of the first sheet that has a column with texts or ids."""
    known = {fold_name(n) for n in (*COLUMNS["text"], *COLUMNS["id"])}
    for sheet, grid, first in sheets.grids(data, options):
        rows = [(first + n, cells) for n, cells in enumerate(grid) if any(cell.strip() for cell in cells)]
        if not rows or not known & {fold_name(cell) for cell in rows[0][1]}:
            continue
        header = names_of(rows[0][1], len(rows[0][1]))
        place = f"{name}:{sheet}!" if sheet.casefold() != "coding" else f"{name}:"
        return [
            Row(f"{place}{line}", {column: _unsheet(cell) for column, cell in zip(header, cells, strict=False)})
            for line, cells in rows[1:]
        ]
    raise InputError(t("没有 text 或 id 列的工作表", "no sheet with a column text or id"), code="no-text-column")


def _json(name: str, data: bytes, options: ReadOptions, problems: list[Problem]) -> Iterator[Row]:
    text, _ = delimited.text_of(data, options)
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("["):
        try:
            items = json.loads(text, strict=False)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise InputError(t(f"第 {line} 行起不是 JSON", f"no JSON from line {line} on"), code="corrupt") from None
        for number, item in enumerate(items, start=1):
            if isinstance(item, dict):
                yield Row(f"{name}#{number}", item)
            else:
                problems.append(Problem(f"{name}#{number}", "bad-item", t("不是一条记录", "no record")))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line, strict=False)
        except (ValueError, RecursionError):
            item = None
        if isinstance(item, dict):
            yield Row(f"{name}:{number}", item)
        else:
            problems.append(Problem(f"{name}:{number}", "bad-line", t("不是一条 JSON 记录", "no JSON record")))


def _unsheet(cell: str) -> str:
    """A cell without the ' that keeps a spreadsheet from taking it for a formula.

    >>> _unsheet("'-一要学习"), _unsheet("'学习'")
    ('-一要学习', "'学习'")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
