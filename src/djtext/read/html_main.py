"""Which lines of a page are its main text: trafilatura's answer, found again in the full text, with safeguards."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKS = re.compile("[。！？；!?;：]")
_HANZI = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_NORMAL = re.compile(r"[\s|\u200b\ufeff]+")
_ITEM = re.compile(r"\A(?:[-•·*]|\d{1,6}\.)+")
_PIECE = re.compile("[^，。！？；：、,;!?]+")
_HEADING = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、.．：]|[（(]?\d{1,3}[）)、.．]\D|第[一二三四五六七八九十百\d]{1,4}[章节部条讲编篇]|[一二三四五六七八九十]是)"
)
_CONTROLS = re.compile(
    "字号|字体|打印|分享|来源[:：]|发布时间|发布日期|浏览|点击|阅读|评论|收藏|责任编辑|编辑[:：]|当前位置|首页|登录|注册|下载|扫一扫|扫码|关注我们|上一篇|下一篇|相关|推荐|订阅|VIP|会员|广告"
)
_AROUND = 8  # lines around the main text in which a short line that trafilatura has is taken for its own
_BESIDE = 12  # characters of the neighbour by which a short line is known
TOO_LONG = 4_000_000  # characters; beyond, the search would cost more than it tells


def _normal(line: str) -> str:
    return _ITEM.sub("", _NORMAL.sub("", line))


def _hanzi(line: str) -> int:
    return len(_HANZI.findall(line))


def main_text(root: _Element) -> str:
    """Trafilatura's main text of a page, or nothing where it finds none or fails. The tree is used up."""
    import trafilatura
    from trafilatura.settings import use_config

    for name in ("trafilatura", "htmldate", "justext", "courlan", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "20")
    try:
        found: Any = trafilatura.bare_extraction(
            root,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            with_metadata=False,
            config=config,
        )
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:  # a page that it cannot take apart has no furniture that we know of
        return ""
    return str(found.text or "") if found is not None else ""


def kept_lines(lines: list[str], main: str, title: str = "") -> set[int]:
    """Places of the lines that belong to the main text; all of them where no main text stands out.

    >>> body = "一些干部坐在机关里打电话、发通知，对基层的情况不了解，群众有意见。"
    >>> sorted(kept_lines(["首页", "走出机关", body, body[:-1] + "很大。", "版权所有"], body + "\\n" + body[:-1] + "很大。", "走出机关"))
    [1, 2, 3]
    """
    everything = set(range(len(lines)))
    short = {_normal(line) for line in main.split("\n")}
    whole = _NORMAL.sub("", _unmarked(main))
    if not whole or len(whole) > TOO_LONG:
        return everything
    normal = [_normal(line) for line in lines]
    anchors = {place for place, line in enumerate(normal) if _is_in(line, whole)}
    if not anchors:
        return everything
    first, last = min(anchors), max(anchors)
    kept = set(anchors)
    window = range(max(0, first - _AROUND), min(len(lines), last + _AROUND + 1))
    kept |= {place for place in window if normal[place] in short}
    for place in window:  # where trafilatura ran lines together, a short one is known by its neighbour
        if place - 1 in kept and normal[place - 1][-_BESIDE:] + normal[place] in whole:
            kept.add(place)
    for place in reversed(window):
        if place + 1 in kept and normal[place] + normal[place + 1][:_BESIDE] in whole:
            kept.add(place)
    head = _title_line(normal, first, _normal(title))
    if head >= 0:  # nothing above the title is the essay's, whatever trafilatura says of short pages
        kept = {place for place in kept if place >= head}
        kept |= {head} | {place for place in range(head, min(kept)) if not _CONTROLS.search(lines[place])}
    for place in everything - kept:
        if min(kept) < place < max(kept) and _belongs(lines[place]):
            kept.add(place)
    prose = {place for place, line in enumerate(lines) if _hanzi(line) >= 12 and _MARKS.search(line)}
    size = sum(len(normal[place]) for place in prose)
    if size and sum(len(normal[place]) for place in prose & kept) < 0.2 * size:
        return everything
    return kept


def _unmarked(main: str) -> str:
    return "".join(_ITEM.sub("", line.strip()) for line in main.split("\n"))


def _is_in(line: str, whole: str) -> bool:
    """Whether a line that is long enough to tell is in the main text, in whole or in most of its pieces."""
    if len(line) < 16 and not (len(line) >= 8 and line[-1] in "。！？；"):
        return False
    if line in whole:
        return True
    pieces = [piece for piece in _PIECE.findall(line) if len(piece) >= 6]
    if sum(map(len, pieces)) < 16:
        return False
    return sum(len(piece) for piece in pieces if piece in whole) >= 0.6 * len(line)


def _title_line(normal: list[str], first: int, title: str) -> int:
    """The place of the title's own line, close above the first long line of the main text; -1 where there is none."""
    above = range(first, max(-1, first - 2 * _AROUND), -1)
    return next((place for place in above if title and normal[place] == title), -1)


def _belongs(line: str) -> bool:
    """Whether a line between lines of the main text must be part of it."""
    if _hanzi(line) >= 40 and _MARKS.search(line):
        return True
    return bool(_HEADING.match(line)) and 4 <= len(line) <= 80 and not _CONTROLS.search(line)
