"""Coded documents for other programs: Label Studio (JSON), Doccano (JSONL), REFI-QDA projects (.qdpx).

`EXPORTS` is the one list of them. Documents are written one by one as they come. Offsets are what the program counts:
UTF-16 units for Label Studio, characters for Doccano and REFI-QDA; every span of Label Studio also carries its text.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from djtext import __version__
from djtext.lang import current, t
from djtext.measures.labels import ROLE_NAMES
from djtext.study.coding import Candidate, Marked
from djtext.text.anchor import to_utf16, unit_id
from djtext.types import Codebook, Document
from djtext.view import escape

Coded = Iterable[tuple[Document, Marked]]
Writer = Callable[[Coded, Codebook, BinaryIO], int]
_COLOURS = {
    "problem": "#D9534F",
    "cause": "#F0AD4E",
    "remedy": "#5CB85C",
    "significance": "#5BC0DE",
    "other": "#B0B0B0",
}
_SPACE = uuid.UUID("6f1d3c5e-1f0b-5a57-9d0c-2f4a7b9be001")


def role_labels() -> dict[str, str]:
    """Roles as they are called in the other program: in Chinese, or by key."""
    return {key: names[0] if current() == "zh" else key for key, names in ROLE_NAMES.items()}


def theme_labels(book: Codebook) -> dict[str, str]:
    """Themes as they are called in the other program: in Chinese, or by key; by key where two share a label."""
    labels = [theme.label for theme in book.themes]
    return {
        theme.key: theme.label if current() == "zh" and labels.count(theme.label) == 1 else theme.key
        for theme in book.themes
    }


def _data(doc: Document, text: str) -> dict[str, str]:
    """What goes along with a text."""
    fields = {"doc": doc.id, "title": doc.title, "date": doc.date, "source": doc.source, "author": doc.author}
    return {"text": text, **{name: value for name, value in fields.items() if value or name == "doc"}}


def _json(value: Any) -> bytes:
    return escape.json_text(json.dumps(value, ensure_ascii=False)).encode("utf-8", "replace")


def write_label_studio(coded: Coded, book: Codebook, out: BinaryIO) -> int:
    """A task a document, roles as labelled regions, themes as choices of the region, all as predictions."""
    roles, themes = role_labels(), theme_labels(book)
    number = 0
    out.write(b"[")
    for doc, marked in coded:
        task: dict[str, Any] = {"data": _data(doc, marked.text)}
        if marked.units:
            version = f"djtext {__version__} · {book.title}"
            task["predictions"] = [{"model_version": version, "result": _regions(doc, marked, roles, themes)}]
        out.write((b",\n" if number else b"\n") + _json(task))
        number += 1
    out.write(b"\n]\n")
    return number


def _regions(
    doc: Document, marked: Marked, roles: Mapping[str, str], themes: Mapping[str, str]
) -> list[dict[str, Any]]:
    starts = to_utf16(marked.text, [unit.start for unit in marked.units])
    ends = to_utf16(marked.text, [unit.end for unit in marked.units])
    made: list[dict[str, Any]] = []
    for unit, start, end in zip(marked.units, starts, ends, strict=True):
        name = unit_id(doc.id, unit.start, unit.text)
        place = {"start": start, "end": end, "text": unit.text}
        common = {"id": name, "to_name": "text"}
        made.append({**common, "from_name": "role", "type": "labels", "value": {**place, "labels": [roles[unit.role]]}})
        if unit.themes:
            chosen = [themes[key] for key in unit.themes]
            made.append({**common, "from_name": "themes", "type": "choices", "value": {**place, "choices": chosen}})
    return made


def label_studio_config(book: Codebook) -> str:
    """The labelling interface of a Label Studio project that fits the export: paste it under Settings, Labelling."""
    roles = "\n".join(
        f"    <Label value={quoteattr(escape.xml(label))} background={quoteattr(_COLOURS[key])}/>"
        for key, label in role_labels().items()
    )
    themes = "\n".join(f"    <Choice value={quoteattr(escape.xml(label))}/>" for label in theme_labels(book).values())
    return (
        "<View>\n"
        "  <Style>.htx-text{ white-space: pre-wrap; }</Style>\n"
        f'  <Labels name="role" toName="text" choice="single">\n{roles}\n  </Labels>\n'
        '  <Text name="text" value="$text" saveTextResult="yes" granularity="sentence"/>\n'
        f'  <Choices name="themes" toName="text" perRegion="true" choice="multiple">\n{themes}\n  </Choices>\n'
        "</View>\n"
    )


def write_doccano(coded: Coded, book: Codebook, out: BinaryIO) -> int:
    """A line a document, each role and theme a span [start, end, label]; sequence labelling with overlaps allowed."""
    roles, themes = role_labels(), theme_labels(book)
    number = 0
    for doc, marked in coded:
        labels = [
            [unit.start, unit.end, label]
            for unit in marked.units
            for label in (roles[unit.role], *(themes[key] for key in unit.themes))
        ]
        out.write(_json({**_data(doc, marked.text), "label": labels}) + b"\n")
        number += 1
    return number


def _guid(*parts: str) -> str:
    """A name of the form REFI-QDA wants, the same for the same thing in every export."""
    return str(uuid.uuid5(_SPACE, hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()))


def write_qdpx(coded: Coded, book: Codebook, out: BinaryIO) -> int:
    """A REFI-QDA project: texts, roles and themes as codes, what the machine gave as codings of one user."""
    user = _guid("user", "djtext")
    number = 0
    with tempfile.TemporaryFile() as sources, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for doc, marked in coded:
            guid = _guid("source", doc.id)
            archive.writestr(_member(f"sources/{guid}.txt"), _plain(marked.text).encode("utf-8"))
            sources.write(_source(doc, marked, guid, user).encode("utf-8", "replace"))
            number += 1
        sources.seek(0)
        with archive.open(_member("project.qde"), "w") as member:
            member.write(_head(book, user).encode("utf-8", "replace"))
            shutil.copyfileobj(sources, member)
            member.write(b"</Sources>\n</Project>\n")
    return number


def _member(name: str) -> zipfile.ZipInfo:
    """A member with a fixed date, so that the same project gives the same bytes."""
    info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _plain(text: str) -> str:
    """A text of as many characters, without lone surrogates."""
    return escape.xml(text)


def _text(text: str) -> str:
    return xml_escape(escape.xml(text))


def _attribute(text: str) -> str:
    return quoteattr(escape.xml(" ".join(text.split())))


def _head(book: Codebook, user: str) -> str:
    codes = []
    for group, label in (("role", t("角色", "roles")), ("theme", t("主题", "themes"))):
        codes.append(f'<Code guid="{_guid("group", group)}" name={_attribute(label)} isCodable="false">')
        if group == "role":
            codes += [
                f'<Code guid="{_guid("role", key)}" name={_attribute(label)} isCodable="true" color="{_COLOURS[key]}"/>'
                for key, label in role_labels().items()
            ]
        else:
            labels = theme_labels(book)
            codes += [
                f'<Code guid="{_guid("theme", theme.key)}" name={_attribute(labels[theme.key])} isCodable="true">'
                f"<Description>{_text(theme.definition)}</Description></Code>"
                for theme in book.themes
            ]
        codes.append("</Code>")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="djtext" origin="djtext {__version__}" creatingUserGUID="{user}">\n'
        f'<Users><User guid="{user}" name="djtext"/></Users>\n'
        "<CodeBook><Codes>\n" + "\n".join(codes) + "\n</Codes></CodeBook>\n<Sources>\n"
    )


def _source(doc: Document, marked: Marked, guid: str, user: str) -> str:
    about = " · ".join(part for part in (doc.title, doc.date, doc.source, doc.author) if part)
    lines = [
        f'<TextSource guid="{guid}" name={_attribute(doc.id)} plainTextPath="internal://{guid}.txt" creatingUser="{user}">'
    ]
    if about:
        lines.append(f"<Description>{_text(about)}</Description>")
    lines += [_selection(doc, unit, user) for unit in marked.units]
    lines.append("</TextSource>\n")
    return "\n".join(lines)


def _selection(doc: Document, unit: Candidate, user: str) -> str:
    name = _guid("selection", doc.id, str(unit.start), str(unit.end))
    shown = unit.text if len(unit.text) <= 40 else unit.text[:39] + "…"
    codings = "".join(
        f'<Coding guid="{_guid("coding", name, kind, key)}" creatingUser="{user}">'
        f'<CodeRef targetGUID="{_guid(kind, key)}"/></Coding>'
        for kind, key in (("role", unit.role), *(("theme", key) for key in unit.themes))
    )
    return (
        f'<PlainTextSelection guid="{name}" name={_attribute(shown)} startPosition="{unit.start}" '
        f'endPosition="{unit.end}" creatingUser="{user}">{codings}</PlainTextSelection>'
    )


@dataclass(frozen=True, slots=True)
class Export:
    """A format of another program: its writer, and the endings of its files."""

    write: Writer
    endings: tuple[str, ...]


EXPORTS: dict[str, Export] = {
    "label-studio": Export(write_label_studio, (".json",)),
    "doccano": Export(write_doccano, (".jsonl",)),
    "qdpx": Export(write_qdpx, (".qdpx",)),
}
