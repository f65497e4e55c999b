"""HTML pages: all that is visible, and which of its lines are the page's and not the essay's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from djtext.lang import t
from djtext.read.html_decode import decode_page, looks_like_html
from djtext.read.html_lines import tree_chars, visible_lines
from djtext.read.html_main import TOO_LONG, kept_lines, main_text
from djtext.read.html_meta import labelled, page_meta
from djtext.read.html_plain import plain_lines
from djtext.read.raw import Raw, ReadOptions
from djtext.read.text import flags_of

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["looks_like_html", "parse_page", "read_html", "spans"]

_HANZI = re.compile("[\u3400-\u9fff]")
FURNITURE = "page-furniture"
_MUCH = 100  # hanzi that a page may hide without being read anew
_HEAD = 6  # lines before and after the beginning of the main text that may name date, source and author


def parse_page(text: str) -> tuple[_Element | None, list[str], tuple[str, str]]:
    """The tree of a page, its lines, and as (code, detail) what the tree has not got.

    Where lxml drops text (nested too deep, or broken beyond its repair) the lines are read off the marks one by one,
    so that no word is lost; the tree then is None.
    """
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    plain = plain_lines(text)
    there = len("".join("".join(plain).split()))
    seen = tree_chars(root) if root is not None else 0
    if not too_deep and there - seen <= max(20, there // 100):
        return root, [] if root is None else visible_lines(root), ("", "")
    if too_deep:
        detail = t(
            "标签嵌套过深，页面结构无法使用；文字已按先后全部取出，未分出正文",
            "tags are nested too deep to follow the page's structure; all text was taken in order, furniture included",
        )
        return None, plain, ("depth", detail)
    detail = t(
        "标签残缺，页面结构无法使用；文字已按先后全部取出，未分出正文",
        "tags are too broken to follow the page's structure; all text was taken in order, furniture included",
    )
    return None, plain, ("markup", detail)


def spans(lines: list[str], places: set[int], rule: str) -> tuple[tuple[int, int, str], ...]:
    """Where lines stand in their text, each with its line end.

    >>> spans(["甲", "乙乙", "丙"], {1, 2}, "r")
    ((2, 5, 'r'), (5, 6, 'r'))
    """
    found = []
    start = 0
    for place, line in enumerate(lines):
        end = start + len(line) + (place + 1 < len(lines))
        if place in places:
            found.append((start, end, rule))
        start = end
    return tuple(found)


def read_html(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from an HTML page: its visible text in full, with the lines that are no main text in `dropped`.

    Raises InputError (`binary`) for bytes that are no text.

    >>> page = "<title>走出机关_某某网</title><h1>走出机关</h1><p>干部要多到基层去。".encode("gbk")
    >>> [(raw.text, raw.meta) for raw in read_html(page, ReadOptions())]
    [('走出机关\\n干部要多到基层去。', (('title', '走出机关'),))]
    """
    decoded = decode_page(data, options.encoding)
    root, lines, partial = parse_page(decoded.text)
    flags = flags_of(decoded)
    meta: dict[str, str] = {}
    kept = set(range(len(lines)))
    if root is not None and lines and sum(map(len, lines)) < TOO_LONG:
        everything = visible_lines(root, hidden=True)
        if _size(everything) > 2 * _size(lines) + _MUCH:  # a text that a script would show
            lines, flags = everything, (*flags, "hidden-text")
        meta = page_meta(root, lines)
        kept = kept_lines(lines, main_text(root), meta.get("title", ""))  # trafilatura uses the tree up: last
        first = min(kept)
        meta = {**labelled(lines[max(0, first - _HEAD) : first + _HEAD]), **meta}
    yield Raw(
        "\n".join(lines),
        decoded.encoding,
        decoded.replaced,
        meta=tuple(sorted(meta.items())),
        flags=flags,
        partial=partial,
        dropped=spans(lines, set(range(len(lines))) - kept, FURNITURE),
    )


def _size(lines: list[str]) -> int:
    return sum(len(_HANZI.findall(line)) for line in lines)
