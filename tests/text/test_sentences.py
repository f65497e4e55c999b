from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.text.sentences import heading_level, paragraphs, sentences, spans
from djtext.types import Document


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


@given(st.text(alphabet="党建工作。！？；!?;.”“\"'（） 1a\n", max_size=80))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    doc = Document("d", text)
    found = list(sentences(doc))
    assert all(text[s.start : s.end] == s.text for s in found)
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())
    assert [s.n for s in found] == list(range(1, len(found) + 1))
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@given(st.text(max_size=100))
def test_any_text_splits(text: str) -> None:
    assert all(text[s.start : s.end] == s.text for s in sentences(Document("d", text)))


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


def test_section_goes_with_its_sentences() -> None:
    doc = Document("d", "题目\n一、问题\n有的不实。\n二、对策\n要抓。", title="题目")
    found = list(sentences(doc))
    assert [(s.kind, s.section) for s in found] == [
        ("title", ""), ("heading", "一、问题"), ("sentence", "一、问题"), ("heading", "二、对策"), ("sentence", "二、对策"),
    ]  # fmt: skip


def test_paragraphs_are_lines_that_hold_something() -> None:
    text = "a\n\n  \nb"
    assert [text[start:end] for start, end in paragraphs(text)] == ["a", "b"]
