"""Wordings whose role hardly depends on what stands around them: each moves what the networks say of a unit.

A rule's count says how many coded sentences of the training texts it holds for, and how many of them have its role (for
one that speaks against a role: how many have another).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from djtext.roles.cues import GROUPS
from djtext.text.outline import Mark
from djtext.types import Sentence

_BY = 3.0  # log shares
_BARE = 30  # characters of a bare statement at most


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording: `holds` is asked of a unit's kind, its plain text, and that text without its mark (一、, 一是)."""

    name: str
    role: str
    by: float
    holds: Callable[[str, str, str], bool]
    right: int
    of: int
    where_unexplained: bool = False  # only in texts that nowhere speak of causes


# who is to do something, and what: 党组织应积极…
DUTY = re.compile(
    "(?:组织|支部|党委|党组|工委|委员会|机关|部门|单位|党员|干部|各级|书记|政府)应(?:当|该)?(?=积极|高度|把|加强|教育|注重|着|坚持|充分|切实|主动|及时|将|建|通过|强化|带头|定期|认真|重视|"
    "关心|引导|帮助|鼓励|发挥|努力|不断|经常|自觉|深入|全力|针对|根据|结合|从|以|在|对|为)"
)
# a heading that names a measure by where and for what: 在服务群众中增强凝聚力
GOAL = re.compile("在.{2,20}[中上里].{0,3}(?:增强|提高|提升|锤炼|锻造|强化|加强|推进|实现|彰显|体现)")
_LACKS = (*GROUPS["lack"], *GROUPS["symptom"])
_HARDLY = re.compile("难以.{1,4}$")


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
    Rule("duty", "remedy", _BY, lambda _, text, __: "应" in text and DUTY.search(text) is not None, 129, 133),
    Rule("goal", "remedy", _BY, lambda kind, _, words: kind == "heading" and GOAL.match(words) is not None, 78, 82),
    Rule("lack", "cause", -_BY, lambda _, text, __: lacking(text), 266, 279, where_unexplained=True),
)  # fmt: skip


def holding(
    units: Sequence[Sentence], texts: Sequence[str], marks: Sequence[Mark | None], *, explained: bool
) -> list[tuple[int, Rule]]:
    """The rules that hold for units of one document, each with the unit's place; `explained`: does it speak of causes?"""
    wanted = [rule for rule in RULES if not (rule.where_unexplained and explained)]
    return [
        (place, rule)
        for place, (unit, text, found) in enumerate(zip(units, texts, marks, strict=True))
        for rule in wanted
        if rule.holds(unit.kind, text, unit.text[found.end if found else 0 :])
    ]
