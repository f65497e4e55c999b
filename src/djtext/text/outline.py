"""The heading tree of a document: every sentence knows the section it stands in.

Headings stand on a line of their own, open a paragraph as a short lead that ends with a full stop
(`一是严把入口关。…`), or run into the sentence without any mark (`一、存在的问题当前，一些…`). In the last case the
end of the heading is inferred, by `text.runin`. Marks may be mixed and levels skipped: a mark is as deep as the place
where its kind first stands under the headings that are open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from djtext.text import runin
from djtext.text.leads import Item, Opening, headings, item_headings
from djtext.text.sentences import paragraphs, spans
from djtext.types import Document, Kind, Sentence

SEPARATOR = " / "
_N = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?:(?P<part>第[{_N}百]+(?:章|篇|编|部分|讲)|[上中下]篇[:：])"
    rf"|(?P<one>[{_N}]{{1,3}}(?:、|．|\.(?!\d)|[:：](?=[^，。]{{2,24}}$)))"
    rf"|(?P<two>[（(〈][{_N}]{{1,3}}[)）〉]、?)"
    r"|(?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,2}(?![\d%％万亿元个年月]))"
    r"|(?P<three>\d{1,2}(?:、|．|\.)(?!\d))"
    r"|(?P<four>[（(]\d{1,2}[)）]、?|[①-⑳]|\d{1,2}[)）])"
    rf"|(?P<item>第[{_N}]{{1,2}}(?:[，,、：:]|[条点个样件](?=[，,]))|首先|其次|再次|再者|最后(?=[，,])|其[{_N}](?=[，,、：:是])"
    rf"|[{_N}](?:是|要|则|靠)(?![一-龥]?[。，])|一方面|另一方面)[，,、：:]?)"
    r"[\s\u3000]*"
)
_RANKS = {"part": 0, "one": 1, "two": 2, "three": 3, "decimal": 3, "four": 4, "item": 7}
_LEADS, _ITEM = 6, 7
_BARE = 5  # a phrase alone on its line: below what is marked, above 一是 and 首先
_VALUES = {mark: n for n, mark in enumerate(_N, start=1)}
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9, "一方面": 1, "另一方面": 2}
_FINAL = "。！？；，、!?;,…"
_LEAD = 34  # a lead that ends with a full stop is a heading up to this length
# the first clause of an item is a heading up to this length, where at least so much more unfolds it
_COMMA, _CLAUSE, _UNFOLDS = re.compile("[，,：:]"), 24, 16
_INNER_LEAD, _GOES_ON = re.compile(".{3,19}。"), 20  # a lead within a paragraph, and how much more follows it at least
_OWN = 60
_SERIES = 3  # headings that run in are judged together from so many on
_INNER = re.compile(r"(?<=[\u4e00-\u9fff”）》])(?:1[.．、](?!\d)|[（(]一[)）]|[（(]1[)）]|第一[，、])")
_ANNOUNCED = re.compile(r"[:：](?=一是|一、|[（(]一[)）]|1[.、．](?!\d)|第一[，、])")
_CLOSING = re.compile("总之|综上|总而言之|综上所述|以上(?:是|就是|几)|同志们")
_NO_HEADING = re.compile(
    r"^(?:\d{4}\s*年|[〇零一二三四五六七八九]{4}年|[（(].*[)）]$|——|[-—*·•]|第.{1,3}页)|[:：]$|日$|月$|^[^\u4e00-\u9fff]+$"
    r"|^(?:作者|来源|编辑|责任编辑|单位|署名|摘要|关键词|注释?|参考文献)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: its kind, its depth among kinds (0 highest), its number, and where the words begin."""

    kind: str
    rank: int
    number: int
    end: int


def mark(text: str) -> Mark | None:
    """The numbering mark that a text begins with.

    >>> [(m.kind, m.number) for m in map(mark, ("一、问题", "（十二）学习", "3.考核", "第二，监督", "其次，问责")) if m]
    [('one', 1), ('two', 12), ('three', 3), ('item', 2), ('item', 2)]
    >>> mark("一个支部") is None
    True
    """
    return _known_mark(text) if len(text) <= _KEPT else _mark(text)


