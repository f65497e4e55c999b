"""What print leaves in a text: page numbers, running headers and footers, lines broken at the edge of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from djtext.clean.draft import Line, Span, lines_of
from djtext.text.codes import QUOTE, WIDE, codes
from djtext.text.sentences import heading_level

_NUMBER = re.compile(
    r"\s*(?:[-—–―－·•.]+\s*\d{1,4}\s*[-—–―－·•.]+|第?\s*\d{1,4}\s*页\s*[,，/／]?\s*(?:[共总]\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?|[Pp]\.?\s*\d{1,4})\s*"
)
_BARE_NUMBER = re.compile(r"\s*\d{1,4}\s*")
_ANY_NUMBER = re.compile(f"{_BARE_NUMBER.pattern}|{_NUMBER.pattern}")
_NUMBER_BEGINS = re.compile(r"[-—–―－·•.第\dPp]")
_DIGITS = re.compile(r"\d+")
_TERMINAL = "。！？；：!?;:.”’」』）)》】〕\"'"
_STOP = "。！？!?”’」』"
_MARK = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百]+[、．.章节]|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、．.](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|第[一二三四五六七八九十]+[，,]"
    r"|[一二三四五六七八九十]是|首先[，,]|其次[，,]|再次[，,]|最后[，,])"
)
_SENTENCE = re.compile("[，。；、]|[：:]$")
_PROSE_END = re.compile("[\u4e00-\u9fff，、]")
_LABEL_ALONE = re.compile(
    "(?:内容|文章|论文|文档|资源)?(?:摘要|提要|简介|导读|关键词|标签|描述|参考文献|注释|相关推荐)[:：]"
)
_NARROWEST = 20
_FEWEST_OPEN = 3  # of five full lines, those that must stop in mid-sentence
_WIDEST = 140  # in columns, a hanzi two: no page is wider


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide lines were set: `width` in columns, a hanzi two, and the width of a curly quote, one or two."""

    width: int = 0
    quote: int = 2


def page_furniture(text: str) -> Iterator[Span]:
    """Page numbers, and header and footer lines: alike but for digits, at the edge of pages or beside page numbers."""
    lines = [line for line in lines_of(text) if line.bare]
    if len(lines) < 4:
        return
    begins = [_NUMBER_BEGINS.match(line.bare) is not None for line in lines]
    short = {n: _DIGITS.sub("#", line.bare) for n, line in enumerate(lines) if len(line.bare) <= 60}
    masked = Counter(short.values())
    if (
        "\f" not in text
        and not any(_ANY_NUMBER.fullmatch(line.text) for line, begun in zip(lines, begins, strict=True) if begun)
        and (
            len(masked) == len(short)
            or not any(masked.get(short.get(n, ""), 2) >= 2 and _is_cut(lines, n) for n in range(1, len(lines) - 1))
        )
    ):
        return
    keys = [short.get(n) or _DIGITS.sub("#", line.bare) for n, line in enumerate(lines)]
    breaks = {after.start for before, after in pairwise(lines) if "\f" in text[before.end : after.start]}
    numbers, bare = (
        [begun and kind.fullmatch(line.text) is not None for line, begun in zip(lines, begins, strict=True)]
        for kind in (_NUMBER, _BARE_NUMBER)
    )
    if sum(numbers) >= 2 or breaks:
        if breaks:
            for n, line in enumerate(lines):
                at_edge = line.start in breaks or n + 1 == len(lines) or lines[n + 1].start in breaks or n == 0
                numbers[n] = numbers[n] or (bare[n] and at_edge)
        elif _rising([int(line.bare) for n, line in enumerate(lines) if bare[n]]):
            numbers = [number or plain for number, plain in zip(numbers, bare, strict=True)]
    elif sum(bare) >= 3 and _rising([int(line.bare) for n, line in enumerate(lines) if bare[n]]):
        numbers = list(bare)
    beside = [
        n
        for n in range(len(lines))
        if bare[n] and any(_recurs(keys[k], masked) for k in (n - 1, n + 1) if 0 <= k < len(lines))
    ]
    values = [int(lines[n].bare) for n in beside]
    if len(beside) >= 2 and all(0 < b - a <= 3 for a, b in pairwise(values)):
        for n in beside:
            numbers[n] = True
    edge: set[int] = set()
    for n, line in enumerate(lines):
        if line.start in breaks:
            edge |= {n - 2, n - 1, n, n + 1}
        if numbers[n]:
            edge |= {n - 2, n - 1, n + 1, n + 2}
    # How often a line that recurs stands where a sentence was cut in two.
    cuts = Counter([keys[n] for n in range(1, len(lines) - 1) if masked[keys[n]] >= 2 and _is_cut(lines, n)])
    at_edges = Counter(keys[n] for n in edge if 0 <= n < len(lines))
    pages = sum(numbers)
    for n, line in enumerate(lines):
        if numbers[n]:
            yield line.start, line.end, "page-number"
            continue
        key = keys[n]
        if not n or len(key) > 60 or (cuts[key] < 2 and at_edges[key] < 2):  # the first may be the title
            continue
        if _SENTENCE.search(key):
            continue
        cut_twice = len(key) <= 40 and cuts[key] >= 2 and cuts[key] * 2 >= masked[key] and masked[key] >= 2
        if cut_twice or (at_edges[key] >= 2 and (masked[key] >= 3 or pages >= 2)):
            yield line.start, line.end, "running-header"


