"""JSON and JSON Lines to records. Values are strings as written: a number keeps its digits, `null` is nothing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.columns import TEXT_NAMES, Record, tidy
from djtext.read.delimited import text_of
from djtext.read.raw import ReadOptions

_SPACE = re.compile(r"[ \t\r\n]*")
_DEPTH = 4  # of the list of documents within an object
_TOLD = 10  # numbers of bad lines that are listed
_BAD = (ValueError, RecursionError)


@dataclass(slots=True)
class Collected:
    """Records, the encoding, what could not be read, and whether the file is one document."""

    records: list[Record] = field(default_factory=list)
    encoding: str = ""
    partial: tuple[str, str] = ("", "")
    single: bool = False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that comes twice both values stay."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        number = 2
        unique = name
        while unique in made and number < 100:
            unique = f"{name} {number}"
            number += 1
        made[unique] = value
    return made


class _Number(str):
    """A number as written, told apart from a string where that matters."""

    __slots__ = ()


_DECODER = json.JSONDecoder(
    parse_int=_Number, parse_float=_Number, parse_constant=_Number, strict=False, object_pairs_hook=_object
)


def collect(data: bytes, options: ReadOptions) -> Collected:
    """All records of a file: an array, an object with a list in it, one object, or a record a line.

    Raises InputError: `corrupt` where nothing can be read, `no-text` where it is an empty list.
    """
    text, encoding = text_of(data, options)
    text = text.removeprefix("\ufeff")
    start = _skip(text, 0)
    found = None
    if text.startswith("[", start):
        found = _array(text, start + 1)
    if found is None:
        found = _lines(text)
    if found is None or (not found.records and text.startswith("{", start)):
        found = _whole(text, options) or found
    if found is None or (found.partial[0] and not found.records):
        raise InputError(t("不是 JSON，或已损坏", "not JSON, or damaged"), code="corrupt")
    if not found.records:
        raise InputError(t("里面没有文档", "no documents in it"), code="no-text")
    found.encoding = encoding
    return found


def _skip(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _array(text: str, place: int) -> Collected | None:
    """Items of an array, one by one, so that a damaged end costs the end; None where something follows the array."""
    found = Collected()
    items: list[Any] = []
    while True:
        place = _skip(text, place)
        if text.startswith("]", place):
            if _skip(text, place + 1) < len(text):
                return None
            break
        try:
            item, place = _DECODER.raw_decode(text, place)
        except _BAD:
            return None if not items else _cut(found, items, text, place)
        items.append(item)
        place = _skip(text, place)
        if text.startswith(",", place):
            place += 1
        elif not text.startswith("]", place):
            return _cut(found, items, text, place)
    _add(found, items)
    return found


def _cut(found: Collected, items: list[Any], text: str, place: int) -> Collected:
    _add(found, items)
    line = text.count("\n", 0, place) + 1
    found.partial = ("truncated", t(f"从第 {line} 行起无法解析", f"cannot be read from line {line} on"))
    return found


def _add(found: Collected, items: list[Any]) -> None:
    """Items as records; those that are no record are counted."""
    bad = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            found.records.append(Record(flat(item)))
        elif isinstance(item, str) and not isinstance(item, _Number):
            found.records.append(Record({"text": tidy(item)}))
        else:
            bad.append(number)
    if bad:
        found.partial = ("bad-items", t(f"{len(bad)} 项不是文档：{_told(bad)}", f"{len(bad)} items: {_told(bad)}"))


def _told(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_TOLD])) + (" …" if len(numbers) > _TOLD else "")


def _lines(text: str) -> Collected | None:
    """A record a line; None where the lines are one value together."""
    found = Collected()
    bad = []
    last = ""
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip(" \t\r")
        if not line:
            continue
        try:
            item = _DECODER.decode(line)
        except _BAD:
            bad.append(number)
            continue
        if isinstance(item, dict):
            found.records.append(Record(flat(item)))
            last = line
        else:
            bad.append(number)
    if not found.records or (len(found.records) == 1 and not bad and text.strip() == last):
        return None
    if bad:
        found.partial = (
            "bad-lines",
            t(f"{len(bad)} 行无法解析：{_told(bad)}", f"{len(bad)} line{'s' * (len(bad) > 1)}: {_told(bad)}"),
        )
    return found


def _whole(text: str, options: ReadOptions) -> Collected | None:
    """One object: a document itself, or around the list of them."""
    try:
        value = _DECODER.decode(text)
    except _BAD:
        return None
    if not isinstance(value, dict):
        return None
    found = Collected()
    names = {options.text_column.strip().lower()} if options.text_column else set(TEXT_NAMES)
    record = flat(value)
    if any(name.lower() in names and record[name].strip() for name in record):
        return Collected([Record(record)], single=True)
    items = _inside(value, _DEPTH)
    if items:
        _add(found, items)
    else:
        found.records, found.single = [Record(record)], True
    return found


def _inside(value: dict[str, Any], depth: int) -> list[Any]:
    """The longest list of objects within an object; objects by key count as such a list, their key as id."""
    best: list[Any] = []
    for inner in value.values():
        found: list[Any] = []
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            found = inner
        elif isinstance(inner, dict) and depth:
            found = _inside(inner, depth - 1)
        if len(found) > len(best):
            best = found
    if not best and len(value) > 1 and all(isinstance(inner, dict) for inner in value.values()):
        return [{"id": name, **inner} for name, inner in value.items()]
    return best


def flat(item: dict[str, Any]) -> dict[str, str]:
    """The fields of an object as strings: lists of strings joined, `meta` taken apart, what is deeper as JSON.

    >>> flat({"text": ["一段", "二段"], "tags": ["党建", "作风"], "meta": {"year": "2019"}, "ok": True, "no": None})
    {'text': '一段\\n二段', 'tags': '党建；作风', 'year': '2019', 'ok': 'true'}
    """
    made: dict[str, str] = {}
    for written, value in item.items():
        name = tidy(written).strip()
        if isinstance(value, dict) and name.lower() in {"meta", "metadata"}:
            for inner, inside in flat_pairs(value):
                made.setdefault(inner, inside)
            continue
        said = _string(value, "\n" if name.lower() in TEXT_NAMES else "；")
        if said:
            made[name] = said
    return made


def flat_pairs(value: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and value as a string of the fields of an object, the empty ones left out."""
    return [(tidy(name).strip(), said) for name, inner in value.items() if (said := _string(inner, "；"))]


def _string(value: Any, separator: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tidy(separator.join(value))
    try:
        return tidy(json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return "…"