def _mark(text: str) -> Mark | None:
    match = _MARK.match(text)
    if match is None or match.lastgroup is None:
        return None
    kind = match.lastgroup
    written = match[kind]
    rank = _RANKS[kind]
    if kind == "decimal":
        rank = 1 + len(re.split("[.．]", written)) - 1
    return Mark(kind, rank, _number(written), match.end())


_KEPT = 300  # characters: what is longer is not kept, or a few huge texts would fill the memory
_known_mark = lru_cache(maxsize=4096)(_mark)  # of one sentence several parts of the work ask


def _number(written: str) -> int:
    for word, value in _WORDS.items():
        if written.startswith(word):
            return value
    digits = re.findall(r"\d+", written)
    if digits:
        return int(digits[-1])
    if written and "①" <= written[0] <= "⑳":
        return ord(written[0]) - ord("①") + 1
    total = 0
    for character in written:
        value = _VALUES.get(character, 0)
        total = (total or 1) * 10 if value == 10 else total + value
    return total


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of text before it is placed: `rank` is -1 unless it is a heading or an item."""

    para: int
    start: int
    end: int
    kind: Kind
    rank: int = -1
    first: bool = True  # the first of its paragraph
    closes: bool = False  # ends all sections: 总之 …


def outline(doc: Document) -> tuple[Sentence, ...]:
    """Title, headings and sentences of a document in order, each with level and section path.

    `level` is 1 for the highest headings of this document, 0 for sentences and titles. `section` is the path of the
    headings above, its own included, joined by ` / `.

    >>> doc = Document("a", "怎么办\\n一、存在的问题\\n（一）学不实。有的干部不学。\\n二、对策\\n1.要多学。", title="怎么办")
    >>> for s in outline(doc): print(s.kind, s.level, s.section, "|", s.text)
    title 0  | 怎么办
    heading 1 一、存在的问题 | 一、存在的问题
    heading 2 一、存在的问题 / （一）学不实 | （一）学不实。
    sentence 0 一、存在的问题 / （一）学不实 | 有的干部不学。
    heading 1 二、对策 | 二、对策
    sentence 0 二、对策 / 1 | 1.要多学。
    """
    return tuple(sentences(doc))


def sentences(doc: Document) -> Iterator[Sentence]:
    """As `outline`, one by one."""
    text = doc.text
    path: list[tuple[int, str, int]] = []  # open headings: rank, name, the paragraph they end with or 0
    for n, unit in enumerate(_units(doc), start=1):
        piece = text[unit.start : unit.end]
        level = 0
        while path and 0 < path[-1][2] < unit.para:
            path.pop()
        if unit.closes:
            path.clear()
        if unit.rank >= 0:
            while path and path[-1][0] >= unit.rank:
                path.pop()
            name = _name(piece, heading=unit.kind == "heading")
            # 一是, or a lead, in the middle of a paragraph holds to its end; at its front, until the next one
            path.append((unit.rank, name, unit.para if unit.rank in (_ITEM, _LEADS) and not unit.first else 0))
            level = len(path) if unit.kind == "heading" else 0
        section = SEPARATOR.join(entry[1] for entry in path)
        yield Sentence(doc.id, unit.para, n, unit.start, unit.end, unit.kind, level, section, piece)


def _name(piece: str, *, heading: bool) -> str:
    """A heading's words; of an item its mark alone."""
    if heading:
        return piece.strip().rstrip("。；：:;.，,")
    found = mark(piece)
    return piece[: found.end].strip().rstrip("，,、：:.．") if found else piece


def _units(doc: Document) -> Iterator[_Unit]:
    text = doc.text
    lines = list(paragraphs(text))
    leads = headings([opening(text, place, *line) for place, line in enumerate(lines)])
    split = [[part for piece in spans(text, *line) for part in _announced(text, *piece)] for line in lines]
    cuts = _cuts(text, split)
    for place, (start, end) in enumerate(lines):
        para = place + 1
        line = text[start:end].strip()
        left = start + len(text[start:end]) - len(text[start:end].lstrip())
        right = left + len(line)
        if _is_title(doc, text, lines, place, line):
            yield _Unit(para, left, right, "title")
            continue
        pieces = split[place]
        if len(pieces) == 1 and line[-1] not in _FINAL:
            found = mark(line)
            if found is not None and len(line) <= _OWN and not _INNER.search(line, found.end):
                cut = runin.cut(line, found.end, own=True) if len(line) > _LEAD else 0
                if not cut:
                    yield _Unit(para, left, right, "heading", found.rank)
                    continue
            elif found is None and _is_bare(text, lines, place, line):
                yield _Unit(para, left, right, "heading", _BARE)
                continue
        if place in leads:
            yield _Unit(para, *pieces[0], "heading", _LEADS)
            yield from _body(text, para, pieces[1:], cuts, first=False)
        else:
            yield from _body(text, para, pieces, cuts)