def _is_cut(lines: Sequence[Line], n: int) -> bool:
    """Whether a line stands where a sentence was cut in two."""
    before = lines[n - 1].bare
    return len(before) >= 18 and len(lines[n + 1].bare) >= 10 and _PROSE_END.search(before[-1]) is not None


def _recurs(key: str, masked: Counter[str]) -> bool:
    """Whether a line, # for its digits, could be a running header: short, no sentence, there at least twice."""
    return len(key) >= 4 and masked[key] >= 2 and not re.search("[，。；、]", key)


def _rising(numbers: list[int]) -> bool:
    return len(numbers) >= 3 and all(0 < b - a <= 3 for a, b in pairwise(numbers))


def wrap_measure(text: str) -> tuple[Measure, Sequence[int]]:
    """The width at which lines were broken, 0 where they were not, and the width of each line, blanks behind it not
    counted.

    Lines of one width must be many, and most of them must stop in mid-sentence. Fonts differ in how wide they set
    curly quotes: the width under which more lines come out alike is taken.
    """
    lines = lines_of(text)
    if len([line for line in lines if line.bare and line.bare[-1] not in _TERMINAL]) < _FEWEST_OPEN:
        return Measure(), ()
    sizes = [len(line.text.rstrip()) for line in lines]
    # A line is as wide as it is long, or up to twice as wide.
    fitting = [_NARROWEST <= 2 * size <= 2 * _WIDEST for size in sizes]
    if sum(fitting) < 4:
        return Measure(), ()
    # Lines that stand three times, but for digits, tell nothing; they begin alike, so most need not be compared.
    begins = Counter([line.bare[:1] for line in lines])
    digits = {sign for sign in begins if sign.isdecimal() or sign == "#"}
    alike = {sign for sign, count in begins.items() if count >= 3 and sign}
    if sum(begins[sign] for sign in digits) >= 3:
        alike |= digits
    masks = [_DIGITS.sub("#", line.bare) if line.bare[:1] in alike else "" for line in lines]
    times = Counter(masks)
    told = [n for n, line in enumerate(lines) if line.bare and (not masks[n] or times[masks[n]] < 3)]
    possible = sum(fitting[n] for n in told)
    if possible < 4 or possible < 0.5 * len(told):
        return Measure(), ()
    known = codes(text)
    starts = [line.start for line in lines]
    stops = [line.start + size for line, size in zip(lines, sizes, strict=True)]
    narrow = [size + wide for size, wide in zip(sizes, known.numbers(WIDE, starts, stops), strict=True)]
    quotes = known.numbers(QUOTE, starts, stops)
    best, columns = Measure(), narrow
    score = 0.0
    for quote in (2, 1) if any(quotes[n] for n in told) else (2,):
        widths = [width + (quote - 1) * signs for width, signs in zip(narrow, quotes, strict=True)]
        width, value = _measure([lines[n] for n in told], [widths[n] for n in told])
        if value > score:
            best, columns, score = Measure(width, quote), widths, value
    return best, columns


