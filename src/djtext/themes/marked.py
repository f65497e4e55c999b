"""Phrases that their form marks: quoted terms, numeral abbreviations, parallel series, names of documents and meetings.

All functions take a folded text and give the places in it. What they find is a candidate: whether it recurs is counted
elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["quoted", "numeral", "series", "phrase", "name"]
KINDS: tuple[Kind, ...] = ("quoted", "numeral", "series", "phrase", "name")

_NOT = "“”‘’「」『』《》，。；：！？…（）()\n\r\t"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_QUOTED = re.compile(f"[“‘「『]([^{_NOT}]{{2,20}})[”’」』]")
_TITLED = re.compile("《([^《》\n]{2,40})》")
_DIGIT = "一二两三四五六七八九十百千万双多"
NUMBERS = {char: n for n, char in enumerate("〇一二三四五六七八九十")} | {"两": 2, "双": 2}
_COUNTED = re.compile(f"^([{_DIGIT}])(个|大|项|位|种|条|类|型)?([{_HAN}]{{1,6}})$")
_WOVEN = re.compile(f"^(?:[{_DIGIT}](?![{_DIGIT}个])[{_HAN}]{{1,2}}?){{2,5}}$")
_UNIT = re.compile(
    f"[{_DIGIT}几数][年月日号点届次亿万千百倍成元章节岁周]|世纪|[{_DIGIT}]{{3}}|^[{_DIGIT}]+$|[{_DIGIT}][十百千万]|十[{_DIGIT}]"
)
_MEASURED = re.compile(
    f"^[{_DIGIT}](?:(?:个|大|项|位|种|条|类|型)?(?:方面|问题|小时|星期|部分|部份|时期|阶段|地方|国家|部门|单位|年头|年度|同志|季度|层次|领域|项目|任务|工作"
    "|事情|地区|省区市|省份|城市|学校|企业|环节|例子|因素|特点|原因|条件|关系|民族|钟头|来回|意义|时候|途径|过程|种类|类型|系列|措施|目标|要求|内容|步骤|人民)"
    "|(?:个|大|项|位|种|条|类|型)?(?:月|省|市|县|人|字|样|点|年|层|部|次|回|些|切|定|般|直|起|致|同|旦|律|体|时|边|面|再|向|方|并|共|下|步|批|支|群|块"
    "|套|家|名|天|把|手|身|心|生|场|处|度|季|分|更|个|种|项|位|条|类|型)$)"
)
_ENUMERATED = re.compile(
    f"(?:^|(?<=[。；：！？\n]))[ \u3000]*(?:[（(]?([一二三四五六七八九十])[）)]?(?:是|要|、|．|\\.|[）)])|第([一二三四五六七八九十])[，、是]|[（(]?(\\d{{1,2}})[）)．.、])"
    f"[ \u3000]*([{_HAN}、]{{3,16}})(?=[，。；：！？\n]|$)"
)
_SHIFT = re.compile(f"(由|从)([{_HAN}]{{2,9}}?)向([{_HAN}]{{2,9}})")
_TURN = re.compile("转变|转型|转换|过渡|迈进|转轨|转移|延伸|拓展|跨越|转向|升级|转化|转")
_WEIGHT = re.compile(f"重([{_HAN}]{{1,5}}?)[、，]?轻([{_HAN}]{{1,5}})")
_BREAK = re.compile("([，。；：！？、\n])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked phrase in a folded text: its kind, as it is to be listed, and its place."""

    kind: Kind
    text: str
    start: int
    end: int


def quoted(text: str) -> Iterator[Mark]:
    """Terms within quotation marks, two to twenty characters without a mark that ends a clause.

    >>> [mark.text for mark in quoted("产生“破窗效应”；他说：“我来了，你呢？”")]
    ['破窗效应']
    """
    for match in _QUOTED.finditer(text):
        inner = match.group(1).strip("、 ·")
        if len(inner) >= 2 and re.search(f"[{_HAN}]", inner) and not re.match(r"[\d\s.%％]+", inner):
            start = text.index(inner, match.start(1))
            yield Mark("quoted", inner, start, start + len(inner))


