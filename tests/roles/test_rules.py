"""Wordings whose role hardly depends on what stands around them."""

from __future__ import annotations

import pytest

from djtext.roles import model
from djtext.roles.cues import ROLES
from djtext.roles.rules import RULES, holding
from djtext.text.outline import mark, outline
from djtext.types import Document, Sentence


def _names(text: str, kind: str = "sentence", *, explained: bool = True) -> list[str]:
    unit = Sentence("d", 1, 1, 0, len(text), kind, 1 if kind == "heading" else 0, "", text)
    return [rule.name for _, rule in holding([unit], [text], [mark(text)], explained=explained)]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("支部应积极替新来的同志压担子。", True),
        ("各级党委应当把这件事摆上日程。", True),
        ("支部应该带头整改。", True),
        ("党组织应有的作用没有发挥出来。", False),
        ("机关应付检查，干部应接不暇。", False),
        ("也应看到，差距是明显的。", False),
    ],
)
def test_who_is_to_do_something(text: str, due: bool) -> None:
    assert _names(text) == (["duty"] if due else [])


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("在服务群众中增强凝聚力", True),
        ("三、在急难险重上锤炼队伍", True),
        ("在岗党员的基本情况", False),
        ("三、增强凝聚力的意义", False),
    ],
)
def test_a_heading_that_says_where_and_for_what_is_a_measure(heading: str, measure: bool) -> None:
    assert _names(heading, "heading") == (["goal"] if measure else [])
    assert _names(heading) == []


@pytest.mark.parametrize(("speaks", "found"), [("各支部都在忙。", [2]), ("这是有原因的。", [])])
def test_a_bare_lack_is_no_cause_where_nothing_speaks_of_causes(speaks: str, found: list[int]) -> None:
    text = f"机关党建调查\n{speaks}\n职责分工不清。要选派骨干，加强培训。"
    _, rules = model.role_evidence(outline(Document("d", text, title="机关党建调查")), model.load())
    assert [(place, rule.name, rule.role, rule.by < 0) for place, rule in rules] == [
        (place, "lack", "cause", True) for place in found
    ]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("利用夜校轮训骨干，开阔他们的眼界，为产业发展储备人才。", True),
        ("1、定期请群众代表旁听，提高决策透明度。", True),
        ("利用夜校轮训骨干，是打基础的事。", False),
        ("利用夜校轮训骨干，效果明显好了。", False),
        ("夜校轮训骨干，为产业发展储备人才。", False),
    ],
)
def test_a_bare_measure(text: str, bare: bool) -> None:
    assert _names(text) == (["bare"] if bare else [])


@pytest.mark.parametrize("after", ["要把课开到田头。", "这是今年的第二期。"])
def test_a_bare_measure_counts_between_remedies_only(after: str) -> None:
    text = f"办夜校的设想\n要挑选骨干来听课。利用夜校轮训骨干，为产业发展储备人才。{after}"
    units = outline(Document("d", text, title="办夜校的设想"))
    shares, rules = model.role_evidence(units, model.load())
    between = shares[1].argmax() == shares[3].argmax() == ROLES.index("remedy")
    assert [(place, rule.name) for place, rule in rules] == ([(2, "bare")] if between else [])
    assert between == after.startswith("要")


@pytest.mark.parametrize(
    ("heading", "means"),
    [("榜样激励。", True), ("（二）制度约束", True), ("重教轻引导", False), ("我们怎样做好群众工作和服务", False)],
)
def test_a_short_heading_that_names_a_means(heading: str, means: bool) -> None:
    assert _names(heading, "heading") == (["means"] if means else [])
    assert _names(heading) == []


def test_counts_say_that_the_rules_are_worth_having() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.right >= 0.9 * rule.of and rule.of >= 50 for rule in RULES)
