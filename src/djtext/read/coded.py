"""Files that people have coded: what each row says, and what is wrong with it, with file and line.

A row that nobody has coded is not in the sample. A blank cell says nothing, unless the coder says that the row is done:
then a blank role is `other` and blank themes are none. Nothing is left out without a word: every row becomes a `Coding`
or a `Problem`.
"""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from djtext.errors import InputError, UsageError
from djtext.lang import t
from djtext.read import delimited, sheets
from djtext.read.columns import names_of
from djtext.read.raw import ReadOptions
from djtext.text.anchor import bare, unit_id

MAX_BYTES = 64 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NAMES = {
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
_YES = frozenset({"1", "1.0", "true", "yes", "y", "x", "√", "✓", "是", "完成", "done", "ok", "对"})
_NO = frozenset({"", "0", "0.0", "false", "no", "n", "否", "未"})
_NONE = frozenset({"none", "无", "-", "—", "－", "没有", "/"})
_PARTS = re.compile(r"[;；|,，\n\t]+")
_ID = re.compile("[0-9a-f]{12}")
_FINE = re.compile(r"[、\s]+")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that may be given: every name of a role or theme, folded, with its key."""

    roles: Mapping[str, str]
    themes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a coded file: `where` is file:line, `code` a stable word, `text` says it for people."""

    where: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder says of one unit. None, of role or themes, is: not coded; no themes at all is the empty tuple.

    `value` is the cell of the column that the user asked for; `where` is file:line.
    """

    where: str
    coder: str
    id: str
    doc: str
    text: str
    start: int | None = None
    end: int | None = None
    role: str | None = None
    second: tuple[str, ...] = ()
    themes: tuple[str, ...] | None = None
    value: str | None = None
    confidence: float | None = None
    weight: float | None = None

    @property
    def coded(self) -> bool:
        """Whether it says anything."""
        return self.role is not None or self.themes is not None or self.value is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file has it: its line (of a workbook the row, of a JSON array the item) and its cells by column."""

    where: str
    fields: Mapping[str, Any]


def fold_name(name: str) -> str:
    """A name of a code in the form in which it is compared.

    >>> fold_name(" Problem ") == fold_name("Ｐｒｏｂｌｅｍ")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def codes_of(roles: Iterable[tuple[str, ...]], themes: Iterable[tuple[str, ...]]) -> Codes:
    """Codes from tuples of a key and its other names; a name that two codes share stands for neither.

    >>> codes_of([("problem", "问题", "P")], [("liangzhangpi", "两张皮")]).roles["p"]
    'problem'
    """

    def by_name(groups: Iterable[tuple[str, ...]]) -> dict[str, str]:
        groups = tuple(groups)
        made: dict[str, str] = {}
        twice = set()
        for key, *others in groups:
            for name in {fold_name(other) for other in others if other}:
                if made.setdefault(name, key) != key:
                    twice.add(name)
        for name in twice:
            del made[name]
        return {**made, **{fold_name(group[0]): group[0] for group in groups}}

    return Codes(by_name(roles), by_name(themes))


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
    known = {fold_name(n) for n in (*_NAMES["text"], *_NAMES["id"])}
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
        for meaning, names in _NAMES.items()
        for name in reversed(names)
        if fold_name(name) in there
    }


def _coding(
    row: Row, columns: Mapping[str, str], codes: Codes, problems: list[Problem], *, coder: str, done: bool, column: str
) -> Coding:
    def cell(meaning: str) -> Any:
        return row.fields.get(columns[meaning]) if meaning in columns else None

    said = fold_name(_string(cell("done")))
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
    roles = [found for part in _list(cell("role")) if (found := role_of(part, codes, problems, row.where))]
    second = [found for part in _list(cell("second")) if (found := role_of(part, codes, problems, row.where))]
    role = roles[0] if roles else "other" if finished and not _list(cell("role")) else None
    themes = themes_of(cell("themes"), codes, problems, row.where, blank_is_none=finished)
    value = _string(row.fields.get(column)).strip() if column else ""
    return Coding(
        where=row.where,
        coder=_string(cell("coder")).strip() or coder,
        id=_string(cell("id")).strip(),
        doc=_string(cell("doc")).strip(),
        text=_string(cell("text")),
        start=whole_number(cell("start")),
        end=whole_number(cell("end")),
        role=role,
        second=tuple(dict.fromkeys([*roles[1:], *second])),
        themes=themes,
        value=value or None,
        confidence=_number(cell("confidence")),
        weight=_number(cell("weight")),
    )


def role_of(name: str, codes: Codes, problems: list[Problem], where: str) -> str | None:
    """The key of a role by any of its names; a problem where there is none."""
    key = codes.roles.get(fold_name(name))
    if key is None:
        problems.append(
            Problem(
                where,
                "bad-role",
                t(
                    f"没有“{cut(name)}”这个角色，此格不计（可用：{_listed(codes.roles)}）",
                    f"there is no role '{cut(name)}'; the cell is left out (known: {_listed(codes.roles)})",
                ),
            )
        )
    return key


def themes_of(
    cell: Any, codes: Codes, problems: list[Problem], where: str, *, blank_is_none: bool
) -> tuple[str, ...] | None:
    """The themes of a cell, in the order of their keys; None where it is blank and that says nothing, or has a bad code."""
    if isinstance(cell, (list, tuple)) and not cell:
        return ()
    parts = _list(cell)
    if not parts:
        return () if blank_is_none else None
    found: set[str] = set()
    good = True
    for part in parts:
        for name in _split(part, codes.themes):
            key = codes.themes.get(fold_name(name))
            if key is not None:
                found.add(key)
            elif fold_name(name) not in _NONE:
                good = False
                problems.append(
                    Problem(
                        where,
                        "bad-theme",
                        t(
                            f"没有“{cut(name)}”这个主题，此格不计{_near(name, codes.themes)}",
                            f"there is no theme '{cut(name)}'; the cell is left out{_near(name, codes.themes)}",
                        ),
                    )
                )
    return tuple(sorted(found)) if good else None


def _split(part: str, known: Mapping[str, str]) -> list[str]:
    """The names in a piece of text: whole if it is one, else parted at the weaker marks too."""
    if fold_name(part) in known:
        return [part]
    names = []
    for piece in _PARTS.split(part):
        if fold_name(piece) in known:
            names.append(piece)
        else:
            names += [name for name in _FINE.split(piece) if name]
    return names


def _near(name: str, known: Mapping[str, str]) -> str:
    import difflib

    near = difflib.get_close_matches(fold_name(name)[:60], known, n=1, cutoff=0.6)
    return t(f"（是不是“{near[0]}”？）", f" (did you mean '{near[0]}'?)") if near else ""


def _listed(known: Mapping[str, str]) -> str:
    return " ".join(dict.fromkeys(known.values()))


def cut(name: str) -> str:
    """A name on one line, at most 40 characters long."""
    name = " ".join(name.split())
    return name if len(name) <= 40 else name[:39] + "…"


def _list(cell: Any) -> list[str]:
    """The values of a cell: of a JSON array its items; text that is an array in JSON counts as one."""
    if isinstance(cell, str) and cell.startswith("[") and cell.endswith("]"):
        with contextlib.suppress(ValueError, RecursionError):
            cell = json.loads(cell)
    if isinstance(cell, (list, tuple)):
        return [text for item in cell if (text := _string(item).strip())]
    text = _string(cell).strip()
    return [text] if text else []


def _string(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def whole_number(cell: Any) -> int | None:
    """A place, from 0; None for what is none."""
    text = _string(cell).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _number(cell: Any) -> float | None:
    import math

    try:
        value = float(_string(cell).strip() or "nan")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def unchanged(found: Sequence[Coding], problems: list[Problem]) -> list[Coding]:
    """Codings whose text, document and place are still those of their id; the others are told and left out.

    Ids of another origin than `djtext sample` cannot be checked: where fewer than half of those of a file fit, none is.
    """
    checked = [
        (item, item.id == unit_id(item.doc, item.start, item.text))
        for item in found
        if item.start is not None and _ID.fullmatch(item.id)
    ]
    bad = {id(item) for item, fits in checked if not fits}
    if 2 * len(bad) > len(checked):
        return list(found)
    for item in found:
        if id(item) in bad:
            text = t(
                "原文、文档或起点已不是抽样时的，此行不计",
                "text, document or start are not those that were drawn; left out",
            )
            problems.append(Problem(item.where, "text-changed", text))
    return [item for item in found if id(item) not in bad]


def without_twins(found: Iterable[Coding], problems: list[Problem]) -> list[Coding]:
    """One coding a unit: of rows with one id that say the same the first stays; where they contradict, none does.

    Rows without an id are let be: the same sentence may stand twice in a document.
    """
    kept: dict[object, Coding] = {}
    bad: set[object] = set()
    for place, item in enumerate(found):
        key = (item.coder, item.id) if item.id else place
        first = kept.setdefault(key, item)
        if first is item:
            continue
        same = replace(item, where="", confidence=None) == replace(first, where="", confidence=None)
        if same or not item.coded:
            text = t(f"与 {first.where} 重复，只计一次", f"repeats {first.where}; counted once")
        elif not first.coded and bare(first.text) == bare(item.text):
            kept[key] = item
            text = t(
                f"与 {first.where} 重复，前者未编码，取后者", f"repeats {first.where}, which is blank; this one counts"
            )
        else:
            bad.add(key)
            text = t(
                f"与 {first.where} 编号相同而内容不同，两行都不计",
                f"has the id of {first.where} and differs; neither counts",
            )
        problems.append(Problem(item.where, "duplicate", text))
    return [item for key, item in kept.items() if key not in bad]