def names(text: str) -> Iterator[Mark]:
    """Titles of documents and books, with their marks.

    >>> [mark.text for mark in names("《中国共产党纪律处分条例》规定")]
    ['《中国共产党纪律处分条例》']
    """
    for match in _TITLED.finditer(text):
        yield Mark("name", match.group(), match.start(), match.end())


def is_numeral(text: str) -> bool:
    """Is a phrase shaped like a numeral abbreviation?

    >>> [is_numeral(x) for x in ("三会一课", "四个意识", "三去一降一补", "八项规定", "三个月", "一九七八年", "两个方面", "六稳")]
    [True, True, True, True, False, False, False, True]
    """
    if _UNIT.search(text) or _MEASURED.match(text):
        return False
    if _WOVEN.match(text) and 4 <= len(text) <= 8:
        return True
    match = _COUNTED.match(text)
    return match is not None and (len(text) <= 2 or text[0] not in "一多百千万")


def is_quantity(text: str) -> bool:
    """Does a phrase begin with a numeral and count or measure something, without being an abbreviation?

    >>> [is_quantity(x) for x in ("三个月", "一九七八年", "两个方面", "三会一课", "世纪之交")]
    [True, True, True, False, False]
    """
    return text[:1] in _DIGIT and bool(_MEASURED.match(text) or _UNIT.search(text))


def is_abbreviation(text: str) -> bool:
    """Does a phrase of numeral shape count or weave, so that no quotation marks are needed? 两岸关系 does neither.

    >>> [is_abbreviation(x) for x in ("三会一课", "四个意识", "两岸关系", "八项规定")]
    [True, True, False, True]
    """
    match = _COUNTED.match(text)
    return bool(_WOVEN.match(text) and sum(char in _DIGIT for char in text) > 1) or bool(match and match.group(2))


def expansion(text: str, around: str, at: int) -> str:
    """What a numeral abbreviation stands for, where the text around place `at` says it; else the empty string.

    Looked for within the paragraph: a list with as many members as the numerals say (三会一课: four), every member of which
    has the counted word in it, or that stands in brackets or after 即 or a dash behind the abbreviation.

    >>> text = "牢固树立政治意识、大局意识、核心意识、看齐意识这“四个意识”。"
    >>> expansion("四个意识", text, text.index("四个意识"))
    '政治意识、大局意识、核心意识、看齐意识'
    >>> text = "坚持“三会一课”（支部党员大会、支部委员会、党小组会和党课）。"
    >>> expansion("三会一课", text, text.index("三会一课"))
    '支部党员大会、支部委员会、党小组会和党课'
    """
    wanted = sum(NUMBERS.get(char, 0) for char in text if char in NUMBERS)
    if not 2 <= wanted <= 12:
        return ""
    first, last = around.rfind("\n", 0, at) + 1, around.find("\n", at)
    last = len(around) if last < 0 else last
    first, last = max(first, at - 200), min(last, at + 300)
    match = _COUNTED.match(text)
    noun = match.group(3) if match else ""
    behind = around[at + len(text) : last]
    told = re.match(r"[”’」』]?[^，。；：（(]{0,6}(?:[（(]|[，,]?即|——|：|，就是|，是指|是指)[“‘]?", behind)
    if told:
        found = _members(behind[told.end() :], wanted)
        if found:
            return found
    return _listed(around[first:last], noun, wanted, text) if noun else ""


_SPLIT = re.compile("[、，。；：！？“”‘’（）()《》—\n]|和|以及")