def opening(text: str, place: int, start: int, end: int) -> Opening:
    """How the paragraph at `place` begins; its lead is a short sentence without a mark that it goes on from."""
    stop = text.find("。", start, min(end, start + _LEAD + 2))
    lead = text[start:stop].strip()
    if stop > 0 and place > 0 and end - stop > 30 and len(lead) >= 3 and mark(lead) is None:
        return Opening(lead, text[stop + 1 : min(end, stop + 13)].strip(), end - stop)
    return Opening("")


def inner_openings(text: str, pieces: Sequence[tuple[int, int]]) -> list[Opening]:
    """The short sentences of one paragraph without a mark that a longer one follows; none where they have no likes."""
    words = [text[start:end].strip() for start, end in pieces]
    short = [_INNER_LEAD.fullmatch(sentence) is not None for sentence in words]
    if len(words) < 4 or sum(short) < 2:
        return []
    plain = [mark(sentence) is None for sentence in words]
    found = [
        Opening(sentence[:-1], after[:12], len(after))
        if leads and here and there and len(after) > _GOES_ON
        else Opening("")
        for (sentence, after), leads, (here, there) in zip(pairwise(words), short, pairwise(plain), strict=False)
    ]
    return found if sum(one.lead != "" for one in found) > 1 else []


def _cuts(text: str, split: list[list[tuple[int, int]]]) -> dict[int, int]:
    """Where headings end that run into the sentence, by the start of the sentence; series of them are judged together."""
    starts = [start for pieces in split for start, _ in pieces]
    sentences = [text[start:end] for pieces in split for start, end in pieces]
    marked = list(numbered(sentences))
    series: dict[int, list[tuple[int, Mark]]] = {}
    for place, found, number in marked:
        series.setdefault(number, []).append((place, found))
    cuts: dict[int, int] = {}
    for group in series.values():
        long = [(place, found) for place, found in group if not _is_short(sentences[place])]
        if len(long) >= _SERIES and len(long) * 4 >= len(group) * 3:
            ends = runin.together(
                [(sentences[place], found.end) for place, found in long], item=long[0][1].rank == _ITEM
            )
            cuts.update((starts[place], cut) for (place, _), cut in zip(long, ends, strict=True))
    listed = list(items(sentences, marked))
    heads = item_headings([item for _, item in listed])
    for number, (place, item) in enumerate(listed):
        if item.clause.lead and not _off_comma(text, starts[place], cuts):
            cuts[starts[place]] = len(item.mark) + len(item.clause.lead) if number in heads else 0
    return cuts


def _off_comma(text: str, start: int, cuts: dict[int, int]) -> bool:
    """Was a heading found that ends without a comma, as all of its series do?"""
    cut = cuts.get(start, 0)
    return cut > 0 and text[start + cut] not in "，,：:"


def numbered(sentences: Sequence[str]) -> Iterator[tuple[int, Mark, int]]:
    """The marked sentences of one document: place, mark, and the number of the series that it goes on with or begins.

    >>> [(place, series) for place, _, series in numbered(["一、问题", "1.松", "2.软", "二、对策", "1.紧"])]
    [(0, 1), (1, 2), (2, 2), (3, 1), (4, 3)]
    """
    series = 0
    last: dict[int, tuple[int, int]] = {}  # of each rank that is open: number, series
    for place, sentence in enumerate(sentences):
        found = mark(sentence)
        if found is None:
            continue
        last = {rank: value for rank, value in last.items() if rank <= found.rank}
        number, here = last.get(found.rank, (-1, 0))
        if found.number != number + 1 or not here:
            series += 1
            here = series
        last[found.rank] = found.number, here
        yield place, found, here


