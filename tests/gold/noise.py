"""Damage a clean essay in the ways the web does, and remember which characters are the essay's own.

`damage(text, kinds, seed)` gives the damaged text and, character for character, whether it comes from the essay. The
wordings, sites and addresses are invented; they were written without looking at the rules of the cleaner.

A draft is a list of (character, origin). The origin is the character's place in the essay, NOISE where something was
put in, or a number below NOISE where the character is a second copy of one of the essay's (see `copied`).
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Cell = tuple[str, int]
Draft = list[Cell]
Kind = Callable[[Draft, random.Random], Draft]

NOISE = -1
KINDS: dict[str, Kind] = {}  # in the order in which several are applied
CLASHES = ({"one_block", "wrapped", "pages"}, {"one_block", "adverts"})  # of each, at most one in a combination

_HANZI = re.compile("[\u4e00-\u9fff]")
_PROSE = 50  # characters from which a line is a paragraph, not a heading


@dataclass(frozen=True)
class Damaged:
    """`mine` is 1 for a character of the essay, 0 for noise; `origin` also tells second copies (`original`)."""

    text: str
    mine: bytearray
    origin: list[int]


def damage(text: str, kinds: Sequence[str], seed: int) -> Damaged:
    """The essay with these kinds of noise. The same seed gives the same noise."""
    draft: Draft = list(zip(text, range(len(text)), strict=True))
    for name in KINDS:
        if name in kinds and draft:
            draft = KINDS[name](draft, random.Random(f"{seed} {name}"))
    origin = [place for _, place in draft]
    return Damaged(string(draft), bytearray(place >= 0 for place in origin), origin)


def original(origin: int) -> int:
    """Place in the essay of a character or of the copy of one; NOISE for other noise."""
    return origin if origin >= NOISE else -origin - 2


def kind(function: Kind) -> Kind:
    KINDS[function.__name__] = function
    return function


# --- pieces of drafts


def noise(text: str) -> Draft:
    return [(char, NOISE) for char in text]


def copied(cells: Draft) -> Draft:
    return [(char, -place - 2 if place >= 0 else place) for char, place in cells]


def string(draft: Draft) -> str:
    return "".join(char for char, _ in draft)


def lines(draft: Draft) -> list[Draft]:
    """The lines, without their ends."""
    found: list[Draft] = [[]]
    for cell in draft:
        if cell[0] == "\n":
            found.append([])
        else:
            found[-1].append(cell)
    return found


def title_of(draft: Draft) -> Draft:
    """The essay's own first line; nothing where that is the whole essay."""
    first = next((line for line in lines(draft) if any(place >= 0 for _, place in line)), [])
    return first if len(first) < 3 * _PROSE else []


def below_title(draft: Draft) -> int:
    return starts(draft)[1] if title_of(draft) and len(starts(draft)) > 1 else 0


def starts(draft: Draft) -> list[int]:
    """Where the paragraphs of the essay begin: after line ends of its own."""
    found = [0]
    for place, (char, origin) in enumerate(draft):
        if char == "\n" and origin != NOISE and place + 1 < len(draft) and draft[place + 1][0] != "\n":
            found.append(place + 1)
    return found


def body_start(draft: Draft) -> int:
    """Where the first paragraph of prose begins, after title and byline."""
    places = starts(draft)
    for start, end in zip(places, [*places[1:], len(draft)], strict=True):
        if start and end - start > _PROSE:
            return start
    return places[1] if len(places) > 1 else 0


def put(draft: Draft, pieces: Sequence[tuple[int, Draft]]) -> Draft:
    """Insert pieces before the places named."""
    result: Draft = []
    at = 0
    for place, piece in sorted(pieces, key=lambda pair: pair[0]):
        result += draft[at:place] + piece
        at = place
    return result + draft[at:]


def inner(draft: Draft) -> list[int]:
    """Places in mid-sentence of the body: between two hanzi."""
    first = body_start(draft) + 10
    text = string(draft)
    return [
        place
        for place in range(first, len(draft) - 10)
        if _HANZI.match(text[place]) and _HANZI.match(text[place - 1]) and "\n" not in text[place - 8 : place + 8]
    ]


def apart(places: list[int], count: int, rng: random.Random) -> list[int]:
    """`count` of the places, one from each stretch."""
    count = min(count, len(places))
    size = len(places) / count if count else 0
    return [places[min(int((n + rng.random()) * size), len(places) - 1)] for n in range(count)]


# --- invented sites, people and titles