def _listed(text: str, noun: str, wanted: int, phrase: str) -> str:
    """A list of so many neighbours that all have the counted word, the first without what leads up to it."""
    spans: list[tuple[int, int]] = []
    at = 0
    for match in _SPLIT.finditer(text):
        if match.start() > at:
            spans.append((at, match.start()))
        at = match.end()
    spans.append((at, len(text)))
    for n in range(len(spans) - wanted + 1):
        some = spans[n : n + wanted]
        parts = [text[a:b] for a, b in some]
        if any(noun not in part or phrase in part for part in parts) or some[-1][1] - some[0][0] > 20 * wanted:
            continue
        if any(not re.fullmatch("[、，和”’“‘]+|以及", text[one[1] : other[0]]) for one, other in pairwise(some)):
            continue
        found = _trimmed(parts, noun)
        if found:
            return "、".join(found)
    return ""


def _trimmed(parts: list[str], noun: str) -> list[str]:
    """Members cut to where they are alike: all end with the counted word, all begin with it, or all are of one length."""
    inner = parts[1:-1] or parts[1:]
    if all(part.endswith(noun) for part in parts[:-1]):
        last = parts[-1][: parts[-1].rfind(noun) + len(noun)]
        longest = max(len(part) for part in (*inner, last))
        made = [parts[0][-longest:] if len(parts[0]) > longest + 1 else parts[0], *parts[1:-1], last]
        return made if len(noun) > 1 or len({len(part) for part in made}) == 1 else []
    if all(part.startswith(noun) for part in parts[1:]):
        first = parts[0][parts[0].rfind(noun) :]
        made = [first, *parts[1:]]
        return made if len(noun) > 1 and min(map(len, made)) > len(noun) else []
    size = len(inner[0])
    made = [parts[0][-size:], *parts[1:-1], parts[-1][:size]]
    same = len({part.find(noun) for part in made}) == 1
    return made if same and len({len(part) for part in made}) == 1 and all(noun in part for part in made) else []


def _members(text: str, wanted: int) -> str:
    """The list that a text begins with, if it has so many members, none of them a clause."""
    end = re.search("[）)，。；！？\n：]|——", text)
    whole = text[: end.start() if end else 120].strip("“”‘’ ")
    for marks in ("、|和|以及", "、|以及", "、"):
        parts = [part for part in re.split(marks, whole) if part]
        if len(parts) == wanted and max(map(len, parts)) <= min(14, 4 * min(map(len, parts))):
            return whole
    return ""


def series(text: str) -> Iterator[Mark]:
    """Parallel series: neighbours of one length that share characters at the same place, and constructions.

    Three members or more within a sentence (two, where most of each is shared), the heads of an enumeration over several
    sentences, 由…向…转变, and 重…轻….

    >>> [mark.text for mark in series("一是闭门写材料。多年如此。二是敲门发通知。三是串门送人情。表现多样。")]
    ['闭门写材料、敲门发通知、串门送人情']
    >>> [mark.text for mark in series("始终学在一线、干在一线、评在一线，克服重业务轻党建，由管理型向服务型转变")]
    ['学在一线、干在一线、评在一线', '重业务轻党建', '由管理型向服务型']
    """
    found = [*_neighbours(text), *_heads(text), *_constructions(text)]
    yield from sorted(found, key=lambda mark: (mark.start, mark.end))


def _alike(parts: list[str]) -> int:
    """At how many places all parts have the same character."""
    return sum(len(set(chars)) == 1 for chars in zip(*parts, strict=True))


def _joined_at(parts: list[str]) -> bool:
    """Do all parts begin alike, or end alike with two characters? So the first is known not to be cut within a word."""
    return len({part[0] for part in parts}) == 1 or len({part[-2:] for part in parts}) == 1


