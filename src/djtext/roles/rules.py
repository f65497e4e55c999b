"""Wordings whose role hardly depends on what stands around them: each moves what the networks say of a unit.

A rule's count says how many coded sentences of the training texts it holds for, and how many of them have its role (for
one that speaks against a role: how many have another).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from djtext.roles.cues import GROUPS
from djtext.text.outline import Mark
from djtext.types import Kind, Sentence

_BY = 3.0  # log shares
_BARE = 30  # characters of a bare statement at most


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording: `holds` is asked of a unit's plain text, and of that text without its mark (一、, 一是)."""

    name: str
    role: str
    by: float
    holds: Callable[[str, str], bool]
    right: int
    of: int
    kind: str = ""  # only for units of this kind
    where_unexplained: bool = False  # only in texts that nowhere speak of causes
    between: bool = False  # only between two units that have that role


# who is to do something, and what: 党组织应积极…
DUTY = re.compile(
    "(?:组织|支部|党委|党组|工委|委员会|机关|部门|单位|党员|干部|各级|书记|政府)应(?:当|该)?(?=积极|高度|把|加强|教育|注重|着|坚持|充分|切实|主动|及时|将|建|通过|强化|带头|定期|认真|重视|"
    "关心|引导|帮助|鼓励|发挥|努力|不断|经常|自觉|深入|全力|针对|根据|结合|从|以|在|对|为)"
)
# a heading that names a measure by where and for what: 在服务群众中增强凝聚力
GOAL = re.compile("在.{2,20}[中上里].{0,3}(?:增强|提高|提升|锤炼|锻造|强化|加强|推进|实现|彰显|体现)")
_LACKS = (*GROUPS["lack"], *GROUPS["symptom"])
_HARDLY = re.compile("难以.{1,4}$")

# a short heading that names a means: 思想引领, 文化浸润
MEANS = re.compile(
    "[^无没重轻不缺难弱少未]{2,6}(?:凝聚|引领|引导|激励|鼓舞|保障|推动|驱动|支撑|带动|感染|熏陶|约束|关怀|感召|滋养|赋能|浸润|感化|塑造|化人|育人|聚人|服务)[。；：]?"
)
# a sentence that opens with the verb of a measure, and nowhere says that something is, was, could or would be so
_WEAK = (
    "创造|动员|广开|大力|积极|着力|坚决|进一步|继续|加快|不断|切实|努力|有序|稳步|培养|营造|构建|扩大|发挥|调整|促进|改革|统筹|抓住|帮助|支持|利用|依托|通过|结合|把|加大|举办|筑牢|夯实|聚焦|紧扣|立足|"
    "围绕|做好|做实|选好|用好|用活|开辟|丰富|激发|激励|吸引|吸收|聘请|安排|拿出|争取|定期|每"
)
_VERBS = (*GROUPS["act"], *_WEAK.split("|"))
_BEFORE = ("并", "还", "同时", "同时，", "要")
_FIRST = frozenset(words[0] for words in (*_VERBS, *_BEFORE))  # cheaper to ask than the verbs
_STATES = re.compile(
    "是(?!非)|(?<![社机委协议大工晚])会(?![议员场计])|将(?!来)|(?<![职功才智技性效])能(?![力量源])|可(?!靠|持续)|了(?!解)|(?<!人)才(?!干|华|智)|却|(?<!不)但|没|未(?!来)|无(?!私)|难|就(?!业|地|近)|靠(?!前)|"
    "有助|有利|永远|面临|着[^力重眼手]|共[有计找0-9]|后又|意义|重要|目的|使得|离不开|事关|在于|关系到|成为|不[够足力到高强严实]|[来以]来"
)


def measure(text: str, words: str) -> bool:
    """Does it open with the verb of a measure, and state nothing?

    >>> [measure(text, text) for text in ("请老党员上讲台。", "举办培训班，为支部打基础。", "举办培训班是打基础。")]
    [False, True, False]
    """
    return words[:1] in _FIRST and _opens(words) and _STATES.search(text) is None


def _opens(words: str) -> bool:
    """Do they begin with a verb of a measure, or with 并, 还, 同时, 要 and one?"""
    return words.startswith(_VERBS) or any(
        words.startswith(_VERBS, len(before)) for before in _BEFORE if words.startswith(before)
    )


def lacking(text: str) -> bool:
    """Is it a short statement that ends in a word for a lack?

    >>> [lacking(text) for text in ("职责分工不清。", "职责分工不清，这是体制决定的。")]
    [True, False]
    """
    if len(text) > _BARE:
        return False
    words = text.rstrip("。；;，")
    return words.endswith(_LACKS) or _HARDLY.search(words) is not None


RULES = (
    Rule("duty", "remedy", _BY, lambda text, _: "应" in text and DUTY.search(text) is not None, 176, 180),
    Rule("goal", "remedy", _BY, lambda _, words: GOAL.match(words) is not None, 79, 83, kind="heading"),
    Rule("lack", "cause", -_BY, lambda text, _: lacking(text), 477, 490, where_unexplained=True),
    Rule("means", "remedy", _BY, lambda _, words: MEANS.fullmatch(words.strip()) is not None, 54, 56, kind="heading"),
    Rule("bare", "remedy", _BY, measure, 5157, 5182, kind="sentence", between=True),
)


def holding(
    units: Sequence[Sentence], texts: Sequence[str], marks: Sequence[Mark | None], *, explained: bool
) -> list[tuple[int, Rule]]:
    """The rules that hold for units of one document, each with the unit's place; `explained`: does it speak of causes?"""
    wanted = {
        kind: [rule for rule in RULES if rule.kind in ("", kind) and not (rule.where_unexplained and explained)]
        for kind in get_args(Kind)
    }
    return [
        (place, rule)
        for place, (unit, text, found) in enumerate(zip(units, texts, marks, strict=True))
        for rule in wanted[unit.kind]
        if rule.holds(text, unit.text[found.end :] if found else unit.text)
    ]
