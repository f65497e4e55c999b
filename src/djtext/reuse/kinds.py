"""What a passage in two documents is: a copy, a quotation, boilerplate, or part of a document that stands twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["copy", "quote", "boilerplate", "duplicate"]
KINDS: tuple[Kind, ...] = ("copy", "quote", "boilerplate", "duplicate")
FORMULA = 10  # documents; what stands in so many is nobody's own wording
_COVERED = 0.6
_MARKED = 10  # characters between marks; fewer are a term, not a quotation

_STOP = "。！？!?\n"
_PEOPLE = (
    "习近平|毛泽东|毛主席|邓小平|小平同志|江泽民|胡锦涛|周恩来|周总理|刘少奇|朱德|任弼时|陈云|李克强|李强|温家宝|朱镕基|王岐山|马克思|恩格斯|列宁|斯大林|"
    "孙中山|鲁迅|孔子|孟子|老子|庄子|荀子|韩非子|司马迁|总书记|主席|总理|书记|部长|省长|市长|县长|主任|先生"
)
_DOCUMENTS = (
    "《[^》\n]{2,40}》|党的[一二三四五六七八九十]{1,3}(?:大|届[一二三四五六七八九]中全会)|会议|全会|大会|报告|公报|决定|决议|党章|宪法|条例|准则|纲要|"
    "社论|文件|通知|批示|讲话|致辞|贺信|党中央|中共中央|国务院"
)
# What is reported stands behind a mark; without one the writer tells it in words of his own. 要求 and the like are
# nouns as often (按照会议要求，…), so that a comma is not enough.
_SAID = (
    '(?:(?:指出|强调|提出|认为|写道|告诫|谈到|曾说|说过|讲过|说道|有言|所说|所言|说|讲|道|云|曰|言)(?=[：:，,]|[“「『"])'
    '|(?:要求|明确|号召|教导|论述|宣告|勉励|嘱托|规定|写明|载明)(?=[：:]|[“「『"]))'
)
_LAW = "(?<![照据按依反合])(?P<law>宪法|党章|条例|准则|《[^》\n]{2,40}》)(?:明确)?规定(?=[：:，,])"
_VERB = re.compile(f"{_SAID}|规定(?=[，,])")
_WITHIN = f'[^{_STOP}；“”「」"]'
_ATTRIBUTION = re.compile(
    f"{_LAW}|(?P<person>{_PEOPLE}){_WITHIN}{{0,40}}?{_SAID}|(?P<document>{_DOCUMENTS}){_WITHIN}{{0,20}}?{_SAID}|"
    f"(?P<saying>古人|古语|古训|俗话|常言|谚语|老话|诗){_WITHIN}{{0,6}}?{_SAID}"
)
_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "＂": "＂", '"': '"'}
_MARKS = re.compile('[“”「」『』《》＂"\n]')
_SENTENCE_END = re.compile("[。！？!?][”’」』）]*|\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a text that its writer gives as another's; `whom` is the person or document named, where one is."""

    start: int
    end: int
    whom: str = ""


def quotations(text: str) -> tuple[Quoted, ...]:
    """What a text gives as another's words, by marks or by naming whose they are; in order, overlapping where both do.

    Marks count from ten characters on; a title between 《》 counts as well. Words without marks go from the name to the
    end of the sentence.

    >>> text = "习近平总书记指出，打铁必须自身硬。我们要有“踏石留印、抓铁有痕的劲头”。"
    >>> [(text[q.start : q.end], q.whom) for q in quotations(text)]
    [('习近平总书记指出，打铁必须自身硬。', '习近平'), ('踏石留印、抓铁有痕的劲头', '')]
    """
    marked = list(_marked(text))
    starts = [span.start for span in marked]
    found: list[Quoted] = []
    named: dict[int, str] = {}
    at = 0 if _VERB.search(text) else len(text)  # most paragraphs have none, and names are slow to look for
    while (match := _ATTRIBUTION.search(text, at)) is not None:
        end = match.end()
        stop = _SENTENCE_END.search(text, end)
        until = stop.end() if stop else len(text)
        # What opens right behind the verb is quoted to its closing mark, however many sentences that takes.
        n = bisect_left(starts, end)
        if n < len(marked) and marked[n].start <= until and not _STOPS.search(text, end, marked[n].start):
            until = max(until if marked[n].start - end > 4 else 0, marked[n].end + 1)
            named[n] = _name(match)
        until = min(until, len(text))
        found.append(Quoted(match.start(), until, _name(match)))
        at = max(until, end)
    found += [Quoted(span.start, span.end, named.get(n, "")) for n, span in enumerate(marked)]
    return tuple(sorted(found, key=lambda span: (span.start, span.end, span.whom)))


