from __future__ import annotations

import pytest

from djtext.themes import marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一是闭门写材料。长期如此。二是敲门发通知。三是串门送人情。完。", ["闭门写材料、敲门发通知、串门送人情"]),
        ("（一）把支部建强\n说明。\n（二）把党员带好\n说明。", ["把支部建强、把党员带好"]),
        ("始终学在一线、干在一线、评在一线，不松劲", ["学在一线、干在一线、评在一线"]),
        ("会上一套，岗上一套，回家又是一套", ["会上一套，岗上一套"]),
        ("克服重业务轻党建的偏差", ["重业务轻党建"]),
        ("严重轻视群众", []),
        ("推动形式由封闭式向开放式转变", ["由封闭式向开放式"]),
        ("由他向大家问好", []),
        ("苹果、梨、香蕉", []),
        ("一是去甲村。二是到乙镇看看。", []),
    ],
)
def test_series(text: str, expected: list[str]) -> None:
    found = list(marked.series(text))
    assert [mark.text for mark in found] == expected
    for mark in found:
        if "、" not in mark.text or mark.text in text:
            assert text[mark.start : mark.end].replace("的", "").startswith(mark.text[:3])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("三会一课", True), ("一岗双责", True), ("两学一做", True), ("五位一体", True), ("三去一降一补", True),
        ("四个意识", True), ("八项规定", True), ("四风", True), ("三农", True),
        ("三个月", False), ("一九九八年", False), ("两个方面", False), ("二十一世纪", False), ("三个街道办", True),
        ("十二", False), ("党建", False), ("一个问题", False),
    ],
)  # fmt: skip
def test_numeral_shapes(text: str, is_one: bool) -> None:
    assert marked.is_numeral(text) is is_one


@pytest.mark.parametrize(
    ("text", "around", "expected"),
    [
        ("四个自信", "坚定道路自信、理论自信、制度自信、文化自信，即“四个自信”。", "道路自信、理论自信、制度自信、文化自信"),
        ("三会一课", "落实“三会一课”（支部党员大会、支部委员会、党小组会和党课）。", "支部党员大会、支部委员会、党小组会和党课"),
        ("两个责任", "“两个责任”即主体责任和监督责任。", "主体责任和监督责任"),
        ("三个代表", "学习“三个代表”，办好甲、乙、丙三件事。", ""),
        ("四种形态", "“四种形态”：经常开展批评，让红脸成为常态，处分成为少数，移送成为极少数。", ""),
        ("党建", "党建", ""),
    ],
)  # fmt: skip
def test_expansions(text: str, around: str, expected: str) -> None:
    assert marked.expansion(text, around, around.index(text)) == expected


def test_quotes_and_titles() -> None:
    text = "有人把“破窗效应”当口头禅，读的却是《党员手册》；他问：“你去不去？我去。”"
    assert [mark.text for mark in marked.quoted(text)] == ["破窗效应"]
    assert [mark.text for mark in marked.names(text)] == ["《党员手册》"]
    for mark in (*marked.quoted(text), *marked.names(text)):
        assert text[mark.start : mark.end] == mark.text
