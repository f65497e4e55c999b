"""A second set of noise, held out: other kinds of sites, other wordings than `noise.py`, the same mechanics.

It says how the cleaner does on noise that its rules were not written for. It is no gate, and rules are not to be made
from its templates: whoever reads errors on it has to write a third set.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

from noise import (
    Damaged,
    Draft,
    Kind,
    apart,
    below_title,
    body_start,
    copied,
    inner,
    lines,
    noise,
    put,
    starts,
    string,
    title_of,
)

KINDS: dict[str, Kind] = {}  # in the order in which several are applied
CLASHES = ({"columns", "running_heads", "glued"}, {"glued", "interludes"}, {"glued", "pictures"})


def damage(text: str, kinds: Sequence[str], seed: int) -> Damaged:
    """The essay with these kinds of noise. The same seed gives the same noise."""
    draft: Draft = list(zip(text, range(len(text)), strict=True))
    for name in KINDS:
        if name in kinds and draft:
            draft = KINDS[name](draft, random.Random(f"held out {seed} {name}"))
    origin = [place for _, place in draft]
    return Damaged(string(draft), bytearray(place >= 0 for place in origin), origin)


def kind(function: Kind) -> Kind:
    KINDS[function.__name__] = function
    return function


# --- invented sites, people and titles

_SITES = (
    ("藕塘写作", "outangxz.com", "让文字替你跑腿"),
    ("青蚨图文", "qingfutw.net", "懂材料，更懂你"),
    ("雁归学习社", "yanguixx.cn", "每日一学，日日精进"),
    ("栗子资料库", "lizizlk.com", "找资料用栗子"),
    ("禾下笔记", "hexiabiji.cn", "把工作写明白"),
    ("千灯党员之家", "qiandengdy.gov.cn", "初心如磐"),
    ("泗岭先锋", "silingxf.gov.cn", "聚焦基层 服务党员"),
    ("蓼湾时报", "liaowansb.com.cn", "权威声音 亲近表达"),
    ("枕流期刊网", "zhenliuqk.org", "期刊全文检索"),
    ("问渠问答", "wenquwd.com", "有问题就会有答案"),
    ("三更灯火", "sangengdh.com", "公考人的夜读课堂"),
    ("一苇云盘", "yiweiyp.cn", "存得下，找得到"),
    ("橹声论坛", "lushengbbs.net", "说说咱身边的事"),
    ("蒲公英PPT", "pgyppt.com", "素材模板天天更"),
    ("小砚台", "xiaoyantai.vip", "机关笔杆子的工具箱"),
    ("岱屿发布", "daiyufb.cn", "发布岱屿好声音"),
)
_PLACES = ("泗岭", "千灯", "蓼湾", "岱屿", "橡坪", "苇河", "罗塘", "寒亭口", "栗山", "松阿", "棠溪")
_UNITS = (
    "住建局", "交通运输局", "开发区", "民政局", "第二小学", "市政公司", "人社局", "中心卫生院", "统计局", "烟草公司",
    "文旅局", "矿务集团",
)  # fmt: skip
_WORKS = (
    "支部书记抓党建述职评议材料", "纪律教育月活动小结", "“两学一做”剖析材料", "机关作风大整顿表态发言", "党小组会议记录",
    "支部换届选举工作方案", "庆七一表彰大会主持词", "学习笔记及感想", "意识形态责任制落实情况报告", "发展党员工作流程图解",
    "先进基层党组织事迹材料", "廉政党课讲稿", "党员积分管理办法", "对照检查材料",
)  # fmt: skip
_NAMES = (
    "柏舟行",
    "鱼化石",
    "顾拾遗",
    "唐半斤",
    "乌桕",
    "冷月窗",
    "方砚秋",
    "Linda的书桌",
    "老支书",
    "momo_1987",
    "秋水",
)


class Slots(dict[str, str]):
    """Fills the slots of a template; the site stays the same, the rest is made anew each time."""

    def __init__(self, rng: random.Random, title: str = "") -> None:
        site, host, slogan = rng.choice(_SITES)
        super().__init__(site=site, host=host, slogan=slogan)
        self.rng = rng
        self["title"] = title.strip() or self["work"]

    def __missing__(self, key: str) -> str:
        rng = self.rng
        y, m, d = rng.randint(2008, 2025), rng.randint(1, 12), rng.randint(1, 28)
        made: dict[str, Callable[[], str]] = {
            "slash": lambda: f"{y}/{m}/{d}",
            "dots": lambda: f"{y}.{m:02}.{d:02}",
            "hanzi": lambda: f"{y}年{m:02}月{d:02}日",
            "md": lambda: f"{m:02}-{d:02}",
            "clock": lambda: f"{rng.randint(6, 23)}:{rng.randint(0, 59):02}",
            "y": lambda: str(y),
            "a": lambda: str(rng.randint(2, 9)),
            "b": lambda: str(rng.randint(10, 98)),
            "c": lambda: str(rng.randint(120, 9800)),
            "w": lambda: f"{rng.randint(1, 19)}.{rng.randint(1, 9)}",
            "long": lambda: str(rng.randint(10**8, 10**10)),
            "hex": lambda: f"{rng.getrandbits(48):012x}",
            "phone": lambda: f"400-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}",
            "user": lambda: rng.choice(_NAMES),
            "town": lambda: rng.choice(_PLACES),
            "work": lambda: rng.choice(_PLACES) + rng.choice(_UNITS) + rng.choice(_WORKS),
        }
        return made[key]()


def fill(template: str, slots: Slots, **more: str) -> str:
    for key, value in more.items():
        slots[key] = value
    return template.format_map(slots)


def some(templates: Sequence[str], count: int, slots: Slots) -> list[str]:
    return [fill(template, slots) for template in slots.rng.sample(list(templates), min(count, len(templates)))]


_INVENTED = sorted(
    ((name, slot) for row in _SITES for name, slot in zip(row, ("site", "host", "slogan"), strict=True)),
    key=lambda pair: -len(pair[0]),
)


def masked(text: str) -> str:
    """The template behind a piece of noise, more or less, so that its occurrences can be counted."""
    for name, slot in _INVENTED:
        text = text.replace(name, f"{{{slot}}}")
    for names, slot in ((_NAMES, "user"), (_WORKS, "work"), (_UNITS, ""), (_PLACES, "town")):
        for name in names:
            text = text.replace(name, f"{{{slot}}}" if slot else "")
    return re.sub(r"[0-9]+", "0", text.replace("{town}{work}", "{work}"))


def _below(draft: Draft, piece: str) -> Draft:
    return draft + noise(("" if draft[-1][0] == "\n" else "\n") + piece + "\n")


# --- copies


@kind
def overlap(draft: Draft, rng: random.Random) -> Draft:
    """Where one page of a reader ends and the next begins, the last paragraph stands on both; or a passage is quoted."""
    places = [place for place in starts(draft) if place >= body_start(draft)]
    spans = [(a, b) for a, b in zip(places, [*places[1:], len(draft)], strict=True) if b - a > 80]
    pieces: list[tuple[int, Draft]] = []
    for a, b in sorted(rng.sample(spans, min(len(spans), rng.randint(1, 3)))):
        piece = copied(draft[a:b])
        if piece[-1][0] != "\n":
            piece = noise("\n") + piece
        pieces.append((b, piece))
    if spans and rng.random() < 0.4:  # a pull quote: one sentence, large, above its paragraph
        a, b = rng.choice(spans)
        stop = next((n for n in range(a, b) if draft[n][0] == "。" and n - a > 15), b - 1)
        pieces.append((a, copied(draft[a : stop + 1]) + noise("\n")))
    return put(draft, pieces)


_OTHER_VIEWS = (
    "", "手机版全文", "【纯文本】", "以下为正文文字版：", "——————", "打印预览", "文本内容（机器识别）", "原文如下", "*" * 12, "【转发】",
)  # fmt: skip


@kind
def second_view(draft: Draft, rng: random.Random) -> Draft:
    """The text again below for another view of the page: whole, cut short, or in the wrapped lines of a scan."""
    start = 0 if rng.random() < 0.6 else body_start(draft)
    again = copied(draft[start:])
    way = rng.choice(("whole", "short", "lines", "spaced"))
    if way == "short":
        again = again[: int(len(again) * rng.uniform(0.5, 0.9))] + noise(rng.choice(("…", "......", "(略)")))
    elif way == "lines":
        width = rng.randint(20, 44)
        again = [
            cell for n, c in enumerate(again) for cell in ([*noise("\n"), c] if n % width == 0 and n else [c])
        ]  # fmt: skip
    elif way == "spaced":
        again = [cell for c in again for cell in ([c, *noise(" ")] if c[0] in "，。；：" else [c])]
    between = rng.choice(_OTHER_VIEWS)
    return _below(draft, between)[:-1] + noise("\n") + again if between else _below(draft, "") + again


_TITLE_LINES = (
    "《{t}》", "# {t}", "{t}|{site}", "{t}_{site}_{host}", "题目：{t}", "篇名：{t}", "☆ {t} ☆", "[转载]{t}", "{t}（{y}最新版）",
    "{t}(精选)", "{t}——{site}", "正在阅读：{t}", "[{town}] {t}", "{t}.txt", "{t}【荐】",
)  # fmt: skip


@kind
def title_echoes(draft: Draft, rng: random.Random) -> Draft:
    """The title again: decorated above or below itself, with blanks between its characters, or below the text."""
    title = [cell for cell in title_of(draft) if cell[0] != "\n"]
    if not title:
        return draft
    slots = Slots(rng)
    pieces: list[tuple[int, Draft]] = []
    for way in rng.sample(("line", "line", "spaced", "below"), rng.randint(1, 2)):
        if way == "spaced":
            line = [cell for c in copied(title) for cell in (c, *noise(" "))]
            pieces.append((0, line + noise("\n")))
            continue
        before, _, after = rng.choice(_TITLE_LINES).partition("{t}")
        line = noise(fill(before, slots)) + copied(title) + noise(fill(after, slots))
        if way == "line":
            pieces.append((rng.choice((0, below_title(draft))), line + noise("\n")))
        else:
            pieces.append((len(draft), noise("\n") + line))
    return put(draft, pieces)


_DIGESTS = (
    ("摘要：", " 阅读全文 »"), ("核心提示：", ""), ("本文提要｜", "（全文见下）"), ("AI速览：", "（由智能助手生成，仅供参考）"),
    ("[内容简述]", "…查看更多"), ("搜索摘录 - ", "...网页快照"), ("最佳答案 ", "...更多"), ("看点：", ""), ("", "…阅读原文"),
)  # fmt: skip


@kind
def digest(draft: Draft, rng: random.Random) -> Draft:
    """First sentences of some paragraphs, or the beginning, set above the text as its digest."""
    before, after = rng.choice(_DIGESTS)
    start = body_start(draft)
    if rng.random() < 0.5:
        piece = [cell for cell in draft[start : start + rng.randint(60, 200)] if cell[0] != "\n"]
        piece = copied(piece) + noise("" if after.startswith(("…", ".")) else "…")
    else:
        piece = []
        for place in [p for p in starts(draft) if p >= start][: rng.randint(2, 4)]:
            stop = next((n for n in range(place, min(place + 120, len(draft))) if draft[n][0] in "。\n"), place)
            piece += copied([cell for cell in draft[place : stop + 1] if cell[0] != "\n"])
    return put(draft, [(rng.choice((0, start)), noise(before) + piece + noise(after + "\n"))])


# --- characters

_READINGS = dict(
    re.findall(
        r"(\S):(\S+)",
        "思:sī 想:xiǎng 政:zhèng 治:zhì 工:gōng 精:jīng 神:shén 民:mín 主:zhǔ 社:shè 区:qū 制:zhì 度:dù 力:lì 量:liàng "
        "重:zhòng 要:yào 新:xīn 心:xīn 理:lǐ 论:lùn 活:huó 教:jiào 育:yù 管:guǎn 国:guó 家:jiā 人:rén 服:fú 创:chuàng 强:qiáng "
        "基:jī 一:yī 不:bù 大:dà 好:hǎo 生:shēng 能:néng 意:yì 识:shí 性:xìng 法:fǎ 规:guī 效:xiào 率:lǜ 位:wèi 总:zǒng 深:shēn",
    )
)
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def _numbered(reading: str) -> str:
    tone = "5"
    plain = ""
    for char in unicodedata.normalize("NFD", reading):
        if char in _TONES:
            tone = _TONES[char]
        elif not unicodedata.combining(char):
            plain += char
    return plain + tone


@kind
def readings(draft: Draft, rng: random.Random) -> Draft:
    """Readings in square or corner brackets, with numbers for tones, with blanks, or for a word at a time."""
    left, right = rng.choice(("[]", "【】", "〔〕", "［］", "{}", "()", "//", "<>"))
    air = rng.choice(("", "", " "))
    numbers = rng.random() < 0.35
    words = rng.random() < 0.4
    share = rng.choice((0.1, 0.3, 0.6))
    result: Draft = []
    waiting: list[str] = []
    for place, cell in enumerate(draft):
        result.append(cell)
        reading = _READINGS.get(cell[0])
        if not reading:
            waiting = []
            continue
        shown = _numbered(reading) if numbers else reading
        if words and not waiting and place + 1 < len(draft) and draft[place + 1][0] in _READINGS:
            waiting = [shown]
        elif rng.random() < share:
            result += noise(left + air + " ".join([*waiting, shown]) + air + right)
            waiting = []
        else:
            waiting = []
    return result


_NOTES: tuple[Callable[[int], str], ...] = (
    lambda n: str(n).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")),
    lambda n: chr(0x2460 + (n - 1) % 20),
    lambda n: f"【{n}】",
    lambda n: f"[注{n}]",
    lambda n: f"（注{n}）",
    lambda n: f"<sup>{n}</sup>",
    lambda n: f"^[{n}]",
    lambda n: f"({n})",
    lambda n: f"{{{n}}}",
    lambda n: f"[{n}]{n}",
    lambda n: f"[{'abcdefghijklmnopqrstuvwxyz'[(n - 1) % 26]}]",
    lambda n: f"[{n:02}]",
    lambda n: "[来源请求]",
    lambda n: f"[^{n}]",
)


@kind
def notes(draft: Draft, rng: random.Random) -> Draft:
    """Note marks: superscript, circled, in lenticular brackets, as markup, as an encyclopedia has them."""
    shape = rng.choice(_NOTES)
    text = string(draft)
    ends = [n + 1 for n in range(body_start(draft), len(text) - 1) if text[n] in "。”》；" and text[n + 1] != "\n"]
    places = sorted(rng.sample(ends, min(len(ends), rng.randint(4, 12))))
    inside = rng.random() < 0.4
    pieces = [
        (place - 1 if inside and text[place - 1] in "。；" else place, noise(shape(number)))
        for number, place in enumerate(places, start=1)
    ]
    return put(draft, pieces)


@kind
def debris(draft: Draft, rng: random.Random) -> Draft:
    """Signs of private use, object marks, lost glyphs and control characters between the characters."""
    marks = rng.choice(("\ue5e5", "\ue004\uf0b7", "\ufffc", "\ufffd", "\x0b\x1f", "\uf06c\uf0d8", "\u3164", "\u2028"))
    places = sorted(rng.choices(range(1, len(draft)), k=rng.choice((6, 25, 80))))
    return put(draft, [(place, noise(rng.choice(marks))) for place in places])


_MARKUP = (
    ("<p>", "</p>"), ("", "<br>"), ("", "<br />"), ("&nbsp;&nbsp;", ""), ("&emsp;&emsp;", ""), ("[p=30, 2, left]", "[/p]"),
    ("[align=left]", "[/align]"), ("<span style=\"font-size:16px\">", "</span>"), ("[size=4]", "[/size]"), ("&#160;&#160;", ""),
)  # fmt: skip


@kind
def markup(draft: Draft, rng: random.Random) -> Draft:
    """Tags, entities and forum codes left around paragraphs."""
    before, after = rng.choice(_MARKUP)
    share = rng.choice((1.0, 0.6, 0.2))
    result: list[Draft] = []
    for line in lines(draft):
        if any(char.strip() for char, _ in line) and rng.random() < share:
            line = noise(before) + line + noise(after)
        result.append(line)
    joined = result[0]
    ends = [cell for cell in draft if cell[0] == "\n"]
    for end, line in zip(ends, result[1:], strict=True):
        joined = [*joined, end, *line]
    return joined


# --- layout


@kind
def glued(draft: Draft, rng: random.Random) -> Draft:
    """Line ends lost in places only, or turned into a sign."""
    sign = rng.choice(("", "", "\t", " | ", "　", "↵", "¶", "\\n"))
    share = rng.choice((0.4, 0.7, 1.0))
    first = body_start(draft)
    result: Draft = []
    for place, cell in enumerate(draft):
        if cell[0] == "\n" and place >= first and rng.random() < share:
            if place + 1 < len(draft) and draft[place + 1][0] != "\n":
                result += noise(sign)
        else:
            result.append(cell)
    return result


_OPENING = frozenset("（“《〈「『(【")
_CLOSING = frozenset("，。；：、？！）”》」』】")


def _set_lines(draft: Draft, rng: random.Random) -> Draft:
    width = rng.choice((rng.randint(11, 22), rng.randint(11, 22), rng.randint(41, 60)))
    uneven = rng.random() < 0.3  # the ragged edge of a text pasted from a mail
    hang = rng.random() < 0.5  # no opening sign at the end of a line
    margin = rng.choice(("", "", "", "  ", "> ", "    "))
    trail = rng.choice(("", "", " ", "  "))
    indent = rng.choice(("", "  ", "    ", "　　"))
    result: Draft = noise(margin)
    column, limit = 0, width
    for place, (char, origin) in enumerate(draft):
        if char == "\n":
            result += [(char, origin), *noise(margin)]
            column = 0
            continue
        if not column:
            limit = width - (rng.randint(0, width // 4) if uneven else 0)
            if indent and place and char.strip():
                result += noise(indent)
                column = 2
        full = column >= limit or (hang and column == limit - 1 and char in _OPENING)
        if full and char not in _CLOSING:
            result += noise(trail + "\n" + margin)
            column = 0
        column += 1
        result.append((char, origin))
    return result


@kind
def columns(draft: Draft, rng: random.Random) -> Draft:
    """Lines of a newspaper column or a telephone, or long lines; margins, quotation signs, trailing blanks."""
    return _set_lines(draft, rng)


_TOP = (
    "", "", "{y}年第{a}期·党建视野·", "·{b}·    {town}行政学院学报", "《{town}党建》{y}（{a}）", "{title}", "{user}：{title}",
    "{town}市机关党务干部培训材料之{a}", "JOURNAL OF PARTY SCHOOL  Vol.{b} No.{a}", "第{b}卷 第{a}期", "调研与思考", "送审稿",
    "{site}·电子书", "{y}/{md}  {site}",
)  # fmt: skip
_BOTTOM = (
    "", "～{p}～", "[{p}]", "<{p}>", "【{p}】", "P{p}", "P.{p}", "第 {p} 页（共 {q} 页）", "-{p}/{q}-", "• {p} •", "{p} | {q}",
    "页码：{p}", "({p})", "--- {p} ---", "0{p}", "{p} of {q}",
)  # fmt: skip


@kind
def running_heads(draft: Draft, rng: random.Random) -> Draft:
    """Set lines with the heads and feet of pages between them."""
    draft = _set_lines(draft, rng)
    slots = Slots(rng, string(title_of(draft)))
    for key in ("y", "a", "b", "town", "user", "md"):
        slots[key] = slots[key]
    top, bottom = rng.choice(_TOP), rng.choice(_BOTTOM)
    if not top and not bottom:
        bottom = "～{p}～"
    ends = [place + 1 for place, cell in enumerate(draft) if cell[0] == "\n"]
    size = rng.randint(22, 45)
    cuts = ends[size - 1 :: size]
    first = rng.choice((1, 1, 3, rng.randint(30, 240)))
    total = str(first + len(cuts))
    feed = rng.choice(("", "\f", "\n", "\n\n"))
    pieces: list[tuple[int, Draft]] = []
    for number, cut in enumerate(cuts, start=first):
        foot = fill(bottom, slots, p=str(number), q=total) + "\n" if bottom else ""
        head = fill(top, slots) + "\n" if top else ""
        pieces.append((cut, noise(foot + feed + head)))
    return put(draft, pieces)


# --- what sites put in

_TURNS = (
    "【第{p}页】", "[page {p}]", "\n——第 {p} 页——\n", "\n<<< {p} >>>\n", "\n（下转第{p}页）\n（上接第{o}页）\n", "\n（接上页）\n",
    "\n--{p}--\n", "#P{p}#", "\n第{p}页，共{q}页\n", "\n\n【{p}】\n\n", "\n= 第{p}屏 =\n", "\n▁▁▁ {p} ▁▁▁\n", "\n[分页：{p}]\n",
    "\n\n{p})\n\n", "\n下一页 ({p}/{q})\n", "\n\n{p} \n\n",
)  # fmt: skip


@kind
def page_turns(draft: Draft, rng: random.Random) -> Draft:
    """Page marks of readers and scans in mid-sentence."""
    shape = rng.choice(_TURNS)
    places = sorted(set(apart(inner(draft), max(2, len(draft) // rng.randint(350, 700)), rng)))
    total = len(places) + 1
    return put(draft, [(at, noise(shape.format(p=n, o=n - 1, q=total))) for n, at in enumerate(places, start=2)])


_STAMPS_ADDRESS = (
    "◆{site}◆{host}◆", "({site}:{host})", "{host}", "@{site} {host}", "请记住本站网址：{host}", "《{site}》m.{host}",
    "〖{site}-{slogan}-{host}〗", "ｗｗｗ．{host}", "http：//{host}", "{site}[{host}]首发", "全文请看{host}", "{site}，网址{host}",
    "-{host}-", "来自{site}https://m.{host}/d/{hex}",
)  # fmt: skip
_STAMPS_PLAIN = (
    "〖{site}〗", "{site}出品", "◎{site}", "微信搜一搜“{site}”", "~{site}~{slogan}~", "内容由{site}提供", "{slogan}！{site}！",
    "[{site}独家]", "@{site}", "※{site}※", "{site}原创首发，盗版必究", "（{site}会员{user}上传）", "样稿 严禁外传", "{site}VIP专享",
    "仅供{site}用户阅读",
)  # fmt: skip


def _stamped(draft: Draft, rng: random.Random, templates: Sequence[str]) -> Draft:
    mark = fill(rng.choice(templates), Slots(rng))
    if rng.random() < 0.25:
        mark = f" {mark} "
    return put(draft, [(place, noise(mark)) for place in sorted(set(apart(inner(draft), rng.randint(2, 5), rng)))])


@kind
def stamps_address(draft: Draft, rng: random.Random) -> Draft:
    """A stamp with the address of a site in mid-sentence, several times."""
    return _stamped(draft, rng, _STAMPS_ADDRESS)


@kind
def stamps_plain(draft: Draft, rng: random.Random) -> Draft:
    """A stamp without an address in mid-sentence, several times."""
    return _stamped(draft, rng, _STAMPS_PLAIN)


def _between(draft: Draft, rng: random.Random, templates: Sequence[str], most: int) -> Draft:
    first = body_start(draft)
    places = [place for place in starts(draft) if place > first]
    if not places:
        return draft
    count = min(len(places), rng.randint(1, most))
    air = rng.choice(("\n", "\n\n"))
    chosen = sorted(rng.sample(places, count))
    return put(
        draft,
        [(at, noise(text + air)) for at, text in zip(chosen, some(templates, count, Slots(rng)), strict=True)],
    )


@kind
def interludes(draft: Draft, rng: random.Random) -> Draft:
    """Adverts and calls between paragraphs."""
    return _between(draft, rng, _INTERLUDES, 5)


_INTERLUDES = (
    "↓↓↓长按识别图中小程序，领取支部工作台账模板↓↓↓", "【限时福利】{site}年卡直降{b}元，戳这里抢购", "大家都在看：{work}", "ADVERTISEMENT",
    "推广", "● 延伸：{work}（{hanzi}）", "想写好材料？{site}精品课{a}.9元开课啦，名额有限！", "点这里，一键生成{work}", "猜你喜欢 换一批",
    "小程序：{site}", "▍{site}导购：党徽胸章 党旗 宣传栏 厂家直销", "后台私信“{b}”，领取同款PPT", "置顶{site}，不错过每一篇好文",
    "↑↑↑ 点亮星标，第一时间收到推送 ↑↑↑", "精彩视频", "查看大图 | 保存到相册", "您的浏览器不支持播放此音频", "00:00 / 0{a}:{b}",
    "扫码进群，与{c}位笔杆子一起交流", "一对一改稿服务：{phone}（工作日9:00-18:00）", "<script>ad_show({b});</script>",
    "#{town}党建# #机关作风#", "正文中插播：{site}双十一全场{a}折", "听全文  倍速 1.0x", "本文字数{c}，读完约需{a}分钟",
)  # fmt: skip


@kind
def locks(draft: Draft, rng: random.Random) -> Draft:
    """Paywalls between paragraphs."""
    return _between(draft, rng, _LOCKS, 2)


_LOCKS = (
    "您的免费阅读次数已用完，升级为{site}尊享会员解锁全文", "剩余{b}%未读，微信支付￥{a}.90立即解锁", "查看剩余全文 ∨",
    "- - - - - 以上为免费章节 - - - - -", "登陆后继续阅读 [一键登录]", "试看结束。购买本文：{b}书币", "此内容仅限VIP浏览，请升级",
    "🔒 余下全文需付费", "关注公众号获取验证码，输入后解锁全文\n请输入验证码：\n提交", "点击展开剩余{b}%", "预览已结束，下载原文档（{w}MB）继续查看",
    "该文档为付费文档，您可试读前{a}页", "开会员，全站{w}万篇随便看", "当前为游客身份，仅显示部分文字", "{site}提示：输入暗号查看后半部分",
)  # fmt: skip


@kind
def pictures(draft: Draft, rng: random.Random) -> Draft:
    """Names and captions of pictures that are not there."""
    return _between(draft, rng, _PICTURES, 4)


_PICTURES = (
    "▲图为{town}党员志愿者在社区清扫积雪。 {user} 摄", "（资料图片 {town}融媒体中心供图）", "[图{a}]", "img_{long}.jpg", "图片来源：{site}",
    "【图说】{town}举行重温入党誓词活动。本报记者 {user}摄", "DSC_0{b}.JPG ({c}.5 KB, 下载次数: {b})", "（点击查看原图）", "[图片]", "640?wx_fmt=png",
    "上图：活动现场（{user}/摄）", "下载 (1).png", "此图片来自微信公众平台\n未经允许不可引用", "微信图片_{y}{b}{b}.png", "图/{user} 文/{user}",
)  # fmt: skip

_ANSWERS = (
    "你好，很高兴为你解答，以下是我整理的，希望对楼主有用。", "问：谁有{title}？急用！\n答：",
    "悬赏{b}分 | 已解决 | {slash}\n推荐于{slash}", "朋友们好，我是{user}，今天和大家聊聊{title}。",
    "▲ 戳上面的蓝色小字，和{c}位同行一起进步", "作者有话说：这是我去年写的稿子，供同志们批评。",
    "【写在前面】{site}本期分享的文章是{title}，建议先收藏再看。",
    "导读员{user}：本篇选自{site}资料群，群友投稿，略有删改。",
    "为方便大家写作，{site}特地从{w}万篇材料中选出本篇，一起来看看吧！", "[经验] 体制内的兄弟姐妹看过来，干货来了（文长慎入）",
    "以下文章来源于{site}，作者{user}", "点击收听本文 {user} 朗读", "写材料没有思路？先看看别人是怎么写的，相信会给您带来一些启发。",
)  # fmt: skip


@kind
def openings(draft: Draft, rng: random.Random) -> Draft:
    """The opening words of an answerer, a blogger or a public account."""
    slots = Slots(rng, string(title_of(draft)))
    place = rng.choice((body_start(draft), below_title(draft)))
    return put(
        draft, [(place, noise("\n".join(some(_ANSWERS, rng.randint(1, 2), slots)) + rng.choice(("\n", "\n\n"))))]
    )


_PATHS = (
    "首页 / 专题汇编 / 机关党建 / 内容", "{site} ＞ 办公 ＞ 党团工作 ＞ 党建", "Home » 党建 » 调研", "导航：网站首页 - 支部生活 - 详情",
    "≡ 菜单  🔍 搜索", "{site}\n打开APP", "党建要闻｜组织工作｜干部工作｜人才工作｜远程教育", "搜 索\n热搜词：述职 整改 党课",
    "今天是{hanzi} 星期三  天气：多云  16℃~23℃", "移动版 | 繁體 | English | RSS | 长者模式", "知识 > 文史 > 政治理论",
    "← 返回列表   查看目录 →", "论坛 › 时政杂谈 › 查看主题", "[发帖际遇] 楼主 | {user} | 主题 {b} | 帖子 {c} | 积分 {c}",
    "我的书架 充值 签到 消息({a})", "跳转到主要内容", "纸质版 电子版 往期  {hanzi} 星期一 第0{a}版 党建周刊",
)  # fmt: skip
_LINES_BELOW = (
    "{slash} {clock}:{b} | {site} | {user}", "文/{user}　发布：{dots}　{c}人读过", "原创 {user} {site} {hanzi} {clock} 发表于{town}",
    "字体【大】【中】【小】 行距【宽】【窄】 夜间模式", "转发{a} 评论{b} 赞{c}", "{user}\n{w}万粉丝\n+关注", "阅读量 {w}w+ · {md}",
    "索 引 号：{long}　发文机关：{town}区委机关工委　成文日期：{hanzi}", "{town}讯（通讯员 {user}）", "供稿：{user} 摄影：{user} 编发：{slash}",
    "已有 {c} 人浏览，{a} 人点赞，最后由 {user} 修改于 {slash}", "公开日期：{dots}　访问量：[ {c} ]", "分享  微信好友  朋友圈  新浪  复制网址",
    "（{user} {town}市委党校 {town} {long}）", "基金项目：{town}市社科规划课题（{y}-{b}）", "DOI：10.{c}/j.issn.{c}-{c}.{y}.0{a}.0{b}",
    "IP属地：{town}", "本帖最后由 {user} 于 {slash} {clock} 编辑", "稿件来源：{site} 校对：{user} 热度：{c}℃",
)  # fmt: skip


@kind
def portal(draft: Draft, rng: random.Random) -> Draft:
    """Paths, menus and lines of facts around the title."""
    slots = Slots(rng, string(title_of(draft)))
    air = rng.choice(("\n", "\n\n"))
    pieces: list[tuple[int, Draft]] = []
    if rng.random() < 0.8:
        pieces.append((0, noise("\n".join(some(_PATHS, rng.randint(1, 3), slots)) + air)))
    if rng.random() < 0.8 or not pieces:
        pieces.append((below_title(draft), noise("\n".join(some(_LINES_BELOW, rng.randint(1, 3), slots)) + air)))
    return put(draft, pieces)


_FACTS = (
    "资源ID：{long}", "资源大小：{b}.{a}K", "全文页数：{a}P", "阅读权限：普通用户", "所属专辑：机关党建{b}篇", "文档价格：￥{a}.80", "上架时间：{slash}",
    "作者主页：{user}", "评分：{a}.{a}/10", "推荐指数：五颗星", "适用软件：WPS / Office", "素材类型：文字稿", "字符数：约{c}字", "授权方式：个人授权",
    "MD5：{hex}{hex}", "更新日期 {dots}", "版本：修订版", "来源渠道：网友分享", "是否可编辑：是", "热度 {w}k", "已售{c}份", "资料编码：DJ-{long}",
    "在线阅读 {c}次", "支持格式：手机、电脑、平板", "出版单位：{town}社科联", "ISSN：{c}-{c}",
)  # fmt: skip
_BLURBS = (
    "资源简介：{title}由{site}网友{user}精心整理，免费阅读，欢迎收藏！", "{title}是一篇不错的参考资料，{site}小伙伴{user}倾情奉献。",
    "◇ 内容节选自《{title}》，共{a}页，完整版请下载", "Tags： 党建 | 机关 | 作风 | {town}", "【关键词】机关党建；问题；对策",
    "【中图分类号】D26 【文献标识码】A 【文章编号】{c}-{c}（{y}）0{a}-0{b}-02", "你正在浏览的是{site}为您收集的：{title}",
    "此文档已通过{site}查重，原创度{b}%", "目录加载中...", "［文件预览］［全屏］［放大］［缩小］", "还剩{a}页未读，继续阅读",
    "下载App，随身携带{title}",
)  # fmt: skip


@kind
def library(draft: Draft, rng: random.Random) -> Draft:
    """What shops and libraries of documents show above a document."""
    title = title_of(draft)
    slots = Slots(rng, string(title))
    head: Draft = copied(title) + noise("\n") if rng.random() < 0.5 and title else []
    facts = some(_FACTS, rng.randint(3, 8), slots)
    head += noise(rng.choice(("\n", " | ", "   ", "\n\n", "；")).join(facts) + "\n")
    for text in some(_BLURBS, rng.randint(1, 3), slots):
        head += noise(text + rng.choice(("\n", "\n\n")))
    return head + draft


_CLOSINGS = (
    "以上就是{site}分享的{title}的全部内容，希望对大家有帮助。", "好了，今天的分享就到这里，觉得有用就点个在看吧！", "（完）", "-END-", "全文完",
    "END", "看完记得顺手点赞哦~", "本文到此结束，感谢阅读，祝您生活愉快！", "（{user} {town}市委组织部）", "【{title}】相关文章：",
    "这篇{title}就介绍到这里，想了解更多请继续关注{site}。", "答案来自网络，侵删。", "望采纳，谢谢！", "（{site}{hanzi}讯）", "编辑/{user}",
    "（作者单位：{town}区直机关党工委）", "■",
)  # fmt: skip


@kind
def closings(draft: Draft, rng: random.Random) -> Draft:
    """A site's closing words, on a line of their own or run into the last paragraph."""
    slots = Slots(rng, string(title_of(draft)))
    text = fill(rng.choice(_CLOSINGS), slots)
    if rng.random() < 0.35:
        last = max((n for n, (char, _) in enumerate(draft) if char.strip()), default=0)
        return put(draft, [(last + 1, noise(text))])
    return _below(draft, text)


