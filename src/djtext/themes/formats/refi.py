"""REFI-QDA codebooks (.qdc), which NVivo, MAXQDA, ATLAS.ti and others exchange.

A theme is a code; its name is the label. What REFI-QDA has no place for stands in the description, below a line
`[djtext]`, so that nothing but name and version is lost on the way back. The kinds are sets. A code's GUID follows from
its key alone: the same key is the same code in every export. DOCTYPE and entities are refused, nothing is fetched.

Source: REFI-QDA standard 1.5 (2019), Codebook.xsd, urn:QDA-XML:codebook:1.0.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from djtext.lang import t
from djtext.themes.formats.assemble import Entry, Incoming, Outgoing, assemble, literal, wrong
from djtext.types import Codebook, Theme

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_OWN = uuid.UUID("6f7c1a52-0c9e-5b0e-9a44-3d1f6a1c7e21")  # the space of djtext's own GUIDs
_MARK = "[djtext]"
_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_COLOURS = {"problem": "#C0392B", "remedy": "#2471A3", "value": "#B7950B", "institution": "#717D7E"}
_ONE = ("key", "label_en", "kind", "when", "when_not")
_MANY = {"pattern": "patterns", "not_pattern": "not_patterns", "example": "examples", "counter_example": "counter_examples"}  # fmt: skip


def guid(key: str, kind: str = "code") -> str:
    """The GUID of a code, or of a set of them; it depends on nothing else.

    >>> guid("liangzhangpi") == guid("liangzhangpi") != guid("ronghe")
    True
    """
    return str(uuid.uuid5(_OWN, f"{kind}/{key}"))


def write(book: Codebook) -> Outgoing:
    """A codebook as a REFI-QDA codebook."""
    names = Counter(theme.label for theme in book.themes)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<CodeBook xmlns="{NAMESPACE}" origin="djtext">', "  <Codes>"]
    for theme in book.themes:
        name = theme.label if names[theme.label] == 1 else f"{theme.label} ({theme.key})"
        lines += [
            f'    <Code guid="{guid(theme.key)}" name={_attribute(name)} isCodable="true" color="{_COLOURS[theme.kind]}">',
            f"      <Description>{escape(_XML.sub('�', _description(theme)))}</Description>",
            "    </Code>",
        ]
    lines.append("  </Codes>")
    lines.append("  <Sets>")
    for kind in dict.fromkeys(theme.kind for theme in book.themes):
        lines.append(f'    <Set guid="{guid(kind, "set")}" name="{kind}">')
        lines += [f'      <MemberCode guid="{guid(theme.key)}"/>' for theme in book.themes if theme.kind == kind]
        lines.append("    </Set>")
    lines += ["  </Sets>", "</CodeBook>"]
    lost = (t("编码本的名称和版本（读回时取文件名）", "name and version (the file's name is taken when read)"),)
    return Outgoing(("\n".join(lines) + "\n").encode("utf-8", "replace"), lost)


def _attribute(text: str) -> str:
    return quoteattr(_XML.sub("�", text))


def _description(theme: Theme) -> str:
    lines = [theme.definition, "", _MARK]
    lines += [f"{name}: {_line(getattr(theme, name))}" for name in _ONE if getattr(theme, name)]
    lines.append(f"label: {_line(theme.label)}")
    for name, field in _MANY.items():
        lines += [f"{name}: {_line(value)}" for value in getattr(theme, field)]
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.splitlines())


def read(data: bytes, name: str) -> Incoming:
    """A codebook from a REFI-QDA codebook. A code of another program gets its own name as its only pattern.

    Codes within codes become themes of their own. Raises CodebookError where the file is no such codebook.
    """
    root = _root(data, name)
    notes: list[str] = []
    entries: list[Entry] = []
    kinds = _sets(root)
    named: list[str] = []
    for code in root.iter():
        if _name(code) != "Code":
            continue
        entry = _entry(code)
        if not entry.patterns and code.get("isCodable") == "false":
            continue  # a folder of codes
        entry.kind = entry.kind or kinds.get(code.get("guid", "").lower(), "")
        if not entry.patterns:
            entry.patterns.append((0, literal(entry.label)))
            named.append(entry.label)
        entries.append(entry)
    if named:
        notes.append(
            t(
                f"{len(named)} 个编码没有规则，以名称为规则，请补充：{'、'.join(named[:5])}{'…' if len(named) > 5 else ''}",
                f"{len(named)} codes have no patterns; their names serve as such until you add some: {', '.join(named[:5])}{'…' if len(named) > 5 else ''}",
            )
        )
    incoming = assemble(name, entries)
    return Incoming(incoming.book, (*notes, *incoming.notes))


def _root(data: bytes, name: str) -> _Element:
    from lxml import etree

    bare = data.replace(b"\0", b"")  # as it stands in any width of characters
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise _doctype(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise wrong(name, line, t("不是完好的 XML", "not well-formed XML")) from None
    if root.getroottree().docinfo.doctype or any(True for _ in root.iter(etree.Entity)):
        raise _doctype(name)
    if _name(root) != "CodeBook":  # versions of the standard differ in the namespace
        raise wrong(name, 0, t("不是 REFI-QDA 编码本（.qdc）", "no REFI-QDA codebook (.qdc)"))
    return root


def _name(element: _Element) -> str:
    """The name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _doctype(name: str) -> Exception:
    return wrong(name, 0, t("XML 里有 DOCTYPE 声明，不读", "its XML declares a DOCTYPE, which is not read"))


def _sets(root: _Element) -> dict[str, str]:
    """Which GUIDs stand in which set."""
    found: dict[str, str] = {}
    for one in root.iter():
        for member in one if _name(one) == "Set" else ():
            found.setdefault((member.get("guid") or member.get("targetGUID") or "").lower(), one.get("name", ""))
    return found


def _entry(code: _Element) -> Entry:
    label = " ".join((code.get("name") or "").split())
    text = next((child.text or "" for child in code if _name(child) == "Description"), "")
    definition, _, own = text.partition(f"\n{_MARK}\n")
    entry = Entry("", label, definition=definition.strip())
    for line in own.splitlines():
        field, _, value = line.partition(": ")
        if field in _MANY and value:
            values: list[Any] = getattr(entry, _MANY[field])
            values.append((0, value) if field.endswith("pattern") else value)
        elif field in {*_ONE, "label"}:
            setattr(entry, field, value)
    entry.key = entry.key or label
    return entry
