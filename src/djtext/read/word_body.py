"""The body of a Word document, element by element: what is shown, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from djtext.read.flow import Line, table_row
from djtext.read.numbering import Numbering, attribute, is_on, name_of, number
from djtext.read.styles import Style, Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

# Settings, field codes, deleted and moved-away text, pinyin over hanzi: nothing below these is read.
_SKIPPED = {
    "del", "moveFrom", "pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr",
    "instrText", "delText", "delInstrText", "fldData", "rt", "rubyPr", "footnoteRef", "endnoteRef", "binData",
}  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PICTURES = {"drawing", "pict", "object"}
_BOXES = {"fe": "☑", "fd": "☒", "a8": "□", "6f": "□", "a3": "□", "52": "☑", "53": "☒", "54": "☒"}


@dataclass(slots=True)
class _Paragraph:
    parts: Line
    rule: str
    hidden: bool
    merged: bool  # its mark is deleted: the next paragraph goes on in its line
    run_rule: str = ""
    after: list[Line] = field(default_factory=list)  # text boxes that hang on it


@dataclass(slots=True)
class _Sink:
    """Where finished lines go: the body, a cell, a text box or a note."""

    lines: list[Line] = field(default_factory=list)
    carried: Line = field(default_factory=list)

    def close(self) -> list[Line]:
        """All lines, the unfinished one too."""
        if self.carried:
            self.lines.append(self.carried)
        return self.lines


class Walker:
    """Goes through the elements of a part in order and keeps what is shown. Its own stacks, so depth is no limit."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering
        self.notes: list[tuple[str, str]] = []
        self.flags: set[str] = set()
        self.pictures = 0
        self._sinks: list[_Sink] = []
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[list[list[Line]]] = []
        self._rules: list[str] = []
        self._chosen: list[_Element | None] = []

    def lines(self, root: _Element) -> list[Line]:
        """All lines below an element."""
        from lxml import etree

        self._sinks = [_Sink()]
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: _Element | None = None
        for event, element in walk:
            name = name_of(element)
            if event == "start":
                if self._start(element, name):
                    walk.skip_subtree()
                    skipped = element
            elif element is skipped:
                skipped = None
            else:
                self._end(name)
        return self._sinks.pop().close()

    def _start(self, element: _Element, name: str) -> bool:
        """Take an element in; True where nothing below it is to be read."""
        if name == "t":
            self._add(_words(element))
        elif name in _SKIPPED:
            if name == "rt":
                self.flags.add("ruby")
            return True
        elif name == "r":
            if self._paragraphs:
                self._paragraphs[-1].run_rule = self._run_rule(element)
        elif name == "p":
            self._paragraphs.append(self._paragraph(element))
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif name == "sym":
            self._add(_symbol(element))
        elif name == "tr":
            if element.find("{*}trPr/{*}del") is not None:
                return True
            self._rows.append([])
        elif name in {"tc", "txbxContent"}:
            self._sinks.append(_Sink())
        elif name == "sdt":
            self._rules.append(_sdt_rule(element))
        elif name == "AlternateContent":
            self._chosen.append(_chosen(element))
        elif name in {"Choice", "Fallback"} and self._chosen:
            return element is not self._chosen[-1]
        elif name in {"footnoteReference", "endnoteReference"}:
            self.notes.append((name.removesuffix("Reference"), attribute(element, "id")))
        elif name == "altChunk":
            self.flags.add("altchunk")
        elif name == "commentReference":
            self.flags.add("comments")
        elif name in _PICTURES:
            self.pictures += 1
        return False

    def _end(self, name: str) -> None:
        if name == "p":
            self._finish(self._paragraphs.pop())
        elif name == "tc":
            lines = self._sinks.pop().close()
            if self._rows:
                self._rows[-1].append(lines)
            else:
                self._sinks[-1].lines += lines
        elif name == "tr":
            self._sinks[-1].lines += table_row(self._rows.pop())
        elif name == "txbxContent":
            lines = self._sinks.pop().close()
            (self._paragraphs[-1].after if self._paragraphs else self._sinks[-1].lines).extend(lines)
        elif name == "sdt":
            self._rules.pop()
        elif name == "AlternateContent":
            self._chosen.pop()

    def _paragraph(self, element: _Element) -> _Paragraph:
        properties = element.find("{*}pPr")
        key = attribute(properties.find("{*}pStyle")) if properties is not None else ""
        style = self.styles.get(key or self.styles.default)
        rule = "toc" if style.contents else next((rule for rule in self._rules if rule), "")
        mark = properties.find("{*}rPr") if properties is not None else None
        merged = mark is not None and (mark.find("{*}del") is not None or mark.find("{*}moveFrom") is not None)
        label = "" if merged else self._label(properties, style)
        return _Paragraph([(label, rule)] if label else [], rule, style.hidden, merged)

    def _label(self, properties: _Element | None, style: Style) -> str:
        """The automatic number of a paragraph: its own list and level, else those of its style."""
        numbers = properties.find("{*}numPr") if properties is not None else None
        list_id = level = ""
        if numbers is not None:
            list_id = attribute(numbers.find("{*}numId"))
            level = attribute(numbers.find("{*}ilvl"))
        place = number(level) if level else None
        if not list_id:
            list_id = style.list_id
            if place is None and list_id:
                tied = self.numbering.level_of_style(list_id, style.list_style)
                place = style.level if tied is None else tied
        return self.numbering.label(list_id, place or 0) if list_id and list_id != "0" else ""

    def _run_rule(self, element: _Element) -> str:
        hidden = self._paragraphs[-1].hidden
        properties = element.find("{*}rPr")
        if properties is not None:
            key = attribute(properties.find("{*}rStyle"))
            hidden = hidden or (bool(key) and self.styles.get(key).hidden)
            vanish = properties.find("{*}vanish")
            if vanish is not None:
                hidden = is_on(vanish)
        return "hidden" if hidden else ""

    def _add(self, text: str) -> None:
        if not text:
            return
        if self._paragraphs:
            paragraph = self._paragraphs[-1]
            paragraph.parts.append((text, paragraph.run_rule or paragraph.rule))
        else:
            self._sinks[-1].lines.append([(text, "")])

    def _finish(self, paragraph: _Paragraph) -> None:
        sink = self._sinks[-1]
        line, sink.carried = sink.carried + paragraph.parts, []
        if paragraph.merged:
            sink.carried = line
        else:
            sink.lines.append(line)
        sink.lines += paragraph.after


def _words(element: _Element) -> str:
    text = element.text or ""
    return " ".join(text.split("\n")) if "\n" in text else text


def _symbol(element: _Element) -> str:
    """A character of a symbol font: tick boxes as such, the rest as its own code."""
    code = attribute(element, "char").lower()
    if "wingdings" in attribute(element, "font").lower() and code[-2:] in _BOXES:
        return _BOXES[code[-2:]]
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value <= 0xFFFD and not 0xD800 <= value <= 0xDFFF else ""


def _sdt_rule(element: _Element) -> str:
    """Whether a content control is a table of contents, or asks to be filled in."""
    properties = element.find("{*}sdtPr")
    if properties is None:
        return ""
    if is_on(properties.find("{*}showingPlcHdr")):
        return "placeholder"
    gallery = attribute(properties.find("{*}docPartObj/{*}docPartGallery"))
    return "toc" if gallery == "Table of Contents" else ""


def _chosen(element: _Element) -> _Element | None:
    """The one of several renderings of the same thing that is read: the first that has text, else the first."""
    children = [child for child in element if name_of(child) in {"Choice", "Fallback"}]
    for child in children:
        if any(one.text for one in child.iter("{*}t")):
            return child
    return children[0] if children else None
