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
# Words of one first character stand together: the engine tries every alternative at every first character of one.
_REMEDY = re.compile(
    "要(?!求(?!真)|么|是不|不是|素|点|件|闻|害|职|员)|必须|应(?:当|(?=该|以|把|在|从|当|着|加|建|坚|深|积|及|主))|务(?:必|求)|坚(?:决|持)|着力|切实|"
    "健全|完善|建立|加强|强化|推(?:进|动|行)|落实|深(?:化|入)|严(?:格|禁)|确保|引导|鼓励|探索|实行|开展|组织|转变|提(?:高|升)|增强|优化|创新|"
    "明确|制定|压实|抓(?:好|实)|打造|搭建|拓展|整(?:合|治)|督促|反对|力戒|杜绝|破除|克服"
)
_PROBLEM = re.compile(
    "存在|问题|不(?:够|强|实|严|高|深|细|足|到位|力|愿|敢|会|想|了解|清楚|重视)|缺(?:乏|少)|欠缺|突出|严重|淡(?:薄|化)|薄弱|弱化|虚化|流于|停留|"
    "仍然|依然|有的|一(?:些|手硬)|少数|个别|部分|往往|甚至|导致|造成|脱节|忽视|轻视|忙于|满足于|热衷|习惯于|敷衍|应付|滞后|乏力|松(?:懈|散)|涣散|偏差|"
    "倾向|现象|困难|矛盾|难以|没有|形同|走(?:过场|样)|只(?:重|顾|求|讲|管|是|图)|重[^，。]{1,8}轻|说起来|成了|沦为|变(?:成|味)|之风|抬头|隐形变异|反弹"
)
_AVERTING = "否则|不然|长此以往|如果不|若不"
_AVERTED = re.compile(f"(?:{_AVERTING})[^。！？；]{{0,40}}$")
_DEMAND = re.compile(
    "^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，?|首先，?|其次，?|再次，?|最后，?)?要|必须|应当|务必|坚决|切实"
)


_AVERTS = re.compile(_AVERTING)
_REACH = 60  # characters before a hit beyond which neither of _AGAINST and _AVERTED can begin
_LOOKED_AT = 3  # characters that _REMEDY looks at from where it matches, at most


class Cues:
    """What the words of one sentence say of the hits in it: looked for once, however many hits it has."""

    __slots__ = ("_averts", "_problems", "_remedy", "sentence")

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        self._averts = _AVERTS.search(sentence) is not None
        self._problems = len(_PROBLEM.findall(sentence))
        remedy = _REMEDY.search(sentence)
        self._remedy = remedy.start() if remedy else -1  # where the first stands

    def side(self, start: int, end: int, kind: ThemeKind) -> Stance:
        """Stance of a hit at `start:end`."""
        sentence = self.sentence
        before = sentence[:start]
        if self._averts and _AVERTED.search(before[-_REACH:]):
            return "problem"
        if kind == "problem":
            if _AGAINST.search(before[-_REACH:]):
                return "remedy"
            if _DEMAND.search(before) and not (self._problems and _PROBLEM.search(before)):
                return "remedy"
            return "problem" if self._problems or self._remedy < 0 else "remedy"
        # The words of the hit itself are no cue for a remedy.
        if not self._problems:
            if 0 <= self._remedy <= start - _LOOKED_AT:
                return "remedy"
            return "remedy" if _REMEDY.search(before + sentence[end:]) else ""
        remedies = len(_REMEDY.findall(before + sentence[end:]))
        if self._problems > remedies:
            return "problem"
        if remedies > self._problems or _DEMAND.search(before):
            return "remedy"
        return ""


def stance(sentence: str, start: int, end: int, kind: ThemeKind) -> Stance:
    """Stance of one hit at `start:end` of its sentence.

    >>> s = "坚决反对形式主义。"; stance(s, s.index("形"), s.index("。"), "problem")
    'remedy'
    >>> s = "一些单位形式主义突出。"; stance(s, s.index("形"), s.index("突"), "problem")
    'problem'
    """
    return Cues(sentence).side(start, end, kind)