_SITES = (
    ("墨驿文库", "moyiwenku.com", "好文档，一搜就有"),
    ("青简文秘网", "qingjian-wenmi.cn", "写材料的人都在这里"),
    ("砚边公考", "yanbiangk.com", "陪你上岸的每一天"),
    ("笔架山材料网", "bijiashan.net", "公文写作的后勤部"),
    ("竹节资料", "zhujiedoc.com", "百万原创材料任你选"),
    ("稿匠之家", "gaojiang8.com", "天天都有新范文"),
    ("澄湖党建在线", "chenghudj.gov.cn", "永远跟党走"),
    ("临屏机关党建网", "linpingdj.gov.cn", "走在前、作表率"),
    ("鹿门晚报网", "lumenwb.com.cn", "贴近生活每一度"),
    ("东泠新闻网", "donglingnews.cn", "看东泠，知天下"),
    ("文渡学术", "wendu-xueshu.org", "让知识不再有围墙"),
    ("一尺论文网", "yichilw.com", "期刊发表一站式服务"),
    ("半亩文档", "banmudoc.cn", "分享即收获"),
    ("大珠范文", "dazhufw.com", "专业范文写作参考平台"),
    ("石榴公文", "shiliugw.net", "体制内写作第一站"),
    ("槐安论坛", "huaianbbs.com", "老百姓自己的社区"),
    ("听松博客", "tingsongblog.cn", "一字一世界"),
    ("远帆公务员考试网", "yuanfangwy.com", "名师团队 免费答疑"),
    ("点墨秘书网", "dianmomishu.com", "海量资源天天更新"),
    ("沧屏组工网", "cangpingzg.gov.cn", "讲政治重公道业务精作风好"),
)
_PLACES = ("临屏", "鹿门", "东泠", "沧屏", "澄湖", "石臼", "白蔹", "云圩", "北槎", "青浥", "麻石", "望陂")
_BODIES = (
    "市直机关",
    "县供销社",
    "区税务局",
    "乡镇",
    "街道社区",
    "职业中学",
    "国有林场",
    "县医院",
    "水务集团",
    "农信社",
)
_TOPICS = (
    "党支部标准化建设调研报告", "主题教育心得体会", "党风廉政建设工作总结", "专题组织生活会发言提纲", "党员教育培训工作汇报",
    "支部书记述职报告", "基层党建工作要点", "作风建设自查报告", "党务干部培训班上的讲话", "青年干部座谈会发言材料",
    "年度民主评议党员方案", "谈心谈话记录", "入党积极分子思想汇报", "巡察反馈问题整改方案",
)  # fmt: skip
_PEOPLE = ("沈禾", "鲁知微", "纪双桥", "佘小满", "陶然亭客", "平原走马", "蓝墨水", "管晴", "穆一舟", "山里人家")
_EXAM = ("国考", "省考", "选调生考试", "事业单位考试", "遴选考试", "公务员考试")


class Slots(dict[str, str]):
    """Fills the slots of a template; the site stays the same, the rest is made anew each time."""

    def __init__(self, rng: random.Random, title: str = "") -> None:
        site, host, slogan = rng.choice(_SITES)
        super().__init__(site=site, host=host, slogan=slogan)
        self.rng = rng
        self["title"] = title.strip() or self["other"]

    def __missing__(self, key: str) -> str:
        rng = self.rng
        day = (rng.randint(2006, 2024), rng.randint(1, 12), rng.randint(1, 28))
        made = {
            "date": lambda: f"{day[0]}-{day[1]:02}-{day[2]:02}",
            "cndate": lambda: f"{day[0]}年{day[1]}月{day[2]}日",
            "time": lambda: f"{rng.randint(7, 22):02}:{rng.randint(0, 59):02}",
            "year": lambda: str(day[0]),
            "n": lambda: str(rng.randint(2, 9)),
            "nn": lambda: str(rng.randint(11, 99)),
            "seconds": lambda: f"{rng.randint(0, 59):02}",
            "nnnn": lambda: str(rng.randint(101, 9999)),
            "id": lambda: str(rng.randint(10**7, 10**9)),
            "size": lambda: f"{rng.randint(11, 480)}.{rng.randint(0, 99):02}",
            "qq": lambda: f"10000{rng.randint(1000, 99999)}",
            "wx": lambda: rng.choice(("bijian", "caigao", "xiezuo", "zlgj", "gwxz_")) + str(rng.randint(10, 9999)),
            "tel": lambda: f"0{rng.randint(300, 999)}-{rng.randint(2000000, 8999999)}",
            "who": lambda: rng.choice(_PEOPLE),
            "place": lambda: rng.choice(_PLACES),
            "province": lambda: rng.choice("湘皖赣鄂豫冀晋陕"),
            "exam": lambda: rng.choice(_EXAM),
            "other": lambda: rng.choice(_PLACES) + rng.choice(_BODIES) + rng.choice(_TOPICS),
            "ext": lambda: rng.choice(("doc", "docx", "pdf", "wps")),
        }
        return made[key]()


def fill(template: str, slots: Slots) -> str:
    return template.format_map(slots)


def some(templates: Sequence[str], count: int, slots: Slots) -> list[str]:
    return [fill(template, slots) for template in slots.rng.sample(list(templates), min(count, len(templates)))]


# --- copies


