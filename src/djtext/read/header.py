"""What is known about a document besides its text: title, date, author, source and any further field.

Asked in this order, field by field: front matter; `metadata.csv` in the file's folder; the file's name
(`2019-05-06-标题-作者.txt`); the first lines. `meta["inferred"]` lists the fields that were read off the last two.
"""

from __future__ import annotations

import csv
import io
import os
import re
from functools import lru_cache
from itertools import islice
from pathlib import Path

from djtext.read import remote
from djtext.read.dates import find_date, parse_date
from djtext.read.decode import decode

_NAMES = {
    "标题": "title", "题目": "title", "题名": "title", "日期": "date", "时间": "date", "发布时间": "date", "发表时间": "date", "publication": "date", "published": "date", "年份": "date",
    "作者": "author", "来源": "source", "出处": "source", "发布单位": "issuer", "单位": "issuer", "体裁": "genre",
    "文种": "genre", "层级": "level", "级别": "level", "地区": "region",
}  # fmt: skip
_FILE_COLUMNS = ("file", "filename", "path", "文件", "文件名")
_FILE_NAME = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|(?:19|20)\d{6}|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
    r"[-_ ]*(?P<title>.+?)(?:[-_](?P<author>[\u4e00-\u9fff·]{2,8}))?\Z"
)
_NUMBERED = re.compile(r"\d{1,5}[-_.、 ]+(?=\D|\d{4}年)")
_LABELLED = re.compile(r"(作者|来源|发布时间|发布日期|时间|日期)[:：]\s*([^\s|｜]{2,30})")
_HANZI = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+")
_HEAD_LINES = 6
_LARGEST = 100_000_000  # bytes of a metadata.csv that is read by URL


def canonical(name: str) -> str:
    """The field a column or key means: Chinese names become the English ones.

    >>> canonical("标题"), canonical(" Issuer ")
    ('title', 'issuer')
    """
    name = name.strip().lower()
    return _NAMES.get(name, name)


@lru_cache(maxsize=256)
def folder_table(folder: str) -> dict[str, dict[str, str]]:
    """Rows of a folder's `metadata.csv` by file name; comma, semicolon or tab, any encoding; empty where there is none."""
    try:
        if remote.is_remote(folder):
            text = decode(remote.head(f"{folder}/metadata.csv", _LARGEST)).text
        else:
            text = decode((Path(folder) / "metadata.csv").read_bytes()).text
    except (OSError, ValueError):
        return {}
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return {}
    table = {}
    for row in rows:
        names = [row[column] for column in row if column and column.strip().lower() in _FILE_COLUMNS and row[column]]
        if names:
            fields = {canonical(k): v.strip() for k, v in row.items() if k and isinstance(v, str) and v.strip()}
            table[names[0].strip()] = {k: v for k, v in fields.items() if k not in _FILE_COLUMNS}
    return table


def from_folder(path: str) -> dict[str, str]:
    """Fields that `metadata.csv` in the file's folder, or in one of the two folders above, has for it."""
    folder, name = os.path.split(path)
    for above, way in _ways(folder) if not remote.is_remote(path) else _remote_ways(path):
        table = folder_table(above)
        if table and way + name in table:
            return table[way + name]
    return {}


@lru_cache(maxsize=256)
def _ways(folder: str) -> tuple[tuple[str, str], ...]:
    """A folder and the two above it, each with the way from there to the folder.

    >>> _ways("a/b")
    (('a/b', ''), ('a', 'b/'), ('.', 'a/b/'))
    """
    inside = Path(folder, "name")
    return tuple((str(above), "/".join((*inside.parts[-1 - n : -1], ""))) for n, above in enumerate(inside.parents[:3]))


def _remote_ways(url: str) -> tuple[tuple[str, str], ...]:
    parts = url.split("/")
    return tuple((above, "/".join((*parts[-1 - n : -1], ""))) for n, above in enumerate(remote.folders_above(url)[:3]))


def from_name(stem: str) -> dict[str, str]:
    """Date, title and author from a file's name without its ending.

    >>> from_name("2019-05-06-让干部走出机关-柳下")
    {'date': '2019-05-06', 'title': '让干部走出机关', 'author': '柳下'}
    >>> from_name("0187-2019年终述评")
    {'title': '2019年终述评'}
    """
    numbered = _NUMBERED.match(stem)
    if numbered and not _FILE_NAME.match(stem):
        stem = stem[numbered.end() :]
        return {"title": stem} if stem else {}
    match = _FILE_NAME.match(stem)
    if match is None:
        return {"title": stem}
    fields = {name: value for name, value in match.groupdict().items() if value}
    fields["date"] = parse_date(fields["date"])
    return fields if fields["date"] else {"title": stem}


def from_lines(text: str) -> dict[str, str]:
    """Title, date, author and source from the first lines, where a line is short enough to be no prose.

    >>> from_lines("让干部走出机关\\n（二〇一九年五月六日）\\n作者：柳下\\n正文从这里开始。")
    {'title': '让干部走出机关', 'date': '2019-05-06', 'author': '柳下'}
    """
    lines = list(islice(filter(None, map(str.strip, text[:4_000].split("\n"))), _HEAD_LINES))
    fields: dict[str, str] = {}
    if lines and len(lines[0]) <= 60 and lines[0][-1] not in "。！；，：:;,.":
        fields["title"] = lines[0]
    for place, line in enumerate(lines):
        if len(line) > 60 or line[-1] in "。！；":
            continue
        if place and "date" not in fields:
            date = find_date(line)
            if date and len(date) > 4:
                fields["date"] = date
        for label, value in _LABELLED.findall(line):
            name = canonical(label)
            if name in {"author", "source"}:
                fields.setdefault(name, value)
    return fields


def describe(
    path: str, text: str, said: dict[str, str], *, told: dict[str, str] | None = None, member: bool = False
) -> dict[str, str]:
    """All fields of a document.

    `said` is what the file states outright, `told` what its furniture showed. `inferred` lists the fields that were
    read off the furniture, the file's name or the first lines. A record or archive member (`member`) takes nothing
    from the name of the file that holds it.
    """
    from djtext.clean.header import genre_of

    fields = {canonical(name): value for name, value in said.items() if value}
    if path != "-":
        fields = {**from_folder(path), **fields}
    if "date" in fields:
        date = parse_date(fields["date"])
        if not date:
            fields["date_text"] = fields["date"]
        fields["date"] = date
    named = from_name(Path(path).stem) if path != "-" and not member else {}
    lines = from_lines(text)
    guessed: dict[str, str] = {**(told or {}), **lines, **{k: v for k, v in named.items() if k != "title"}}
    title = named.get("title", "")
    if title and "date" in named and _HANZI.sub("", title) != _HANZI.sub("", lines.get("title", "")):
        guessed["title"] = title
    guessed.setdefault("title", title)
    guessed["genre"] = genre_of(fields.get("title") or guessed["title"])
    inferred = [name for name, value in sorted(guessed.items()) if value and not fields.get(name)]
    for name in inferred:
        fields[name] = guessed[name]
    if inferred:
        fields["inferred"] = ",".join(inferred)
    return fields