def items(
    sentences: Sequence[str], marked: Iterable[tuple[int, Mark, int]] | None = None
) -> Iterator[tuple[int, Item]]:
    """The items of one document, each with the place of its sentence; those without a short first clause have none.

    `marked`: what `numbered` gives for the sentences, where it is known.
    """
    for place, found, series in numbered(sentences) if marked is None else marked:
        if found.rank != _ITEM:
            continue
        sentence = sentences[place]
        comma = _COMMA.search(sentence, found.end)
        lead = sentence[found.end : comma.start()] if comma else ""
        tail = sentence[comma.end() :].strip() if comma else ""
        if not (3 <= len(lead) <= _CLAUSE and len(tail) >= max(_UNFOLDS, len(lead))):
            lead, tail = "", ""
        yield place, Item(sentence[: found.end], Opening(lead, tail[:12], len(tail)), tail, series)


def _is_short(piece: str) -> bool:
    """Is a sentence behind a mark short enough to be a heading as a whole, or too short to hold one?"""
    return len(piece) <= _LEAD / 2 or (len(piece) <= _LEAD and piece[-1] not in "；;，,、")


def _announced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in two where it announces a list and begins it: 主要有三种形式：| 一是闭门写材料。"""
    found = _ANNOUNCED.search(text, start, end)
    if found and end - found.end() > 3:
        yield start, found.end()
        yield from _announced(text, found.end(), end)
    else:
        yield start, end


def _is_title(doc: Document, text: str, lines: list[tuple[int, int]], place: int, line: str) -> bool:
    if place > 1:
        return False
    if line == doc.title:
        return True
    if place == 1:  # a subtitle
        return line.startswith("——") and len(line) <= _OWN
    following = text[slice(*lines[1])].strip() if len(lines) > 1 else ""
    return len(line) <= 40 and len(following) > 40 and line[-1] not in "。！；，：、:,;" and mark(line) is None


def _is_bare(text: str, lines: list[tuple[int, int]], place: int, line: str) -> bool:
    """A phrase alone on its line that heads what follows: short, without a stop, before a paragraph."""
    if not 3 <= len(line) <= 30 or place == 0 or place + 1 >= len(lines) or _NO_HEADING.search(line):
        return False
    following = text[slice(*lines[place + 1])].strip()
    return len(following) >= max(30, 2 * len(line)) or (mark(following) is not None and mark(line) is None)


def _body(
    text: str, para: int, pieces: list[tuple[int, int]], cuts: dict[int, int], *, first: bool = True
) -> Iterator[_Unit]:
    """The sentences of one paragraph, with the headings that stand at their front."""
    last = len(pieces) - 1
    leads = headings(inner_openings(text, pieces), inner=True)
    for at, (start, end) in enumerate(pieces):
        piece = text[start:end]
        found = mark(piece)
        opens = first and at == 0
        if at in leads:
            yield _Unit(para, start, end, "heading", _LEADS, opens)
            continue
        if found is None:
            yield _Unit(para, start, end, "sentence", -1, opens, opens and bool(_CLOSING.match(piece)))
            continue
        below = _INNER.search(piece, found.end, _OWN)
        if below is not None and found.rank < 3 and "，" not in piece[found.end : below.start()]:
            # a heading and the first heading below it, both run in: 二、意义1.是…的需要
            heading_end = start + len(piece[: below.start()].rstrip())
            yield _Unit(para, start, heading_end, "heading", found.rank, opens)
            yield from _body(text, para, [(start + below.start(), end), *pieces[at + 1 :]], cuts, first=False)
            return
        short = len(piece) <= _LEAD and piece[-1] not in "；;，,、"
        if short and at < last and _goes_on(text, pieces[at + 1], found) and runin.is_lead(piece, found.end):
            yield _Unit(para, start, end, "heading", found.rank, opens)
            continue
        cut = cuts.get(start, 0)
        if start not in cuts and len(piece) > _LEAD / 2:
            cut = runin.cut(piece, found.end, item=found.rank == _ITEM)
        if cut:
            stop = start + cut + len(piece[cut:]) - len(piece[cut:].lstrip("，,：:"))
            yield _Unit(para, start, stop, "heading", found.rank, opens)
            rest = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
            yield _Unit(para, rest, end, "sentence", -1, False)
            continue
        yield _Unit(para, start, end, "sentence", found.rank, opens)


def _goes_on(text: str, piece: tuple[int, int], found: Mark) -> bool:
    """Does the next sentence elaborate, or is it the next item?"""
    following = mark(text[piece[0] : piece[1]])
    return following is None or following.rank > found.rank
