"""How concrete a remedy is: who acts, by when, how much, and what is done that could be seen.

A remedy with none of the four is 空泛: it asks for more of a good thing and nothing that could be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ACTOR = re.compile(
    "由[^，。；]{2,14}(?:负责|牵头|承担|组织|主持|联系|审核|检查)|书记|第一责任人|专人|专班|领导小组|党组成员|班子成员|支委|党小组|纪委|组织部|机关工委|办公室|科室|人事处|网格员|第一书记|工作队|"
    "委员会|党委(?!政府)|支部(?!建设|生活)|包[片村联]|联系领导|责任人|牵头单位|分管"
)
_DEADLINE = re.compile(
    "每(?:天|日|周|月|季度?|年|半年|学期|两周|个月|逢)|(?:今年|明年|年|月|季度?)(?:底|初|末|内|前)|\\d{1,2}月|\\d+(?:天|日|周|个月|小时|年)(?:内|前|以内|之内)|"
    "[一二三四五六七八九十两半]+(?:天|日|周|个月|小时|年)(?:内|前|以内|之内)|期限|限期|按月|按季|逐月|当[天日月场]|定期|月度|季度|之前完成|前完成"
)
_QUANTITY = re.compile(
    "\\d+(?:\\.\\d+)?(?:%|％|个|名|人|次|件|天|项|户|万|元|小时|场|篇|份|条|页|家|分)|百分之|"
    "[两三四五六七八九十百]+(?:个|名|人|次|件|项|户|万|元|场|篇|份|条|页|家|成)(?!方面|层面|维度|意识|自信|维护|重要|结合)|不少于|不低于|不超过|至少|以上的|一半以上"
)
_ACT = re.compile(
    "台账|清单|公示|公开栏|通报|问责|述职|评议|考核结果|挂钩|轮岗|交流任职|培训班|脱产|走访|上门|蹲点|驻村|包联|联系点|座谈|谈心|谈话|签订|承诺书|督查|巡察|抽查|暗访|"
    "设立|成立|组建|选派|选配|配齐|挂职|招录|编入|出台|印发|制定[^，。；]{0,12}(?:办法|制度|规定|细则|方案|意见)|取消|合并|精简|压缩|压减|拨付|经费|列入预算|补贴|津贴|"
    "建立[^，。；]{1,14}(?:制度|机制|档案|平台|台账|小组|基地|队)|销号|回访|测评|打分|计分|积分|表彰|曝光|立案|处分|免职|调整岗位|热线|信箱|窗口|一次办|代办"
)  # fmt: skip
_MARKS = {"actor": _ACTOR, "deadline": _DEADLINE, "quantity": _QUANTITY, "act": _ACT}


@dataclass(frozen=True, slots=True)
class Concreteness:
    """Which of actor, deadline, quantity and act a remedy names; `score` is their share, 0 (空泛) to 1."""

    actor: str = ""
    deadline: str = ""
    quantity: str = ""
    act: str = ""

    @property
    def score(self) -> float:
        """Quarter of a point for each that is named."""
        return sum(bool(part) for part in (self.actor, self.deadline, self.quantity, self.act)) / 4

    @property
    def vague(self) -> bool:
        """Is none of the four named?"""
        return self.score == 0


def concreteness(text: str) -> Concreteness:
    """What a remedy names, each by its first words in the text.

    >>> concreteness("由机关党委牵头，每季度走访联系点不少于两次。")
    Concreteness(actor='由机关党委牵头', deadline='每季度', quantity='不少于', act='走访')
    >>> concreteness("要进一步提高思想认识，切实加强领导。").vague
    True
    """
    found = {name: pattern.search(text) for name, pattern in _MARKS.items()}
    return Concreteness(**{name: match.group() if match else "" for name, match in found.items()})
