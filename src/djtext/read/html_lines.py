"""The visible text of an HTML page as lines, by its tree: blocks and `<br>` end a line, a table's cells stand by tab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "tfoot",
    "thead", "tr", "ul", "xmp", "plaintext", "listing", "textarea", "iframe",
])  # fmt: skip
_UNSEEN = frozenset([
    "head", "script", "style", "template", "noscript", "title", "noembed", "noframes", "iframe", "object",
    "applet", "canvas", "audio", "video", "datalist", "math", "desc", "metadata",
])  # fmt: skip
_KEEP_SPACE = frozenset(["pre", "textarea", "xmp", "plaintext", "listing"])
RAW = frozenset(["script", "style"])
_NOT_SHOWN = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
_PRE_STYLE = re.compile(r"(?:^|;)\s*white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_NO_NUMBER = re.compile(r"list-style(?:-type)?\s*:[^;]*none", re.IGNORECASE)
_WIDE = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff“”‘’—…"
_SOURCE_BREAK = re.compile(f"(?<=[{_WIDE}])[ \\t]*\\n[ \\t\\n]*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\n\f\r]+")
_NUMBERED = re.compile(r"\s*[（(【\[]?(?:\d|[①-⑳㈠-㈩⒈-⒛]|第?[一二三四五六七八九十]+[、.．）)章节条])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def tidy(text: str, *, keep_space: bool = False) -> str:
    """A line without the spaces that a browser would not show; a line end in the source between two hanzi is none.

    >>> tidy("  深入\\n   基层  a \\t b ")
    '深入基层 a b'
    """
    text = _CONTROL.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n"))
    if keep_space:
        return text.rstrip() if text.strip() else ""
    text = _SPACES.sub(" ", _SOURCE_BREAK.sub("", text)).strip(" ")
    return text.rstrip() if text.strip("\u3000\xa0\u200b\ufeff ") else ""


class _Page:
    """Lines as they come; a stack of table cells that are open."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.piece: list[str] = []
        self.label = ""  # the number of a list's item, to stand before its first line
        self.cells: list[list[str]] = []  # what stood around the open cells
        self.rows: list[list[list[str]]] = []

    def end_line(self, *, keep_space: bool = False) -> None:
        if self.piece:
            line = tidy("".join(self.piece), keep_space=keep_space)
            self.piece.clear()
            if line:
                self.lines.append(self.label + line)
                self.label = ""

    def write(self, text: str | None, *, keep_space: bool) -> None:
        if not text:
            return
        if not keep_space:
            self.piece.append(text)
            return
        *whole, last = text.split("\n")
        for line in whole:
            self.piece.append(line)
            self.end_line(keep_space=True)
        self.piece.append(last)

    def open_cell(self) -> None:
        self.cells.append(self.lines)
        self.lines = []

    def close_cell(self) -> None:
        cell, self.lines = self.lines, self.cells.pop()
        if self.rows:
            self.rows[-1].append(cell)
        else:
            self.lines += cell

    def close_row(self) -> None:
        row = self.rows.pop()
        if all(len(cell) <= 1 for cell in row):
            line = "\t".join(cell[0] if cell else "" for cell in row).strip("\t")
            if line:
                self.lines.append(line)
        else:  # a table that lays out the page
            for cell in row:
                self.lines += cell


def _hidden(element: _Element, name: str) -> bool:
    if name in {"body", "html"}:
        return False
    return "hidden" in element.attrib or bool(_NOT_SHOWN.search(element.get("style", "")))


def _number(item: _Element, counts: dict[_Element, int]) -> str:
    """What a browser prints before an item of a numbered list; nothing where the text brings its own number."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    value = item.get("value", "")
    if parent not in counts:
        start = parent.get("start", "")
        counts[parent] = int(start) if re.fullmatch(r"\d{1,6}", start, re.ASCII) else 1
    number = int(value) if re.fullmatch(r"\d{1,6}", value, re.ASCII) else counts[parent]
    counts[parent] = number + 1
    if _NO_NUMBER.search(parent.get("style", "") + ";" + item.get("style", "")):
        return ""
    first = next((text for text in item.itertext() if text.strip()), "")
    return "" if not first or _NUMBERED.match(first) else f"{number}. "


def visible_lines(root: _Element, *, hidden: bool = False) -> list[str]:
    """The lines a reader of the page sees, top to bottom. `hidden` takes in what `display:none` hides.

    >>> from lxml import html
    >>> visible_lines(html.fromstring("<div>甲<br>乙<p>丙<table><tr><td>丁<td>戊</table><script>x</script></div>"))
    ['甲', '乙', '丙', '丁\\t戊']
    """
    page = _Page()
    counts: dict[_Element, int] = {}
    stack: list[tuple[_Element, str, bool, Iterator[_Element]]] = []
    keep_space = False

    def enter(element: _Element, name: str) -> None:
        nonlocal keep_space
        stack.append((element, name, keep_space, iter(element)))
        if name in BLOCKS or name in {"td", "th"}:
            page.end_line(keep_space=keep_space)
        if name == "tr":
            page.rows.append([])
        elif name in {"td", "th"}:
            page.open_cell()
        elif name == "li":
            page.label = _number(element, counts)
        keep_space = keep_space or name in _KEEP_SPACE or bool(_PRE_STYLE.search(element.get("style", "")))
        page.write(element.text, keep_space=keep_space)

    def leave(name: str, outer: bool) -> None:
        nonlocal keep_space
        if name in BLOCKS or name in {"td", "th"}:
            page.end_line(keep_space=keep_space)
        if name == "tr":
            page.close_row()
        elif name in {"td", "th"}:
            page.close_cell()
        keep_space = outer

    enter(root, str(root.tag).lower())
    while stack:
        element, name, outer, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            leave(name, outer)
            if stack:
                page.write(element.tail, keep_space=keep_space)
            continue
        if isinstance(child.tag, str):
            child_name = child.tag.rsplit("}", 1)[-1].lower()
            if child_name not in _UNSEEN and (hidden or not _hidden(child, child_name)):
                if child_name == "br":
                    page.end_line(keep_space=keep_space)
                enter(child, child_name)
                continue
            if child_name in BLOCKS:
                page.end_line(keep_space=keep_space)
        page.write(child.tail, keep_space=keep_space)
    page.end_line()
    return page.lines


def tree_chars(root: _Element) -> int:
    """How many characters, spaces aside, the tree holds outside scripts and styles."""
    count = 0
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in RAW and element.text:
            count += len("".join(element.text.split()))
        if element.tail:
            count += len("".join(element.tail.split()))
    return count