def _measure(lines: Sequence[Line], widths: Sequence[int]) -> tuple[int, float]:
    """The width at which these lines were broken, and how well it fits; both 0 where they were not."""
    short = [width for width in widths if _NARROWEST <= width <= _WIDEST]
    if len(short) < 4 or len(short) < 0.5 * len(widths):
        return 0, 0.0
    near = range(_NARROWEST - 7, _WIDEST + 4)  # widths of lines that may count as full
    stopped = sum(width in near and line.bare[-1] not in _TERMINAL for width, line in zip(widths, lines, strict=True))
    if stopped < 0.55 * max(5, 0.35 * len(short)):  # see below
        return 0, 0.0
    tally = Counter(short)
    order = {width: place for place, width in enumerate(tally)}
    upto = [0] * (_WIDEST + 20)  # how many lines are of a width or narrower
    for width, count in tally.items():
        upto[width] = count
    upto = list(accumulate(upto))
    best, score = 0, 0.0
    for width in tally:
        beside = sorted((w for w in range(width - 2, width + 2) if w in tally), key=order.__getitem__)
        here = sum(tally[w] * (1.0 if w == width else 0.8) for w in beside)
        wider = upto[width + 16] - upto[width + 2]
        value = here - 2 * wider
        if value > score or (value == score and width > best):
            best, score = width, value
    full = [line for width, line in zip(widths, lines, strict=True) if best - 7 <= width <= best + 3]
    open_ended = [line for line in full if line.bare[-1] not in _TERMINAL]
    wide = sum(width for width in widths if width > best + 12)
    if wide > 0.4 * sum(widths):  # most of the text stands in whole paragraphs
        return 0, 0.0
    if len(full) < max(5, 0.35 * len(short)) or len(open_ended) < 0.55 * len(full):
        return 0, 0.0
    return best, score


def hard_wraps(text: str) -> Iterator[Span]:
    """Line ends that the page made; those that end a paragraph stay.

    A paragraph's first line is indented by two hanzi, in most files after the blanks themselves are gone: where a full
    line ends a sentence, a following line that is two hanzi short begins a paragraph, a full one goes on with it.
    """
    lines = lines_of(text)
    measure, columns = wrap_measure(text)
    width = measure.width
    if not width:
        return
    first = True  # does this line begin a paragraph?
    for n, line in enumerate(lines):
        if not line.bare:
            continue
        following = n + 1
        while following < len(lines) and not lines[following].bare:
            following += 1
        if following == len(lines):
            return
        after = lines[following]
        joined = _goes_on(line, after, (columns[n], columns[following], width), first=first, blank=following > n + 1)
        if joined and n < 6 and line.bare[-1] not in _TERMINAL + "，、":
            room = width - columns[n] > (7 if first else 3)
            fits = after.bare[0] not in "“‘《（(" and not after.bare[0].isascii()
            joined = not (room and fits) and not _begins(
                after, lines[following + 1 : following + 2], width - columns[following]
            )
        if joined:
            yield (
                line.start + len(line.text.rstrip()),
                after.start + len(after.text) - len(after.text.lstrip()),
                "line-break",
            )
        if joined and n < 4 and re.search(r"[（()）:：]|\d{4}\s*年", after.bare) and after.bare[-1] not in _STOP:
            joined = False  # below a title that fills its line: who wrote it, and when
        first = not joined


def _goes_on(line: Line, after: Line, columns: tuple[int, int, int], *, first: bool, blank: bool) -> bool:
    """Whether a paragraph goes on from one line to the next; `columns` are the widths of both, and of full lines."""
    here, there, width = columns
    last = line.bare[-1]
    if here > width + 8 or there > width + 12:
        return False
    if _LABEL_ALONE.fullmatch(after.bare):
        return False
    indented = len(after.text) - len(after.text.lstrip()) > len(line.text) - len(line.text.lstrip())
    if indented and not first:
        return False
    lead = len(line.text) - len(line.text.lstrip())
    full = here >= width - (7 if first and not lead else 3)
    if blank and last in _STOP:
        return False
    if not full:
        if last in _TERMINAL or here < 0.72 * width or (heading_level(line.bare) and here < 0.85 * width):
            return False
        # Neither full nor at an end: a word or a number that did not fit.
        return here >= width - 9
    alone = there < 0.6 * width and after.bare[-1] not in _TERMINAL + "，、"
    if alone and not first and (heading_level(after.bare) or last in _STOP):
        return False
    if _MARK.match(after.bare) and last in _STOP + "；;：:":
        return False
    if last in _STOP:
        return not (width - 8 <= there <= width - 3 and after.bare[-1] not in _STOP)
    return True


def _begins(line: Line, after: Sequence[Line], room: int) -> bool:
    """Whether a line is the first of a paragraph by its width alone: two hanzi short, and nothing else explains it.

    For the lead above an article, which ends without a full stop. `room` is what the line leaves free.
    """
    short = 3 <= room <= 5
    explained = not after or not after[0].bare or after[0].bare[0] in "“‘《（(" or after[0].bare[0].isascii()
    return short and not explained and line.bare[-1] not in _STOP
