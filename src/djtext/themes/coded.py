"""Sentences that people (or others) have coded with themes: JSON lines or CSV with the columns `text` and `themes`."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t

MAX_BYTES = 200_000_000
_BETWEEN = re.compile(r"[\s;,|、，；]+")


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """A sentence with the keys of its themes; `maybe` are those that the coder held possible."""

    doc: str
    text: str
    themes: frozenset[str]
    maybe: frozenset[str] = frozenset()


def read_coded(path: str | Path) -> tuple[CodedSentence, ...]:
    """The coded sentences of a file, in order: .jsonl, or .csv and .tsv with a head line.

    `text` and `themes` are needed, `maybe` and `doc` are taken where they stand. Themes are a list, or one text with
    spaces, commas or semicolons between the keys. Sentences without text are left out.

    Raises UsageError, with file and line, where the file cannot be read as such.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UsageError(
            t(f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})"),
            hint=t("检查 --coded 的路径", "check the path given to --coded"),
        ) from None
    if size > MAX_BYTES:
        raise _wrong(path, 0, t("文件超过 200 MB", "larger than 200 MB"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(path, data[: error.start].count(b"\n") + 1, t("不是 UTF-8 编码", "not UTF-8")) from None
    ending = path.suffix.lower()
    if ending in {".jsonl", ".ndjson"}:
        return _lines(path, text)
    if ending in {".csv", ".tsv"}:
        return _cells(path, text, "\t" if ending == ".tsv" else ",")
    raise _wrong(path, 0, t("要 .jsonl、.csv 或 .tsv", "must end in .jsonl, .csv or .tsv"))


def _wrong(path: Path, line: int, what: str) -> UsageError:
    place = f"{path}:{line}" if line else str(path)
    return UsageError(
        f"{place}{t('：', ': ')}{what}",
        hint=t("每行一句，要有 text 和 themes 两栏", "one sentence a row, with the columns text and themes"),
    )


def _keys(value: Any) -> frozenset[str] | None:
    if value is None:
        return frozenset()
    if isinstance(value, str):
        return frozenset(filter(None, _BETWEEN.split(value)))
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return frozenset(value)
    return None


def _sentence(path: Path, line: int, row: dict[str, Any]) -> CodedSentence | None:
    text, themes, maybe = row.get("text"), _keys(row.get("themes")), _keys(row.get("maybe"))
    if not isinstance(text, str) or "themes" not in row or themes is None or maybe is None:
        raise _wrong(path, line, t("缺少 text 或 themes，或不是文字", "no text or themes, or not of text"))
    doc = row.get("doc")
    return CodedSentence(doc if isinstance(doc, str) else "", text, themes, maybe) if text.strip() else None


def _lines(path: Path, text: str) -> tuple[CodedSentence, ...]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise _wrong(path, number, t("不是 JSON", "not JSON")) from None
        if not isinstance(row, dict):
            raise _wrong(path, number, t("不是 JSON 对象", "not a JSON object"))
        found.append(_sentence(path, number, row))
    return tuple(one for one in found if one is not None)


def _cells(path: Path, text: str, delimiter: str) -> tuple[CodedSentence, ...]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[CodedSentence | None] = []
    try:
        found += [_sentence(path, reader.line_num, {key: value for key, value in row.items() if key}) for row in reader]
    except csv.Error as error:
        raise _wrong(path, reader.line_num, f"CSV: {error}") from None
    return tuple(one for one in found if one is not None)