def _neighbours(text: str) -> Iterator[Mark]:
    pieces: list[tuple[int, int, str]] = []  # start, end, the mark behind
    at = 0
    for match in _BREAK.finditer(text):
        pieces.append((at, match.start(), match.group()))
        at = match.end()
    pieces.append((at, len(text), "\n"))
    n = 0
    while n < len(pieces):
        last = n
        length = pieces[n][1] - pieces[n][0]
        first_start = pieces[n][0]
        if pieces[n][2] in "、，；" and length >= 3:
            # what leads up to the first member may stand before it: its length is that of the second
            after = pieces[n + 1][1] - pieces[n + 1][0] if n + 1 < len(pieces) else 0
            if length > after >= 3 and pieces[n][2] == "、":
                first_start, length = pieces[n][1] - after, after
            mark = pieces[n][2]
            while last + 1 < len(pieces) and pieces[last][2] == mark:
                inner = pieces[last + 1][1] - pieces[last + 1][0]
                if inner != length and not (mark == "、" and inner > length and last > n):
                    break
                last += 1
                if inner != length:
                    break
        count = last - n + 1
        if 2 <= count <= 12 and 3 <= length <= 12:
            spans = [(first_start, pieces[n][1]), *((a, min(b, a + length)) for a, b, _ in pieces[n + 1 : last + 1])]
            parts = [text[a:b] for a, b in spans]
            led = first_start > pieces[n][0]
            if _parallel(parts, count, length) and (not led or _joined_at(parts)):
                yield Mark("series", text[first_start : spans[-1][1]], first_start, spans[-1][1])
                n = last + 1
                continue
        n += 1


def _parallel(parts: list[str], count: int, length: int) -> bool:
    if len({len(part) for part in parts}) > 1 or len(set(parts)) < count:
        return False
    if not all(re.fullmatch(f"[{_HAN}]+", part) for part in parts):
        return False
    same = _alike(parts)
    if count == 2:
        return length >= 4 and 2 * same >= length
    return same >= 1 and same < length


def _heads(text: str) -> Iterator[Mark]:
    run: list[tuple[int, str, int, int]] = []
    for match in _ENUMERATED.finditer(text):
        number = _number(match.group(1) or match.group(2) or match.group(3))
        head = match.group(4)
        if run and number == run[-1][0] + 1 and len(head) == len(run[-1][1]):
            run.append((number, head, match.start(4), match.end(4)))
            continue
        yield from _ended(run)
        run = [(number, head, match.start(4), match.end(4))]
    yield from _ended(run)


def _ended(run: list[tuple[int, str, int, int]]) -> Iterator[Mark]:
    heads = [head for _, head, _, _ in run]
    if len(run) >= 2 and len(heads[0]) >= 4 and len(set(heads)) == len(heads) and _alike(heads) >= 1:
        yield Mark("series", "、".join(heads), run[0][2], run[-1][3])


def _number(text: str) -> int:
    return int(text) if text.isdigit() and text.isascii() else NUMBERS.get(text, 0)


def _constructions(text: str) -> Iterator[Mark]:
    for match in _SHIFT.finditer(text):
        sentence_end = re.compile("[。；！？\n]|$").search(text, match.end())
        clause = text[match.start() : sentence_end.start() if sentence_end else len(text)]
        size, behind = len(match.group(2)), match.group(3)
        turn = _TURN.search(behind)
        cut = turn.start() if turn else size
        target = behind[:cut].removesuffix("的")
        if len(target) >= 2 and (turn or _TURN.search(clause)) and abs(len(target) - size) <= 3:
            yield Mark(
                "series", f"{match.group(1)}{match.group(2)}向{target}", match.start(), match.start(3) + len(target)
            )
    for match in _WEIGHT.finditer(text):
        one, other = match.groups()
        if len(other) >= len(one) and text[match.start() - 1 : match.start()] not in {
            "严",
            "多",
            "双",
            "尊",
            "着",
            "注",
            "体",
            "比",
            "沉",
        }:
            end = match.start(2) + len(one)
            yield Mark("series", text[match.start() : end], match.start(), end)


def marks(text: str) -> Iterator[Mark]:
    """All marked phrases of a folded text but for numeral abbreviations, which are told by their form wherever they stand."""
    yield from quoted(text)
    yield from names(text)
    yield from series(text)


def most(counter: Counter[str]) -> str:
    """The commonest entry, the first by code point where several are; the empty string of none."""
    return min(counter, key=lambda key: (-counter[key], key)) if counter else ""