@kind
def passage_twice(draft: Draft, rng: random.Random) -> Draft:
    """Two to four paragraphs of the body occur again, at once or later."""
    first = body_start(draft)
    places = [place for place in starts(draft) if place >= first]
    count = rng.randint(2, 4)
    if len(places) < count + 2:
        return draft
    chances = [
        n
        for n in range(len(places) - count)
        if places[n + count] - places[n] >= 150 and len(draft) - places[n + count] > 100
    ]
    if not chances:
        return draft
    n = rng.choice(chances)
    piece = draft[places[n] : places[n + count]]
    where = places[n + count] if rng.random() < 0.6 else rng.choice(places[n + count :])
    return put(draft, [(where, copied(piece))])


_NARROW = dict(zip("，：；？！（）", ",:;?!()", strict=True))


@kind
def body_twice(draft: Draft, rng: random.Random) -> Draft:
    """The whole body again below, in half of the cases with other punctuation or width."""
    start = 0 if rng.random() < 0.4 else body_start(draft)
    again = copied(draft[start:])
    if rng.random() < 0.5:
        way = rng.choice(("narrow", "quotes", "loose"))
        if way == "narrow":
            again = [(_NARROW.get(char, char), place) for char, place in again]
        elif way == "quotes":
            again = [
                ({"“": '"', "”": '"', "；": "，", "—": "-"}.get(char, char), place)
                for char, place in again
                if char not in "《》" or rng.random() < 0.5
            ]
        else:
            again = [
                ({"；": "。", "：": "，", "、": "，"}.get(char, char) if rng.random() < 0.5 else char, place)
                for char, place in again
                if char != "，" or rng.random() < 0.9
            ]
    if rng.random() < 0.25:
        again = [cell for cell in again if cell[0] != "\n"]
    between = rng.choice(("\n", "\n\n", "\n\n\n"))
    return draft + noise(between if draft[-1][0] != "\n" else between[1:]) + again


_BEFORE_TITLE = ("", "", "【原创】", "标题：", "范文：")
_AFTER_TITLE = ("", "", "", ".docx", ".doc", "（全文）", "-{site}", "_{site}")


@kind
def title_repeated(draft: Draft, rng: random.Random) -> Draft:
    """The title a second time: as a line above or below itself, run into the body, or both."""
    title = title_of(draft)
    slots = Slots(rng)
    pieces: list[tuple[int, Draft]] = []
    ways = rng.choice((("line",), ("line",), ("body",), ("line", "body"), ("body twice",)))
    for way in ways:
        if way == "line":
            line = (
                noise(rng.choice(_BEFORE_TITLE)) + copied(title) + noise(fill(rng.choice(_AFTER_TITLE), slots) + "\n")
            )
            if rng.random() < 0.5:
                line += noise("\n")
            pieces.append((0 if rng.random() < 0.6 else below_title(draft), line))
        else:
            piece = copied(title) + noise(rng.choice(("", "", " ", "　　")))
            pieces.append((body_start(draft), piece * (2 if way == "body twice" else 1)))
    return put(draft, pieces)


_SUMMARY = (
    "内容提示：", "文档预览：\n", "【导读】", "本文概要：", "资料简介：\n", "导语：", "正文速览\n", "", "", "网页快照摘录：", "描述：",
)  # fmt: skip


@kind
def summary(draft: Draft, rng: random.Random) -> Draft:
    """The beginning of the body above it, ending in …"""
    start = body_start(draft)
    length = rng.randint(120, 380)
    piece = [cell for cell in draft[start : start + length] if cell[0] != "\n"]
    if rng.random() < 0.3:
        piece = [cell for cell in title_of(draft) if cell[0] != "\n"] + piece
    top = rng.random() < 0.5
    whole = noise(rng.choice(_SUMMARY)) + copied(piece) + noise(rng.choice(("…", "……", "...", "……[更多]", "...展开")))
    return put(draft, [(0 if top else start, whole + noise("\n\n" if top else "\n"))])


# --- characters


@kind
def half_width(draft: Draft, rng: random.Random) -> Draft:
    """Punctuation after hanzi in half width, all or some of it."""
    share = rng.choice((1.0, 0.7, 0.3))
    result = draft[:1]
    for before, (char, place) in zip(draft, draft[1:], strict=False):
        narrow = _NARROW.get(char)
        if narrow and (_HANZI.match(before[0]) or before[0] in "”》）") and rng.random() < share:
            char = narrow
        result.append((char, place))
    return result


def _look_alikes() -> dict[str, str]:
    table = {
        unicodedata.normalize("NFKC", chr(code)): chr(code)
        for code in range(0x2F00, 0x2FD6)
        if unicodedata.normalize("NFKC", chr(code)) != chr(code)
    }
    supplement = (
        "⻓长⻔门⻛风⻅见⻣骨⻋车⻬齐⻩黄⻢马⻥鱼⻦鸟⻚页⻄西⺠民⻝食⻆角⻘青⻜飞⻮齿⻰龙⻉贝⻑長⻤鬼⻨麦⻁虎⻙韦⺟母"
    )
    return table | dict(zip(supplement[1::2], supplement[0::2], strict=True))


_LOOK_ALIKES = _look_alikes()


