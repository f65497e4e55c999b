"""What a Word document's styles say of numbers, hidden text and tables of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from djtext.read.numbering import attribute, is_on, number

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENTS = re.compile(r"(?:toc|目录|table of contents)\s*(?:\d|heading|标题)?", re.IGNORECASE)
_DEEPEST = 50  # styles that are based on one another


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it takes from the styles it is based on."""

    list_id: str = ""
    level: int | None = None
    list_style: str = ""  # the style in the chain that names the list
    hidden: bool = False
    contents: bool = False


class Styles:
    """The styles of a document by their id; `default` is the one of paragraphs that name none."""

    def __init__(self, root: _Element | None = None) -> None:
        """Read `styles.xml`; without it every style is plain."""
        self._raw: dict[str, _Element] = {}
        self._made: dict[str, Style] = {}
        self.default = ""
        self.lists: dict[str, str] = {}
        for element in root.iterfind("{*}style") if root is not None else ():
            key = attribute(element, "styleId")
            self._raw[key] = element
            kind = attribute(element, "type")
            if kind == "paragraph" and attribute(element, "default") in {"1", "true", "on"}:
                self.default = key
            if kind == "numbering":
                self.lists[key] = attribute(element.find("{*}pPr/{*}numPr/{*}numId"))

    def get(self, key: str) -> Style:
        """A style by its id; a plain one where there is none of that id."""
        if key not in self._made:
            self._made[key] = self._resolve(key)
        return self._made[key]

    def _resolve(self, key: str) -> Style:
        element = self._raw.get(key)
        contents = element is not None and bool(_CONTENTS.fullmatch(attribute(element.find("{*}name"))))
        list_id, list_style, level = "", "", None
        hidden: bool | None = None
        for _ in range(_DEEPEST):
            if element is None:
                break
            numbers = element.find("{*}pPr/{*}numPr")
            if numbers is not None and not list_id:
                list_id = attribute(numbers.find("{*}numId"))
                list_style = attribute(element, "styleId")
                given = attribute(numbers.find("{*}ilvl"))
                if level is None and given:
                    level = number(given)
            vanish = element.find("{*}rPr/{*}vanish")
            if hidden is None and vanish is not None:
                hidden = is_on(vanish)
            element = self._raw.get(attribute(element.find("{*}basedOn")))
        return Style(list_id, level, list_style, bool(hidden), contents)
