"""Is a theme named as a failing, or as something to be done? From the words of its sentence.

反对形式主义 is not 形式主义突出: a fault that a sentence forbids or fights is on the remedy side.
"""

from __future__ import annotations

import re

from djtext.types import Stance, ThemeKind

_AGAINST = re.compile(
    "(?:反对|力戒|防止|避免|杜绝|破除|克服|整治|纠正|治理|根治|严查|严禁|禁止|摒弃|抵制|打破|破解|解决|消除|扭转|改变|远离|戒除|狠刹|遏制|整改|查摆|告别|去除|剔除"
    "|不(?:能|得|准|许|可|要|搞|让|再|做)|决不|绝不|切忌|切莫|不容|谨防|严防|警惕|拒绝|坚决反)[^。！？；]{0,16}$"
)
_REMEDY = re.compile(
    "要(?!求(?!真)|么|是不|不是|素|点|件|闻|害|职|员)|必须|应当|应(?=该|以|把|在|从|当|着|加|建|坚|深|积|及|主)|务必|务求|坚决|着力|切实|坚持|健全|完善|建立|加强|强化|推进|推动|落实|深化|严格|确保|引导|鼓励|"
    "探索|推行|实行|开展|组织|深入|转变|提高|提升|增强|优化|创新|明确|制定|压实|抓好|抓实|打造|搭建|拓展|整合|督促|反对|力戒|杜绝|破除|克服|整治|严禁"
)
_PROBLEM = re.compile(
    "存在|问题|不够|不强|不实|不严|不高|不深|不细|不足|不到位|不力|不愿|不敢|不会|不想|不了解|不清楚|不重视|缺乏|缺少|欠缺|突出|严重|淡薄|淡化|薄弱|弱化|虚化|流于|停留|仍然|依然|"
    "有的|一些|少数|个别|部分|往往|甚至|导致|造成|脱节|忽视|轻视|忙于|满足于|热衷|习惯于|敷衍|应付|滞后|乏力|松懈|松散|涣散|偏差|倾向|现象|困难|矛盾|难以|没有|形同|走过场|"
    "只(?:重|顾|求|讲|管|是|图)|重[^，。]{1,8}轻|说起来|一手硬|成了|沦为|变成|变味|走样|之风|抬头|隐形变异|反弹"
)
_AVERTED = re.compile("(?:否则|不然|长此以往|如果不|若不)[^。！？；]{0,40}$")
_DEMAND = re.compile(
    "^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，?|首先，?|其次，?|再次，?|最后，?)?要|必须|应当|务必|坚决|切实"
)


_REACH = 60  # characters before a hit beyond which neither of the first two patterns can begin


def stance(sentence: str, start: int, end: int, kind: ThemeKind) -> Stance:
    """Stance of one hit at `start:end` of its sentence.

    >>> s = "坚决反对形式主义。"; stance(s, s.index("形"), s.index("。"), "problem")
    'remedy'
    >>> s = "一些单位形式主义突出。"; stance(s, s.index("形"), s.index("突"), "problem")
    'problem'
    """
    before = sentence[:start]
    if _AVERTED.search(before[-_REACH:]):
        return "problem"
    if kind == "problem":
        if _AGAINST.search(before[-_REACH:]):
            return "remedy"
        if _DEMAND.search(before) and not _PROBLEM.search(before):
            return "remedy"
        return "problem" if _PROBLEM.search(sentence) or not _REMEDY.search(sentence) else "remedy"
    problem = len(_PROBLEM.findall(sentence))
    remedy = len(_REMEDY.findall(before + sentence[end:]))
    if problem > remedy:
        return "problem"
    if remedy > problem or (remedy and _DEMAND.search(before)):
        return "remedy"
    return ""