@kind
def radicals(draft: Draft, rng: random.Random) -> Draft:
    """Radicals in place of the hanzi that look like them."""
    share = rng.choice((1.0, 1.0, 0.6))
    return [(_LOOK_ALIKES.get(char, char) if rng.random() < share else char, place) for char, place in draft]


_PINYIN = dict(
    re.findall(
        r"(\S):(\S+)",
        "党:dǎng 建:jiàn 机:jī 关:guān 业:yè 务:wù 学:xué 习:xí 组:zǔ 织:zhī 领:lǐng 导:dǎo 问:wèn 题:tí 实:shí 际:jì 群:qún "
        "众:zhòng 作:zuò 风:fēng 责:zé 任:rèn 监:jiān 督:dū 书:shū 记:jì 队:duì 伍:wǔ 会:huì 议:yì 检:jiǎn 查:chá 经:jīng "
        "济:jì 发:fā 展:zhǎn 员:yuán 干:gàn 部:bù 支:zhī 时:shí 现:xiàn 农:nóng 村:cūn 县:xiàn 镇:zhèn 门:mén 层:céng 动:dòng "
        "单:dān 们:men 个:gè 这:zhè 为:wèi 从:cóng 对:duì 样:yàng 点:diǎn 里:lǐ 头:tóu 过:guò 还:hái 说:shuō 话:huà 开:kāi",
    )
)


@kind
def pinyin(draft: Draft, rng: random.Random) -> Draft:
    """The reading in brackets after many characters."""
    share = rng.choice((0.05, 0.15, 0.4, 0.8))
    left, right = rng.choice(("()", "()", "（）"))
    marked = rng.random() < 0.75
    result: Draft = []
    for char, place in draft:
        result.append((char, place))
        reading = _PINYIN.get(char)
        if reading and rng.random() < share:
            if not marked:
                reading = "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c))
            result += noise(left + reading + right)
    return result


_MARKS = ("[{}]", "[{}]", "[{}]", "［{}］", "〔{}〕", "[ {} ]")


@kind
def reference_marks(draft: Draft, rng: random.Random) -> Draft:
    """Numbered reference marks at the ends of sentences and of quotations."""
    shape = rng.choice(_MARKS)
    pages = rng.random() < 0.2
    text = string(draft)
    first = body_start(draft)
    ends = [m.end() for m in re.finditer("[。”](?=[^”\n])", text) if m.end() > first]
    before = rng.random() < 0.5
    number = 0
    pieces: list[tuple[int, Draft]] = []
    for end in sorted(rng.sample(ends, min(len(ends), rng.randint(3, 14)))):
        number += 1
        mark = shape.format(number)
        if rng.random() < 0.12:
            last = number + rng.randint(1, 3)
            mark = shape.format(rng.choice((f"{number}-{last}", f"{number},{last}", f"{number}—{last}")))
            number = last
        elif pages and rng.random() < 0.6:
            mark += rng.choice(("(P{})", "(p.{})", "（P{}）")).format(rng.randint(3, 480))
        pieces.append((end - 1 if before and text[end - 1] == "。" else end, noise(mark)))
    return put(draft, pieces)


@kind
def blanks(draft: Draft, rng: random.Random) -> Draft:
    """Blanks inside Chinese, and before punctuation."""
    blank = rng.choice((" ", " ", "  ", "\u00a0", "\u3000"))
    inside, before = rng.choice(((0.02, 0.3), (0.0, 0.8), (0.1, 0.0), (0.6, 0.6)))
    result = draft[:1]
    for last, cell in zip(draft, draft[1:], strict=False):
        if _HANZI.match(last[0]):
            chance = inside if _HANZI.match(cell[0]) else before if cell[0] in "，。；：、？！）”" else 0
            if rng.random() < chance:
                result += noise(blank)
        result.append(cell)
    return result


@kind
def zero_width(draft: Draft, rng: random.Random) -> Draft:
    """Marks without width, and marks of direction."""
    marks = rng.choice(
        (
            "\u200b",
            "\u200b\u200c\u200d",
            "\ufeff",
            "\u2060\u200b",
            "\u00ad",
            "\u200e\u200f",
            "\u202a\u202c",
            "\u2066\u2069",
        )
    )
    count = rng.choice((5, 30, 200))
    places = sorted(rng.choices(range(1, len(draft)), k=count))
    return put(draft, [(place, noise(rng.choice(marks))) for place in places])


# --- layout


@kind
def one_block(draft: Draft, rng: random.Random) -> Draft:
    """Line ends lost: everywhere, or in the body alone."""
    start = 0 if rng.random() < 0.4 else body_start(draft)
    joint = rng.choice(("", "", " ", "　　"))
    result = draft[:start]
    for cell in draft[start:]:
        if cell[0] != "\n":
            result.append(cell)
        elif result and result[-1][0].strip():
            result += noise(joint)
    return result


_NOT_FIRST = frozenset("，。；：、？！）”》’」』,.;:?!)")