_SMALL_PRINT = (
    "【免责】{site}所载文章均系网友发布，本平台不对其准确性作任何承诺，请谨慎采用。", "侵权投诉：jubao@{host}（收到后24小时内删除）",
    "©{y} {site}　保留一切权利", "ⓒ {host} {y} 版权声明 | 隐私条款 | 用户协议", "增值电信业务经营许可证：{town}B2-{long}",
    "网络违法和不良信息举报电话：{phone}", "承办：{town}区委办公室信息科　维护：{site}", "网站标识码：{long}  建议使用1024×768以上分辨率浏览",
    "特别说明：文中如涉及人名、单位名，均为化名，如有雷同纯属巧合。", "注：凡注明“来源：{site}”的作品，未经许可严禁转载、摘编。",
    "商务合作请洽 {phone} 或发信至 bd@{host}", "本文由{user}投稿，不代表{site}立场，转载请联系作者本人。", "温情提醒：网络转账有风险，谨防诈骗。",
    "内容举报 | 意见反馈 | 帮助中心 | 关于{site}", "标题链接：https://m.{host}/art/{hex}", "Powered by {site} CMS V{a}.{a}",
    "本作品采用知识共享署名-非商业性使用许可协议进行许可", "文字由扫描件识别而成，难免有误，请以纸质版为准。", "不良信息举报请加QQ群{long}",
    "本站已启用HTTPS安全访问 本页执行时间0.0{b}秒", "如对下载有疑问，请先阅读《下载须知》再联系在线客服。",
    "【权利声明】文档著作权归{user}所有，{site}为第三方展示平台。", "值班总编：{user}　一审：{user}　二审：{user}",
)  # fmt: skip


