from __future__ import annotations

import pytest

from djtext.text.sentences import heading_level, paragraphs, spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一。二！三？四；五", ["一。", "二！", "三？", "四；", "五"]),
        ("他说：“要走出机关。”大家点头。", ["他说：“要走出机关。”", "大家点头。"]),
        ("“好。”）然后", ["“好。”）", "然后"]),
        ("重形式;轻内容!真的?", ["重形式;", "轻内容!", "真的?"]),
        ("工作不实.作风不正.", ["工作不实.", "作风不正."]),
        ("增长3.5%，见www.a.cn", ["增长3.5%，见www.a.cn"]),
        ("真的吗？！好", ["真的吗？！", "好"]),
        ("任性……各种", ["任性……各种"]),
        ("形式主义。形式主义", ["形式主义。", "形式主义"]),  # no first character lost after a mark
        ('他说"好。"走了', ['他说"好。"', "走了"]),
        ('好。"他说"', ["好。", '"他说"']),
        ("", []),
        ("  前后空白。 ", ["前后空白。"]),
    ],
)
def test_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_headings_by_level() -> None:
    lines = (
        "一、总体情况",
        "（一）认识不足",
        "1.重业务",
        "（1）会议",
        "第一，要学",
        "一是抓学习。",
        "2019.5.6",
        "3.5%",
    )
    assert [heading_level(line) for line in lines] == [1, 2, 3, 4, 0, 0, 0, 0]


def test_paragraphs_are_lines_that_hold_something() -> None:
    text = "a\n\n  \nb"
    assert [text[start:end] for start, end in paragraphs(text)] == ["a", "b"]