_STOPS = re.compile(f"[{_STOP}]")


def _name(match: re.Match[str]) -> str:
    if match["saying"]:
        return ""
    return match["person"] or match["law"] or match["document"] or ""


_DEEP = 16  # quotations within quotations: no text goes deeper, and hostile ones would cost squares of their length


def _marked(text: str) -> Sequence[Quoted]:
    """Stretches between quotation marks or 《》; a mark left open holds to the end of its paragraph."""
    found: list[Quoted] = []
    open_: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text):
        mark, place = match.group(), match.start()
        if mark == "\n":
            found += [Quoted(start, place) for wanted, start in open_ if wanted == "”"][:1]
            open_.clear()
        elif any(wanted == mark for wanted, _ in open_):
            while open_:
                wanted, start = open_.pop()
                if wanted == mark:
                    found.append(Quoted(start, place))
                    break
        elif mark in _PAIRS and len(open_) < _DEEP:
            open_.append((_PAIRS[mark], match.end()))
    found += [Quoted(start, len(text)) for wanted, start in open_ if wanted == "”"][:1]
    return sorted((span for span in found if span.end - span.start >= _MARKED), key=lambda span: (span.start, span.end))


def quoted(spans: Sequence[Quoted], start: int, end: int) -> tuple[bool, str]:
    """Is a passage given as another's words, three fifths of it at least? And whose, where that is said.

    >>> quoted([Quoted(0, 30, "习近平")], 9, 31), quoted([Quoted(0, 12)], 0, 30)
    ((True, '习近平'), (False, ''))
    """
    covered, done, whom = 0, start, ""
    for span in spans:
        if span.start >= end:
            break
        left, right = max(span.start, done), min(span.end, end)
        if right > left:
            covered += right - left
            done = right
        if span.whom and span.end > start and not whom:
            whom = span.whom
    enough = covered >= _COVERED * max(1, end - start)
    return enough, whom if enough else ""


class Quotes:
    """What each of several texts gives as another's words, read paragraph by paragraph when it is asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._read: dict[tuple[int, int], tuple[Quoted, ...]] = {}

    def of(self, number: int, start: int, end: int) -> tuple[bool, str]:
        """Is a passage of a text given as another's words, and whose? No quotation goes beyond its paragraph."""
        text = self._texts[number]
        spans: list[Quoted] = []
        at = text.rfind("\n", 0, start) + 1
        while at < end:
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            if (number, at) not in self._read:
                found = quotations(text[at:stop])
                self._read[number, at] = tuple(Quoted(span.start + at, span.end + at, span.whom) for span in found)
            spans += self._read[number, at]
            at = stop + 1
        return quoted(spans, start, end)

    def either(self, one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[bool, str]:
        """The same of a passage in two texts, each given as number, start and end: it is enough that one says so."""
        in_one, whom_one = self.of(*one)
        in_other, whom_other = self.of(*other)
        whom = min(filter(None, (whom_one, whom_other)), key=lambda name: (-len(name), name), default="")
        return in_one or in_other, whom


def kind_of(*, same_group: bool, is_quoted: bool, docs: int, formula: int = FORMULA) -> Kind:
    """The kind of a passage; the first that holds.

    `duplicate`: both documents are copies of one text. `quote`: one of them gives it as another's words. `boilerplate`: it
    stands in `formula` documents or more, near duplicates counted once. Else `copy`.

    >>> kind_of(same_group=False, is_quoted=True, docs=30), kind_of(same_group=False, is_quoted=False, docs=30)
    ('quote', 'boilerplate')
    """
    if same_group:
        return "duplicate"
    if is_quoted:
        return "quote"
    return "boilerplate" if docs >= formula else "copy"
