"""The text of an HTML page mark by mark, without a tree, so that nothing is lost where lxml gives up."""

from __future__ import annotations

import html
import re

from djtext.read.html_lines import BLOCKS, RAW, tidy

_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


def plain_lines(text: str) -> list[str]:
    """The lines of a page, mark by mark, without a tree: in time that grows with its length alone, at any depth.

    >>> plain_lines("<p>甲<b>乙</b><!-- 注 --><br>丙 &lt;丁<script>x</script><p>戊")
    ['甲乙', '丙 <丁', '戊']
    """
    lines: list[str] = []
    piece: list[str] = []

    def end_line() -> None:
        line = tidy("".join(piece))
        piece.clear()
        if line:
            lines.append(line)

    place, quotes = 0, True
    lowered = ""
    while place < len(text):
        mark = text.find("<", place)
        if mark < 0:
            piece.append(html.unescape(text[place:]))
            break
        piece.append(html.unescape(text[place:mark]))
        after = text[mark + 1 : mark + 2]
        if text.startswith("<!--", mark):
            end = text.find("-->", mark + 2)
            place = len(text) if end < 0 else end + 3
        elif after in {"!", "?"}:
            end = text.find(">", mark)
            place = len(text) if end < 0 else end + 1
        elif not re.match(r"/?[a-zA-Z]", text[mark + 1 : mark + 3]):
            piece.append("<")
            place = mark + 1
        else:
            match = _TAG.match(text, mark) if quotes else None
            if match is None:  # a quote that never ends: from here on quotes count for nothing
                quotes = False
                end = text.find(">", mark)
                place = len(text) if end < 0 else end + 1
            else:
                place = match.end()
            found = re.match(r"</?([a-zA-Z][^\s/>]{0,40})", text[mark : mark + 44])
            name = found[1].lower() if found else ""
            if name in BLOCKS or name in {"br", "td", "th"}:
                end_line()
            elif name in RAW and after != "/":
                lowered = lowered or text.lower()
                end = lowered.find(f"</{name}", place) if len(lowered) == len(text) else text.find(f"</{name}", place)
                place = len(text) if end < 0 else end
    end_line()
    return lines