@kind
def small_print(draft: Draft, rng: random.Random) -> Draft:
    """Disclaimers, rights and addresses below."""
    air = rng.choice(("\n", "\n\n", " | "))
    return _below(draft, air.join(some(_SMALL_PRINT, rng.randint(2, 6), Slots(rng))))


_BOARDS = (
    "24小时热文", "热搜榜单", "同作者其他文档", "与本文相似的资料", "专题推荐 ∷", "精华帖", "更多>>", "编辑力荐", "◇本栏目更多", "同类下载排行", "大家还搜",
    "相似问题", "为你推荐", "参考阅读", "上周点击之星",
)  # fmt: skip
_BOARD_ROWS = (
    "NO.{p} {work}", "★ {work}", "{work} ({md})", "[{b}P] {work} ￥{a}.00", "{p}、{work}[{c}]", "> {work}", "{work} {w}万阅读",
    "{work}—{user}", "0{p} {work}", "→{work}", "{work}\n{a}个回答 {c}人看过", "□ {work} {dots}", "{work}\n评分 {a}.{a} · {b}页 · {user}",
)  # fmt: skip


@kind
def rankings(draft: Draft, rng: random.Random) -> Draft:
    """Rankings and lists of other titles below."""
    slots = Slots(rng)
    blocks: list[str] = []
    for name in rng.sample(_BOARDS, rng.randint(1, 3)):
        shape = rng.choice(_BOARD_ROWS)
        blocks.append("\n".join([name, *(fill(shape, slots, p=str(n)) for n in range(1, rng.randint(4, 11)))]))
    if rng.random() < 0.5:
        blocks.append(
            fill(rng.choice(("前一篇 {work}\n后一篇 {work}", "« {work}\n{work} »", "上篇|{work}\n下篇|无")), slots)
        )
    return _below(draft, rng.choice(("\n", "\n\n")).join(blocks))


