"""Site furniture: what a page puts around an essay. Told by shape, place and what a line says of the site itself.

The body is taken to run from the first to the last line of prose. Outside it a line needs little evidence to go,
inside much: cutting an essay's sentence is worse than leaving an advert.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from djtext.clean import signs
from djtext.clean.draft import Line, Span, lines_of
from djtext.text.codes import RUN, UNIFIED, codes
from djtext.text.sentences import heading_level
from djtext.text.sieve import at_places

# What a site says of itself, its files and its readers.
SELF = re.compile(
    r"(?:QQ|ＱＱ|微信|电话|热线|手机|加好友|咨询)[^。，；]{0,8}?[:：]?\s*(?:[\d*＊xX][\d*＊xX\-]{5,}|[a-z]\w{5,})|【广告】|(?:交流|备考|学习|考试|资料)群|楼主|沙发|匿名用户|APP内|App内|客户端(?:打开|下载|内)|"
    r"\.(?:docx?|wps|pdf|pptx?|rar|zip)(?![a-z])|\d+(?:\.\d+)?\s*[KMkm][Bb](?![a-z])|^[*=~—\-_#]{3,}(?=.*[*=~—\-_#]{3,}$)|"
    "全文约?\\d+字|\\d+页\\s*(?:docx?|wps|pdf|pptx?)|全文检索|乱码|涉及您的|页面[左右上下]侧|著作权(?!法|人民|保护|集体)|赞助商|广告位|"
    "商业用途|商业目的|使用权限|文档内容|合作方或|仅供[^。，]{0,6}参考|"
    "本(?:站|网站|文档|资料(?!来源)|店|页面|公众号)|[此该]文档|该资料|这份文档|小编|网友(?:推荐|上传|提供|评论|回答|分享|供稿)|客服|版权(?:归|所有|属于|争议|声明|问题|说明)"
    "|(?:如有|若有|涉嫌|发现)侵权|侵权(?:请|删|必究|举报|内容|行为请)|转载(?:请|须|自|本文|时|注明)|站长|站内(?:信|搜|消)|文库|文秘网|(?<![规示模师])范文(?!化|明|件|本|书)|资料网|资源网|下载站|作者所有|上传者|用户上传|会员(?:专|登|上传|免|下载|中心|用户|VIP|即可|可)"
    "|VIP|ＶＩＰ|(?:关注|我们的?)[^。，]{0,6}公众号|免责声明|温馨提示|友情提示|备案号|ICP备|[Cc]opyright|©|天天文|豆丁|道客|www\\.|https?://|\\.com\\b|\\.cn\\b|\\.net\\b|\\.test\\b|扫一扫(?:添加|关注|下载)|二维码"
)
# What it wants done.
ACTION = re.compile(
    "下载|上传|预览|试读|隐藏内容|回复后?可见|点此|余下\\s*\\d|内打开|精心准备|为您精心|付费|充值|积分|购买|登录|登陆|注册|收藏|打印|点击|点赞|加微信|微信(?:号|公众)|加我|QQ|ＱＱ|关注我们|咨询|报名|课程|热线|优惠|领取|包过|特价|促销|押题|名师|免费(?:阅读|试读|下载|领取|试听|体验|在线|查看|分享)|在线(?:阅读|预览|咨询|客服)|阅读全文|查看全文|展开全文|查看更多|点击查看|全文阅读"
    "|仅展示|举报|投诉|评论|回复|分享到|代写|代笔|投稿|整理(?:了|发布|收集|提供)|为(?:您|你|大家)(?:整理|带来|提供|分享|收集)|希望(?:对|能)[^。]{0,8}(?:您|你|大家|各位|考生)|供(?:您|你|大家|广大)?[^。]{0,6}参考"
    "|(?:剩余|未读)[^。]{0,6}(?:页|内容|部分)|最多[^。]{0,6}预览|开通|专享|专免|继续阅读|关注[^。]{0,10}(?:官网|频道|微信)"
)
_LABELS = (
    "ID|编号|语言|责编|监制|主办单位|技术支持|所在栏目|楼主|贡献者|信息来源|文章来源|稿件来源|阅读次数|文档分类|分类|描述|正文|文章内容|文档编号|大小|文件大小|页数|总页数|格式|文件格式|时间|日期|上传时间|发布时间|发布日期|更新时间|更新日期|发表时间|上传人|上传者|发布人|作者|来源|出处|稿源|责任编辑|编辑|点击|点击数|点击量|浏览|浏览量|浏览次数|阅读|阅读量|阅读数"
    "|下载|下载量|下载次数|人气|热度|评论|评论数|字数|字号|字体|分类|栏目|所属栏目|属性|类型|关键词|标签|Tags?|资源描述|资源简介|文档介绍|文档简介|内容简介|内容提要|摘要|简介|评分|价格|售价|积分|收藏|分享|打印|录入|审核|投稿"
)
_LABEL = re.compile(f"(?:{_LABELS})\\s*[:：]", re.IGNORECASE)
_LABEL_ONLY = re.compile(f"(?:{_LABELS})\\s*[:：]?\\s*", re.IGNORECASE)
# Labels that no essay bears by itself: a line with one of them is a page's.
_WEB_LABEL = re.compile(
    "(?:ID|语言|责编|监制|所在栏目|文档页数|上传日期|文档热度|所需积分|信息来源|阅读次数|文档分类|文档编号|文件大小|大小|页数|总页数|文件格式|格式|上传时间|上传人|上传者|发布人|发布时间|更新时间|更新日期|点击|点击数|点击量|浏览|浏览量|浏览次数|阅读|阅读量|阅读数|下载|下载量|下载次数|人气|热度|评论数|字号|字体|分类|所属栏目|属性|资源描述|资源简介|文档介绍"
    "|评分|价格|售价|积分|责任编辑|录入)\\s*[:：]",
    re.IGNORECASE,
)
_MARKERS = re.compile(
    "(?:相关|热门|推荐|最新|精彩|更多|延伸|猜你喜欢|大家都在看|排行|同类|类似|其他|看过|热点|上一篇|下一篇|网友|发表|最热|全部|文章|阅读|本类|本栏|站内|随机|关联)"
    "[^。，]{0,10}(?:推荐|阅读|文章|文档|内容|范文|链接|排行|排行榜|评论|回复|资料|资源|答案|问题|搜索|标签|专题|回答|新闻|资讯|列表|点击|导航|下载)?\\s*[:：>》]*\\s*"
)
_NEIGHBOUR = re.compile("(?:上|下)一(?:篇|页|章|条)\\s*[:：]?")
_WIDGETS = re.compile(
    "(?:首页|尾页|返回(?:首页|顶部|列表|目录)?|回到顶部|(?:回|到)?顶部|置顶|确认删除\\??|取消|取消回复|确定|提交|登录|登陆|注册|立即(?:登录|注册|下载|购买)|我要(?:评论|投稿|下载)|发表评论|暂无评论|评论|全部评论|回复|点赞|赞|踩|收藏|打印|分享|举报|纠错|复制(?:链接)?|关闭(?:窗口)?"
    "|打印本页|加入收藏|设为首页|展开(?:全文|全部|更多)?|收起|更多|查看更多|阅读全文|点击查看|碎片内容|实名认证|内容提供者|已认证|会员|VIP会员|客服微信|客服QQ|联系客服|在线客服|扫一扫|大\\s*中\\s*小|字号|TA的(?:资源|文档)|关注|私信|投诉|侵权|免费|下载|下载文档|立即下载|免费下载|预览|全屏|目录|导航|网站地图"
    "|关于我们|联系我们|版权声明|免责声明|隐私政策|用户协议|帮助中心|如题所述|相似回答|相关推荐|为你推荐|猜你喜欢|阅读排行|热门推荐|展开>>|收起<<|摘要[:：]?|论文部分内容阅读|(?:本文|全文)(?:共\\d+字|完|结束)|【?下载本文】?|\\[?收藏本页\\]?|未完待续|正在加载.{0,6}|加载中.{0,6}|点击加载更多)[!！。.>»]*"
)
_CITED = re.compile(
    "(?:相关链接|相关阅读|延伸阅读|推荐阅读|您可能还(?:需要|喜欢)|猜你(?:想看|喜欢)[^，。]{0,4}|相关文档|相关文章)\\s*[:：]"
)
_DATED = re.compile("(?:19|20)\\d\\d\\s*[-/.年]\\s*\\d{1,2}|\\d{1,2}:\\d{2}")
_COUNTED = re.compile(
    "(?:浏览|阅读|点击|评论|查看|人气|访问)(?:次数|数|量)?\\s*[:：(（]?\\s*\\d|(?:发布日期|信息来源|文章来源|字号|字体|更新于|发布于)|来源\\s*[:：].*(?:编辑|作者|时间)|\\d+\\s*次(?:浏览|阅读|点击)"
)
_NOTICE = re.compile("(?:免责声明|版权声明|郑重声明|特别声明|网站声明|温馨提示|友情提示|特别提示|投稿须知)\\s*[:：]")
_COMMENT = re.compile(
    "(?:[\\[(（]?(?:回复|支持|反对|顶|踩|赞|引用|举报|分享|收藏)[\\])）]?\\s*(?:[(（]\\d+[)）])?\\s*[|｜·/]?\\s*){2,}|\\S{1,12}\\s+(?:沙发|板凳|地板|楼主|\\d+\\s*[楼#])?\\s*\\d{4}-\\d{1,2}-\\d{1,2}\\s+\\d{1,2}:\\d{2}(?::\\d{2})?"
)
_TITLE_LIKE = re.compile(
    "总结|体会|汇报|材料|要点|讲话|范文|方案|计划|心得|报告|发言|党课|讲稿|演讲稿|感悟|评语|作文|做法|通知|意见|办法|措施|模板|大全|精选|篇|\\.docx?$|\\.pdf$|\\.wps$"
)
_SUMMARY_LABEL = re.compile(
    "[【\\[]?(?:资料|文档|文章|内容|正文|本文|全文|资源)(?:简介|预览|速览|概要|提要|导读|描述|摘要|介绍|内容|概览)[\\]】]?\\s*[:：]?"
)
_MENU_WORD = re.compile(
    "首页|主页|新闻|党建|专题|视频|图片|理论|评论|频道|论坛|博客|数字报|导航|时政|要闻|社会|财经|教育|文化|旅游|健康|登录|注册|更多|打印|收藏|政务|公告|通知公告|服务|互动|专栏|资讯|人事|组工|干部"
)
_CONTACT = re.compile("(?:联系电话|电话|传真|邮编|邮政编码|地址|邮箱|E-?mail|网址|联系人|QQ)\\s*[:：]", re.IGNORECASE)
_PAGE_LIST = re.compile(".{0,80}[_\\-— ]第?\\s*\\d{1,3}\\s*页\\s*")
_SYMBOLS = re.compile(r"[\d\s·.>»<«|/\\\-—_=*#~●■◆★☆►▶…•○◎□△▲↑↓←→【】\[\]()（）:：]+")
_STRONG = frozenset("><»«|")
_RUN = re.compile(
    r"[·\d]*[><»«|]{2,}[\d·.><»«|/\- ]{2,}$|(?:[·|/]\s*\d{1,2}\s*){3,}[·|><» ]*$|^[\d·.><»«|/\- ]{4,}[><»«|][\d·.><»«|/\- ]*(?=[\u4e00-\u9fff])"
)
_CRUMBS = re.compile(
    "[^。！？]{0,12}(?:您?现?在?(?:的)?位置|您?所在(?:的)?位置|当前(?:的)?位置)\\s*(?:是|为)?\\s*[:：>»›＞][^。]{0,100}|(?:首页|主页|网站首页)\\s*(?:[>»›＞/|→\\-]|&gt;)[^。]{0,100}|[^。，]{1,14}(?:\\s*[>»›＞]\\s*[^。，>»›＞]{1,40}){2,}"
)
_MENU = re.compile(
    "(?:[^\\s|｜/·,，。]{1,8}\\s*[|｜/·]\\s*){3,}[^\\s|｜/·,，。]{1,10}|(?:\\S{2,6}[\\s\u3000]+){5,}\\S{2,6}"
)
_LIST_ITEM = re.compile(
    "(?:[-•·●◆■*]\\s*)?(?:VIP专免|免费|热|荐|精|新|\\d{1,2}[.、])?\\s*.{0,50}?(?:\\d{4}[-/.年]\\d{1,2}(?:[-/.月]\\d{1,2}日?)?)(?:\\s+\\d+)?|(?:VIP专[免享]|免费)[\\d\\- ]*"
)
_LONG_LINE = 2_000  # no line of a page's own is longer
_LONG_WHOLE = 400  # nor one that is furniture as a whole
_HANZI = re.compile("[\u4e00-\u9fff]+")
_PROSE = re.compile("[，。；！？,;!?]")
_LEAD = re.compile(
    "(?:小编|编者按?[:：]|本文是|以下是|下面是|今天)[^。]{0,60}(?:整理|为大家|为您|分享|带来|介绍|提供)[^。]{0,60}"
)
PREVIEW = re.compile(
    "仅展示|最多[^。]{0,6}预览|试读|剩余[^。]{0,8}(?:未读|页|内容)|下载(?:文档)?(?:查看|阅读)全文|查看(?:剩余)?全文|阅读全文|全文(?:请|需)|付费(?:后|阅读)|未完待续|预览结束|论文部分内容|展开全文"
)


_PAYWALL = re.compile("VIP|专[免享]|仅展示|点击|>>|→|【[^】]*(?:下载|阅读|查看|关注|咨询|收藏)[^】]*】")
_STRONG_ASK = re.compile(
    "下载|上传|预览|试读|隐藏内容|回复后?可见|点此|余下\\s*\\d|内打开|精心准备|为您精心|付费|充值|加微信|微信号|加我|QQ|ＱＱ|关注我们|报名|热线|领取|包过|押题|阅读全文|查看全文|展开全文|查看更多|点击|仅展示|代写|代笔|投稿|分享到|开通|专享|专免"
)


_EDITORS = re.compile("[【\\[(（]?\\s*(?:责任编辑|编辑|责编|审核|校对|初审|终审)\\s*[:：][^。]{1,20}")
_UPLOADED = re.compile(
    "(?:上传|发布|发表|更新|编辑|整理)于\\s*\\d{4}[-/.年]\\d{1,2}(?:[-/.月]\\d{1,2}日?)?(?:\\s+\\d{1,2}:\\d{2}(?::\\d{2})?)?"
)
_PAGES = re.compile("[共总]\\s*\\d+\\s*页")
_AROUND = re.compile("上一篇\\s*[:：].*下一篇\\s*[:：]")
# Most lines of an essay hold nothing of all this, which one pass tells (see `signs`).
WHOLE = (_CRUMBS, _WEB_LABEL, _CITED, _COUNTED, _EDITORS, _UPLOADED, _PAGES, _NOTICE, _COMMENT, _AROUND)


def _hanzi(text: str) -> int:
    return sum(map(len, _HANZI.findall(text)))


class Told(NamedTuple):
    """A line without blanks around, how many different things it says of the site, how many it asks its reader to do,
    and the rule by which it is furniture wherever it stands, or the empty string."""

    bare: str
    own: int = 0
    asks: int = 0
    whole: str = ""


def _told(text: str, lines: Sequence[Line], starts: Sequence[int]) -> dict[int, Told]:
    """What those lines tell that tell anything, by their numbers."""
    kinds: dict[int, list[tuple[int, int]]] = {}
    for place, kind in signs.signs_of(text) if lines else ():
        kinds.setdefault(max(bisect_right(starts, place) - 1, 0), []).append((place, kind))
    found = {
        n: Told(line.bare, 0, 0, "widget")
        for n, line in enumerate(lines)
        if len(line.bare) <= _LONG_WHOLE and _WIDGETS.fullmatch(line.bare)
    }
    for n, places in kinds.items():
        line, bare = lines[n], lines[n].bare
        here = reduce(or_, [kind for _, kind in places])
        own = asks = 0
        if here & signs.SAYS:
            said = bare if len(bare) <= _LONG_LINE else bare[:_LONG_LINE]
            lead = line.start + len(line.text) - len(line.text.lstrip())
            own = _cues(SELF, said, here & signs.IN_SELF, [at - lead for at, kind in places if kind & signs.SELF])
            asks = _cues(
                ACTION, said, here & signs.IN_ACTION, [at - lead for at, kind in places if kind & signs.ACTION]
            )
        whole = _whole_line(bare) if here & signs.WHOLE else found[n].whole if n in found else ""
        if own or asks or whole:
            found[n] = Told(bare, own, asks, whole)
    return found


def _cues(pattern: re.Pattern[str], text: str, anywhere: int, places: list[int]) -> int:
    """How many different things a pattern finds: anywhere, or only at these places."""
    found = pattern.finditer(text) if anywhere else at_places(pattern, text, sorted(places))
    return len({match.group() for match in found})


def _are_prose(lines: Sequence[Line], hanzi: Sequence[int], told: dict[int, Told]) -> list[bool]:
    """Which are lines of running text: long enough, with the marks of sentences, and with no more of the site than an
    essay may say."""
    prose = [count >= 24 and _PROSE.search(line.bare) is not None for line, count in zip(lines, hanzi, strict=True)]
    for n, each in told.items():
        weight = each.own + each.asks
        prose[n] = prose[n] and not each.whole and (weight < 2 or weight * 60 < len(each.bare))
    return prose


def furniture(text: str, shared: frozenset[str] = frozenset()) -> Iterator[Span]:
    """Lines of the page around the essay; `shared` are lines that stand in many documents of one folder."""
    lines = [line for line in lines_of(text) if line.bare]
    known = codes(text)
    starts = [line.start for line in lines]
    told = _told(text, lines, starts)
    hanzi = known.numbers(UNIFIED, starts, [line.end for line in lines])
    prose = _are_prose(lines, hanzi, told)
    if not any(prose):
        # Nothing but short lines: only what is furniture beyond doubt goes.
        for n, each in sorted(told.items()):
            if each.whole or (each.own >= 1 and each.asks >= 1):
                yield lines[n].start, lines[n].end, "site-furniture"
        return
    first = prose.index(True)
    last = len(prose) - 1 - prose[::-1].index(True)
    cut = _tail(lines, told, prose)
    groups = _groups(lines, prose, first, last)
    # Three signs of a list of pages, or one of the stronger sort: else there is none in a line.
    runs = Counter([bisect_right(starts, place) - 1 for place in known.places(RUN)])
    signed = {n for n, times in runs.items() if times >= 3 or not _STRONG.isdisjoint(lines[n].text)}
    listing = False  # below a marker of related titles
    labelled = any(
        _WEB_LABEL.match(line.bare) or (n in told and told[n].whole == "byline") for n, line in enumerate(lines[:first])
    )
    for n, line in enumerate(lines):
        bare = line.bare
        rule = ""
        if n in groups:
            rule = groups[n]
        elif n >= cut:
            rule = _outside(told.get(n) or Told(bare), head=False) or "tail"
        elif first <= n <= last:
            if n in told:
                rule = _inside(told[n], n in (first, last))
            if not rule and bare in shared and not prose[n] and not heading_level(bare) and len(bare) >= 6:
                rule = "shared-line"
        else:
            rule = _outside(told.get(n) or Told(bare), head=n < first)
            if (
                not rule
                and n < first
                and labelled
                and _LABEL.match(bare)
                and len(bare) <= 60
                and bare[-1] not in "。！？"
            ):
                rule = "byline"
            if not rule and bare in shared and n and not heading_level(bare):
                rule = "shared-line"
            if n > last:
                if rule and (_MARKERS.fullmatch(bare) or rule in {"related-list", "widget"}):
                    listing = True
                elif not rule and listing and bare[-1] not in "。！？；" and not heading_level(bare):
                    rule = "related-list"
        if rule:
            yield line.start, line.end, rule
        elif n in signed and len(line.text) <= _LONG_LINE:
            for match in _RUN.finditer(line.text):
                if match.end() - match.start() >= 5:
                    yield line.start + match.start(), line.start + match.end(), "page-list"


def _groups(lines: Sequence[Line], prose: list[bool], first: int, last: int) -> dict[int, str]:
    """Lines that are furniture by the company they keep: alike but for a number, menus of one word a line, blocks of
    labels above the body, lists of other texts' titles below it."""
    found: dict[int, str] = {}
    for start, stop in _runs([n for n, running in enumerate(prose) if not running and len(lines[n].bare) <= 80]):
        if stop - start < 3:
            continue
        masks = [re.sub(r"\d+", "#", lines[n].bare) for n in range(start, stop)]
        for n in range(start, stop):
            mask = masks[n - start]
            if "#" in mask and masks.count(mask) >= 3 and not _PROSE.search(mask) and _hanzi(mask):
                found[n] = "page-list"
    for start, stop in _runs([n for n in range(first) if len(lines[n].bare) <= 6 and not _PROSE.search(lines[n].bare)]):
        words = sum(bool(_MENU_WORD.search(lines[n].bare)) for n in range(start, stop))
        if stop - start >= 3 and words >= 2:
            found.update(dict.fromkeys(range(start, stop), "navigation"))
    labels = [n for n in range(first) if re.fullmatch("[\u4e00-\u9fffA-Z]{2,6}\\s*[:：]\\s*\\S.{0,40}", lines[n].bare)]
    if len(labels) >= 3:
        found.update(dict.fromkeys((n for n in labels if lines[n].bare[-1] not in "。！？"), "byline"))
    below = range(last + 1, len(lines))
    for start, stop in _runs([n for n in below if len(lines[n].bare) <= 50 and lines[n].bare[-1] not in "。！？；"]):
        titles = [n for n in range(start, stop) if _TITLE_LIKE.search(lines[n].bare)]
        if len(titles) >= 3 and len(titles) >= 0.6 * (stop - titles[0]):
            found.update(dict.fromkeys(range(max(start, titles[0] - 1), stop), "related-list"))
    return found


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbours among rising numbers: the first, and the one behind the last.

    >>> list(_runs([2, 3, 4, 7]))
    [(2, 5), (7, 8)]
    """
    for place, number in enumerate(numbers):
        if not place or numbers[place - 1] != number - 1:
            start = number
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield start, number + 1


def _tail(lines: Sequence[Line], told: dict[int, Told], prose: list[bool]) -> int:
    """Where the page's own lines begin that run to its end: half of them or more are furniture beyond doubt, and the
    rest are short."""
    cut = len(lines)
    furnished = 0
    total = seen = 0
    for n in range(len(lines) - 1, 0, -1):
        line = told.get(n) or Told(lines[n].bare)
        bare, own, asks, _ = line
        seen += len(bare)
        if _inside(line, False) or (not prose[n] and _outside(line, head=False)):
            furnished += 1
            if furnished * 2 >= len(lines) - n:
                cut = n
        elif len(bare) >= 80 or (len(bare) >= 40 and not own and not asks) or heading_level(bare):
            break
        total = total or sum(len(each.bare) for each in lines)
        if seen > 0.4 * total + 400:
            break
    return cut if furnished >= 2 else len(lines)


def _whole_line(bare: str) -> str:
    """The rule by which a line is furniture wherever it stands, or the empty string."""
    if len(bare) > _LONG_WHOLE:
        return ""
    if _CRUMBS.fullmatch(bare):
        return "navigation"
    if _WIDGETS.fullmatch(bare):
        return "widget"
    if len(bare) <= 90 and len(_LABEL.findall(bare)) >= 2 and _WEB_LABEL.search(bare) and bare[-1] not in "。！？":
        return "byline"
    if _CITED.match(bare) and len(bare) <= 80:
        return "related-list"
    if len(bare) <= 110 and bare[-1] not in "。！？" and _DATED.search(bare) and _COUNTED.search(bare):
        return "byline"
    if _EDITORS.fullmatch(bare):
        return "byline"
    if _UPLOADED.fullmatch(bare):
        return "byline"
    if _PAGES.fullmatch(bare):
        return "page-list"
    if _NOTICE.match(bare) and bare[-1] in "。！!；":
        return "disclaimer"
    if _COMMENT.fullmatch(bare):
        return "widget"
    if _AROUND.match(bare):
        return "related-list"
    if len(bare) <= 60 and _WEB_LABEL.match(bare) and bare[-1] not in "。！？":
        return "byline"
    return ""


def _inside(line: Told, edge: bool) -> str:
    """The rule for a line within the body: beyond doubt only."""
    bare, own, asks, whole = line
    if whole:
        return whole
    if not own and not asks:
        return ""
    length = len(bare)
    weight = own + asks
    if _hanzi(bare) >= 24 and _PROSE.search(bare):
        # A sentence: it must speak of the site, and of little else.
        if own >= 1 and weight >= 2 and weight * 26 > length:
            return "advert" if length < 120 else "disclaimer"
        if edge and _LEAD.match(bare) and weight >= 2:
            return "lead"
        return ""
    if bare[-1] in "。；，" and not own:
        return ""
    if length <= 80 and _MENU.fullmatch(bare):
        return "navigation"
    if own and weight >= 2:
        return "advert"
    if length <= 40 and asks >= 2 and bare[-1] not in "。；，":
        return "advert"
    if length <= 30 and bare[-1] not in "。！？；，：" and not heading_level(bare) and _PAYWALL.search(bare):
        return "paywall"
    return ""


def _outside(line: Told, *, head: bool) -> str:
    """The rule for a line above or below the body."""
    bare, own, asks, _ = line
    if len(bare) > _LONG_LINE:
        return ""
    rule = _inside(line, True)
    if rule:
        return rule
    length = len(bare)
    if _PAGE_LIST.fullmatch(bare):
        return "page-list"
    if length > 3 and _SYMBOLS.fullmatch(bare) and not re.fullmatch(r"[\d年月日.\-/ ]+", bare):
        return "symbols"
    if head and _SUMMARY_LABEL.fullmatch(bare):
        return "label"
    if _LABEL_ONLY.fullmatch(bare) and re.match("资源|文档|摘要|简介|内容|标签|关键词", bare) and not head:
        return "label"
    if head and _LABEL_ONLY.fullmatch(bare) and re.match("资源描述|资源简介|文档介绍|文档简介|内容简介", bare):
        return "label"
    if (
        _MENU.fullmatch(bare)
        and not heading_level(bare)
        and length <= 120
        and (own or asks or "|" in bare or "｜" in bare)
    ):
        return "navigation"
    if own >= 1 and (asks >= 1 or own >= 2):
        return "advert" if length < 120 else "disclaimer"
    if asks >= 2 and not heading_level(bare) and not (_hanzi(bare) >= 24 and bare[-1] in "。！？"):
        return "advert"
    if not head and len(_CONTACT.findall(bare)) >= 2:
        return "byline"
    if not head:
        if _NEIGHBOUR.match(bare):
            return "related-list"
        if length <= 16 and _MARKERS.fullmatch(bare) and bare[0] not in "一二三四五六七八九十（(":
            return "related-list"
        if (
            _LIST_ITEM.fullmatch(bare)
            and not re.fullmatch(r"[（(]?\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?[)）]?", bare)
            and bare[-1] not in "日月年）)"
        ):
            return "related-list"
        if (
            (own or _STRONG_ASK.search(bare))
            and length <= 40
            and bare[-1] not in "。！？；"
            and not heading_level(bare)
        ):
            return "advert"
        if (
            len(_LABEL.findall(bare)) >= 1
            and length <= 60
            and _LABEL.match(bare)
            and bare[-1] not in "。！？"
            and not re.match("作者|来源|摘要|关键词", bare)
        ):
            return "byline"
    elif (
        (own or asks)
        and length <= 30
        and bare[-1] not in "。！？；，："
        and not heading_level(bare)
        and re.search("VIP|专[免享]|仅展示|下载|会员|小编", bare)
    ):
        return "paywall"
    return ""


def says_preview(text: str) -> bool:
    """Whether the page says that it shows a part of the text only."""
    return any(kind & signs.PREVIEW for _, kind in signs.signs_of(text)) and bool(PREVIEW.search(text))