def _narrow_lines(draft: Draft, rng: random.Random) -> Draft:
    width = rng.randint(24, 40)
    indent = rng.random() < 0.6
    blank_lines = rng.random() < 0.4
    neat = rng.random() < 0.6  # no punctuation at a line's beginning
    result: Draft = []
    column = 0.0
    for place, (char, origin) in enumerate(draft):
        if char == "\n":
            result.append((char, origin))
            column = 0.0
            if blank_lines and place + 1 < len(draft) and draft[place + 1][0] != "\n":
                result += noise("\n")
            continue
        if not column and indent and place and char.strip():
            result += noise("　　")
            column = 2.0
        size = 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
        if column + size > width and not (neat and char in _NOT_FIRST):
            result += noise("\n")
            column = 0.0
        column += size
        result.append((char, origin))
    return result


@kind
def wrapped(draft: Draft, rng: random.Random) -> Draft:
    """Lines of 24 to 40 characters, as in a PDF."""
    return _narrow_lines(draft, rng)


_FOOT = (
    "— {p} —",
    "- {p} -",
    "{p}",
    "第{p}页",
    "第 {p} 页 共 {q} 页",
    "·{p}·",
    "{p} / {q}",
    "－{p}－",
    "Page {p} of {q}",
    "第{p}页/共{q}页",
)
_HEAD = (
    "", "", "{title}", "{title}  {p}", "{p}  {place}党校学报  {year}年第{n}期", "{place}党建研究{year}年第{n}期", "内部资料 注意保存",
    "{place}通讯·{year}.{n}", "{site}  www.{host}", "总第{nn}期  机关党建  {title}",
)  # fmt: skip


@kind
def pages(draft: Draft, rng: random.Random) -> Draft:
    """Wrapped lines with page numbers, running heads or both, with or without form feeds."""
    if max(map(len, lines(draft))) > _PROSE:
        draft = _narrow_lines(draft, rng)
    ends = [place + 1 for place, cell in enumerate(draft) if cell[0] == "\n"]
    size = rng.randint(18, 34)
    slots = Slots(rng, string(title_of(draft)))
    for key in ("place", "year", "n", "nn"):
        slots[key] = slots[key]  # the same on each page
    foot, head = rng.choice(_FOOT), rng.choice(_HEAD)
    if "{p}" in head:
        foot = ""
    feed = rng.choice(("", "\f", "\f", "\n"))
    air = rng.choice(("", "\n"))
    first = 1 if rng.random() < 0.7 or "{q}" in foot else rng.randint(20, 180)
    cuts = ends[size - 1 :: size]
    pieces: list[tuple[int, Draft]] = []
    slots["q"] = str(len(cuts) + 1)
    for number, cut in enumerate(cuts, start=first):
        piece = ""
        if foot:
            piece += air + fill(foot, slots | {"p": str(number)}) + "\n"
        piece += feed
        if head:
            piece += fill(head, slots | {"p": str(number + 1)}) + "\n" + air
        pieces.append((cut, noise(piece)))
    if head and rng.random() < 0.5:
        pieces.insert(0, (0, noise(fill(head, slots | {"p": str(first)}) + "\n" + air)))
    result = put(draft, pieces)
    if foot:
        end = "" if result[-1][0] == "\n" else "\n"
        result += noise(end + air + fill(foot, slots | {"p": str(first + len(cuts))}) + "\n")
    return result


# --- what sites put in


_COUNTERS = (
    "\n\n{p}、",
    "\n\n{p}、",
    "\n\n{p}、",
    "\n{p}、",
    "\n\n{p}．",
    "\n\n第{p}页\n\n",
    "\n\n{p}/{q}\n\n",
    "\n\n- {p} -\n\n",
)


