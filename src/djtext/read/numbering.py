"""Word's automatic numbers: which one stands before each paragraph. They are in no paragraph's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from djtext.read.numerals import KNOWN, numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
# Signs after which the text follows without a space.
_CLOSED = re.compile(r"[、．，。：；！）)】〕〉》」』］\]—\s①-⒛㈠-㊰]\Z")
_SYMBOLS = re.compile(r"[\ue000-\uf8ff]")
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")


def name_of(element: _Element) -> str:
    """An element's name without its namespace; empty for comments and processing instructions.

    >>> from lxml import etree
    >>> name_of(etree.fromstring('<w:p xmlns:w="x"/>'))
    'p'
    """
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def attribute(element: _Element | None, name: str = "val") -> str:
    """An attribute by its name without namespace; empty where there is none (or no element)."""
    if element is not None:
        for key, value in element.items():
            if str(key).rsplit("}", 1)[-1] == name:
                return str(value)
    return ""


def number(text: str, default: int = 0) -> int:
    """A whole number of at most nine digits, or the default.

    >>> number("-12"), number("１２"), number("9" * 99, 7)
    (-12, 0, 7)
    """
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else default


def is_on(element: _Element | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    return element is not None and attribute(element) not in {"0", "false", "off"}


def spaced(label: str) -> str:
    """A number with a space after it, unless it ends in a sign that the text follows at once.

    >>> spaced("第一章"), spaced("（一）")
    ('第一章 ', '（一）')
    """
    return label if _CLOSED.search(label) else f"{label} "


@dataclass(slots=True)
class Level:
    """One level of a list: its number format, its pattern (`（%1）`) and when it begins again."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    separator: str = "tab"
    legal: bool = False
    restart: int | None = None
    paragraph_style: str = ""
    symbol: bool = False


@dataclass(slots=True)
class _List:
    """What `w:num` says: the abstract list it is of, its own levels, and where it begins anew."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted. `label` counts on, so ask once a paragraph, in order."""

    def __init__(self, root: _Element | None = None) -> None:
        """Read `numbering.xml`; without it no paragraph has a number."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._style_links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        self.unknown = False  # a number format was met that is rendered as digits
        for child in root if root is not None else ():
            if name_of(child) == "abstractNum":
                key = attribute(child, "abstractNumId")
                self._abstract[key] = _levels(child)
                link = attribute(child.find("{*}numStyleLink"))
                if link:
                    self._style_links[key] = link
            elif name_of(child) == "num":
                self._lists[attribute(child, "numId")] = _list(child)

    def follow_styles(self, list_of_style: dict[str, str]) -> None:
        """Give the abstract lists that only name a list style the levels of that style's list."""
        for key, style in self._style_links.items():
            target = self._lists.get(list_of_style.get(style, ""))
            if target is not None and not self._abstract.get(key):
                self._abstract[key] = self._abstract.get(target.abstract, {})

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that is tied to a paragraph style."""
        if list_id not in self._lists:
            return None
        for place, level in self._all_levels(self._lists[list_id]).items():
            if level.paragraph_style == style:
                return place
        return None

    def label(self, list_id: str, place: int) -> str:
        """The number before the next paragraph of this list and level, with a space after it where one is needed."""
        here = self._lists.get(list_id)
        if here is None or not 0 <= place < _LEVELS:
            return ""
        levels = self._all_levels(here)
        level = levels.get(place)
        if level is None:
            return ""
        counts = self._counts.setdefault(here.abstract, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for which, start in here.starts.items():
                counts[which] = start - 1
        now = counts[place]
        counts[place] = level.start if now is None else now + 1
        for deeper in range(place + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or place < restart:
                counts[deeper] = None
        return self._render(level, levels, counts)

    def _all_levels(self, here: _List) -> dict[int, Level]:
        levels = self._abstract.get(here.abstract, {})
        return {**levels, **here.levels} if here.levels else levels

    def _render(self, level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
        if level.style == "bullet":
            sign = "•" if level.symbol or _SYMBOLS.search(level.pattern) else level.pattern.strip()
            return f"{sign} " if sign else ""

        def shown(match: re.Match[str]) -> str:
            which = int(match.group(1)) - 1
            of = levels.get(which, Level())
            count = counts[which]
            style = "decimal" if level.legal else of.style
            if style not in KNOWN:
                self.unknown = True
            return numeral(of.start if count is None else count, style)

        made = _PLACE.sub(shown, level.pattern)
        if not made.strip():
            return ""
        return made if level.separator == "nothing" else spaced(made)


def _levels(parent: _Element) -> dict[int, Level]:
    made = {}
    for child in parent:
        place = number(attribute(child, "ilvl"), -1)
        if name_of(child) == "lvl" and 0 <= place < _LEVELS:
            made[place] = _level(child)
    return made


def _level(element: _Element) -> Level:
    formats = [attribute(one) for one in element.iter("{*}numFmt")]
    restart = attribute(element.find("{*}lvlRestart"))
    fonts = element.find("{*}rPr/{*}rFonts")
    font = (attribute(fonts, "ascii") or attribute(fonts, "hAnsi")).lower()
    return Level(
        start=number(attribute(element.find("{*}start")), 1),
        style=next((one for one in formats if one != "custom"), "decimal"),
        pattern=attribute(element.find("{*}lvlText"))[:200],
        separator=attribute(element.find("{*}suff")) or "tab",
        legal=is_on(element.find("{*}isLgl")),
        restart=number(restart) if restart else None,
        paragraph_style=attribute(element.find("{*}pStyle")),
        symbol=font.startswith(_SYMBOL_FONTS) or element.find("{*}lvlPicBulletId") is not None,
    )


def _list(element: _Element) -> _List:
    made = _List(attribute(element.find("{*}abstractNumId")))
    for override in element.iterfind("{*}lvlOverride"):
        place = number(attribute(override, "ilvl"), -1)
        if not 0 <= place < _LEVELS:
            continue
        level = override.find("{*}lvl")
        if level is not None:
            made.levels[place] = _level(level)
        start = attribute(override.find("{*}startOverride"))
        if start:
            made.starts[place] = number(start, 1)
    return made