_REMARKS = (
    "{user}\n{a}楼\n学习了，正好明天要交稿！\n{md} {clock} 来自安卓客户端", "全部回复({b}) 按热度 按时间", "{user}：顶一个，写得实在。 [回复] [赞{b}]",
    "精选留言\n{user}\n说到心坎里了 👍", "写留言", "游客{long} 说：请问有电子版吗？", "发表回复\n您的邮箱不会被公开。必填项已用*标注",
    "来说两句吧... 您还可以输入300字", "评论区已关闭", "{user} 回复 {user}：同求，谢谢", "追问 追答 采纳率{b}%", "匿名用户 | {a}天前 | {town}\n已赞过 已踩过",
    "快速回帖 高级模式 B Color Image Link", "全站{c}条弹幕", "您的评价：○非常好 ○好 ○一般 ○差", "{user} 打赏了作者 {a} 元", "沙发空缺中",
    "你对这个回答的评价是？",
)  # fmt: skip
_BANNERS = (
    "打开{site}客户端，查看更多好文", "[二维码]", "手机扫码，继续阅读", "iPhone版 | Android版 | HarmonyOS版", "微信 QQ 扫一扫，分享给好友",
    "{site}小程序码", "回顶 ↑", "收起 ∧", "在App中查看 ›", "下载{site}，新人立享{b}元红包", "↓ 长按二维码识别关注 ↓", "关注视频号“{site}”",
    "喜欢此内容的人还喜欢", "阅读原文", "微信赞赏 | 支付宝赞赏", "AI帮写 | AI润色 | AI查重", "投诉 纠错 翻译 朗读", "加载中 . . .", "已到底部", "收藏 分享 在看 {b}",
    "客服热线 {phone}", "- 到底了 -",
)  # fmt: skip


@kind
def remarks(draft: Draft, rng: random.Random) -> Draft:
    """Comments and reply boxes below."""
    return _below(draft, rng.choice(("\n", "\n\n")).join(some(_REMARKS, rng.randint(2, 6), Slots(rng))))


@kind
def banners(draft: Draft, rng: random.Random) -> Draft:
    """Codes to scan, application banners and buttons below."""
    return _below(draft, rng.choice(("\n", "\n\n")).join(some(_BANNERS, rng.randint(2, 6), Slots(rng))))