@kind
def counters(draft: Draft, rng: random.Random) -> Draft:
    """The page counters of a preview in mid-sentence."""
    shape = rng.choice(_COUNTERS)
    spots = inner(draft)
    count = max(2, len(draft) // rng.randint(380, 620))
    places = sorted(set(apart(spots, count, rng)))
    pieces = [(place, noise(shape.format(p=number, q=len(places) + 1))) for number, place in enumerate(places, start=2)]
    if shape.endswith(("、", "．")) and rng.random() < 0.5:
        pieces.insert(0, (0, noise("1" + shape[-1])))
    return put(draft, pieces)


_WITH_ADDRESS = (
    "{site}www.{host}", "{site}—{slogan} www.{host}", "本文来自{site}（{host}）", "【{site} www.{host}】", "{site}：http://www.{host}/",
    "更多材料请访问www.{host}", "[{site}]https://{host}/doc/", "（来源：{site}{host}）", "{slogan}，尽在{site}{host}",
    " w w w . {host} ",
)  # fmt: skip
_WITHOUT_ADDRESS = (
    "{site}—{slogan}", "【{site}】{slogan}", "{site}，{slogan}", "{site} {slogan}", "（{site}·{slogan}）", "{site}|{slogan}",
    "本资料由{site}整理", "公众号：{site}", "搜索关注“{site}”{slogan}", "★{site}★{slogan}",
)  # fmt: skip


def _watermark(draft: Draft, rng: random.Random, templates: Sequence[str]) -> Draft:
    mark = fill(rng.choice(templates), Slots(rng))
    places = sorted(set(apart(inner(draft), rng.randint(2, 6), rng)))
    pieces = [(place, noise(mark)) for place in places]
    if rng.random() < 0.3:
        pieces.append((body_start(draft), noise(mark)))
    return put(draft, pieces)


@kind
def watermark_address(draft: Draft, rng: random.Random) -> Draft:
    """A site's name and address in mid-sentence, several times."""
    return _watermark(draft, rng, _WITH_ADDRESS)


@kind
def watermark_name(draft: Draft, rng: random.Random) -> Draft:
    """A site's name and slogan in mid-sentence, without an address, several times."""
    return _watermark(draft, rng, _WITHOUT_ADDRESS)


_ADVERTS = (
    "【以下内容为付费部分，开通{site}会员后继续阅读】",
    "——— 试读到此结束，购买后可看余下 {nn}% ———",
    "（未登录用户只能浏览部分内容，请先登录或注册）",
    "▼▼▼ 扫描下方二维码，免费领取{nn}套党课课件 ▼▼▼",
    "材料写不出来？添加客服微信 {wx}，专人代写，满意付款",
    "推荐阅读：{other}",
    "相关链接：《{other}》",
    "点此加入{exam}备考交流群：{qq}",
    ">>>{exam}申论冲刺班火热招生中，点击咨询",
    "广告",
    "赞助商链接",
    "[关闭广告]",
    "本页剩余 {nn}% 内容，开通 SVIP 后可全部查看",
    "复制全文需消耗 {n} 积分，积分不足？立即充值",
    "您可能还需要：{other}.{ext}",
    "[下载全文：{other}.{ext}（{size}KB）]",
    "关注微信公众号“{site}”，回复“党建”获取本文 Word 版",
    "▲ 点击上方蓝字关注{site}",
    "{site}提醒：本文共{n}页，当前第1页，点击“下一页”继续",
    "*****此处为隐藏内容，回复后可见*****",
    "需要本文完整版请加QQ：{qq}（备注：范文）",
    "APP内打开，阅读体验更佳",
    "图片加载中，请稍候……",
    "点击图片查看大图",
)


@kind
def adverts(draft: Draft, rng: random.Random) -> Draft:
    """Paywall strips and adverts between paragraphs."""
    first = body_start(draft)
    places = [place for place in starts(draft) if place > first]
    if not places:
        return draft
    slots = Slots(rng)
    count = min(len(places), rng.randint(2, 5))
    chosen = sorted(rng.sample(places, count))
    air = rng.choice(("\n", "\n\n"))
    return put(draft, [(p, noise(text + air)) for p, text in zip(chosen, some(_ADVERTS, count, slots), strict=True)])


_LEADS = (
    "下面是{site}小编给大家带来的{title}，供各位参考，欢迎阅读。",
    "小编导语：写作离不开积累，今天小编特意挑选了一篇范文分享给您，希望对您的工作有所启发！",
    "{exam}临近，申论写作是不少考生的短板。{site}教研老师为大家推荐一篇范文，供广大考生学习借鉴。",
    "【编者按】本文系{site}会员投稿，经编辑整理后发布，转载须注明出处。",
    "以下范文由{site}收集整理，仅供学习交流之用，希望能够帮到你！",
    "为了帮助考友们更好地复习，{site}小编整理了“{title}”，更多内容请持续关注{site}！",
    "本文是{site}为您精心准备的{title}，全文约{nnnn}字，可下载后直接编辑使用。",
    "亲爱的读者朋友，下面这篇材料您也许用得上，喜欢的话记得收藏转发哦~",
    "【{year}年{exam}】热点范文每日一练，请各位考生认真研读、做好摘抄。",
    "小编寄语：以下内容来自网络，如需更多同类文章请点击栏目页查看。",
)


@kind
def lead(draft: Draft, rng: random.Random) -> Draft:
    """The lead of an editor of a secretary or exam site, above the body."""
    slots = Slots(rng, string(title_of(draft)))
    text = fill(rng.choice(_LEADS), slots)
    place = body_start(draft) if rng.random() < 0.75 else below_title(draft)
    return put(draft, [(place, noise(text + rng.choice(("\n", "\n\n"))))])


_CRUMBS = (
    "当前位置：网站首页 > 理论园地 > 调查研究 > 正文",
    "您现在的位置：{site} >> 机关党建 >> 经验交流",
    "首页 → 公文写作 → 党团材料 → {title}",
    "{site}首页 | 组织建设 | 作风建设 | 学习园地 | 廉政之窗 | 互动交流",
    "主页/文秘/党建材料/{title}",
    "所在栏目：党建 / 支部工作 / 阅读文章",
    "首页\n新闻\n评论\n党建\n专题\n数字报",
    "网站地图  设为主页  加入收藏  联系我们\n首页 要闻 人事 党建 群团 图片 视频",
    "登录 | 注册 | 会员中心 | 投稿\n频道：{exam} > 申论 > 申论范文 > 阅读正文",
    "[收藏本站] [简体] [繁体] [无障碍浏览]\n你的位置：首页»党务公开»正文",
    "返回版面列表  上一版  下一版  第{n}版：理论",
    "楼主：{who}  发表于 {date} {time}  只看楼主  倒序看帖",
)
_BYLINES = (
    "发布日期：{date}  信息来源：{site}  阅读次数：{nnnn}",
    "{date} {time}  来源：{site}  编辑：{who}  点击：{nnnn}次",
    "时间：{cndate} {time} 来源：{place}市直机关工委 作者：佚名 字号：【大 中 小】",
    "作者：{who} | 来源：{site} | 更新于{date} | 浏览{nnnn}次 | 评论({n})",
    "稿源：{site}   责编：{who}   [打印] [关闭]",
    "{who} 发表于 {date} {time}:{seconds} | 阅读({nnnn}) | 评论({n}) | 分类：工作札记",
    "【{date}】【来源：{place}日报】【浏览字体：大 中 小】【我要打印】",
    "文章来源：互联网  发布者：admin  发布时间：{date} {time}  人气：{nnnn}",
    "{cndate}  {place}晚报  第A{n}版  记者 {who}  [返回目录]",
    "分享到：微信 微博 QQ空间  字体：大 中 小  {date}",
    "上传时间：{date}  推荐星级：★★★★☆  下载次数：{nn}",
    "[摘要]  [PDF全文]  [HTML]  收稿日期：{date}  被引：{n}  下载：{nnnn}",
)


@kind
def navigation(draft: Draft, rng: random.Random) -> Draft:
    """Navigation above the title, a byline of the site below it."""
    slots = Slots(rng, string(title_of(draft)))
    air = rng.choice(("\n", "\n\n"))
    pieces: list[tuple[int, Draft]] = []
    if rng.random() < 0.85:
        pieces.append((0, noise("\n".join(some(_CRUMBS, rng.randint(1, 2), slots)) + air)))
    if rng.random() < 0.75 or not pieces:
        pieces.append((below_title(draft), noise("\n".join(some(_BYLINES, rng.randint(1, 2), slots)) + air)))
    return put(draft, pieces)


_DOCUMENT = (
    "文档编号：{id}", "编号：{id}", "文件大小：{size}KB", "大小：{size} KB", "共{n}页", "页数：{n}", "文档页数：{n}页", "上传日期：{date}",
    "上传于 {date}", "格式：{ext}", "文件格式：Word({ext})", "所需积分：{nn}", "售价：{n}.00元", "上传人：{who}", "贡献者：{who} 已认证",
    "文档热度：★★★☆☆", "浏览：{nnnn}", "下载：{nn}次", "收藏 {n}", "文档分类：办公文档 > 工作报告", "字数：{nnnn}", "语言：中文",
)  # fmt: skip
_PAGE_LIST = ("{title}-第{p}页", "第{p}页 / 共{q}页", "{title}_预览图{p}", "{title}.{e}_第{p}张", "预览第{p}页")
_DESCRIPTIONS = (
    "文档介绍：\n本文档“{title}”由用户{who}于{date}上传至{site}，可在线浏览，下载后可编辑。",
    "《{title}》可在{site}在线查看，更多{title}相关资料请在{site}站内检索。",
    "文档描述：{title}，{site}（{host}）为您提供优质文档下载服务。",
    "关键字：党建 机关 支部 材料 范文",
    "标签：党建材料、{place}、范文大全",
    "简介：此为{n}页{ext}文档，支持全文检索与打印，如遇乱码请更换浏览器。",
    "版权说明：该文档由会员{who}自行上传，{site}仅提供信息存储空间。",
)


@kind
def document_head(draft: Draft, rng: random.Random) -> Draft:
    """What a document-sharing site shows above a document."""
    title = title_of(draft)
    slots = Slots(rng, string(title))
    air = rng.choice(("\n", "\n\n"))
    head: Draft = []
    if rng.random() < 0.7:
        head += copied(title) + noise((f".{slots['ext']}" if rng.random() < 0.4 else "") + air)
    facts = some(_DOCUMENT, rng.randint(3, 7), slots)
    head += noise(("  " if rng.random() < 0.3 else air).join(facts) + air)
    count = rng.randint(2, 5)
    if rng.random() < 0.6:
        shape = rng.choice(_PAGE_LIST)
        ext = slots["ext"]
        for number in range(1, count + 1):
            head += noise(shape.format(title=slots["title"], p=number, q=count, e=ext) + "\n")
        head += noise(air[1:])
    for text in some(_DESCRIPTIONS, rng.randint(1, 2), slots):
        head += noise(text + air)
    return head + draft


_NOTICES = (
    "声明：本站内容由网友自行上传，{site}不承担由此引发的任何法律责任，如有侵权请发邮件至 kefu@{host} 处理。",
    "免责声明：以上文章观点仅代表作者本人，与{site}无关，其真实性请读者自行核实。",
    "版权所有 © {year} {site} 未经书面授权不得复制或建立镜像",
    "Copyright © 2009-{year} {host} All Rights Reserved.",
    "备案号：{province}ICP备{id}号-{n}  {province}公网安备 {id}号",
    "主办单位：{place}市直机关工作委员会  技术支持：{site}",
    "联系电话：{tel}  传真：{tel}  邮编：{id}",
    "投稿邮箱：tougao@{host}  值班QQ：{qq}",
    "代写讲话稿、总结、心得、述职报告，请联系微信：{wx}，价格从优。",
    "论文发表、期刊征稿，客服QQ {qq}，电话 {tel}，全年无休。",
    "本文转载自{site}，转载目的在于传递更多信息，并不代表本站赞同其观点。",
    "温馨提示：下载的文件请用新版办公软件打开；如内容残缺，请与{site}客服联系退还积分。",
    "1. 本站资料版权归原作者所有，未经许可不得用于商业用途。",
    "2. 用户付费后所得为使用权，虚拟商品一经售出恕不退换。",
    "3. 若发现本文涉及您的隐私或著作权，请点击页面右侧“举报”按钮。",
    "（责任编辑：{who}）",
    "【责任编辑：{who}】",
    "责编：{who}  审核：{who}  监制：{who}",
    "本文链接：http://www.{host}/dangjian/{id}.html",
    "原文地址：https://{host}/a/{id}，转载请保留出处！",
    "更多{exam}资讯请关注{site}官方微信，或拨打 {tel} 咨询。",
    "关注{site}公众号（{wx}），每天一篇范文。",
    "（本文来源：{site}，如需转载请取得授权）",
    "下载本文需支付 {n} 元，会员免费。",
    "法律顾问：{place}某律师事务所 {who}律师",
)


def _tail(draft: Draft, piece: str) -> Draft:
    return draft + noise(("" if draft[-1][0] == "\n" else "\n") + piece + "\n")


@kind
def tail_notices(draft: Draft, rng: random.Random) -> Draft:
    """Disclaimers, copyright and contact adverts below."""
    air = rng.choice(("\n", "\n\n"))
    return _tail(draft, air[1:] + air.join(some(_NOTICES, rng.randint(2, 5), Slots(rng))))


_LISTS = (
    "相关文章",
    "猜你想看的文档",
    "同类范文推荐：",
    "本周热读榜",
    "热门点击TOP10",
    "最新更新",
    "看过本文的还看了",
    "延伸阅读：",
    "【往期回顾】",
    "栏目精选",
)
_LIST_LINES = (
    "{other}", "· {other}", "{p}. {other}", "[{date}] {other}", "{other}  {date}", "{other} ({nnnn})", "• {other}.{ext}",
    "{p} {other} 阅读 {nnnn}", "《{other}》", "- {other} …",
)  # fmt: skip
_WIDGETS = (
    "上一篇：{other}\n下一篇：{other}",
    "上一篇：没有了\n下一篇：{other}",
    "网友评论（{n}条）\n说点什么吧…\n提交评论",
    "我来评论\n昵称：\n验证码：\n匿名发表\n已有{nn}人参与",
    "【打印本页】【关闭窗口】【返回列表】",
    "点赞 {nn}\n收藏 {n}\n转发\n举报",
    "分享给朋友：微信 QQ好友 微博",
    "顶 ({n})\n踩 (0)",
    "{who} 沙发 {date} {time}\n写得不错，收藏了，谢谢楼主分享\n回复 | 支持({n})",
    "立即下载\n加入收藏夹\n在线客服\n返回顶端",
    "下载文档（{n}积分）",
    "暂无评论，快来抢第一个沙发",
    "展开全部 ∨",
    "写评论 · 打赏作者 · 复制链接",
    "1 2 3 4 5 下一页 末页",
    "友情链接：{place}市人民政府 | {place}先锋网 | {place}日报 | {site}",
    "微信扫一扫 关注{site}",
    "这篇文章对您有帮助吗？ 有帮助({nn}) 没帮助({n})",
)


@kind
def tail_lists(draft: Draft, rng: random.Random) -> Draft:
    """Lists of other titles, comment widgets and buttons below."""
    slots = Slots(rng)
    pieces = some(_WIDGETS, rng.randint(0, 3), slots)
    for name in rng.sample(_LISTS, rng.randint(1, 2) if pieces else 2):
        shape = rng.choice(_LIST_LINES)
        rows = []
        for number in range(1, rng.randint(4, 9)):
            slots["p"] = str(number)
            rows.append(fill(shape, slots))
        pieces.insert(rng.randint(0, len(pieces)), name + "\n" + "\n".join(rows))
    air = rng.choice(("\n", "\n\n"))
    return _tail(draft, air[1:] + air.join(pieces))
