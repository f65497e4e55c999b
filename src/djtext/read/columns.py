"""Which column of a table holds what, and the documents of its rows.

The text is the column that `--text-column` names, else one called text, content, body, 正文, 内容, 全文 or 文本, else
the one with the most hanzi a cell. All other columns become metadata under their English names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.header import canonical
from djtext.read.raw import Raw, ReadOptions

TEXT_NAMES = ("text", "content", "body", "正文", "内容", "全文", "文本")
ID_NAMES = ("id", "doc_id", "编号")
_LEAST_HANZI = 30  # a cell, on average, below which no column is taken for the text
_SAMPLE = 2_000  # rows
_NO_HANZI = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff]+")
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_ENDS = frozenset("\r\x0b\x0c\x85\u2028\u2029")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_YEAR = re.compile(r"(?:18|19|20|21)\d\d")


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells by column, and what is wrong with it."""

    fields: dict[str, str]
    partial: tuple[str, str] = ("", "")

    @property
    def hanzi(self) -> int:
        """Hanzi in all cells."""
        return sum(hanzi(value) for value in self.fields.values())


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns that hold text, title, date and id; empty where there is none."""

    text: str
    title: str = ""
    date: str = ""
    id: str = ""


def hanzi(text: str) -> int:
    """How many hanzi a text has.

    >>> hanzi("走出 ABC 机关。")
    4
    """
    return len(_NO_HANZI.sub("", text))


def tidy(cell: str) -> str:
    """A cell with LF line ends, without control characters, lone surrogates as U+FFFD.

    >>> tidy("一\\r\\n二\\u2028三\\x00")
    '一\\n二\\n三'
    """
    if "\r\n" in cell:
        cell = cell.replace("\r\n", "\n")
    return _UNUSUAL.sub(_usual, cell)


def _usual(match: re.Match[str]) -> str:
    char = match.group()
    if char in _LINE_ENDS:
        return "\n"
    return "\ufffd" if char >= "\ud800" else ""


def names_of(header: list[str], width: int = 0) -> list[str]:
    """Column names that are there and differ: the empty ones get their number, the repeated ones a number behind.

    >>> names_of(["正文", "", "正文"], 4)
    ['正文', '2', '正文 2', '4']
    """
    names: dict[str, None] = {}
    times: dict[str, int] = {}
    for place in range(max(len(header), width)):
        base = tidy(header[place]).strip() if place < len(header) else ""
        base = name = base or str(place + 1)
        number = times.get(base, 2)
        while name in names:
            name = f"{base} {number}"
            number += 1
        times[base] = number
        names[name] = None
    return list(names)


def columns_of(records: list[Record]) -> list[str]:
    """All column names of the records, in the order in which they appear."""
    return list(dict.fromkeys(name for record in records for name in record.fields))


def no_text_column(columns: list[str]) -> InputError:
    """The error that lists the columns and says what to do."""
    listed = "、".join(name if len(name) <= 30 else name[:29] + "…" for name in columns[:20])
    listed = " ".join(listed.split()) + ("…" if len(columns) > 20 else "")
    return InputError(
        t(
            f"不知道哪一列是正文（列：{listed}），请用 --text-column 指明",
            f"no column looks like the text (columns: {listed}); name it with --text-column",
        ),
        code="no-text-column",
    )


def has_text(columns: list[str], records: list[Record], options: ReadOptions) -> bool:
    """Whether a table has a column that was named as, or looks like, the text."""
    return bool(_text_column(columns, records, options))


def assign(columns: list[str], records: list[Record], options: ReadOptions) -> Roles:
    """Which column is what.

    Raises InputError: `no-text-column`; `no-column` where a title, date or id column was named that is not there.
    """
    text = _text_column(columns, records, options)
    if not text:
        raise no_text_column(columns)
    named = {}
    for role, wanted in (("title", options.title_column), ("date", options.date_column), ("id", options.id_column)):
        named[role] = _find(columns, wanted) if wanted else ""
        if wanted and not named[role]:
            raise InputError(
                t(f"没有“{wanted}”这一列（列：{'、'.join(columns[:20])}）", f"no column '{wanted}'"), code="no-column"
            )
    if not named["id"]:
        named["id"] = next((name for known in ID_NAMES for name in columns if name.lower() == known), "")
    return Roles(text, **named)


def _find(columns: list[str], wanted: str) -> str:
    """A column by its name: as it stands, else whatever the case, else by the field it means."""
    wanted = wanted.strip()
    for same in (str, str.lower, canonical):
        for name in columns:
            if same(name) == same(wanted):
                return name
    return ""


def _text_column(columns: list[str], records: list[Record], options: ReadOptions) -> str:
    if options.text_column:
        return _find(columns, options.text_column)
    sample = records[:_SAMPLE]
    called = [name for known in TEXT_NAMES for name in columns if name.lower() == known]
    for name in called:
        if any(record.fields.get(name, "").strip() for record in sample):
            return name
    amounts: dict[str, list[int]] = {}
    for record in sample:
        for name, value in record.fields.items():
            if value.strip():
                amounts.setdefault(name, []).append(hanzi(value))
    means = [(sum(found) / len(found), name) for name in columns if (found := amounts.get(name))]
    best = max(means, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= _LEAST_HANZI else (called[0] if called else "")


def documents(
    columns: list[str], records: list[Record], options: ReadOptions, *, encoding: str, prefix: str = ""
) -> Iterator[Raw]:
    """One Raw a record; `member` is its id where every record has one of its own, else its number from 1."""
    roles = assign(columns, records, options)
    ids = [record.fields.get(roles.id, "").strip() for record in records] if roles.id else []
    own = bool(ids) and all(ids) and len(set(ids)) == len(ids)
    told = ("id-not-unique",) if options.id_column and not own else ()
    for number, record in enumerate(records, start=1):
        text = record.fields.get(roles.text, "")
        meta = fields_of(record, roles, keep_id=not own)
        replaced = text.count("\ufffd")
        flags = (("replaced",) if replaced else ()) + (("private-use",) if _PRIVATE.search(text) else ()) + told
        member = prefix + (ids[number - 1] if own else str(number))
        yield Raw(text, encoding, replaced, member, meta, flags, record.partial)


def fields_of(record: Record, roles: Roles, *, keep_id: bool) -> tuple[tuple[str, str], ...]:
    """The metadata of a record: all columns but the text, under English names; a year serves as date of need."""
    fields: dict[str, str] = {}
    for name, column in (("title", roles.title), ("date", roles.date)):
        if column and (value := record.fields.get(column, "").strip()):
            fields[name] = value
    for column, value in record.fields.items():
        if column in {roles.text, roles.title, roles.date} or (column == roles.id and not keep_id):
            continue
        name = canonical(column)
        if name in fields:
            name = column.lower()
        if value.strip() and name not in fields:
            fields[name] = value.strip()
    if "date" not in fields and _YEAR.fullmatch(fields.get("year", "")):
        fields["date"] = fields["year"]
    return tuple(fields.items())
